"""Signs in words, for screens that cannot show them: a code page of Windows has no `●` and no `≥`."""

from __future__ import annotations

import codecs
import functools
import json
import unicodedata
from collections.abc import Mapping

# What stands in tables takes as much room as the sign; the pages say beside it what each means.
_SIGNS: Mapping[str, str] = {
    **dict.fromkeys("─━═‐‑‒–—−", "-"),
    **dict.fromkeys("│┃║⋮", "|"),
    **dict.fromkeys("┌┐└┘├┤┬┴┼╭╮╰╯", "+"),
    **dict.fromkeys("“”„«»", '"'),
    **dict.fromkeys("‘’‚′", "'"),
    **dict.fromkeys("·•∙⋅●", "*"),
    "↑": "^",
    "↓": "v",
    "→": "->",
    "←": "<-",
    "×": "x",
    "÷": "/",
    "∕": "/",
    "…": "...",
    "≥": ">=",
    "≤": "<=",
    "≠": "<>",
    "≈": "~",
    "€": "EUR",
    "™": "(TM)",
}
_WORDS: Mapping[str, Mapping[str, str]] = {
    "es": {
        "●": "V",
        "▲": "A",
        "■": "R",
        "○": "N",
        "∞": "infinito",
        "√": "raíz",
        "✓": "sí",
        "✗": "no",
        "Δ": "cambio",
    },
    "en": {
        "●": "G",
        "▲": "Y",
        "■": "R",
        "○": "N",
        "∞": "infinity",
        "√": "root",
        "✓": "yes",
        "✗": "no",
        "Δ": "change",
    },
}


def spelt(text: str, encoding: str | None, language: str = "es", *, as_json: bool = False) -> str:
    r"""
    Return `text` with what `encoding` cannot show in other letters, and never as a question mark.

    The first letters of colours stand for their signs; an accent that is not there is left out, and any
    other letter is written by its number.  JSON keeps every letter, as `\u…`.
    """
    if encoding is None or _shows_all(encoding) or text.isascii():
        return text
    if as_json:
        return "".join(each if _can(each, encoding) else json.dumps(each)[1:-1] for each in text)
    return "".join(_letter(each, encoding, language) for each in text)


@functools.lru_cache(maxsize=64)
def _shows_all(encoding: str) -> bool:
    return codecs.lookup(encoding).name.startswith("utf")


@functools.lru_cache(maxsize=4096)
def _letter(letter: str, encoding: str, language: str) -> str:
    if _can(letter, encoding):
        return letter
    said = _WORDS[language].get(letter) or _SIGNS.get(letter)
    if said is None:
        bare = unicodedata.normalize("NFKD", letter)
        said = "".join(each for each in bare if not unicodedata.combining(each))
    if _can(said, encoding):
        return said
    return letter.encode("ascii", "backslashreplace").decode("ascii")


def _can(text: str, encoding: str) -> bool:
    try:
        text.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True
