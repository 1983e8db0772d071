"""
Folders of Parquet files that do not agree on their columns: every engine says what the rows say, or one finding.

What drifts is drawn: the types of a column from file to file, columns without any cell, the order of columns,
a column that lacks; and how the day of a row is kept.
"""

from __future__ import annotations

import datetime
import tempfile
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import TypeAlias

import attrs
import pyarrow as arrow
from hypothesis import event, example, given, settings
from hypothesis import strategies as st
from pyarrow import parquet

import pei_dsl
from pei_dsl import Engine, Reading
from pei_dsl.model.absence import Absence
from tests.example_counts import examples

Day, Moment = datetime.date, datetime.datetime
Rows: TypeAlias = Sequence[Mapping[str, object]]
# Figures, and what was found: code, wording, file and line.
Measured: TypeAlias = tuple[list[object], list[tuple[str, str, str, int]]]

# ---- What files keep ---------------------------------------------------------------------------------------


@attrs.frozen
class Kind:
    """
    A type of a column of a file.

    Attributes:
        type: As Arrow calls it.
        made: What makes it of a number from 0.
    """

    type: arrow.DataType
    made: Callable[[int], object]


def zoned(unit: str, zone: str | None) -> Kind:
    """Return the kind of a moment: some of them are of another day, and year, in Peru than in London."""
    zone_of = None if zone is None else datetime.UTC
    moments = [Moment(2024, 3, 1, 12, tzinfo=zone_of), Moment(2025, 1, 1, 3, tzinfo=zone_of)]
    return Kind(arrow.timestamp(unit, zone), lambda index: moments[index % len(moments)])


NUMBERS = [0, 1, 2, 3, -1, 100]
KINDS: Mapping[str, Kind] = {
    "int64": Kind(arrow.int64(), lambda index: NUMBERS[index % 6]),
    "int8": Kind(arrow.int8(), lambda index: NUMBERS[index % 6]),
    "uint64": Kind(arrow.uint64(), lambda index: abs(NUMBERS[index % 6])),
    "double": Kind(arrow.float64(), lambda index: NUMBERS[index % 6] + index % 2 / 4),
    "float": Kind(arrow.float32(), lambda index: NUMBERS[index % 6] + index % 2 / 4),
    "nan": Kind(arrow.float64(), lambda index: [float("nan"), 1.5, float("inf")][index % 3]),
    "decimal": Kind(arrow.decimal128(9, 2), lambda index: Decimal(NUMBERS[index % 6]) + Decimal("0.25")),
    "long decimal": Kind(
        arrow.decimal128(30, 12), lambda index: Decimal(f"{NUMBERS[index % 6]}.000000000001")
    ),
    "codes": Kind(arrow.string(), lambda index: ["010101", "1", "2", "00"][index % 4]),
    "words": Kind(arrow.string(), lambda index: ["p", "Áncash", "", " p ", "TOTAL"][index % 5]),
    "written": Kind(arrow.string(), lambda index: ["1.5", "1,000", "-2", "3"][index % 4]),
    "long texts": Kind(arrow.large_string(), lambda index: ["1", "2"][index % 2]),
    "truths": Kind(arrow.bool_(), lambda index: index % 2 == 0),
    "said truths": Kind(arrow.string(), lambda index: ["sí", "no", "VERDADERO"][index % 3]),
    "nothing": Kind(arrow.null(), lambda _: None),
    "day": Kind(arrow.date32(), lambda index: [Day(2024, 3, 1), Day(2024, 12, 31)][index % 2]),
    "day in milliseconds": Kind(
        arrow.date64(), lambda index: [Day(2024, 3, 1), Day(2024, 12, 31)][index % 2]
    ),
    "said day": Kind(arrow.string(), lambda index: ["2024-03-01", "31/12/2024", "2024"][index % 3]),
    "year": Kind(arrow.int32(), lambda _: 2024),
    **{f"moment in {unit}": zoned(unit, None) for unit in ("s", "ms", "us", "ns")},
    **{f"instant in {unit}": zoned(unit, "UTC") for unit in ("s", "ms", "us", "ns")},
    "instant of Tokyo": zoned("us", "Asia/Tokyo"),
}
MOMENTS = [name for name in KINDS if name.startswith(("moment", "instant"))]
# What is likely to come where a column is declared so; anything else comes now and then.
LIKELY: Mapping[str, Sequence[str]] = {
    "número": ("int64", "int8", "uint64", "double", "float", "nan", "decimal", "long decimal", "written", "nothing"),
    "texto": ("words", "codes", "int64", "double", "decimal", "long texts", "truths", "day", "nothing"),
    "fecha": ("day", "day in milliseconds", "said day", "year", "nothing", *MOMENTS),
    "booleano": ("truths", "said truths", "int8", "nothing"),
}  # fmt: skip
FILTERS: Mapping[str, Sequence[str]] = {
    "número": ("", " si c > 1", " si c <> 2", " si c en (1; 1.5)", " si es_nd(c)", " si 2 / c > 1", ' si t = "p"'),
    "texto": ("", ' si c = "010101"', ' si c > "2"', ' si c en ("1"; "p")', " si es_nd(c)", " si no es_nd(c)"),
    "fecha": ("", " si c >= 2024-06-01", " si c = 2024-12-31", " si es_nd(c)", ' si t = "p"'),
    "booleano": ("", " si c", " si no c", " si es_nd(c)"),
}  # fmt: skip
SUMS = ("suma", "promedio", "máximo", "mínimo", "mediana", "primero", "último")


def formulas(kind: str, condition: str) -> list[str]:
    """Return what is asked of a column of a declared type under a filter."""
    counts = [f"contar(s{condition})", f"contar(s.c{condition})", f"contar_distintos(s.c{condition})"]
    if kind == "número":
        return [*counts, *(f"{each}(s.c{condition})" for each in SUMS), f"suma(s.c{condition} al cierre)"]
    if kind in {"texto", "fecha"}:
        bound = '"1"' if kind == "texto" else "2024-12-31"
        return [*counts, *(f"si({each}(s.c{condition}) = {bound}; 1; 0)" for each in ("máximo", "último"))]
    return counts


# ---- Folders -----------------------------------------------------------------------------------------------


@attrs.frozen
class File:
    """How one file keeps its columns, how many rows it has, and which column it lacks."""

    days: str
    cells: str
    rows: int
    first: int = 0
    reverse: bool = False
    lacks: str = ""

    def table(self) -> arrow.Table:
        """Return the file."""
        numbers = range(self.first, self.first + self.rows)
        columns = {
            "d": arrow.array(map(KINDS[self.days].made, numbers), KINDS[self.days].type),
            "c": arrow.array(
                [None if number % 5 == 4 else KINDS[self.cells].made(number) for number in numbers],
                KINDS[self.cells].type,
            ),
            "t": arrow.array(["p" if number % 2 else "q" for number in numbers], arrow.string()),
        }
        names = sorted(columns, reverse=self.reverse)
        return arrow.table({name: columns[name] for name in names if name != self.lacks})


@attrs.frozen
class Folder:
    """Files, the declared type of their column, and the filter under which it is asked for."""

    type: str
    condition: str
    files: tuple[File, ...]


@st.composite
def folders(draw: st.DrawFn) -> Folder:
    kind = draw(st.sampled_from(sorted(LIKELY)))
    likely, any_kind = st.sampled_from(LIKELY[kind]), st.sampled_from(sorted(KINDS))
    file = st.builds(
        File,
        st.sampled_from([each for each in LIKELY["fecha"] if each != "nothing"]),
        st.integers(0, 9).flatmap(lambda number: any_kind if number == 0 else likely),
        st.integers(0, 6),
        st.integers(0, 5),
        st.booleans(),
        st.integers(0, 19).map(lambda number: "c" if number == 0 else ""),
    )
    condition = draw(st.sampled_from(FILTERS[kind]))
    return Folder(kind, condition, tuple(draw(st.lists(file, min_size=1, max_size=4))))


HEAD = 'plan "P"\n  periodo: 2024 a 2025\nobjetivo OEI.01 "S"\n'
INDICATOR = """\
indicador IND.{number:02}.OEI.01 "I"
  fórmula: {formula}
  unidad: número
  sentido: ascendente
  logros: 2024: 8
"""
SOURCE = """\
fuente s "R"
{where}  tiempo: d
  columna d: fecha
  columna t: texto
  columna c: {type}
"""


def plan_of(folder: Folder, where: str) -> str:
    asked = formulas(folder.type, folder.condition)
    indicators = (INDICATOR.format(number=number, formula=each) for number, each in enumerate(asked, 1))
    return HEAD + "".join(indicators) + SOURCE.format(where=where, type=folder.type)


def measured(loaded: pei_dsl.Loaded, engine: Engine, data: Mapping[str, Rows] | None = None) -> Measured:
    """Return the figures, or why there is none, and what was found, by place."""
    found = pei_dsl.evaluate(loaded, 2024, data=data, reading=Reading(engine))
    values = (each.value for each in found.evaluation.indicators.values())
    figures: list[object] = [
        (each.reason, each.cause) if isinstance(each, Absence) else each for each in values
    ]
    return figures, [(each.code, each.variant, each.file, each.line) for each in found.diagnostics]


@given(folders())
@settings(max_examples=examples(25))
@example(Folder("número", "", (File("day", "int64", 2), File("day", "double", 2, 1))))
@example(Folder("número", " si c > 1", (File("day", "decimal", 3), File("day", "long decimal", 3))))
@example(
    Folder(
        "texto",
        ' si c = "010101"',
        (File("day", "nothing", 2), File("day", "int64", 3), File("day", "codes", 3)),
    )
)
@example(Folder("booleano", "", (File("day", "day", 0),)))
@example(Folder("número", "", (File("day", "int64", 2), File("day", "day", 0))))
@example(Folder("número", "", (File("day", "truths", 2), File("day", "int64", 3))))
@example(Folder("fecha", "", (File("instant in ns", "instant in s", 4), File("moment in us", "day", 4))))
@example(
    Folder(
        "booleano",
        " si c",
        (File("day", "truths", 4), File("year", "int8", 2), File("day", "said truths", 3)),
    )
)
def test_files_that_drift_say_what_their_rows_say(folder: Folder) -> None:
    with tempfile.TemporaryDirectory() as place:
        root = Path(place)
        (root / "d").mkdir()
        for number, file in enumerate(folder.files):
            parquet.write_table(file.table(), root / "d" / f"{number}.parquet")
        (root / "plan.pei").write_text(plan_of(folder, "  archivo: d/*.parquet\n"), "utf-8")
        loaded = pei_dsl.load(root)
        assert not loaded.errors, [each.message() for each in loaded.errors]
        reference = measured(loaded, Engine.REFERENCE)
        for engine in (Engine.DUCKDB, Engine.SQLITE, Engine.AUTOMATIC):
            assert same(measured(loaded, engine), reference), engine
    event("finding" if reference[1] else "figures")
    if any(file.lacks for file in folder.files):
        assert "PEI302" in {found[0] for found in reference[1]}
        return
    rows = [row for file in folder.files for row in file.table().to_pylist()]
    by_rows = measured(pei_dsl.load_text(plan_of(folder, "")), Engine.REFERENCE, {"s": rows})
    if not reference[1] and not by_rows[1]:
        assert by_rows[0] == reference[0], "what the files say is what their rows say"


def same(one: Measured, other: Measured) -> bool:
    """Tell whether two engines say the same: the same figures, or findings and no figure."""
    return one == other if not other[1] else bool(one[1]) and one[0] == other[0]
