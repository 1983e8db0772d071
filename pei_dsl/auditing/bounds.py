"""What a plan gives when each of its figures stands for all that its digits may stand for."""

from __future__ import annotations

import datetime
import enum
from collections.abc import Callable, Iterator, Mapping, Sequence
from fractions import Fraction
from typing import TypeAlias, assert_never

import attrs

from pei_dsl.algebra import arithmetic, intervals
from pei_dsl.algebra.builtins import FUNCTIONS, IMPLEMENTATIONS
from pei_dsl.algebra.builtins.aspects import Chooses, Computes, Tells
from pei_dsl.algebra.intervals import Bounds, Interval, displayed, hull, point
from pei_dsl.algebra.scalar import day_of
from pei_dsl.algebra.values import Value, absent, absent_factor
from pei_dsl.evaluation.formulas import Formulas, references_at
from pei_dsl.model import expressions as m
from pei_dsl.model.absence import Absence
from pei_dsl.model.elsewhen import Elsewhen, periods_of
from pei_dsl.model.keys import KeyKind, is_kind
from pei_dsl.model.moment import Moment
from pei_dsl.model.periods import Period
from pei_dsl.model.plan import Figure
from pei_dsl.model.units import NUMBER, Unit


class Open(enum.Enum):
    """A condition that holds for some of the numbers and fails for others."""

    EITHER = "either"


# What an expression may give: bounds of a number, a value that is certain, an open condition, or None where
# nothing can be said, not even whether there is a value.
Extent: TypeAlias = Interval | str | datetime.date | bool | Moment | Absence | Open | None
_ZERO = Fraction(0)


def figure_bounds(figure: Figure, unit: Unit | None) -> Bounds:
    """
    Return what a figure that somebody wrote down may stand for; None for an absence.

    A count without digits after the point is exact: nobody rounds persons.  Anything else stands for half a
    unit of its last digit either way.
    """
    if isinstance(figure.value, Absence):
        return None
    is_word = unit is not None and bool(unit.worded(figure.value))
    if (is_count(unit) or is_word) and figure.decimals == 0 and figure.value.denominator == 1:
        return point(figure.value)
    scale = unit.scale if unit is not None else Fraction(1)
    decimals = figure.decimals
    if (figure.value * scale * 10**decimals).denominator != 1:
        decimals += 2  # a percentage in a series without a unit: `56%` is 0.56, with two digits more
    return displayed(figure.value * scale, decimals).scaled(1 / scale)


def is_count(unit: Unit | None) -> bool:
    """Tell whether figures of `unit` count whole things."""
    return unit is not None and unit.kind == NUMBER.kind


# ---- Formulas -----------------------------------------------------------------------------------------


@attrs.define
class FormulaBounds:
    """
    Bounds of the definitions of a plan; the walk is that of `Formulas`, with an explicit stack.

    Attributes:
        formulas: The exact values, and the figures that they rest on.
        given: Bounds that stand instead of what definitions compute, by key.
    """

    formulas: Formulas
    given: Mapping[str, Interval] = attrs.field(factory=dict)
    _extents: dict[tuple[str, Period], Extent] = attrs.field(factory=dict)
    _before: dict[tuple[int, Period], tuple[m.Expression, Extent]] = attrs.field(factory=dict)

    def of_definition(self, key: str, period: Period) -> Bounds:
        """Return the bounds of definition `key` in `period`; None where there are none."""
        found = self._definition(key, period)
        return found if isinstance(found, Interval) else None

    def of_formula(self, code: str, period: Period) -> Bounds:
        """Return the bounds of what the formula of indicator `code` gives; None where there are none."""
        formula = self.formulas.plan.indicators[code].formula
        if formula is None:
            return None
        for key, earlier in references_at(formula, period):
            self._definition(key, earlier)
        found = self._expression(formula, period)
        return found if isinstance(found, Interval) else None

    def _definition(self, key: str, period: Period) -> Extent:
        start = (key, period)
        waiting: list[tuple[tuple[str, Period], Iterator[tuple[str, Period]]]] = []
        if start not in self._extents:
            waiting.append((start, self._uses(*start)))
        while waiting:
            node, uses = waiting[-1]
            following = next((each for each in uses if each not in self._extents), None)
            if following is not None:
                waiting.append((following, self._uses(*following)))
                continue
            self._extents[node] = self._compute(*node)
            waiting.pop()
        return self._extents[start]

    def _uses(self, key: str, period: Period) -> Iterator[tuple[str, Period]]:
        expression = self.formulas.plan.definitions[key].expression
        if key in self.given or expression is None or self.formulas.seen(key, period) is not None:
            return iter(())
        return iter(references_at(expression, period))

    def _compute(self, key: str, period: Period) -> Extent:
        if key in self.given:
            return self.given[key]
        definition = self.formulas.plan.definitions[key]
        if self.formulas.seen(key, period) is None and definition.expression is not None:
            return self._expression(definition.expression, period)
        value = self.formulas.computed(key, period)
        figure = definition.figure(period)
        unit = definition.unit
        if is_kind(key, KeyKind.INDICATOR):
            figure = self.formulas.registered.get(definition.name, {}).get(period)
            unit = self.formulas.plan.indicators[definition.name].unit
        if figure is None or isinstance(value, Absence):
            return certain(value)
        return figure_bounds(figure, unit)

    def _elsewhen(self, node: Elsewhen, period: Period) -> Extent:
        asked = periods_of(node, period)
        if isinstance(asked, Absence):
            return asked
        found = [self._in(node.value, each) for each in asked]
        return called(node.function, found) if isinstance(node, m.Over) else found[0]

    def _in(self, node: m.Expression, period: Period) -> Extent:
        """Return the extent of `node`, computed once for each period; see `Formulas`."""
        found = self._before.get((id(node), period))
        if found is None:
            found = self._before[id(node), period] = (node, self._expression(node, period))
        return found[1]

    def _expression(self, node: m.Expression, period: Period) -> Extent:
        match node:
            case m.Number() | m.Text() | m.Date():
                return certain(node.value)
            case m.PeriodDay():
                return certain(day_of(node, period))
            case m.Reference(key=key):
                return self._extents.get((key, period))
            case m.Aggregate():
                return certain(self.formulas.outcome(node, period).value)
            case m.Earlier() | m.At() | m.Over():
                return self._elsewhen(node, period)
            case m.Call(function=function, arguments=arguments):
                return called(function, [self._expression(each, period) for each in arguments])
            case m.Negative(operand=operand):
                return _negative(self._expression(operand, period))
            case m.Sum(operands=operands, subtracted=subtracted):
                found = [self._expression(each, period) for each in operands]
                return _folded(_sum_of, _ZERO, _intervals(found), subtracted)
            case m.Product(operands=operands, divided=divided):
                found = [self._expression(each, period) for each in operands]
                return _folded(_product_of, Fraction(1), _intervals(found, absent_factor), divided)
            case m.Power(base=base, exponent=exponent):
                return _power(self._expression(base, period), self._expression(exponent, period))
            case m.Comparison(operator=operator, left=left, right=right):
                return compared(operator, self._expression(left, period), self._expression(right, period))
            case m.Membership(value=value, choices=choices):
                member = self._expression(value, period)
                return _any([compared("=", member, self._expression(each, period)) for each in choices])
            case m.Not(operand=operand):
                return _not(self._expression(operand, period))
            case m.Logic(operator=operator, operands=operands):
                found = [self._expression(each, period) for each in operands]
                return _not(_any([_not(each) for each in found])) if operator == "y" else _any(found)
            case m.Hole() | m.ColumnValue() | m.OuterValue():
                return None
            case _:
                assert_never(node)


def certain(value: Value) -> Extent:
    """Return the extent of a value that is known exactly."""
    return point(value) if isinstance(value, Fraction) else value


def _known(extent: Extent) -> Value | None:
    """Return the one value of `extent`, or None where it has several."""
    if isinstance(extent, Interval):
        return extent.low if extent.is_point else None
    return None if isinstance(extent, Open) else extent


def _all_known(extents: Sequence[Extent]) -> list[Value] | None:
    known = [_known(each) for each in extents]
    return None if any(each is None for each in known) else [each for each in known if each is not None]


def _intervals(
    extents: Sequence[Extent], reason: Callable[..., Absence | None] = absent
) -> list[Interval] | Absence | None:
    """Return `extents` as intervals; the `reason` of all when one is absent, None when one is unknown."""
    if any(each is None for each in extents):
        return None
    absence = reason(*(each for each in extents if isinstance(each, Absence)))
    if absence is not None:
        return absence
    found = [each for each in extents if isinstance(each, Interval)]
    return found if len(found) == len(extents) else None


def _negative(operand: Extent) -> Extent:
    return intervals.negative(operand) if isinstance(operand, Interval) else operand


def _sum_of(left: Interval, right: Interval, inverted: bool) -> Bounds:  # noqa: FBT001  (comes with each operand)
    return intervals.subtract(left, right) if inverted else intervals.add(left, right)


def _product_of(left: Interval, right: Interval, inverted: bool) -> Bounds:  # noqa: FBT001  (as above)
    return intervals.divide(left, right) if inverted else intervals.multiply(left, right)


def _folded(
    step: Callable[[Interval, Interval, bool], Bounds],
    start: Fraction,
    operands: list[Interval] | Absence | None,
    inverted: Sequence[bool],
) -> Extent:
    if not isinstance(operands, list):
        return operands
    total: Bounds = point(start)
    for operand, turned in zip(operands, inverted, strict=True):
        if total is None:
            return None
        total = step(total, operand, turned)
    return total


def _power(base: Extent, exponent: Extent) -> Extent:
    found = _intervals([base, exponent])
    return intervals.power(*found) if isinstance(found, list) else found


# ---- Conditions and functions --------------------------------------------------------------------------


def compared(operator: str, left: Extent, right: Extent) -> bool | Absence | Open | None:
    """Return whether `left operator right` for all values of both, or that it depends on which."""
    known = _all_known([left, right])
    if known is not None:
        return arithmetic.compare(operator, *known)
    found = _intervals([left, right])
    if not isinstance(found, list):
        return found
    first, second = found
    match operator:
        case "=" | "<>":
            return Open.EITHER if first.meets(second) else operator == "<>"
        case "<" | ">=":
            return _ordered(first, second, negated=operator == ">=")
        case _:
            return _ordered(second, first, negated=operator == "<=")


def _ordered(low: Interval, high: Interval, *, negated: bool) -> bool | Open:
    """Return whether `low` lies below `high` throughout; the contrary when `negated`."""
    if low.high < high.low:
        return not negated
    return negated if low.low >= high.high else Open.EITHER


def _not(operand: Extent) -> Extent:
    if isinstance(operand, Open):
        return operand
    return None if operand is None or isinstance(operand, Interval) else arithmetic.negation(operand)


def _any(operands: Sequence[Extent]) -> Extent:
    if any(each is True for each in operands):
        return True
    known = _all_known([each for each in operands if not isinstance(each, Open)])
    if known is None:
        return None
    found = arithmetic.disjunction(*known)
    if len(known) == len(operands):
        return found
    return Open.EITHER if found is False else None  # true or absent, whichever an open one turns out to be


def called(name: str, arguments: Sequence[Extent]) -> Extent:
    """Return what a built-in function gives for all values of its arguments."""
    known = _all_known(arguments)
    if known is not None:
        return certain(IMPLEMENTATIONS[name](*known))
    function = FUNCTIONS.named(name)
    match function.meaning:
        case Chooses(choose=choose):
            return _chosen(choose, arguments)
        case Tells(function=tell):
            given = [_some(each) for each in arguments]
            return certain(tell(*(each[0] for each in given))) if all(given) else None
        case Computes(function=compute):
            found = _intervals(arguments)
            courses = function.courses_of(len(arguments))
            return intervals.image(compute, courses, found) if isinstance(found, list) else found
        case _:
            assert_never(function.meaning)


def _chosen(choose: Callable[[Value], int], arguments: Sequence[Extent]) -> Extent:
    """Return what a function gives that gives one of its arguments: either, where the first is open."""
    places = {choose(value) for value in _some(arguments[0])}
    if len(places) == 1:
        return arguments[places.pop()]
    either = _intervals([arguments[place] for place in places])
    if not isinstance(either, list) or not either:
        return None
    return hull(end for each in either for end in (each.low, each.high))


def _some(extent: Extent) -> Sequence[Value]:
    """Return values of `extent` among which there is an absent, a true and a false one, if it has such."""
    if extent is None:
        return ()
    if isinstance(extent, Interval):
        return (extent.low,)
    return (True, False) if isinstance(extent, Open) else (extent,)
