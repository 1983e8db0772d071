"""
One meaning for every carrier: the same content gives the same figure, or a finding, whatever carries it.

The table is carrier by type of value and trap.  A new carrier joins it by a writer; a test demands one for each.
"""

from __future__ import annotations

import datetime
import decimal
import gzip
import json
import sqlite3
import unicodedata
import zipfile
from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any

import attrs
import duckdb
import pandas  # type: ignore[import-untyped]
import polars
import pyarrow as arrow
import pytest
import xlsxwriter
from pyarrow import parquet

import pei_dsl
from pei_dsl import Engine, Reading
from pei_dsl.data.readers.carriers import CARRIERS, SPARK, Carrier
from pei_dsl.model.absence import Absence

PLAN = """\
plan "P"
  periodo: 2024 a 2025
{plan}objetivo OEI.01 "S"
indicador IND.01.OEI.01 "I"
  fórmula: {formula}
  unidad: {unit}
  sentido: ascendente
  logros: 2024: 8{sign}
fuente s "R"
{where}{fields}  columna c: {type}
"""
Day, Moment = datetime.date, datetime.datetime


class UnableError(Exception):
    """A carrier holds no such cells."""


@attrs.frozen
class Case:
    """
    Cells, and what must come of them.

    Attributes:
        figure: The figure that alone may come out beside a finding; None where only a finding will do.
    """

    name: str
    cells: Sequence[object]
    type: str
    formula: str
    figure: Fraction | None
    fields: str = ""
    plan: str = ""


def text(name: str, cells: Sequence[object], wanted: str, found: int = 1) -> Case:
    return Case(name, cells, "texto", f'contar(s si c = "{wanted}")', Fraction(found))


def dated(name: str, *cells: object, plan: str = "") -> Case:
    return Case(name, cells, "fecha", "contar(s)", Fraction(1), "  tiempo: c\n", plan)


def formatted(name: str, cell: object, formats: str) -> Case:
    options = f"; formato {formats}" if formats else ""
    return Case(f"format {name}", [cell], f"fecha{options}", "contar(s)", Fraction(1), "  tiempo: c\n")


def beside(case: Case) -> Case:
    """Return a case of the time column as one of any other."""
    formula = "contar(s si c >= 2024-12-31 y c <= 2024-12-31)"
    return attrs.evolve(case, name=f"{case.name} beside", formula=formula, fields="")


def number(
    name: str, cells: Sequence[object], total: str | None, options: str = "", fields: str = ""
) -> Case:
    figure = None if total is None else Fraction(total)
    return Case(name, cells, f"número{options}", "suma(s.c)", figure, fields)


def percent(name: str, cell: object, total: str | None, options: str = "") -> Case:
    figure = None if total is None else Fraction(total)
    return Case(name, [cell], f"porcentaje{options}", "máximo(s.c)", figure)


def omitting(
    name: str, cells: Sequence[object], type_: str, condition: str, formula: str, figure: int
) -> Case:
    """Return rows of which some are left out, whatever stands in them."""
    fields = f"  omite: {condition}\n"
    return Case(f"omitting {name}", cells, type_, formula, Fraction(figure), fields)


FORMATTED: Sequence[Case] = (
    formatted("day", "31/12/2024", '"dd/mm/aaaa"'),
    formatted("name of a month", "31-dic-24", '"dd-mmm-aa"'),
    formatted("time of day", "31/12/2024 23:30:05", '"dd/mm/aaaa hh:mm:ss"'),
    formatted("digits", 20241231, '"aaaammdd"'),
    formatted("digits as float", 20241231.0, '"aaaammdd"'),
    formatted("digits as text", "20241231", '"aaaammdd"'),
    formatted("several", "31/12/2024", '"mmm-aa", "dd/mm/aaaa"'),
    formatted("a day as plans write it", "2024-12-31", '"dd/mm/aaaa"'),
    formatted("a day of its own", Day(2024, 12, 31), '"dd/mm/aaaa"'),
    attrs.evolve(formatted("another form", "12/31/2024", '"dd/mm/aaaa"'), figure=None),
    attrs.evolve(formatted("two dates", "03/04/2024", '"dd/mm/aaaa", "mm/dd/aaaa"'), figure=None),
    attrs.evolve(formatted("none", "31/12/2024", ""), figure=None),
)
UTC, LIMA = datetime.UTC, datetime.timezone(datetime.timedelta(hours=-5))
CASES: Sequence[Case] = (
    text("whole", [10101, 7], "10101"),
    text("float", [10101.0, 7.5], "10101"),
    text("fraction", [10101.5, 7.0], "10101.5"),
    text("decimal", [decimal.Decimal("10101.00"), decimal.Decimal("0.50")], "10101"),
    text("large float", [1e20], "100000000000000000000"),
    text("code", ["010101"], "010101"),
    text("bytes", [b"010101"], "010101"),
    text("composed", [unicodedata.normalize("NFD", "Áncash"), "Lima"], "Áncash"),
    text("both forms", [unicodedata.normalize("NFD", "Áncash"), "Áncash"], "Áncash", 2),
    text("unseen", ["Li\u00adma"], "Lima"),
    text("unseen at the end", ["Lima\u200b"], "Lima"),
    text("truth", [True, False], "VERDADERO"),
    text("day", [Day(2024, 7, 31)], "2024-07-31"),
    text("moment", [Moment(2024, 7, 31, 10, 5)], "2024-07-31 10:05:00"),
    text("midnight", [Moment(2024, 7, 31)], "2024-07-31"),
    attrs.evolve(text("marked number", [999, 7], "999", 0), fields='  faltantes: "999"\n'),
    Case("list", [["a"]], "texto", "contar(s si no falta(c))", None),
    dated("day", Day(2024, 12, 31)),
    dated("midnight", Moment(2024, 12, 31)),
    dated("what clocks showed", Moment(2024, 12, 31, 23, 30)),
    dated("instant", Moment(2025, 1, 1, 3, tzinfo=UTC)),
    dated("instant in Peru", Moment(2024, 12, 31, 22, tzinfo=LIMA)),
    dated(
        "instant elsewhere",
        Moment(2025, 1, 1, 3, tzinfo=UTC),
        Moment(2024, 12, 31, 14, tzinfo=UTC),
        plan='  zona horaria: "Asia/Tokyo"\n',
    ),
    dated("written", "2024-12-31"),
    dated("written moment", "2024-12-31 23:30:00"),
    dated("written instant", "2025-01-01T03:00:00Z"),
    dated("written instant with a comma", "2025-01-01T03:00:00,5Z"),
    dated("written instant in Peru", "2024-12-31T23:00:00-05:00"),
    *FORMATTED,
    *map(beside, FORMATTED),
    dated("year", 2024),
    dated("year as float", 2024.0),
    dated("year as decimal", decimal.Decimal("2024.0")),
    Case("truth", [True, False], "booleano", "contar(s si c)", Fraction(1)),
    Case("one", [1, 0], "booleano", "contar(s si c)", Fraction(1)),
    Case("one as float", [1.0, 0.0], "booleano", "contar(s si c)", Fraction(1)),
    Case("word", ["sí", "no"], "booleano", "contar(s si c)", Fraction(1)),
    Case("two is no truth", [2], "booleano", "contar(s si c)", None),
    number("float", [0.1, 0.2], "0.3"),
    number("decimal", [decimal.Decimal("0.25"), decimal.Decimal("1.75")], "2"),
    number("large", [2**53 + 1], str(2**53 + 1)),
    number("written", ["1,234.50"], "1234.5"),
    number("bytes", [b"12"], "12"),
    number("marked", [999, 1], "1", fields='  faltantes: "999"\n'),
    number("marked float", [999.0, 1.5], "1.5", fields='  faltantes: "999"\n'),
    number("truth is no number", [True], None),
    number("day is no number", [Day(2024, 1, 1)], None),
    number("with a symbol", ["S/ 1,234.50", "2"], "1236.5", '; símbolo "S/", "S/."'),
    number("with a symbol behind", ["3 p/", "4*"], "7", '; símbolo "p/", "*"'),
    number("with another symbol", ["US$ 3"], None, '; símbolo "S/"'),
    attrs.evolve(text("with a symbol", ["Callao 1/", "Lima"], "Callao"), type='texto; símbolo "1/"'),
    attrs.evolve(text("code without its zero", ["10101", "010102"], "010101"), type="código de 6 dígitos"),
    attrs.evolve(text("code as number", [10101, 10102], "010101"), type="código de 6 dígitos"),
    attrs.evolve(text("code as float", [10101.0], "010101"), type="código de 6 dígitos"),
    attrs.evolve(text("long code", ["1010101"], "1"), figure=None, type="código de 6 dígitos"),
    attrs.evolve(text("no code", ["Lima"], "Lima"), figure=None, type="código de 6 dígitos"),
    percent("bare", 0.125, None),
    percent("bare whole", 13, None),
    percent("bare text", "12.5", None),
    percent("signed", "12.5%", "0.125"),
    percent("points", 12.5, "0.125", "; en puntos"),
    percent("points in whole", 13, "0.13", "; en puntos"),
    percent("points in text", "12.5", "0.125", "; en puntos"),
    percent("signed among points", "12.5%", "0.125", "; en puntos"),
    percent("ratio", 0.125, "0.125", "; como razón"),
    percent("ratio in text", "0.125", "0.125", "; como razón"),
    omitting("a text", ["Lima", "TOTAL", "Cusco"], "texto", 'c = "TOTAL"', "contar(s)", 2),
    omitting("texts", ["Lima", "TOTAL", "Total"], "texto", 'c en ("TOTAL"; "Total")', "contar(s)", 1),
    omitting("what has no choice", ["Lima", "?"], 'texto; valores "Lima"', 'c <> "Lima"', "contar(s)", 1),
    omitting(
        "a composed text", [unicodedata.normalize("NFD", "País"), "a"], "texto", 'c = "País"', "contar(s)", 1
    ),
    omitting("nothing", ["Lima", None], "texto; obligatoria", "es_nd(c)", "contar(s)", 1),
    omitting("no row", ["Lima", "Cusco"], "texto", 'c = "TOTAL"', "contar(s)", 2),
    omitting("what is no number", ["7", "TOTAL"], "número; obligatoria", 'c = "TOTAL"', "suma(s.c)", 7),
    omitting("numbers", [7, 99, 5], "número; máximo 10", "c > 50", "suma(s.c)", 12),
    omitting("no number", [7, None], "número; obligatoria", "es_nd(c)", "suma(s.c)", 7),
    omitting("between", [1, 2, 3], "número", "c > 1 y c < 3", "suma(s.c)", 4),
    omitting("days", [Day(2024, 12, 31), Day(2024, 1, 1)], "fecha", "c < 2024-06-01", "contar(s)", 1),
    attrs.evolve(
        omitting("what is no day", ["2024-12-31", "TOTAL"], "fecha", 'c = "TOTAL"', "contar(s)", 1),
        fields='  tiempo: c\n  omite: c = "TOTAL"\n',
    ),
    omitting("what is true", [True, False, False], "booleano", "c", "contar(s)", 2),
    attrs.evolve(
        omitting("what stands twice", ["a", "a", "b"], "texto", 'c = "a"', "contar(s)", 1),
        fields='  clave: c\n  omite: c = "a"\n',
    ),
)


# ---- Writers: of what carries the cells, and where the plan finds them ------------------------------------


def written(cell: object) -> str:
    """Return a cell as a file of texts has it."""
    match cell:
        case None:
            return ""
        case bool():
            return "VERDADERO" if cell else "FALSO"
        case bytes():
            return cell.decode()
        case float():
            return f"{cell:.0f}" if abs(cell) >= 1e16 else repr(cell).removesuffix(".0")
        case decimal.Decimal():
            return f"{cell.normalize():f}"
        case Moment():
            midnight = cell.tzinfo is None and cell.time() == datetime.time()
            return cell.date().isoformat() if midnight else cell.isoformat(sep=" ")
        case list():
            raise UnableError
        case _:
            return str(cell)


def as_text(folder: Path, cells: Sequence[object]) -> tuple[str, Any]:
    lines = "".join(f'"{written(cell)}",x\n' for cell in cells)
    (folder / "d.csv").write_text(f"c,otra\n{lines}", "utf-8")
    return "  archivo: d.csv\n", None


def as_packed_text(folder: Path, cells: Sequence[object]) -> tuple[str, Any]:
    where, _ = as_text(folder, cells)
    (folder / "d.csv.gz").write_bytes(gzip.compress((folder / "d.csv").read_bytes()))
    return where.replace("d.csv", "d.csv.gz"), None


def as_archive(folder: Path, cells: Sequence[object]) -> tuple[str, Any]:
    """Each half of the cells in a file of its own."""
    with zipfile.ZipFile(folder / "d.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        for number_, part in enumerate((cells[:1], cells[1:])):
            as_text(folder, part)
            archive.write(folder / "d.csv", f"dentro/{number_}.csv")
        archive.writestr("LEEME.txt", "no es una tabla")
    (folder / "d.csv").unlink()
    return "  archivo: d.zip\n", None


def in_json(cell: object) -> str:
    """Return a cell as JSON has it: numbers, truth values and texts."""
    match cell:
        case None | bool() | int() | float() | list():
            return json.dumps(cell)
        case decimal.Decimal():
            return str(cell)
        case _:
            return json.dumps(written(cell))


def as_json(folder: Path, cells: Sequence[object]) -> tuple[str, Any]:
    objects = ", ".join(f'{{"c": {in_json(cell)}, "otra": "x"}}' for cell in cells)
    (folder / "d.json").write_text(f'{{"ok": true, "datos": [{objects}]}}', "utf-8")
    return "  archivo: d.json\n", None


def as_lines_of_json(folder: Path, cells: Sequence[object]) -> tuple[str, Any]:
    lines = "".join(f'{{"c": {in_json(cell)}, "otra": "x"}}\n' for cell in cells)
    (folder / "d.ndjson").write_text(lines, "utf-8")
    return "  archivo: d.ndjson\n", None


def as_workbook(folder: Path, cells: Sequence[object]) -> tuple[str, Any]:
    with xlsxwriter.Workbook(folder / "d.xlsx") as book:
        sheet, day = book.add_worksheet("H"), book.add_format({"num_format": "yyyy-mm-dd hh:mm"})
        sheet.write_string(0, 0, "c")
        for row, cell in enumerate(cells, start=1):
            match cell:
                case None:
                    pass
                case bool():
                    sheet.write_boolean(row, 0, cell)
                case int() | float() | decimal.Decimal():
                    if float(cell) > 1e15:  # of which a workbook keeps fewer digits
                        raise UnableError
                    sheet.write_number(row, 0, float(cell))
                case Moment() if cell.tzinfo is not None:
                    raise UnableError
                case Day():
                    sheet.write_datetime(row, 0, cell, day)
                case str():
                    sheet.write_string(row, 0, cell)
                case _:
                    raise UnableError
    return "  archivo: d.xlsx\n", None


def table(cells: Sequence[object]) -> arrow.Table:
    try:
        return arrow.table({"c": arrow.array(cells)})
    except (arrow.ArrowInvalid, arrow.ArrowTypeError) as error:
        raise UnableError from error


def as_parquet(folder: Path, cells: Sequence[object]) -> tuple[str, Any]:
    parquet.write_table(table(cells), folder / "d.parquet")
    return "  archivo: d.parquet\n", None


def as_parquet_folder(folder: Path, cells: Sequence[object]) -> tuple[str, Any]:
    """Each cell in a file of its own, behind a file with nothing but empty cells."""
    (folder / "d").mkdir()
    parquet.write_table(arrow.table({"c": arrow.nulls(0)}), folder / "d" / "0.parquet")
    for number_, cell in enumerate(cells, start=1):
        parquet.write_table(table([cell]), folder / "d" / f"{number_}.parquet")
    return "  archivo: d/\n", None


def as_database(folder: Path, cells: Sequence[object]) -> tuple[str, Any]:
    for cell in cells:
        if isinstance(cell, bool | list | decimal.Decimal):
            raise UnableError
    with sqlite3.connect(folder / "d.db") as base:
        base.execute("CREATE TABLE t (c)")
        kept = [written(cell) if isinstance(cell, Day) else cell for cell in cells]
        base.executemany("INSERT INTO t VALUES (?)", [(cell,) for cell in kept])
    base.close()
    return "  conexión: BASE\n  tabla: t\n", None


def as_pandas(_: Path, cells: Sequence[object]) -> tuple[str, Any]:
    return "", pandas.DataFrame({"c": list(cells)})


def as_polars(_: Path, cells: Sequence[object]) -> tuple[str, Any]:
    return "", polars.DataFrame({"c": list(cells)})


def as_arrow(_: Path, cells: Sequence[object]) -> tuple[str, Any]:
    return "", table(cells)


def as_relation(_: Path, cells: Sequence[object]) -> tuple[str, Any]:
    return "", duckdb.from_arrow(table(cells))


def as_rows(_: Path, cells: Sequence[object]) -> tuple[str, Any]:
    return "", [{"c": cell} for cell in cells]


def as_columns(_: Path, cells: Sequence[object]) -> tuple[str, Any]:
    return "", {"c": list(cells)}


Writer = Callable[[Path, Sequence[object]], tuple[str, Any]]
WRITERS: Mapping[str, Sequence[Writer]] = {
    "text": (as_text, as_packed_text),
    "zip": (as_archive,),
    "json": (as_json, as_lines_of_json),
    "workbook": (as_workbook,),
    "parquet": (as_parquet, as_parquet_folder),
    "database": (as_database,),
    "frame": (as_pandas, as_polars, as_arrow, as_relation),
    "rows": (as_rows, as_columns),
}


def test_every_carrier_is_in_the_table() -> None:
    """Spark, which takes minutes to start, is compared by the slow tests of engines."""
    assert {*WRITERS, SPARK.name} == {each.name for each in CARRIERS}


@pytest.mark.parametrize("write", [each for writers in WRITERS.values() for each in writers])
@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.type[:6]}-{case.name}")
def test_the_same_content_means_the_same(
    case: Case, write: Writer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    try:
        where, given = write(tmp_path, case.cells)
    except UnableError:
        return
    monkeypatch.setenv("BASE", f"sqlite:///{tmp_path / 'd.db'}")
    plan = PLAN.format(
        sign="%" if case.type.startswith("porcentaje") else "",
        unit="porcentaje" if case.type.startswith("porcentaje") else "número",
        formula=case.formula,
        where=where,
        fields=case.fields,
        type=case.type,
        plan=case.plan,
    )
    (tmp_path / "plan.pei").write_text(plan, "utf-8")
    loaded = pei_dsl.load(tmp_path)
    assert not loaded.errors, [str(each) for each in loaded.errors]
    outcomes = {}
    for engine in (Engine.AUTOMATIC, Engine.REFERENCE, Engine.DUCKDB):
        data = None if given is None else {"s": given}
        measured = pei_dsl.evaluate(loaded, 2024, data=data, reading=Reading(engine))
        value = measured.evaluation.indicators["IND.01.OEI.01"].value
        told = [each.code for each in measured.diagnostics]
        outcomes[engine] = "finding" if isinstance(value, Absence) and told else value

    assert len(set(outcomes.values())) == 1, outcomes
    outcome = outcomes[Engine.AUTOMATIC]
    assert outcome in ({"finding"} if case.figure is None else {case.figure, "finding"})
    if case.name.startswith("omitting"):
        assert outcome == case.figure, "what is left out is held to nothing"
    if write is as_text and "unseen" not in case.name:
        assert outcome == ("finding" if case.figure is None else case.figure), "texts say all that there is"


# ---- Files that are not what they are called ---------------------------------------------------------------

DAMAGES: Mapping[str, Callable[[bytes], bytes]] = {
    "nothing": lambda _: b"",
    "half": lambda content: content[: len(content) // 2],
    "a letter less": lambda content: content[:-1],
    "noise": lambda _: bytes(range(256)) * 4,
    "another text": lambda _: "«no es esto»\n".encode("latin-1") * 3,
}
OF_FILES = [each for each in CARRIERS if each.suffixes]


@pytest.mark.parametrize("damage", DAMAGES)
@pytest.mark.parametrize("carrier", OF_FILES, ids=lambda each: each.name)
def test_a_damaged_file_is_told(carrier: Carrier, damage: str, tmp_path: Path) -> None:
    """By whoever looks and by whoever measures: a finding and no figure, or the figure of what is left of it."""
    for write in WRITERS[carrier.name]:
        where, _ = write(tmp_path, [1, 2])
        for file in (each for each in tmp_path.rglob("*") if each.is_file()):
            file.write_bytes(DAMAGES[damage](file.read_bytes()))
        plan = PLAN.format(
            sign="", unit="número", formula="suma(s.c)", where=where, fields="", type="número", plan=""
        )
        (tmp_path / "plan.pei").write_text(plan, "utf-8")
        loaded = pei_dsl.load(tmp_path)
        pei_dsl.lint(loaded)
        for engine in (Engine.REFERENCE, Engine.DUCKDB):
            measured = pei_dsl.evaluate(loaded, 2024, partial=True, reading=Reading(engine))
            value = measured.evaluation.indicators["IND.01.OEI.01"].value
            told = {each.code for each in measured.diagnostics}
            assert told or value in {Fraction(each) for each in range(4)}, (write, engine)
            assert told or damage in {"half", "a letter less"}, (write, engine)
