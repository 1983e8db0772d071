"""Queries of their own: different values, first and last rows, and combinations of cells that come home."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import attrs

from pei_dsl.algebra.builtins.aspects import Rows
from pei_dsl.algebra.values import Present
from pei_dsl.data.engine.dialect import Dialect
from pei_dsl.data.engine.literals import sql_literal
from pei_dsl.data.engine.query.calendar import Calendar, Window
from pei_dsl.data.engine.query.conditions import columns_of, translate, when
from pei_dsl.data.engine.query.measures import Measure, Recipe
from pei_dsl.data.engine.relation import END, NUMBER, Relation
from pei_dsl.model.periods import Period


@attrs.frozen
class Scope:
    """
    What the special queries of a run share.

    Attributes:
        grouping: The SQL of each key by its name, as in the fused plan, without the marks.
        where: Which rows any window lets in, a `WHERE` clause or "".
    """

    relation: Relation
    dialect: Dialect
    grouping: Mapping[str, str]
    where: str

    def conditions(self, recipe: Recipe) -> list[str]:
        """Return the filter of `recipe` in SQL; where some of it comes home, what may pass."""
        found = [translate(part, self.relation, self.dialect) for part in recipe.condition.residual]
        known = [sql for sql in found if sql is not None]
        if recipe.condition.home is not None:
            return [f"CASE WHEN NOT {sql} THEN 0 ELSE 1 END = 1" for sql in known]
        return known

    def filtered(self, conditions: Sequence[str]) -> str:
        """Return the `FROM` and `WHERE` of the rows that pass `conditions`."""
        where = self.where.removeprefix(" WHERE ")
        parts = [part for part in (where, *conditions) if part]
        clause = f" WHERE {' AND '.join(parts)}" if parts else ""
        return f"FROM ({self.relation.query}) t{clause}"


def closing_dates(relation: Relation, calendar_keys: Mapping[str, str], where: str) -> str:
    """Return the query of the last date in each bucket: one narrow scan."""
    named = ", ".join(f"{sql} AS {name}" for name, sql in calendar_keys.items())
    grouped = ", ".join(calendar_keys.values())
    return f"SELECT {named}, MAX({END}) AS e FROM ({relation.query}) t{where} GROUP BY {grouped}"


def months(relation: Relation, dialect: Dialect, spans: Iterable[Period]) -> str:
    """Return the query of the months in which rows of `spans` begin and end, as `Calendar` numbers them."""
    calendar, within = Calendar(1), list(spans)
    first, last = min(each.start for each in within), max(each.end for each in within)
    keys = {"p1": calendar.sql(relation.start, dialect), "p2": calendar.sql(END, dialect)}
    named = ", ".join(f"{sql} AS {name}" for name, sql in keys.items())
    where = f"{relation.start} >= {dialect.date(first)} AND {END} <= {dialect.date(last)}"
    return f"SELECT {named} FROM ({relation.query}) t WHERE {where} GROUP BY {', '.join(keys.values())}"


# ---- Different values --------------------------------------------------------------------------------


def distinct(recipes: Sequence[Recipe], scope: Scope) -> str:
    """
    Return the query of the different values of one column by bucket, with a flag for each recipe.

    Its rows may be put together with those of other partitions; a value counts once for a window when any of
    its buckets has it.
    """
    first = recipes[0]
    assert first.value is not None
    cell = scope.relation.alias(first.value.columns[0])
    named = [f"{sql} AS {name}" for name, sql in scope.grouping.items()]
    named.append(f"{cell} AS x")
    for index, recipe in enumerate(recipes):
        test = " AND ".join(scope.conditions(recipe)) or "1 = 1"
        named.append(f"MAX(CASE WHEN {test} THEN 1 ELSE 0 END) AS f{index}")
    grouped = ", ".join([*scope.grouping.values(), cell])
    return f"SELECT {', '.join(named)} {scope.filtered([f'{cell} IS NOT NULL'])} GROUP BY {grouped}"


def visible(
    keys: Sequence[str], flag: str, windows: Sequence[Window], *, spans: bool, values: str = "pei_values"
) -> str:
    """
    Return the query that counts different values over windows, without repeating rows.

    Windows are numbered in order of time, and none that begins later ends earlier, so that a bucket is seen
    by a run of them, from `low` to `high`.  For each value the runs are cut where they overlap; what comes
    back is how many values each run has: the columns of the breakdown, the first and the last window, the
    number.

    Args:
        keys: The columns of the breakdown.
        flag: The column that says which values count.
        windows: In order of time.
        spans: Whether rows may stand for more than a bucket, so that `p2` tells their last one.
        values: The table that `distinct` made.
    """
    low, high = _run(windows, "p2" if spans else "p1")
    inner = "".join(f"{key}, " for key in keys)
    runs = f"SELECT {inner}x, {low} AS low, {high} AS high FROM {values} WHERE {flag} = 1"
    partition = ", ".join([*keys, "x"])
    cut = (
        f"SELECT {inner}low, high, MAX(high) OVER (PARTITION BY {partition} ORDER BY low, high "
        f"ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS seen FROM ({runs}) r WHERE low <= high"
    )
    start = "CASE WHEN seen IS NULL OR seen < low THEN low ELSE seen + 1 END"
    return (
        f"SELECT {inner}{start} AS first, high AS last, COUNT(*) AS n FROM ({cut}) c "
        f"WHERE seen IS NULL OR seen < high GROUP BY {inner}{start}, high"
    )


def _run(windows: Sequence[Window], end: str) -> tuple[str, str]:
    """Return the first and the last window that see a bucket, as expressions."""
    if any(window.first is None for window in windows):
        return "0", "0"
    low = _steps(end, "<=", [(window.last, number) for number, window in enumerate(windows)])
    high = _steps(
        "p1", ">=", [(window.first, number) for number, window in reversed(list(enumerate(windows)))]
    )
    if windows[0].closing is None:
        return low, high
    first = _steps("z", "=", [(window.closing, number) for number, window in enumerate(windows)])
    last = _steps(
        "z", "=", [(window.closing, number) for number, window in reversed(list(enumerate(windows)))]
    )
    # A day that closes no window has neither a first nor a last one, and NULL keeps it out of all.
    return (
        f"CASE WHEN {first} < {low} THEN {low} ELSE {first} END",
        f"CASE WHEN {last} > {high} THEN {high} ELSE {last} END",
    )


def _steps(key: str, operator: str, steps: Sequence[tuple[int | None, int]]) -> str:
    """Return the number of the first step that `key` reaches; NULL for none."""
    cases = " ".join(f"WHEN {key} {operator} {bound} THEN {number}" for bound, number in steps)
    return f"CASE {cases} END"


# ---- The middle --------------------------------------------------------------------------------------


def histogram(recipe: Recipe, scope: Scope) -> str:
    """Return the query of how many rows of each bucket have each value of one column."""
    assert recipe.value is not None
    cell = scope.relation.alias(recipe.value.columns[0])
    named = [f"{sql} AS {name}" for name, sql in scope.grouping.items()]
    named.extend((f"{cell} AS x", "COUNT(*) AS n"))
    grouped = ", ".join([*scope.grouping.values(), cell])
    filtered = scope.filtered([*scope.conditions(recipe), f"{cell} IS NOT NULL"])
    return f"SELECT {', '.join(named)} {filtered} GROUP BY {grouped}"


def middle(keys: Sequence[str], window: Window, dialect: Dialect, *, spans: bool, values: str) -> str:
    """
    Return the query of the two middle values of a window by group (one value twice, where they are one).

    This is the one aggregate that sorts: the different values of the window, in every group.
    """
    tests = []
    if window.first is not None:
        tests = [f"p1 >= {window.first}", f"{'p2' if spans else 'p1'} <= {window.last}"]
    if window.closing is not None:
        tests.append(f"z = {window.closing}")
    where = f" WHERE {' AND '.join(tests)}" if tests else ""
    inner = "".join(f"{key}, " for key in keys)
    merged = f"SELECT {inner}x, {dialect.merged('n')} AS n FROM {values}{where} GROUP BY {inner}x"
    partition = f"PARTITION BY {', '.join(keys)}" if keys else ""
    value = dialect.ordered_number("x")
    ranked = (
        f"SELECT {inner}x, n, SUM(n) OVER ({partition} ORDER BY {value} ROWS BETWEEN UNBOUNDED PRECEDING "
        f"AND CURRENT ROW) AS upto, SUM(n) OVER ({partition}) AS total FROM ({merged}) m"
    )
    grouped = f" GROUP BY {', '.join(keys)}" if keys else ""
    return (
        f"SELECT {inner}MIN({value}) AS low, MAX({value}) AS high FROM ({ranked}) r "
        f"WHERE upto * 2 >= total AND (upto - n) * 2 <= total{grouped}"
    )


# ---- First and last ----------------------------------------------------------------------------------


def ranked(recipe: Recipe, scope: Scope) -> str:
    """
    Return the query of the first or last row of each bucket that passes and has the value.

    Rows are ordered by their date, then by the declared order (empty cells first) and the value, or by their
    place in the file.  The columns after the keys: the date, what orders, the cells of the value.
    """
    assert recipe.value is not None
    relation = scope.relation
    cells = [relation.alias(column) for column in recipe.value.columns]
    present = [f"{cell} IS NOT NULL" for cell in cells]
    order = order_of(recipe.measure, scope)
    backwards = recipe.measure.declared.rows is Rows.LAST
    named = [f"{sql} AS {name}" for name, sql in scope.grouping.items()]
    named.extend(f"{sql} AS o{index}" for index, sql in enumerate(order))
    named.extend(f"{cell} AS v{index}" for index, cell in enumerate(cells))
    words = ", ".join(ordered(sql, backwards=backwards) for sql in order) or "1"
    partition = f"PARTITION BY {', '.join(scope.grouping.values())} " if scope.grouping else ""
    named.append(f"ROW_NUMBER() OVER ({partition}ORDER BY {words}) AS r")
    inner = f"SELECT {', '.join(named)} {scope.filtered([*scope.conditions(recipe), *present])}"
    outer = [*scope.grouping, *(f"o{index}" for index in range(len(order)))]
    outer.extend(f"v{index}" for index in range(len(cells)))
    return f"SELECT {', '.join(outer)} FROM ({inner}) d WHERE r = 1"


def order_of(measure: Measure, scope: Scope) -> list[str]:
    """Return what orders rows: their date, then the declared columns and the value, or their place."""
    by_value = columns_of(measure.value) if scope.relation.source.order else ()
    return [*place_of(scope), *_ordered_cells(scope, by_value)]


def place_of(scope: Scope) -> list[str]:
    """Return what orders rows but for their value: their date, then the declared columns or their place."""
    relation = scope.relation
    found = [END] if relation.source.time else []
    if not relation.source.order:
        return [*found, NUMBER] if relation.numbered else found
    return [*found, *_ordered_cells(scope, relation.source.order)]


def _ordered_cells(scope: Scope, columns: Iterable[str]) -> list[str]:
    relation = scope.relation
    return [scope.dialect.ordered(relation.alias(column), relation.type(column)) for column in columns]


def ordered(sql: str, *, backwards: bool) -> str:
    """Return a sort key with its empty cells at the beginning of time, said so that every engine does it."""
    word = "DESC" if backwards else "ASC"
    return f"CASE WHEN {sql} IS NULL THEN 0 ELSE 1 END {word}, {sql} {word}"


# ---- Home --------------------------------------------------------------------------------------------


def combinations(recipe: Recipe, scope: Scope) -> str:
    """
    Return the query of the different combinations of cells that a measure reads, and how often each occurs.

    What SQL can decide is decided there; the rest of the filter, and the value, are computed at home for each
    combination.  With a place in the file, also the first of each combination's rows.  Of columns that are
    summed there is the sum, of the rows that have all of them; the others have none.
    """
    relation = scope.relation
    columns = home_columns(recipe)
    there = [f"{relation.alias(column)} IS NOT NULL" for column in recipe.summed]
    cells = {column: relation.alias(column) for column in columns}
    sums = {column: scope.dialect.total(when(there, cells[column])) for column in recipe.summed}
    named = [f"{sql} AS {name}" for name, sql in scope.grouping.items()]
    named.extend(
        f"{sums.get(column, cell)} AS v{index}" for index, (column, cell) in enumerate(cells.items())
    )
    grouped = [*scope.grouping.values(), *(cell for column, cell in cells.items() if column not in sums)]
    if there:
        grouped.append(f"CASE WHEN {' AND '.join(there)} THEN 1 ELSE 0 END")
    if ordered_at_home(recipe):
        order = place_of(scope)
        named.extend(f"{sql} AS o{index}" for index, sql in enumerate(order))
        grouped.extend(order)
    named.extend(("COUNT(*) AS n", f"MIN({NUMBER}) AS first" if relation.numbered else "0 AS first"))
    # Without anything to group by SQL gives a row of nothing where there are no rows at all.
    clause = f" GROUP BY {', '.join(grouped)}" if grouped else " HAVING COUNT(*) > 0"
    return f"SELECT {', '.join(named)} {scope.filtered(scope.conditions(recipe))}{clause}"


def ordered_at_home(recipe: Recipe) -> bool:
    """Tell whether the order of rows is needed with their cells."""
    return recipe.measure.declared.rows is not Rows.ALL


def home_columns(recipe: Recipe) -> list[str]:
    """Return the columns that come home for a measure: those of its value, then those of its filter."""
    found = dict.fromkeys(columns_of(recipe.measure.value))
    found.update(dict.fromkeys(columns_of(recipe.condition.home)))
    return list(found)


# ---- Rows --------------------------------------------------------------------------------------------


def same_cells(cells: Mapping[str, Present | None], scope: Scope) -> list[str]:
    """Return the conditions that a row has these cells."""
    return [_same_cell(scope.relation.alias(column), cell, scope.dialect) for column, cell in cells.items()]


def _same_cell(sql: str, cell: Present | None, dialect: Dialect) -> str:
    match cell:
        case None:
            return f"{sql} IS NULL"
        case bool():
            return f"{dialect.sortable(sql)} = {int(cell)}"
        case _:
            return f"{sql} = {sql_literal(cell, dialect)}"


def rows(recipe: Recipe, scope: Scope, columns: Sequence[str], days: Sequence[str], limit: int) -> str:
    """
    Return the query of the first rows that a measure rests on, as far as SQL can tell.

    Its columns: the row's place (0 where it has none), then `columns`.

    Args:
        recipe: The measure.
        scope: Where its rows are; its `where` is not used.
        columns: The columns that are wanted.
        days: Conditions on the days of a row, and others.
        limit: How many rows.
    """
    relation = scope.relation
    columns_needed = recipe.summed if recipe.value is None else recipe.value.columns
    needed = [relation.alias(column) for column in columns_needed]
    conditions = [*days, *scope.conditions(recipe), *(f"{cell} IS NOT NULL" for cell in needed)]
    clause = f" WHERE {' AND '.join(conditions)}" if conditions else ""
    place = NUMBER if relation.numbered else "0"
    named = ", ".join([f"{place} AS n", *(relation.alias(column) for column in columns)])
    listed = (
        [NUMBER]
        if relation.numbered
        else [
            scope.dialect.ordered(relation.alias(column), relation.type(column))
            for column in (relation.source.order if relation.in_order else ())
        ]
    )
    order = f" ORDER BY {', '.join(listed)}" if listed else ""
    query = f"SELECT {named} FROM ({relation.query}) t{clause}{order}"
    return scope.dialect.first_rows(query, limit)
