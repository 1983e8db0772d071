"""A year whose data end before it does, in a source that has rows of every month before."""

from __future__ import annotations

from collections.abc import Iterator
from collections.abc import Set as AbstractSet

from pei_dsl.analysis.lints.declaration import Remark, lint
from pei_dsl.analysis.lints.subject import Subject
from pei_dsl.diagnostics import Severity
from pei_dsl.diagnostics.finding import Parameter
from pei_dsl.model.periods import Granularity, Period
from pei_dsl.model.plan import DataSource


@lint("PEI442", severity=Severity.NOTE, looks_at_data=True)
def unfinished_year(subject: Subject) -> Iterator[Remark]:
    """Warn of a monthly source whose last year has fewer months than it should, unless it says so."""
    for name, dated in subject.periods.items():
        source = subject.plan.sources[name]
        if name not in subject.columns_read or not dated:
            continue
        last = _unfinished(source, dated)
        if last is None:
            continue
        months = {each.start.month for each in dated if each.year == last.year}
        params: dict[str, Parameter] = {
            "source": name,
            "year": last.year,
            "last": str(last),
            "count": len(months),
        }
        yield Remark(subject.name("source", name, source.declared_at), params=params)


def _unfinished(source: DataSource, dated: AbstractSet[Period]) -> Period | None:
    """Return the last month that `source` has, where its rows are of months and its year goes on."""
    if source.coverage is not None or any(each.granularity is not Granularity.MONTH for each in dated):
        return None
    last = max(dated, key=lambda each: each.end)
    consecutive = {each.start.month for each in dated if each.year == last.year}
    begins_the_year = consecutive == set(range(1, last.start.month + 1))
    return last if begins_the_year and 1 < last.start.month < 12 else None
