"""
What an auditor of a report would find: every printed figure against the calculation and against the others.

Two figures clash only where no numbers that their digits may stand for fit together through the formula.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction

import attrs

from pei_dsl.algebra.display import grouped
from pei_dsl.algebra.intervals import Bounds, Interval, displayed
from pei_dsl.algebra.rounding import round_half_up
from pei_dsl.auditing import beside, causes
from pei_dsl.auditing.bounds import is_count
from pei_dsl.auditing.contradictions import Audit, Cause, Finding, Severity, Side
from pei_dsl.auditing.judging import DECIMALS, Judged, Target, Verdict, disagreeing, judge
from pei_dsl.auditing.known import Known, KnownGroup, KnownIndicator, known
from pei_dsl.auditing.quotes import Quote, quoted_counts, quotes
from pei_dsl.evaluation.checks import count_colors
from pei_dsl.evaluation.evaluate import Data
from pei_dsl.evaluation.results import Achievement, GroupResult, IndicatorResult
from pei_dsl.model.absence import Absence, Reason
from pei_dsl.model.methodology import Methodology
from pei_dsl.model.periods import Period
from pei_dsl.model.plan import Figure, Level, Place, Plan, Printed
from pei_dsl.model.units import Unit

_SEVERITIES = list(Severity)
# Without a unit digits are a number as they stand, and `56%` is 0.56.
_PLAIN = Unit("ratio")
_LEVELS = {"objectives": Level.OBJECTIVE, "actions": Level.ACTION, "indicators": None}


def audit(
    plan: Plan, period: Period, data: Data | None = None, methodology: Methodology | None = None
) -> Audit:
    """
    Return what is contradictory, what only rounding explains and what could not be checked, for `period`.

    Args:
        plan: The plan, with the citations and tests that say what is printed.
        period: The period that the figures are of.
        data: Rows and registered figures; None for none.
        methodology: The profile; None for that of the plan.
    """
    profile = methodology or plan.methodology
    walk = _Walk(known(plan, period, data or Data(), profile), quotes(plan, period, profile))
    findings = _merged(
        [*walk.indicators(), *walk.groups(), *walk.inputs(), *walk.side_by_side(), *walk.counts()]
    )
    order = {code: number for number, code in enumerate(_outline(plan))}
    last = len(order)
    # An input of an indicator stands after it, one that several use at the end; and what follows from a value
    # after that value.
    findings.sort(
        key=lambda each: (
            _SEVERITIES.index(each.severity),
            order.get(_leading(each, plan), last),
            each.code == "PEI518",
            each.kind == "input",
            each.subject in plan.groups,
        )
    )
    recorded = _recorded(plan, period)
    return Audit(
        walk.known.evaluation,
        tuple(_with_record(each, recorded) for each in findings),
        len(walk.quotes) + walk.counted,
        walk.compared,
    )


def _leading(finding: Finding, plan: Plan) -> str:
    """Return the code that a finding is shown with: that of an input is its indicator."""
    code = finding.subject.rpartition(" de ")[2]
    if finding.code == "PEI518" and code in plan.groups:
        return max((each for each, one in plan.indicators.items() if one.group == code), default=code)
    return code


def _merged(findings: Iterable[Finding]) -> list[Finding]:
    """Return `findings`, those that say the same of the same figures as one with the places of all."""
    found: dict[tuple[object, ...], Finding] = {}
    for each in findings:
        figures = tuple((side.printed, side.color, side.subject, side.kind) for side in each.sides)
        key = (each.code, each.severity, each.subject, each.kind, each.variant, figures)
        first = found.get(key)
        if first is None:
            found[key] = each
            continue
        pairs = zip(first.sides, each.sides, strict=True)
        sides = tuple(attrs.evolve(a, cited=tuple(dict.fromkeys((*a.cited, *b.cited)))) for a, b in pairs)
        found[key] = attrs.evolve(first, sides=sides)
    return list(found.values())


def _outline(plan: Plan) -> Iterator[str]:
    """Yield the codes in the order of the plan's tree: a group, its indicators, its actions."""
    own: dict[str, list[str]] = {}
    for indicator in plan.indicators.values():
        own.setdefault(indicator.group, []).append(indicator.code)
    for group in plan.groups.values():
        if group.parent not in plan.groups:
            actions = [each.code for each in plan.groups.values() if each.parent == group.code]
            for code in (group.code, *actions):
                yield code
                yield from own.get(code, ())


@attrs.define
class _Walk:
    """One audit: what the plan knows, what is printed, and how much was compared so far."""

    known: Known
    quotes: Sequence[Quote]
    compared: int = 0
    counted: int = 0
    judged: dict[tuple[str, str], list[Judged]] = attrs.field(factory=dict)
    _by_figure: dict[tuple[str, str], list[Quote]] = attrs.field(init=False)
    _by_source: dict[tuple[str, str], list[Quote]] = attrs.field(init=False)

    def __attrs_post_init__(self) -> None:
        self._by_figure, self._by_source = {}, {}
        for each in self.quotes:
            self._by_figure.setdefault((each.subject, each.kind), []).append(each)
            self._by_source.setdefault(each.cited.source, []).append(each)

    def of(self, subject: str, kind: str) -> list[Quote]:
        return self._by_figure.get((subject, kind), [])

    def beside(self, quote: Quote) -> list[Quote]:
        return self._by_source[quote.cited.source]

    # ---- Indicators

    def indicators(self) -> Iterator[Finding]:
        for code, each in self.known.indicators.items():
            yield from self.compare(self._value(each))
            yield from self._registered(each)
            yield from self.compare(self._goal(each))
            yield from self.compare(alcance_of(each))
            yield from self._by_formula(code, alcance_of(each), _reading_b(each))
            yield from self._colors(code, each.result, each.alcance)

    def _registered(self, each: KnownIndicator) -> Iterator[Finding]:
        """Compare the registered value with the computed one."""
        result = each.result
        figure, indicator = result.registered, result.indicator
        if figure is None or isinstance(figure.value, Absence):
            return
        target = self._value(each)
        agreeing = self._agreeing(indicator.code, "value") if target.origin == "registered" else []
        own = _registered_side(each, figure, agreeing)
        reason = ""
        if indicator.formula is None:
            reason = "audit_no_formula"
        elif isinstance(result.computed, Absence):
            reason = "audit_formula_absent"
        elif each.computed is None:
            reason = "audit_unbounded"
        if reason:
            yield self._unchecked("PEI510", target, attrs.evolve(own, cited=()), reason=reason)
            return
        assert isinstance(result.computed, Fraction)
        self.compared += 1
        computed = result.computed * indicator.unit.scale
        # What only rounding sets apart differs in the digits behind.
        decimals = figure.decimals if each.differs else max(figure.decimals, DECIMALS) + 1
        shown = Printed(round_half_up(computed, decimals), decimals, indicator.unit.is_percentage)
        sides = (own, Side("computed", shown, bounds=each.computed, place=indicator.declared_at))
        if each.differs:
            assert each.registered is not None
            candidates = causes.of_scale(each.computed, Printed(Fraction(0), figure.decimals))
            yield self._finding("PEI510", target, sides, causes.likely(each.registered, candidates))
        elif round_half_up(computed, figure.decimals) != figure.value * indicator.unit.scale:
            yield self._finding("PEI510", target, sides, severity=Severity.EXPLAINED)

    def _value(self, each: KnownIndicator) -> Target:
        """Return the value that enters."""
        result = each.result
        indicator, scale = result.indicator, result.indicator.unit.scale
        registered = result.origin == "registrado" and result.registered is not None
        place, file = indicator.declared_at, ""
        if registered and result.registered is not None:
            own = result.registered.declared_at
            place, file = (own, "") if own.source is not None else (place, result.registered.origin)
        decimals = result.decimals if result.decimals is not None else DECIMALS
        return Target(
            indicator.code,
            "value",
            result.value if isinstance(result.value, Absence) else result.value * scale,
            each.entering,
            "registered" if registered else "computed",
            decimals,
            indicator.unit,
            each.whole,
            place,
            file,
        )

    def _goal(self, each: KnownIndicator) -> Target:
        result = each.result
        indicator, scale = result.indicator, result.indicator.unit.scale
        figure = indicator.goal(self.known.evaluation.period)
        goal = result.goal if isinstance(result.goal, Absence) else result.goal * scale
        whole = is_count(indicator.unit) and isinstance(goal, Fraction) and goal.denominator == 1
        place = figure.declared_at if figure is not None else indicator.declared_at
        return Target(
            indicator.code,
            "goal",
            goal,
            each.goal,
            "goal",
            result.goal_decimals,
            indicator.unit,
            whole,
            place if place.source is not None else indicator.declared_at,
        )

    # ---- Groups

    def groups(self) -> Iterator[Finding]:
        for code, each in self.known.groups.items():
            yield from self.compare(figure_of(each))
            if each.by_formula is not None:
                other = attrs.evolve(each, result=each.by_formula, bounds=each.bounds_by_formula)
                yield from self._by_formula(code, figure_of(each), figure_of(other))
            yield from self._colors(code, each.result, each.bounds)

    def _by_formula(self, code: str, target: Target, other: Target | None) -> Iterator[Finding]:
        """Tell where a figure stands and falls with the registered value."""
        if other is None or target.bounds is None or other.bounds is None:
            return
        self.compared += 1
        if target.bounds.meets(other.bounds):
            return
        agreeing = self._agreeing(code, "achievement")
        sides = (
            attrs.evolve(target.side(agreeing=agreeing), origin="printed" if agreeing else "calculation"),
            attrs.evolve(other.side(), origin="by_formula"),
        )
        yield self._finding("PEI518", target, sides, self._what_differs(code))

    def _what_differs(self, code: str) -> Cause:
        """Return which registered value is not the computed one."""
        members = [code]
        if code in self.known.groups:
            members = [each.code for each in self.known.groups[code].result.contributions]
        differing = [each for each in members if self.known.indicators[each].differs]
        if differing != [code]:
            return Cause("values_differ", {"codes": ", ".join(differing)})
        each = self.known.indicators[code]
        result, unit = each.result, each.result.indicator.unit
        assert result.registered is not None
        decimals = result.registered.decimals
        sign = "%" if unit.is_percentage else ""
        shown = [
            grouped(value * unit.scale, decimals) + sign
            for value in (result.value, result.computed)
            if isinstance(value, Fraction)
        ]
        return Cause("value_differs", {"registered": shown[0], "computed": shown[1]})

    def _agreeing(self, subject: str, kind: str) -> list[Quote]:
        judged = self.judged.get((subject, kind), [])
        return [each.quote for each in judged if each.verdict in {Verdict.AGREES, Verdict.RATIO}]

    # ---- Inputs

    def inputs(self) -> Iterator[Finding]:
        subjects = dict.fromkeys(each.subject for each in self.quotes if each.kind == "input")
        for key in subjects:
            yield from self.compare(self._input(key))

    def _input(self, key: str) -> Target:
        known, period = self.known, self.known.evaluation.period
        definition = known.evaluation.plan.definitions[key]
        unit = definition.unit or _PLAIN
        value = known.formulas.computed(key, period)
        figure = definition.figures.get(period)
        number = value * unit.scale if isinstance(value, Fraction) else None
        bounds = known.bounds.of_definition(key, period)
        decimals = figure.decimals if figure is not None else _digits_of(number)
        if figure is not None and number is not None and (number * 10**decimals).denominator != 1:
            decimals += 2  # written as a percentage, where no unit says so
        whole = number is not None and number.denominator == 1 and bounds is not None and bounds.is_point
        return Target(
            key,
            "input",
            number if number is not None else _absence(value),
            bounds.scaled(unit.scale) if bounds is not None else None,
            "data",
            decimals,
            unit,
            whole,
            figure.declared_at
            if figure is not None and figure.declared_at.source
            else definition.declared_at,
        )

    # ---- What all printed figures have in common

    def compare(self, target: Target) -> Iterator[Finding]:
        """Hold what is printed of a figure against the plan, then against each other."""
        own = self.of(target.subject, target.kind)
        judged = [judge(each, target) for each in own]
        self.judged[target.subject, target.kind] = judged
        self.compared += len(judged)
        agreeing = [each for each in judged if each.verdict is Verdict.AGREES]
        for same in _same_digits([each for each in judged if each.verdict is Verdict.CLASHES]):
            yield self._clash(target, same, [each.quote for each in agreeing])
        open_ = [each for each in judged if each.verdict is Verdict.OPEN]
        pair = disagreeing([each for each in judged if each.verdict in {Verdict.AGREES, Verdict.OPEN}])
        if pair is not None:
            yield self._pair(target, pair, judged)
        for same in _same_digits(open_) if pair is None else ():
            reason = "audit_absent" if isinstance(target.value, Absence) else "audit_unbounded"
            yield self._unchecked("PEI511", target, _printed_side(same, target), reason=reason)
        if pair is None:
            yield from self._rounding(target, agreeing)

    def _clash(self, target: Target, same: list[Judged], agreeing: list[Quote]) -> Finding:
        first = same[0]
        printed = first.quote.printed
        assert printed is not None
        sides = (_printed_side(same, target), target.side(printed, agreeing))
        code, variant = ("PEI513" if target.kind == "input" else "PEI511"), ""
        if code == "PEI511" and isinstance(printed.value, Absence):
            variant = "number"
        elif code == "PEI511" and isinstance(target.value, Absence):
            variant = "absent"
        return self._finding(code, target, sides, self._cause(target, first), variant=variant)

    def _cause(self, target: Target, judged: Judged) -> Cause | None:
        printed, bounds = judged.quote.printed, judged.bounds
        assert printed is not None
        if bounds is None or isinstance(printed.value, Absence):
            return None
        if isinstance(target.value, Absence):
            return causes.of_absence(target.value, printed.value)
        return causes.likely(bounds, self._candidates(target, judged.quote, printed))

    def _candidates(self, target: Target, quote: Quote, printed: Printed) -> Iterator[causes.Candidate]:
        known, code = self.known, target.subject
        exact = target.bounds
        if isinstance(target.value, Fraction) and target.kind in {"achievement", "value"}:
            exact = Interval(target.value, target.value)
        match target.kind:
            case "value":
                yield from causes.of_value(known.indicators[code], known, self.beside(quote))
            case "input":
                yield from causes.of_input(code, target.unit.scale, known)
            case "achievement" if code in known.indicators:
                value, goal = self._printed_beside(code, quote)
                yield from causes.of_alcance(known.indicators[code], known, value, goal)
            case "achievement":
                yield from causes.of_group(code, known)
            case _:
                pass
        yield from causes.of_scale(exact, printed)

    def _printed_beside(self, code: str, quote: Quote) -> tuple[Interval | None, Bounds]:
        """Return the value printed beside an alcance when it is not the plan's, and the goal beside it."""
        value: Interval | None = None
        for each in self.judged.get((code, "value"), ()):
            if each.quote.cited.source == quote.cited.source and each.verdict is Verdict.CLASHES:
                value = each.bounds
        goal = self.known.indicators[code].goal
        for each in self.judged.get((code, "goal"), ()):
            if each.quote.cited.source == quote.cited.source and each.bounds is not None:
                goal = each.bounds
        return value, goal

    def _pair(self, target: Target, pair: tuple[Judged, Judged], judged: Sequence[Judged]) -> Finding:
        sides = tuple(
            _printed_side([each for each in judged if _digits(each) == _digits(one)], target) for one in pair
        )
        code, variant = ("PEI513", "places") if target.kind == "input" else ("PEI512", "")
        return self._finding(code, target, sides, variant=variant)

    def _rounding(self, target: Target, agreeing: Sequence[Judged]) -> Iterator[Finding]:
        """Tell of digits that differ and yet stand for one figure: 3.75 and 3.752."""
        numbers = [
            each
            for each in agreeing
            if each.quote.printed is not None and isinstance(each.quote.printed.value, Fraction)
        ]
        different = list(_same_digits(numbers))
        if not different or isinstance(target.value, Absence):
            return
        sides = tuple(_printed_side(same, target) for same in different)
        odd = [same for same in different if not _is_rounded(same[0], target)]
        if odd:
            yield self._finding(
                _check(target),
                target,
                (_printed_side(odd[0], target), target.side(odd[0][0].quote.printed)),
                severity=Severity.EXPLAINED,
            )
        elif len(different) > 1:
            yield self._finding("PEI512", target, sides, severity=Severity.EXPLAINED)

    def _colors(self, code: str, result: IndicatorResult | GroupResult, bounds: Bounds) -> Iterator[Finding]:
        methodology = self.known.evaluation.methodology
        for quote in self.of(code, "color"):
            self.compared += 1
            possible = {result.color}
            if bounds is not None and result.color is not None:
                names = [str(band.color) for band in methodology.bands]
                ends = sorted(names.index(str(methodology.color(end))) for end in (bounds.low, bounds.high))
                possible |= set(names[ends[0] : ends[1] + 1])
            if quote.color in possible:
                continue
            target = Target(code, "color", Fraction(0), None, "calculation")
            sides = (
                Side("printed", color=quote.color, cited=(quote.cited,)),
                Side("calculation", color=result.color, place=_declared(result)),
            )
            yield self._finding("PEI511", target, sides, variant="color")

    # ---- What is printed side by side

    def side_by_side(self) -> Iterator[Finding]:
        yield from self._scales()
        for finding, compared in beside.alcances(self.known, self.quotes, self.judged):
            self.compared += compared
            yield from finding
        for finding, compared in beside.families(self.known, self.quotes, self.judged):
            self.compared += compared
            yield from finding

    def _scales(self) -> Iterator[Finding]:
        values = [
            (self.known.indicators[subject], each)
            for (subject, kind), found in self.judged.items()
            if kind in {"value", "goal"}
            for each in found
        ]
        yield from beside.scales(values)
        yield from beside.signs(values)

    # ---- Counts

    def counts(self) -> Iterator[Finding]:
        evaluation = self.known.evaluation
        for quoted in quoted_counts(evaluation.plan, evaluation.period, evaluation.methodology):
            expected = quoted.expected
            self.counted += 1
            self.compared += 1
            found = count_colors(evaluation, _LEVELS[expected.level]).get(expected.color, 0)
            if found == expected.number:
                continue
            target = Target(expected.level, "count", Fraction(found), None, "calculation")
            sides = (
                Side(
                    "printed", Printed(Fraction(expected.number)), color=expected.color, cited=(quoted.cited,)
                ),
                Side("calculation", Printed(Fraction(found)), color=expected.color),
            )
            yield self._finding("PEI517", target, sides)

    # ---- Making findings

    def _finding(
        self,
        code: str,
        target: Target,
        sides: tuple[Side, ...],
        cause: Cause | None = None,
        *,
        variant: str = "",
        severity: Severity = Severity.CONTRADICTION,
    ) -> Finding:
        return Finding(
            code,
            severity,
            self._name(target),
            target.kind,
            sides,
            variant,
            difference_of(sides),
            cause,
        )

    def _unchecked(self, code: str, target: Target, side: Side, *, reason: str) -> Finding:
        return Finding(code, Severity.UNCHECKED, self._name(target), target.kind, (side,), reason=reason)

    def _name(self, target: Target) -> str:
        """Return how to call what a finding is about: an input as it is quoted."""
        if target.kind != "input":
            return target.subject
        return next(each.name for each in self.quotes if each.subject == target.subject)


# ---- Targets ----------------------------------------------------------------------------------------------


def alcance_of(each: KnownIndicator) -> Target:
    """Return the alcance of an indicator as the calculation gives it."""
    result = each.result
    reached = result.achievement
    value = reached.shown if isinstance(reached, Achievement) else reached
    place = result.indicator.declared_at
    return Target(result.indicator.code, "achievement", value, each.alcance, "calculation", place=place)


def _registered_side(each: KnownIndicator, figure: Figure, agreeing: Sequence[Quote]) -> Side:
    """Return the registered value as a side of a finding."""
    indicator = each.result.indicator
    assert isinstance(figure.value, Fraction)
    printed = Printed(figure.value * indicator.unit.scale, figure.decimals, indicator.unit.is_percentage)
    written = figure.declared_at.source is not None
    return Side(
        "registered",
        printed,
        bounds=each.registered,
        cited=tuple(quote.cited for quote in agreeing),
        place=figure.declared_at if written else indicator.declared_at,
        file="" if written else figure.origin,
    )


def _reading_b(each: KnownIndicator) -> Target | None:
    """Return the alcance that the computed value gives, where it cannot be the registered one."""
    if not each.differs or each.by_formula is None:
        return None
    return alcance_of(attrs.evolve(each, result=each.by_formula, alcance=each.alcance_by_formula))


def figure_of(each: KnownGroup) -> Target:
    """Return the figure of a group as the calculation gives it."""
    group = each.result.group
    place = group.declared_at
    return Target(group.code, "achievement", each.result.achievement, each.bounds, "calculation", place=place)


def _declared(result: IndicatorResult | GroupResult) -> Place:
    return result.group.declared_at if isinstance(result, GroupResult) else result.indicator.declared_at


def _absence(value: object) -> Absence:
    return value if isinstance(value, Absence) else Absence(Reason.INVALID, "not_a_number")


def _digits_of(number: Fraction | None) -> int:
    return 0 if number is None or number.denominator == 1 else DECIMALS


def _check(target: Target) -> str:
    return "PEI513" if target.kind == "input" else "PEI511"


# ---- Printed figures --------------------------------------------------------------------------------------


def _digits(judged: Judged) -> tuple[object, ...]:
    """Return what makes two printed figures the same: 100 and 100.00%, 0.56 and 56% of a percentage."""
    quote = judged.quote
    assert quote.printed is not None
    value = quote.printed.value
    if isinstance(value, Absence):
        return (value.reason,)
    if judged.reading is None:
        return (value,)
    return (judged.reading.is_ratio, judged.reading.bounds.low + judged.reading.bounds.high)


def _same_digits(judged: Iterable[Judged]) -> Iterator[list[Judged]]:
    groups: dict[tuple[object, ...], list[Judged]] = {}
    for each in judged:
        groups.setdefault(_digits(each), []).append(each)
    yield from groups.values()


def _printed_side(same: Sequence[Judged], target: Target) -> Side:
    """Return the side of a finding that several places print alike."""
    first = same[0]
    printed = first.quote.printed
    if printed is not None and target.kind == "achievement":
        printed = attrs.evolve(printed, percent=True)
    return Side("printed", printed, bounds=first.bounds, cited=tuple(each.quote.cited for each in same))


def _is_rounded(judged: Judged, target: Target) -> bool:
    """Tell whether the printed digits are those of the plan's own figure, rounded."""
    bounds = judged.bounds
    assert bounds is not None
    assert isinstance(target.value, Fraction)
    unit = bounds.high - bounds.low
    if not unit:
        return target.value == bounds.low
    return round_half_up(target.value / unit) * unit == (bounds.low + bounds.high) / 2


def difference_of(sides: Sequence[Side]) -> Fraction | None:
    """Return how far apart the first two figures are, where both are numbers."""
    if len(sides) < 2:
        return None
    numbers = [
        each.printed.value
        for each in sides[:2]
        if each.printed is not None and isinstance(each.printed.value, Fraction)
    ]
    return abs(numbers[0] - numbers[1]) if len(numbers) == 2 else None


# ---- Contradictions that the plan has written down already ------------------------------------------------


def _recorded(plan: Plan, period: Period) -> dict[tuple[str, str], list[tuple[Interval, Place]]]:
    """Return what tests say contradicts the plan, by code and kind."""
    found: dict[tuple[str, str], list[tuple[Interval, Place]]] = {}
    for test in plan.tests:
        for expectation in test.expectations if test.period == period else ():
            if expectation.contradicts is None:
                continue
            for each in expectation.expected:
                figure = each.figure
                kind = "value" if each.kind in {"registered", "computed"} else each.kind
                if figure is None or isinstance(figure.value, Absence):
                    continue
                unit = plan.indicators[expectation.code].unit if kind != "achievement" else None
                scale = unit.scale if unit is not None else Fraction(100)
                bounds = displayed(figure.value * scale, figure.decimals)
                found.setdefault((expectation.code, kind), []).append((bounds, expectation.declared_at))
    return found


def _with_record(finding: Finding, recorded: dict[tuple[str, str], list[tuple[Interval, Place]]]) -> Finding:
    printed = finding.sides[0].printed
    if finding.severity is not Severity.CONTRADICTION or printed is None:
        return finding
    if isinstance(printed.value, Absence):
        return finding
    for bounds, place in recorded.get((finding.subject, finding.kind), ()):
        if bounds.holds(printed.value):
            return attrs.evolve(finding, recorded=place)
    return finding
