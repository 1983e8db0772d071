"""Filters, cut into what an engine can decide by classes, what it can compare, and what must come home."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import attrs

from pei_dsl.algebra.builtins import FUNCTIONS
from pei_dsl.algebra.builtins.aspects import FunctionQuery
from pei_dsl.algebra.scalar import Environment, evaluate
from pei_dsl.algebra.values import Present, Value
from pei_dsl.data.engine.dialect import Dialect
from pei_dsl.data.engine.literals import kind_of, literal, sql_literal
from pei_dsl.data.engine.query.cell import Cell
from pei_dsl.data.engine.query.sql_cells import Cells
from pei_dsl.data.engine.relation import Columns, Relation
from pei_dsl.model import expressions as m
from pei_dsl.model.absence import Absence, Reason
from pei_dsl.model.expressions import ValueType

_LAST_LETTER = chr(0x10FFFF)
_FIRST_HALF, _BEHIND_HALVES = 0xD800, 0xE000
_EMPTY = Absence(Reason.NO_DATA, "empty_cell")


@attrs.frozen
class Condition:
    """
    A filter: all its parts must hold.

    Attributes:
        keys: Parts about one column that compare it with literals only: decided by the class of its cell.
        residual: The other parts that SQL decides exactly as we do.
        home: The whole filter but for what SQL surely decides, where some part is left to be decided row by
            row at home: of the rows for which SQL finds no other part false, since what cannot be computed
            counts even beside an absence.
    """

    keys: tuple[m.Expression, ...] = ()
    residual: tuple[m.Expression, ...] = ()
    home: m.Expression | None = None


def cut(condition: m.Expression | None, relation: Relation, dialect: Dialect, *, factored: bool) -> Condition:
    """Return `condition` cut into its parts; unless `factored`, nothing is decided by classes."""
    keys, residual, sure, comes_home = [], [], [], False
    for part in _conjuncts(condition):
        if factored and _by_class(part):
            keys.append(part)
        elif translate(part, relation, dialect) is not None:
            residual.append(part)
        else:
            comes_home = True
        if _is_sure(part):
            sure.append(part)
    if not comes_home:
        return Condition(tuple(keys), tuple(residual))
    unsure = tuple(part for part in _conjuncts(condition) if part not in sure)
    home = condition if not sure else unsure[0] if len(unsure) == 1 else m.Logic("y", unsure)
    return Condition(tuple(keys), tuple(residual), home)


def _is_sure(part: m.Expression) -> bool:
    """Tell whether `part` is true or false of every row, since it asks for nothing but empty cells."""
    match part:
        case m.Call(function=name, arguments=(m.ColumnValue(),)):
            return _is_null(name)
        case m.Not(operand=operand):
            return _is_sure(operand)
        case m.Logic(operands=operands):
            return all(map(_is_sure, operands))
        case _:
            return False


def _conjuncts(condition: m.Expression | None) -> Iterator[m.Expression]:
    match condition:
        case None:
            return
        case m.Logic(operator="y", operands=operands):
            for operand in operands:
                yield from _conjuncts(operand)
        case _:
            yield condition


def columns_of(expression: m.Expression | None) -> list[str]:
    """Return the columns that `expression` reads, each once, in order."""
    found: dict[str, None] = {}
    waiting = [] if expression is None else [expression]
    while waiting:
        part = waiting.pop()
        if isinstance(part, m.ColumnValue):
            found[part.column] = None
        waiting.extend(reversed(m.parts(part)))
    return list(found)


# ---- Classes -----------------------------------------------------------------------------------------


def _by_class(part: m.Expression) -> bool:
    """Tell whether `part` is about one column and asks only whether it equals literals, or is empty."""
    return len(columns_of(part)) == 1 and _asks_equality(part)


def _asks_equality(part: m.Expression) -> bool:
    match part:
        case m.Comparison(operator="=" | "<>", left=m.ColumnValue(), right=other):
            return literal(other) is not None
        case m.Comparison(operator="=" | "<>", left=other, right=m.ColumnValue()):
            return literal(other) is not None
        case m.Membership(value=m.ColumnValue(), choices=choices):
            return all(literal(choice) is not None for choice in choices)
        case m.Call(function=name, arguments=(m.ColumnValue(),)) if _is_null(name):
            return True
        case m.Not(operand=operand):
            return _asks_equality(operand)
        case m.Logic(operands=operands):
            return all(_asks_equality(operand) for operand in operands)
        case _:
            return False


def _is_null(function: str) -> bool:
    return FUNCTIONS.named(function).query is FunctionQuery.IS_NULL


def literals_of(part: m.Expression) -> Iterator[Present]:
    """Yield the literals that a part decided by classes mentions."""
    match part:
        case m.Comparison(left=left, right=right):
            sides = (left, right)
            yield from (found for side in sides if (found := literal(side)) is not None)
        case m.Membership(choices=choices):
            yield from (found for choice in choices if (found := literal(choice)) is not None)
        case m.Not(operand=operand):
            yield from literals_of(operand)
        case m.Logic(operands=operands):
            for operand in operands:
                yield from literals_of(operand)
        case _:
            return


def holds(part: m.Expression, cell: Present | None) -> bool:
    """Tell whether `part`, about one column, is true of `cell`: as the reference decides it."""
    value: Value = _EMPTY if cell is None else cell
    return evaluate(part, Environment(column=lambda _: value)) is True


def when(conditions: Sequence[str], cell: str) -> str:
    """Return `cell` of the rows for which all `conditions` hold, in SQL; NULL of the others."""
    return f"CASE WHEN {' AND '.join(conditions)} THEN {cell} END" if conditions else cell


# ---- Comparisons -------------------------------------------------------------------------------------


def translate(part: m.Expression, relation: Columns, dialect: Dialect) -> str | None:
    """
    Return `part` in SQL, true exactly where it is true for the reference; None where that is not certain.

    SQL's NULL in comparisons and logic behaves as an absence does; what can be *inválido* stays at home.
    """
    match part:
        case m.ColumnValue(column=column):
            return f"({dialect.truth(relation.alias(column))})"
        case m.Comparison(operator=operator, left=left, right=right):
            return _compared(operator, left, right, relation, dialect)
        case m.Membership(value=m.ColumnValue() as value, choices=choices):
            written = [
                sql_literal(found, dialect) for each in choices if (found := literal(each)) is not None
            ]
            if len(written) != len(choices):
                return None
            cell = relation.alias(value.column)
            if relation.type(value.column) is ValueType.BOOLEAN:
                cell, written = dialect.sortable(cell), [dialect.sortable(sql) for sql in written]
            return f"({cell} IN ({', '.join(written)}))"
        case m.Call(function=name, arguments=(m.ColumnValue() as column, *others)):
            return _called(FUNCTIONS.named(name).query, column, others, relation, dialect)
        case m.Not(operand=operand):
            inner = translate(operand, relation, dialect)
            return None if inner is None else f"(NOT {inner})"
        case m.Logic(operator=operator, operands=operands):
            parts = [translate(operand, relation, dialect) for operand in operands]
            word = " AND " if operator == "y" else " OR "
            return None if None in parts else f"({word.join(filter(None, parts))})"
        case _:
            return None


def _called(
    query: FunctionQuery,
    column: m.ColumnValue,
    others: Sequence[m.Expression],
    relation: Columns,
    dialect: Dialect,
) -> str | None:
    """Return a function of a column and of literals in SQL, true just where it is; None where none is."""
    match query:
        case FunctionQuery.IS_NULL:
            return f"({relation.alias(column.column)} IS NULL)"
        case FunctionQuery.STARTS | FunctionQuery.ENDS | FunctionQuery.CONTAINS | FunctionQuery.BETWEEN:
            given = [literal(each) for each in others]
            texts = [each for each in given if isinstance(each, str)]
            kind = relation.type(column.column)
            if len(texts) == len(given) and kind is ValueType.TEXT:
                return _of_texts(query, relation.alias(column.column), texts, dialect)
            if query is not FunctionQuery.BETWEEN or kind is ValueType.TEXT:
                return None
            low, high = others
            ends = (
                _compared(">=", column, low, relation, dialect),
                _compared("<=", column, high, relation, dialect),
            )
            return None if None in ends else f"({ends[0]} AND {ends[1]})"
        case _:  # which gives no truth value
            return None


def _of_texts(query: FunctionQuery, cell: str, texts: Sequence[str], dialect: Dialect) -> str:
    """Return what `query` asks of a column of texts in SQL."""
    if query is FunctionQuery.CONTAINS:
        return f"({' OR '.join(dialect.contains(cell, dialect.text(each)) for each in texts)})"
    if query is FunctionQuery.ENDS:
        return f"({' OR '.join(_ending(cell, each, dialect) for each in texts)})"
    ranges = [(texts[0], texts[1])] if query is FunctionQuery.BETWEEN else [(each, each) for each in texts]
    return f"({' OR '.join(_from_to(cell, low, high, dialect) for low, high in ranges)})"


def _ending(cell: str, end: str, dialect: Dialect) -> str:
    """Return that a text ends with `end`; every text, but none that is missing, ends with nothing."""
    last = dialect.letters(cell, len(end), from_end=True) if end else cell
    return f"{last} = {dialect.text(end) if end else cell}"


def _from_to(cell: str, low: str, high: str, dialect: Dialect) -> str:
    """
    Return that a text is not before `low`, and before all that come behind those that begin with `high`.

    As a comparison every engine says it exactly, and finds it through an index or what a file tells of its
    parts.
    """
    ordered = dialect.ordered(cell, ValueType.TEXT)
    after = _after(high)
    tests = [f"{ordered} >= {dialect.ordered(dialect.text(low), ValueType.TEXT)}"]
    if after:
        tests.append(f"{ordered} < {dialect.ordered(dialect.text(after), ValueType.TEXT)}")
    return f"({' AND '.join(tests)})"


def _after(start: str) -> str:
    """Return the first text behind all that begin with `start`, letter by letter; "" where there is none."""
    while start.endswith(_LAST_LETTER):
        start = start[:-1]
    if not start:
        return ""
    letter = ord(start[-1]) + 1
    # Between these two no letter is: they are halves of others in an encoding of two bytes.
    return start[:-1] + chr(_BEHIND_HALVES if letter == _FIRST_HALF else letter)


def _compared(
    operator: str, left: m.Expression, right: m.Expression, relation: Columns, dialect: Dialect
) -> str | None:
    sides = [_side(side, relation, dialect) for side in (left, right)]
    kinds = {kind for _, kind in filter(None, sides)}
    if None in sides or len(kinds) != 1:
        return None
    (kind,) = kinds
    texts = [sql for sql, _ in filter(None, sides)]
    if kind is ValueType.BOOLEAN and operator not in {"=", "<>"}:
        return None
    if kind is ValueType.BOOLEAN or operator not in {"=", "<>"}:
        texts = [dialect.ordered(sql, kind) for sql in texts]
    return f"({texts[0]} {operator} {texts[1]})"


def _side(side: m.Expression, relation: Columns, dialect: Dialect) -> tuple[str, ValueType] | None:
    cells = Cells(relation, dialect, lambda part: translate(part, relation, dialect))
    value = literal(side)
    cell = cells.of(side) if value is None else Cell(sql_literal(value, dialect), kind_of(value))
    return None if cell is None or cell.doubts else (cell.sql, cell.kind)
