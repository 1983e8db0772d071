"""What stands between the cells of a line, in words and as a sign."""

from __future__ import annotations

import csv
import re
from collections.abc import Sequence
from typing import Protocol

import attrs

from pei_dsl.data.letters import column_name
from pei_dsl.data.readers.joined_headings import joined
from pei_dsl.model.plan import DataSource, Register
from pei_dsl.vocabulary import fold

SEPARATORS = {
    "coma": ",",
    "comma": ",",
    "punto y coma": ";",
    "semicolon": ";",
    "tabulador": "\t",
    "tab": "\t",
    "barra": "|",
    "bar": "|",
}
NAMED_SEPARATORS = (("punto y coma", ";"), ("tabulador", "\t"), ("coma", ","), ("barra", "|"))


def separator_of(owner: DataSource | Register) -> str:
    """Return the sign between the cells of a line."""
    return SEPARATORS.get(fold(owner.separator), owner.separator)


# What Excel writes, and takes, as the first line of a file: which sign stands between its cells.
_OWN = re.compile(r'"?sep=(.)"?\s*', re.IGNORECASE | re.DOTALL)


class Lines(Protocol):
    """A text that is read line by line."""

    def readline(self) -> str:
        """Return the next line, "" behind the last."""


@attrs.frozen
class Written:
    """
    How a file of texts is written.

    Attributes:
        separator: What stands between its cells.
        before: How many lines stand before the header, or before the last of its rows: one where the file
            itself names its separator, and those that the source leaves out.
        above: The rows of the header that stand above its last one.
    """

    separator: str
    before: int = 0
    above: tuple[str, ...] = ()

    def names(self, lowest: Sequence[str]) -> list[str]:
        """Return the names of the columns, `lowest` the cells of the last row of the header."""
        if not self.above:
            return [column_name(name) for name in lowest]
        rows = [
            next(csv.reader(row.splitlines(keepends=True), delimiter=self.separator)) for row in self.above
        ]
        return [column_name(name) for name in joined([*rows, lowest])]


def own_separator(line: str) -> str:
    """Return the sign that the first line of a file names as its separator, or ""."""
    own = _OWN.fullmatch(line)
    return own[1] if own is not None else ""


def begin(text: Lines, owner: DataSource | Register) -> tuple[Written, str]:
    """Return how a file is written that is opened just now, and the line of its header, which is read."""
    first = text.readline()
    own = own_separator(first)
    written = Written(own, 1) if own else Written(separator_of(owner))
    if own:
        first = text.readline()
    if not isinstance(owner, DataSource) or owner.header is None:
        return written, first
    return _below(text, first, written, *owner.header)


def _below(text: Lines, line: str, written: Written, top: int, last: int) -> tuple[Written, str]:
    """Return how a file is written whose header is in the rows `top` to `last`, and the line of the last."""
    before, above = written.before, []
    for number in range(1, last):
        row = line
        while row.count('"') % 2 and (more := text.readline()):  # a cell with several lines is in one row
            row += more
        before += row.count("\n")
        if number >= top:
            above.append(row)
        line = text.readline()
    return attrs.evolve(written, before=before, above=tuple(above)), line
