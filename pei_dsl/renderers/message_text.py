"""The page of a message, for the terminal."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable

from pei_dsl.renderers.style import Style


def page(shown: str, style: Style) -> str:
    """Return a page in lines that fit."""
    return "\n".join(_fitted(shown.splitlines(), max(40, style.width)))


def _fitted(lines: Iterable[str], width: int) -> Iterable[str]:
    """Yield the lines of a page, those of running text in as many as fit; examples stand as they are."""
    fenced = False
    for line in lines:
        fenced ^= line.startswith("```")
        if fenced or len(line) <= width:
            yield line
        else:
            yield from textwrap.wrap(line, width, break_long_words=False, break_on_hyphens=False)
