"""The names in a header as the source calls its columns: by their heading, and which of several alike."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pei_dsl.data.letters import column_name
from pei_dsl.model.plan import Column, DataSource


def heading_of(column: Column) -> str:
    """Return how a column is headed in the data: as declared, or else by its own name."""
    return column.heading or column.name


def places_of(column: Column, header: Sequence[str]) -> list[int]:
    """Return where in a header the heading of `column` stands, whatever blanks are in it."""
    wanted = _one_line(heading_of(column))
    return [index for index, name in enumerate(header) if _one_line(name) == wanted]


def declared_names(source: DataSource, header: Sequence[str]) -> list[str]:
    """
    Return the names of a header; what a column declares as its heading, as the column is called.

    A heading that stands several times, of which no column says which, is that column's each time, and is
    reported by whoever checks the header.
    """
    names = [column_name(name) for name in header]
    renamed = list(names)
    for column in source.columns.values():
        if not column.heading and not column.occurrence:
            continue
        for number, place in enumerate(places_of(column, names), start=1):
            if column.occurrence in {0, number}:
                renamed[place] = column.name
            elif names[place] == column.name:  # which another of that name is not
                renamed[place] = f"{column.name} ({number})"
    return renamed


def times_of(column: Column, header: Sequence[str]) -> int:
    """Return how often the heading of `column` stands in a header with the names that columns declare."""
    heading = re.escape(_one_line(heading_of(column)))
    return sum(re.fullmatch(rf"{heading}(?: \([0-9]+\))?", _one_line(name)) is not None for name in header)


def _one_line(name: str) -> str:
    return " ".join(column_name(name).split())
