"""Every engine computes what the vectors of the General Decimal Arithmetic specification say, exactly."""

from __future__ import annotations

import operator
import re
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

import psycopg
import pytest

from pei_dsl.algebra.values import Value
from pei_dsl.data.aggregates import aggregate
from pei_dsl.data.cell_values import BadCell, read_object, read_text
from pei_dsl.data.engine.connection import Connection
from pei_dsl.data.engine.decimals import decimal
from pei_dsl.data.engine.duckdb.duckdb_connection import DuckDBConnection
from pei_dsl.data.engine.duckdb.duckdb_dialect import DuckDB
from pei_dsl.data.engine.engine_answers import EngineAnswers
from pei_dsl.data.engine.engine_limits import Limits
from pei_dsl.data.engine.into_engine import can_load, into_duckdb, into_sqlite
from pei_dsl.data.engine.relation import Relation
from pei_dsl.data.engine.sqlite.sqlite_connection import SQLiteConnection
from pei_dsl.data.expected import Expected
from pei_dsl.data.table import Row, Table
from pei_dsl.model.expressions import (
    Aggregate,
    Call,
    ColumnValue,
    Comparison,
    Expression,
    Negative,
    Number,
    Product,
    Sum,
    ValueType,
)
from pei_dsl.model.periods import Period
from pei_dsl.model.plan import Column, DataSource
from tests.dectest import Vector, number, vectors
from tests.engines import lacks_postgres, lacks_spark, postgres_server, spark_session
from tests.in_engines import database_relation, spark_relation

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

FILES = ("add", "subtract", "compare", "max", "min", "multiply", "plus", "minus", "abs")
YEAR = Period.year_of(2024)

# Columns: the vector of a row, and its operands.
V, X, Y = (ColumnValue(name) for name in "vxy")
COLUMNS = {
    "v": Column("v", ValueType.TEXT),
    "x": Column("x", ValueType.NUMBER),
    "y": Column("y", ValueType.NUMBER),
}
SOURCE = DataSource("s", columns=COLUMNS, breakdowns=("v",), order=("v",))


def asks(function: str, value: Expression | None = None, condition: Expression | None = None) -> Aggregate:
    return Aggregate(function, "s", value, condition)


# ---- What is asked ---------------------------------------------------------------------------------

_COMPARE: Mapping[str, Callable[[Fraction, Fraction], bool]] = {
    "=": operator.eq,
    "<>": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
# Of the row of a vector, with its operands side by side.
IN_A_ROW: Mapping[str, Aggregate] = {
    "add": asks("sum", Sum((X, Y), (False, False))),
    "subtract": asks("sum", Sum((X, Y), (False, True))),
    "multiply": asks("sum", Product((X, Y), (False, False))),
    "plus": asks("sum", X),
    "minus": asks("sum", Negative(X)),
    "abs": asks("sum", Call("absolute", (X,))),
    **{sign: asks("count", None, Comparison(sign, X, Y)) for sign in _COMPARE},
}
# Of the two rows of a vector, one operand in each.
IN_TWO_ROWS: Mapping[str, Aggregate] = {
    "add": asks("sum", X),
    "mean": asks("mean", X),
    "median": asks("median", X),
    "max": asks("maximum", X),
    "min": asks("minimum", X),
    "different": asks("count_distinct", X),
}


def in_a_row(vector: Vector) -> dict[str, Fraction]:
    """Return what each question about the row of a vector must give."""
    a, *others = operands(vector)
    found = {"plus": a, "minus": -a, "abs": abs(a)}
    if others:
        (b,) = others
        found |= {"add": a + b, "subtract": a - b, "multiply": a * b}
        found |= {sign: Fraction(holds(a, b)) for sign, holds in _COMPARE.items()}
    own = vector.exact
    if own is not None and vector.operation == "compare":
        found |= {sign: Fraction(holds(own, Fraction(0))) for sign, holds in _COMPARE.items()}
    elif own is not None and vector.operation in found:
        found[vector.operation] = own
    return found


def in_two_rows(vector: Vector) -> dict[str, Fraction]:
    """Return what each question about the two rows of a vector must give."""
    a, b = operands(vector)
    found = {"max": max(a, b), "min": min(a, b), "add": a + b, "different": Fraction(len({a, b}))}
    own = vector.exact
    if own is not None and vector.operation == "compare":
        found["different"] = Fraction(2 if own else 1)
    elif own is not None and vector.operation in found:
        found[vector.operation] = own
    return {**found, "mean": found["add"] / 2, "median": found["add"] / 2}


def operands(vector: Vector) -> tuple[Fraction, ...]:
    found = vector.numbers
    assert found is not None
    return found


def finite(name: str) -> list[Vector]:
    """Return the vectors of a file whose operands are numbers."""
    return [vector for vector in vectors(name) if vector.numbers is not None]


def row_each(chosen: Sequence[Vector]) -> Table:
    """Return a table with a row for each vector."""
    rows = []
    for place, vector in enumerate(chosen, start=1):
        x, y = (*operands(vector), None)[:2]
        rows.append(Row({"v": vector.name, "x": x, "y": y}, None, place))
    return Table("s", "o", tuple(rows))


def two_rows_each(chosen: Sequence[Vector]) -> Table:
    """Return a table with a row for each operand of each vector."""
    cells = [(vector.name, each) for vector in chosen for each in operands(vector)]
    rows = (Row({"v": name, "x": x, "y": None}, None, place) for place, (name, x) in enumerate(cells, 1))
    return Table("s", "o", tuple(rows))


# ---- Who is asked ----------------------------------------------------------------------------------

# What gives the relation of a table and the engine that holds it.
Load: TypeAlias = Callable[[Table], tuple[Relation, Connection]]


@pytest.fixture(scope="module")
def duckdb() -> Iterator[Load]:
    with DuckDBConnection() as connection, tempfile.TemporaryDirectory() as folder:
        yield lambda table: (into_duckdb(connection, SOURCE, table, Path(folder)), connection)


@pytest.fixture(scope="module")
def sqlite() -> Iterator[Load]:
    connection = SQLiteConnection()
    yield lambda table: (into_sqlite(connection, SOURCE, table), connection)
    connection.close()


@pytest.fixture(scope="module")
def postgres() -> Iterator[Load]:
    lacking = lacks_postgres()
    if lacking:
        pytest.skip(lacking)
    opened: list[Connection] = []
    with pytest.MonkeyPatch.context() as environment, postgres_server() as url:
        environment.setenv("PEI_PROBADA", url)
        with psycopg.connect(url, autocommit=True) as admin:

            def load(table: Table) -> tuple[Relation, Connection]:
                name = f"t{len(opened)}"
                admin.execute(f"CREATE TABLE {name} (v text, x numeric, y numeric)".encode())
                with admin.cursor() as cursor, cursor.copy(f"COPY {name} FROM STDIN".encode()) as copy:
                    for row in table.rows:
                        copy.write_row([row.cells["v"], *(_decimal(row.cells[each]) for each in "xy")])
                return of_database(name, opened)

            yield load
            for connection in opened:
                connection.close()


def of_database(name: str, opened: list[Connection]) -> tuple[Relation, Connection]:
    source = DataSource("s", connection="PEI_PROBADA", table=name, columns=COLUMNS, breakdowns=("v",))
    connection, relation, findings = database_relation(source, Limits())
    assert findings == []
    assert connection is not None
    assert relation is not None
    opened.append(connection)
    return relation, connection


@pytest.fixture(scope="module")
def spark() -> Iterator[Load]:
    lacking = lacks_spark()
    if lacking:
        pytest.skip(lacking)
    with spark_session() as session:
        yield lambda table: of_spark(session, table)


def of_spark(session: SparkSession, table: Table) -> tuple[Relation, Connection]:
    records = [(row.cells["v"], *(_decimal(row.cells[each]) for each in "xy")) for row in table.rows]
    frame = session.createDataFrame(records, "v string, x decimal(38, 18), y decimal(38, 18)")
    connection, relation, findings = spark_relation(SOURCE, frame, Limits())
    assert findings == []
    assert relation is not None
    return relation, connection


def _decimal(cell: object) -> Decimal | None:
    return Decimal(decimal(cell)) if isinstance(cell, Fraction) else None


# ---- Whether they agree ----------------------------------------------------------------------------


def differences(
    questions: Mapping[str, Aggregate],
    expected: Mapping[str, Mapping[str, Fraction]],
    answer: Callable[[Aggregate, str], Value],
) -> list[str]:
    """Return where an answer differs, with the vector, the question and both values."""
    return [
        f"{name} {question}: {found!r}, not {value}"
        for name, values in expected.items()
        for question, value in values.items()
        if (found := answer(questions[question], name)) != value
    ]


def by_engine(
    table: Table, questions: Mapping[str, Aggregate], load: Load
) -> Callable[[Aggregate, str], Value]:
    """Return what answers for a vector, all of it from one table."""
    relation, connection = load(table)
    answers = EngineAnswers(relation, connection, breakdown=("v",))
    answers.prefetch((node, YEAR) for node in questions.values())
    return lambda node, name: answers.outcome(node, YEAR, (name,)).value


def by_definition(table: Table) -> Callable[[Aggregate, str], Value]:
    """Return what answers for a vector by the definition of aggregates."""
    parts: dict[object, list[Row]] = {}
    for row in table.rows:
        parts.setdefault(row.cells["v"], []).append(row)
    tables = {name: Table("s", "o", tuple(rows)) for name, rows in parts.items()}
    return lambda node, name: aggregate(node, SOURCE, tables[name], YEAR).value


def batches(chosen: Sequence[Vector]) -> list[list[Vector]]:
    """
    Return the vectors in tables whose sum is below 10^20, which 38 digits with 18 decimals hold.

    An engine adds up the whole beside the groups, and what it cannot keep of the whole it refuses.
    """
    found: list[tuple[Fraction, list[Vector]]] = []
    for vector in sorted(chosen, key=lambda each: -_weight(each)):
        weight = _weight(vector)
        for place, (total, batch) in enumerate(found):
            if total + weight < 10**20:
                found[place] = (total + weight, [*batch, vector])
                break
        else:
            found.append((weight, [vector]))
    return [batch for _, batch in found]


def _weight(vector: Vector) -> Fraction:
    return sum(map(abs, operands(vector)), Fraction(0))


def narrow(chosen: Sequence[Vector]) -> list[list[Vector]]:
    """Return the vectors that 38 digits with 18 decimals hold, in tables whose sums they hold too."""
    kept = [
        each for each in chosen if can_load(SOURCE, row_each([each]), DuckDB()) and _weight(each) < 10**20
    ]
    return batches(kept)


def assert_computes(tables: Sequence[Sequence[Vector]], load: Load | None) -> None:
    """Assert that an engine, or the definition where there is none, answers as vectors say."""
    assert sum(map(len, tables)) > 50
    for chosen in tables:
        wide = row_each(chosen)
        asked = {each.name: in_a_row(each) for each in chosen}
        answer = by_definition(wide) if load is None else by_engine(wide, IN_A_ROW, load)
        assert differences(IN_A_ROW, asked, answer) == []
        pairs = [each for each in chosen if len(each.operands) == 2]
        if pairs:
            tall = two_rows_each(pairs)
            asked = {each.name: in_two_rows(each) for each in pairs}
            answer = by_definition(tall) if load is None else by_engine(tall, IN_TWO_ROWS, load)
            assert differences(IN_TWO_ROWS, asked, answer) == []


@pytest.mark.parametrize("name", FILES)
def test_fractions_give_what_exact_vectors_say(name: str) -> None:
    """So that an expected value is right also where a vector rounds."""
    compute: Mapping[str, Callable[..., Fraction]] = {
        "add": operator.add,
        "subtract": operator.sub,
        "multiply": operator.mul,
        "compare": lambda a, b: Fraction((a > b) - (a < b)),
        "max": max,
        "min": min,
        "plus": operator.pos,
        "minus": operator.neg,
        "abs": abs,
        "apply": operator.pos,
    }
    found = [each for each in finite(name) if each.exact is not None]

    assert len(found) > 50
    assert [each for each in found if compute[each.operation](*operands(each)) != each.exact] == []


@pytest.mark.parametrize("name", FILES)
def test_the_definition_computes_what_vectors_say(name: str) -> None:
    assert_computes([finite(name)], None)


@pytest.mark.parametrize("name", FILES)
def test_duckdb_computes_what_vectors_say(name: str, duckdb: Load) -> None:
    assert_computes(narrow(finite(name)), duckdb)


@pytest.mark.parametrize("name", FILES)
def test_sqlite_computes_what_vectors_say(name: str, sqlite: Load) -> None:
    assert_computes([finite(name)], sqlite)


@pytest.mark.parametrize("name", FILES)
def test_postgresql_computes_what_vectors_say(name: str, postgres: Load) -> None:
    assert_computes([finite(name)], postgres)


@pytest.mark.slow
@pytest.mark.parametrize("name", FILES)
def test_spark_computes_what_vectors_say(name: str, spark: Load) -> None:
    assert_computes(narrow(finite(name)), spark)


# ---- Filters with a figure written into them -------------------------------------------------------


def assert_filters(load: Load, chosen: Sequence[Vector]) -> None:
    """Assert that as many rows pass each comparison with an operand of a vector as there are."""
    table = row_each(chosen)
    cells = [operands(each)[0] for each in chosen]
    limits = sorted({operands(each)[1] for each in chosen})
    nodes = {
        (sign, limit): asks("count", None, Comparison(sign, X, Number(limit)))
        for sign in ("=", "<", ">=")
        for limit in limits
    }
    assert len(nodes) > 100
    relation, connection = load(table)
    for factored in (False, True):
        answers = EngineAnswers(relation, connection, factored=factored)
        answers.prefetch((node, YEAR) for node in nodes.values())
        wrong = [
            (sign, limit)
            for (sign, limit), node in nodes.items()
            if answers.outcome(node, YEAR).value != sum(_COMPARE[sign](cell, limit) for cell in cells)
        ]
        assert wrong == []


@pytest.mark.parametrize("engine", ["duckdb", "sqlite", "postgres"])
def test_filters_with_a_figure_let_in_what_they_say(engine: str, request: pytest.FixtureRequest) -> None:
    chosen = finite("compare")
    tables = narrow(chosen) if engine == "duckdb" else [chosen]
    load: Load = request.getfixturevalue(engine)

    assert_filters(load, max(tables, key=len))


@pytest.mark.slow
def test_filters_of_spark_with_a_figure_let_in_what_they_say(spark: Load) -> None:
    assert_filters(spark, max(narrow(finite("compare")), key=len))


# ---- Cells -----------------------------------------------------------------------------------------

SPELLINGS = sorted({each for name in FILES for vector in vectors(name) for each in vector.operands})
PLAIN = set("0123456789.+-")


def test_cells_of_files_read_plain_digits_and_refuse_all_else() -> None:
    """`1E+5`, `NaN`, `Infinity` and longer numerals than anybody writes are findings, never guessed at."""
    read = {each: read_text(each, Expected(ValueType.NUMBER)) for each in SPELLINGS}
    plain = {each for each in SPELLINGS if set(each) <= PLAIN and not each.endswith(".") and len(each) < 100}

    assert len(plain) > 600
    assert {each: read[each] for each in plain} == {each: number(each) for each in plain}
    refused = {each for each in SPELLINGS if each not in plain}
    scientific = {each for each in refused if re.fullmatch(r"[-+]?[0-9]+\.?[0-9]*[eE][-+]?[0-9]+", each)}
    assert len(scientific) > 500
    assert {each: read[each] for each in refused} == {
        each: BadCell(each, "exponent" if each in scientific else "") for each in refused
    }


def test_decimals_of_a_host_are_read_exactly_or_refused() -> None:
    """NaN and infinities are empty cells; a number beyond all measure is a finding, and takes no time."""
    for each in SPELLINGS:
        if each.startswith("#"):
            continue  # what the specification calls no number at all
        given = Decimal(each)
        found = read_object(given, Expected(ValueType.NUMBER))
        if not given.is_finite():
            assert found is None, each
        elif number(each) is None:
            assert found == (BadCell(str(given), "beyond") if given else Fraction(0)), each
        else:
            assert found == number(each), each
