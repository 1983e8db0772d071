"""The figures that citations and tests print for one period, and what their digits may stand for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

import attrs

from pei_dsl.algebra.intervals import Interval, displayed
from pei_dsl.model import expressions as m
from pei_dsl.model.absence import Absence
from pei_dsl.model.keys import KeyKind, is_kind
from pei_dsl.model.methodology import Methodology
from pei_dsl.model.periods import Period
from pei_dsl.model.plan import (
    Citation,
    CodeExpectation,
    CountExpectation,
    ExpectedFigure,
    Place,
    Plan,
    PlanTest,
    Printed,
)
from pei_dsl.model.units import PERCENTAGE, Unit

HUNDRED = Fraction(100)


@attrs.frozen
class Cited:
    """
    Where somebody printed a figure.

    Attributes:
        title: The section or table.
        document: The document, or "".
        place: Where this plan quotes it.
    """

    title: str
    document: str = ""
    place: Place = attrs.field(default=Place(), eq=False, repr=False)

    @property
    def source(self) -> tuple[str, str]:
        """What two figures have in common that are printed side by side."""
        return self.document, self.title


@attrs.frozen
class Quote:
    """
    One printed figure.

    Attributes:
        subject: A code, or the key of the definition that an input stands for.
        kind: `value`, `goal`, `achievement`, `color` or `input`.
        cited: Where.
        printed: The figure; None for a colour.
        color: The colour, for kind `color`.
        name: An input as it is quoted.
    """

    subject: str
    kind: str
    cited: Cited
    printed: Printed | None = None
    color: str | None = None
    name: str = ""


@attrs.frozen
class QuotedCount:
    """How many of a level somebody printed to have a colour."""

    expected: CountExpectation
    cited: Cited


def quotes(plan: Plan, period: Period, methodology: Methodology) -> list[Quote]:
    """
    Return every figure that is printed for `period`: what citations quote, then the figures of tests.

    A test under another methodology asks what would be, and one that contradicts says what must not be: these
    are no print.  Colours and absences of tests are demands on the plan, so only citations quote them; and
    what a citation quotes, a test only repeats.
    """
    found = [quote for each in plan.citations if each.period == period for quote in _of_citation(each, plan)]
    cited = tuple(found)
    for test in plan.tests:
        if _prints(test, period, methodology):
            found.extend(each for each in _of_test(test, plan) if not _repeats(each, cited, plan))
    return found


def _repeats(quote: Quote, cited: Sequence[Quote], plan: Plan) -> bool:
    """Tell whether a citation quotes with its digits what a test says of the same figure."""
    unit = PERCENTAGE if quote.kind == "achievement" else plan.indicators[quote.subject].unit
    own = _ways(quote, unit)
    return any(
        one.bounds.overlaps(other.bounds)
        for each in cited
        if (each.subject, each.kind) == (quote.subject, quote.kind)
        for one in own
        for other in _ways(each, unit)
    )


def _ways(quote: Quote, unit: Unit) -> list[Reading]:
    if quote.printed is None or isinstance(quote.printed.value, Absence):
        return []
    return readings(quote.printed, unit, whole=False)


def quoted_counts(plan: Plan, period: Period, methodology: Methodology) -> list[QuotedCount]:
    """Return every count by colour that is printed for `period`."""
    found = [
        QuotedCount(count, attrs.evolve(_cited(each), place=count.declared_at))
        for each in plan.citations
        if each.period == period
        for count in each.counts
    ]
    for test in plan.tests:
        if _prints(test, period, methodology):
            found.extend(
                QuotedCount(count, Cited(test.title, place=count.declared_at)) for count in test.counts
            )
    return found


def _prints(test: PlanTest, period: Period, methodology: Methodology) -> bool:
    return test.period == period and test.methodology in {"", methodology.name}


def _cited(citation: Citation) -> Cited:
    return Cited(citation.title, citation.document)


def _of_citation(citation: Citation, plan: Plan) -> Iterator[Quote]:
    for each in citation.quotations:
        cited = attrs.evolve(_cited(citation), place=each.declared_at)
        subject = original(each.subject, plan) if each.kind == "input" else each.subject
        yield Quote(subject, each.kind, cited, each.printed, each.color, each.name)


def original(key: str, plan: Plan) -> str:
    """
    Return the key that `key` is only another name of: `A = reingresantes` is the series itself.

    An indicator is no other name of its formula: a registered value may stand before that.
    """
    while not is_kind(key, KeyKind.INDICATOR):
        expression = plan.definitions[key].expression
        if not isinstance(expression, m.Reference):
            break
        key = expression.key
    return key


_PRINTED_KINDS = {"value": "value", "registered": "value", "goal": "goal", "achievement": "achievement"}


def _of_test(test: PlanTest, plan: Plan) -> Iterator[Quote]:
    for expectation in test.expectations:
        if expectation.contradicts is None:
            yield from _of_expectation(expectation, test.title, plan)


def _of_expectation(expectation: CodeExpectation, title: str, plan: Plan) -> Iterator[Quote]:
    for each in expectation.expected:
        printed = printed_in_test(each, expectation.code, plan)
        if printed is not None:
            place = each.declared_at if each.declared_at.source else expectation.declared_at
            kind = _PRINTED_KINDS[each.kind]
            yield Quote(expectation.code, kind, Cited(title, place=place), printed)


def printed_in_test(expected: ExpectedFigure, code: str, plan: Plan) -> Printed | None:
    """Return the digits of a figure that a test expects, or None for what is no figure that texts print."""
    figure = expected.figure
    if expected.kind not in _PRINTED_KINDS or figure is None:
        return None
    if not isinstance(figure.value, Fraction):  # an absence, or a goal that is an interval
        return None
    if expected.kind == "achievement":
        return Printed(figure.value * HUNDRED, figure.decimals, percent=True)
    unit = plan.indicators[code].unit
    return Printed(figure.value * unit.scale, figure.decimals, unit.is_percentage)


# ---- What digits may stand for ---------------------------------------------------------------------------


@attrs.frozen
class Reading:
    """
    One way to understand printed digits.

    Attributes:
        bounds: What they may stand for, in the scale that the unit is shown in.
        is_ratio: Whether they are understood as the ratio of a percentage, 0.56 for 56 %.
    """

    bounds: Interval
    is_ratio: bool = False


def readings(printed: Printed, unit: Unit, *, whole: bool) -> list[Reading]:
    """
    Return the ways to understand `printed` in `unit`, the plain one first.

    A percentage may be printed as its ratio.  `whole`: what is printed counts whole things, so that digits
    without a point stand for that one number.
    """
    assert isinstance(printed.value, Fraction)
    if whole and printed.decimals == 0:
        return [Reading(Interval(printed.value, printed.value))]
    plain = displayed(printed.value, printed.decimals)
    if unit.kind == "ratio" and printed.percent:
        return [Reading(plain.scaled(1 / HUNDRED))]
    if unit.is_percentage:
        return [Reading(plain), Reading(plain.scaled(HUNDRED), is_ratio=True)]
    return [Reading(plain)]
