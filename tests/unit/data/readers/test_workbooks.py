"""Workbooks: what cannot be shown in a document about them."""

from __future__ import annotations

import datetime
import sys
import zipfile
from fractions import Fraction
from pathlib import Path

import attrs
import pytest
import xlsxwriter

from pei_dsl.data.cell_values import BadCell
from pei_dsl.data.expected import Expected
from pei_dsl.data.extras import MissingExtraError
from pei_dsl.data.readers.gate import read_table
from pei_dsl.data.readers.sheet_values import read_cell
from pei_dsl.data.readers.workbook_xml import read_sheet_text, widest_ods_sheet
from pei_dsl.model.expressions import ValueType
from pei_dsl.model.plan import DataSource
from tests.builders import source
from tests.workbook_fences import write_workbook

BOOKS = Path(__file__).parent / "books"
NUMBER, TEXT, DATE, BOOLEAN = ValueType.NUMBER, ValueType.TEXT, ValueType.DATE, ValueType.BOOLEAN
PADRON = attrs.evolve(
    source({"mes": DATE, "sede": TEXT, "personas": NUMBER}, "mes"), sheet="Población", range="A3:C"
)
SIMPLE = attrs.evolve(source({"n": NUMBER}), file="d.xlsx")


def codes(of: DataSource, folder: Path) -> list[tuple[str, str]]:
    table, found = read_table(of, folder)
    assert (table.unusable is not None) == bool(found)
    return [(each.code, each.variant) for each in found]


@pytest.mark.parametrize("name", ["padron.ods", "padron.xls"])
def test_the_formats_of_libreoffice_and_of_old(name: str) -> None:
    """Both were made of one `.xlsx`, with a title above the header and an empty row."""
    table, found = read_table(attrs.evolve(PADRON, file=name), BOOKS)

    assert found == []
    assert [(row.number, row.cells["sede"], row.cells["personas"]) for row in table.rows] == [
        (4, "Lima", Fraction(38586, 100)),
        (5, "Cusco", Fraction(1126)),
        (7, "15", Fraction(12, 100)),
    ]
    assert [str(row.period) for row in table.rows] == ["2024-01", "2024-07-31", "2024"]
    assert (table.parts[0].file, table.parts[0].sheet) == (name, "Población")


@pytest.mark.parametrize(
    ("cell", "wanted", "expected"),
    [
        (385.86, NUMBER, Fraction(38586, 100)),
        (0.1 + 0.2, NUMBER, Fraction(3, 10)),
        (1e22, NUMBER, Fraction(10**22)),
        (1e-7, NUMBER, Fraction(1, 10**7)),
        (5.0, TEXT, "5"),
        (0.5, TEXT, "0.5"),
        (True, TEXT, "VERDADERO"),
        (datetime.datetime(2024, 7, 31), TEXT, "2024-07-31"),  # noqa: DTZ001
        (datetime.datetime(2024, 7, 31, 10, 5), TEXT, "2024-07-31 10:05:00"),  # noqa: DTZ001
        (datetime.datetime(2024, 7, 31, 10, 5), DATE, datetime.date(2024, 7, 31)),  # noqa: DTZ001
        (datetime.time(12, 30), NUMBER, BadCell("12:30:00")),
        (datetime.timedelta(hours=30), NUMBER, BadCell("1 day, 6:00:00")),
        (True, NUMBER, BadCell("VERDADERO")),
        (1.0, BOOLEAN, True),
        (2.0, BOOLEAN, BadCell("2")),
        (2024.0, DATE, datetime.date(2024, 1, 1)),
        (2024.5, DATE, BadCell("2024.5")),
        ("", NUMBER, None),
        (" s/d ", NUMBER, None),
        (0.0, NUMBER, Fraction(0)),
    ],
)
def test_cells(cell: object, wanted: ValueType, expected: object) -> None:
    """A number counts as Excel shows it; a cell of another kind is shown as Excel shows it."""
    assert read_cell(cell, Expected(wanted, ("s/d",))) == expected


def test_a_mark_of_absence_may_be_a_number_in_a_column_of_texts() -> None:
    assert read_cell(999.0, Expected(TEXT, ("999",))) is None


def test_two_cells_at_the_ends_of_a_sheet_take_no_memory(tmp_path: Path) -> None:
    """The reader would ask for 17,000 million cells."""
    book = xlsxwriter.Workbook(tmp_path / "d.xlsx")
    sheet = book.add_worksheet()
    sheet.write(0, 0, "n")
    sheet.write(1_048_575, 16_383, 1)
    book.close()

    assert codes(SIMPLE, tmp_path) == [("PEI321", "large")]


def test_a_cell_that_libreoffice_repeats_takes_no_memory(tmp_path: Path) -> None:
    """Rows and cells that are repeated without content are how it fills a sheet, and do not count."""
    far = '<table:table-row table:number-rows-repeated="1000000"><table:table-cell/></table:table-row>'
    wide = (
        '<table:table-row><table:table-cell table:number-columns-repeated="16000" '
        'office:value-type="float" office:value="1"/></table:table-row>'
    )
    for rows, cells in ((far, 0), (wide, 16_000), (wide + far, 16_000), (far + wide, 16_000 * 1_000_001)):
        with zipfile.ZipFile(tmp_path / "d.ods", "w") as parts:
            parts.writestr("content.xml", f'<table:table table:name="A &amp; B">{rows}</table:table>')
        assert widest_ods_sheet(tmp_path / "d.ods") == ("A & B", cells)

    assert codes(attrs.evolve(SIMPLE, file="d.ods"), tmp_path) == [("PEI321", "large")]


def test_a_formula_that_fails_in_libreoffice_is_no_empty_cell(tmp_path: Path) -> None:
    """Its place is counted over the cells and rows that are repeated before it."""
    error = (
        '<table:table-row table:number-rows-repeated="2"><table:table-cell/></table:table-row><table:table-row>'
        '<table:table-cell table:number-columns-repeated="3"/><table:covered-table-cell/>'
        '<table:table-cell office:value-type="string" calcext:value-type="error"><text:p>#¡VALOR!</text:p>'
        "</table:table-cell></table:table-row>"
    )
    with zipfile.ZipFile(tmp_path / "d.ods", "w") as parts:
        text = f'<table:table table:name="Uno"/><table:table table:name="Dos">{error}</table:table>'
        parts.writestr("content.xml", text)

    assert read_sheet_text(tmp_path / "d.ods", "Dos").errors == {(3, 5): "#¡VALOR!"}
    assert read_sheet_text(tmp_path / "d.ods", "Tres").errors == {}


def test_a_formula_that_fails_alone_in_the_last_row_is_seen(tmp_path: Path) -> None:
    write_workbook("[Uno]\nn,m\n1,2\n#DIV/0!\n", tmp_path / "d.xlsx")

    assert codes(SIMPLE, tmp_path) == [("PEI303", "failed")]


def test_a_range_may_be_wider_than_what_is_filled(tmp_path: Path) -> None:
    """Then only what is filled is read, however far the range goes."""
    write_workbook("[Uno]\n,n\n,1\n", tmp_path / "d.xlsx")
    table, found = read_table(attrs.evolve(SIMPLE, range="A1:XFD1048576"), tmp_path)

    assert found == []
    assert [row.cells["n"] for row in table.rows] == [1]


def test_a_workbook_of_charts_has_no_cells(tmp_path: Path) -> None:
    book = xlsxwriter.Workbook(tmp_path / "d.xlsx")
    book.add_chartsheet()
    book.close()

    assert codes(SIMPLE, tmp_path) == [("PEI321", "sheets")]


def test_a_broken_package(tmp_path: Path) -> None:
    write_workbook("[Uno]\nn\n1\n", tmp_path / "d.xlsx")
    whole = (tmp_path / "d.xlsx").read_bytes()
    (tmp_path / "d.xlsx").write_bytes(whole[: len(whole) // 2])

    assert codes(SIMPLE, tmp_path) == [("PEI321", "")]


def test_a_wide_sheet_is_counted_exactly_before_it_is_refused(tmp_path: Path) -> None:
    """The bound by the length of a column's name is only a first look."""
    book = xlsxwriter.Workbook(tmp_path / "d.xlsx")
    sheet = book.add_worksheet("Uno")
    sheet.write(0, 702, "n")  # AAA1
    sheet.write(9_999, 702, 1)
    book.close()

    assert read_sheet_text(tmp_path / "d.xlsx", "Uno").cells == 703 * 10_000
    assert codes(SIMPLE, tmp_path) == []


def test_a_missing_reader_is_told_with_the_command_that_installs_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_workbook("[Uno]\nn\n1\n", tmp_path / "d.xlsx")
    monkeypatch.setitem(sys.modules, "python_calamine", None)

    with pytest.raises(MissingExtraError, match=r'pip install "pei_dsl\[excel\]"'):
        read_table(SIMPLE, tmp_path)


def sheet_of(cells: str, path: Path) -> Path:
    """Write an `.xlsx` file whose one sheet has the text `cells`; return `path`."""
    with zipfile.ZipFile(path, "w") as parts:
        parts.writestr("xl/workbook.xml", "<x:workbook><x:sheet name='A &amp; B' r:id='r7'/></x:workbook>")
        parts.writestr(
            "xl/_rels/workbook.xml.rels", '<Relationship Target="/xl/worksheets/hoja.xml" Id="r7"/>'
        )
        parts.writestr("xl/worksheets/hoja.xml", cells)
    return path


@pytest.mark.parametrize(
    ("cells", "errors", "uncomputed"),
    [
        ('<c r="B2" t="e"><v>#N/A</v></c>', {(2, 2): "#N/A"}, set()),
        ('<x:c t="e" r="AA10"><x:f>1/0</x:f><x:v>#¡NUM!</x:v></x:c>', {(10, 27): "#¡NUM!"}, set()),
        ('<c r="B2" t="e"/>', {(2, 2): "#"}, set()),
        ('<c r="A1"><f>1</f><v></v></c><c r="B1"><f>1</f><v/></c>', {}, {(1, 1), (1, 2)}),
        ('<c r="A1"><f>1</f></c><c r="B1"><f t="shared" si="0"/></c>', {}, {(1, 1), (1, 2)}),
        ('<c r="A1"><f>1</f><v>0</v></c><c r="B1"><f si="0"/><v>2</v></c>', {}, set()),
        ('<c r="A1" t="str"><f>""</f><v></v></c>', {}, set()),
        ('<c r="A1" t="inlineStr"><is><t>un t="e"> raro</t></is></c>', {}, set()),
        ("<cols/><f></c>", {}, set()),
        ("", {}, set()),
    ],
)
def test_cells_without_a_value(
    cells: str, errors: dict[tuple[int, int], str], uncomputed: set[tuple[int, int]], tmp_path: Path
) -> None:
    """Failed and never computed formulas; with prefixes, in any order of attributes, and never an empty text."""
    found = read_sheet_text(sheet_of(cells, tmp_path / "d.xlsx"), "A & B")

    assert dict(found.errors) == errors
    assert found.uncomputed == uncomputed


# ---- Zeros that a format shows -----------------------------------------------------------------------------

CODED = attrs.evolve(source({"ubigeo": TEXT, "n": NUMBER}), file="d.xlsx")


def ods(rows: str, folder: Path) -> None:
    """Write a workbook of LibreOffice whose style `z` shows whole numbers with six digits at least."""
    spaces = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{space}:1.0"'
        for name, space in {
            "office": "office",
            "table": "table",
            "text": "text",
            "style": "style",
            "number": "datastyle",
        }.items()
    )
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {spaces} office:version="1.2">'
        '<office:automatic-styles><number:number-style style:name="N1">'
        '<number:number number:decimal-places="0" number:min-integer-digits="6"/></number:number-style>'
        '<style:style style:name="z" style:family="table-cell" style:data-style-name="N1"/>'
        "</office:automatic-styles><office:body><office:spreadsheet>"
        f'<table:table table:name="H">{rows}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    with zipfile.ZipFile(folder / "d.ods", "w") as parts:
        parts.writestr("mimetype", kind)
        parts.writestr(
            "META-INF/manifest.xml",
            '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
            f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{kind}"/>'
            '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/>'
            "</manifest:manifest>",
        )
        parts.writestr("content.xml", content)


def of_number(number: int, shown: str, style: str = "") -> str:
    style = f' table:style-name="{style}"' if style else ""
    return (
        f'<table:table-cell{style} office:value-type="float" office:value="{number}">'
        f"<text:p>{shown}</text:p></table:table-cell>"
    )


def of_text(text: str) -> str:
    return f'<table:table-cell office:value-type="string"><text:p>{text}</text:p></table:table-cell>'


def test_a_number_shown_with_zeros_before_it_is_that_code_in_excel(tmp_path: Path) -> None:
    """In a column of texts; among numbers it is the number."""
    with xlsxwriter.Workbook(tmp_path / "d.xlsx") as book:
        sheet, zeros = book.add_worksheet("H"), book.add_format({"num_format": "000000"})
        sheet.write_row(0, 0, ["ubigeo", "n"])
        sheet.write_number(1, 0, 10101, zeros)
        sheet.write_number(1, 1, 10101, zeros)
        sheet.write_number(2, 0, 250101, zeros)
        sheet.write_number(3, 0, 10101)
        sheet.write_string(4, 0, "010102")
        sheet.write_number(5, 0, 1234567, zeros)
    table, found = read_table(CODED, tmp_path)

    assert found == []
    assert [row.cells["ubigeo"] for row in table.rows] == ["010101", "250101", "10101", "010102", "1234567"]
    assert table.rows[0].cells["n"] == 10101


def test_a_number_shown_with_zeros_before_it_is_that_code_in_libreoffice(tmp_path: Path) -> None:
    cells = [
        of_text("ubigeo") + of_text("n"),
        of_number(10101, "010101", "z") + of_number(10101, "010101", "z"),
        of_number(250101, "250101", "z") + of_number(1, "1"),
        of_number(10101, "10101") + of_number(2, "2"),
        of_text("010102") + of_number(3, "3"),
    ]
    ods("".join(f"<table:table-row>{each}</table:table-row>" for each in cells), tmp_path)
    table, found = read_table(attrs.evolve(CODED, file="d.ods"), tmp_path)

    assert found == []
    assert [row.cells["ubigeo"] for row in table.rows] == ["010101", "250101", "10101", "010102"]
    assert table.rows[0].cells["n"] == 10101
