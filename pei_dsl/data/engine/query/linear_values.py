"""Values of rows that are sums of columns: an engine sums each column, and the sums are added up at home."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

import attrs

from pei_dsl.algebra.scalar import Environment, evaluate
from pei_dsl.data.engine.query.conditions import columns_of
from pei_dsl.model import expressions as m


@attrs.frozen
class Linear:
    """`2 * a - b + 1`: what each column is multiplied by, and what is added for each row."""

    factors: Mapping[str, Fraction]
    constant: Fraction = Fraction(0)

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns that must have a cell for the row to have a value, even those multiplied by zero."""
        return tuple(self.factors)

    @property
    def rises(self) -> bool:
        """Whether the value is in the order of the cells of one column."""
        return len(self.factors) == 1 and all(factor >= 0 for factor in self.factors.values())

    def scaled(self, factor: Fraction) -> Linear:
        """Return this value times `factor`."""
        factors = {column: each * factor for column, each in self.factors.items()}
        return Linear(factors, self.constant * factor)

    def plus(self, other: Linear) -> Linear:
        """Return the sum of both."""
        factors = dict(self.factors)
        for column, factor in other.factors.items():
            factors[column] = factors.get(column, Fraction(0)) + factor
        return Linear(factors, self.constant + other.constant)


def linear(expression: m.Expression) -> Linear | None:
    """Return `expression` as a sum of columns, or None where it is none."""
    if not columns_of(expression):
        value = evaluate(expression, Environment())
        return Linear({}, value) if isinstance(value, Fraction) else None
    match expression:
        case m.ColumnValue(column=column):
            return Linear({column: Fraction(1)})
        case m.Negative(operand=operand):
            inner = linear(operand)
            return inner and inner.scaled(Fraction(-1))
        case m.Sum(operands=operands, subtracted=subtracted):
            return _sum(operands, subtracted)
        case m.Product(operands=operands, divided=divided):
            return _product(operands, divided)
        case _:
            return None


def _sum(operands: tuple[m.Expression, ...], subtracted: tuple[bool, ...]) -> Linear | None:
    total = Linear({})
    for operand, minus in zip(operands, subtracted, strict=True):
        part = linear(operand)
        if part is None:
            return None
        total = total.plus(part.scaled(Fraction(-1)) if minus else part)
    return total


def _product(operands: tuple[m.Expression, ...], divided: tuple[bool, ...]) -> Linear | None:
    """Return a product of which at most one factor, no divisor, has columns."""
    result = Linear({}, Fraction(1))
    for operand, divides in zip(operands, divided, strict=True):
        part = linear(operand)
        if part is None or (divides and (part.factors or not part.constant)):
            return None
        if part.factors and result.factors:
            return None
        if divides:
            result = result.scaled(1 / part.constant)
        elif part.factors:
            result = part.scaled(result.constant)
        else:
            result = result.scaled(part.constant)
    return result
