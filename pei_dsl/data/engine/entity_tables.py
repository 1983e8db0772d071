"""The rows of a source made of another, where the rows of the other are."""

from __future__ import annotations

import attrs

from pei_dsl.data.engine.connection import Connection, Parted
from pei_dsl.data.engine.decoding import exact
from pei_dsl.data.engine.query.entity_rows import Days, EntityRows, entity_rows
from pei_dsl.data.engine.relation import Relation
from pei_dsl.model.expressions import ValueType
from pei_dsl.model.periods import Period
from pei_dsl.model.plan import DataSource


@attrs.frozen
class EntityTable:
    """
    The rows of a made source in a period, in an engine.

    Attributes:
        source: The source as the engine has it: computed columns are written in those that it keeps.
        relation: The columns that it keeps.
        rows: How many rows of the other source say who has a row.
        nobody: How many of them have an empty key.
    """

    source: DataSource
    relation: Relation
    rows: int
    nobody: int


def entity_table(
    source: DataSource, relation: Relation, connection: Connection, days: Days, period: Period, most: int
) -> EntityTable | None:
    """
    Return the rows that `source` has in `period`, made of those of `relation`.

    None where they must come home: where SQL cannot say a column exactly, where the rows of an entity may be
    in several places, and where an entity has several values of which one is wanted, so that it is named.

    Args:
        source: The made source.
        relation: The rows of the other.
        connection: The engine that has them.
        days: The conditions on days that let in the rows of an aggregate; None where there are no such rows.
        period: The period.
        most: How many rows all windows let in together, and so how many entities there are at most.

    Raises:
        EngineError: The engine refused.
    """
    found = entity_rows(source, relation, connection.dialect, days, period)
    kept = "" if found is None else connection.keep(Parted(found.rows, found.keys, found.grouped, most))
    if found is None or not kept:
        return None
    ((rows, nobody, *several),) = connection.rows(found.counts(kept, connection.dialect))
    if any(map(_number, several)):
        connection.forget(kept)
        return None
    return EntityTable(
        found.source, _relation(found, kept, relation, source.name), _number(rows), _number(nobody)
    )


def _number(cell: object) -> int:
    return 0 if cell is None else int(exact(cell))


def _relation(found: EntityRows, kept: str, base: Relation, name: str) -> Relation:
    stored = found.source.stored
    keys = {key for key in stored.order if stored.columns[key].type is ValueType.TEXT}
    totals = keys if base.totals is None else keys & base.totals
    return Relation(found.made(kept), stored, origin=name, totals=frozenset(totals), in_order=True)
