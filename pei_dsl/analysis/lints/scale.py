"""Figures of another size: a percentage typed as a ratio, a value many times its goal."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

import attrs

from pei_dsl.algebra.display import shown
from pei_dsl.analysis.lints.subject import Subject, label, points, warn, written
from pei_dsl.diagnostics import Diagnostic
from pei_dsl.model.periods import Period
from pei_dsl.model.plan import Direction, Figure, Indicator, Place
from pei_dsl.model.units import Unit

# A ratio that was typed where a percentage belongs: 0.56 or 1.38, with the decimals that a ratio needs.
SMALL = Fraction(2)
RATIO_DECIMALS = 2
# How many times larger the percentages beside it are: 138 is 246 times 0.56.
FACTORS = (Fraction(25), Fraction(400))
# A formula and a registered value that differ by this much differ by a factor of a hundred and a rounding.
HUNDRED = (Fraction(90), Fraction(110))


@attrs.frozen
class _Seen:
    """
    A figure above zero.

    Attributes:
        scaled: As it is shown.
        decimals: With how many decimals it is written or shown; None: as many as it has.
        place: Where it stands.
    """

    scaled: Fraction
    decimals: int | None
    place: Place

    def text(self, unit: Unit) -> str:
        """Return the figure as a plan writes it."""
        return written(self.scaled / unit.scale, unit, self.decimals)


def percent_against_ratio(subject: Subject) -> Iterator[Diagnostic]:
    """Warn of goals and values of one indicator that differ by a factor near a hundred."""
    for indicator in subject.plan.indicators.values():
        found = _mixed(subject, indicator)
        if found is not None:
            (small, large), unit = found, indicator.unit
            params = {"code": indicator.code, "small": small.text(unit), "large": large.text(unit)}
            yield warn(small.place, "PEI415", params=params, related=(label(large.place),))
            continue
        yield from _computed(subject, indicator)


def _mixed(subject: Subject, indicator: Indicator) -> tuple[_Seen, _Seen] | None:
    """Return two figures of `indicator`, one that looks like a ratio and one like a percentage, or None."""
    if indicator.unit.kind not in {"percentage", "ratio"}:
        return None
    seen = list(_seen(subject, indicator))
    small = [each for each in seen if each.scaled < SMALL]
    large = [each for each in seen if each.scaled >= SMALL]
    if not small or not large or any((each.decimals or 0) < RATIO_DECIMALS for each in small):
        return None
    low, high = FACTORS
    if all(low <= great.scaled / little.scaled <= high for great in large for little in small):
        return small[0], large[0]
    return None


def _seen(subject: Subject, indicator: Indicator) -> Iterator[_Seen]:
    figures: list[Figure] = [each.figure for each in points(indicator.goals)]
    if indicator.baseline is not None:
        figures.append(indicator.baseline.figure)
    figures.extend(each.figure for each in points(subject.registered(indicator)))
    for figure in figures:
        if isinstance(figure.value, Fraction) and figure.value > 0:
            scaled = figure.value * indicator.unit.scale
            yield _Seen(scaled, figure.decimals, subject.figure(indicator, figure))
    for value in subject.computed(indicator).values():
        # A small computed value is a result, and nobody's slip.
        if value * indicator.unit.scale >= SMALL:
            yield _Seen(value * indicator.unit.scale, indicator.decimals, subject.code(indicator))


def _computed(subject: Subject, indicator: Indicator) -> Iterator[Diagnostic]:
    low, high = HUNDRED
    for each in points(subject.registered(indicator)):
        computed = subject.computed(indicator).get(each.period)
        if computed is None or computed <= 0 or each.value <= 0:
            continue
        if low <= max(computed / each.value, each.value / computed) <= high:
            params = {
                "code": indicator.code,
                "period": str(each.period),
                "registered": written(each.value, indicator.unit, each.figure.decimals),
                "computed": written(computed, indicator.unit, indicator.decimals),
            }
            yield warn(subject.figure(indicator, each.figure), "PEI415", "computed", params=params)
            return


def far_from_goal(subject: Subject) -> Iterator[Diagnostic]:
    """
    Warn of a value many times its goal, and of a descending one many times below it.

    That a value falls short of its goal, even by far, is what plans are measured for: no lint.  Of rates of
    change, which lie about zero, a quotient says nothing.
    """
    factor = subject.thresholds.far_factor
    for indicator in subject.plan.indicators.values():
        if indicator.unit.kind == "rate_of_change":
            continue
        registered = subject.registered(indicator)
        found: dict[Period, tuple[Fraction, int | None]] = {}
        for each in points(registered):
            found[each.period] = (each.value, each.figure.decimals)
        for when, value in subject.computed(indicator).items():
            if when not in registered:
                found[when] = (value, indicator.decimals)
        for when, (value, decimals) in sorted(found.items()):
            goal = indicator.goal(when)
            if goal is None or not isinstance(goal.value, Fraction) or goal.value <= 0 or value <= 0:
                continue
            times = value / goal.value
            if indicator.direction is Direction.DESCENDING:
                times = max(times, 1 / times)
            if times >= factor:
                figure = registered.get(when)
                place = subject.figure(indicator, figure) if figure is not None else subject.code(indicator)
                params = {
                    "code": indicator.code,
                    "period": str(when),
                    "value": written(value, indicator.unit, decimals),
                    "goal": written(goal.value, indicator.unit, goal.decimals),
                    "times": shown(Fraction(int(times)) if times >= 10 else Fraction(int(times * 10), 10)),
                }
                variant = "" if value > goal.value else "below"
                yield warn(place, "PEI416", variant, params=params, related=(label(goal.declared_at),))
                break
