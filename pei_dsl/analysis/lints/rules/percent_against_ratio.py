"""Figures of one indicator that differ by a factor near a hundred: a percentage beside a ratio."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

import attrs

from pei_dsl.analysis.lints.declaration import Remark, lint
from pei_dsl.analysis.lints.subject import (
    Subject,
    ends,
    label,
    points,
    written,
)
from pei_dsl.model.plan import Figure, Indicator, Place
from pei_dsl.model.units import Unit

# A ratio that was typed where a percentage belongs: 0.56 or 1.38, with the decimals that a ratio needs.
SMALL = Fraction(2)
RATIO_DECIMALS = 2
# How many times larger the percentages beside it are: 138 is 246 times 0.56.
FACTORS = (Fraction(25), Fraction(400))
# A formula and a registered value that differ by this much differ by a factor of a hundred and a rounding.
HUNDRED = (Fraction(90), Fraction(110))


@lint("PEI415", looks_at_data=True, follows_from=("PEI434",))
def percent_against_ratio(subject: Subject) -> Iterator[Remark]:
    """Warn of goals and values of one indicator that differ by a factor near a hundred."""
    for indicator in subject.plan.indicators.values():
        found = _mixed(subject, indicator)
        if found is not None:
            (small, large), unit = found, indicator.unit
            params = {"code": indicator.code, "small": small.text(unit), "large": large.text(unit)}
            yield Remark(small.place, params=params, related=(label(large.place),))
            continue
        yield from _computed(subject, indicator)


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
    figures: list[Figure] = [each.figure for each in ends(indicator.goals)]
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


def _computed(subject: Subject, indicator: Indicator) -> Iterator[Remark]:
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
            yield Remark(subject.figure(indicator, each.figure), "computed", params=params)
            return
