"""Parts of a formula that are asked for in other periods than the one at hand, and in which."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeAlias, assert_never

from pei_dsl.model import expressions as m
from pei_dsl.model.absence import Absence, Reason
from pei_dsl.model.periods import MAX_RANGE, PER_YEAR, Granularity, Period

Elsewhen: TypeAlias = m.Earlier | m.At | m.Over
ELSEWHEN = (m.Earlier, m.At, m.Over)


def periods_of(node: Elsewhen, period: Period) -> tuple[Period, ...] | Absence:
    """Return the periods in which `node` asks for its value, in order, or why there are none."""
    match node:
        case m.Earlier(steps=steps):
            before = period.earlier(steps)
            return (before,) if before is not None else _before_calendar(period)
        case m.At(period=named):
            return (named,)
        case m.Over(window=window):
            return _of_window(window, period)
        case _:
            assert_never(node)


def parts_at(node: m.Expression, period: Period) -> Iterator[tuple[m.Expression, Period]]:
    """Yield the direct parts of `node`, asked for in `period`, each with the periods it is asked for in."""
    if isinstance(node, ELSEWHEN):
        asked = periods_of(node, period)
        if not isinstance(asked, Absence):
            for each in asked:
                yield node.value, each
    else:
        for part in m.parts(node):
            yield part, period


def spelt_out(expression: m.Expression, period: Period) -> m.Expression:
    """
    Return `expression` with each figure of several periods as what it stands for in `period`.

    `promedio(N en últimos 3 años)` is `promedio(valor(N en 2022); valor(N en 2023); valor(N en 2024))`; where
    there are no such periods it stays.
    """
    if not any(isinstance(each, m.Over) for each in m.parts_of(expression)):
        return expression
    if isinstance(expression, m.Over):
        asked = periods_of(expression, period)
        if isinstance(asked, Absence):
            return expression
        terms = tuple(m.At(expression.value, each, span=expression.span) for each in asked)
        return m.Call(expression.function, terms, span=expression.span)
    if isinstance(expression, ELSEWHEN):
        return expression  # what stands inside is asked for in another period
    return m.with_parts(expression, [spelt_out(part, period) for part in m.parts(expression)])


def _of_window(window: m.Window, period: Period) -> tuple[Period, ...] | Absence:
    if period.granularity is Granularity.DAY:
        return _not_whole(period)
    match window.kind:
        case m.WindowKind.LAST:
            step = Granularity(window.granularity)
            last = period.parts(step)[-1]
            if last.granularity is not step:
                return _not_whole(period)
            found = [last.earlier(count) for count in reversed(range(window.count))]
            known = tuple(each for each in found if each is not None)
            return known if len(known) == len(found) else _before_calendar(period)
        case m.WindowKind.SINCE | m.WindowKind.PLAN:
            assert window.named is not None
            return _up_to(window.named.parts(period.granularity)[0], period)
        case m.WindowKind.CUMULATIVE:
            return _up_to(Period.of(period.granularity, period.year), period)
        case m.WindowKind.PERIOD | m.WindowKind.CLOSING | m.WindowKind.PREVIOUS | m.WindowKind.FIXED:
            raise AssertionError(window.kind)  # a figure of one period
        case _:
            assert_never(window.kind)


def _up_to(first: Period, last: Period) -> tuple[Period, ...] | Absence:
    """Return the periods from `first` to `last`, which must be of one kind."""
    if first.granularity is not last.granularity:
        return _not_whole(last)
    if first > last:
        return Absence(Reason.NO_DATA, "begins_later", {"period": str(last), "first": str(first)})
    per_year = PER_YEAR[first.granularity]
    steps = (last.year - first.year) * per_year + last.number - first.number
    if steps >= 5 * MAX_RANGE:
        return Absence(Reason.NO_DATA, "too_many_periods", {"first": str(first), "highest": 5 * MAX_RANGE})
    return tuple(each for count in reversed(range(steps + 1)) if (each := last.earlier(count)) is not None)


def _before_calendar(period: Period) -> Absence:
    return Absence(Reason.NO_DATA, "before_calendar", {"period": str(period)})


def _not_whole(period: Period) -> Absence:
    return Absence(Reason.NO_DATA, "not_whole_periods", {"period": str(period)})
