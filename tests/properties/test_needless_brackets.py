"""Neither needless brackets nor the order of operands change a formula: its value, or the reason of its absence."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Sequence
from fractions import Fraction
from pathlib import Path
from typing import TypeAlias

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from pei_dsl.algebra.scalar import Environment, combine, evaluate
from pei_dsl.algebra.values import Value
from pei_dsl.data.aggregates import aggregate
from pei_dsl.data.engine.connection import Connection
from pei_dsl.data.engine.duckdb.duckdb_connection import DuckDBConnection
from pei_dsl.data.engine.engine_answers import EngineAnswers
from pei_dsl.data.engine.into_engine import into_duckdb, into_sqlite
from pei_dsl.data.engine.relation import Relation
from pei_dsl.data.engine.sqlite.sqlite_connection import SQLiteConnection
from pei_dsl.data.table import Row, Table
from pei_dsl.model.absence import Absence, Reason
from pei_dsl.model.expressions import (
    Aggregate,
    ColumnValue,
    Comparison,
    Expression,
    Negative,
    Number,
    Product,
    Reference,
    Sum,
    ValueType,
    parts,
)
from pei_dsl.model.periods import Period
from pei_dsl.model.plan import Column, DataSource
from tests.example_counts import examples

Chain: TypeAlias = Sum | Product
Operand: TypeAlias = tuple[Expression, bool]

VALUES: dict[str, Value] = {
    "zero": Fraction(0),
    "one": Fraction(1),
    "twelve": Fraction(12),
    **{reason.name: Absence(reason, "hole") for reason in Reason},
}
ENVIRONMENT = Environment(reference=VALUES.__getitem__)
COLUMNS = {name: Column(name, ValueType.NUMBER) for name in ("a", "b", "c")}
SOURCE = DataSource("s", columns=COLUMNS)
YEAR = Period.year_of(2024)
FOLDER = Path(tempfile.mkdtemp(prefix="pei-tests-"))


def chain(kind: type[Chain], operands: Sequence[Operand]) -> Chain:
    return kind(tuple(part for part, _ in operands), tuple(flag for _, flag in operands))


def operands_of(node: Chain) -> list[Operand]:
    flags = node.subtracted if isinstance(node, Sum) else node.divided
    return list(zip(node.operands, flags, strict=True))


def trees(leaves: st.SearchStrategy[Expression]) -> st.SearchStrategy[Expression]:
    """Return formulas of sums, products and signs, to any depth."""
    return st.recursive(
        leaves,
        lambda inner: st.one_of(
            st.builds(
                chain,
                st.sampled_from([Sum, Product]),
                st.lists(st.tuples(inner, st.booleans()), min_size=2, max_size=4),
            ),
            inner.map(Negative),
        ),
        max_leaves=7,
    )


def rewritten(tree: Expression, draw: Callable[[st.SearchStrategy[int]], int]) -> Expression:
    """Return `tree` in another order and with other brackets; by the rules of numbers it has the same value."""
    match tree:
        case Negative(operand=operand):
            return Negative(rewritten(operand, draw))
        case Sum() | Product():
            kind = type(tree)
            mixed: list[Operand] = []
            for part, flag in operands_of(tree):
                written = rewritten(part, draw)
                if not flag and isinstance(written, kind) and draw(st.integers(0, 1)):
                    mixed.extend(operands_of(written))  # brackets left out
                else:
                    mixed.append((written, flag))
            for place in range(len(mixed) - 1, 0, -1):
                other = draw(st.integers(0, place))
                mixed[place], mixed[other] = mixed[other], mixed[place]
            size = draw(st.integers(0, len(mixed)))
            if 2 <= size < len(mixed):
                mixed = [*mixed[size:], (chain(kind, mixed[:size]), False)]  # brackets put in
            return chain(kind, mixed)
        case _:
            return tree


def told(value: Value) -> Value | Reason:
    """Return a value, or the reason of an absence; of two causes with one reason the first as written is told."""
    return value.reason if isinstance(value, Absence) else value


_zero, _not_programmed, _twelve = (Reference(name) for name in ("zero", "NOT_PROGRAMMED", "twelve"))
_quotient = chain(Product, [(_twelve, False), (_zero, True)])


@settings(max_examples=examples(300))
@given(tree=trees(st.sampled_from(sorted(VALUES)).map(Reference)), data=st.data())
@example(tree=chain(Product, [(_quotient, False), (_not_programmed, False)]), data=None)
def test_a_formula_is_what_it_is_however_it_is_written(tree: Expression, data: st.DataObject | None) -> None:
    other = (
        chain(Product, [(_not_programmed, False), (_twelve, False), (_zero, True)])
        if data is None
        else rewritten(tree, data.draw)
    )

    assert told(evaluate(tree, ENVIRONMENT)) == told(evaluate(other, ENVIRONMENT))


def named(tree: Expression) -> Value:
    """Return the value of `tree` in which every part has a name of its own, so that only its value is seen."""
    if isinstance(tree, Sum | Product | Negative):
        return combine(tree, [named(part) for part in parts(tree)])
    return evaluate(tree, ENVIRONMENT)


@given(tree=trees(st.sampled_from(sorted(VALUES)).map(Reference)))
def test_a_part_with_a_name_is_the_part(tree: Expression) -> None:
    assert named(tree) == evaluate(tree, ENVIRONMENT)


# ---- Row by row, in every engine -----------------------------------------------------------------------

rows = st.lists(
    st.tuples(*[st.none() | st.sampled_from([0, 0, 1, -2, 12]).map(Fraction)] * len(COLUMNS)),
    min_size=1,
    max_size=4,
).map(
    lambda cells: tuple(
        Row(dict(zip(COLUMNS, each, strict=True)), None, number) for number, each in enumerate(cells, start=2)
    )
)
of_rows = trees(st.sampled_from([*map(ColumnValue, COLUMNS), Number(Fraction(0)), Number(Fraction(3))]))


def asked_of(tree: Expression) -> list[Aggregate]:
    """Return aggregates of which `tree` is the value, and the filter."""
    condition = Comparison(">", tree, Number(Fraction(1)))
    return [
        Aggregate("sum", "s", tree, None, ()),
        Aggregate("mean", "s", tree, None, ()),
        Aggregate("count", "s", None, condition, ()),
    ]


def assert_one_answer(
    variants: Sequence[Expression], table: Table, relation: Relation, connection: Connection
) -> None:
    """Assert that reference and engine say the same of all `variants`."""
    answers = EngineAnswers(relation, connection)
    nodes = [asked_of(each) for each in variants]
    answers.prefetch([(node, YEAR) for each in nodes for node in each])
    for same in zip(*nodes, strict=True):
        values = {told(aggregate(node, SOURCE, table, YEAR).value) for node in same}
        assert values == {told(answers.outcome(node, YEAR).value) for node in same}
        assert len(values) == 1, same


in_engines = settings(max_examples=examples(60), deadline=None, suppress_health_check=list(HealthCheck))


@in_engines
@given(tree=of_rows, cells=rows, data=st.data())
def test_duckdb_does_not_look_at_order_and_brackets(
    tree: Expression, cells: tuple[Row, ...], data: st.DataObject, duckdb: DuckDBConnection
) -> None:
    table = Table("s", "o", cells)

    assert_one_answer(
        [tree, rewritten(tree, data.draw)], table, into_duckdb(duckdb, SOURCE, table, FOLDER), duckdb
    )


@in_engines
@given(tree=of_rows, cells=rows, data=st.data())
def test_sqlite_does_not_look_at_order_and_brackets(
    tree: Expression, cells: tuple[Row, ...], data: st.DataObject
) -> None:
    table, connection = Table("s", "o", cells), SQLiteConnection()

    assert_one_answer(
        [tree, rewritten(tree, data.draw)], table, into_sqlite(connection, SOURCE, table), connection
    )
    connection.close()
