"""What operators and functions make of what their operands count."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import assert_never

import attrs

from pei_dsl.algebra.builtins import AGGREGATES, FUNCTIONS
from pei_dsl.algebra.builtins.aspects import Counting, RowCounting
from pei_dsl.model import expressions as m
from pei_dsl.model.dimensions import ONE, Dimension, Loose, Measure, clash

_UNKNOWN, _COUNT, _LITERAL = Loose.UNKNOWN, Loose.COUNT, Loose.LITERAL

# A higher exponent would be no count of anything.
MAX_EXPONENT = 12


@attrs.frozen
class Clash:
    """Two parts of `node` that count different things."""

    node: m.Expression
    first: m.Expression
    second: m.Expression
    left: Measure
    right: Measure


def alike(node: m.Expression, operands: Sequence[m.Expression], of: Mapping[int, Measure]) -> Measure | Clash:
    """Return what operands count that must count the same; one that is unknown makes all unknown."""
    known = [each for each in operands if of[id(each)] not in {_UNKNOWN, _LITERAL}]
    for each in known[1:]:
        # A count of rows fits to any count, so each is held to all others until something is known.
        other = next((one for one in known if clash(of[id(one)], of[id(each)])), None)
        if other is not None:
            first, second = (other, each) if known.index(other) < known.index(each) else (each, other)
            return Clash(node, first, second, of[id(first)], of[id(second)])
    measures = [of[id(each)] for each in operands]
    if _UNKNOWN in measures:
        return _UNKNOWN
    if _COUNT in measures:
        return _COUNT
    return next((each for each in measures if each is not _LITERAL), _LITERAL)


def told_only(found: Measure | Clash) -> Measure | Clash:
    """Return a clash; else that nothing is counted: it is true or false."""
    return found if isinstance(found, Clash) else _UNKNOWN


def product(node: m.Product, of: Mapping[int, Measure]) -> Measure:
    """Return what factors and divisors count together."""
    result, counts, loose = ONE, [], False
    measures = [of[id(each)] for each in node.operands]
    if all(each is _LITERAL for each in measures):
        return _LITERAL
    for operand, measure, divides in zip(node.operands, measures, node.divided, strict=True):
        match measure:
            case Dimension():
                result = result / measure if divides else result * measure
            case Loose.COUNT:
                counts.append(divides)
            case Loose.LITERAL:
                loose = loose or divides or not _only_scales(operand)
            case Loose.UNKNOWN:
                loose = True
    if loose or len(counts) > 1:
        return _UNKNOWN
    if counts:
        return _COUNT if result == ONE and not counts[0] else _UNKNOWN
    return result


def _only_scales(node: m.Expression) -> bool:
    """
    Tell whether `node` is a power of ten, which moves the point and nothing else.

    Any other number, and one by which is divided, may count what nobody declared: in `A / 250`,
    people.
    """
    if not isinstance(node, m.Number) or not node.value:
        return False
    value = abs(node.value)
    digits = str(value if value >= 1 else Fraction(1) / value)
    return digits.strip("0") == "1"


def power(node: m.Power, of: Mapping[int, Measure]) -> Measure:
    """Return what a power counts; unknown unless its exponent is a whole number that is written."""
    base, exponent = of[id(node.base)], node.exponent
    if base in {ONE, _LITERAL}:
        return base
    if not isinstance(base, Dimension) or not isinstance(exponent, m.Number):
        return _UNKNOWN
    value = exponent.value
    return base ** int(value) if value.denominator == 1 and abs(value) <= MAX_EXPONENT else _UNKNOWN


def call(node: m.Call, of: Mapping[int, Measure]) -> Measure | Clash:
    """Return what a function gives, as its declaration says."""
    function = FUNCTIONS.named(node.function)
    match function.counts:
        case Counting.ALIKE | Counting.AVERAGE:
            return alike(node, function.alike(node.arguments), of)
        case Counting.FIRST:
            return of[id(node.arguments[0])]
        case Counting.ROOT:
            return _root(of[id(node.arguments[0])])
        case Counting.COMPARED:
            return told_only(alike(node, node.arguments, of))
        case Counting.NOTHING:
            return _UNKNOWN
        case _:
            assert_never(function.counts)


def _root(measure: Measure) -> Measure:
    if not isinstance(measure, Dimension):
        return _LITERAL if measure is _LITERAL else _UNKNOWN
    return measure.root() or _UNKNOWN


def averages(node: m.Expression) -> bool:
    """Tell whether `node` gives a mean, which of counts is a ratio."""
    match node:
        case m.Aggregate(function=name):
            return AGGREGATES.named(name).counts is RowCounting.AVERAGE
        case m.Call(function=name):
            return FUNCTIONS.named(name).counts is Counting.AVERAGE
        case _:
            return False
