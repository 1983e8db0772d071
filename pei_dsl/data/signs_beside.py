"""Signs and words beside a value that are no part of it: `S/ 1,234.50`, `2023 p/`, `Callao *`."""

from __future__ import annotations

import functools
import re

_BLANKS = "[ \u00a0\u2009\u202f]*"


@functools.cache
def _patterns(symbols: tuple[str, ...]) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Return what stands before a value, behind its sign if it has one, and what stands after it."""
    # The longest first: `S/.` is not `S/` and a point.
    ordered = sorted(symbols, key=len, reverse=True)
    any_of = "|".join(re.escape(each) for each in ordered)
    before = rf"(?P<sign>[-−–]?){_BLANKS}(?:(?:{any_of}){_BLANKS})+"
    after = rf"(?:{_BLANKS}(?:{any_of}))+"
    return re.compile(before, re.IGNORECASE), re.compile(f"{after}$", re.IGNORECASE)


def without_symbols(text: str, symbols: tuple[str, ...]) -> str:
    """
    Return `text` without the `symbols` at its ends; all of it where nothing else is there.

    A symbol of letters is one only where no letter stands beside it: `p` is none in `Lamp`.
    """
    if not symbols:
        return text
    before, after = _patterns(symbols)
    start = before.match(text)
    bare = text
    # Behind `S/` alone, `.10` is ten with its sign cut short, and no tenth of one.
    cut = start is not None and text[start.end() :].startswith((".", ","))
    if start is not None and not cut and not _in_word(text, start.end()):
        bare = f"{start['sign']}{text[start.end() :]}"
    end = after.search(bare)
    if end is not None and not _in_word(bare, end.start() + len(end[0]) - len(end[0].lstrip())):
        bare = bare[: end.start()]
    bare = bare.strip()
    return bare if bare.strip("-−–") else text


def _in_word(text: str, place: int) -> bool:
    """Tell whether `place` is between two letters."""
    return 0 < place < len(text) and text[place - 1].isalpha() and text[place].isalpha()
