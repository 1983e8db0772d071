"""A goal that is an interval: both limits at once, in every walk that a goal takes."""

from __future__ import annotations

import io
import zipfile
from fractions import Fraction

import attrs
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from pei_dsl import audit, evaluate, format_text, load_text, render, report, run_tests
from pei_dsl.algebra.display import fixed
from pei_dsl.algebra.intervals import Interval
from pei_dsl.auditing.alcance_bounds import achievement_bounds
from pei_dsl.evaluation.achievement import achievement
from pei_dsl.evaluation.progress import from_baseline, to_date
from pei_dsl.evaluation.results import Achievement
from pei_dsl.interchange.exporting import capture_workbook, long_table
from pei_dsl.interchange.importing import Imported, import_workbook
from pei_dsl.interchange.merging import merge
from pei_dsl.model.absence import Absence, Reason
from pei_dsl.model.methodology import Methodology, Progress
from pei_dsl.model.plan import Aggregation, Direction, GoalInterval, IntervalFigure
from pei_dsl.renderers.html import svg_charts
from pei_dsl.renderers.word import chart_xml
from pei_dsl.source import Source
from pei_dsl.views.document import Evolution
from tests import strategies, workbook_texts
from tests.builders import indicator
from tests.example_counts import examples
from tests.properties.test_merging import known
from tests.unit.interchange.test_report_workbook import book

hundredths = st.integers(0, 900).map(lambda number: Fraction(number, 4))
any_direction = st.sampled_from(Direction)


@st.composite
def intervals(draw: st.DrawFn, least: int = 1) -> GoalInterval:
    lower = Fraction(draw(st.integers(least, 400)), 4)
    return GoalInterval(lower, lower + Fraction(draw(st.integers(1, 200)), 4))


@given(any_direction, hundredths, intervals(), strategies.methodologies)
def test_it_asks_for_both_limits(
    direction: Direction, value: Fraction, goal: GoalInterval, methodology: Methodology
) -> None:
    """Outside, the alcance is that of the limit which is not kept; within, it is full. No direction is asked."""
    found = achievement(direction, value, goal, methodology)
    least = achievement(Direction.UNDEFINED, value, goal.lower, methodology, Aggregation.MINIMUM_ALLOWED)
    most = achievement(Direction.UNDEFINED, value, goal.upper, methodology, Aggregation.MAXIMUM_ALLOWED)

    assert isinstance(found, Achievement)
    if goal.holds(value):
        assert found.exact == 100
    else:
        assert found == (least if value < goal.lower else most)
        assert found.exact < 100


@given(strategies.fractions, strategies.fractions, strategies.fractions, strategies.methodologies)
def test_it_is_total(value: Fraction, first: Fraction, last: Fraction, methodology: Methodology) -> None:
    """With figures below zero too: within it is reached, and outside the methodology says what a sign does."""
    assume(first != last)
    goal = GoalInterval(min(first, last), max(first, last))
    found = achievement(Direction.UNDEFINED, value, goal, methodology)

    if goal.holds(value):
        assert isinstance(found, Achievement)
        assert found.exact == 100
    elif min(value, goal.nearest(value)) < 0:
        assert isinstance(found, Absence) or found.exact == 0
    else:
        assert isinstance(found, Achievement)
        assert 0 <= found.exact < 100


@given(intervals(), hundredths, hundredths)
def test_there_is_no_way_to_it(goal: GoalInterval, value: Fraction, baseline: Fraction) -> None:
    """Avance tipo II needs one figure to arrive at."""
    for found in (
        from_baseline(value, goal, baseline),
        to_date(Direction.ASCENDING, [value, value], [goal, value]),
        to_date(Direction.UNDEFINED, [value, value], [value, goal]),
    ):
        assert isinstance(found, Absence)
        assert (found.reason, found.cause) == (Reason.NOT_APPLICABLE, "interval_way")


@given(intervals(0), hundredths, st.integers(0, 200), st.integers(0, 8), strategies.methodologies)
def test_bounds_hold_every_alcance(
    goal: GoalInterval, low: Fraction, width: int, inside: int, methodology: Methodology
) -> None:
    value = Interval(low, low + Fraction(width, 4))
    bounds = achievement_bounds(
        indicator(1), value, goal, attrs.evolve(methodology, progress=Progress.TYPE_1)
    )
    found = achievement(
        Direction.ASCENDING, low + Fraction(width * inside, 32), goal, methodology, Aggregation.ADDITIVE
    )

    assert bounds is not None
    assert isinstance(found, Achievement)
    assert bounds.holds(found.exact)
    assert bounds.holds(found.shown)


# ---- Plans ------------------------------------------------------------------------------------------------

PLAN = """plan "P"
  periodo: 2024 a 2025

objetivo OEI.01 "O"

indicador IND.01.OEI.01 "I"
  unidad:  {unit}
  sentido: no definido
  logros:
    2024: {first}
    2025: {last}
  valores:
    2024: {value}
"""


@st.composite
def written(draw: st.DrawFn) -> tuple[str, str, str, str]:
    """A unit, an interval and a value in it, and the word between the figures."""
    unit, sign = draw(st.sampled_from([("porcentaje", "%"), ("número", ""), ("tasa por 1000", "")]))
    decimals = draw(st.integers(0, 3))
    lower = draw(st.integers(0, 5000))
    upper = lower + draw(st.integers(1, 900))
    first, last = (f"{fixed(Fraction(each, 10**decimals), decimals)}{sign}" for each in (lower, upper))
    return unit, first, last, f"{draw(st.integers(0, 600))}{sign}"


@settings(max_examples=examples(25), deadline=None)
@given(written(), st.sampled_from([" a ", " A ", "  a  ", " to ", " hasta ", "-", " – ", "..", " al "]))
def test_every_spelling_is_one(said: tuple[str, str, str, str], between: str) -> None:
    """However it is written, it means the same, and the canonical form has `a`."""
    unit, lower, upper, value = said
    texts = [f"{lower}{each}{upper}" for each in (between, " a ")]
    odd, plain = (PLAN.format(unit=unit, first=each, last="ND", value=value) for each in texts)

    assert not load_text(odd).errors
    assert format_text(odd) == format_text(plain)
    assert load_text(odd).plan.indicators == load_text(plain).plan.indicators


@settings(max_examples=examples(15), deadline=None)
@given(written(), st.sampled_from(["95% a 105%", "no programado"]))
def test_books_and_tables_bring_it_back(said: tuple[str, str, str, str], last: str) -> None:
    """Onto its own plan nothing changes; onto a plan without goals they come as they were."""
    unit, lower, upper, value = said
    last = last if unit == "porcentaje" else "no programado"
    text = format_text(PLAN.format(unit=unit, first=f"{lower} a {upper}", last=last, value=value))
    bare = format_text(PLAN.format(unit=unit, first="no programado", last="no programado", value=value))
    loaded = load_text(text)

    assert not loaded.errors
    for name, data in (
        ("libro.xlsx", capture_workbook(loaded)),
        ("tabla.csv", long_table(loaded).encode()),
    ):
        assert brought(text, name, data) == text
        assert brought(bare, name, data) == text


def brought(text: str, name: str, data: bytes) -> str:
    book = import_workbook(name, data)
    assert isinstance(book, Imported)
    return merge(Source.of("plan.pei", text), book, known(load_text(text))).text


@settings(max_examples=examples(20), deadline=None)
@given(written())
def test_a_plan_measures_as_its_figures(said: tuple[str, str, str, str]) -> None:
    unit, lower, upper, value = said
    loaded = load_text(PLAN.format(unit=unit, first=f"{lower} a {upper}", last="no programado", value=value))
    [result] = evaluate(loaded, 2024).evaluation.indicators.values()
    first, last, now = (Fraction(each.rstrip("%")) for each in (lower, upper, value))

    assert isinstance(result.achievement, Achievement)
    expected = Fraction(100) if first <= now <= last else min(now, last) / max(now, first) * 100
    assert result.achievement.shown == round_half_up(expected)
    goal = next(iter(loaded.plan.indicators.values())).goals
    assert [isinstance(each, IntervalFigure) for each in goal.values()] == [True, False]


@settings(max_examples=examples(15), deadline=None)
@given(written(), st.booleans())
def test_tests_and_examples_compare_with_it(said: tuple[str, str, str, str], other: bool) -> None:
    """Exactly, in both ends; what is said to contradict it must differ; an audit reads past both."""
    unit, lower, upper, value = said
    sign = "%" if "%" in upper else ""
    text = PLAN.format(unit=unit, first=f"{lower} a {upper}", last="no programado", value=value)
    expected = f"{lower} a {upper.removesuffix('%')}{'9' if other else ''}{sign}"
    tested = (
        f'{text}\nprueba "p"\n  año: 2024\n  IND.01.OEI.01: logro {expected}'
        f'\n\nprueba "q"\n  año: 2024\n  IND.01.OEI.01: logro {expected} contradice "otro texto"\n'
    )
    loaded = load_text(tested)

    assert not loaded.errors
    assert format_text(format_text(tested)) == format_text(tested)
    assert [run.holds for run in run_tests(loaded)] == [not other, other]
    assert audit(loaded, 2024) is not None


def test_reports_tell_the_interval_beside_each_value() -> None:
    """In the table of results, the ficha, the calculation, and what a chart says in words."""
    text = PLAN.format(unit="porcentaje", first="95% a 105%", last="97.5% a 103%", value="80%")
    loaded = load_text(f"{text}    2025: 110%\n")
    assert not loaded.errors
    page = render(report(loaded, 2025), "html")

    assert "2024: 80 %, meta 95 – 105 % (" in page
    assert "2025: 110 %, meta 97.5 – 103.0 % (" in page
    assert "103.0 / 110 × 100 = 93.6363… → 93.64 %" in page
    assert "97.5 – 103.0 %   (se cumple de una cifra a la otra, según regla propia" in page


def test_charts_draw_both_ends() -> None:
    """In HTML a band behind each year that has one; in Word and Excel two lines with what lies between filled."""
    text = PLAN.format(unit="porcentaje", first="95% a 105%", last="97.5% a 103%", value="80%")
    document = report(load_text(f"{text}    2025: 110%\n"), 2025)
    [chart] = [each for each in document.blocks() if isinstance(each, Evolution)]
    drawn = str(svg_charts.evolution(chart))
    ends = [(Fraction(95), Fraction(105)), (Fraction(195, 2), Fraction(103))]

    assert [(point.goal, point.goal_upper) for point in chart.points] == ends
    assert drawn.count('class="goal-band"') == 1 + len(ends)  # one in the legend
    assert drawn.count("diamond") == 0
    assert [line.figures for line in chart_xml.evolution_lines(chart)[1:]] == [*zip(*ends, strict=True)]
    parts = [chart_xml.evolution(chart).decode(), *charts_of(book(document))]
    for part in parts:
        assert part.count("<c:ser>") == 3
        assert "c:upDownBars" in part
    figures = [row[1:4] for row in workbook_texts.sheet(book(document), "Evolución")]
    assert ["110 %", "97.5 %", "103.0 %"] in figures


def test_charts_of_single_figures_have_no_band() -> None:
    text = PLAN.format(unit="porcentaje", first="90%", last="95%", value="80%").replace(
        "no definido", "ascendente"
    )
    document = report(load_text(f"{text}    2025: 110%\n"), 2025)
    [chart] = [each for each in document.blocks() if isinstance(each, Evolution)]

    assert chart.goal_ends == ()
    assert "goal-band" not in str(svg_charts.evolution(chart))
    for part in (chart_xml.evolution(chart).decode(), *charts_of(book(document))):
        assert part.count("<c:ser>") == 2
        assert "c:upDownBars" not in part


def charts_of(data: bytes) -> list[str]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = [archive.read(each).decode() for each in archive.namelist() if "/charts/chart" in each]
    return [each for each in parts if "lineChart" in each]


def round_half_up(number: Fraction) -> Fraction:
    return Fraction(int(number * 100 + Fraction(1, 2)), 100)
