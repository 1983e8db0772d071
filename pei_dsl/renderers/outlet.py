r"""
What leaves for a screen or a file: nothing in it steers a terminal, or turns round what is read.

Titles, cells, names of files and what a database answers are written by somebody else.  An escape in them
could paint a red figure green, write into the title of the window or wipe what stood above; a mark of
direction could show `12` as `21`.  So every text that goes out passes here, and such a character shows as
what it is: `\x1b`, `\u202e`.  Renderers paint with `paint.MARK`, which no text that was read can hold.
"""

from __future__ import annotations

import re
from typing import TextIO

from pei_dsl.renderers.paint import MARK
from pei_dsl.renderers.plain_signs import spelt

# All controls but the ends of lines and tabs, marks of direction, other ends of lines, halves of characters.
_STEERING = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]|\r(?!\n)"
)
_PAINT = re.compile(rf"{MARK}(\d\d?)m")


def visible(text: str) -> str:
    """Return `text` with what would steer a terminal as signs that can be seen; paint is painted."""
    if not _STEERING.search(text):
        return text
    kept = text.split(MARK)
    if len(kept) == 1:
        return _STEERING.sub(_as_sign, text)
    parts: list[str] = []
    end = 0
    for paint in _PAINT.finditer(text):
        parts.extend((_STEERING.sub(_as_sign, text[end : paint.start()]), f"\x1b[{paint[1]}m"))
        end = paint.end()
    return "".join((*parts, _STEERING.sub(_as_sign, text[end:])))


def within_json(text: str) -> str:
    r"""Return JSON with such characters as `\u…`: it says the same, and no terminal obeys it."""
    return _STEERING.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def _as_sign(found: re.Match[str]) -> str:
    number = ord(found[0])
    return f"\\x{number:02x}" if number < 0x100 else f"\\u{number:04x}"


class Outlet:
    """A stream that lets through what is visible, as it can be shown; bytes go to the stream below."""

    def __init__(self, inner: TextIO, language: str = "es") -> None:
        self.inner = inner
        self.language = language

    def write(self, text: str) -> int:
        """Write `text` as it can be seen."""
        self.inner.write(spelt(visible(text), self.inner.encoding, self.language))
        return len(text)

    def __getattr__(self, name: str) -> object:
        """Return whatever else the stream below has."""
        return getattr(self.inner, name)


def below(stream: TextIO | Outlet) -> TextIO:
    """Return what `stream` writes to, for texts that are visible already."""
    return stream.inner if isinstance(stream, Outlet) else stream
