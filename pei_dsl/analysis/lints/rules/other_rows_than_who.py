"""Columns of made sources that also read rows which the filter of `una fila por` leaves out."""

from __future__ import annotations

from collections.abc import Iterator

from pei_dsl.algebra.scalar import Environment, evaluate
from pei_dsl.analysis.lints.declaration import Remark, lint
from pei_dsl.analysis.lints.subject import Subject
from pei_dsl.data.aggregates import cells_of, rows_of_window
from pei_dsl.data.answers import TableAnswers
from pei_dsl.data.calendars import Calendars
from pei_dsl.data.table import Row, Table
from pei_dsl.diagnostics import Fix
from pei_dsl.diagnostics.catalogue import Parameter
from pei_dsl.diagnostics.finding import replace
from pei_dsl.model import expressions as m
from pei_dsl.model.absence import Absence
from pei_dsl.model.keys import column_of_holidays
from pei_dsl.model.periods import Period
from pei_dsl.model.plan import Column, DataSource, Place, RowsOf
from pei_dsl.model.row_cells import outer_values


@lint("PEI446", looks_at_data=True)
def other_rows_than_who(subject: Subject) -> Iterator[Remark]:
    """
    Warn of columns without a filter of their own that read other rows than those which say who has a row.

    A column that has one says what it reads; the rows of a treatment are none of a diagnosis.
    """
    for declared in subject.plan.sources.values():
        source = _with_holidays(declared, subject)
        rows_of = source.rows_of
        table = None if rows_of is None else subject.rows_of(rows_of.source)
        if rows_of is None or rows_of.filter is None or table is None:
            continue
        for column, node in _unfiltered(source):
            rows = _left_out(node, rows_of, table)
            if rows:
                yield _remark(column, node, rows_of, rows)


def _with_holidays(source: DataSource, subject: Subject) -> DataSource:
    """Return `source` with the holidays that it leaves out; where they were not read, as it is."""
    owners = {column_of_holidays(key)[0] for key in source.calendars}
    if not owners or not owners <= subject.data.tables.keys():
        return source
    answers = {name: TableAnswers(subject.plan.sources[name], subject.data.tables[name]) for name in owners}
    calendars = Calendars.of(source, answers, Period.year_of(2000))  # they are the same in all periods
    return source if calendars.unknown is not None else calendars.into_source(source)


def _unfiltered(source: DataSource) -> Iterator[tuple[Column, m.Aggregate]]:
    """Yield the aggregates in columns of `source` that let all rows of an entity pass."""
    for column in source.computed:
        for node in m.parts_of(column.formula):
            if isinstance(node, m.Aggregate) and node.filter is None and not outer_values(node):
                yield column, node


def _left_out(node: m.Aggregate, rows_of: RowsOf, table: Table) -> list[int]:
    """Return the numbers of the rows that `node` reads in some year and the filter leaves out."""
    years = {row.period.end.year for row in table.rows if row.period is not None} or {0}
    found: set[int] = set()
    for year in years:
        period = Period.year_of(year or 2000)  # a table without time lets all rows in, whatever the year
        who = rows_of_window(table.rows, rows_of.windows, period) or []
        entities = {_key(row, rows_of) for row in who if _passes(row, rows_of)}
        read = rows_of_window(table.rows, node.windows, period) or []
        for row in read:
            if _key(row, rows_of) in entities and not _passes(row, rows_of) and _has_value(row, node):
                found.add(row.number)
    return sorted(found)


def _key(row: Row, rows_of: RowsOf) -> tuple[object, ...]:
    return tuple(row.cells.get(key) for key in rows_of.keys)


def _passes(row: Row, rows_of: RowsOf) -> bool:
    assert rows_of.filter is not None
    return evaluate(rows_of.filter, Environment(column=cells_of(row))) is True


def _has_value(row: Row, node: m.Aggregate) -> bool:
    if node.value is None:
        return True
    return not isinstance(evaluate(node.value, Environment(column=cells_of(row))), Absence)


def _remark(column: Column, node: m.Aggregate, rows_of: RowsOf, rows: list[int]) -> Remark:
    """Return what is said of a column, with its formula and the filter in it to paste."""
    text, condition = column.declared_at.source, rows_of.filter
    assert condition is not None
    params: dict[str, Parameter] = {"column": column.name, "count": len(rows), "line": rows[0], "filter": ""}
    if text is None:
        return Remark(column.declared_at, params=params)
    params["filter"] = " ".join(text[condition.span].split())
    call = text[node.span]
    # The filter stands behind what is summed up: a value, or the name of the source whose rows are counted.
    named = call.index(node.source, call.index("(")) + len(node.source)
    end = node.value.span.end - node.span.start if node.value is not None else named
    written = f"{call[:end]} si {params['filter']}{call[end:]}"
    fixes: tuple[Fix, ...] = (replace(text, node.span, " ".join(written.split())),)
    place = Place(text, node.span)
    return Remark(place, params=params, fixes=fixes)
