"""The rules of a contract: stated once, they mean the same in Python and in every SQL that runs here."""

from __future__ import annotations

import contextlib
import datetime
from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Any, get_args

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pei_dsl.algebra.values import Present
from pei_dsl.data.contract.in_python import breaks
from pei_dsl.data.contract.in_sql import breach
from pei_dsl.data.contract.rules import (
    AtLeast,
    AtMost,
    Dated,
    Filled,
    KeyPart,
    OneOf,
    Rule,
    Typed,
    ValueRule,
    key_rules,
    value_rules,
)
from pei_dsl.data.engine.connection import Connection
from pei_dsl.data.engine.decimals import is_decimal
from pei_dsl.data.engine.duckdb.duckdb_connection import DuckDBConnection
from pei_dsl.data.engine.literals import sql_literal
from pei_dsl.data.engine.sqlite.sqlite_connection import SQLiteConnection
from pei_dsl.data.expected import Expected
from pei_dsl.diagnostics import pages
from pei_dsl.model.expressions import ValueType
from pei_dsl.model.plan import Column, DataSource

TEXTS = ("Lima", "lima", "Áncash", "", "L'", "10")
numbers = st.fractions(max_denominator=1000).filter(is_decimal) | st.sampled_from(
    [Fraction(0), Fraction(10), Fraction(2), Fraction(-1, 2)]
)
days = st.dates(datetime.date(1900, 1, 1), datetime.date(2200, 12, 31))
# No column holds holidays: a function takes them from one of dates.
COLUMN_TYPES = [kind for kind in ValueType if kind is not ValueType.HOLIDAYS]
VALUES: dict[ValueType, st.SearchStrategy[Present]] = {
    ValueType.NUMBER: numbers,
    ValueType.DATE: days,
    ValueType.TEXT: st.sampled_from(TEXTS),
    ValueType.BOOLEAN: st.booleans(),
}


@st.composite
def rules_and_values(draw: st.DrawFn) -> tuple[ValueRule, Present | None]:
    kind = draw(st.sampled_from(list(VALUES)))
    column = Column("c", kind, choices=("Lima", "L'", "10") if kind is ValueType.TEXT else ())
    rules: list[ValueRule] = [Filled(column), KeyPart(column)]
    if kind in {ValueType.NUMBER, ValueType.DATE}:
        limit = draw(VALUES[kind])
        assert isinstance(limit, Fraction | datetime.date)
        rules.extend((AtLeast(column, limit), AtMost(column, limit)))
    if kind is ValueType.TEXT:
        rules.append(OneOf(column))
    return draw(st.sampled_from(rules)), draw(st.none() | VALUES[kind])


def broken_in(connection: Connection, rule: ValueRule, value: Present | None) -> bool:
    dialect = connection.dialect
    kind = dialect.types[rule.column.type]
    cell = f"CAST(NULL AS {kind})" if value is None else sql_literal(value, dialect)
    condition = breach("c", rule, dialect)
    ((found,),) = connection.rows(
        f"SELECT CASE WHEN {condition} THEN 1 ELSE 0 END AS n FROM (SELECT {cell} AS c) t"
    )
    return found == 1


@pytest.fixture(scope="module")
def engines() -> Iterator[list[Connection]]:
    with DuckDBConnection() as duckdb, contextlib.closing(SQLiteConnection()) as sqlite:
        yield [duckdb, sqlite]


@given(drawn=rules_and_values())
def test_a_rule_means_the_same_in_python_and_in_sql(
    engines: list[Connection], drawn: tuple[ValueRule, Present | None]
) -> None:
    rule, value = drawn
    expected = breaks(value, rule)

    for engine in engines:
        assert broken_in(engine, rule, value) == expected, engine.dialect.name


EXAMPLES = {
    Filled: Filled(Column("c", ValueType.NUMBER)),
    KeyPart: KeyPart(Column("c", ValueType.NUMBER)),
    AtLeast: AtLeast(Column("c", ValueType.NUMBER), Fraction(1)),
    AtMost: AtMost(Column("c", ValueType.NUMBER), Fraction(1)),
    OneOf: OneOf(Column("c", ValueType.TEXT, choices=("a",))),
}


def test_every_rule_has_an_example() -> None:
    assert set(EXAMPLES) == set(get_args(ValueRule))


@pytest.mark.parametrize("rule", get_args(Rule), ids=lambda each: each.__name__)
def test_what_a_rule_tells_is_in_the_catalogue(rule: type[Rule]) -> None:
    """For empty cells, numbers, days and texts: each wording is one that the catalogue has."""
    limits: list[Fraction | datetime.date] = [Fraction(1), datetime.date(2024, 1, 1)]
    for column in (Column("c", kind, choices=("Lima",)) for kind in COLUMN_TYPES):
        more: Mapping[object, list[Any]] = {
            AtLeast: [*limits],
            AtMost: [*limits],
            Dated: [Expected(column.type)],
        }
        made = [rule(column, each) for each in more[rule]] if rule in more else [rule(column)]  # type: ignore[call-arg]
        for one in made:
            if isinstance(one, Typed) and column.type in {ValueType.TEXT, ValueType.UNKNOWN}:
                continue  # every text is a text
            for cell in ("", "Lim", "12%"):
                told = one.told(cell)
                words = pages.words(told.code)["es"]
                key = f"message_{told.variant}" if told.variant else "message"
                assert key in words, (told, key)


def test_a_source_has_the_rules_that_it_declares_and_no_others() -> None:
    column = Column("n", ValueType.NUMBER, required=True, minimum=Fraction(0), maximum=Fraction(9))
    text = Column("t", ValueType.TEXT, choices=("a", "b"))
    day = Column("d", ValueType.DATE, required=True)
    source = DataSource("s", time="d", columns={"n": column, "t": text, "d": day}, keys=("d", "n", "t"))

    assert value_rules(source, column) == (
        Filled(column),
        AtLeast(column, Fraction(0)),
        AtMost(column, Fraction(9)),
    )
    assert value_rules(source, text) == (OneOf(text),)
    assert value_rules(source, day) == (), "what is wrong with a time cell is told once, by another rule"
    assert key_rules(source) == (KeyPart(text),)
    assert value_rules(attrs.evolve(source, time=""), day) == (Filled(day),)
