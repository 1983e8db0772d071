"""Breakdowns: each group is what its own rows alone would give, in every engine; nothing is asked unannounced."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import pei_dsl
from pei_dsl.data.aggregates import Outcome
from pei_dsl.data.answers import Group, Request, TableAnswers, number_in
from pei_dsl.data.completeness import half_filled
from pei_dsl.data.engine.engine_answers import EngineAnswers
from pei_dsl.data.reading import Engine, Reading
from pei_dsl.evaluation.evaluate import evaluate
from pei_dsl.evaluation.requests import requests_of
from pei_dsl.model.absence import Absence
from pei_dsl.model.expressions import Aggregate
from pei_dsl.model.periods import Period
from pei_dsl.workspace import verbs
from tests.cli.plans import INPE
from tests.documents import EXAMPLES
from tests.example_counts import examples

ADDITIVE = ("suma(s.a)", "contar(s)", "suma(s.a si b)", "suma(s.a * s.c)")
OTHERS = (
    "suma(s.a) / suma(s.c)",
    "promedio(s.a)",
    "máximo(s.a)",
    "mínimo(s.a si b)",
    "contar_distintos(s.t)",
    "suma(s.a) - anterior(suma(s.a))",
    "mediana(s.a)",
    "si(suma(s.c) > 3; suma(s.a); 7)",
    "suma(s.a en últimos 4 meses)",
    "promedio(s.a si b en últimos 2 años)",
    "contar(s.c acumulado)",
)
CLOSING = ("suma(s.a al cierre)", "contar(s al cierre)")
FORMULAS = (*ADDITIVE, *OTHERS, *CLOSING)

HEAD = 'plan "P"\n  periodo: 2023 a 2025\nobjetivo OEI.01 "S"\n'
INDICATORS = "".join(
    f'indicador IND.{number:02}.OEI.01 "I"\n  fórmula: {formula}\n  unidad: número\n'
    "  sentido: ascendente\n  logros: 2024: 8\n"
    for number, formula in enumerate(FORMULAS, start=1)
)
SOURCE = """\
fuente s "R"
  tiempo: d
  desagregación: x; z
  columna d: fecha
  columna x: texto
  columna z: número
  columna t: texto
  columna a: número
  columna c: número
  columna b: booleano
"""
LOADED = pei_dsl.load_text(HEAD + INDICATORS + SOURCE)
CODES = dict(zip(FORMULAS, LOADED.plan.indicators, strict=True))
ENGINES = [Engine.REFERENCE, Engine.DUCKDB, Engine.SQLITE]
PERIODS: list[Period | str] = ["2024", "2024-S1", "2024-03", "2024-04", "2024-06"]

days = st.builds(datetime.date, st.sampled_from([2023, 2024, 2025]), st.integers(1, 12), st.integers(1, 3))
numbers = st.none() | st.decimals(-99, 99, places=2, allow_nan=False) | st.integers(-3, 3)
rows = st.lists(
    st.fixed_dictionaries(
        {
            "d": days,
            "x": st.sampled_from(["Lima", "lima", "Áncash", "", None]),
            "z": st.sampled_from([1, 2, None]),
            "t": st.sampled_from(["p", "q", None]),
            "a": numbers,
            "c": numbers,
            "b": st.booleans() | st.none(),
        }
    ),
    max_size=12,
)


def broken(given_: Sequence[dict[str, Any]], engine: Engine, columns: Sequence[str]) -> pei_dsl.Breakdown:
    made, found = pei_dsl.break_down(LOADED, PERIODS, columns, data={"s": given_}, reading=Reading(engine))

    assert not found
    return made


def same(left: object, right: object) -> bool:
    """Tell whether two values are one; of absences, the reason counts and its cause."""
    if isinstance(left, Absence) and isinstance(right, Absence):
        return (left.reason, left.cause) == (right.reason, right.cause)
    return left == right


def test_the_formulas_are_read() -> None:
    assert not LOADED.errors


@pytest.mark.parametrize("engine", ENGINES)
@given(rows, st.sampled_from([("x",), ("z",), ("x", "z"), ("z", "x")]))
@settings(max_examples=examples(15))
def test_a_group_is_what_its_rows_alone_give(
    engine: Engine, given_: list[dict[str, Any]], columns: tuple[str, ...]
) -> None:
    """But for `al cierre`, whose last date is that of the whole table: those have a test of their own."""
    made = broken(given_, engine, columns)
    named = [tuple(row[column] or None for column in columns) for row in given_]

    assert set(made.groups) == set(named)
    for index, group in enumerate(made.groups):
        own = [row for row, name in zip(given_, named, strict=True) if name == group]
        alone, _ = pei_dsl.evaluate_many(LOADED, PERIODS, data={"s": own}, reading=Reading(Engine.REFERENCE))
        expected = {each.period: each.indicators for each in alone}
        for series in made.series:
            if series.indicator.code not in {CODES[formula] for formula in CLOSING}:
                one = expected[series.period][series.indicator.code].computed
                assert same(series.values[index], one), (series.indicator.formula, group)


@pytest.mark.parametrize("engine", [Engine.DUCKDB, Engine.SQLITE])
@given(rows, st.sampled_from([("x",), ("x", "z"), ()]))
@settings(max_examples=examples(15))
def test_every_engine_breaks_down_alike(
    engine: Engine, given_: list[dict[str, Any]], columns: tuple[str, ...]
) -> None:
    reference, other = broken(given_, Engine.REFERENCE, columns), broken(given_, engine, columns)

    assert other.groups == reference.groups
    for ours, theirs in zip(other.series, reference.series, strict=True):
        assert same(ours.total, theirs.total), ours.indicator.formula
        assert all(map(same, ours.values, theirs.values)), ours.indicator.formula


@given(rows)
@settings(max_examples=examples(15))
def test_parts_of_what_adds_up_add_up_to_the_total(given_: list[dict[str, Any]]) -> None:
    made = broken(given_, Engine.REFERENCE, ("x", "z"))
    for series in made.series:
        if series.indicator.code in {CODES[formula] for formula in (*ADDITIVE, *CLOSING)}:
            parts = [value for value in series.values if isinstance(value, Fraction)]
            if isinstance(series.total, Fraction):
                assert sum(parts) == series.total
            else:
                assert len(parts) < len(series.values) or not series.values


@given(rows)
@settings(max_examples=examples(15))
def test_a_ratio_is_one_of_sums_not_a_mean_of_ratios(given_: list[dict[str, Any]]) -> None:
    made = broken(given_, Engine.REFERENCE, ("x",))
    series = {(each.indicator.code, each.period): each for each in made.series}
    for period in made.periods:
        ratio = series[CODES["suma(s.a) / suma(s.c)"], period]
        above = series[CODES["suma(s.a)"], period]
        for value, upper in zip([*ratio.values, ratio.total], [*above.values, above.total], strict=True):
            if isinstance(value, Fraction):
                assert isinstance(upper, Fraction)
                assert (value == 0) == (upper == 0)


@given(rows)
@settings(max_examples=examples(15))
def test_the_last_date_is_that_of_the_whole_table(given_: list[dict[str, Any]]) -> None:
    year = Period.year_of(2024)
    inside = [row for row in given_ if year.start <= row["d"] <= year.end]
    last = max((row["d"] for row in inside), default=None)
    made = broken(given_, Engine.DUCKDB, ("x",))
    [series] = [
        each
        for each in made.series
        if each.indicator.code == CODES["contar(s al cierre)"] and each.period == year
    ]
    for group, value in zip(made.groups, series.values, strict=True):
        number = sum(1 for row in inside if row["d"] == last and (row["x"] or None,) == group)
        assert value == number if number else isinstance(value, Absence)


# ---- What is asked is known before --------------------------------------------------------------------------


@attrs.define
class Counted:
    """How often an engine was asked, in all and when everything had been announced."""

    scans: int = 0


@pytest.fixture
def counted(monkeypatch: pytest.MonkeyPatch) -> Counted:
    """Count the calls of `prefetch` that have anything to fetch."""
    found = Counted()
    plain = EngineAnswers.prefetch

    def prefetch(self: EngineAnswers, requests: Sequence[Request]) -> None:
        before = len(self._scans)
        plain(self, requests)
        found.scans += len(self._scans) - before

    monkeypatch.setattr(EngineAnswers, "prefetch", prefetch)
    return found


ROW = {"d": "2024-03-01", "x": "Lima", "z": 1, "t": "p", "a": 1, "c": 2, "b": True}


@pytest.mark.parametrize("engine", [Engine.DUCKDB, Engine.SQLITE])
def test_one_scan_answers_a_whole_evaluation(engine: Engine, counted: Counted) -> None:
    reading = Reading(engine)
    pei_dsl.evaluate_many(
        LOADED, PERIODS, data={"s": [ROW]}, reading=reading, methodologies=["ceplan", "exacta"]
    )
    assert counted.scans == 1
    pei_dsl.break_down(LOADED, PERIODS, ["x"], data={"s": [ROW]}, reading=reading)
    assert counted.scans == 2
    for number, code in enumerate(LOADED.plan.indicators):
        pei_dsl.explain(LOADED, code, 2024, data={"s": [ROW]}, reading=reading)
        assert counted.scans == 3 + number


# Fichas ask for entities, percentiles and days, which one scan of a source does not answer.
SCANNED = [each for each in EXAMPLES if each.parent.name == "ejemplos"]


@pytest.mark.parametrize("plan", [INPE, *SCANNED], ids=lambda path: path.name)
def test_one_scan_of_each_source_answers_the_shipped_plans(plan: Path, counted: Counted) -> None:
    loaded = pei_dsl.load(plan)
    years = (
        range(loaded.plan.period[0].year, loaded.plan.period[1].year + 1) if loaded.plan.period else [2024]
    )
    pei_dsl.evaluate_many(
        loaded, list(years), reading=Reading(Engine.SQLITE), methodologies=["ceplan", "exacta"]
    )
    assert counted.scans <= len(loaded.plan.sources)
    counted.scans = 0
    pei_dsl.run_tests(loaded, reading=Reading(Engine.SQLITE))
    assert counted.scans <= len(loaded.plan.sources)


def test_what_is_announced_is_what_is_asked() -> None:
    """The spy of the reference: every aggregate that evaluation asks for stands among the requests."""
    when = [Period.year_of(2024)]
    announced = set(requests_of(LOADED.plan, when)["s"])
    asked: set[Any] = set()
    with verbs.reading_data(LOADED, {"s": [ROW]}) as (data, _):
        table = data.tables["s"]

        @attrs.define
        class Spy(TableAnswers):
            def outcome(self, node: Aggregate, period: Period, group: Group = ()) -> Outcome:
                asked.add((node, period))
                return super().outcome(node, period, group)

            def half_filled(self, above: Aggregate, below: Aggregate, period: Period) -> int:
                return number_in(self, half_filled(above, below), period)  # as an engine is asked

        evaluate(LOADED.plan, when[0], attrs.evolve(data, tables={"s": Spy(LOADED.plan.sources["s"], table)}))  # type: ignore[arg-type]

    assert asked
    assert asked <= announced
