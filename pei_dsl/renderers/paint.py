"""How colours are painted on a terminal."""

from __future__ import annotations

import functools
from collections.abc import Mapping

OTHER_PAINT = "36"
BOLD, PLAIN = "1", "0"
# Half a character, which no text that was read can hold; `outlet.visible` makes the escape of it.
MARK = "\ud8ff"


@functools.cache
def _paints() -> Mapping[str | None, str]:
    # Imported when something is painted, so that help does not wait for the model.
    from pei_dsl.model.methodology import Color

    return {Color.GREEN: "32", Color.YELLOW: "33", Color.RED: "31", None: "2"}


def painted(text: str, color: str | None) -> str:
    """Return `text` in the colour that it tells."""
    return _in(text, _paints().get(color, OTHER_PAINT))


def bold(text: str) -> str:
    """Return `text` in bold."""
    return _in(text, BOLD)


def _in(text: str, paint: str) -> str:
    return f"{MARK}{paint}m{text}{MARK}{PLAIN}m"
