"""Which made sources have their rows in the engine, and which at home."""

from __future__ import annotations

from fractions import Fraction

import pytest

from pei_dsl.data.answers import TableAnswers
from pei_dsl.data.engine.engine_answers import EngineAnswers
from pei_dsl.data.engine.into_engine import into_sqlite
from pei_dsl.data.engine.partitions import Partitions
from pei_dsl.data.engine.sqlite.sqlite_connection import SQLiteConnection
from pei_dsl.data.lookups import Lookups
from pei_dsl.data.made_answers import MadeAnswers
from pei_dsl.data.table import Row, Table
from pei_dsl.model import expressions as m
from pei_dsl.model.expressions import Aggregate, ValueType
from pei_dsl.model.periods import Period
from pei_dsl.model.plan import Column, DataSource, RowsOf

YEAR = Period.year_of(2024)
BASE = DataSource(
    "s",
    order=("a",),
    columns={
        "k": Column("k", ValueType.TEXT),
        "a": Column("a", ValueType.NUMBER),
        "d": Column("d", ValueType.DATE),
    },
)
CELLS = [("A", 1), ("A", 1), ("B", 2), (None, 4)]
ROWS = tuple(
    Row({"k": key, "a": Fraction(number), "d": None}, None, place)
    for place, (key, number) in enumerate(CELLS, start=1)
)
A, D = m.ColumnValue("a"), m.ColumnValue("d")
COUNT = Aggregate("count", "s", None)
ONE = m.Number(Fraction(1))
LESS_ONE = m.Sum((A, ONE), (False, True))  # zero in some row


def divided(divisor: m.Expression) -> m.Product:
    return m.Product((A, divisor), (False, True))


def made(formula: m.Expression, kind: ValueType = ValueType.NUMBER) -> DataSource:
    columns = {"k": BASE.columns["k"], "c": Column("c", kind, formula=formula)}
    return DataSource("x", columns=columns, rows_of=RowsOf("s", ("k",)))


def is_there(source: DataSource, rows: tuple[Row, ...] = ROWS, *, parted: bool = False) -> bool:
    """Tell whether the rows of `source` are made in the engine; both ways there are two of them."""
    sqlite = SQLiteConnection()
    relation = into_sqlite(sqlite, BASE, Table("s", "s", rows))
    engine = EngineAnswers(relation, Partitions(sqlite, []) if parted else sqlite)
    answers = MadeAnswers(source, BASE, engine, Lookups(source, {}, {}))
    assert answers.outcome(Aggregate("count", "x", None), YEAR).value == 2
    there = not isinstance(answers.made(YEAR).answers, TableAnswers)
    sqlite.close()
    return there


THERE: dict[str, m.Expression] = {
    "a count": COUNT,
    "a mean": Aggregate("mean", "s", A),
    "a quotient of figures": m.Product((Aggregate("sum", "s", A), COUNT), (False, True)),
    "the last one": Aggregate("last", "s", A),
    "the only one": Aggregate("unique", "s", A),
    "different values": Aggregate("count_distinct", "s", A),
    "different years": Aggregate("count_distinct", "s", m.Call("year", (D,))),
    "different days": Aggregate("count_distinct", "s", m.Call("day", (D,))),
    "days that are computed": Aggregate("maximum", "s", m.Call("add_days", (D, A))),
    "a quotient in a filter": Aggregate("count", "s", None, m.Comparison("=", divided(A), ONE)),
    "a product of cells": Aggregate("sum", "s", m.Product((A, A), (False, False))),
}
HOME: dict[str, m.Expression] = {
    "a median": Aggregate("median", "s", A),
    "a quotient of cells": Aggregate("sum", "s", m.Product((A, A), (False, True))),
    "a root": Aggregate("maximum", "s", m.Call("square_root", (A,))),
    "a filter that fails": Aggregate("count", "s", None, m.Comparison("=", divided(LESS_ONE), ONE)),
}


@pytest.mark.parametrize("formula", THERE.values(), ids=THERE)
def test_what_sql_says_exactly_is_made_in_the_engine(formula: m.Expression) -> None:
    assert is_there(made(formula))


@pytest.mark.parametrize("formula", HOME.values(), ids=HOME)
def test_what_sql_cannot_say_is_made_at_home(formula: m.Expression) -> None:
    assert not is_there(made(formula))


def test_rows_in_several_places_are_made_at_home() -> None:
    assert not is_there(made(COUNT), parted=True)


def test_whoever_has_several_values_where_one_is_wanted_is_named_at_home() -> None:
    another = Row({"k": "A", "a": Fraction(5), "d": None}, None, len(ROWS) + 1)

    assert not is_there(made(THERE["the only one"]), (*ROWS, another))
    nobody = Row({"k": None, "a": Fraction(5), "d": None}, None, len(ROWS) + 1)
    assert is_there(made(THERE["the only one"]), (*ROWS, nobody))


def test_what_asks_rows_of_a_third_source_is_not_made_in_the_engine() -> None:
    sqlite = SQLiteConnection()
    answers = EngineAnswers(into_sqlite(sqlite, BASE, Table("s", "s", ROWS)), sqlite)

    assert answers.entities(made(COUNT), YEAR) is not None
    assert answers.entities(made(Aggregate("count", "t", None)), YEAR) is None
    sqlite.close()
