"""Rows of a breakdown: every format says of any cell what its definition says, however it is written."""

from __future__ import annotations

import csv
import datetime
import io
import json
from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from typing import Any, TypeAlias

import pyarrow as arrow
from hypothesis import example, given
from hypothesis import strategies as st
from pyarrow import parquet

import pei_dsl
from pei_dsl.data.answers import Group
from pei_dsl.evaluation.breakdown import Breakdown, Series
from pei_dsl.model.absence import Absence, Reason
from pei_dsl.model.periods import Granularity, Period
from pei_dsl.renderers import breakdown_arrow, breakdown_csv, breakdown_json, csv_lines
from pei_dsl.renderers.outlet import visible
from pei_dsl.views import words
from tests import strategies
from tests.properties.test_numbers import plain, ties, twos_and_fives

PLAN = pei_dsl.load_text(
    'plan "P"\n  periodo: 2024 a 2024\nobjetivo OEI.01 "S"\n'
    + "".join(
        f'indicador IND.{number:02}.OEI.01 "{title}"\n  fórmula: suma(s.a)\n  unidad: {unit}\n{decimals}'
        "  sentido: ascendente\n  logros: 2024: 8\n"
        for number, (title, unit, decimals) in enumerate(
            [
                ("Uno, con coma", "porcentaje", ""),
                ("Dos", "porcentaje", "  decimales: 2\n"),
                ("Tres", "número de personas", "  decimales: 0\n"),
                ("Cuatro", "tasa por 1000", "  decimales: 12\n"),
                ("Cinco", "ratio", ""),
            ],
            start=1,
        )
    )
    + 'fuente s "R"\n  desagregación: valor; n; día; b\n  columna a: número\n  columna valor: texto\n'
    "  columna n: número\n  columna día: fecha\n  columna b: booleano\n"
).plan
COLUMNS = ("valor", "n", "día", "b")
HEADS = ["código", "título", "periodo", "nivel", "valor (grupo)", "n", "día", "b"]
PERIODS = tuple(Period.year_of(2024).parts(Granularity.SEMESTER))

texts = st.text(st.sampled_from("aé ,;\"'\n\r\\=-x"), min_size=1, max_size=6)
numbers = strategies.fractions | ties | twos_and_fives
absences = st.sampled_from(
    [
        Absence(Reason.INVALID, "division_by_zero"),
        Absence(Reason.NO_DATA, "no_rows", {"source": "s", "period": "2024"}),
        Absence(Reason.NO_DATA, "no_rows", {"source": 'con "comillas", y coma', "period": "2024"}),
        Absence(Reason.NOT_APPLICABLE, "no_rows", {"source": "s", "period": "2024"}),
    ]
)
groups: st.SearchStrategy[Group] = st.tuples(
    st.none() | texts,
    st.none() | st.integers(-(10**6), 10**6).map(lambda units: Fraction(units, 1000)),
    st.none() | st.dates(),
    st.none() | st.booleans(),
)


Drawn: TypeAlias = tuple[list[Group], list[list[Fraction | Absence]]]


@st.composite
def drawn(draw: st.DrawFn) -> Drawn:
    """Draw groups, and values of every indicator in each of them and in all, which comes last."""
    found = draw(st.lists(groups, max_size=3, unique=True))
    size = len(found) + 1
    return found, [draw(st.lists(numbers | absences, min_size=size, max_size=size)) for _ in PLAN.indicators]


def breakdown(found: Drawn) -> Breakdown:
    """Return what was drawn, over two periods."""
    names, values = found
    series = tuple(
        Series(indicator, period, total, each)
        for period in PERIODS
        for indicator, (*each, total) in zip(PLAN.indicators.values(), values, strict=True)
    )
    return Breakdown(PLAN, COLUMNS, PERIODS, tuple(names), series)


def rows(made: Breakdown) -> Iterator[tuple[list[Any], Series, Fraction | Absence]]:
    """Yield the cells before the value as they are, with the value that belongs to them."""
    for series in made.series:
        head = [series.indicator.code, series.indicator.title, str(series.period)]
        for group, value in zip(made.groups, series.values, strict=True):
            yield [*head, "grupo", *group], series, value
        yield [*head, "total", *[None] * len(COLUMNS)], series, series.total


def written(cell: object) -> str:
    """Return a cell as CSV has it."""
    match cell:
        case None:
            return ""
        case bool():
            return "sí" if cell else "no"
        case Fraction():
            return plain(cell, None)
        case datetime.date():
            return cell.isoformat()
        case _:
            return str(cell)


def detail(value: Fraction | Absence, language: str) -> list[str]:
    return [str(value.reason), words.detail(value, language)] if isinstance(value, Absence) else ["", ""]


@given(drawn(), st.sampled_from(["es", "en"]))
def test_csv_is_what_the_writer_of_the_standard_library_gives(found: Drawn, language: str) -> None:
    made = breakdown(found)
    lines = [line_of([*HEADS, "valor", "unidad", "nd", "detalle"])]
    for cells, series, value in rows(made):
        indicator = series.indicator
        shown = "" if isinstance(value, Absence) else plain(value * indicator.unit.scale, indicator.decimals)
        after = [shown, str(indicator.unit), *detail(value, language)]
        lines.append(line_of([*map(written, cells), *after]))

    raw = "".join(breakdown_csv.texts(made, language, raw=True))
    assert raw == "".join(lines)
    for_spreadsheets = csv.reader(io.StringIO("".join(breakdown_csv.texts(made, language)), newline=""))
    assert list(for_spreadsheets) == [
        list(map(csv_lines.escaped, row)) for row in csv.reader(io.StringIO(raw, newline=""))
    ]


def line_of(cells: list[str]) -> str:
    """Return a line as the standard library writes it for readers to which either sign ends a line."""
    buffer = io.StringIO()
    csv.writer(buffer, lineterminator="\r\n").writerow(cells)
    return f"{buffer.getvalue()[:-2]}\n"


@given(drawn(), st.sampled_from(["es", "en"]))
def test_json_in_parts_is_the_json_of_the_whole(found: Drawn, language: str) -> None:
    made = breakdown(found)
    whole = json.dumps(breakdown_json.breakdown_to_json(made, language), ensure_ascii=False, indent=2)

    assert "".join(breakdown_json.texts(made, language)) == f"{whole}\n"


@given(drawn(), st.sampled_from(["es", "en"]))
def test_a_parquet_file_has_the_rows_of_csv_and_every_value_exactly(found: Drawn, language: str) -> None:
    made = breakdown(found)
    stream = io.BytesIO()
    breakdown_arrow.write_parquet(made, stream, language)
    table = parquet.read_table(arrow.BufferReader(stream.getvalue()))
    read = csv.DictReader(io.StringIO("".join(breakdown_csv.texts(made, language)), newline=""))

    assert table.column_names == [*HEADS, "valor", "valor_exacto", "unidad", "nd", "detalle"]
    # A file shows what would steer a terminal; a program has every letter as it is.
    there = pei_dsl.breakdown_to_arrow(made, language).read_all()
    assert table.schema.equals(there.schema)
    assert table.to_pylist() == [
        {name: visible(cell) if isinstance(cell, str) else cell for name, cell in row.items()}
        for row in there.to_pylist()
    ]
    for row, plain_row, (cells, series, value) in zip(there.to_pylist(), read, rows(made), strict=True):
        assert [row[name] for name in HEADS] == cells
        assert row["unidad"] == str(series.indicator.unit)
        if isinstance(value, Absence):
            assert (row["valor"], row["valor_exacto"]) == (None, None)
            assert [row["nd"], row["detalle"]] == detail(value, language)
            continue
        shown = Fraction(plain(Fraction(plain_row["valor"]), 12))
        fits = abs(shown) < 10**26
        assert Fraction(row["valor_exacto"]) == value * series.indicator.unit.scale
        assert row["valor"] == (shown if fits else None)
        assert (row["nd"], row["detalle"] is None) == (None, fits)


@given(st.integers(10**26 - 1, 10**30) | st.integers(-(10**30), 1 - 10**26))
@example(10**26 - 1)
@example(1 - 10**26)
@example(10**26)
def test_a_figure_too_long_for_a_decimal_says_so_and_stands_beside(number: int) -> None:
    indicator = PLAN.indicators["IND.03.OEI.01"]
    made = Breakdown(PLAN, (), PERIODS, (), [Series(indicator, PERIODS[0], Fraction(number), [])])
    (row,) = breakdown_arrow.breakdown_to_arrow(made).read_all().to_pylist()

    assert row["valor_exacto"] == str(number)
    assert row["nd"] is None
    if abs(number) < 10**26:
        assert (row["valor"], row["detalle"]) == (Decimal(number), None)
    else:
        assert row["valor"] is None
        assert row["detalle"] == "«valor» no alcanza para tantas cifras; están en «valor_exacto»"
