"""Rows of an engine brought home, for what the reference alone can do, and the groups that they are in."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

from pei_dsl.data.answers import Group
from pei_dsl.data.engine.connection import Connection
from pei_dsl.data.engine.decoding import decode
from pei_dsl.data.engine.relation import END, NUMBER, QUALITY, Relation
from pei_dsl.data.table import Row, Table
from pei_dsl.model.expressions import ValueType
from pei_dsl.model.periods import Granularity, Period
from pei_dsl.model.quality import Quality

_MARKS = tuple(Quality)


def rows_at_home(relation: Relation, connection: Connection) -> Table:
    """
    Return the rows of `relation`, in their order where they have one.

    Raises:
        EngineError: The engine refused, or there are more rows than may come home (PEI334).
    """
    source, dated = relation.source, bool(relation.source.time)
    place = NUMBER if relation.numbered else "0"
    span = f"{relation.start}, {END}" if dated else "NULL, NULL"
    mark = QUALITY if source.quality else "NULL"
    cells = "".join(f", {relation.alias(name)}" for name in source.columns)
    order = f" ORDER BY {NUMBER}" if relation.numbered else ""
    query = f"SELECT {place}, {span}, {mark}{cells} FROM ({relation.query}) t{order}"
    rows = []
    for position, (number, start, end, quality, *found) in enumerate(connection.rows(query), start=1):
        days = [decode(day, ValueType.DATE) for day in (start, end)]
        first, last = (day if isinstance(day, datetime.date) else None for day in days)
        period = None if first is None or last is None else _period(first, last)
        decoded = {
            name: decode(cell, column.type)
            for cell, (name, column) in zip(found, source.columns.items(), strict=True)
        }
        sure = None if quality is None else _MARKS[int(str(quality)) - 1]
        rows.append(Row(decoded, period, int(str(number)) if relation.numbered else position, sure))
    places = relation.places if relation.numbered else None
    return Table(source.name, relation.origin, tuple(rows), omitted=relation.omitted, places=places)


def groups_at_home(relation: Relation, connection: Connection, columns: Sequence[str]) -> list[Group]:
    """
    Return the different cells that rows have in `columns`, in no order.

    Raises:
        EngineError: The engine refused, or there are more of them than may come home (PEI334).
    """
    named = ", ".join(relation.alias(column) for column in columns)
    found = connection.rows(f"SELECT DISTINCT {named} FROM ({relation.query}) t")
    kinds = [relation.type(column) for column in columns]
    cells = (tuple(decode(cell, kind) for cell, kind in zip(row, kinds, strict=True)) for row in found)
    return list(dict.fromkeys(cells))


def _period(first: datetime.date, last: datetime.date) -> Period:
    return Period.of_days(first, last) or Period(first, last, Granularity.DAY)
