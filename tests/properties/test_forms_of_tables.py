"""Tables in the forms in which they come mean the same as the plain one, in every engine and kind of file."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from pathlib import Path

import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st
from pyarrow import csv as arrow_csv
from pyarrow import parquet

import pei_dsl
from pei_dsl import Engine, Reading

HEAD = """\
plan "P"
  periodo: 2020 a 2024
objetivo OEI.01 "S"
indicador IND.01.OEI.01 "I"
  fórmula: suma(s.v si r = "Lima" o r = "Cusco")
  unidad: número
  sentido: ascendente
  logros: 2024: 8
"""
Rows = Sequence[tuple[str, int, int]]
ROWS = st.lists(
    st.tuples(st.sampled_from(["Lima", "Cusco", "Puno"]), st.integers(2023, 2024), st.integers(-9, 99)),
    min_size=1,
    max_size=12,
    unique_by=lambda row: row[:2],
)


def grid(rows: Rows, headings: Callable[[int], str]) -> list[list[str]]:
    """Return rows with years as columns."""
    years = sorted({year for _, year, _ in rows})
    cells = {(region, year): str(value) for region, year, value in rows}
    regions = sorted({region for region, _, _ in rows})
    body = [[region, *(cells.get((region, year), "") for year in years)] for region in regions]
    return [["r", *map(headings, years)], *body]


def plain(rows: Rows) -> list[list[str]]:
    return [["r", "a", "v"], *([region, str(year), str(value)] for region, year, value in rows)]


def as_csv(cells: Sequence[Sequence[str]]) -> str:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(cells)
    return text.getvalue()


def write_csv(folder: Path, name: str, cells: Sequence[Sequence[str]]) -> str:
    (folder / f"{name}.csv").write_text(as_csv(cells), "utf-8")
    return f"{name}.csv"


def write_book(folder: Path, name: str, cells: Sequence[Sequence[str]]) -> str:
    with xlsxwriter.Workbook(folder / f"{name}.xlsx") as book:
        sheet = book.add_worksheet()
        for number, row in enumerate(cells):
            for place, cell in enumerate(row):
                if cell and number and cell.lstrip("-").isdecimal():
                    sheet.write_number(number, place, int(cell))
                elif cell:
                    sheet.write_string(number, place, cell)
    return f"{name}.xlsx"


def write_parquet(folder: Path, name: str, cells: Sequence[Sequence[str]]) -> str:
    table = arrow_csv.read_csv(io.BytesIO(as_csv(cells).encode()))
    parquet.write_table(table, folder / f"{name}.parquet")
    return f"{name}.parquet"


WRITERS = (write_csv, write_book, write_parquet)
Writer = Callable[[Path, str, Sequence[Sequence[str]]], str]


def figures(folder: Path, source: str) -> Mapping[int, object]:
    """Return the figure of each year; the same from every engine."""
    (folder / "plan.pei").write_text(HEAD + source, "utf-8")
    loaded = pei_dsl.load(folder)
    assert not loaded.errors, [str(each) for each in loaded.errors]
    found = []
    for engine in (Engine.REFERENCE, Engine.DUCKDB, Engine.SQLITE):
        by_year: dict[int, object] = {}
        for year in (2024,):
            measured = pei_dsl.evaluate(loaded, year, reading=Reading(engine))
            assert not measured.diagnostics, [each.message() for each in measured.diagnostics]
            value = measured.evaluation.indicators["IND.01.OEI.01"].value
            by_year[year] = value if isinstance(value, Fraction) else value.reason
        found.append(by_year)
    assert found[0] == found[1] == found[2]
    return found[0]


COLUMNS = "  tiempo: a\n  columna r: texto\n  columna a: fecha\n  columna v: número\n"
WIDE = "  columna r: texto\n  tiempo: a\n  columna a: fecha; del encabezado{more}\n  columna v: número; de las celdas\n"


@settings(max_examples=2)
@pytest.mark.parametrize("write", WRITERS[:2])
@given(rows=ROWS)
def test_years_as_columns_are_rows(
    write: Writer, rows: Rows, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """A missing cell of the grid is an empty one, which adds nothing, so figures of years with rows agree."""
    folder = tmp_path_factory.mktemp("wide")
    narrow = figures(folder, f"fuente s\n  archivo: {write(folder, 'p', plain(rows))}\n{COLUMNS}")
    file = write(folder, "w", grid(rows, lambda year: f"{year} p/"))
    declared = WIDE.format(more='; símbolo "p/"')
    wide = figures(folder, f"fuente s\n  archivo: {file}\n{declared}")

    asked = {year for region, year, _ in rows if region != "Puno" and year == 2024}
    assert {year: wide[year] for year in asked} == {year: narrow[year] for year in asked}


@settings(max_examples=2)
@pytest.mark.parametrize("write", WRITERS[:2])
@given(
    rows=ROWS, above=st.integers(0, 3), title=st.sampled_from(["", "Cuadro", 'Un "título"', "dos\nlíneas"])
)
def test_a_header_further_down(
    write: Writer, rows: Rows, above: int, title: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("below")
    first, *rest = plain(rows)
    titles = [[title or "x", "", ""] for _ in range(above)]
    upper, lower = ["", "Grupo", ""], [first[0], "a", "v"]
    expected = figures(folder, f"fuente s\n  archivo: {write(folder, 'p', plain(rows))}\n{COLUMNS}")
    one = write(folder, "uno", [*titles, first, *rest])
    two = write(folder, "dos", [*titles, upper, lower, *rest])
    single = f"fuente s\n  archivo: {one}\n  encabezado: fila {above + 1}\n{COLUMNS}"
    double = f"fuente s\n  archivo: {two}\n  encabezado: filas {above + 1} a {above + 2}\n" + COLUMNS.replace(
        "a: fecha", 'a: fecha; encabezado "Grupo a"'
    ).replace("v: número", 'v: número; encabezado "Grupo v"')

    assert figures(folder, single) == expected
    assert figures(folder, double) == expected


@settings(max_examples=2)
@pytest.mark.parametrize("write", WRITERS)
@given(rows=ROWS)
def test_what_names_of_files_say_is_in_each_row(
    write: Writer, rows: Rows, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("names")
    expected = figures(folder, f"fuente s\n  archivo: {write_csv(folder, 'p', plain(rows))}\n{COLUMNS}")
    for region, year, value in rows:
        (folder / region).mkdir(exist_ok=True)
        name = write(folder / region, f"d-{year}06", [["v"], [str(value)]])
    suffix = name.partition(".")[2]
    named = (
        f"fuente s\n  archivo: {{r}}/d-{{aaaamm}}.{suffix}\n  tiempo: a\n"
        "  columna r: texto; del archivo\n  columna a: fecha; del archivo\n  columna v: número\n"
    )

    assert figures(folder, named) == expected


@pytest.mark.parametrize("write", WRITERS)
def test_rows_are_dated_by_a_computed_column(write: Writer, tmp_path: Path) -> None:
    cells = [
        ["r", "anio", "nro", "v"],
        ["Lima", "2024", "1", "1"],
        ["Lima", "2024", "12", "20"],
        ["Lima", "2023", "1", "300"],
    ]
    columns = "".join(f"  columna {name}: número\n" for name in ("anio", "nro", "v"))
    declared = f"  tiempo: a\n  columna r: texto\n{columns}  columna a = fecha(anio; nro)\n"
    file = write(tmp_path, "d", cells)

    assert figures(tmp_path, f"fuente s\n  archivo: {file}\n{declared}")[2024] == 21


@pytest.mark.parametrize("write", WRITERS[:2])
def test_the_second_of_two_headings(write: Writer, tmp_path: Path) -> None:
    file = write(tmp_path, "d", [["r", "a", "Valor", "Valor"], ["Lima", "2024", "1", "20"]])
    declared = COLUMNS.replace("v: número", 'v: número; encabezado "Valor"; repetición 2')

    assert figures(tmp_path, f"fuente s\n  archivo: {file}\n{declared}")[2024] == 20


def codes(folder: Path, source: str) -> list[tuple[str, str]]:
    (folder / "plan.pei").write_text(HEAD + source, "utf-8")
    measured = pei_dsl.evaluate(pei_dsl.load(folder), 2024, partial=True)
    return [(each.code, each.variant) for each in measured.diagnostics]


@pytest.mark.parametrize(
    ("cells", "source", "found"),
    [
        ([["r", "v", "v"], ["Lima", "1", "2"]], "columna v: número; repetición 3", ("PEI302", "repetition")),
        ([["r", "x", "x"], ["Lima", "1", "2"]], 'columna v: número; encabezado "x"', ("PEI302", "twice")),
        ([["r", "x"], ["Lima", "1"]], WIDE.format(more="").strip(), ("PEI302", "headings")),
        (
            [["r", "2020", "2020-01 "], ["Lima", "1", "2"], ["r", "2020", "2020"]],
            WIDE.format(more='; formato "aaaa-mm"; símbolo "-01"').strip(),
            ("PEI302", "heading_twice"),
        ),
        ([["t", ""], ["", ""], ["r", "v"], ["Lima", "1"]], "columna v: número", ("PEI302", "elsewhere")),
    ],
)
def test_what_is_wrong_is_told(
    cells: Sequence[Sequence[str]], source: str, found: tuple[str, str], tmp_path: Path
) -> None:
    file = write_csv(tmp_path, "d", cells)
    region = "" if "columna r" in source else "  columna r: texto\n"

    assert codes(tmp_path, f"fuente s\n  archivo: {file}\n{region}  {source}\n") == [found]


def test_a_name_that_says_no_period_is_told(tmp_path: Path) -> None:
    write_csv(tmp_path, "d-202413", [["r", "v"], ["Lima", "1"]])
    source = "fuente s\n  archivo: d-{aaaamm}.csv\n  columna r: texto\n  columna v: número\n"

    assert codes(tmp_path, f"{source}  columna a: fecha; del archivo\n") == [("PEI320", "name")]
