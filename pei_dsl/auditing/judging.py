"""One printed figure held against what the plan says: it agrees, clashes, or nobody can tell."""

from __future__ import annotations

import enum
from collections.abc import Sequence
from fractions import Fraction

import attrs

from pei_dsl.algebra.intervals import Bounds, Interval
from pei_dsl.algebra.rounding import round_half_up
from pei_dsl.auditing.contradictions import Side
from pei_dsl.auditing.quoted_figures import HUNDRED, Quote, Reading, readings
from pei_dsl.model.absence import Absence
from pei_dsl.model.plan import Place, Printed
from pei_dsl.model.units import PERCENTAGE, Unit

DECIMALS = 2

# ND for one of these reasons is what the plan says; for any other, the plan only lacks the figure.
_STATED = frozenset({"zero_goal", "registered"})


# Figures that somebody wrote down with their digits; others are computed, and may end where they touch.
_WRITTEN = frozenset({"registered", "goal", "data"})


class Verdict(enum.Enum):
    """What a printed figure is beside what the plan says."""

    AGREES = "agrees"
    RATIO = "ratio"
    CLASHES = "clashes"
    OPEN = "open"


@attrs.frozen
class PlanFigure:
    """
    What the plan says of one figure.

    Attributes:
        subject: The code, or the key of an input.
        kind: As in `Quote`.
        value: The figure in the scale shown, or why there is none.
        bounds: All that it may stand for; None where nothing bounds it.
        origin: As in `Side`.
        decimals: The digits that it is shown with.
        unit: In which printed digits are read.
        whole: Whether it counts whole things.
        place: Where the plan has it.
        file: The file and row of a register that has it, else "".
    """

    subject: str
    kind: str
    value: Fraction | Absence
    bounds: Bounds
    origin: str
    decimals: int = DECIMALS
    unit: Unit = PERCENTAGE
    whole: bool = False
    place: Place = attrs.field(default=Place(), eq=False, repr=False)
    file: str = ""

    def side(self, beside: Printed | None = None, agreeing: Sequence[Quote] = ()) -> Side:
        """Return the figure as a side of a finding, a computed one with the digits of that `beside`."""
        decimals = self.decimals
        if beside is not None and self.origin not in _WRITTEN:
            decimals = max(decimals, beside.decimals)
        if isinstance(self.value, Absence):
            printed = Printed(self.value)
        elif beside is not None and beside.percent and self.unit.kind == "ratio":
            # A ratio beside its percentage is shown as one.
            decimals = max(0, decimals - 2)
            printed = Printed(round_half_up(self.value * HUNDRED, decimals), decimals, percent=True)
        else:
            printed = Printed(round_half_up(self.value, decimals), decimals, self.unit.is_percentage)
        cited = tuple(each.cited for each in agreeing)
        return Side(self.origin, printed, bounds=self.bounds, cited=cited, place=self.place, file=self.file)


@attrs.frozen
class Judged:
    """A quote, what it is beside the plan's figure, and how its digits were understood."""

    quote: Quote
    verdict: Verdict
    reading: Reading | None = None

    @property
    def bounds(self) -> Interval | None:
        """What the digits may stand for, in the scale shown."""
        return self.reading.bounds if self.reading is not None else None


def judge(quote: Quote, target: PlanFigure) -> Judged:
    """Return what a quoted figure is beside `target`."""
    printed = quote.printed
    assert printed is not None
    if isinstance(printed.value, Absence):
        if not isinstance(target.value, Absence):
            return Judged(quote, Verdict.CLASHES)
        return Judged(quote, Verdict.AGREES)
    ways = readings(printed, target.unit, whole=target.whole)
    if isinstance(target.value, Absence):
        verdict = Verdict.CLASHES if target.value.cause in _STATED else Verdict.OPEN
        return Judged(quote, verdict, ways[0])
    if target.bounds is None:
        exact = ways[0].bounds.holds(target.value)
        return Judged(quote, Verdict.AGREES if exact else Verdict.OPEN, ways[0])
    fitting = next((way for way in ways if _fits(way.bounds, target)), None)
    if fitting is None:
        return Judged(quote, Verdict.CLASHES, ways[0])
    return Judged(quote, Verdict.RATIO if fitting.is_ratio else Verdict.AGREES, fitting)


def _fits(bounds: Interval, target: PlanFigure) -> bool:
    """
    Tell whether digits that stand for `bounds` may be the plan's figure.

    Of 93 and 94, both written with the same digits, 93.5 is no common number: one rounding gives one of them.
    """
    assert isinstance(target.value, Fraction)
    assert target.bounds is not None
    if target.origin in _WRITTEN:
        return bounds.holds(target.value) or bounds.overlaps(target.bounds)
    return bounds.meets(target.bounds)


def disagreeing(judged: Sequence[Judged]) -> tuple[Judged, Judged] | None:
    """Return the first two figures that no single number can satisfy, or None."""
    with_bounds = [each for each in judged if each.bounds is not None]
    for index, first in enumerate(with_bounds):
        for second in with_bounds[index + 1 :]:
            assert first.bounds is not None
            assert second.bounds is not None
            if not first.bounds.overlaps(second.bounds):
                return first, second
    return None
