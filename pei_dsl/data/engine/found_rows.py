"""Rows behind figures as they are shown: with their files, lines and cells."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from pei_dsl.algebra.values import Present
from pei_dsl.data.answers import FoundRow
from pei_dsl.data.engine.relation import Relation


def found_rows(
    relation: Relation, rows: Sequence[tuple[int, Mapping[str, Present | None]]], columns: Sequence[str]
) -> tuple[FoundRow, ...]:
    """Return `rows`, given by their places in `relation` and their cells, with the cells of `columns`."""
    numbers = [place for place, _ in rows]
    located = [("", number) for number in numbers] if relation.places is None else relation.places(numbers)
    return tuple(
        FoundRow(number, file, {column: cells[column] for column in columns})
        for (file, number), (_, cells) in zip(located, rows, strict=True)
    )
