"""`pei evaluar --por`: values by groups of rows and by periods, in every format."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.cli.plans import GOOD_FILES, HEAD

if TYPE_CHECKING:
    from tests.cli.conftest import Run, Write

PLAN = (
    HEAD
    + """\
indicador IND.01.OEI.01 "Porcentaje de controles"
  fórmula: suma(salud.hechos) / suma(salud.previstos)
  unidad: porcentaje
  decimales: 1
  sentido: ascendente
  logros: 2024: 80%

indicador IND.02.OEI.01 "Número de locales al cierre"
  fórmula: contar_distintos(salud.local al cierre)
  unidad: número de locales
  sentido: ascendente
  logros: 2024: 3

indicador IND.03.OEI.01 "Número registrado"
  unidad: número
  sentido: ascendente
  logros: 2024: 3
  valores: 2024: 2

indicador IND.04.OEI.01 "Número de controles por habitante"
  fórmula: suma(salud.hechos) / promedio(habitantes.personas)
  unidad: número
  sentido: ascendente
  logros: 2024: 3

fuente salud "Registro de controles"
  archivo: datos/salud.csv
  tiempo: mes
  desagregación: región; sexo
  columna mes: fecha
  columna región: texto
  columna sexo: texto
  columna local: texto
  columna hechos: número
  columna previstos: número

fuente habitantes "Padrón"
  archivo: datos/habitantes.csv
  columna personas: número
"""
)
ROWS = """\
mes,región,sexo,local,hechos,previstos
2024-01,Lima,F,E1,30,50
2024-01,Lima,M,E1,20,50
2024-02,Callao,F,E2,5,10
2024-12,Lima,F,E3,7,9
2024-12,Áncash,,E2,0,0
"""
FILES: dict[str, str | bytes] = {
    "plan.pei": PLAN,
    "datos/salud.csv": ROWS,
    "datos/habitantes.csv": "personas\n10\n",
}
ENGINES = ["referencia", "duckdb", "sqlite"]


def table_of(text: str, code: str) -> dict[str, list[str]]:
    """Return the cells of the table of an indicator by the names of its lines."""
    lines = text.split(f"{code}  ", 2)[1].split("\n\n", 1)[0].splitlines()[1:]
    named = [line.strip().split("  ") for line in lines if line.startswith("  ") and "─" not in line]
    return {cells[0]: [cell.strip() for cell in cells[1:] if cell.strip()] for cells in named}


@pytest.mark.parametrize("engine", ENGINES)
def test_each_group_has_its_own_ratio_and_the_total_that_of_all(engine: str, run: Run, write: Write) -> None:
    done = run("evaluar", write(FILES), "--periodo", "2024", "--por", "región", "--motor", engine)

    assert (done.code, done.err) == (0, "")
    assert done.out.splitlines()[:2] == [
        "Plan de prueba",
        "Periodo 2024 · por región · valores calculados",
    ]
    assert table_of(done.out, "IND.01.OEI.01") == {
        "2024": [],
        "Áncash": ["ND"],
        "Callao": ["50.0 %"],
        "Lima": ["52.3 %"],
        "Total": ["52.1 %"],
        "ND: inválido": [],
    }


def test_the_closing_date_is_that_of_the_whole_table(run: Run, write: Write) -> None:
    """Callao has no row in December, the last month with any: it has no stock then, not that of February."""
    done = run("evaluar", write(FILES), "--periodo", "2024", "--por", "región")

    assert table_of(done.out, "IND.02.OEI.01") == {
        "2024": [],
        "Áncash": ["1"],
        "Callao": ["ND"],
        "Lima": ["1"],
        "Total": ["2"],
        "ND: sin dato": [],
    }


def test_what_has_no_groups_says_why_once(run: Run, write: Write) -> None:
    done = run("evaluar", write(FILES), "--periodo", "2024", "--por", "región")

    assert "ND  IND.03.OEI.01 no tiene fórmula, y un valor registrado no se desagrega" in done.out
    assert table_of(done.out, "IND.04.OEI.01") == {
        "2024": [],
        "Total": ["6.2"],
        "la fuente «habitantes» no declara «región» en «desagregación:»": [],
    }


def test_an_empty_cell_is_a_group_that_comes_last(run: Run, write: Write) -> None:
    done = run("evaluar", write(FILES), "--periodo", "2024", "--por", "sexo")
    english = run("--lang", "en", "evaluate", "plan", "--period", "2024", "--by", "sexo")

    assert list(table_of(done.out, "IND.02.OEI.01")) == [
        "2024",
        "F",
        "M",
        "(vacío)",
        "Total",
        "ND: sin dato",
    ]
    assert list(table_of(english.out, "IND.02.OEI.01"))[3] == "(empty)"
    assert "Period 2024 · by sexo · computed values" in english.out


def test_two_columns_make_the_groups_that_have_rows(run: Run, write: Write) -> None:
    done = run("evaluar", write(FILES), "--periodo", "2024", "--por", " Región , SEXO ")

    assert [*table_of(done.out, "IND.01.OEI.01")][1:-1] == [
        "Áncash · (vacío)",
        "Callao · F",
        "Lima · F",
        "Lima · M",
        "Total",
    ]


@pytest.mark.parametrize(
    ("kind", "heads"),
    [
        ("semestre", ["2024-S1", "2024-S2"]),
        ("trimestre", ["2024-T1", "2024-T2", "2024-T3", "2024-T4"]),
        ("quarter", ["2024-T1", "2024-T2", "2024-T3", "2024-T4"]),
        ("año", ["2024"]),
    ],
)
def test_a_series_of_periods(kind: str, heads: list[str], run: Run, write: Write) -> None:
    done = run("evaluar", write(FILES), "--periodo", "2024", "--por", kind, "--formato", "csv")
    rows = [row for row in csv.DictReader(io.StringIO(done.out)) if row["código"] == "IND.01.OEI.01"]

    assert [row["periodo"] for row in rows] == heads
    assert {row["nivel"] for row in rows} == {"total"}


def test_months_of_groups_fold_in_a_narrow_terminal(run: Run, write: Write) -> None:
    done = run("evaluar", write(FILES), "--periodo", "2024", "--por", "región,mes")
    table = done.out.split("\n\n", 2)[1]

    assert max(map(len, done.out.splitlines())) <= 100
    assert table.count("  Lima  ") == 2
    assert table.count("2024-0") + table.count("2024-1") == 12


def test_the_rows_for_spreadsheets(run: Run, write: Write) -> None:
    done = run("evaluar", write(FILES), "--periodo", "2024", "--por", "región,sexo", "--formato", "csv")
    rows = list(csv.DictReader(io.StringIO(done.out)))
    first = [row for row in rows if row["código"] == "IND.01.OEI.01"]

    assert [(row["nivel"], row["región"], row["sexo"], row["valor"], row["nd"]) for row in first] == [
        ("grupo", "Áncash", "", "", "inválido"),
        ("grupo", "Callao", "F", "50.0", ""),
        ("grupo", "Lima", "F", "62.7", ""),
        ("grupo", "Lima", "M", "40.0", ""),
        ("total", "", "", "52.1", ""),
    ]
    assert first[0]["detalle"] == "división entre cero"
    assert len(rows) == 4 * 5


def test_the_object_for_programs_has_exact_values(run: Run, write: Write) -> None:
    done = run("evaluar", write(FILES), "--periodo", "2024", "--por", "región", "--formato", "json")
    told = json.loads(done.out)
    (series,) = told["indicadores"][0]["series"]

    assert (told["version"], told["columnas"], told["periodos"]) == (1, ["región"], ["2024"])
    assert series["total"] == {"valor": "62/119", "valor_mostrado": "52.1", "nd": None}
    assert [each["grupo"] for each in series["grupos"]] == [["Áncash"], ["Callao"], ["Lima"]]
    assert series["grupos"][0]["nd"] == {"motivo": "inválido", "detalle": "división entre cero"}
    assert series["grupos"][1]["valor"] == "0.5"


def test_the_table_for_documents_says_what_nd_means(run: Run, write: Write) -> None:
    done = run("evaluar", write(FILES), "--periodo", "2024", "--por", "región", "--formato", "markdown")

    assert (
        "**IND.01.OEI.01** Porcentaje de controles\n\n|  | 2024 |\n|---|--:|\n| Áncash | ND |\n" in done.out
    )
    assert "| **Total** | 52.1 % |\n\n- ND, inválido: división entre cero\n" in done.out


HOSTILE = [
    "a\x1b[31mrojo",
    "dos\nlíneas",
    "con | barra",
    "=HYPERLINK(1)",
    "con \u202evuelta",
    "<b>negrita</b>",
    "*a* _b_ [c](d) `e`",
    "x" * 300,
    'comillas " y coma,',
    "nulo\x07",
]


def hostile_files() -> dict[str, str | bytes]:
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(["mes", "región", "sexo", "local", "hechos", "previstos"])
    writer.writerows(["2024-01", name, "F", "E1", "1", "2"] for name in HOSTILE)
    return {**FILES, "datos/salud.csv": buffer.getvalue()}


@pytest.mark.parametrize("engine", ENGINES)
def test_no_name_of_a_group_steers_the_terminal_or_breaks_a_table(
    engine: str, run: Run, write: Write
) -> None:
    options = ("--periodo", "2024", "--por", "región", "--motor", engine)
    table = run("evaluar", write(hostile_files()), *options)
    document = run("evaluar", "plan", *options, "--formato", "markdown")

    for text in (table.out, document.out):
        assert not {"\x1b", "\x07", "\u202e", "\r"} & set(text)
    assert "a�[31mrojo" in table.out
    assert "dos líneas" in table.out
    assert max(map(len, table.out.splitlines())) <= 100
    rows = [line for line in document.out.split("IND.02", 1)[0].splitlines() if line.startswith("| ")]
    assert len(rows) == 1 + len(HOSTILE) + 1
    assert all(line.replace("\\|", "").count("|") == 3 for line in rows)
    assert "&lt;b>negrita&lt;/b>" in document.out
    assert "\\*a\\* \\_b\\_ \\[c\\](d) \\`e\\`" in document.out


def test_for_programs_names_of_groups_are_what_they_are_in_the_data(run: Run, write: Write) -> None:
    options = ("--periodo", "2024", "--por", "región", "--formato")
    run("evaluar", write(hostile_files()), *options, "csv", "--crudo", "-o", "grupos.csv")
    rows = csv.DictReader(io.StringIO(Path("grupos.csv").read_bytes().decode(), newline=""))
    told = json.loads(run("evaluar", "plan", *options, "json").out)

    named = {row["región"] for row in rows if row["nivel"] == "grupo"}
    assert named == set(HOSTILE)
    groups = told["indicadores"][0]["series"][0]["grupos"]
    assert {each["grupo"][0] for each in groups} == set(HOSTILE)


def test_a_column_called_as_one_of_ours_keeps_both_apart(run: Run, write: Write) -> None:
    files = {
        **FILES,
        "plan.pei": PLAN.replace("región", "valor"),
        "datos/salud.csv": ROWS.replace("región", "valor"),
    }
    done = run("evaluar", write(files), "--periodo", "2024", "--por", "valor", "--formato", "csv")

    row = next(csv.DictReader(io.StringIO(done.out)))
    assert (row["valor (grupo)"], row["valor"]) == ("Áncash", "")


@pytest.mark.parametrize(
    ("by", "told"),
    [
        ("regon", "error[PEI201]: ninguna fuente declara «regon» en «desagregación:»"),
        ("regon", "escriba «región»"),
        ("hechos", "las columnas declaradas son: región, sexo; también mes, trimestre y semestre"),
        ("día", "ninguna fuente declara «día»"),
        ("", "falta decir por qué"),
        (" , ,", "falta decir por qué"),
        ("mes,trimestre", "nombra dos clases de periodo"),
    ],
)
def test_what_cannot_be_a_group_is_a_wrong_order(by: str, told: str, run: Run, write: Write) -> None:
    done = run("evaluar", write(FILES), "--periodo", "2024", "--por", by)

    assert (done.code, done.out) == (2, "")
    assert told in done.err


def test_a_plan_without_a_breakdown_says_so(run: Run, write: Write) -> None:
    done = run("evaluar", write(GOOD_FILES), "--periodo", "2024", "--por", "región")

    assert (done.code, done.out) == (2, "")
    assert "las columnas declaradas son: —" in done.err


@pytest.mark.parametrize(
    ("option", "value"), [("--metodología", "exacta"), ("--fecha", "2024-06-30")], ids=["by", "on"]
)
def test_what_would_change_nothing_is_refused(option: str, value: str, run: Run, write: Write) -> None:
    done = run("evaluar", write(FILES), "--periodo", "2024", "--por", "región", option, value)

    assert (done.code, done.out) == (2, "")
    assert f"no dependen de {option}" in done.err


def test_data_with_errors_have_no_groups_and_end_with_three(run: Run, write: Write) -> None:
    files = {**FILES, "datos/salud.csv": f"{ROWS}2024-10,Lima,F,E1,s/d,5\n"}
    done = run("evaluar", write(files), "--periodo", "2024", "--por", "región")

    assert done.code == 3
    assert "ND  los datos de la fuente «salud» tienen errores (datos/salud.csv)" in done.out
    assert "error[PEI303]" in done.err


@pytest.mark.parametrize("format_", ["tabla", "csv", "parquet"])
def test_more_cells_than_allowed_are_not_computed(
    format_: str, run: Run, write: Write, tmp_path: Path
) -> None:
    output = tmp_path / "salida"
    by = (
        "evaluar",
        write(FILES),
        "--periodo",
        "2024",
        "--por",
        "región,mes",
        "--formato",
        format_,
        "-o",
        output,
    )

    done = run(*by, "--celdas", "10")

    assert done.code == 3
    assert "error[PEI335]: la desagregación tendría" in done.err
    assert "quedan en ND" not in done.err
    assert not output.exists()
    assert run(*by, "--cells", "1000").code == 0
    assert output.exists()
