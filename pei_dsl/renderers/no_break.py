"""A figure with its percent sign, and a symbol with its word, on one line: no line ends between them."""

from __future__ import annotations

import re

from pei_dsl.views.certainty_sentences import NO_BREAK
from pei_dsl.views.words import NO_COLOR, OTHER_COLOR, SYMBOLS

_SYMBOL = f"[{''.join(SYMBOLS.values())}{OTHER_COLOR}{NO_COLOR}]"
# At the beginning of a text the figure stands in a field before it.
_KEPT = re.compile(rf"(?:^|(?<=[\d…])) (?=%)|(?<={_SYMBOL}) (?=\S)")
_WRITTEN = re.compile(rf"{NO_BREAK}(?=%)|(?<={_SYMBOL}){NO_BREAK}")


def kept_together(text: str) -> str:
    """Return `text` with what belongs together on one line: `57.62 %`, ` %` behind a figure, `● verde`."""
    return _KEPT.sub(NO_BREAK, text)


def with_blanks(text: str) -> str:
    """Return `text` with blanks of the usual kind, sign by sign, for who compares what two texts say."""
    return text.replace(NO_BREAK, " ")


def as_written(text: str) -> str:
    """Return `text` without what `kept_together` did to it: what people wrote between others stays."""
    return _WRITTEN.sub(" ", text)
