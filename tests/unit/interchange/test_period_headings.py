"""What exporters write above a column, the importer reads: for every period, kind of column and form."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

import pei_dsl
from pei_dsl.interchange.capture import _columns as capture_columns
from pei_dsl.interchange.capture import _Figures
from pei_dsl.interchange.headings import meaning
from pei_dsl.interchange.page import Column
from pei_dsl.interchange.period_headings import period_of, under, under_year
from pei_dsl.interchange.report_b7 import _columns as report_columns
from pei_dsl.model.periods import Granularity, Period
from pei_dsl.workspace.verbs import evaluate
from tests import strategies

PLAN = """
plan "Plan"
  periodo: 2020 a 2030
objetivo OEI.01 "Objetivo"
indicador IND.01.OEI.01 "Indicador"
  unidad: número
  sentido: ascendente
  logros: 2024: 5
"""
periods = strategies.periods(1905, 2095)


@given(periods)
@pytest.mark.parametrize("written", [under, under_year])
def test_every_period_is_read_as_it_is_written(
    written: Callable[[str, Period], tuple[str, ...]], period: Period
) -> None:
    for family in ("Logro esperado", "Valor obtenido", "Valores Obtenidos", "Alcance (%)"):
        assert period_of(written(family, period)) == str(period)


@given(st.lists(periods, min_size=1, max_size=4, unique=True))
def test_every_column_of_the_template_is_read_as_what_it_is(found: list[Period]) -> None:
    columns = capture_columns(pei_dsl.load_text(PLAN).plan, _Figures(found, found))

    assert {name: read(each) for name, each in columns.items()} == {name: name for name in columns}


@pytest.mark.parametrize("granularity", Granularity)
@pytest.mark.parametrize("methodology", ["ceplan", "exacta"])
def test_every_column_of_the_report_is_read_as_what_it_is(granularity: Granularity, methodology: str) -> None:
    loaded = pei_dsl.load_text(PLAN)
    year = Period.year_of(2024)
    for period in [year] if granularity is Granularity.YEAR else year.parts(granularity):
        found = [evaluate(loaded, period, methodology=methodology).evaluation]
        columns = report_columns([year, period], found)

        assert {name: read(each) for name, each in columns.items()} == {name: name for name in columns}


def read(column: Column) -> str:
    """Return what the importer takes a column for, as the exporters name it."""
    found = meaning(column.headings)
    assert found is not None, column.headings
    return f"{found.field} {found.period}".rstrip()
