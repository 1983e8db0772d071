"""Comparisons of what is divided, without dividing: `a / b >= 0.9` as `a >= 0.9 * b`, if `b` is positive."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

import attrs

from pei_dsl.data.engine.literals import literal
from pei_dsl.data.engine.query.conditions import columns_of
from pei_dsl.model import expressions as m

_ZERO, _ONE, _MINUS_ONE = (m.Number(Fraction(each)) for each in (0, 1, -1))


@attrs.frozen
class Crossed:
    """
    A comparison with both sides multiplied by what they are divided by.

    Attributes:
        operator: As it is compared.
        left, right: Its sides.
        divisor: What both were multiplied by: it says the same where this is positive.
    """

    operator: str
    left: m.Expression
    right: m.Expression
    divisor: m.Expression

    @classmethod
    def of(cls, part: m.Comparison) -> Crossed | None:
        """Return `part` so, or None where no side is divided by columns, or one by zero or no number."""
        sides = (part.left, part.right)
        # Of `a / 0` a row without `a` is absent; alone, `1 / 0` would be inválido whatever the row.
        if any(flag and not _may_divide(each) for side in sides for each, flag in _factors(side)):
            return None
        (above, below), (other_above, other_below) = map(_split, sides)
        divisors = (*below, *other_below)
        if not divisors:
            return None
        left, right = _product((*above, *other_below)), _product((*other_above, *below))
        return cls(part.operator, left, right, _product(divisors))

    def said(self, *, ever_negative: bool) -> m.Expression:
        """Return the condition, where no row is divided by zero."""
        straight = m.Comparison(self.operator, self.left, self.right)
        if not ever_negative:
            return straight
        turned = m.Comparison(self.operator, self.right, self.left)
        above, below = (m.Comparison(sign, self.divisor, _ZERO) for sign in (">", "<"))
        return m.Logic("o", (m.Logic("y", (above, straight)), m.Logic("y", (below, turned))))


def _may_divide(factor: m.Expression) -> bool:
    """Tell whether a factor is of columns, which rows are asked of, or a number by which one can divide."""
    return bool(columns_of(factor)) or bool(literal(factor))


def _split(side: m.Expression) -> tuple[tuple[m.Expression, ...], tuple[m.Expression, ...]]:
    """Return the factors of one side of a comparison, and the columns that it is divided by."""
    above, below = [], []
    for factor, divides in _factors(side):
        if divides and columns_of(factor):
            below.append(factor)
        else:
            above.append(m.Product((factor,), (True,)) if divides else factor)
    return tuple(above), tuple(below)


def _factors(expression: m.Expression) -> Iterator[tuple[m.Expression, bool]]:
    """Yield the factors of a product of products, and whether each divides."""
    match expression:
        case m.Product(operands=operands, divided=divided):
            for operand, flag in zip(operands, divided, strict=True):
                inner = list(_factors(operand))
                # A zero in `q` of `p / (2 / q)` would be lost if `q` came to stand above.
                if flag and any(divides for _, divides in inner):
                    yield operand, True
                else:
                    yield from ((factor, divides != flag) for factor, divides in inner)
        case m.Negative(operand=operand):
            yield _MINUS_ONE, False
            yield from _factors(operand)
        case _:
            yield expression, False


def _product(factors: tuple[m.Expression, ...]) -> m.Expression:
    """Return a product of factors; 1 where there is none."""
    if not factors:
        return _ONE
    return factors[0] if len(factors) == 1 else m.Product(factors, (False,) * len(factors))
