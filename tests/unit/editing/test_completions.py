"""What is offered where somebody writes, and that what is chosen can be read."""

from __future__ import annotations

import pytest

import pei_dsl
from pei_dsl import Completion, Workspace, vocabulary
from pei_dsl.source import Source
from pei_dsl.syntax.parse import parse
from tests.documents import ROOT
from tests.edited_texts import marked, with_edits

PLAN = """plan "PEI"
  periodo: 2024 a 2026
objetivo OEI.01 "Salud"
acción AEI.01.01 "Controles"
indicador IND.01.OEI.01 "Porcentaje de controles"
  unidad: porcentaje
  sentido: ascendente
  logros: 2024: 80%; 2025: 90%; 2026: 95%
variable hechos "Controles hechos" = 30
función doble(cifra) = cifra * 2
fuente controles
  archivo: datos/controles.csv
  columna distrito: texto
  columna realizados: número
  columna [Fecha de alta]: fecha
metodología propia
evidencia acta "Acta de entrega"
"""
PEOPLE = "fuente x\n  columna dni: texto\n  columna [Fecha de baja]: fecha\n"
INTERVALS = """indicador IND.02.OEI.01 "Ejecución"
  unidad: porcentaje
  sentido: no definido
  logros:
    2024: 95% a 105%
"""
INDICATOR = 'indicador IND.02.OEI.01 "Fugas"\n'


def offered(text: str, language: str | None = None) -> tuple[Completion, ...]:
    """Return what is offered at the mark of `text`, which stands beside `PLAN`."""
    text, position = marked(text)
    workspace = Workspace.of({"plan.pei": PLAN, "z.pei": text})
    return pei_dsl.completions(workspace, "z.pei", position, language=language)


def labels(text: str, language: str | None = None) -> list[str]:
    return [each.label for each in offered(text, language)]


def chosen(text: str, label: str) -> str:
    """Return the text after the completion called `label` was chosen, with a mark where one writes on."""
    found = next(each for each in offered(text) if each.label == label)
    bare, _ = marked(text)
    written = f"{found.text[: found.cursor]}|{found.text[found.cursor :]}"
    return with_edits(bare, [pei_dsl.TextEdit("z.pei", found.range, written)])


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("|", ["plan", "objetivo", "acción", "indicador"]),
        ("ac|", ["acción", "actividad"]),
        ("accion|", ["acción"]),
        ("indicador |", ["IND.01.AEI.01.01", "IND.02.OEI.01"]),
        ("acción |", ["AEI.01.02"]),
        ("objetivo |", ["OEI.02"]),
        (f"{INDICATOR}  uni|", ["unidad", "unidad ejecutora"]),
        (f"{INDICATOR}  unidad de me|", ["unidad"]),
        (f"{INDICATOR}  sentido: |", ["ascendente", "descendente", "no definido"]),
        (f"{INDICATOR}  sentido: DES|", ["descendente"]),
        (f"{INDICATOR}  unidad: por|", ["porcentaje"]),
        (f"{INDICATOR}  fórmula: |", ["?", "hechos", "controles", "doble"]),
        (f"{INDICATOR}  fórmula: hec|", ["hechos"]),
        (f"{INDICATOR}  fórmula: controles.|", ["distrito", "realizados", "Fecha de alta"]),
        (f"{INDICATOR}  fórmula: suma(controles.realizados si dis|", ["distrito"]),
        (f"{INDICATOR}  fórmula: suma(controles.realizados |", ["si", "en", "al", "y", "o"]),
        (f"{INDICATOR}  fórmula: suma(controles.realizados al c|", ["cierre"]),
        (f"{INDICATOR}  fórmula: hechos / IND.|", ["IND.01.OEI.01"]),
        (f"{INDICATOR}  fórmula: A / |\n  donde:\n    A = 1\n    B = 2\n", ["A", "B", "hechos"]),
        (f"{INDICATOR}  donde:\n    A = hec|", ["hechos"]),
        (f"{INDICATOR}  logros:\n    |", ["2024", "2025", "2026"]),
        (f"{INDICATOR}  logros:\n    2024: 5\n    |", ["2025", "2026"]),
        (f"{INDICATOR}  logros: 2024: 5; |", ["2025", "2026"]),
        (f"{INDICATOR}  logros: 2024: no pro|", ["no programado"]),
        (f"{INTERVALS}    2025: |", ["95% a 105%", "sin dato"]),
        (f"{INTERVALS}    2025: 90% |", ["a"]),
        (f"{INTERVALS}  ejemplo:\n    logro = |", ["95% a 105%", "sin dato"]),
        (f"{PEOPLE}  columna v = |", ["dni", "Fecha de baja", "hechos", "controles"]),
        (f"{PEOPLE}  columna v: número = dn|", ["dni"]),
        (
            f"{PEOPLE}  columna [v v] = contar(controles si |",
            ["distrito", "realizados", "Fecha de alta", "x.dni"],
        ),
        (f"{PEOPLE}  columna v = contar(controles si distrito = x.|", ["dni", "Fecha de baja"]),
        (f"{PEOPLE}  columna v = contar(controles\n    si dis|", ["distrito"]),
        ("fuente x\n  una fila por: |", ["controles"]),
        ("fuente x\n  una fila por: controles.rea|", ["realizados"]),
        ("fuente x\n  una fila por: controles.distrito si rea|", ["realizados"]),
        (f"{INDICATOR}  donde: A = 3\n  ejemplo:\n    |", ["A", "valor", "registrado"]),
        (f"{INDICATOR}  ejemplo:\n    color = |", ["verde", "amarillo", "rojo"]),
        (f"{INDICATOR}  ejemplo:\n    año = |", ["2024", "2025", "2026"]),
        (f"{INDICATOR}  logros:\n    sentido: x\n    |", ["2024", "2025", "2026"]),
        ("variable x = do|", ["doble"]),
        ("función triple(tercio) = ter|", ["tercio"]),
        ("serie x\n  20|", ["2024", "2025", "2026"]),
        ("serie x\n  2024: sin|", ["sin dato"]),
        ("fuente f\n  columna x: |", ["número", "texto", "fecha", "fecha y hora", "booleano"]),
        ("fuente f\n  columna x: número; obli|", ["obligatoria"]),
        ("fuente f\n  columna alta: fecha\n  tiempo: |", ["alta"]),
        ("prueba\n  OEI.|", ["OEI.01"]),
        ("prueba\n  OEI.01: al|", ["alcance"]),
        ("prueba\n  objetivos: 3 v|", ["verde"]),
        ("acción AEI.01.02\n  articula: OEI|", ["OEI.01"]),
        ("plan\n  metodología: pro|", ["propia"]),
        ("metodología otra\n  semáforo: ver|", ["verde"]),
        ("activity x\n  desc|", ["description"]),
    ],
)
def test_what_may_stand_there_is_offered(text: str, first: list[str]) -> None:
    assert labels(text)[: len(first)] == first


@pytest.mark.parametrize(
    "text",
    [
        f"{INDICATOR}  fórmula: suma(controles.realizados) / distr|",
        "# objetivo |",
        'objetivo OEI.02 "Salud |',
        f"{INDICATOR}  responsable: «Ofi|",
        "xyz|",
        f"{INDICATOR}  zzz|",
    ],
)
def test_nothing_is_offered_where_nothing_fits(text: str) -> None:
    assert labels(text) == []


@pytest.mark.parametrize(
    ("text", "label", "expected"),
    [
        ("obj|", "objetivo", "objetivo |"),
        (f"{INDICATOR}  uni|", "unidad", f"{INDICATOR}  unidad: |"),
        (f"{INDICATOR}  uni|: porcentaje", "unidad", f"{INDICATOR}  unidad|: porcentaje"),
        (f"{INDICATOR}  fórmula: red|", "redondear", f"{INDICATOR}  fórmula: redondear(|)"),
        (
            f"{INDICATOR}  fórmula: controles.[Fec|",
            "Fecha de alta",
            f"{INDICATOR}  fórmula: controles.[Fecha de alta]|",
        ),
        ("indicador IND|", "IND.02.OEI.01", "indicador IND.02.OEI.01 |"),
        (f"{INDICATOR}  logros:\n    2|", "2025", f"{INDICATOR}  logros:\n    2025: |"),
        ("𝔸\nacción AEI.01.02\n  articula: O|", "OEI.01", "𝔸\nacción AEI.01.02\n  articula: OEI.01|"),
    ],
)
def test_what_is_chosen_takes_the_place_of_what_was_begun(text: str, label: str, expected: str) -> None:
    assert chosen(text, label) == expected


def test_a_formula_that_fits_takes_the_place_of_the_hole() -> None:
    text = f"{INDICATOR}  fórmula: ?|\n  unidad: número de fugas\n  sentido: ascendente\n"

    assert chosen(text, "hechos").splitlines()[1] == "  fórmula: hechos|"


@pytest.mark.parametrize("kind", [each.name for each in vocabulary.DECLARATIONS])
@pytest.mark.parametrize("language", ["es", "en"])
def test_every_field_of_every_declaration_is_offered_and_read(kind: str, language: str) -> None:
    """Under the keyword in either language, in words of that language, and the parser knows each."""
    keyword = vocabulary.DECLARATIONS.named(kind)
    header = keyword.spanish if language == "es" else keyword.english_form
    text = f"{header} x\n  |"
    fields = {each.label: each for each in offered(text, language) if each.kind == "field"}
    forms = {
        each.spanish if language == "es" else each.english_form: each for each in vocabulary.fields_of(kind)
    }

    assert fields.keys() == forms.keys()
    for form, word in forms.items():
        bare, _ = marked(text)
        found = with_edits(bare, [pei_dsl.TextEdit("z.pei", fields[form].range, fields[form].text)])
        names = [
            item.name
            for item in parse(Source.of("z", f"{found}x: 1")).file.declarations[0].items
            if hasattr(item, "name")
        ]
        assert names in ([word.name], []) or word.name in {"column", "example"}


def test_files_of_the_folder_are_offered() -> None:
    workspace = Workspace.open(ROOT / "specs" / "inpe-2019-2027")
    text, position = marked("fuente f\n  archivo: |")
    found = pei_dsl.completions(workspace.with_text("z.pei", text), "z.pei", position)

    assert found[0].label == "datos/actas-recepcion.csv"
