"""A workbook brought into the plan that it came from: what it says changes, and nothing else does."""

from __future__ import annotations

import io
from pathlib import Path

import attrs
import openpyxl
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from pei_dsl.interchange.exporting import capture_workbook
from pei_dsl.interchange.importing import Imported, import_workbook
from pei_dsl.interchange.long_table import long_csv
from pei_dsl.interchange.merging import Known, codes_of, merge
from pei_dsl.interchange.plan_columns import labels
from pei_dsl.source import Source
from pei_dsl.syntax.parse import parse
from pei_dsl.vocabulary import fold
from pei_dsl.workspace.loaded import Loaded
from pei_dsl.workspace.loading import load, load_text
from tests.properties.test_interchange import plans, seems_pasted

RICH = """\
# El plan de la oficina.
plan "Plan de prueba"
  periodo: 2024 a 2025

objetivo OEI.01 "Servicios"   # con su nota

## Del acta de marzo.
indicador IND.01.OEI.01 "Trámites a tiempo"
  unidad: porcentaje
  sentido: ascendente   # más es mejor
  logros: 2024: 80%; 2025: 85%
  fórmula: A / B
  donde:
    A "a" = suma(v.n)
    B "b" = 7
  # queda

indicador IND.02.OEI.01 "Quejas"
  unidad: número de quejas
  sentido: descendente
  línea de base: 2023: 12
  logros:
    2024: 10   # revisado
    2025: 9
  valores:
    2024: 11 preliminar

# La fuente.
fuente v
  archivo: v.csv
  columna n: número
"""


def known(loaded: Loaded) -> Known:
    return Known(shown={fold(label): text for row in labels(loaded.plan) for label, text in row})


def imported(data: bytes, name: str = "libro.xlsx") -> Imported:
    found = import_workbook(name, data)
    assert isinstance(found, Imported)
    return found


def brought(text: str, book: bytes) -> str:
    loaded = load_text(text)
    return merge(Source.of("plan.pei", text), imported(book), known(loaded)).text


def filled(book: bytes, cells: dict[str, dict[str, object]]) -> bytes:
    """Return a capture book with cells (by code, then heading) written into it."""
    workbook = openpyxl.load_workbook(io.BytesIO(book))
    sheet = workbook["Captura"]
    codes = {str(row[0].value): row[0].row or 0 for row in sheet.iter_rows()}
    top = codes["Código"]
    columns: dict[str, int] = {}
    above = ""
    for column in range(1, sheet.max_column + 1):
        above = str(sheet.cell(top, column).value or above)
        below = sheet.cell(top + 1, column).value
        columns[f"{above} {below}" if below else above] = column
    for code, values in cells.items():
        for heading, value in values.items():
            sheet.cell(codes[code], columns[heading]).value = value  # type: ignore[assignment]  # any cell's
    buffer = io.BytesIO()
    workbook.save(buffer)
    return buffer.getvalue()


@settings(max_examples=10, deadline=None)
@given(plans())
def test_what_was_exported_changes_nothing(text: str) -> None:
    loaded = load_text(text)
    book = imported(capture_workbook(loaded))
    if seems_pasted(loaded.plan):
        return
    merged = merge(Source.of("plan.pei", text), book, known(loaded))

    assert merged.differences == ()
    assert merged.text == text


MARKED = """plan "P"
  periodo: 2023 a 2025

objetivo OEI.01 "O"

indicador IND.01.OEI.01 "N"
  unidad:  número
  sentido: ascendente
"""


@settings(max_examples=10, deadline=None)
@given(plans(), plans())
@example(MARKED, f"{MARKED}  valores:\n    2023: ND preliminar\n    2024: no aplica estimado\n")
@example(MARKED, f"{MARKED}  valores:\n    2023: ND\n      preliminar\n    2024: no aplica\n      estimado\n")
def test_a_book_of_another_plan_brings_all_that_it_says(text: str, other: str) -> None:
    """Then the plan says what the book says, and brought once more it changes nothing."""
    book = imported(capture_workbook(load_text(other)))
    merged = merge(Source.of("plan.pei", text), book)
    again = merge(Source.of("plan.pei", merged.text), book)

    assert merged.refused == ()
    assert again.differences == ()
    assert codes_of(parse(Source.of("a", merged.text)).file) >= codes_of(parse(Source.of("b", other)).file)


@pytest.mark.parametrize("folder", sorted(Path("specs").iterdir()), ids=lambda path: path.name)
def test_shipped_plans_stay_as_they_are(folder: Path) -> None:
    if not folder.is_dir() or not any(folder.glob("*.pei")):
        return
    loaded = load(folder)
    book = imported(capture_workbook(loaded))
    everywhere = {name: codes_of(file) for name, file in zip(loaded.sources, loaded.files, strict=True)}
    for name, source in loaded.sources.items():
        others = frozenset().union(*(codes for other, codes in everywhere.items() if other != name))
        merged = merge(source, book, attrs.evolve(known(loaded), elsewhere=others))
        assert merged.text == source.original, merged.differences


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_only_the_cells_that_were_filled_change(end: str) -> None:
    text = RICH.replace("\n", end)
    book = filled(
        capture_workbook(load_text(RICH)),
        {
            "IND.01.OEI.01": {"Valor obtenido 2024": 0.75, "Logro esperado 2025": 0.9},
            "IND.02.OEI.01": {"Denominación": "Quejas recibidas"},
        },
    )
    expected = (
        RICH.replace("2025: 85%", "2025: 90%")
        .replace('"Quejas"', '"Quejas recibidas"')
        .replace("2025: 90%\n", "2025: 90%\n  valores:\n    2024: 75%\n")
    )

    assert brought(text, book).replace(end, "\n") == expected
    assert brought(text, book).count("\n") == brought(text, book).count(end)


def test_what_a_book_does_not_carry_stays() -> None:
    """Cleared cells, columns that are gone and rows that are gone take nothing away."""
    loaded = load_text(RICH)
    cleared: dict[str, object] = {
        "Logro esperado 2024": None,
        "Valor obtenido 2024": None,
        "Sentido esperado": None,
    }
    book = filled(capture_workbook(loaded), {"IND.02.OEI.01": cleared})
    table = long_csv(loaded.plan, {}).split("\n")
    few = "\n".join(line for line in table if "IND.02" not in line and "OEI.01,S" not in line)

    assert brought(RICH, book) == RICH
    assert merge(Source.of("p", RICH), imported(few.encode(), "c.csv"), known(loaded)).text == RICH


def test_new_rows_are_new_declarations_in_their_place() -> None:
    book = capture_workbook(
        load_text(
            RICH.replace(
                "# La fuente.",
                'acción AEI.01.01 "Atender"\n\nindicador IND.01.AEI.01.01 "Número de ventanillas"\n'
                "  unidad: número de ventanillas\n  sentido: ascendente\n  logros: 2024: 3\n\n# La fuente.",
            )
        )
    )
    merged = merge(Source.of("plan.pei", RICH), imported(book), known(load_text(RICH)))
    names = [
        each.header.code or each.header.name or "plan"
        for each in parse(Source.of("p", merged.text)).file.declarations
    ]

    assert names == ["plan", "OEI.01", "IND.01.OEI.01", "IND.02.OEI.01", "AEI.01.01", "IND.01.AEI.01.01", "v"]
    assert [(each.kind, each.code) for each in merged.differences] == [
        ("declaration", "AEI.01.01"),
        ("declaration", "IND.01.AEI.01.01"),
    ]
    assert all(line in merged.text for line in RICH.splitlines())


def test_a_guess_replaces_nothing() -> None:
    """Unit, direction and name of the plan that no cell says are those of the plan."""
    table = "Código;Denominación;Logro 2024;Logro 2025\nIND.02.OEI.01;Número de quejas al mes;10;20\n"
    merged = merge(Source.of("plan.pei", RICH), imported(table.encode(), "m.csv"))

    assert [each.what for each in merged.differences] == ["título", "logros 2025"]


@given(
    st.sampled_from(["indicador IND.01.OEI.01 «\n", "  unidad: metros cúbicos de qué\n", "  logros: 2024\n"])
)
def test_a_plan_with_mistakes_loses_nothing(mistake: str) -> None:
    text = RICH.replace("  unidad: porcentaje\n", mistake)
    book = filled(capture_workbook(load_text(RICH)), {"IND.02.OEI.01": {"Valor obtenido 2025": 8}})
    merged = merge(Source.of("plan.pei", text), imported(book), known(load_text(RICH)))

    assert "2025: 8" in merged.text
    assert all(line in merged.text for line in text.splitlines() if line not in mistake)
