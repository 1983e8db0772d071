"""How colours are painted on a terminal."""

from __future__ import annotations

from pei_dsl.model.methodology import Color

PAINT: dict[str | None, str] = {Color.GREEN: "32", Color.YELLOW: "33", Color.RED: "31", None: "2"}
OTHER_PAINT = "36"


def painted(text: str, color: str | None) -> str:
    """Return `text` in the colour that it tells, as terminals understand it (ANSI)."""
    return f"\x1b[{PAINT.get(color, OTHER_PAINT)}m{text}\x1b[0m"
