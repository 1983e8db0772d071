"""What changed in the figures since it was told last, in a sentence that a screen reader reads aloud."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import attrs

from pei_dsl.studio.said import say
from pei_dsl.views.evaluation_page import Row

# More is told as how many.
_MOST = 2


@attrs.frozen
class Figure:
    """An alcance as it is shown, and its colour in words."""

    alcance: str
    color: str


@attrs.define
class ReadAloud:
    """What a page has read aloud, and the sentence that it may read next."""

    _told: Mapping[str, Figure] | None = None
    _serial: int = 0
    _waiting: Mapping[str, Figure] = attrs.field(factory=dict)

    def begin(self) -> None:
        """Compare with the figures that come next: those before were of something else."""
        self._told = None

    def sentence(self, now: Mapping[str, Figure], language: str) -> Mapping[str, Any]:
        """Return what is to be read of the figures `now`, with its number; nothing where none changed."""
        if self._told is None:
            self._told = self._waiting = now
        if now == self._waiting:
            return {}
        self._serial, self._waiting = self._serial + 1, now
        return {"spoken": changes_told(self._told, now, language), "serial": self._serial}

    def was_read(self, serial: int) -> None:
        """Take the sentence of that number for read: the next begins from there."""
        if serial == self._serial:
            self._told = self._waiting


def told_figures(rows: Iterable[Row]) -> dict[str, Figure]:
    """Return the figure of each group and indicator, by code."""
    return {row.code: Figure(row.achievement, row.mark) for row in rows}


def changes_told(before: Mapping[str, Figure], after: Mapping[str, Figure], language: str) -> str:
    """Return what is another figure than before: `OEI.01: 57.62 a 58.10, sigue rojo`; "" for nothing."""
    changed = [code for code, figure in after.items() if code in before and before[code] != figure]
    parts = [_told(code, before[code], after[code], language) for code in changed[:_MOST]]
    if len(changed) > _MOST:
        parts.append(say("more_changed", language, count=len(changed) - _MOST))
    return "; ".join(parts)


def _told(code: str, before: Figure, after: Figure, language: str) -> str:
    key = "changed_same_color" if before.color == after.color else "changed_color"
    return say(
        key,
        language,
        code=code,
        before=before.alcance,
        after=after.alcance,
        color=_word(after.color),
        color_before=_word(before.color),
    )


def _word(color: str) -> str:
    """Return a colour without its symbol, which nobody reads aloud."""
    return color[2:]
