"""Time clauses that no row can meet are told, and no others are."""

from __future__ import annotations

import itertools

import pytest

import pei_dsl
from pei_dsl.analysis.resolve.windows import parse
from pei_dsl.data.aggregates import window_of
from pei_dsl.model.periods import Granularity, Period

NAMED = ("en 2019", "en 2022-S1", "en 2022-07", "en 2023-T1")
BEGINNINGS = ("desde 2018", "desde 2019", "acumulado desde 2022-S2", "desde 2022-T2", "acumulado desde 2030")
OTHERS = ("", "al cierre", "en año anterior", "en últimos 3 años", "acumulado")
SOURCE = "fuente t\n  tiempo: f\n  columna f: fecha\n"
MEASURED = [
    Period.of(kind, year)
    for year in range(2010, 2040)
    for kind in (Granularity.YEAR, Granularity.SEMESTER, Granularity.QUARTER)
]


@pytest.mark.parametrize(("first", "second"), list(itertools.product(NAMED, BEGINNINGS)))
@pytest.mark.parametrize("turned", [False, True])
def test_clauses_that_exclude_each_other_are_an_error_just_where_no_period_has_days(
    first: str, second: str, *, turned: bool
) -> None:
    clauses = (second, first) if turned else (first, second)
    windows = [window for each in clauses if (window := parse(each)) is not None]
    assert len(windows) == 2
    empty = all(window_of(windows, each) is None for each in MEASURED)

    loaded = pei_dsl.load_text(f"variable v = contar(t {' '.join(clauses)})\n{SOURCE}")

    found = [(each.code, each.variant) for each in loaded.diagnostics if each.severity == "error"]
    assert found == ([("PEI213", "never")] if empty else [])


@pytest.mark.parametrize("clause", [each for each in (*NAMED, *BEGINNINGS, *OTHERS) if each])
def test_a_clause_that_begins_after_the_plan_is_warned_of_just_where_no_year_of_it_has_days(
    clause: str,
) -> None:
    window = parse(clause)
    assert window is not None
    plan = 'plan "P"\n  periodo: 2016 a 2020\n'
    empty = all(window_of([window], Period.year_of(year)) is None for year in range(2016, 2021))

    loaded = pei_dsl.load_text(f"{plan}variable v = contar(t {clause})\n{SOURCE}")

    found = [each.code for each in pei_dsl.lint(loaded) if each.code == "PEI447"]
    assert found == (["PEI447"] if empty else [])


@pytest.mark.parametrize("asked", ["contar(t desde 2022)", "N", "N + 1", "promedio(M desde 2022)"])
@pytest.mark.parametrize("year", [2021, 2022])
def test_a_value_of_a_period_before_what_it_reads_is_warned_of(asked: str, year: int) -> None:
    text = f"variable v = valor({asked} en {year})\nvariable N = contar(t desde 2022)\n"

    loaded = pei_dsl.load_text(f"{text}variable M = contar(t)\n{SOURCE}")

    assert not [each for each in loaded.diagnostics if each.severity == "error"]
    found = [(each.code, each.variant) for each in pei_dsl.lint(loaded) if each.code == "PEI447"]
    assert found == ([("PEI447", "at")] if year < 2022 else [])
