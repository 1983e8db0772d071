"""Figures that may be read in two ways, since all have three digits behind a sign: `12.345`, `12,345`."""

from __future__ import annotations

import functools
import re

import attrs

from pei_dsl.data.readers.separators import separator_of
from pei_dsl.model.plan import DataSource

# Fewer figures in one column with three digits behind the sign are chance.
FEWEST = 3
# From its first digit to its last: signs and words beside a figure do not matter.
_FIGURE = re.compile(r"\d(?:.*\d)?")


def doubtful_signs(source: DataSource) -> str:
    """
    Return the signs that may mean decimals or thousands in the numbers of `source`.

    A file whose cells are divided by semicolons comes from where decimals have a comma.
    """
    return ".," if separator_of(source) == ";" and source.decimal == "." else source.decimal


@attrs.define
class GroupedFigures:
    """
    Whether the figures of a column, as they are written, have three digits behind a sign, as thousands do.

    It is disproved by a figure with another number of digits behind it, by one that begins with zero, and by
    one of more than three digits without the sign: whoever divides thousands writes no `1234`.

    Attributes:
        signs: The signs that it may be.
        sign: Which of them it is.
        first: The first figure with it.
        count: How many have it.
        widths: How many digits stand before it, in those.
        disproved: Whether they are not written so.
    """

    signs: str
    sign: str = ""
    first: str = ""
    count: int = 0
    widths: set[int] = attrs.field(factory=set)
    disproved: bool = False

    def take(self, written: str) -> None:
        """Look at one more figure."""
        if self.disproved:
            return
        figure = _FIGURE.search(written)
        match = figure and _pattern(self.sign or self.signs).fullmatch(figure[0])
        if not match:
            self.disproved = True
        elif match["before"]:
            self.sign = match["sign"]
            self.first = self.first or written.strip()
            self.count += 1
            self.widths.add(len(match["before"]))

    def shows(self, *, whole: bool) -> bool:
        """Tell whether they are written as thousands are; of what comes `whole`, one figure is enough."""
        if self.disproved or not self.count:
            return False
        return whole or (self.count >= FEWEST and len(self.widths) > 1)


@functools.cache
def _pattern(signs: str) -> re.Pattern[str]:
    """Return a figure whose thousands have one of the signs between them, or one below a thousand."""
    sign = f"(?P<sign>[{re.escape(signs)}])"
    return re.compile(rf"(?P<before>[1-9]\d{{0,2}}){sign}\d{{3}}(?:(?P=sign)\d{{3}})*|\d{{1,3}}")
