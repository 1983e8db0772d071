"""The pieces of a line that are never cut, and how they stand one after the other."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeAlias

import attrs

_QUOTES = (('"', '"', '"'), ("«", "»", "»"), ("“", "”", "“”"))


@attrs.frozen
class Token:
    """
    A piece of a line that is never cut.

    Attributes:
        text: Its text.
        start: What stands before this place of the source comes before it.
        glued: Whether no blank stands before it.
        fresh: Whether the person began a line with it.
        depth: How many parentheses are open around it.
    """

    text: str
    start: int
    glued: bool = False
    fresh: bool = False
    depth: int = 0


Cell: TypeAlias = tuple[Token, ...]


def flat(tokens: Iterable[Token]) -> str:
    """Return `tokens` on one line."""
    text = ""
    for token in tokens:
        text += token.text if token.glued or not text else f" {token.text}"
    return text


def quoted(text: str) -> str:
    """Return `text` between quotation marks that it does not hold."""
    for begin, end, forbidden in _QUOTES:
        if not any(mark in text for mark in forbidden):
            return f"{begin}{text}{end}"
    return f'"{text}"'
