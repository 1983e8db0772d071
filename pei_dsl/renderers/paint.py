"""How colours are painted on a terminal."""

from __future__ import annotations

from pei_dsl.model.methodology import Color

PAINT: dict[str | None, str] = {Color.GREEN: "32", Color.YELLOW: "33", Color.RED: "31", None: "2"}
OTHER_PAINT = "36"
BOLD, PLAIN = "1", "0"
# Half a character, which no text that was read can hold; `outlet.visible` makes the escape of it.
MARK = "\ud8ff"


def painted(text: str, color: str | None) -> str:
    """Return `text` in the colour that it tells."""
    return _in(text, PAINT.get(color, OTHER_PAINT))


def bold(text: str) -> str:
    """Return `text` in bold."""
    return _in(text, BOLD)


def _in(text: str, paint: str) -> str:
    return f"{MARK}{paint}m{text}{MARK}{PLAIN}m"
