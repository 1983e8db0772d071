"""The definitions that a formula rests on: those that it names, and the holidays of columns that it reads."""

from __future__ import annotations

from pei_dsl.data.filled_rows import columns_read
from pei_dsl.evaluation.formulas import references_at, walk_at
from pei_dsl.model import expressions as m
from pei_dsl.model.expressions import Aggregate
from pei_dsl.model.periods import Period
from pei_dsl.model.plan import Plan


def names_below(plan: Plan, expression: m.Expression, period: Period) -> list[tuple[str, Period]]:
    """Return the keys that `expression` rests on, each with its period: named ones first, each once."""
    found = dict.fromkeys(references_at(expression, period))
    for node, when in walk_at(expression, period):
        if isinstance(node, Aggregate):
            found.update(dict.fromkeys((key, when) for key in _holidays(plan, node)))
    return list(found)


def _holidays(plan: Plan, asked: Aggregate) -> list[str]:
    """Return the keys of the holidays that columns which `asked` reads leave out, in order."""
    found: dict[str, None] = {}
    waiting, seen = [asked], {asked}
    while waiting:
        node = waiting.pop()
        source = plan.sources[node.source]
        who = () if source.rows_of is None else source.made_by[:1]
        columns = (source.columns[name].formula for name in source.with_inputs(columns_read(node)))
        inside = [part for formula in (node, *columns) for part in m.parts_of(formula)]
        found.update(dict.fromkeys(part.key for part in inside if isinstance(part, m.Reference)))
        others = [part for part in (*who, *inside) if isinstance(part, Aggregate) and part not in seen]
        seen.update(others)
        waiting.extend(others)
    return list(found)
