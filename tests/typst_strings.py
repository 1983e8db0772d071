"""A source of typst as its readers see it: the strings in it, without the places where a line may end."""

from __future__ import annotations

import re

_STRING = re.compile(r'"((?:[^"\\]|\\.)*)"')
_SIGNS = {"n": "\n", "t": "\t", '"': '"', "\\": "\\"}


def strings(source: str) -> list[str]:
    """Return the strings of a source, in their order."""
    return [
        re.sub(r"\\(.)", lambda escaped: _SIGNS[escaped[1]], found).replace("\u200b", "")
        for found in _STRING.findall(source)
    ]
