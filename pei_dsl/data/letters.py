"""Letters as people see them: one normal form for what is compared, and what cannot be seen told."""

from __future__ import annotations

import re
import unicodedata

# Letters that nobody sees: they break words, join them, or turn them round.  Those that join the parts of an
# emoji, and choose how it looks, stand in texts that people wrote; overrides (U+202D, U+202E) are seen by
# what they do to the letters behind them, and every outlet shows them.
HIDDEN = (
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b\u180c\u180d\u180e\u200b\u200c\u200e\u200f"
    "\u202a\u202b\u202c\u2060\u2061\u2062\u2063\u2064\u2065\u2066\u2067\u2068\u2069\u206a\u206b\u206c"
    "\u206d\u206e\u206f\u3164\ufeff\uffa0"
)
_SEARCHED = re.compile(f"[{HIDDEN}]")


def normal(text: str) -> str:
    """Return `text` in the form in which plans and data are compared: composed, as Unicode's NFC."""
    return text if text.isascii() else unicodedata.normalize("NFC", text)


def hidden(text: str) -> str:
    """Return the first letter of `text` that nobody sees as Unicode numbers it, `U+200B`; "" without one."""
    match = None if text.isascii() else _SEARCHED.search(text)
    return "" if match is None else f"U+{ord(match[0]):04X}"


def column_name(written: str) -> str:
    """Return the name of a column as plans and data are compared by: without blanks around it, composed."""
    return normal(written.strip())


# Letters of other alphabets, and signs, that look like one of ours.
_LOOKS = str.maketrans(
    "АВЕЅІЈКМНОРСТУХаеорсухіјѕΑΒΕΖΗΙΚΜΝΟΡΤΥΧονρ‐‑‒–—−’‘ʼ´",
    "ABESIJKMHOPCTYXaeopcyxijsABEZHIKMNOPTYXovp------''''",
)


def _look(text: str) -> str:
    """Return how `text` looks: without what is unseen, and letters and blanks that look alike as one."""
    composed = unicodedata.normalize("NFKC", _SEARCHED.sub("", text)).translate(_LOOKS)
    return " ".join(composed.split())


def difference(meant: str, found: str) -> tuple[str, int] | None:
    """
    Return where `found` differs from `meant` though both look the same; None where one sees it.

    It is told by the letter of `found`, as Unicode numbers it, and its place, counted from 1.
    """
    if meant == found or _look(meant) != _look(found):
        return None
    for place, letter in enumerate(found, start=1):
        if meant[place - 1 : place] != letter:
            return f"U+{ord(letter):04X}", place
    rest = meant[len(found)]
    return f"U+{ord(rest):04X}", len(found) + 1
