"""Figures and their percent signs on one line: the blank between them is one at which no line ends."""

from __future__ import annotations

import re

NO_BREAK = "\u00a0"
# At the beginning of a text the figure stands in a field before it.
_BEFORE_SIGN = re.compile(r"(?:^|(?<=[\d…])) (?=%)")


def kept_together(text: str) -> str:
    """Return `text` with its figures and their signs on one line: `57.62 %`, and ` %` behind a figure."""
    return _BEFORE_SIGN.sub(NO_BREAK, text)


def with_blanks(text: str) -> str:
    """Return `text` with blanks of the usual kind, sign by sign, for who compares what two texts say."""
    return text.replace(NO_BREAK, " ")


def as_written(text: str) -> str:
    """Return `text` without what `kept_together` did to it: what people wrote between others stays."""
    return text.replace(f"{NO_BREAK}%", " %")
