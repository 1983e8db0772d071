"""What the plan shares between aggregates, so that a scan computes each thing once."""

from __future__ import annotations

from fractions import Fraction

from pei_dsl.data.engine.duckdb.duckdb_dialect import DuckDB
from pei_dsl.data.engine.query.fused_plan import FusedPlan, Grouping
from pei_dsl.data.engine.query.measures import Measure, recipe
from pei_dsl.data.engine.relation import Relation
from pei_dsl.model.expressions import Aggregate, ColumnValue, Comparison, Expression, Logic, Number, ValueType
from pei_dsl.model.plan import Column, DataSource

SOURCE = DataSource("datos", columns={name: Column(name, ValueType.NUMBER) for name in ("a", "b")})
RELATION = Relation("SELECT a AS c0, b AS c1 FROM datos", SOURCE)


def at_least(column: str, bound: int) -> Expression:
    return Comparison(">=", ColumnValue(column), Number(Fraction(bound)))


def stage_1(*nodes: Aggregate) -> str:
    recipes = [recipe(Measure.of(node, SOURCE), RELATION, DuckDB(), factored=True) for node in nodes]
    (plan,) = FusedPlan.several(recipes, RELATION, DuckDB(), Grouping(None, (), (), quality=False), "")
    return plan.stage_1


def total(*conditions: Expression, function: str = "sum") -> Aggregate:
    return Aggregate(function, "datos", ColumnValue("b"), Logic("y", conditions))


def test_filters_that_say_the_same_in_another_order_share_what_is_computed() -> None:
    one, other = (at_least("a", 1), at_least("b", 5)), (at_least("b", 5), at_least("a", 1))

    assert stage_1(total(*one), total(*other)) == stage_1(total(*one))


def test_a_column_that_is_compared_is_not_asked_again_whether_it_has_a_cell() -> None:
    assert "IS NOT NULL" not in stage_1(total(at_least("a", 1), at_least("b", 5), function="mean"))
    assert "IS NOT NULL" in stage_1(total(at_least("a", 1), at_least("a", 2), function="mean"))
