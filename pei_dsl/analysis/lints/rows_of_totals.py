"""The rows of a table that are totals of the others, told by their words, their numbers, or both."""

from __future__ import annotations

import collections
from collections.abc import Callable, Iterable, Mapping, Sequence
from fractions import Fraction

import attrs

from pei_dsl.algebra.builtins.of_absence import IS_MISSING
from pei_dsl.data.completeness import text_columns
from pei_dsl.data.table import Row, Table
from pei_dsl.data.total_words import Says, says_total
from pei_dsl.model.expressions import ValueType
from pei_dsl.model.plan import DataSource
from pei_dsl.syntax.line_tokens import quoted
from pei_dsl.vocabulary import is_name

# Fewer rows add up by chance, and so does a single column.
FEWEST_OTHERS = 2
FEWEST_COLUMNS = 2


@attrs.frozen
class Totals:
    """
    Rows that are totals.

    Attributes:
        rows: They, in the order of the table.
        cells: The cells that say so, by column, each column with its different ones, None for an empty cell;
            no column where only the numbers say so.
    """

    rows: Sequence[Row]
    cells: Mapping[str, Sequence[str | None]] = attrs.field(factory=dict)


def totals_of(table: Table, source: DataSource, is_known: Callable[[str, str | None], bool]) -> Totals | None:
    """
    Return the rows of `table` that are totals, or None; `is_known` tells which cells a filter asks for.

    A word that may also be the name of something is believed where the row adds up the others of its period,
    or those between it and the one before; so is a row without any name.
    """
    called = _called(table, source)
    known = {row.number for pair, rows in called.items() if is_known(*pair) for row in rows}
    found: dict[int, Row] = {}
    cells: dict[str, list[str | None]] = {}
    for (column, cell), rows in called.items():
        left = [row for row in rows if row.number not in known]
        if left and (column in cells or any(row.number not in found for row in left)):
            cells.setdefault(column, []).append(cell)
            found |= {row.number: row for row in left}
    if found and len(found) < len(table.rows):
        return Totals([found[number] for number in sorted(found)], cells)
    if called:
        return None  # what else adds up rests on them
    row = _adding_up(table, source)
    if row is None or any(is_known(column, _text(row.cells[column])) for column in text_columns(source)):
        return None
    return Totals([row])


def omission(totals: Totals, table: Table, *, english: bool = False) -> str:
    """Return the condition that leaves these rows out and no others, or "" where no cell tells them."""
    if totals.cells:
        parts = [_says(column, cells, english=english) for column, cells in totals.cells.items()]
        return (" or " if english else " o ").join(parts)
    (row,) = totals.rows
    alone = [
        (column, cell)
        for column, cell in row.cells.items()
        if (cell is None or isinstance(cell, str))
        and sum(each.cells[column] == cell for each in table.rows) == 1
    ]
    for column, cell in alone[:1]:
        return _says(column, [cell if cell is None else str(cell)], english=english)
    return ""


def _says(column: str, cells: Sequence[str | None], *, english: bool) -> str:
    """Return the condition that a cell of `column` is one of `cells`."""
    named, texts = _named(column), [quoted(each) for each in cells if each is not None]
    parts = []
    if len(texts) == 1:
        parts.append(f"{named} = {texts[0]}")
    elif texts:
        parts.append(f"{named} {'in' if english else 'en'} ({'; '.join(texts)})")
    if None in cells:
        parts.append(f"{IS_MISSING.english_form if english else IS_MISSING.spanish}({named})")
    return (" or " if english else " o ").join(parts)


def _text(cell: object) -> str | None:
    return cell if isinstance(cell, str) else None


def _named(column: str) -> str:
    return column if is_name(column) else f"[{column}]"


# ---- By their words --------------------------------------------------------------------------------------


def _called(table: Table, source: DataSource) -> Mapping[tuple[str, str | None], Sequence[Row]]:
    """Return the rows that are called totals, by the column and the cell that say so."""
    said: dict[tuple[str, str | None], list[Row]] = {}
    columns = text_columns(source)
    for column in columns:
        for row in table.rows:
            cell = row.cells.get(column)
            if isinstance(cell, str) and says_total(cell) is not Says.NOTHING:
                said.setdefault((column, cell), []).append(row)
    for row in table.rows if columns else ():
        if all(row.cells.get(column) is None for column in columns):
            said.setdefault((columns[0], None), []).append(row)
    others = _Others(table, source, {row.number for rows in said.values() for row in rows})
    return {
        pair: rows
        for pair, rows in said.items()
        if len(rows) < len(table.rows) and (says_total(pair[1]) is Says.SURELY or others.add_up_to(rows))
    }


class _Others:
    """The rows that nothing calls totals: of each period, and of each block between two that are."""

    def __init__(self, table: Table, source: DataSource, called: set[int]) -> None:
        self.columns = _numbers(source)
        self.of_period: dict[object, list[Row]] = collections.defaultdict(list)
        self.above: dict[int, list[Row]] = {}
        block: list[Row] = []
        for row in table.rows:
            if row.number in called:
                self.above[row.number] = block
                block = []
            else:
                self.of_period[row.period].append(row)
                block.append(row)

    def add_up_to(self, totals: Iterable[Row]) -> bool:
        """Tell whether each of `totals` is the sum of such rows, in some column of numbers."""
        return all(
            self._is_sum(row, self.of_period[row.period]) or self._is_sum(row, self.above[row.number])
            for row in totals
        )

    def _is_sum(self, total: Row, others: Sequence[Row]) -> bool:
        return len(others) >= FEWEST_OTHERS and any(
            isinstance(cell := total.cells.get(column), Fraction) and cell and cell == _sum(others, column)
            for column in self.columns
        )


# ---- By their numbers ------------------------------------------------------------------------------------


def _adding_up(table: Table, source: DataSource) -> Row | None:
    """Return the row that is the sum of all others in two columns and in half of them."""
    numbers = _numbers(source)
    if len(table.rows) <= FEWEST_OTHERS or len(numbers) < FEWEST_COLUMNS:
        return None
    sums = {column: _sum(table.rows, column) for column in numbers}
    for row in table.rows:
        fitting = [
            column
            for column in numbers
            if isinstance(cell := row.cells.get(column), Fraction) and cell and cell * 2 == sums[column]
        ]
        if len(fitting) >= FEWEST_COLUMNS and len(fitting) * 2 >= len(numbers):
            return row
    return None


def _numbers(source: DataSource) -> list[str]:
    return [each.name for each in source.stored.columns.values() if each.type is ValueType.NUMBER]


def _sum(rows: Sequence[Row], column: str) -> Fraction:
    cells = (row.cells.get(column) for row in rows)
    return sum((cell for cell in cells if isinstance(cell, Fraction)), Fraction(0))
