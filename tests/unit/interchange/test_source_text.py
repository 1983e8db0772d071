"""The source that is written for a file of data: what it says, and that the file keeps to it."""

from __future__ import annotations

import csv
import datetime
import io
from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path

import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

import pei_dsl
from pei_dsl.data.readers.gate import read_table
from pei_dsl.diagnostics import Diagnostic
from tests.example_counts import examples


def written(folder: Path, name: str, content: str | bytes) -> str:
    (folder / name).write_bytes(content.encode() if isinstance(content, str) else content)
    text = pei_dsl.source_text(folder / name, "s")
    assert isinstance(text, str), text
    return text


def columns(text: str) -> list[str]:
    """Return the columns that a text declares, blanks aside."""
    lines = (" ".join(line.split()) for line in text.splitlines())
    return [line.removeprefix("columna ") for line in lines if line.startswith("columna ")]


def accepted(folder: Path, text: str) -> pei_dsl.Loaded:
    """Return the plan of a text that has no errors, and whose data keep to it."""
    (folder / "plan.pei").write_text(text, "utf-8")
    assert not [each for each in pei_dsl.check(folder).diagnostics if each.severity == "error"]
    loaded = pei_dsl.load(folder)
    assert read_table(loaded.plan.sources["s"], folder)[1] == []
    assert pei_dsl.format_text(text) == text
    return loaded


@pytest.mark.parametrize(
    ("cells", "declared"),
    [
        (["1", "2.5", "1,234"], "número"),
        (["12.20", "11.19"], "número"),
        (["S/ 1,234.50", "S/.3"], 'número; símbolo "S/", "S/."'),
        (["12%", "3.5%"], "porcentaje"),
        (["12%", "3.5"], "porcentaje; en puntos"),
        (["24/03/2020", "1/4/2020"], 'fecha; formato "dd/mm/aaaa"'),
        (["03/04/2020"], 'fecha; formato "dd/mm/aaaa"'),
        (["2020-03-24", "2020-04"], "fecha"),
        (["MARZO 2020"], 'fecha; formato "mmmm aaaa"'),
        (["sí", "no"], "booleano"),
        (["010101", "150101"], "código de 6 dígitos"),
        (["01", "150101"], "texto"),
        (["Lima", "Cusco", "s/d"], "texto"),
        (["2020", "2021"], "número"),
        (["20200324", "20200325"], "número"),
        (["7", "siete"], "texto"),
        ([""], "texto"),
        (["x"], "texto"),
    ],
)
def test_what_a_column_is(cells: Sequence[str], declared: str, tmp_path: Path) -> None:
    text = written(tmp_path, "d.csv", "otra,c\n" + "".join(f'z,"{cell}"\n' for cell in cells))

    assert columns(text) == ["otra: texto", f"c: {declared}"]
    accepted(tmp_path, text)


@pytest.mark.parametrize(
    ("cells", "told", "fields"),
    [
        (["1", "2", "3", "s/f"], ["3 de 4 celdas son «número»", "«s/f» (línea 5)"], 'faltantes: "s/f"'),
        (
            ["2024-01-03", "2024-02-30", "2024-04-03"],
            ["2 de 3 celdas son «fecha»", "«2024-02-30» (línea 3)"],
            "",
        ),
        (["1/2/2024", "13/2/2024", "sin fecha"], ["«sin fecha» (línea 4)"], 'faltantes: "sin fecha"'),
        (
            ["12%", "sin meta", "13%", "por medir", "14%"],
            ["«porcentaje»", "«sin meta» (línea 3), «por medir» (línea 5)"],
            'faltantes: "sin meta"; "por medir"',
        ),
        (
            [f"{number} ({letter})" for number in range(3) for letter in "pqrs"],
            ["«0 (p)» (línea 2)"],
            'símbolo "(p)", "(q)", "(r)", "(s)"',
        ),
        ([*"123456", "a", "b", "c", "d", "a"], ["«a» (línea 8), «b» (línea 9), «c» (línea 10) y 1 más"], ""),
        (["1", "a"], [], ""),
        (["1", "2", "a", "b"], [], ""),
        (["Lima", "Cusco"], [], ""),
        (["3 kilos", "4 cajas", "5 sacos", "6 latas"], [], ""),
    ],
)
def test_the_cells_for_which_a_column_is_one_of_texts_are_told(
    cells: Sequence[str], told: Sequence[str], fields: str, tmp_path: Path
) -> None:
    text = written(tmp_path, "d.csv", "otra,c\n" + "".join(f'z,"{cell}"\n' for cell in cells))

    (doubt, *others) = [line for line in text.splitlines() if "# revise:" in line] or [""]
    assert not others
    assert columns(text) == ["otra: texto", "c: texto"]
    assert bool(doubt) == bool(told)
    assert [each for each in (*told, fields) if each not in doubt] == []
    accepted(tmp_path, text)


def test_what_is_proposed_for_odd_cells_reads_them(tmp_path: Path) -> None:
    text = written(tmp_path, "d.csv", "c,d\n1,4 (p)\n2,5 (q)\ns/f,6 (r)\n3,7 (s)\n,8\n4,9\n5,9\n6,9\n7,9\n")
    mended = text.replace("archivo:", 'faltantes: "s/f"\n  archivo:')
    mended = mended.replace("columna c: texto", "columna c: número")
    mended = mended.replace("columna d: texto", 'columna d: número; símbolo "(p)", "(q)", "(r)", "(s)"')

    loaded = accepted(tmp_path, pei_dsl.format_text(mended))

    table = read_table(loaded.plan.sources["s"], tmp_path)[0]
    assert [row.cells["c"] for row in table.rows] == [1, 2, None, 3, None, 4, 5, 6, 7]
    assert [row.cells["d"] for row in table.rows] == [4, 5, 6, 7, 8, 9, 9, 9, 9]


@pytest.mark.parametrize(
    ("heading", "cell", "declared"),
    [
        ("DNI", "1234567", "código de 8 dígitos"),
        ("ubigeo", "10101", "código de 6 dígitos"),
        ("Año", "2020", "fecha"),
        ("fec_corte", "20200324", 'fecha; formato "aaaammdd"'),
        ("periodo", "202003", 'fecha; formato "aaaamm"'),
    ],
)
def test_a_heading_tells_what_digits_are(heading: str, cell: str, declared: str, tmp_path: Path) -> None:
    text = written(tmp_path, "d.csv", f"{heading},n\n{cell},1\n")

    assert columns(text)[0] == f"{heading}: {declared}"
    accepted(tmp_path, text)


def test_how_a_file_is_written(tmp_path: Path) -> None:
    content = "Cuadro 1;;\n;;\nRegión;Monto;Región\nLima;1.234,50;a\nCusco;-;b\nTOTAL;1.234,50;\n"
    text = written(tmp_path, "d.csv", content.encode("cp1252"))
    loaded = accepted(tmp_path, text + "\nvariable v = suma(s.Monto)\n")
    source = loaded.plan.sources["s"]

    assert (source.separator, source.encoding, source.header) == ("punto y coma", "windows-1252", (3, 3))
    assert (source.decimal, source.missing, source.omits_text) == (",", ("-",), 'Región = "TOTAL"')
    assert columns(text)[2] == '[Región 2]: texto; encabezado "Región"; repetición 2'


def test_years_as_columns(tmp_path: Path) -> None:
    text = written(tmp_path, "d.csv", "r,2020,2021,2022\nLima,1,2,3\nCusco,4,,6\n")

    assert columns(text) == ["r: texto", "año: fecha; del encabezado", "valor: número; de las celdas"]
    accepted(tmp_path, text)


@pytest.mark.parametrize(
    ("header", "declared"),
    [
        ("r,2020,2021,2022 (p)", 'año: fecha; del encabezado; símbolo "(p)"'),
        ("r,ene-24,feb-24,mar-24,Total", 'mes: fecha; formato "mmm-aa"; del encabezado'),
        ("r,2020,2021,2022,2022 %", "año: fecha; del encabezado"),
        ("r,mes,2024-01,2024-02,2024-03", "mes_2: fecha; del encabezado"),
    ],
)
def test_periods_as_columns(header: str, declared: str, tmp_path: Path) -> None:
    text = written(tmp_path, "d.csv", f"{header}\nLima{',1' * header.count(',')}\n")

    assert columns(text)[-2:] == [declared, "valor: número; de las celdas"]
    accepted(tmp_path, text)


@pytest.mark.parametrize("header", ["r,2024,2025", "r,2024 (p),2025 (p),2026 (p)", "r,enero,febrero,marzo"])
def test_headings_that_are_no_periods(header: str, tmp_path: Path) -> None:
    text = written(tmp_path, "d.csv", f"{header}\nLima{',1' * header.count(',')}\n")

    assert "del encabezado" not in text
    accepted(tmp_path, text)


@pytest.mark.parametrize(
    ("content", "rows", "declared"),
    [
        ("Cuadro 3,,\n,,\nr,Casos,\n,Hombres,Mujeres\nLima,1,2\n", "filas 3 a 4", "[Casos Hombres]: número"),
        ("r,Casos,,Muertes,\n,2023,2024,2023,2024\nLima,1,2,3,4\n", "filas 1 a 2", "[Casos 2023]: número"),
        (",Casos,\nr,Hombres,Mujeres\nLima,1,2\n", "filas 1 a 2", "[Casos Hombres]: número"),
        ("Cuadro 3,,\nr,a,b\nLima,x,y\n", "fila 2", "a: texto"),
        ("r,a,\nLima,1,2\nCusco,3,4\n", "", "a: número"),
    ],
)
def test_a_header_in_two_rows(content: str, rows: str, declared: str, tmp_path: Path) -> None:
    text = written(tmp_path, "d.csv", content)

    assert columns(text)[1] == declared
    assert (
        ("encabezado: " + rows in text) if rows else ("encabezado" not in text.replace("sin encabezado", ""))
    )
    accepted(tmp_path, text)


def test_a_workbook_with_merged_cells_a_total_and_a_note(tmp_path: Path) -> None:
    with xlsxwriter.Workbook(tmp_path / "d.xlsx") as book:
        sheet = book.add_worksheet("Datos")
        sheet.merge_range("A1:D1", "Cuadro 4. Residuos, en toneladas")
        sheet.merge_range("A3:A4", "Mes")
        sheet.merge_range("B3:B4", "Zona")
        sheet.merge_range("C3:D3", "Recolectado")
        below: list[list[str | int]] = [
            ["", "", "Orgánico", "Inorgánico"],
            ["Enero 2024", "Norte", 1, 2],
            ["Febrero 2024", "Sur", 3, "n.d."],
            ["TOTAL", "", 4, 2],
            ["Fuente: registros de la entidad"],
        ]
        for number, row in enumerate(below, start=3):
            for column, cell in enumerate(row):
                if cell:
                    sheet.write(number, column, cell)
    text = pei_dsl.source_text(tmp_path / "d.xlsx", "s")
    assert isinstance(text, str)
    loaded = accepted(tmp_path, text)

    source = loaded.plan.sources["s"]
    assert (source.header, source.time, source.missing) == ((3, 4), "Mes", ("n.d.",))
    assert source.omits_text == 'Mes = "TOTAL" o es_nd(Zona)'
    assert columns(text)[2:] == ["[Recolectado Orgánico]: número", "[Recolectado Inorgánico]: número"]
    assert columns(text)[0] == 'Mes: fecha; formato "mmmm aaaa"'


def test_thousands_that_may_be_decimals_are_a_doubt(tmp_path: Path) -> None:
    content = "r;personas;tasa\nLima;12.345;3.5\nCusco;8.250;2.25\nPuno;920.100;1\n"
    text = written(tmp_path, "d.csv", content)

    assert text.count("miles o decimales") == 1
    assert "# revise: ¿«12.345» son miles o decimales?" in text
    accepted(tmp_path, text)


def test_rows_without_a_date_are_told(tmp_path: Path) -> None:
    text = written(tmp_path, "d.csv", "fecha,n\n2024-01-02,1.5\n,2.5\n")

    assert columns(text) == ["fecha: fecha", "n: número"]
    assert "# tiempo: fecha   (hay filas sin fecha)" in text
    assert "clave" not in text  # an amount names no row
    accepted(tmp_path, text)


def test_a_total_in_a_column_of_codes(tmp_path: Path) -> None:
    text = written(tmp_path, "d.csv", "ubigeo,fecha,n\n10101,2024-01-02,1\n150101,2024-01-03,2\nTOTAL,,3\n")

    assert columns(text) == ["ubigeo: código de 6 dígitos", "fecha: fecha", "n: número"]
    accepted(tmp_path, text)


def test_a_workbook_with_a_title_and_another_sheet(tmp_path: Path) -> None:
    with xlsxwriter.Workbook(tmp_path / "d.xlsx") as book:
        sheet = book.add_worksheet("Datos")
        sheet.write_string(0, 0, "Título")
        sheet.write_row(2, 0, ["Fecha", "Casos"])
        sheet.write_datetime(3, 0, datetime.date(2024, 1, 2), book.add_format({"num_format": "dd/mm/yyyy"}))
        sheet.write_number(3, 1, 2.5)
        book.add_worksheet("Notas").write_string(0, 0, "x")
    text = pei_dsl.source_text(tmp_path / "d.xlsx", "s")
    assert isinstance(text, str)

    assert columns(text) == ["Fecha: fecha", "Casos: número"]
    assert "# otras hojas: Notas" in text
    accepted(tmp_path, text)


def test_what_is_not_sure_is_told(tmp_path: Path) -> None:
    text = written(tmp_path, "d.csv", "a,b,c\n03/04/2020,1,\n05/04/2020,2,\n")

    assert '# revise: las celdas se leen igual con formato "mm/dd/aaaa"' in text
    assert "# clave: b" in text
    assert "# revise: no tiene ninguna celda con datos" in text
    english = pei_dsl.source_text(tmp_path / "d.csv", "s", english=True)
    assert isinstance(english, str)
    assert '# see: the cells are read as well with the format "mm/dd/aaaa"' in english


def test_what_the_first_rows_do_not_show_is_taken_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pei_dsl.interchange.sampled_file.FIRST_ROWS", 2)
    text = written(tmp_path, "d.csv", "dni,n\n12345678,1\n12345679,2\n12345678,tres\n")

    assert columns(text) == ["dni: código de 8 dígitos", "n: texto"]
    assert "clave" not in text
    assert "pero no «tres»" in text
    accepted(tmp_path, text)


@pytest.mark.parametrize("content", ["", "\n\n", "PK\x03\x04"])
def test_a_file_that_is_no_table_is_told(content: str, tmp_path: Path) -> None:
    (tmp_path / "d.csv").write_text(content, "utf-8")

    assert isinstance(pei_dsl.source_text(tmp_path / "d.csv", "s"), Diagnostic)


def test_a_name_that_is_none_is_a_wrong_call(tmp_path: Path) -> None:
    with pytest.raises(pei_dsl.RequestError, match="no name"):
        pei_dsl.source_text(tmp_path / "d.csv", "de datos")


CELL = st.one_of(
    st.sampled_from(
        ["", "s/d", "TOTAL", "12%", "S/ 3", "24/03/2020", "2020", "sí", "01", "1,5", "1.5", "Lima"]
    ),
    st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]), max_size=6),
)
TABLE = st.integers(1, 4).flatmap(
    lambda width: st.lists(st.lists(CELL, min_size=width, max_size=width), min_size=1, max_size=6)
)


@settings(max_examples=examples(25))
@given(rows=TABLE)
def test_whatever_it_writes_is_a_source_that_its_file_keeps_to(
    rows: list[list[str]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("d")
    content = io.StringIO()
    csv.writer(content, lineterminator="\n").writerows(rows)
    (folder / "d.csv").write_text(content.getvalue(), "utf-8")
    text = pei_dsl.source_text(folder / "d.csv", "s")
    if isinstance(text, Diagnostic):
        return
    loaded = pei_dsl.load_text(text, root=folder)

    assert not loaded.errors, [str(each) for each in loaded.errors]
    found = read_table(loaded.plan.sources["s"], folder)[1]
    assert all(each.message()[:160] in text for each in found[:1]), "what stays wrong is told in a comment"


def test_the_figures_of_the_file_come_out(tmp_path: Path) -> None:
    text = written(tmp_path, "d.csv", 'r,n\nLima,"S/ 1,234.50"\nCusco,S/ 2\n')
    loaded = accepted(tmp_path, f"{text}\nvariable total = suma(s.n)\n")
    table, _ = read_table(loaded.plan.sources["s"], tmp_path)

    assert [row.cells["n"] for row in table.rows] == [Fraction(2469, 2), Fraction(2)]
