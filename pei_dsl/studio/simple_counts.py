"""A count or sum over rows with a filter of comparisons, in the parts that a form shows and writes."""

from __future__ import annotations

from collections.abc import Sequence

import attrs

from pei_dsl import vocabulary
from pei_dsl.model.expressions import ValueType
from pei_dsl.model.plan import Plan
from pei_dsl.syntax import tree
from pei_dsl.syntax.line_tokens import quoted

OPERATORS = ("=", "<>", "<", "<=", ">", ">=")
# What a form offers to do with the rows; what else there is stands in the text.
AGGREGATES = ("contar", "suma", "promedio", "mínimo", "máximo", "contar_distintos")
_OF_ROWS = "contar"


@attrs.frozen
class Filter:
    """`columna = valor`; `value` without its quotation marks where it is a text."""

    column: str
    operator: str
    value: str


@attrs.frozen
class SimpleCount:
    """
    `suma(egresos.personas si sexo = "F" y edad >= 15)`.

    Attributes:
        column: What it sums up; "" for rows that are counted.
        filters: All of them must hold.
    """

    aggregate: str
    source: str
    column: str = ""
    filters: tuple[Filter, ...] = ()


def simple_count(expression: tree.Expression, text: str) -> SimpleCount | None:
    """Return the parts of `expression`, which stands in `text`; None where it is more than these."""
    match expression:
        case tree.Call(
            function=function,
            arguments=(tree.Argument(expression=tree.Name() as rows, filters=filters, windows=()),),
        ) if function in AGGREGATES and len(filters) <= 1:
            found = [_filter(each, text) for each in _all_of(filters)]
            whole = [each for each in found if each is not None]
            if len(whole) == len(found):
                return SimpleCount(function, rows.name, rows.column or "", tuple(whole))
    return None


def _all_of(filters: Sequence[tree.Expression]) -> Sequence[tree.Expression]:
    match filters:
        case (tree.Logic(operator="y", operands=operands),):
            return operands
        case _:
            return filters


def _filter(expression: tree.Expression, text: str) -> Filter | None:
    match expression:
        case tree.Comparison(operator=operator, left=tree.Name(name=name, column=None), right=right):
            written = right.value if isinstance(right, tree.Text) else text[right.span.start : right.span.end]
            return Filter(name, operator, written)
        case _:
            return None


def count_written(count: SimpleCount, plan: Plan) -> str:
    """Return the formula of `count`: texts in quotation marks where `plan` says that a column holds texts."""
    rows = count.source
    if count.column and count.aggregate != _OF_ROWS:
        rows = f"{count.source}.{_column(count.column)}"
    filters = [_written(each, count.source, plan) for each in count.filters]
    condition = f" si {' y '.join(filters)}" if filters else ""
    return f"{count.aggregate}({rows}{condition})"


def _written(each: Filter, source: str, plan: Plan) -> str:
    declared = plan.sources.get(source)
    column = None if declared is None else declared.columns.get(each.column)
    is_text = column is not None and column.type is ValueType.TEXT
    return f"{_column(each.column)} {each.operator} {quoted(each.value) if is_text else each.value.strip()}"


def _column(name: str) -> str:
    return name if vocabulary.is_name(name) else f"[{name}]"
