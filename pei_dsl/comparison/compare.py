"""Two plans compared: what changed in them, and what each change explains of what moved."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from pei_dsl.comparison.compared import ChangePart, Comparison, RowsChange
from pei_dsl.comparison.declared_acts import undeclared
from pei_dsl.comparison.movements import Movements
from pei_dsl.comparison.plan_changes import plan_changes, value_changes
from pei_dsl.comparison.sides import Sides


def compare(
    sides: Sides,
    hashes: tuple[Mapping[str, str], Mapping[str, str]] = ({}, {}),
    order: Sequence[ChangePart] = (),
) -> Comparison:
    """
    Return both plans compared.

    Args:
        sides: The plans.
        hashes: Those of the files of their sources and registers, by name.
        order: The kinds of changes in the order of a sequential reading; () for the mean of all orders.
    """
    movements = Movements(sides, tuple(order))
    before, after = sides.own
    return Comparison(
        before,
        after,
        renamed=sides.renamed,
        plan=tuple(plan_changes(sides)),
        values=tuple(value_changes(sides)),
        rows=tuple(_rows(*hashes)),
        moved=tuple(movements.moved()),
        unmeasured=tuple(movements.unmeasured()),
        easier=undeclared(movements.easier(), sides.after.plan),
        order=tuple(order),
    )


def _rows(before: Mapping[str, str], after: Mapping[str, str]) -> list[RowsChange]:
    names = dict.fromkeys((*after, *before))
    found = (RowsChange(each, before.get(each, ""), after.get(each, "")) for each in names)
    return [each for each in found if each.before != each.after]
