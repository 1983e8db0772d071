"""What SQL computes of a row is a column to whatever asks for it; what some row makes *inválido* stays at home."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

import attrs
import pytest

from pei_dsl.algebra.builtins import FUNCTIONS
from pei_dsl.algebra.builtins.aspects import FunctionQuery
from pei_dsl.data.aggregates import aggregate
from pei_dsl.data.engine.connection import Connection
from pei_dsl.data.engine.duckdb.duckdb_connection import DuckDBConnection
from pei_dsl.data.engine.engine_answers import EngineAnswers
from pei_dsl.data.engine.into_engine import into_duckdb, into_sqlite
from pei_dsl.data.engine.query import own_queries
from pei_dsl.data.engine.query.measures import Measure, Route, recipe
from pei_dsl.data.engine.query.sql_terms import Terms
from pei_dsl.data.engine.relation import Relation
from pei_dsl.data.engine.sqlite.sqlite_connection import SQLiteConnection
from pei_dsl.data.table import Row, Table
from pei_dsl.model import expressions as m
from pei_dsl.model.absence import Absence
from pei_dsl.model.expressions import Aggregate, ValueType
from pei_dsl.model.periods import Period
from pei_dsl.model.plan import Column, DataSource

SOURCE = DataSource(
    "s",
    columns={
        "a": Column("a", ValueType.DATE),
        "b": Column("b", ValueType.DATE),
        "t": Column("t", ValueType.TEXT),
        "n": Column("n", ValueType.NUMBER),
    },
    order=("n",),
)
A, B, T, N = map(m.ColumnValue, SOURCE.columns)
TWO = m.Number(Fraction(2))
YEAR = Period.year_of(2024)
# Every day of two weeks, a leap day, both ends of a year and of the calendars of engines, and empty cells.
DAYS = [datetime.date(2023, 12, 20) + datetime.timedelta(days=each) for each in range(16)]
DAYS += [datetime.date(2024, 2, 29), datetime.date(1969, 12, 31), datetime.date(1900, 3, 1)]
ROWS = tuple(
    Row(
        {"a": day, "b": DAYS[number % 5], "t": "150101"[: number % 7] or None, "n": Fraction(number)},
        None,
        number,
    )
    for number, day in enumerate([*DAYS, None])
)
HOLIDAYS = m.Text("; ".join(f"{year}-{day}" for year in range(1900, 2025) for day in ("01-01", "12-25")))
FEW = m.Text("2023-12-25; 2024-01-01")
TERMS: dict[FunctionQuery, m.Call] = {
    FunctionQuery.YEAR: m.Call("year", (A,)),
    FunctionQuery.MONTH: m.Call("month", (A,)),
    FunctionQuery.QUARTER: m.Call("quarter", (A,)),
    FunctionQuery.SEMESTER: m.Call("semester", (A,)),
    FunctionQuery.DAY: m.Call("day", (A,)),
    FunctionQuery.WEEKDAY: m.Call("weekday", (A,)),
    FunctionQuery.DAYS: m.Call("days", (A, B)),
    FunctionQuery.WORKING_DAYS: m.Call("working_days", (A, B, HOLIDAYS)),
    FunctionQuery.LEFT: m.Call("left", (T, TWO)),
    FunctionQuery.RIGHT: m.Call("right", (T, TWO)),
    FunctionQuery.MIDDLE: m.Call("middle", (T, TWO, TWO)),
    FunctionQuery.ADD_DAYS: m.Call("add_days", (A, N)),
    FunctionQuery.DATE: m.Call(
        "date", (m.Number(Fraction(2000)), m.Call("month", (A,)), m.Call("day", (A,)))
    ),
    FunctionQuery.CHOICE: m.Call("if", (m.Comparison(">", m.Call("days", (A, B)), TWO), N, TWO)),
    FunctionQuery.OTHERWISE: m.Call("if_missing", (T, m.Text("x"))),
}
# They give truth values, which conditions say.
TRUTHS = {
    FunctionQuery.IS_NULL,
    FunctionQuery.STARTS,
    FunctionQuery.ENDS,
    FunctionQuery.CONTAINS,
    FunctionQuery.BETWEEN,
}
TABLE = Table("s", "o", ROWS)


@pytest.fixture(scope="module", params=["duckdb", "sqlite"])
def connection(request: pytest.FixtureRequest) -> Iterator[Connection]:
    """Give an engine, one for all tests here."""
    found = DuckDBConnection() if request.param == "duckdb" else SQLiteConnection()
    yield found
    found.close()


def rows_in(connection: Connection, source: DataSource, table: Table, folder: Path) -> Relation:
    """Return rows as an engine has them."""
    if isinstance(connection, DuckDBConnection):
        return into_duckdb(connection, source, table, folder)
    assert isinstance(connection, SQLiteConnection)
    return into_sqlite(connection, source, table)


@pytest.fixture(scope="module")
def engine(connection: Connection, tmp_path_factory: pytest.TempPathFactory) -> tuple[Relation, Connection]:
    """Give the rows in an engine."""
    return rows_in(connection, SOURCE, TABLE, tmp_path_factory.mktemp("rows")), connection


def test_every_function_that_says_how_engines_have_it_is_here() -> None:
    said = {each.query for each in FUNCTIONS}

    assert said == {*TERMS, *TRUTHS, FunctionQuery.AT_HOME}


@pytest.mark.parametrize("query", TERMS, ids=lambda query: query.name)
def test_a_term_of_each_row_is_what_the_reference_says(
    query: FunctionQuery, engine: tuple[Relation, Connection]
) -> None:
    term = TERMS[query]
    relation, connection = engine
    answers = EngineAnswers(relation, connection, breakdown=("n",))
    node = Aggregate("unique", "s", term)
    alone = [attrs.evolve(TABLE, rows=(row,)) for row in ROWS]

    found = [answers.outcome(node, YEAR, (row.cells["n"],)).value for row in ROWS]

    expected = [aggregate(node, SOURCE, each, YEAR).value for each in alone]
    assert len({str(each) for each in expected}) > 2
    assert found == expected


@pytest.mark.parametrize("query", TERMS, ids=lambda query: query.name)
def test_a_term_is_a_column_for_routes_and_filters(
    query: FunctionQuery, engine: tuple[Relation, Connection]
) -> None:
    terms = Terms(*engine)
    term = TERMS[query]
    node = Aggregate("count_distinct", "s", term, m.Comparison("<>", term, term))

    measure = EngineAnswers(*engine, terms=terms).measure(node)

    assert recipe(measure, terms.wide, engine[1].dialect, factored=False).route is Route.DISTINCT
    assert list(terms.cells) == [term]


def test_what_some_row_makes_invalid_stays_at_home(engine: tuple[Relation, Connection]) -> None:
    unknown = m.Call("working_days", (A, B, FEW))
    known = m.Comparison(">", A, m.Date(datetime.date(2023, 1, 1)))
    answers = EngineAnswers(*engine)
    node, sound = (Aggregate("sum", "s", unknown, each) for each in (None, known))

    found = [answers.outcome(each, YEAR).value for each in (node, sound)]

    assert found == [aggregate(each, SOURCE, TABLE, YEAR).value for each in (node, sound)]
    assert [isinstance(each, Absence) for each in found] == [True, False]
    assert not answers.terms.cells


FAR = m.Date(datetime.date(9999, 12, 20))
BROKEN = {
    "half a day": m.Call("add_days", (A, m.Product((N, TWO), (False, True)))),
    "beyond the calendar": m.Call("add_days", (FAR, N)),
    "before the calendar": m.Call("add_days", (m.Date(datetime.date(1, 1, 1)), m.Negative(N))),
    "a thousand years of days": m.Call("add_days", (A, m.Product((N,) * 6, (False,) * 6))),
    "no month": m.Call("date", (m.Number(Fraction(2024)), N)),
    "no year": m.Call("date", (N,)),
    "no day": m.Call("date", (m.Number(Fraction(2023)), m.Call("month", (A,)), m.Call("day", (A,)))),
    "no leap day": m.Call("date", (m.Number(Fraction(1900)), m.Call("month", (A,)), m.Call("day", (A,)))),
    "half a year": m.Call("date", (m.Product((N, TWO), (False, True)),)),
}


@pytest.mark.parametrize("term", BROKEN.values(), ids=BROKEN)
def test_dates_that_are_none_stay_at_home(term: m.Call, engine: tuple[Relation, Connection]) -> None:
    answers = EngineAnswers(*engine)
    nodes = [
        Aggregate("count_distinct", "s", term, each)
        for each in (None, m.Comparison("=", N, TWO), m.Comparison("=", N, m.Number(Fraction(15))))
    ]

    found = [answers.outcome(each, YEAR).value for each in nodes]

    assert found == [aggregate(each, SOURCE, TABLE, YEAR).value for each in nodes]
    assert isinstance(found[0], Absence)
    assert term not in answers.terms.cells


def test_years_without_holidays_between_two_with_some_are_not_known(
    engine: tuple[Relation, Connection],
) -> None:
    gap = m.Call("working_days", (m.Date(datetime.date(1969, 12, 30)), B, m.Text("1969-12-25; 2023-12-25")))
    within = m.Call(
        "working_days", (m.Date(datetime.date(2022, 12, 31)), B, m.Text("1969-12-25; 2023-12-25"))
    )
    answers = EngineAnswers(*engine)
    nodes = [Aggregate("sum", "s", each) for each in (gap, within)]

    found = [answers.outcome(each, YEAR).value for each in nodes]

    assert found == [aggregate(each, SOURCE, TABLE, YEAR).value for each in nodes]
    assert list(answers.terms.cells) == [within]


# ---- Arithmetic ----------------------------------------------------------------------------------------

P, Q = m.ColumnValue("p"), m.ColumnValue("q")
NUMBERS = DataSource("s", columns={name: Column(name, ValueType.NUMBER) for name in "pq"}, order=("p",))


def times(*operands: m.Expression) -> m.Product:
    return m.Product(operands, (False,) * len(operands))


def plus(one: m.Expression, other: m.Expression, *, minus: bool = False) -> m.Sum:
    return m.Sum((one, other), (False, minus))


def number(written: str) -> m.Number:
    return m.Number(Fraction(written))


def numbers(*pairs: tuple[str, str]) -> Table:
    """Return rows of two numbers; "" is an empty cell."""
    rows = (
        Row({"p": Fraction(p) if p else None, "q": Fraction(q) if q else None}, None, place)
        for place, (p, q) in enumerate(pairs, start=2)
    )
    return Table("s", "o", tuple(rows))


PLAIN = numbers(("113.568443", "25431.77"), ("-2.5", "0"), ("", "7"), ("3", ""), ("0.5", "-12.125"))
ARITHMETIC: dict[str, m.Expression] = {
    "a product": times(P, Q),
    "with constants": times(number("1/3"), P, number("2"), Q),
    "a square": times(P, P),
    "of a sum": times(plus(P, number("1.5")), Q),
    "of a difference": times(plus(Q, P, minus=True), Q),
    "divided by a constant": m.Product((P, Q, number("8")), (False, False, True)),
    "less a product": plus(Q, times(P, Q), minus=True),
    "negative": m.Negative(times(P, Q)),
    "of a choice": times(P, m.Call("if", (m.Comparison(">", Q, TWO), Q, TWO))),
}
ADDED_UP = ("sum", "mean", "count", "maximum", "median", "count_distinct", "last")


@pytest.mark.parametrize("name", ARITHMETIC)
def test_arithmetic_of_a_row_is_exact(name: str, connection: Connection, tmp_path: Path) -> None:
    value = ARITHMETIC[name]
    answers = EngineAnswers(rows_in(connection, NUMBERS, PLAIN, tmp_path), connection)
    conditions = (m.Comparison(">", value, number("1.25")), m.Comparison("<=", value, Q))
    nodes = [Aggregate(function, "s", value) for function in ADDED_UP]
    nodes += [Aggregate("sum", "s", value, each) for each in conditions]

    answers.prefetch((each, YEAR) for each in nodes)

    expected = [aggregate(each, NUMBERS, PLAIN, YEAR).value for each in nodes]
    assert [answers.outcome(each, YEAR).value for each in nodes] == expected
    home = [each for each in nodes if _route(answers, each) is Route.HOME]
    assert home == ([] if name != "with constants" else [each for each in nodes if needs_thirds(each)])


def needs_thirds(node: Aggregate) -> bool:
    """Tell whether SQL would have to know a third: where a value is compared, but not where it is added up."""
    return node.filter is not None or node.function in {"maximum", "median", "count_distinct", "last"}


def _route(answers: EngineAnswers, node: Aggregate) -> Route:
    dialect = answers.connection.dialect
    return recipe(answers.measure(node), answers.terms.wide, dialect, factored=False).route


BEYOND = {
    "together": [("1" * 20, "0." + "3" * 18), ("0." + "1" * 18, "2" * 20)],
    "each": [("9" * 20, "2")],
    "decimals": [("0." + "1" * 18, "0." + "7" * 18)],
    "their sum": [("9" * 10 + "." + "9" * 8,) * 2] * 100,
}


@pytest.mark.parametrize("name", BEYOND)
def test_products_of_more_digits_than_an_engine_keeps_are_exact(
    name: str, connection: Connection, tmp_path: Path
) -> None:
    table = numbers(*BEYOND[name])
    answers = EngineAnswers(rows_in(connection, NUMBERS, table, tmp_path), connection)
    node = Aggregate("sum", "s", times(P, Q))

    assert answers.outcome(node, YEAR).value == aggregate(node, NUMBERS, table, YEAR).value
    assert bool(answers.terms.cells) == isinstance(connection, SQLiteConnection)


def test_products_of_18_digits_together_do_not_overflow_64_bits() -> None:
    """DuckDB gives the product of two decimals of 64 bits 64 bits."""
    with DuckDBConnection() as connection:
        query = "SELECT CAST(p AS DECIMAL(12,2)) AS c0, CAST(q AS DECIMAL(12,2)) AS c1 FROM (VALUES "
        relation = Relation(f"{query}('9999999999.99', '9999999999.99')) t (p, q)", NUMBERS)
        answers = EngineAnswers(relation, connection)

        found = answers.outcome(Aggregate("sum", "s", times(P, Q)), YEAR).value

        assert found == Fraction("9999999999.99") ** 2
        assert answers.terms.cells


@pytest.mark.parametrize(
    "value",
    [m.Call("if_missing", (P, Q)), m.Call("if", (m.Call("is_missing", (P,)), Q, P))],
    ids=["if_missing", "if"],
)
def test_a_choice_of_numbers_of_two_types_drops_no_decimals(value: m.Call) -> None:
    """DuckDB gives such a choice a type that holds the whole digits of both, and rounds the rest away."""
    with DuckDBConnection() as connection:
        query = "SELECT CAST(p AS DECIMAL(38,2)) AS c0, CAST(q AS DECIMAL(38,18)) AS c1 FROM (VALUES "
        relation = Relation(f"{query}('1.25', '1.5'), (NULL, '0.125')) t (p, q)", NUMBERS)
        node = Aggregate("sum", "s", value)

        assert EngineAnswers(relation, connection).outcome(node, YEAR).value == Fraction("1.375")


@pytest.mark.parametrize(
    "value",
    [m.Negative(Q), plus(Q, Q, minus=True), times(P, Q), plus(P, Q), m.Call("absolute", (Q,))],
    ids=["negative", "nothing", "product", "sum", "at home"],
)
@pytest.mark.parametrize("function", ["first", "last"])
def test_rows_of_one_place_are_in_the_order_of_their_values(
    function: str, value: m.Expression, connection: Connection, tmp_path: Path
) -> None:
    table = numbers(("-1", "2"), ("-1", "-3"), ("-1", "1"))
    answers = EngineAnswers(rows_in(connection, NUMBERS, table, tmp_path), connection)
    node = Aggregate(function, "s", value)

    assert answers.outcome(node, YEAR).value == aggregate(node, NUMBERS, table, YEAR).value


# ---- What is divided -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "value",
    [
        m.Product((P, Q), (False, True)),
        plus(m.Product((P, Q), (False, True)), m.Product((number("1"), Q), (False, True))),
        m.Product((plus(P, Q, minus=True), Q, number("3")), (False, True, True)),
        times(P, m.Call("square_root", (Q,))),
        m.Negative(m.Product((P, plus(Q, number("1"))), (False, True))),
    ],
    ids=["quotient", "two quotients", "of a difference", "by what no engine computes", "negative"],
)
@pytest.mark.parametrize("function", ["sum", "mean", "count"])
def test_of_what_is_divided_sums_come_home(
    function: str, value: m.Expression, connection: Connection, tmp_path: Path
) -> None:
    pairs = [(str(place), "0.3" if place % 2 else "4") for place in range(1, 40)]
    table = numbers(*pairs, ("", "4"), ("7", ""), ("", ""))
    answers = EngineAnswers(rows_in(connection, NUMBERS, table, tmp_path), connection)
    node = Aggregate(function, "s", value)
    scope = own_queries.Scope(answers.relation, connection.dialect, {}, "")
    how = recipe(Measure.of(node, NUMBERS), answers.relation, connection.dialect, factored=False)

    assert len(connection.rows(own_queries.combinations(how, scope))) == 5
    assert answers.outcome(node, YEAR).value == aggregate(node, NUMBERS, table, YEAR).value


def test_the_row_that_is_divided_by_zero_is_shown(connection: Connection, tmp_path: Path) -> None:
    table = numbers(("1", "2"), ("", "0"), ("3", "0"), ("4", "0"), ("5", "2"))
    answers = EngineAnswers(rows_in(connection, NUMBERS, table, tmp_path), connection)
    node = Aggregate("mean", "s", m.Product((P, Q), (False, True)))

    assert answers.outcome(node, YEAR).value == aggregate(node, NUMBERS, table, YEAR).value
    (shown,) = answers.rows(node, YEAR, ["p", "q"], 3).first
    assert (shown.number, shown.cells) == (4, {"p": Fraction(3), "q": Fraction(0)})


def divided(*operands: m.Expression) -> m.Product:
    """Return the first operand divided by all others."""
    return m.Product(operands, (False, *(True for _ in operands[1:])))


SIGNED = [("1", "2"), ("3", "2"), ("-3", "2"), ("1", "-2"), ("-3", "-4"), ("0", "5"), ("", "2"), ("2", "")]
ZERO = ("5", "0")
ZERO_IS_OUT = m.Comparison("<>", Q, number("0"))
QUOTIENTS: dict[str, tuple[m.Expression, m.Expression]] = {
    "by a column": (divided(P, Q), number("0.5")),
    "by a column, turned round": (number("-0.5"), divided(P, Q)),
    "by two": (divided(P, Q, plus(Q, number("10"))), number("0.1")),
    "of a difference, times a hundred": (
        times(divided(plus(P, Q, minus=True), Q), number("100")),
        number("-25"),
    ),
    "negative": (m.Negative(divided(P, Q)), number("0.5")),
    "on both sides": (divided(P, Q), divided(Q, plus(P, number("10")))),
    "by a third of a column": (divided(P, Q, number("3")), number("0.5")),
}


@pytest.mark.parametrize("name", QUOTIENTS)
@pytest.mark.parametrize("pairs", [SIGNED, [each for each in SIGNED if "-" not in each[1]], []], ids=len)
def test_quotients_are_compared_without_dividing(
    name: str, pairs: list[tuple[str, str]], connection: Connection, tmp_path: Path
) -> None:
    left, right = QUOTIENTS[name]
    table = numbers(*pairs)
    answers = EngineAnswers(rows_in(connection, NUMBERS, table, tmp_path), connection)
    conditions: list[m.Expression] = [
        m.Comparison(operator, left, right) for operator in ("=", "<>", "<", "<=", ">", ">=")
    ]
    conditions += [m.Not(each) for each in conditions]
    nodes = [Aggregate("count", "s", None, each) for each in conditions]

    answers.prefetch((each, YEAR) for each in nodes)

    expected = [aggregate(each, NUMBERS, table, YEAR).value for each in nodes]
    assert [answers.outcome(each, YEAR).value for each in nodes] == expected
    home = {_route(answers, each) for each in nodes} - {Route.FUSED}
    assert home == ({Route.HOME} if name == "by a third of a column" else set())


@pytest.mark.parametrize("kept_out", [False, True])
def test_who_is_divided_by_zero_is_told_unless_another_condition_keeps_the_row_out(
    kept_out: bool, connection: Connection, tmp_path: Path
) -> None:
    table = numbers(*SIGNED, ZERO)
    answers = EngineAnswers(rows_in(connection, NUMBERS, table, tmp_path), connection)
    tested = m.Comparison(">=", divided(P, Q), number("0.5"))
    condition = m.Logic("y", (tested, ZERO_IS_OUT)) if kept_out else tested
    node = Aggregate("count", "s", None, condition)

    value = answers.outcome(node, YEAR).value

    assert value == aggregate(node, NUMBERS, table, YEAR).value
    assert isinstance(value, Absence) != kept_out
    assert (_route(answers, node) is Route.FUSED) == kept_out


def test_a_zero_that_divides_below_a_line_is_told(connection: Connection, tmp_path: Path) -> None:
    table = numbers(*SIGNED, ZERO)
    answers = EngineAnswers(rows_in(connection, NUMBERS, table, tmp_path), connection)
    tested = m.Comparison(">=", divided(P, divided(number("2"), Q)), number("0.5"))
    node = Aggregate("count", "s", None, tested)

    assert answers.outcome(node, YEAR).value == aggregate(node, NUMBERS, table, YEAR).value


def test_what_keeps_a_row_out_in_another_place_does_not_count(connection: Connection, tmp_path: Path) -> None:
    table = numbers(*SIGNED, ZERO)
    answers = EngineAnswers(rows_in(connection, NUMBERS, table, tmp_path), connection)
    tested = m.Comparison(">=", divided(P, Q), number("0.5"))
    for condition in (
        m.Logic("o", (tested, ZERO_IS_OUT)),
        m.Logic("y", (tested, m.Comparison("<>", Q, number("5")))),
        m.Logic("y", (tested, m.Not(ZERO_IS_OUT))),
    ):
        node = Aggregate("count", "s", None, condition)

        assert answers.outcome(node, YEAR).value == aggregate(node, NUMBERS, table, YEAR).value
