"""What ties the rows of one source to a row of another: `contar(b si documento = personas.dni)`."""

from __future__ import annotations

from collections.abc import Sequence

import attrs

from pei_dsl.model import expressions as m
from pei_dsl.model.row_cells import outer_values


@attrs.frozen
class Tie:
    """
    An equality between what a row says and what the row that asks says.

    Attributes:
        own: Of the rows of the aggregate's source.
        outer: Of the row that asks.
    """

    own: m.Expression
    outer: m.Expression


@attrs.frozen
class Ties:
    """
    What an aggregate says of its rows, taken apart: together its parts are its filter.

    Attributes:
        ties: The equalities by which rows are found.
        own: What is said of the rows alone.
        asking: What is said of the row that asks alone.
        mixed: What else compares the two, `fecha >= mujeres.diagnóstico`.
    """

    ties: tuple[Tie, ...] = ()
    own: tuple[m.Expression, ...] = ()
    asking: tuple[m.Expression, ...] = ()
    mixed: tuple[m.Expression, ...] = ()


def ties_of(condition: m.Expression | None) -> Ties:
    """Return what `condition`, the filter of an aggregate, says of its rows and of the row that asks."""
    ties: list[Tie] = []
    own: list[m.Expression] = []
    asking: list[m.Expression] = []
    mixed: list[m.Expression] = []
    for each in _joined(condition):
        tie = _tie(each)
        if tie is not None:
            ties.append(tie)
        elif not outer_values(each):
            own.append(each)
        elif not _reads_rows(each):
            asking.append(each)
        else:
            mixed.append(each)
    return Ties(tuple(ties), tuple(own), tuple(asking), tuple(mixed))


def all_of(conditions: Sequence[m.Expression]) -> m.Expression | None:
    """Return what holds where all of `conditions` hold; None where there are none."""
    if len(conditions) > 1:
        return m.Logic("y", tuple(conditions))
    return conditions[0] if conditions else None


def without_ties(node: m.Aggregate) -> m.Aggregate:
    """
    Return the aggregate that a source is asked about all its rows, whatever row asks.

    It has the filter of `node` as far as that is about the rows alone; where its value depends on the row
    that asks, it counts rows.
    """
    own = all_of(ties_of(node.filter).own)
    if outer_values(node.value):
        return attrs.evolve(node, function="count", value=None, filter=own)
    return attrs.evolve(node, filter=own)


def parts_of_asking(node: m.Expression) -> list[m.Expression]:
    """Return the largest parts of `node` that read the row that asks, and no other row; in order."""
    found: dict[int, m.Expression] = {}
    waiting = [node]
    while waiting:
        each = waiting.pop()
        if not outer_values(each):
            continue
        if isinstance(each, m.Aggregate) or _reads_rows(each):
            waiting.extend(m.parts(each)[::-1])
        else:
            found.setdefault(id(each), each)
    return list(found.values())


def _joined(condition: m.Expression | None) -> list[m.Expression]:
    """Return what must hold all at once."""
    found: list[m.Expression] = []
    waiting = [] if condition is None else [condition]
    while waiting:
        each = waiting.pop()
        if isinstance(each, m.Logic) and each.operator == "y":
            waiting.extend(each.operands[::-1])
        else:
            found.append(each)
    return found


def _tie(condition: m.Expression) -> Tie | None:
    match condition:
        case m.Comparison(operator="=", left=left, right=right):
            for own, outer in ((left, right), (right, left)):
                apart = not outer_values(own) and not _reads_rows(outer)
                if apart and _reads_rows(own) and outer_values(outer):
                    return Tie(own, outer)
    return None


def _reads_rows(expression: m.Expression) -> bool:
    return any(isinstance(each, m.ColumnValue) for each in m.parts_of(expression))
