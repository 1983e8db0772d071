"""Findings about data stand beside what the text says of them: every kind of owner, and every way to name a file."""

from __future__ import annotations

from pathlib import Path

import pytest

from pei_dsl.diagnostics import Diagnostic, Label
from pei_dsl.source import Source, Span
from pei_dsl.studio.data_places import data_place
from pei_dsl.workspace.workspace import Workspace
from tests.studio_pages import PLAN, asking, write_plan

OWNERS = {
    "archivo": ("fuente hechos_por_mes\n  archivo: {file}\n  columna hechos: número\n", "fuente"),
    "registro": ('registro "Valores"\n  archivo: {file}\n', "registro"),
    "evidencia": (
        'evidencia acta "Acta"\n  de: IND.01.OEI.01\n  periodo: 2024\n  fecha: 2024-01-30\n  archivo: {file}\n',
        "evidencia",
    ),
}


def _place(texts: dict[str, str], finding: Diagnostic) -> tuple[str, int] | None:
    place = data_place(finding, Workspace.of(texts).plan)
    if place is None:
        return None
    assert place.source is not None
    return place.source.name, place.source.position(place.span.start).line


def _about(file: str) -> Diagnostic:
    return Diagnostic("PEI303", Label(None), file=file, line=3)


@pytest.mark.parametrize("kind", OWNERS)
def test_each_owner_of_a_file_is_found(kind: str) -> None:
    text, word = OWNERS[kind]
    texts = {"plan.pei": PLAN, "datos/f.pei": f"# antes\n{text.format(file='x.csv')}"}
    workspace = Workspace.of(texts)
    assert workspace.plan.file_owners, workspace.diagnostics

    assert word in texts["datos/f.pei"]
    assert _place(texts, _about("datos/x.csv")) == ("datos/f.pei", 2)
    assert _place(texts, _about("x.csv")) is None


@pytest.mark.parametrize(
    ("declared", "found", "other"),
    [
        ("datos", "datos/enero.csv", "datos-2/enero.csv"),
        ("datos/*.csv", "datos/enero.csv", "datos/enero/x.csv.txt"),
        ("datos/mes-?.csv", "datos/mes-1.csv", "datos/mes-12.csv"),
        ("../comunes/x.csv", "../comunes/x.csv", "comunes/x.csv"),
        ("Educación.csv", "Educacio\u0301n.csv", "Educacion.csv"),
        ("libro.xlsx", "libro.xlsx", "libro.xls"),
    ],
)
def test_each_way_to_name_a_file_is_understood(declared: str, found: str, other: str) -> None:
    texts = {"f.pei": f"fuente f\n  archivo: {declared}\n  columna hechos: número\n"}

    assert _place(texts, _about(found)) == ("f.pei", 1)
    assert _place(texts, _about(other)) is None


def test_sources_without_files_are_found_by_what_messages_call_them() -> None:
    texts = {"f.pei": "fuente f\n  conexión: BASE\n  tabla: hechos\n  columna hechos: número\n"}

    assert _place(texts, _about("hechos (BASE)")) == ("f.pei", 1)
    assert _place(texts, _about("«f»")) == ("f.pei", 1)
    assert _place(texts, _about("otra (BASE)")) is None


def test_the_column_that_it_goes_against_is_nearer() -> None:
    source = Source.of("f.pei", "fuente f\n  archivo: x.csv\n  columna hechos: número\n")
    label = Label(source, Span(source.text.index("columna"), len(source.text) - 1))
    finding = Diagnostic("PEI303", Label(None), related=(label,), file="x.csv")

    assert _place({"f.pei": source.text}, finding) == ("f.pei", 3)


def test_the_page_marks_it_and_leads_there(tmp_path: Path) -> None:
    text = 'fuente controles "Registro"\n  archivo: controles.csv\n  columna hechos: número\n'
    folder = write_plan(tmp_path / "plan", datos=f"variable hechos = suma(controles.hechos)\n{text}")
    (folder / "controles.csv").write_text("hechos\n30\nmuchos\n", "utf-8")
    page = asking(folder)

    panel = page.panel("show", view="findings")

    [item] = [each for name, each in panel.get("pieces", {}).items()] or [panel["html"]]
    assert "controles.csv:3" in item
    assert "Declarado en datos.pei:" in item
    page.session.open.speak("es")  # type: ignore[union-attr]
    [mark] = [each for each in page.panel("show")["marks"] if each["code"] == "PEI303"]
    assert mark["file"] == "datos.pei"
    assert mark["message"].startswith("controles.csv:3: ")
