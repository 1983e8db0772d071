"""What is asked of one source: aggregates apart from their periods, and how each can be had."""

from __future__ import annotations

import enum
from fractions import Fraction
from typing import assert_never

import attrs

from pei_dsl.algebra.builtins import AGGREGATES
from pei_dsl.algebra.builtins.aspects import AggregateQuery, Rows
from pei_dsl.algebra.builtins.declarations import AggregateFunction
from pei_dsl.algebra.builtins.over_rows import COUNT
from pei_dsl.data.engine.connection import EngineError
from pei_dsl.data.engine.dialect import Dialect
from pei_dsl.data.engine.query.affine_values import summed_columns
from pei_dsl.data.engine.query.conditions import Condition, columns_of, cut
from pei_dsl.data.engine.query.linear_values import Linear, linear
from pei_dsl.data.engine.relation import Relation
from pei_dsl.model import expressions as m
from pei_dsl.model.expressions import ValueType, WindowKind
from pei_dsl.model.plan import DataSource

_ADDED_UP = frozenset({AggregateQuery.COUNT, AggregateQuery.SUM, AggregateQuery.MEAN})


class Route(enum.Enum):
    """How an engine gives an aggregate."""

    FUSED = "fused"  # from partials that all share one scan
    DISTINCT = "distinct"  # from the different values by bucket
    RANKED = "ranked"  # from the first or last row of each bucket
    MIDDLE = "middle"  # from how often each value occurs in each bucket
    HOME = "home"  # from the different combinations of cells, computed at home


@attrs.frozen(cache_hash=True)
class Measure:
    """
    An aggregate apart from its stretch of time.

    Attributes:
        function, value, filter, rank: As in `model.expressions.Aggregate`.
        closing: Whether only the rows of the window's last date count.
    """

    function: str
    value: m.Expression | None
    filter: m.Expression | None
    closing: bool
    rank: Fraction | None = None

    @classmethod
    def of(cls, node: m.Aggregate, source: DataSource) -> Measure:
        """Return the measure that `node` asks of `source`, whose rows all close when they have no time."""
        closing = bool(source.time) and any(window.kind is WindowKind.CLOSING for window in node.windows)
        return cls(node.function, node.value, node.filter, closing, node.rank)

    @property
    def presence(self) -> Measure:
        """The count of the rows that have the value: who passed and which marks they have."""
        return attrs.evolve(self, function=COUNT.name, rank=None)

    @property
    def declared(self) -> AggregateFunction:
        """What is said of its function."""
        return AGGREGATES.named(self.function)


@attrs.frozen
class Recipe:
    """
    How a measure is had from an engine.

    Attributes:
        route: Which kind of query.
        condition: Its filter, cut into parts.
        value: The value of a row as a sum of columns; None to count rows, and where it comes home.
        summed: The columns of which only sums come home, by the different cells of all others.
    """

    measure: Measure
    route: Route
    condition: Condition
    value: Linear | None = None
    summed: tuple[str, ...] = ()


def recipe(measure: Measure, relation: Relation, dialect: Dialect, *, factored: bool) -> Recipe:
    """
    Return how `measure` is had; what SQL cannot do exactly comes home.

    Raises:
        EngineError: It asks for the first or last of rows that have no order (PEI341).
    """
    function = measure.declared
    if function.rows is not Rows.ALL and not relation.numbered and not relation.source.order:
        raise EngineError("PEI341", "frame", function=function.spanish, source=relation.source.name)
    condition = cut(measure.filter, relation, dialect, factored=factored)
    value = None if measure.value is None else _row_value(measure.value, relation)
    if condition.home is not None or (measure.value is not None and value is None):
        decided = Condition((), (*condition.residual, *condition.keys), condition.home)
        return Recipe(measure, Route.HOME, decided, summed=_summed(measure, decided, relation))
    match function.query:
        case AggregateQuery.MEDIAN:
            route = Route.MIDDLE
        case AggregateQuery.DISTINCT:
            route = Route.DISTINCT
        case AggregateQuery.FIRST | AggregateQuery.LAST:
            route = Route.RANKED if not relation.source.order or _in_order(value) else Route.HOME
        case AggregateQuery.LEAST | AggregateQuery.GREATEST:
            route = Route.FUSED if value is not None and len(value.columns) == 1 else Route.HOME
        case AggregateQuery.COUNT | AggregateQuery.SUM | AggregateQuery.MEAN:
            route = Route.FUSED
        case AggregateQuery.SHARED | AggregateQuery.AT_HOME:
            route = Route.HOME
        case _:
            assert_never(function.query)
    if route in {Route.DISTINCT, Route.MIDDLE} and not _one_to_one(value):
        route = Route.HOME
    if route is not Route.FUSED:  # a query of its own: nothing is shared by classes
        condition = Condition(residual=(*condition.residual, *condition.keys))
    return Recipe(measure, route, condition, value)


def _summed(measure: Measure, condition: Condition, relation: Relation) -> tuple[str, ...]:
    """Return the columns of which only sums need to come home."""
    if measure.value is None or measure.declared.query not in _ADDED_UP or condition.home is not None:
        return ()
    return summed_columns(measure.value, relation)


def _row_value(value: m.Expression, relation: Relation) -> Linear | None:
    """Return the value of a row; a column of texts, dates or truth values is itself."""
    if isinstance(value, m.ColumnValue):
        return linear(value)
    if any(relation.type(column) is not ValueType.NUMBER for column in columns_of(value)):
        return None
    found = linear(value)
    return found if found is not None and found.factors else None


def _in_order(value: Linear | None) -> bool:
    """Tell whether rows of one place are in the order of the cells that their value is computed from."""
    return value is None or value.rises


def _one_to_one(value: Linear | None) -> bool:
    """Tell whether different cells give different values: one column, not multiplied by zero."""
    return value is not None and len(value.columns) == 1 and all(value.factors.values())
