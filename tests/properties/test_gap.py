"""Laws of what is missing: put back into the evaluation, an answer reaches the colour, and one step less does not."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from fractions import Fraction

import attrs
from hypothesis import assume, event, given, settings
from hypothesis import strategies as st

from pei_dsl.evaluation.evaluate import Data, evaluate, formulas_of, measured
from pei_dsl.evaluation.groups import group_result
from pei_dsl.evaluation.results import IndicatorResult
from pei_dsl.gaps.gap import gaps
from pei_dsl.gaps.linear import Refusal
from pei_dsl.gaps.missing import InputGap
from pei_dsl.gaps.target import Target
from pei_dsl.model import expressions as m
from pei_dsl.model.absence import Absence, Reason
from pei_dsl.model.methodology import (
    CEPLAN,
    EXACTA,
    Band,
    Color,
    EntersAs,
    MaintainedGoal,
    Methodology,
    MissingSiblings,
    Negatives,
    Progress,
    Rounding,
    RoundingStep,
    Weights,
    ZeroGoal,
)
from pei_dsl.model.periods import Period
from pei_dsl.model.plan import (
    Aggregation,
    Baseline,
    Definition,
    Direction,
    Figure,
    Goal,
    GoalInterval,
    Group,
    Indicator,
    IntervalFigure,
    Level,
    Plan,
    Relevance,
)
from pei_dsl.model.units import NUMBER, PERCENTAGE, Unit
from tests.example_counts import examples

YEARS = [Period.year_of(year) for year in (2022, 2023, 2024)]
YEAR = YEARS[-1]
CODE = "IND.01.OEI.01"
GROUP = Group("OEI.01", "Grupo", Level.OBJECTIVE)
MISSING = Absence(Reason.NO_DATA, "registered", {"reason": "sin dato"})

STRICT = (Band(Color.GREEN, Fraction(95), strict=True), Band(Color.YELLOW, Fraction(75)), Band(Color.RED))
FIVE = (
    Band("excelente", Fraction(100)),
    Band("bueno", Fraction("90.005"), strict=True),
    Band("regular", Fraction(50)),
    Band("bajo", Fraction(0), strict=True),
    Band("nulo"),
)


@st.composite
def methodologies(draw: st.DrawFn) -> Methodology:
    """A profile with any of the choices that an answer has to heed."""
    steps = st.none() | st.builds(RoundingStep, st.integers(0, 2), st.sampled_from(Rounding))
    changes: dict[str, st.SearchStrategy[object]] = {
        "value_rounding": st.none() | st.sampled_from(Rounding),
        "achievement_rounding": steps,
        "contribution_rounding": steps,
        "figure_rounding": steps,
        "cap": st.none() | st.sampled_from([Fraction(100), Fraction(120)]),
        "missing_siblings": st.sampled_from(MissingSiblings),
        "zero_goal": st.sampled_from(ZeroGoal),
        "maintained_goal": st.sampled_from(MaintainedGoal),
        "negatives": st.sampled_from(Negatives),
        "progress": st.sampled_from(Progress),
        "weights": st.sampled_from(Weights),
        "enters_as": st.sampled_from(EntersAs),
        "bands": st.sampled_from([CEPLAN.bands, STRICT, FIVE]),
    }
    chosen = draw(st.lists(st.sampled_from(sorted(changes)), max_size=5, unique=True))
    made = draw(st.sampled_from([CEPLAN, EXACTA]))
    for name in chosen:
        made = attrs.evolve(made, **{name: draw(changes[name])})  # type: ignore[arg-type]  # its own type each
    return made


def figures(scale: Fraction, *, least: int = 0) -> st.SearchStrategy[Figure]:
    """Figures of some decimals, in the scale of a unit."""
    return st.builds(
        lambda number, decimals: Figure(Fraction(number, 10**decimals) / scale, decimals),
        st.integers(least, 3000),
        st.integers(0, 3),
    )


def intervals(scale: Fraction) -> st.SearchStrategy[IntervalFigure]:
    """Goals from one figure to another."""
    return st.builds(
        lambda first, width, decimals: IntervalFigure(
            GoalInterval(
                Fraction(first, 10**decimals) / scale, Fraction(first + width, 10**decimals) / scale
            ),
            decimals,
        ),
        st.integers(0, 3000),
        st.integers(1, 900),
        st.integers(0, 3),
    )


# Refusals that speak of today's value, not of all values.
TODAY_DECIDES = {"gap_any_value", "gap_negative_value", "gap_zero_value"}


def colors(methodology: Methodology) -> st.SearchStrategy[str]:
    """The colours of a methodology, the best one most often."""
    names = [band.color for band in methodology.bands]
    return st.sampled_from([*names[:1] * 3, *names])


def plan_of(indicator: Indicator, definitions: Mapping[str, Definition] | None = None) -> Plan:
    """A plan with one indicator."""
    return Plan(
        period=(YEARS[0], YEARS[-1]),
        groups={GROUP.code: GROUP},
        indicators={CODE: indicator},
        definitions=definitions or {},
    )


# ---- Values -----------------------------------------------------------------------------------------------


@st.composite
def indicators(draw: st.DrawFn) -> Indicator:
    """An indicator with a value, registered or computed, or with a formula that has none."""
    unit = draw(st.sampled_from([NUMBER, PERCENTAGE, Unit("rate", Fraction(1000))]))
    some = figures(unit.scale)
    goals: st.SearchStrategy[Goal] = draw(st.sampled_from([some, some, intervals(unit.scale)]))
    computed = draw(st.sampled_from(["no", "no", "value", "none"]))
    fraction = st.fractions(min_value=0, max_value=30, max_denominator=60)
    formula = {
        "no": None,
        "value": m.Number(draw(fraction)),
        "none": m.Product((m.Number(Fraction(1)), m.Number(Fraction(0))), (False, True)),
    }[computed]
    return Indicator(
        CODE,
        "Indicador",
        GROUP.code,
        formula=formula,
        unit=unit,
        decimals=draw(st.none() | st.integers(0, 3)),
        direction=draw(st.sampled_from([*Direction, Direction.ASCENDING, Direction.DESCENDING])),
        aggregation=draw(st.sampled_from([None, None, *Aggregation])),
        baseline=draw(st.builds(Baseline, st.just(YEARS[0]), some) | st.none()),
        goals={year: draw(goals) for year in YEARS},
        values={year: draw(some) for year in (YEARS if computed == "no" else YEARS[:-1])},
    )


def with_value(indicator: Indicator, value: Fraction, *, registered: bool) -> Indicator:
    """The same indicator with another value, where its value stands."""
    if registered:
        return attrs.evolve(indicator, values={**indicator.values, YEAR: Figure(value)})
    return attrs.evolve(indicator, formula=m.Number(value))


@settings(max_examples=examples(300))
@given(st.data())
def test_the_value_needed_reaches_the_color_and_one_step_less_does_not(data: st.DataObject) -> None:
    methodology = attrs.evolve(data.draw(methodologies()), progress=data.draw(st.sampled_from(Progress)))
    indicator = data.draw(indicators())
    color = data.draw(colors(methodology))
    target = Target.of(methodology, color)
    found = gaps(plan_of(indicator), YEAR, None, methodology, color=color, code=CODE)
    assume(found.indicators)
    [gap] = found.indicators
    registered = gap.result.registered is not None and gap.result.origin != "calculado"
    # Values of earlier years stand where the methodology looks for them, so only this year's moves.
    assume(registered or methodology.progress is Progress.TYPE_1)
    assume(registered or methodology.enters_as is not EntersAs.REGISTERED)

    def reaches(value: Fraction) -> bool:
        changed = plan_of(with_value(indicator, value, registered=registered))
        return target.is_met(evaluate(changed, YEAR, None, methodology).indicators[CODE].color)

    step = Fraction(1, 10**gap.decimals) / indicator.unit.scale
    if isinstance(gap.needed, Fraction):
        today = gap.result.entering
        event("reached from a value" if isinstance(today, Fraction) else "reached from none")
        assert reaches(gap.needed)
        if isinstance(today, Fraction) and gap.result.absence is None:
            assert not reaches(gap.needed + (step if today > gap.needed else -step))
        else:
            assert gap.needed == 0 or not (reaches(gap.needed + step) and reaches(gap.needed - step))
    elif isinstance(gap.needed, Refusal) and gap.needed.cause not in TODAY_DECIDES:
        event(gap.needed.cause)
        assert not reaches(data.draw(st.integers(0, 4000)) * step)
    elif isinstance(gap.needed, Absence):
        event(f"absent: {gap.needed.cause}")
        value = data.draw(st.integers(0, 4000)) * step
        changed = plan_of(with_value(indicator, value, registered=registered))
        if gap.result.goal != gap.needed and not isinstance(gap.result.value, Absence):
            assert evaluate(changed, YEAR, None, methodology).indicators[CODE].absence is not None


# ---- Inputs of a formula ----------------------------------------------------------------------------------

NAMES = ("a", "b", "c")


def key_of(name: str) -> str:
    """The key of a definition: a series, or what the indicator defines under `donde`."""
    return f"serie:{name}" if name in NAMES else f"donde:{CODE}:{name}"


_WINDOWS = [
    m.Window(m.WindowKind.LAST, 2, "año"),
    m.Window(m.WindowKind.SINCE, named=Period.parse("2022")),
    m.Window(m.WindowKind.CUMULATIVE),
]


def _one(children: st.SearchStrategy[m.Expression]) -> st.SearchStrategy[m.Expression]:
    pairs = st.tuples(children, children)
    flag = st.booleans()
    return st.one_of(
        st.builds(lambda pair, minus: m.Sum(pair, (False, minus)), pairs, flag),
        st.builds(lambda pair, divides: m.Product(pair, (False, divides)), pairs, flag),
        st.builds(m.Negative, children),
        st.builds(lambda pair: m.Sum((pair[0], m.Earlier(pair[1])), (False, False)), pairs),
        st.builds(m.Call, st.sampled_from(["sum", "mean", "minimum", "if_missing"]), pairs),
        st.builds(m.At, children, st.sampled_from(["2022", "2023", "2024"]).map(Period.parse)),
        st.builds(m.Over, st.sampled_from(["sum", "mean"]), children, st.sampled_from(_WINDOWS)),
        st.builds(lambda part: m.Power(part, m.Number(Fraction(2))), children),
    )


@functools.cache
def expressions(*names: str, leaves: int) -> st.SearchStrategy[m.Expression]:
    """Formulas over `names`, and numbers."""
    references = st.sampled_from(names).map(lambda name: m.Reference(key_of(name)))
    numbers = st.integers(1, 9).map(lambda number: m.Number(Fraction(number)))
    quotients = st.builds(lambda pair: m.Product(pair, (False, True)), st.tuples(references, references))
    return st.recursive(references | references | quotients | numbers, _one, max_leaves=leaves)


@st.composite
def measured_plans(draw: st.DrawFn) -> Plan:
    """A plan whose indicator has a formula over series, with one or two definitions between."""
    unit = draw(st.sampled_from([NUMBER, PERCENTAGE]))
    numbers = st.integers(0, 400).map(Fraction) | st.fractions(min_value=0, max_value=40, max_denominator=12)
    series = {
        key_of(name): Definition(key_of(name), name, figures={year: Figure(draw(numbers)) for year in YEARS})
        for name in NAMES
    }
    between = {
        key_of(name): Definition(key_of(name), name, expression=draw(expressions(*names, leaves=2)))
        for name, names in (("A", NAMES), ("B", (*NAMES, "A")))
    }
    indicator = Indicator(
        CODE,
        "Indicador",
        GROUP.code,
        formula=draw(expressions(*NAMES, "A", "B", leaves=3)),
        unit=unit,
        decimals=draw(st.sampled_from([None, 0, 0, 1, 2])),
        direction=draw(st.sampled_from([Direction.ASCENDING, Direction.DESCENDING])),
        goals={YEAR: draw(figures(unit.scale, least=1))},
    )
    plan = plan_of(indicator, {**series, **between})
    value = formulas_of(plan, Data(), CEPLAN).of_formula(CODE, YEAR)
    if isinstance(value, Fraction) and value > 0:  # most goals lie where the value has not come to
        way = draw(st.fractions(min_value=1, max_value=4, max_denominator=20))
        goal = value * way if indicator.direction is Direction.ASCENDING else value / way
        indicator = attrs.evolve(indicator, goals={YEAR: Figure(goal, 2)})
    return plan_of(indicator, plan.definitions)


def with_input(plan: Plan, key: str, value: Fraction) -> Plan:
    """The same plan, the definition `key` being a series whose figure of the year is `value`."""
    formulas = formulas_of(plan, Data(), plan.methodology)
    others: dict[Period, Figure] = {}
    for year in YEARS[:-1]:
        before = formulas.computed(key, year)
        assert isinstance(before, Fraction | Absence)
        others[year] = Figure(before)
    changed = attrs.evolve(plan.definitions[key], expression=None, figures={**others, YEAR: Figure(value)})
    return attrs.evolve(plan, definitions={**plan.definitions, key: changed})


tipo_1 = methodologies().map(
    lambda each: attrs.evolve(each, progress=Progress.TYPE_1, enters_as=EntersAs.COMPUTED)
)


@settings(max_examples=examples(300))
@given(measured_plans(), st.data())
def test_the_input_needed_reaches_the_color_and_one_whole_less_does_not(
    plan: Plan, data: st.DataObject
) -> None:
    methodology = data.draw(tipo_1)
    color = data.draw(colors(methodology))
    target = Target.of(methodology, color)
    found = gaps(plan, YEAR, None, methodology, color=color, code=CODE)
    assume(found.indicators)
    [gap] = found.indicators
    assume(isinstance(gap.inputs, tuple) and gap.inputs)
    assert isinstance(gap.inputs, tuple)
    for each in gap.inputs:

        def reaches(value: Fraction, key: str = each.key) -> bool:
            changed = evaluate(with_input(plan, key, value), YEAR, None, methodology)
            return target.is_met(changed.indicators[CODE].color)

        if isinstance(each.needed, Fraction):
            event("whole" if each.whole else "exact")
            assert reaches(each.needed)
            assert each.needed >= 0 or each.value < 0
            between = [each.value + (each.needed - each.value) * share / 8 for share in range(8)]
            if each.whole:
                assert not any(
                    reaches(probe) for probe in map(Fraction, map(int, between)) if probe != each.needed
                )
                assert each.needed.denominator == 1
                assert not reaches(each.needed + (1 if each.value > each.needed else -1))
            continue
        assert isinstance(each.needed, Refusal)
        event(each.needed.cause)
        for probe in refuted_by(each):
            assert not reaches(probe), each.needed.cause


def refuted_by(gap: InputGap) -> list[Fraction]:
    """Figures of which none reaches the colour, if what is said of an input is true."""
    assert isinstance(gap.needed, Refusal)
    value = abs(gap.value)
    shares = [value * share / 10 for share in range(11)]
    above = [value + 1, value * 2, value * 10, value * 1000 + 1000, Fraction(10**9)]
    match gap.needed.cause:
        case "gap_no_effect" | "gap_falls_short":
            return [*shares, *above]
        case "gap_not_even_zero":
            return shares
        case "gap_no_whole":
            return [Fraction(int(each)) for each in (*shares, *above)]
        case _:
            return []


# ---- Groups -----------------------------------------------------------------------------------------------


@st.composite
def members(draw: st.DrawFn) -> Indicator:
    """An indicator of a group: its goal is 100, so that its value is its alcance; some have no goal, some no value."""
    value = draw(st.none() | st.fractions(min_value=0, max_value=130, max_denominator=50))
    return Indicator(
        f"IND.{draw(st.integers(1, 10**6)):02}.OEI.01",
        "Indicador",
        GROUP.code,
        relevance=draw(st.sampled_from([*Relevance, None])),
        weight=draw(st.none() | st.fractions(min_value=0, max_value=1, max_denominator=20)),
        goals={YEAR: Figure(Fraction(100))} if draw(st.integers(0, 5)) else {},
        values={YEAR: Figure(MISSING if value is None else value, 2)},
    )


groups = st.lists(members(), min_size=1, max_size=5, unique_by=lambda each: each.code)


@given(groups, st.data())
def test_the_alcance_needed_moves_the_group_to_the_color_and_one_step_less_does_not(
    drawn: list[Indicator], data: st.DataObject
) -> None:
    methodology = attrs.evolve(
        data.draw(methodologies()), progress=Progress.TYPE_1, enters_as=EntersAs.REGISTERED_OR_COMPUTED
    )
    color = data.draw(colors(methodology))
    target = Target.of(methodology, color)
    plan = Plan(groups={GROUP.code: GROUP}, indicators={each.code: each for each in drawn})
    found = gaps(plan, YEAR, None, methodology, color=color)
    assume(found.groups)
    [gap] = found.groups

    def figure(code: str, alcance: Fraction) -> Fraction | None:
        results = [remeasured(each, alcance if each.code == code else None) for each in drawn]
        reached = group_result(GROUP, results, methodology).achievement
        return reached if isinstance(reached, Fraction) else None

    def remeasured(indicator: Indicator, alcance: Fraction | None) -> IndicatorResult:
        value = indicator.values[YEAR] if alcance is None else Figure(alcance)
        return measured(indicator, YEAR, value, None, methodology)

    def reaches(code: str, alcance: Fraction) -> bool:
        reached = figure(code, alcance)
        return reached is not None and target.holds(reached)

    full = methodology.cap or Fraction(100)
    step = Fraction(1, 10 ** (methodology.achievement_rounding or RoundingStep(2)).decimals)
    for mover in gap.movers:
        code, today = mover.result.indicator.code, mover.result.achievement
        event("alone" if mover.alcance is not None else "not alone")
        assert figure(code, full) == mover.group.achievement
        assert reaches(code, full) == (mover.alcance is not None)
        if mover.alcance is not None:
            assert reaches(code, mover.alcance)
            if mover.alcance > 0:
                least = -(-mover.alcance // step) * step - step
                assert isinstance(today, Absence) or least >= today.shown - step
                assert not reaches(code, least)
    # No indicator that owes a figure moves the group further than the first one.
    raised = [
        figure(each.indicator.code, full)
        for each in (found.evaluation.indicators[code] for code in plan.indicators)
        if not isinstance(each.goal, Absence)
        and (isinstance(each.achievement, Absence) or each.achievement.shown < full)
    ]
    possible = [each for each in raised if each is not None]
    best = gap.movers[0].group.achievement if gap.movers else None
    assert best == max(possible, default=None)
