"""
Values of rows that some columns only enter by being added and multiplied by what the others say: `a / b`.

Of rows with the same cells in the other columns, the sum of the values is that of one row, with the mean of
such a column in its place, as often as there are rows: so of `a` only the sums come home, one for each `b`.
"""

from __future__ import annotations

from collections.abc import Set as AbstractSet

from pei_dsl.data.engine.query.conditions import columns_of
from pei_dsl.data.engine.relation import Relation
from pei_dsl.model import expressions as m
from pei_dsl.model.expressions import ValueType


def summed_columns(value: m.Expression, relation: Relation) -> tuple[str, ...]:
    """Return columns of numbers that may be summed up; by those with few different cells one groups."""
    found: set[str] = set()
    numbers = (each for each in columns_of(value) if relation.type(each) is ValueType.NUMBER)
    for column in sorted(numbers, key=relation.has_few_values):
        if not relation.has_few_values(column) and _is_affine(value, {*found, column}):
            found.add(column)
    return tuple(column for column in columns_of(value) if column in found)


def _is_affine(value: m.Expression, columns: AbstractSet[str]) -> bool:
    """Tell whether `value` is a sum of `columns`, each times what does not depend on any of them."""
    if columns.isdisjoint(columns_of(value)):
        return True
    match value:
        case m.ColumnValue():
            return True
        case m.Negative(operand=operand):
            return _is_affine(operand, columns)
        case m.Sum(operands=operands):
            return all(_is_affine(each, columns) for each in operands)
        case m.Product(operands=operands, divided=divided):
            of_columns = [
                (operand, divides)
                for operand, divides in zip(operands, divided, strict=True)
                if not columns.isdisjoint(columns_of(operand))
            ]
            ((factor, divides), *others) = of_columns
            return not others and not divides and _is_affine(factor, columns)
        case _:
            return False
