"""What is said to servers that no test can start: the queries of one rich example, held as texts."""

from __future__ import annotations

import contextlib
import datetime
from collections.abc import Callable, Iterator
from fractions import Fraction
from pathlib import Path

import attrs
import pytest

from pei_dsl.data.engine.answers import EngineAnswers
from pei_dsl.data.engine.connection import SqlRows
from pei_dsl.data.engine.dialect import Dialect
from pei_dsl.data.engine.relation import Relation
from pei_dsl.data.engine.unconnected import BigQuery, Oracle, SqlServer, Trino
from pei_dsl.model.expressions import (
    Aggregate,
    Call,
    ColumnValue,
    Comparison,
    Expression,
    Logic,
    Membership,
    Not,
    Number,
    Power,
    Text,
    ValueType,
    Window,
    WindowKind,
)
from pei_dsl.model.periods import Period
from pei_dsl.model.plan import Column, DataSource

GOLDEN = Path(__file__).parent / "golden"
DIALECTS = {"oracle": Oracle, "sql_server": SqlServer, "trino": Trino, "bigquery": BigQuery}

SOURCE = DataSource(
    "egresos",
    time="fecha",
    columns={
        "fecha": Column("fecha", ValueType.DATE),
        "región": Column("región", ValueType.TEXT, choices=("Lima", "Cusco")),
        "sede": Column("sede", ValueType.TEXT),
        "monto": Column("monto", ValueType.NUMBER),
        "firme": Column("firme", ValueType.BOOLEAN),
        "persona": Column("persona", ValueType.TEXT),
        "hora": Column("hora", ValueType.NUMBER),
    },
    order=("hora", "sede"),
    breakdowns=("región",),
    quality="sede",
)
REGION, SITE, AMOUNT, FIRM, PERSON, HOUR, DATE = map(
    ColumnValue, ("región", "sede", "monto", "firme", "persona", "hora", "fecha")
)


def asked(
    function: str, value: Expression | None, condition: Expression | None = None, *windows: Window
) -> Aggregate:
    return Aggregate(function, "egresos", value, condition, windows)


AGGREGATES = [
    asked("count", None, Comparison("=", REGION, Text("Lima"))),
    asked("count", None, Logic("y", (FIRM, Not(Membership(SITE, (Text("O'Higgins"), Text("a\\\nb "))))))),
    asked("sum", AMOUNT, Comparison(">=", AMOUNT, Number(Fraction("0.5")))),
    asked("mean", AMOUNT, Comparison("<", SITE, Text("M"))),
    asked("minimum", SITE, Call("is_missing", (FIRM,)), Window(WindowKind.CUMULATIVE)),
    asked("maximum", DATE, None, Window(WindowKind.CLOSING)),
    asked("count_distinct", PERSON, Comparison("<>", REGION, Text("")), Window(WindowKind.LAST, 3, "mes")),
    asked("last", AMOUNT, FIRM, Window(WindowKind.CLOSING)),
    asked("median", AMOUNT, Comparison("=", FIRM, Comparison("=", Number(Fraction(1)), Number(Fraction(1))))),
    asked("sum", Power(AMOUNT, HOUR), Comparison("=", SITE, Text("ñ"))),
]
PERIODS = [Period.parse("2024-T1"), Period.parse("2024-T2")]


@attrs.define
class Recorder:
    """
    An engine that keeps what it is asked, and knows of no rows but the last date of a quarter.

    Attributes:
        asked: The queries, each headed by the table that it reads beside the rows.
    """

    dialect: Dialect
    asked: list[str] = attrs.field(factory=list)

    def rows(self, query: str) -> SqlRows:
        """Keep `query`."""
        self.asked.append(query)
        return [(8096, 8096, datetime.date(2024, 3, 31))] if "MAX(e) AS e FROM" in query else []

    @contextlib.contextmanager
    def over(self, name: str, definition: str) -> Iterator[Callable[[str], SqlRows]]:
        """Keep `definition`, and what is asked of it."""
        self.asked.append(f"-- kept as {name}:\n{definition}")
        yield self.rows

    def close(self) -> None:
        """Keep what was asked."""


def queries(dialect: Dialect, *, factored: bool) -> str:
    """Return all that is asked for the example, in order."""
    recorder = Recorder(dialect)
    names = ", ".join(f"{dialect.identifier(name)} AS c{index}" for index, name in enumerate(SOURCE.columns))
    table = dialect.identifier("los egresos")
    query = f"SELECT {names}, {dialect.identifier('fecha')} AS e, 0 AS q FROM {table}"
    answers = EngineAnswers(Relation(query, SOURCE), recorder, ("región",), factored=factored)
    answers.prefetch((node, period) for node in AGGREGATES for period in PERIODS if period is not None)
    return ";\n\n".join(recorder.asked) + ";\n"


@pytest.mark.parametrize("name", DIALECTS)
def test_what_a_server_is_asked(name: str, pytestconfig: pytest.Config) -> None:
    dialect = DIALECTS[name]()
    text = (
        f"-- {dialect.name}, never run against a server; `pytest --accept` writes this file.\n\n"
        f"{queries(dialect, factored=True)}\n-- Without classes of filtered columns.\n\n"
        f"{queries(dialect, factored=False)}"
    )
    file = GOLDEN / f"{name}.sql"
    if pytestconfig.getoption("accept"):
        file.write_text(text, encoding="utf-8", newline="\n")
        return

    assert text == file.read_text(encoding="utf-8")


@pytest.mark.parametrize("name", DIALECTS)
def test_a_float_is_refused_where_it_would_print_differently(name: str) -> None:
    with pytest.raises(ValueError, match="exact number"):
        DIALECTS[name]().from_real("x")


def test_no_name_of_oracle_has_a_quote() -> None:
    with pytest.raises(ValueError, match="quote"):
        Oracle().identifier('a"b')
