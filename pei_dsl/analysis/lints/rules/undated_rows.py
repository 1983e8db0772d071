"""Sources whose rows have no date, and figures of several years that rest on nothing else."""

from __future__ import annotations

from collections.abc import Iterator

from pei_dsl.analysis.lints.declaration import Remark, lint
from pei_dsl.analysis.lints.subject import Subject, ends
from pei_dsl.diagnostics import Severity
from pei_dsl.diagnostics.catalogue import Parameter
from pei_dsl.model import expressions as m
from pei_dsl.model.periods import Period
from pei_dsl.model.plan import Indicator


@lint("PEI449", severity=Severity.NOTE, looks_at_data=True)
def undated_rows(subject: Subject) -> Iterator[Remark]:
    """Note sources without dates that give an indicator one figure in each year that has a goal."""
    told: dict[str, tuple[Indicator, list[Period]]] = {}
    for indicator in subject.plan.indicators.values():
        sources = _sources(subject, indicator)
        figures, registered = subject.computed(indicator), subject.registered(indicator)
        asked = dict.fromkeys(goal.period for goal in ends(indicator.goals))
        years = [each for each in asked if each in figures and each not in registered]
        is_undated = bool(sources) and not any(subject.plan.sources[name].time for name in sources)
        if is_undated and len(years) > 1 and len({figures[year] for year in years}) == 1:
            for name in sources:
                told.setdefault(name, (indicator, years))
    for name, (indicator, years) in told.items():
        source = subject.plan.sources[name]
        if source.rows_of is None:
            params: dict[str, Parameter] = {
                "source": name,
                "code": indicator.code,
                "first": str(years[0]),
                "last": str(years[-1]),
            }
            yield Remark(subject.name("source", name, source.declared_at), params=params)


def _sources(subject: Subject, indicator: Indicator) -> list[str]:
    """Return the sources that the formula of an indicator reads, through all names, and those below them."""
    found: dict[str, None] = {}
    keys: set[str] = set()
    waiting: list[m.Expression] = [] if indicator.formula is None else [indicator.formula]
    while waiting:
        for node in m.parts_of(waiting.pop()):
            if isinstance(node, m.Aggregate):
                names = [node.source]
                while names:
                    name = names.pop()
                    found[name] = None
                    source = subject.plan.sources[name]
                    names += [source.rows_of.source] if source.rows_of is not None else []
            elif isinstance(node, m.Reference) and node.key not in keys:
                keys.add(node.key)
                used = subject.plan.definitions[node.key].expression
                waiting += [] if used is None else [used]
    return list(found)
