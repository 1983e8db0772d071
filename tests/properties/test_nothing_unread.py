"""All that a workbook holds is read or told: no cell and no comment can change without the import noticing."""

from __future__ import annotations

import datetime

import attrs
import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from pei_dsl.diagnostics import Severity
from pei_dsl.interchange.cells import Cell
from pei_dsl.interchange.importing import Imported, import_sheets
from pei_dsl.interchange.mapping import Declared
from pei_dsl.interchange.preview import summary
from pei_dsl.interchange.workbook import Sheet, Workbook

Grid = list[list[object]]

B_2: Grid = [
    ["Plan:", "PEI 2025-2026", None, None, None, None, None],
    ["Código", "Denominación", "Nombre del indicador", "Unidad de medida", "Sentido esperado", 2025, 2026],
    ["OEI.01", "Mejorar la atención", "Número de trámites", "número", "ascendente", 80, 85],
    [None, None, "Número de quejas", "número", "descendente", 9, 8],
    ["AEI.01.01", "Atender mejor", "Número de ventanillas", "número", "ascendente", 3, 4],
]
WIDE: Grid = [
    ["Código", "Denominación", "Unidad de medida", "Sentido esperado", "Línea de base 2024", "Logro 2025"],
    ["OEI.01", "Mejorar la atención", None, None, None, None],
    ["IND.01.OEI.01", "Número de quejas", "número", "descendente", 10, 9],
    ["IND.02.OEI.01", "Número de ventanillas", "número", "ascendente", 3, "ND"],
]
LONG: Grid = [
    ["código", "denominación", "unidad", "medida", "periodo", "cifra"],
    ["IND.01.OEI.01", "Número de quejas", "número", "logro esperado", 2025, 9],
    ["IND.01.OEI.01", "Número de quejas", "número", "valor obtenido", 2025, 7],
    ["IND.02.OEI.01", "Número de ventanillas", "número", "valor obtenido", 2025, 3],
]
TABLES = {"B-2": B_2, "wide": WIDE, "long": LONG}
JUNK = st.sampled_from(
    [
        "Observaciones",
        "Logro esperado 2025",
        "Proyección 2027",
        "Linia base 2024",
        "Total",
        "por confirmar",
        "OEI.01",
        7,
        "12%",
        2025,
        datetime.date(2025, 1, 1),
        "IND.01.OEI.01",
    ]
)


def book(grid: Grid, comments: dict[tuple[int, int], str]) -> Workbook:
    cells = {
        (row, column): Cell("Hoja", row, column, value, comment=comments.get((row, column), ""))
        for row, values in enumerate(grid, 1)
        for column, value in enumerate(values, 1)
        if value is not None or (row, column) in comments
    }
    size = max(row for row, _ in cells), max(column for _, column in cells)
    return Workbook("libro.xlsx", (Sheet("Hoja", cells, last_row=size[0], last_column=size[1]),))


def outcome(made: Workbook) -> object:
    imported = import_sheets(made, Declared())
    if not isinstance(imported, Imported):
        return imported
    return imported.text, imported.registered, imported.diagnostics, imported.unread


@st.composite
def books(draw: st.DrawFn) -> Workbook:
    """Draw a sound table with cells and comments where nobody expects them."""
    grid = [[*row] for row in TABLES[draw(st.sampled_from([*TABLES]))]]
    wide = max(map(len, grid))
    for each in grid:
        each.extend([None for _ in range(len(each), wide + 2)])
    grid.append([None for _ in range(wide + 2)])
    places = st.tuples(st.integers(1, len(grid)), st.integers(1, wide + 2))
    for (row, column), value in draw(st.dictionaries(places, JUNK, max_size=4)).items():
        if grid[row - 1][column - 1] is None:
            grid[row - 1][column - 1] = value
    return book(grid, draw(st.dictionaries(places, st.just("ojo"), max_size=2)))


def changed(made: Workbook, place: tuple[int, int], **change: object) -> Workbook:
    [sheet] = made.sheets
    cells = {**sheet.cells, place: attrs.evolve(sheet.cells[place], **change)}  # type: ignore[arg-type]
    kept = {each: cell for each, cell in cells.items() if not cell.is_empty or cell.comment}
    return attrs.evolve(made, sheets=(attrs.evolve(sheet, cells=kept),))


def headed(above: dict[int, object]) -> Workbook:
    """Return a matrix whose title row is one of headings, since it has a family of figures."""
    first, *rows = B_2
    return book([[above.get(column, value) for column, value in enumerate(first, 1)], *rows], {})


@given(books())
@example(headed({3: "Logro esperado 2025"}))
@example(headed({3: "Logro esperado 2025", 4: 2025, 5: "IND.01.OEI.01"}))
@example(headed({4: "Indicador", 6: "Logros esperados"}))
def test_no_cell_changes_unnoticed(made: Workbook) -> None:
    before = outcome(made)
    assume(
        isinstance(before, tuple)
    )  # of a book that is refused as a whole no cell is read, and that is said
    [sheet] = made.sheets
    for place, cell in sheet.cells.items():
        if not cell.is_empty:
            others = (outcome(changed(made, place, value=value)) for value in (None, "otra cosa", 77))
            assert any(other != before for other in others), cell
        if cell.comment:
            assert outcome(changed(made, place, comment="")) != before, cell


@given(books())
def test_all_cells_are_sound_only_if_all_were_read(made: Workbook) -> None:
    imported = import_sheets(made, Declared())
    if isinstance(imported, Imported) and imported.unread:
        assert "sanas" not in summary(imported, "es")


@pytest.mark.parametrize("name", TABLES)
def test_a_sound_table_is_read_whole(name: str) -> None:
    imported = import_sheets(book(TABLES[name], {}), Declared())

    assert isinstance(imported, Imported)
    assert imported.unread == 0
    assert all(each.severity is Severity.NOTE for each in imported.diagnostics)
    assert summary(imported, "es").endswith("todas las celdas están sanas.")


@pytest.mark.parametrize(
    ("heading", "variant"),
    [
        (None, "blank"),
        ("", "blank"),
        (datetime.date(2026, 1, 1), "date"),
        ("Logro 2025", "twice"),
        ("Linia base 2026", "near"),
        ("Proyección 2026", ""),
    ],
)
def test_a_column_of_figures_that_is_not_read_is_an_error(heading: object, variant: str) -> None:
    grid = [[*row, value] for row, value in zip(WIDE, [heading, None, 8, 9], strict=True)]
    imported = import_sheets(book(grid, {}), Declared())

    assert isinstance(imported, Imported)
    assert imported.is_dirty
    found = [(each.code, each.variant, each.severity) for each in imported.diagnostics]
    assert ("PEI365", variant, Severity.ERROR) in found


def test_one_indicator_for_each_policy_is_one_indicator() -> None:
    repeated: Grid = [
        *B_2,
        ["AEI.01.01", "Atender mejor", "Número de ventanillas", "número", "ascendente", 3, 4],
    ]
    other: Grid = [
        *B_2,
        ["AEI.01.01", "Atender mejor", "Número de ventanillas", "número", "ascendente", 3, 5],
    ]
    for grid, variant, severity in (
        (repeated, "", Severity.WARNING),
        (other, "other", Severity.ERROR),
    ):
        imported = import_sheets(book(grid, {}), Declared())
        assert isinstance(imported, Imported)
        assert imported.counts["indicator"] == 3
        assert ("PEI356", variant, severity) in [
            (each.code, each.variant, each.severity) for each in imported.diagnostics
        ]


def test_headings_of_several_columns_are_read() -> None:
    imported = import_sheets(headed({1: "OEI/AEI", 2: None, 6: "Logros esperados"}), Declared())

    assert isinstance(imported, Imported)
    assert imported.unread == 0
