"""What Hypothesis draws of sources that are made of another: their keys, columns, and what is asked of them."""

from __future__ import annotations

from fractions import Fraction

import attrs
from hypothesis import strategies as st

from pei_dsl.algebra.builtins import AGGREGATES
from pei_dsl.algebra.builtins.declarations import ANY
from pei_dsl.algebra.kinds import kind_of_result
from pei_dsl.data.answers import Request
from pei_dsl.model import expressions as m
from pei_dsl.model.expressions import Aggregate, ValueType
from pei_dsl.model.periods import Period
from pei_dsl.model.plan import Column, DataSource, RowsOf
from tests import aggregations
from tests.aggregations import A, B, D, V, X, Y

NAME = "m"


@attrs.frozen
class Made:
    """
    A source that is made of another.

    Attributes:
        source: The source.
        requests: What is asked of it.
        by: Columns of the breakdown.
    """

    source: DataSource
    requests: list[Request]
    by: tuple[str, ...]


def type_of(node: Aggregate) -> ValueType:
    """Return what the figures of `node` are."""
    return kind_of_result(node, aggregations.COLUMNS.__getitem__)


# Most of what is drawn can be made in an engine: it takes but one median for all to be made at home.
_windows = st.just(()) | st.just(()) | aggregations.windows
_there = st.sampled_from([A, X, V]).map(lambda name: m.Not(m.Call("is_missing", (m.ColumnValue(name),))))
_filters = st.none() | _there | aggregations.filters
_counts = st.builds(Aggregate, st.just("count"), st.just("s"), st.none(), st.none() | _there, _windows)
_sums = st.builds(
    Aggregate,
    st.sampled_from(["sum", "mean"]),
    st.just("s"),
    st.sampled_from([A, B]).map(m.ColumnValue),
    st.none() | _there,
    _windows,
)
_chosen = st.builds(
    Aggregate,
    st.sampled_from([each.name for each in AGGREGATES if each.takes is ANY and not each.takes_rank]),
    st.just("s"),
    st.sampled_from([A, B, X, D, V]).map(m.ColumnValue),
    st.none() | _there,
    _windows,
)
_parts_of_dates = st.builds(
    Aggregate,
    st.just("count_distinct"),
    st.just("s"),
    aggregations.parts_of_dates,
    st.none() | _there,
    _windows,
)
_aggregates = st.integers(0, 9).flatmap(
    lambda die: aggregations.aggregates if die == 0 else st.one_of(_counts, _sums, _chosen, _parts_of_dates)
)


@st.composite
def _formulas(draw: st.DrawFn, numbers: list[str]) -> tuple[m.Expression, ValueType]:
    """Draw the formula of a column, perhaps with those of numbers above it."""
    node = draw(_aggregates)
    if type_of(node) is not ValueType.NUMBER or draw(st.booleans()):
        return node, type_of(node)
    other = draw(_aggregates)
    if type_of(other) is not ValueType.NUMBER:
        other = Aggregate("count", "s", None)
    terms = st.sampled_from([m.Number(Fraction(2)), other, *map(m.ColumnValue, numbers)])
    term = draw(terms)
    chosen = st.just(m.Call("if_missing", (node, term)))
    return draw(_of_two(node, term) | chosen), ValueType.NUMBER


@st.composite
def made_of(draw: st.DrawFn, base: DataSource, period: Period) -> Made:
    """Draw a source that is made of `base`, and what is asked of it in `period`."""
    keys = draw(st.sampled_from([(X,), (Y,), (V,), (A,), (D,), (X, V), (V, A)]))
    columns: dict[str, Column] = {key: base.columns[key] for key in keys}
    for index in range(draw(st.integers(1, 3))):
        numbers = [name for name, each in columns.items() if each.formula and each.type is ValueType.NUMBER]
        formula, kind = draw(_formulas(numbers))
        columns[f"c{index}"] = Column(f"c{index}", kind, formula=formula)
    condition, windows = draw(_filters), draw(_windows)
    texts = [name for name, each in columns.items() if each.type is ValueType.TEXT]
    by = draw(st.just(()) | st.tuples(st.sampled_from(texts))) if texts else ()
    source = DataSource(
        NAME, columns=columns, rows_of=RowsOf("s", keys, condition, windows, "…"), breakdowns=by
    )
    nodes = draw(st.lists(_asked(columns), min_size=1, max_size=4))
    return Made(source, [(node, period) for node in nodes], by)


@st.composite
def _asked(draw: st.DrawFn, columns: dict[str, Column]) -> Aggregate:
    """Draw an aggregate over the columns of a made source."""
    name = draw(st.sampled_from(list(columns)))
    kind = columns[name].type
    numbers = [each for each, found in columns.items() if found.type is ValueType.NUMBER]
    taking = [each for each in AGGREGATES if each.takes in {ANY, kind}]
    function = draw(st.sampled_from(taking))
    value: m.Expression | None = m.ColumnValue(name)
    if function.counts_rows and draw(st.booleans()):
        value = None
    elif kind is ValueType.NUMBER and draw(st.booleans()):
        value = draw(_of_two(m.ColumnValue(name), m.ColumnValue(draw(st.sampled_from(numbers)))))
    condition = draw(st.none() | _conditions(numbers)) if numbers else None
    rank = Fraction(1, 3) if function.takes_rank else None
    return Aggregate(function.name, NAME, value, condition, rank=rank)


def _of_two(one: m.Expression, other: m.Expression) -> st.SearchStrategy[m.Expression]:
    """Return a sum or a quotient."""
    return st.builds(
        lambda kind, operands, last: kind(operands, (False, last)),
        st.sampled_from([m.Sum, m.Product]),
        st.just((one, other)),
        st.just(value=True),
    )


@st.composite
def _conditions(draw: st.DrawFn, numbers: list[str]) -> m.Expression:
    """Draw a comparison of columns, or of their quotient, with a number or another."""
    left, right = (m.ColumnValue(draw(st.sampled_from(numbers))) for _ in range(2))
    operator = draw(st.sampled_from(["=", "<>", "<", ">="]))
    bounds = st.sampled_from([Fraction(1), Fraction(1, 2)]).map(m.Number) | st.just(right)
    side = draw(st.just(left) | st.just(left) | _of_two(left, right))
    return m.Comparison(operator, side, draw(bounds))
