"""Sources: what is written in any declared way is read back exactly; what is not, is reported."""

from __future__ import annotations

import codecs
import collections
import csv
import datetime
import gzip
import io
import tempfile
from collections.abc import Mapping, Sequence
from fractions import Fraction
from pathlib import Path

import attrs
import xlsxwriter
from hypothesis import example, given
from hypothesis import strategies as st

from pei_dsl.algebra.values import Present
from pei_dsl.data.aggregates import aggregate
from pei_dsl.data.contract.rules import MAX_SHOWN
from pei_dsl.data.readers.gate import read_table
from pei_dsl.data.table import Row, Table
from pei_dsl.model.expressions import Aggregate, ColumnValue, ValueType
from pei_dsl.model.periods import Period
from pei_dsl.model.plan import Column, DataSource
from pei_dsl.numerals import SPACES, THOUSANDS, Notation, thousands_beside
from tests import strategies
from tests.builders import Y2024
from tests.in_engines import host_table

Cells = Mapping[str, Present | None]

COLUMNS = {
    "día": Column("día", ValueType.DATE),
    "monto": Column("monto", ValueType.NUMBER),
    "sede, código": Column("sede, código", ValueType.TEXT),
    "activo": Column("activo", ValueType.BOOLEAN),
}
DECLARED = DataSource("s", time="día", columns=COLUMNS, missing=("s/d",))

# ---- Ways to write -------------------------------------------------------------------------------------

notations = st.sampled_from(
    [
        Notation(),
        Notation(",", thousands_beside(",")),
        Notation(".", SPACES),
        Notation(",", SPACES),
        Notation(",", (".",)),
        Notation(".", ()),
        Notation(",", ()),
    ]
)


@attrs.frozen
class Dialect:
    """A way to write a file of texts."""

    notation: Notation
    separator: str
    encoding: str
    packed: bool
    files: int


dialects = st.builds(
    Dialect,
    notations,
    st.sampled_from([",", ";", "\t", "|"]),
    st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "windows-1252", "latin-1"]),
    st.booleans(),
    st.integers(1, 3),
)
numbers = st.builds(
    lambda digits, places: Fraction(digits, 10**places), st.integers(-(10**15), 10**15), st.integers(0, 6)
)
sedes = (
    st.text('abñÁ ,;|"\n\té1.-', min_size=1, max_size=8)
    .map(str.strip)
    .filter(lambda text: text and text != "s/d")
)
days = st.dates(datetime.date(2000, 1, 1), datetime.date(2100, 12, 31))
rows = st.lists(
    st.fixed_dictionaries(
        {
            "día": days,
            "monto": st.none() | numbers,
            "sede, código": st.none() | sedes,
            "activo": st.none() | st.booleans(),
        }
    ),
    max_size=8,
)


def written_number(value: Fraction, notation: Notation, *, grouped: bool) -> str:
    """Return `value`, which has at most six decimals, in `notation`."""
    whole, rest = divmod(abs(value), 1)
    digits = f"{int(whole):,}" if grouped and notation.thousands else str(int(whole))
    if notation.thousands:
        digits = digits.replace(",", notation.thousands[0])
    decimals = f"{int(rest * 10**6):06}".rstrip("0")
    text = f"{digits}{notation.decimal}{decimals}" if decimals else digits
    return f"-{text}" if value < 0 else text


def written(cell: Present | None, notation: Notation, *, grouped: bool) -> str:
    """Return a cell of a file of texts."""
    match cell:
        case None:
            return "s/d" if grouped else ""
        case bool():
            return "Sí" if cell else "no"
        case Fraction():
            return written_number(cell, notation, grouped=grouped)
        case _:
            return str(cell)


def csv_bytes(table: Sequence[Cells], dialect: Dialect) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=dialect.separator)
    writer.writerow([*COLUMNS, "otra"])
    for number, row in enumerate(table):
        cells = (written(row[name], dialect.notation, grouped=bool(number % 2)) for name in COLUMNS)
        writer.writerow([*cells, "x"])
    data = text.getvalue().encode({"windows-1252": "cp1252"}.get(dialect.encoding, dialect.encoding))
    return gzip.compress(data, mtime=0) if dialect.packed else data


def cells_of(table: Table) -> list[Cells]:
    return [row.cells for row in table.rows]


# ---- Laws -----------------------------------------------------------------------------------------------


@given(rows, dialects)
def test_what_is_written_as_text_is_read_back(table: list[Cells], dialect: Dialect) -> None:
    """In any declared way, in one file or in several, compressed or not, the rows are the same and in order."""
    size = -(-len(table) // dialect.files) or 1
    ending = ".csv.gz" if dialect.packed else ".csv"
    with tempfile.TemporaryDirectory() as folder:
        for number in range(dialect.files):
            part = table[number * size : (number + 1) * size]
            (Path(folder) / f"parte-{number}{ending}").write_bytes(csv_bytes(part, dialect))
        source = attrs.evolve(
            DECLARED,
            file="parte-0" + ending if dialect.files == 1 else "parte-*",
            separator=dialect.separator,
            encoding=dialect.encoding,
            decimal=dialect.notation.decimal,
            thousands=dialect.notation.thousands,
        )
        read, found = read_table(source, Path(folder))

    assert found == []
    assert cells_of(read) == table
    assert [row.number for row in read.rows] == sorted({row.number for row in read.rows})
    assert [row.period for row in read.rows] == [Period.parse(str(row["día"])) for row in table]


@given(rows, st.integers(0, 3), st.integers(0, 3), st.booleans())
def test_what_is_written_in_a_sheet_is_read_back(
    table: list[Cells], top: int, left: int, declared: bool
) -> None:
    """Wherever in the sheet it stands, and whether or not its range is declared."""
    table = [{**row, "monto": fifteen_digits(row["monto"])} for row in table]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "libro.xlsx"
        book = xlsxwriter.Workbook(path)
        sheet = book.add_worksheet("Hoja 1")
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        for column, name in enumerate(COLUMNS):
            sheet.write_string(top, left + column, name)
        for number, row in enumerate(table, start=top + 1):
            for column, name in enumerate(COLUMNS):
                cell = row[name]
                if isinstance(cell, bool):
                    sheet.write_boolean(number, left + column, cell)
                elif isinstance(cell, Fraction):
                    sheet.write_number(number, left + column, float(cell))
                elif isinstance(cell, datetime.date):
                    sheet.write_datetime(number, left + column, cell, day)
                elif cell is not None:
                    sheet.write_string(number, left + column, cell)
        book.close()
        letters = "ABCDEFGH"
        area = f"{letters[left]}{top + 1}:{letters[left + 3]}" if declared else ""
        read, found = read_table(attrs.evolve(DECLARED, file="libro.xlsx", range=area), Path(folder))

    assert found == []
    assert cells_of(read) == table
    assert [row.number for row in read.rows] == list(range(top + 2, top + 2 + len(table)))


def fifteen_digits(value: Present | None) -> Present | None:
    """Return the number that fifteen digits hold: a workbook keeps no more."""
    return Fraction(f"{float(value):.15g}") if isinstance(value, Fraction) else value


@given(numbers, notations, notations, st.booleans())
def test_a_number_is_never_read_as_another(
    value: Fraction, wrote: Notation, reads: Notation, grouped: bool
) -> None:
    """Written in one way and read in another, it is itself, nothing, or what its one sign says there."""
    text = written_number(abs(value), wrote, grouped=grouped)
    numeral = reads.read(text)

    if reads == wrote:
        assert numeral is not None
        assert numeral.value == abs(value)
    elif numeral is not None and numeral.value != abs(value):
        signs = {letter for letter in text if not letter.isdigit()}
        assert len(signs) == 1, "two different signs settle what each of them means"


# ---- What is not so ----------------------------------------------------------------------------------------

hostile_cells = strategies.hostile_texts | st.sampled_from(
    [
        "=1+1",
        "#¡REF!",
        "1e5",
        "--5",
        "5-",
        "1,2,3",
        "٣",
        "½",
        "NaN",
        "inf",
        "\0",
        '"',
        "'",
        "%",
        "-",
        "+",
        "1 %",
    ]
)
sources = st.builds(
    lambda type_, required, missing: attrs.evolve(
        DECLARED,
        time="",
        missing=missing,
        columns={"c": Column("c", type_, required=required)},
    ),
    st.sampled_from([kind for kind in ValueType if kind is not ValueType.HOLIDAYS]),
    st.booleans(),
    st.sampled_from([(), ("s/d",), ("-", "0")]),
)


@given(sources, st.lists(hostile_cells, max_size=5))
@example(attrs.evolve(DECLARED, time="", columns={"c": Column("c", ValueType.NUMBER)}), ["\x00", "5"])
def test_any_cell_is_a_value_or_a_finding(source: DataSource, cells: list[str]) -> None:
    """Nothing raises; a table is used exactly when nothing was found; findings name row and cell."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(["c", "x"])
    writer.writerows([cell, "x"] for cell in cells)
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "d.csv").write_bytes(text.getvalue().encode("utf-8", "replace"))
        table, found = read_table(attrs.evolve(source, file="d.csv"), Path(folder))

    assert (table.unusable is None) == (not found)
    for finding in found:
        assert finding.file == "d.csv"
        assert finding.line > 1 or (finding.variant == "binary" and "\0\0" in text.getvalue())
        assert len(str(finding.params.get("cell", ""))) <= MAX_SHOWN


@given(st.binary(max_size=200), st.sampled_from([".csv", ".csv.gz", ".xlsx", ".xls", ".ods"]))
@example(codecs.BOM_UTF16_LE + b"a", ".csv")
@example(b"\x1f\x8b", ".csv")
@example(b"PK\x03\x04", ".xlsx")
def test_any_file_is_a_table_or_a_finding(data: bytes, ending: str) -> None:
    """Whatever bytes a file has, there is a table, and a finding when it cannot be used."""
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / f"d{ending}").write_bytes(data)
        table, found = read_table(attrs.evolve(DECLARED, file=f"d{ending}"), Path(folder))

    assert table.unusable is not None
    assert found


# ---- The contract, told another way ------------------------------------------------------------------------

limited = attrs.evolve(
    DECLARED,
    time="",
    columns={
        "k": Column("k", ValueType.TEXT, choices=("a", "b", "c")),
        "n": Column("n", ValueType.NUMBER, required=True, minimum=Fraction(0), maximum=Fraction(9)),
    },
    keys=("k",),
)
limited_rows = st.lists(
    st.fixed_dictionaries(
        {"k": st.sampled_from(["a", "b", "c", "d", None]), "n": st.none() | st.integers(-2, 11)}
    ),
    max_size=6,
)


@given(limited_rows)
def test_each_breach_is_found_once(given_rows: list[dict[str, object]]) -> None:
    """
    The findings are those of a definition in a few lines, and they name the first row of a repeated key.

    More than three that say the same are one, with their number.
    """
    expected: list[tuple[str, int]] = []
    seen: dict[object, int] = {}
    for number, row in enumerate(given_rows, start=1):
        n, k = row["n"], row["k"]
        if n is None:
            expected.append(("PEI316", number))
        elif isinstance(n, int) and not 0 <= n <= 9:
            expected.append(("PEI317", number))
        if k is None or seen.setdefault(k, number) != number:
            expected.append(("PEI319", number))
        if k == "d":
            expected.append(("PEI318", number))
    table, found = host_table(limited, given_rows)

    told = collections.Counter[str]()
    for each in found:
        told[each.code] += each.times
    lines = {(each.code, each.line) for each in found}
    assert told == collections.Counter(code for code, _ in expected)
    assert {min(each for each in expected if each[0] == code) for code in told} <= lines <= {*expected}
    assert all(each.times == 1 or each.times > 3 for each in found)
    assert (table.unusable is None) == (not expected)
    for each in found:
        if each.code == "PEI319" and not each.variant:
            assert each.params["first"] == f"«s»:{seen[given_rows[each.line - 1]['k']]}"


ordered = attrs.evolve(
    DECLARED,
    columns={
        "f": Column("f", ValueType.DATE),
        "o": Column("o", ValueType.NUMBER),
        "n": Column("n", ValueType.NUMBER),
    },
    time="f",
    order=("o",),
)


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["2024-01", "2024-01-31", "2024-02-01"]),
            st.none() | st.integers(0, 2),
            st.integers(0, 3),
        ),
        min_size=1,
        max_size=6,
    ).flatmap(lambda drawn: st.tuples(st.just(drawn), st.permutations(drawn)))
)
def test_a_declared_order_makes_first_and_last_certain(
    drawn: tuple[list[tuple[str, int | None, int]], list[tuple[str, int | None, int]]],
) -> None:
    """However the rows are shuffled, `primero` and `último` give what sorting them by hand gives."""
    before, after = drawn
    by_hand = sorted(
        before,
        key=lambda row: (
            "2024-02-01" if row[0] == "2024-02-01" else "2024-01-31",
            -1 if row[1] is None else row[1],
            row[2],
        ),
    )
    for rows_given in (before, after):
        table = Table(
            "s",
            "prueba",
            tuple(
                Row(
                    {"f": None, "o": None if o is None else Fraction(o), "n": Fraction(n)},
                    Period.parse(when),
                    number,
                )
                for number, (when, o, n) in enumerate(rows_given, start=1)
            ),
        )
        for function, expected in (("first", by_hand[0]), ("last", by_hand[-1])):
            node = Aggregate(function, "s", ColumnValue("n"), None)
            assert aggregate(node, ordered, table, Y2024).value == expected[2]


def test_the_default_signs_are_those_of_peru() -> None:
    """What a source does not declare is read as a plan writes its figures."""
    assert (DECLARED.decimal, DECLARED.thousands) == (".", THOUSANDS)
