"""A header of several rows as one: what stands above a name says which of several it is."""

from __future__ import annotations

from collections.abc import Sequence


def joined(rows: Sequence[Sequence[str]]) -> list[str]:
    """
    Return the names of the columns whose header stands in `rows`, the lowest last.

    A name above several columns stands in the first of them alone, or in a merged cell: it is that of those
    to its right that have a name of their own below.
    """
    *above, lowest = rows
    names = list(lowest)
    for row in reversed(above):
        names += [""] * (len(row) - len(names))
        last = ""
        for index, below in enumerate(names):
            here = row[index].strip() if index < len(row) else ""
            last = here or last
            over = here or (last if below.strip() else "")
            names[index] = " ".join(part for part in (over, below.strip()) if part)
    return names
