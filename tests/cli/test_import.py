"""`pei importar`: what is sound becomes a plan, what is dirty is told by its cell."""

from __future__ import annotations

import importlib.util
import io
from pathlib import Path
from typing import TYPE_CHECKING

import openpyxl
import pytest
from openpyxl.comments import Comment

from pei_dsl.workspace.loading import load
from tests.workbooks import workbook

if TYPE_CHECKING:
    from tests.cli.conftest import Run, Write

HEAD = """\
| Plan: | PEI 2025 |
| Código | Denominación | Unidad de medida | Sentido esperado | Logro esperado 2025 | Valor obtenido 2025 |
| OEI.01 | Mejorar la atención | | | | |
"""
GOOD = workbook(
    HEAD
    + """\
| IND.01.OEI.01 | Porcentaje de trámites a tiempo | porcentaje | Ascendente | 80.00% | 76.50% |
| IND.02.OEI.01 | Número de locales | número de locales | ascendente | 1,275 | ND |
"""
)
DIRTY = workbook(
    HEAD
    + """\
| IND.01.OEI.01 | Porcentaje de trámites a tiempo | porcentaje | Ascendente. | s/d | 76.50% |
| IND.02.OEI.01 | Número de locales | número de locales | ascendente | '41,67 | 3 |
| TOTAL | | | | 5 | |
"""
)
PLAN = """\
plan "PEI 2025"
  periodo: 2025

objetivo OEI.01 "Mejorar la atención"

indicador IND.01.OEI.01 "Porcentaje de trámites a tiempo"
  unidad:  porcentaje
  sentido: ascendente
  logros:
    2025: 80.00%
  valores:
    2025: 76.50%

indicador IND.02.OEI.01 "Número de locales"
  unidad:  número de locales
  sentido: ascendente
  logros:
    2025: 1275
  valores:
    2025: ND
"""


def test_a_sound_workbook_makes_a_plan_without_findings(run: Run, write: Write) -> None:
    folder = write({"matriz.xlsx": GOOD})
    done = run("importar", folder / "matriz.xlsx", "-o", folder / "plan.pei")

    assert (done.code, done.out) == (0, "")
    assert done.err.splitlines() == [
        f"Escrito en {folder / 'plan.pei'}",
        "Importado: 1 objetivo, 0 acciones, 2 indicadores, 4 logros y valores; todas las celdas están sanas.",
        f"Siguiente: pei revisar {folder / 'plan.pei'}",
    ]
    assert Path(folder / "plan.pei").read_text("utf-8") == PLAN
    assert load(folder / "plan.pei").diagnostics == ()


def test_without_an_output_the_plan_is_printed(run: Run, write: Write) -> None:
    folder = write({"matriz.xlsx": GOOD})

    assert run("import", folder / "matriz.xlsx").out == PLAN


def test_what_is_sound_is_imported_and_what_is_dirty_is_told(run: Run, write: Write) -> None:
    folder = write({"matriz.xlsx": DIRTY})
    done = run("importar", folder / "matriz.xlsx", "-o", folder / "plan.pei")
    plan = load(folder / "plan.pei").plan

    assert done.code == 3
    assert done.err.splitlines()[1:-1] == [
        "Matriz!E4: «s/d» no es un número; escriba ND o deje la celda vacía [PEI353]",
        (
            "Matriz!E5: «41,67» no es un número como se escribe en el Perú; los decimales van con punto y los "
            "miles con coma; escriba «41.67» [PEI353]"
        ),
        "aviso: Matriz!D4: «Ascendente.» se leyó como «ascendente»; escriba «ascendente» [PEI357]",
        "nota: Matriz!A6: la fila 6 es un total y no se importó; los totales salen del plan [PEI359]",
        "Importado: 1 objetivo, 0 acciones, 2 indicadores, 2 logros y valores; 2 por corregir, 1 leída con aviso.",
    ]
    assert [len(each.values) for each in plan.indicators.values()] == [1, 1]
    assert [len(each.goals) for each in plan.indicators.values()] == [0, 0]


def test_in_english(run: Run, write: Write) -> None:
    folder = write({"matriz.xlsx": DIRTY})
    done = run("import", folder / "matriz.xlsx", "--lang", "en")

    assert "Matriz!E4: “s/d” is no number; write ND or leave the cell empty [PEI353]" in done.err
    assert "2 to mend, 1 read with a warning" in done.err


def test_the_preview_writes_nothing(run: Run, write: Write) -> None:
    folder = write({"matriz.xlsx": DIRTY})
    done = run("importar", folder / "matriz.xlsx", "--previa", "-o", folder / "plan.pei")

    assert (done.code, done.err) == (3, "")
    assert not Path(folder / "plan.pei").exists()
    assert done.out.splitlines()[:6] == [
        "Hoja «Matriz»: una fila por código, una columna por año; encabezados: fila 2",
        "",
        "Columna  Encabezado           Qué es",
        "─" * 49,
        "A        Código               código",
        "B        Denominación         denominación",
    ]
    assert "Se encontraron: 1 objetivo, 0 acciones, 2 indicadores, 2 logros y valores" in done.out
    assert "  Matriz!E4: «s/d» no es un número" in done.out


def test_registered_values_alone(run: Run, write: Write) -> None:
    folder = write({"matriz.xlsx": GOOD, "plan.pei": PLAN.replace("2025: 76.50%", "2024: 1.00%")})
    done = run("importar", folder / "matriz.xlsx", "-o", folder / "valores.csv")

    assert done.code == 0
    assert "archivo: valores.csv" in done.err
    assert Path(folder / "valores.csv").read_text("utf-8-sig") == (
        "código,periodo,valor,estado\nIND.01.OEI.01,2025,76.50%,\nIND.02.OEI.01,2025,ND,\n"
    )


def test_a_long_table_without_names_makes_a_register(run: Run, write: Write) -> None:
    table = "Código;Año;Valor\nIND.01.OEI.01;2024;76.50%\nIND.01.OEI.01;2025;77%\n"
    folder = write({"largo.csv": table})

    assert run("importar", folder / "largo.csv").out == (
        "código,periodo,valor,estado\nIND.01.OEI.01,2024,76.50%,\nIND.01.OEI.01,2025,77%,\n"
    )
    refused = run("importar", folder / "largo.csv", "-o", folder / "plan.pei")
    assert refused.code == 2
    assert "-o valores.csv" in refused.err


def test_nothing_is_written_over(run: Run, write: Write) -> None:
    folder = write({"matriz.xlsx": GOOD, "plan.pei": "# mío\n"})
    asked = ("importar", folder / "matriz.xlsx", "-o", folder / "plan.pei")
    refused = run(*asked)

    assert refused.code == 2
    assert "ya existe" in refused.err
    assert Path(folder / "plan.pei").read_text("utf-8") == "# mío\n"
    assert run(*asked, "--reemplazar").code == 0


def test_a_mapping_says_what_the_headings_do_not(run: Run, write: Write) -> None:
    text = """\
Metas
| Clave | Qué mide | UM | Hacia | Prog. 2025 | Ejec. 2025 |
| OEI.01 | Mejorar la atención | | | | |
| IND.01.OEI.01 | Porcentaje de trámites a tiempo | porcentaje | ascendente | 80 | 76.5 |
"""
    mapping = """\
hoja        = "Metas"
porcentajes = "en puntos"
[columnas]
código       = "Clave"
denominación = "B"
unidad       = "UM"
sentido      = "D"
[años]
logros  = "Prog. {año}"
valores = "Ejec. {año}"
"""
    folder = write({"otra.xlsx": workbook(text), "mapa.toml": mapping})
    done = run("importar", folder / "otra.xlsx", "--mapeo", folder / "mapa.toml")

    assert done.code == 0
    assert "2025: 80%" in done.out
    assert "2025: 76.5%" in done.out


def test_a_wrong_mapping_is_a_wrong_usage(run: Run, write: Write) -> None:
    folder = write({"matriz.xlsx": GOOD, "mapa.toml": "[columnas]\ncódigo = 'Clave'\n"})
    done = run("importar", folder / "matriz.xlsx", "--mapeo", folder / "mapa.toml")

    assert (done.code, done.out) == (2, "")
    assert "ninguna columna del libro es «Clave»" in done.err


def test_columns_without_a_year_take_that_of_the_option(run: Run, write: Write) -> None:
    book = workbook(
        "| Código | Denominación | Sentido | Logro esperado | Valores obtenidos | Alcance Tipo I (%) |\n"
        "| IND.01.OEI.01 | Porcentaje de reingresos | Descendente | 0.72 | 2.23 | 32.29 |\n"
    )
    folder = write({"tabla3.xlsx": book})
    without = run("importar", folder / "tabla3.xlsx")
    done = run("importar", folder / "tabla3.xlsx", "--año", "2024", "--porcentajes", "en puntos")

    assert without.code == 3
    assert "la columna «Logro esperado» no dice de qué año es" in without.err
    assert done.code == 0
    assert "2024: 0.72%" in done.out
    assert "2024: 2.23%" in done.out


def test_the_marked_copy_keeps_the_workbook_and_colours_what_is_dirty(run: Run, write: Write) -> None:
    folder = write({"matriz.xlsx": DIRTY})
    done = run("importar", folder / "matriz.xlsx", "-o", folder / "p.pei", "--marcar", folder / "copia.xlsx")
    sheet = openpyxl.load_workbook(folder / "copia.xlsx")["Matriz"]
    comments = {cell.coordinate: cell.comment.text for row in sheet for cell in row if cell.comment}

    assert done.code == 3
    assert comments == {
        "D4": "«Ascendente.» se leyó como «ascendente»; escriba «ascendente»",
        "E4": "«s/d» no es un número; escriba ND o deje la celda vacía",
        "E5": "«41,67» no es un número como se escribe en el Perú; los decimales van con punto y los miles con "
        "coma; escriba «41.67»",
    }
    assert sheet["E4"].fill.start_color.rgb == "FFF4B6B0"
    assert sheet["D4"].fill.start_color.rgb == "FFFFE699"
    assert sheet["F4"].value == 0.765
    assert sheet["F4"].number_format == "0.00%"


@pytest.mark.parametrize(
    ("name", "data", "told"),
    [
        ("viejo.xls", b"\xd0\xcf\x11\xe0resto", "«Libro de Excel (.xlsx)»"),
        ("libro.xlsx", b"PK roto", "está dañado"),
        ("libro.xlsx", b"", "está vacío"),
        ("libro.xlsx", workbook("| a | b |\n"), "ninguna hoja tiene una tabla"),
    ],
    ids=["old", "broken", "empty", "no table"],  # a workbook holds the moment of its making
)
def test_what_is_no_workbook_is_a_wrong_usage(
    run: Run, write: Write, name: str, data: bytes, told: str
) -> None:
    folder = write({name: data})
    done = run("importar", folder / name)

    assert (done.code, done.out) == (2, "")
    assert told in done.err


@pytest.mark.parametrize(
    ("option", "name", "told"),
    [
        ("-o", "matriz.xlsx", "no escribe archivos .xlsx; escribe .pei, .csv"),
        ("--marcar", "matriz.xlsx", "es el libro que se lee"),
        ("--porcentajes", "a ojo", "no es una escala"),
        ("--periodo", "ayer", "PEI116"),
        ("--hoja", "Otra", "no hay una hoja «Otra»"),
        ("--mapeo", "nada.toml", "nada.toml"),
    ],
)
def test_wrong_usage(run: Run, write: Write, option: str, name: str, told: str) -> None:
    folder = write({"matriz.xlsx": GOOD})
    value = folder / name if name.startswith("matriz") else name
    done = run("importar", folder / "matriz.xlsx", option, value, "--reemplazar")

    assert (done.code, done.out) == (2, "")
    assert told in done.err
    assert Path(folder / "matriz.xlsx").read_bytes() == GOOD


def test_only_a_workbook_can_be_marked(run: Run, write: Write) -> None:
    folder = write({"largo.csv": "Código;Año;Valor\nIND.01.OEI.01;2024;s/d\n"})
    done = run("importar", folder / "largo.csv", "-o", folder / "v.csv", "--marcar", folder / "copia.xlsx")

    assert done.code == 2
    assert not Path(folder / "v.csv").exists()


@pytest.mark.parametrize("argument", ["nada.xlsx", "."])
def test_what_is_not_there(run: Run, argument: str) -> None:
    assert run("importar", argument).code == 2


def test_a_missing_component_is_told_in_one_line(
    run: Run, write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = write({"matriz.xlsx": GOOD})
    monkeypatch.setattr(importlib.util, "find_spec", lambda _: None)
    done = run("importar", folder / "matriz.xlsx")

    assert (done.code, done.out) == (2, "")
    assert done.err == 'falta un componente; instálelo con: pip install "pei_dsl[excel]"\n'


def test_comments_of_cells_are_kept(run: Run, write: Write) -> None:
    book = openpyxl.load_workbook(io.BytesIO(GOOD))
    sheet = book["Matriz"]
    sheet["E4"].comment = Comment("Ana:\nAjustado por RP 104-2024", "Ana")
    sheet["F4"].comment = Comment("Preliminar", "Ana")
    buffer = io.BytesIO()
    book.save(buffer)
    folder = write({"matriz.xlsx": buffer.getvalue()})
    done = run("importar", folder / "matriz.xlsx")

    assert "## Logro esperado 2025: Ajustado por RP 104-2024\nindicador IND.01.OEI.01" in done.out
    assert "2025: 76.50% preliminar" in done.out


def test_what_is_not_recognised_is_told_with_the_line_that_says_what_it_is(run: Run, write: Write) -> None:
    book = workbook(
        "| Plan: | PEI 2025 |\n| Código | Denominación | Qué mide | Unidad de medida | Sentido esperado | Prog. |\n"
        "| OEI.01 | Mejorar la atención | Trámites a tiempo | número | ascendente | 80 |\n"
    )
    folder = write({"matriz.xlsx": book})
    told = run("importar", folder / "matriz.xlsx").err
    lines = ["nombre del indicador = C", "logro esperado 2025 = F"]
    asked = [part for line in lines for part in ("--columna", line)]
    done = run("importar", folder / "matriz.xlsx", *asked, "-o", folder / "plan.pei")

    assert '--columna "nombre del indicador = C"' in told
    assert done.code == 0
    assert "todas las celdas están sanas" in done.err
    assert load(folder / "plan.pei").diagnostics == ()


def test_a_line_that_says_nothing_of_a_column_is_refused(run: Run, write: Write) -> None:
    folder = write({"matriz.xlsx": GOOD})

    for line in ("C", "color de ojos = C", "código = ZZZZ"):
        done = run("importar", folder / "matriz.xlsx", "--columna", line)
        assert (done.code, done.out) == (2, "")
        assert "PEI352" in done.err


def test_codes_of_another_system_are_numbered_on_request(run: Run, write: Write) -> None:
    book = workbook(
        "| Plan: | PEI 2025 |\n"
        "| OEI/AEI | Código | Denominación | Indicador | Unidad de medida | Sentido esperado | Logro esperado 2025 |\n"
        "| OEI | 3000021 | Mejorar la atención | Número de quejas | número | descendente | 9 |\n"
        "| AEI | 5000123 | Capacitar al personal | Número de cursos | número | ascendente | 4 |\n"
    )
    folder = write({"matriz.xlsx": book})
    refused = run("importar", folder / "matriz.xlsx")
    done = run("importar", folder / "matriz.xlsx", "--numerar", "-o", folder / "plan.pei")
    plan = load(folder / "plan.pei").plan

    assert refused.code == 3
    assert "--numerar" in refused.err
    assert done.code == 0
    assert sorted(plan.groups) == ["AEI.01.01", "OEI.01"]
    assert sorted(plan.indicators) == ["IND.01.AEI.01.01", "IND.01.OEI.01"]
    assert plan.groups["AEI.01.01"].documentation == "Código en el libro: 5000123"
