"""Texts as typst reads them: strings that mean nothing but their letters."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from pei_dsl.renderers.outlet import visible

# Where a line may end within a word that is longer than its column.
BREAK = "\u200b"


def literal(text: str) -> str:
    r"""
    Return `text` as a string of typst, in which nothing is code: what could not be seen is made visible.

        >>> print(literal('#panic() "x" \\ y'))
        "#panic() \"x\" \\ y"
    """
    told = visible(text).replace("\\", "\\\\").replace('"', '\\"')
    told = told.replace("\r", "").replace("\n", "\\n").replace("\t", "\\t")
    return f'"{told}"'


def listed(parts: Iterable[str]) -> str:
    """Return expressions as an array of typst, which one of a single member is, too."""
    return f"({''.join(f'{each}, ' for each in parts)})"


def lines(text: str) -> str:
    """Return the lines of a text as an array of strings."""
    return listed(literal(each) for each in text.split("\n"))


def broken(text: str, most: int) -> str:
    """Return `text` with places at which a word of more than `most` letters may end its line."""
    return " ".join(_broken(word, most) for word in text.split(" "))


def _broken(word: str, most: int) -> str:
    if len(word) <= most:
        return word
    return BREAK.join(word[start : start + most] for start in range(0, len(word), most))


def spelt_out(source: str, missing: Sequence[str]) -> str:
    """Return a source in which the signs `missing` stand as their numbers: `[U+4E2D]`."""
    for each in missing:
        source = source.replace(each, numbered(each))
    return source


def numbered(text: str) -> str:
    """Return the signs of a text as their numbers."""
    return "".join(f"[U+{ord(sign):04X}]" for sign in text)
