"""What stands between the cells of a line, in words and as a sign."""

from __future__ import annotations

import re
from typing import Protocol

import attrs

from pei_dsl.model.plan import DataSource, Register
from pei_dsl.vocabulary import fold

SEPARATORS = {
    "coma": ",",
    "comma": ",",
    "punto y coma": ";",
    "semicolon": ";",
    "tabulador": "\t",
    "tab": "\t",
}
NAMED_SEPARATORS = (("punto y coma", ";"), ("tabulador", "\t"), ("coma", ","))


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
        before: How many lines stand before the header: one where the file itself names its separator.
    """

    separator: str
    before: int = 0


def begin(text: Lines, owner: DataSource | Register) -> tuple[Written, str]:
    """Return how a file is written that is opened just now, and the line of its header, which is read."""
    first = text.readline()
    own = _OWN.fullmatch(first)
    if own is None:
        return Written(separator_of(owner)), first
    return Written(own[1], 1), text.readline()
