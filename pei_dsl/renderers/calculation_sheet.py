"""The lines of a calculation as on paper: what each is, and what it says."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable


class CalculationSheet:
    """
    Lines with their names in one column, as in a calculation on paper.

    Attributes:
        width: Columns that a line may take.
        shows_rows: Whether the rows that a figure rests on are shown.
        rows: The lines: what each is, or "", and what it says.
    """

    def __init__(self, width: int, *, shows_rows: bool = True) -> None:
        self.width = width
        self.shows_rows = shows_rows
        self.rows: list[tuple[str, str]] = []

    def add(self, name: str, text: str) -> None:
        self.rows.append((name, text))

    def lines(self) -> Iterable[str]:
        names = [len(name) for name, _ in self.rows if name]
        first = max(names, default=0) + 2
        for name, text in self.rows:
            indent = " " * (len(text) - len(text.lstrip()))
            room = max(40, self.width - first - len(indent) - 2)
            wrapped = textwrap.wrap(text.strip(), room) or [""]
            yield f"{name.ljust(first)}{indent}{wrapped[0]}"
            for more in wrapped[1:]:
                yield f"{' ' * (first + 2)}{indent}{more}"
