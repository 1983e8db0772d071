"""Declared tests and worked examples, compared at the precision that was written."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

import attrs

from pei_dsl.algebra.display import fixed
from pei_dsl.algebra.rounding import round_half_up
from pei_dsl.data.answers import Request
from pei_dsl.diagnostics.catalogue import Joined, Parameter, Term
from pei_dsl.evaluation.evaluate import Data, evaluate, formulas_of, measured
from pei_dsl.evaluation.evaluation import Evaluation
from pei_dsl.evaluation.formulas import as_number
from pei_dsl.evaluation.requests import requests_of
from pei_dsl.evaluation.results import GroupResult, IndicatorResult
from pei_dsl.immutable import brief
from pei_dsl.model.absence import Absence
from pei_dsl.model.figure import GoalInterval, GoalValue
from pei_dsl.model.keys import KeyKind, key_of
from pei_dsl.model.methodology import Color, EntersAs, Methodology
from pei_dsl.model.periods import Period
from pei_dsl.model.plan import (
    CodeExpectation,
    CountExpectation,
    Example,
    ExpectedFigure,
    Indicator,
    Level,
    Place,
    Plan,
    PlanTest,
)
from pei_dsl.model.terms import term
from pei_dsl.model.units import Unit

PERCENT = Unit("percentage", Fraction(100))


@attrs.frozen
class Check:
    """
    One comparison.

    Attributes:
        what: The code (or level) and the kind of figure, for people: `OEI.01 alcance`.
        expected, found: Both sides as they are shown, at the precision written.
        holds: Whether they agree; for a contradiction, whether they differ, as they should.
        contradicts: Why the figure must differ, or None.
        place: Where the expectation is written.
    """

    __repr__ = brief

    what: Parameter
    expected: Parameter
    found: Parameter
    holds: bool
    contradicts: str | None = None
    place: Place = attrs.field(default=Place(), eq=False, repr=False)


@attrs.frozen
class TestRun:
    """The comparisons of one `prueba` or `ejemplo`."""

    __repr__ = brief

    __test__ = False  # not a test of pytest's

    title: str
    checks: tuple[Check, ...]
    place: Place = attrs.field(default=Place(), eq=False, repr=False)

    @property
    def holds(self) -> bool:
        """Whether every comparison holds."""
        return all(check.holds for check in self.checks)


def run_tests(plan: Plan, data: Data) -> list[TestRun]:
    """Return the outcome of every `prueba` of `plan`, then of every `ejemplo`, in order."""
    evaluations: dict[tuple[Period, str], Evaluation] = {}
    runs = [_run_test(test, plan, data, evaluations) for test in plan.tests]
    for indicator in plan.indicators.values():
        runs.extend(run_example(example, indicator, plan) for example in indicator.examples)
    return runs


def requests_of_tests(plan: Plan) -> dict[str, list[Request]]:
    """Return what the tests of `plan` will ask of its data, by source."""
    periods = list(dict.fromkeys(test.period for test in plan.tests))
    return requests_of(plan, periods, [_methodology(test, plan) for test in plan.tests])


def _methodology(test: PlanTest, plan: Plan) -> Methodology:
    return plan.methodologies.get(test.methodology, plan.methodology)


def _run_test(
    test: PlanTest, plan: Plan, data: Data, evaluations: dict[tuple[Period, str], Evaluation]
) -> TestRun:
    methodology = _methodology(test, plan)
    key = (test.period, methodology.name)
    evaluation = evaluations.get(key)
    if evaluation is None:
        evaluation = evaluations[key] = evaluate(plan, test.period, data, methodology)
    checks = [check for each in test.expectations for check in _of_code(each, evaluation)]
    checks.extend(_count(each, evaluation) for each in test.counts)
    return TestRun(test.title, tuple(checks), test.declared_at)


def run_example(example: Example, indicator: Indicator, plan: Plan) -> TestRun:
    """Return the outcome of a worked example: the formula on its inputs, whatever else is known."""
    result = worked(example, indicator, plan)
    title = f"{indicator.code} «{example.title}»" if example.title else indicator.code
    checks = tuple(_compare(indicator.code, each, result, None) for each in example.expected)
    return TestRun(title, checks, example.declared_at)


def worked(example: Example, indicator: Indicator, plan: Plan) -> IndicatorResult:
    """Return what the formula of an indicator gives on the inputs of an example."""
    period = example.period or _period_of(indicator, plan)
    # An example is about the formula, whatever the methodology lets in.
    methodology = attrs.evolve(plan.methodology, enters_as=EntersAs.COMPUTED)
    formulas = formulas_of(plan, Data(), methodology)
    formulas.given = {key: figure.value for key, figure in example.inputs.items()}
    if example.goal is not None and not isinstance(example.goal.value, GoalInterval):
        formulas.given[key_of(KeyKind.GOAL, indicator.code)] = example.goal.value
    found = formulas.of_formula(indicator.code, period)
    computed = as_number(found) if found is not None else None
    return measured(indicator, period, None, computed, methodology, example.goal)


def _period_of(indicator: Indicator, plan: Plan) -> Period:
    """Return the period of an example that names none: the first with a goal, else the plan's first year."""
    if indicator.goals:
        return min(indicator.goals)
    return plan.period[0] if plan.period else Period.year_of(2000)


def _of_code(expectation: CodeExpectation, evaluation: Evaluation) -> list[Check]:
    code = expectation.code
    result = evaluation.indicators.get(code) or evaluation.groups[code]
    checks = [_compare(code, each, result, expectation.contradicts) for each in expectation.expected]
    return [
        attrs.evolve(check, place=check.place if check.place.source else expectation.declared_at)
        for check in checks
    ]


def _compare(
    code: str,
    expected: ExpectedFigure,
    result: IndicatorResult | GroupResult,
    contradicts: str | None,
) -> Check:
    wanted, found, what = _sides(expected, result)
    agree = wanted == found
    holds = agree if contradicts is None else not agree
    return Check(Joined((code, what), " "), wanted, found, holds, contradicts, expected.declared_at)


def _sides(
    expected: ExpectedFigure, result: IndicatorResult | GroupResult
) -> tuple[Parameter, Parameter, Term]:
    """Return what is expected and what was found as they are shown, and what is compared."""
    if expected.kind == "color":
        return _color(expected.color), _color(result.color), Term("kinds", "color")
    figure = expected.figure
    assert figure is not None
    if expected.kind == "absence":
        reached = _found("achievement", result)
        found_text = _reason(reached) if isinstance(reached, Absence) else _text(reached, PERCENT, 2)
        return _absence(figure.value, result.absence), found_text, Term("kinds", "achievement")
    found = _found(expected.kind, result)
    unit = (
        PERCENT
        if expected.kind == "achievement" or not isinstance(result, IndicatorResult)
        else result.indicator.unit
    )
    if isinstance(figure.value, Absence):
        absence = found if isinstance(found, Absence) else None
        return (
            _absence(figure.value, absence),
            _reason(absence) if absence else _text(found, unit, 2),
            Term("kinds", expected.kind),
        )
    return (
        _text(figure.value, unit, figure.decimals),
        _text(found, unit, figure.decimals),
        Term("kinds", expected.kind),
    )


def _color(color: str | None) -> Parameter:
    if color is None:
        return "ND"
    return term(color) if isinstance(color, Color) else color


def _reason(absence: Absence) -> Parameter:
    return Joined(("ND (", term(absence.reason), ")"))


def _absence(wanted: GoalValue, found: Absence | None) -> Parameter:
    """Return how to write the absence that is wanted: bare `ND` stands for whichever reason was found."""
    assert isinstance(wanted, Absence)
    if wanted.cause == "any":
        return _reason(found) if found is not None else "ND"
    return _reason(wanted)


def _text(value: GoalValue | None, unit: Unit, decimals: int) -> Parameter:
    if value is None:
        return "—"
    if isinstance(value, GoalInterval):
        return Joined((_text(value.lower, unit, decimals), _text(value.upper, unit, decimals)), " – ")
    if isinstance(value, Absence):
        return _reason(value)
    if unit.worded(value):
        return unit.worded(value)
    text = fixed(round_half_up(value * unit.scale, decimals), decimals)
    return f"{text}%" if unit.is_percentage else text


def _found(kind: str, result: IndicatorResult | GroupResult) -> GoalValue | None:
    if isinstance(result, GroupResult):
        figure = result.achievement
        return figure if isinstance(figure, Absence) else figure / 100
    match kind:
        case "value":
            return result.value
        case "registered":
            return result.registered.value if result.registered is not None else None
        case "computed":
            return result.computed
        case "goal":
            return result.goal
        case _:
            reached = result.achievement
            return reached if isinstance(reached, Absence) else reached.shown / 100


_LEVELS: Mapping[str, Level | None] = {
    "objectives": Level.OBJECTIVE,
    "actions": Level.ACTION,
    "indicators": None,
}


def _count(expected: CountExpectation, evaluation: Evaluation) -> Check:
    found = count_colors(evaluation, _LEVELS[expected.level]).get(expected.color, 0)
    return Check(
        Joined((Term("kinds", expected.level), _color(expected.color)), " "),
        str(expected.number),
        str(found),
        found == expected.number,
        place=expected.declared_at,
    )


def count_colors(evaluation: Evaluation, level: Level | None) -> dict[str | None, int]:
    """Return how many groups of `level` (None: indicators) have each colour; None counts ND."""
    results: list[GroupResult] | list[IndicatorResult]
    if level is None:
        results = list(evaluation.indicators.values())
    else:
        results = [each for each in evaluation.groups.values() if each.group.level is level]
    counts: dict[str | None, int] = {}
    for result in results:
        counts[result.color] = counts.get(result.color, 0) + 1
    return counts
