"""Laws of coverage, bounds and firm colours: what is sure of a figure does not change with what is missing."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

import attrs
from hypothesis import assume, given
from hypothesis import strategies as st

from pei_dsl.evaluation.certainty import certainty
from pei_dsl.evaluation.evaluate import measured
from pei_dsl.evaluation.groups import group_result
from pei_dsl.evaluation.results import IndicatorResult
from pei_dsl.model.absence import Absence, Reason
from pei_dsl.model.methodology import CEPLAN, EXACTA, Methodology, MissingSiblings, Weights
from pei_dsl.model.periods import Period
from pei_dsl.model.plan import Direction, Figure, Group, Indicator, Level, Relevance

YEAR = Period.year_of(2024)
GROUP = Group("OEI.01", "Grupo", Level.OBJECTIVE)
MISSING = Absence(Reason.NO_DATA, "no_value", {"code": "x", "period": "2024"})
ORDER = {"rojo": 0, "amarillo": 1, "verde": 2}

methodologies = st.sampled_from(
    [
        CEPLAN,
        EXACTA,
        attrs.evolve(CEPLAN, name="excluye", missing_siblings=MissingSiblings.EXCLUDE),
        attrs.evolve(CEPLAN, name="iguales", weights=Weights.EQUAL),
        attrs.evolve(CEPLAN, name="pesos", weights=Weights.DECLARED),
    ]
)
figures = st.fractions(min_value=0, max_value=300, max_denominator=200)


@st.composite
def members(draw: st.DrawFn) -> IndicatorResult:
    """An indicator with a value, without one, or without a goal."""
    code = f"IND.{draw(st.integers(1, 10**6)):02}.OEI.01"
    indicator = Indicator(
        code,
        "Indicador",
        "OEI.01",
        direction=draw(st.sampled_from([Direction.ASCENDING, Direction.DESCENDING])),
        relevance=draw(st.sampled_from([*Relevance, None])),
        weight=draw(st.none() | st.fractions(min_value=0, max_value=1, max_denominator=20)),
        goals={YEAR: Figure(draw(st.fractions(min_value=0, max_value=200, max_denominator=50)))},
    )
    value = draw(st.none() | figures)
    return with_value(indicator, value, CEPLAN)


def with_value(indicator: Indicator, value: Fraction | None, methodology: Methodology) -> IndicatorResult:
    """Return the result of `indicator` with the registered `value`, or with none."""
    figure = Figure(MISSING if value is None else value)
    return measured(indicator, YEAR, figure, None, methodology)


groups = st.lists(members(), min_size=1, max_size=6, unique_by=lambda each: each.indicator.code)


def remeasured(group: Sequence[IndicatorResult], methodology: Methodology) -> list[IndicatorResult]:
    """Return the same indicators and values measured by `methodology`."""
    return [
        with_value(each.indicator, each.value if isinstance(each.value, Fraction) else None, methodology)
        for each in group
    ]


@given(groups, methodologies)
def test_the_figure_lies_in_the_interval(group: list[IndicatorResult], methodology: Methodology) -> None:
    """Wherever the methodology gives a figure; rounded contributions may exceed a renormalised mean by their step."""
    results = remeasured(group, methodology)
    figure = group_result(GROUP, results, methodology).achievement
    sure = certainty(results, methodology)
    assume(isinstance(figure, Fraction))

    assert sure is not None
    assert isinstance(figure, Fraction)
    assert sure.high is not None
    step = Fraction(len(results), 100) if methodology.missing_siblings is MissingSiblings.EXCLUDE else 0
    assert sure.low - step <= figure <= sure.high + step


@given(groups, methodologies, st.data())
def test_adding_a_datum_never_widens_the_interval(
    group: list[IndicatorResult], methodology: Methodology, data: st.DataObject
) -> None:
    """What becomes known narrows what is possible."""
    results = remeasured(group, methodology)
    missing = [index for index, each in enumerate(results) if isinstance(each.value, Absence)]
    assume(missing)
    index = data.draw(st.sampled_from(missing))
    before = certainty(results, methodology)
    results[index] = with_value(results[index].indicator, data.draw(figures), methodology)
    after = certainty(results, methodology)

    assert (before is None) == (after is None)
    if before is not None and after is not None:
        assert before.high is not None
        assert after.high is not None
        assert before.low <= after.low <= after.high <= before.high
        assert before.coverage.weight <= after.coverage.weight


@given(groups, methodologies, st.data())
def test_removing_a_datum_never_improves_a_firm_color(
    group: list[IndicatorResult], methodology: Methodology, data: st.DataObject
) -> None:
    """Data that break can make a colour unsure, never better."""
    results = remeasured(group, methodology)
    before = certainty(results, methodology)
    index = data.draw(st.integers(0, len(results) - 1))
    results[index] = with_value(results[index].indicator, None, methodology)
    after = certainty(results, methodology)
    assume(before is not None and after is not None)

    assert before is not None
    assert after is not None
    if after.color is not None:
        assert before.color is not None
        assert ORDER[after.color] <= ORDER[before.color]


@given(groups, methodologies)
def test_full_coverage_leaves_one_point(group: list[IndicatorResult], methodology: Methodology) -> None:
    """When all that was due is there, nothing is left open: the interval is the figure."""
    results = [
        each
        if each.absence is None or each.absence.reason is Reason.NOT_PROGRAMMED
        else with_value(each.indicator, Fraction(1), methodology)
        for each in remeasured(group, methodology)
    ]
    sure = certainty(results, methodology)
    figure = group_result(GROUP, results, methodology).achievement
    assume(sure is not None)

    assert sure is not None
    assert sure.coverage.is_complete
    assert sure.low == sure.high
    assert sure.is_firm
    if isinstance(figure, Fraction):
        assert figure == sure.low


@given(groups, methodologies)
def test_nothing_known_leaves_everything_open(group: list[IndicatorResult], methodology: Methodology) -> None:
    """Without a single datum the interval goes from nothing to (what rounding leaves of) everything."""
    results = [with_value(each.indicator, None, methodology) for each in group]
    sure = certainty(results, methodology)
    assume(sure is not None)

    assert sure is not None
    assert sure.coverage.reported == 0
    assert sure.low == 0
    assert sure.high is not None
    assert abs(sure.high - 100) <= Fraction(len(results), 100)
    assert not sure.is_firm
