"""Texts made of real ones by chance: words moved, left out, doubled, taken from others; signs that nobody means."""

from __future__ import annotations

import functools
import random
import re
from collections.abc import Sequence

from tests.fuzz import laws
from tests.markdown_cases import read_cases
from tests.strategies import ROOT

_PIECE = re.compile(r"\w+|[^\w\s]|\s+")
_SIGNS = '«»"“”\n\t :;,.%()[]{}|=-+*/^#\u200b\u202e\x00\r½×·0123aéñ😀'
# What is longer says little more, and takes long.
_LONGEST = 6000


@functools.cache
def _real() -> Sequence[str]:
    """Return the shipped plans, and the texts of all cases, right and wrong ones."""
    found = [path.read_text("utf-8") for path in sorted(ROOT.glob("specs/**/*.pei"))]
    for folder in ("docs", "tests/corpus"):
        for path in sorted((ROOT / folder).rglob("*.md")):
            found.extend(
                fence.text for case in read_cases(path) for fence in case.fences if fence.kind == "pei"
            )
    return [text for text in found if len(text) < _LONGEST]


@functools.cache
def _pieces() -> Sequence[str]:
    return sorted({piece for text in _real() for piece in _PIECE.findall(text)})


def made(chance: random.Random) -> str:
    """Return a text that nobody wrote."""
    parts = _PIECE.findall(chance.choice(_real()))
    for _ in range(chance.choice([1, 1, 2, 3, 5, 8])):
        if parts:
            _change(parts, chance)
    return "".join(parts)


def _change(parts: list[str], chance: random.Random) -> None:
    place = chance.randrange(len(parts))
    match chance.randrange(7):
        case 0:
            del parts[place : place + chance.choice([1, 1, 2, 5])]
        case 1:
            parts.insert(place, chance.choice(_pieces()))
        case 2:
            parts[place] = chance.choice(_pieces())
        case 3:
            other = chance.randrange(len(parts))
            parts[place], parts[other] = parts[other], parts[place]
        case 4:
            parts.insert(place, parts[place])
        case 5:
            word = parts[place]
            cut = chance.randrange(len(word) + 1)
            parts[place] = word[:cut] + chance.choice(_SIGNS) + word[cut + chance.randrange(2) :]
        case _:
            other_text = chance.choice(_real())
            begin = chance.randrange(len(other_text) + 1)
            parts.insert(place, other_text[begin : begin + chance.choice([5, 30, 200])])


def tried(text: str) -> None:
    """Hold `text` against all laws; raises where one does not hold."""
    loaded = laws.is_read(text)
    laws.is_formatted(text)
    laws.is_mended(loaded, text)
