"""Frames of a host program: whatever library they are of, they give what their rows give."""

from __future__ import annotations

import datetime
import decimal
from collections.abc import Callable, Iterator
from typing import Any

import duckdb
import pandas  # type: ignore[import-untyped]  # its types are a package of their own
import polars
import pyarrow as arrow
import pytest

import pei_dsl
from pei_dsl import Engine, Reading, RequestError
from tests.properties.test_breakdown import LOADED

Day = datetime.date
ROWS: list[dict[str, Any]] = [
    {"d": Day(2024, 1, 2), "x": "Lima", "z": 1, "t": "p", "a": 1.5, "c": 2, "b": True},
    {"d": Day(2024, 3, 2), "x": "Callao", "z": 2, "t": "q", "a": float("nan"), "c": 3, "b": None},
    {"d": Day(2024, 7, 2), "x": "", "z": None, "t": None, "a": float("inf"), "c": None, "b": False},
    {"d": Day(2025, 7, 2), "x": " Lima ", "z": 3, "t": "p", "a": 0.1, "c": 5, "b": False},
]
COLUMNS: dict[str, Any] = {name: [row[name] for row in ROWS] for name in ROWS[0]}
DECIMALS = [decimal.Decimal(2), decimal.Decimal(3), None, decimal.Decimal(5)]
TIMES = ["2024-01-02 00:30", "2024-03-02 23:59", "2024-07-02 10:00", "2025-07-02 00:00"]


def table(**changed: object) -> arrow.Table:
    return arrow.table({**COLUMNS, **changed})


def frame(**changed: object) -> Any:  # noqa: ANN401  (a frame of a library without types)
    return pandas.DataFrame({**COLUMNS, **changed})


def zoned() -> object:
    return frame(d=pandas.to_datetime(TIMES).tz_localize("Asia/Tokyo"))


SAME: dict[str, Callable[[], Any]] = {
    "rows": lambda: ROWS,
    "columns": lambda: COLUMNS,
    "pandas": frame,
    "pandas with times": lambda: frame(d=pandas.to_datetime(TIMES)),
    "pandas with zones": zoned,
    "pandas with categories": lambda: frame(x=frame().x.astype("category"), t=frame().t.astype("category")),
    "pandas with whole numbers that may be missing": lambda: frame(c=frame().c.astype("Int64")),
    "pandas with dates as texts": lambda: frame(d=frame().d.astype(str)),
    "pandas with decimals": lambda: frame(c=DECIMALS),
    "pandas with mixed numbers": lambda: frame(c=[2, "3", None, decimal.Decimal(5)]),
    "pandas with mixed dates": lambda: frame(d=["2024-01-02", *COLUMNS["d"][1:]]),
    "polars": lambda: polars.DataFrame(COLUMNS),
    "lazy polars": lambda: polars.DataFrame(COLUMNS).lazy(),
    "polars with categories": lambda: polars.DataFrame(COLUMNS).with_columns(
        polars.col("x").cast(polars.Categorical), polars.col("t").cast(polars.Enum(["p", "q"]))
    ),
    "arrow": table,
    "arrow in chunks": lambda: arrow.concat_tables([table().slice(0, 2), table().slice(2)]),
    "arrow with a dictionary": lambda: table(x=arrow.array(COLUMNS["x"]).dictionary_encode()),
    "arrow with small numbers": lambda: table(
        c=arrow.array(COLUMNS["c"], arrow.int8()), a=arrow.array(COLUMNS["a"], arrow.float32())
    ),
    "arrow with half numbers": lambda: table(
        c=arrow.array(COLUMNS["c"], arrow.float32()).cast(arrow.float16())
    ),
    "arrow with long decimals": lambda: table(c=arrow.array(DECIMALS, arrow.decimal256(60, 2))),
    "arrow with other texts": lambda: table(
        x=arrow.array(COLUMNS["x"], arrow.string_view()), t=arrow.array(COLUMNS["t"], arrow.large_string())
    ),
    "arrow with words for booleans": lambda: table(b=["sí", "", "no", "no"]),
    "a batch": lambda: arrow.RecordBatch.from_pydict(COLUMNS),
    "a reader": lambda: arrow.RecordBatchReader.from_batches(table().schema, table().to_batches()),
}
# Kinds of columns that mean something else than the rows above, and the same in every engine.
OTHERS: dict[str, Callable[[], Any]] = {
    "texts that are numbers": lambda: table(t=[1, 2, None, 1]),
    "texts that are real numbers": lambda: table(t=[1.5, 2.5, None, 1.5]),
    "texts that are decimals": lambda: table(t=[decimal.Decimal("1.50")] * 4),
    "texts that are tiny decimals": lambda: table(t=[decimal.Decimal("0.0000001")] * 4),
    "texts that are dates": lambda: table(t=[Day(2024, 1, 1)] * 4),
    "texts that are times": lambda: table(t=[datetime.datetime.fromisoformat("2024-01-01 03:00:00.5")] * 4),
    "texts that are bytes": lambda: table(x=[b"Lima", b"", b"x", b"Lima"]),
    "texts that are lists": lambda: table(t=[[1]] * 4),
    "no text at all": lambda: table(t=arrow.nulls(4)),
    "years": lambda: table(d=[2024, 2024, 2024, 2025]),
    "years as real numbers": lambda: table(d=[2024.0, 2024.0, 2024.0, 2025.0]),
    "months as texts": lambda: table(d=["2024-01", "2024-03", "2024", "2025"]),
    "no rows": lambda: frame().iloc[:0],
    "no rows of polars": lambda: polars.DataFrame(COLUMNS).head(0),
    "great numbers": lambda: table(c=arrow.array([2**63] * 4, arrow.uint64())),
    "no such period": lambda: frame(d=["2024-13", *COLUMNS["d"][1:]]),
}


def outcome(given: object, engine: Engine) -> object:
    made, found = pei_dsl.break_down(
        LOADED, [2024, "2024-S1"], ["x", "z"], data={"s": given}, reading=Reading(engine)
    )
    values = [
        [getattr(value, "cause", value) for value in (each.total, *each.values)] for each in made.series
    ]
    return made.groups, values, [(each.code, each.line, each.variant, each.params) for each in found]


@pytest.mark.parametrize("engine", list(Engine))
@pytest.mark.parametrize("name", SAME)
def test_every_frame_gives_what_its_rows_give(name: str, engine: Engine) -> None:
    assert outcome(SAME[name](), engine) == outcome(ROWS, Engine.REFERENCE)


@pytest.mark.parametrize("engine", [Engine.AUTOMATIC, Engine.DUCKDB, Engine.SQLITE])
@pytest.mark.parametrize("name", OTHERS)
def test_every_engine_reads_a_frame_alike(name: str, engine: Engine) -> None:
    assert outcome(OTHERS[name](), engine) == outcome(OTHERS[name](), Engine.REFERENCE)


def test_a_query_of_duckdb_is_a_frame() -> None:
    given = table()
    with duckdb.connect() as connection:
        connection.register("given", given)
        relation = connection.sql("SELECT * FROM given")

        assert outcome(relation, Engine.DUCKDB) == outcome(ROWS, Engine.REFERENCE)


def test_a_small_frame_goes_to_the_engine_that_is_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    from pei_dsl.data.readers import frames

    asked: list[int] = []
    plain = frames.frame_relation

    def spy(*arguments: object) -> object:
        asked.append(arguments[2].num_rows)  # type: ignore[attr-defined]
        return plain(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(frames, "frame_relation", spy)
    outcome(frame(), Engine.AUTOMATIC)
    assert asked == []
    outcome(frame(), Engine.DUCKDB)
    assert asked == [4]


@pytest.mark.parametrize("engine", [Engine.REFERENCE, Engine.DUCKDB])
def test_a_column_that_is_not_there_is_a_finding(engine: Engine) -> None:
    _, found = pei_dsl.break_down(
        LOADED, [2024], data={"s": frame().rename(columns={"x": "X"})}, reading=Reading(engine)
    )

    assert [(each.code, each.variant, dict(each.params)) for each in found] == [
        ("PEI302", "near", {"column": "x", "near": "X"})
    ]


def test_a_column_of_another_type_is_a_finding() -> None:
    _, found = pei_dsl.break_down(
        LOADED, [2024], data={"s": table(c=[datetime.time(1)] * 4)}, reading=Reading(Engine.DUCKDB)
    )

    assert [each.code for each in found] == ["PEI340"]


def test_a_single_column_is_a_wrong_call() -> None:
    with pytest.raises(ValueError, match="Series is no frame"):
        outcome(pandas.Series([1]), Engine.AUTOMATIC)


def closed_relation() -> object:
    connection = duckdb.connect()
    relation = connection.from_arrow(table())
    connection.close()
    return relation


def lazy_frame_that_fails() -> object:
    return polars.LazyFrame({"c": ["a"]}).with_columns(polars.col("c").cast(polars.Int64))


def reader_that_breaks_off() -> object:
    def batches() -> Iterator[arrow.RecordBatch]:
        yield from table().to_batches()
        raise OSError

    return arrow.RecordBatchReader.from_batches(table().schema, batches())


@pytest.mark.parametrize("broken", [closed_relation, lazy_frame_that_fails, reader_that_breaks_off])
@pytest.mark.parametrize("engine", [Engine.AUTOMATIC, Engine.DUCKDB, Engine.REFERENCE])
def test_a_frame_that_does_not_give_its_rows_is_a_wrong_call(
    broken: Callable[[], object], engine: Engine
) -> None:
    with pytest.raises(RequestError, match="does not give its rows"):
        outcome(broken(), engine)


def test_a_frame_without_arrow_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    import sys

    from pei_dsl.data.extras import MissingExtraError

    given = frame()
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(MissingExtraError, match=r'pip install "pei_dsl\[frames\]"'):
        outcome(given, Engine.AUTOMATIC)


@pytest.mark.parametrize(
    ("freq", "first", "total"), [("Y", "2024", 1), ("Q", "2024Q4", 1), ("M", "2024-12", 1)]
)
@pytest.mark.parametrize("engine", [Engine.AUTOMATIC, Engine.DUCKDB, Engine.REFERENCE])
def test_a_period_of_pandas_is_that_period(freq: str, first: str, total: int, engine: Engine) -> None:
    loaded = pei_dsl.load_text(
        'plan "P"\n  periodo: 2024 a 2025\nobjetivo OEI.01 "S"\nindicador IND.01.OEI.01 "I"\n'
        "  fórmula: suma(s.n)\n  unidad: número\n  sentido: ascendente\n  logros: 2024: 8\n"
        "fuente s\n  tiempo: t\n  columna t: fecha\n  columna n: número\n"
    )
    periods = pandas.PeriodIndex([first, None, "2025-12"], freq=freq)[[0, 2]]
    given = pandas.DataFrame({"t": periods, "n": [1, 2]})

    measured = pei_dsl.evaluate(loaded, 2024, data={"s": given}, reading=Reading(engine))

    assert not measured.diagnostics
    assert measured.evaluation.indicators["IND.01.OEI.01"].computed == total
