"""What a cell says where its row is the total of others: surely, or perhaps."""

from __future__ import annotations

import enum
import re

from pei_dsl.vocabulary import fold


class Says(enum.Enum):
    """What a cell tells of its row."""

    NOTHING = enum.auto()
    PERHAPS = enum.auto()
    """It may also be the name of something (`Nacional` beside `Regional`): only its numbers tell."""
    SURELY = enum.auto()


SURE = (
    "total",
    "totales",
    "subtotal",
    "subtotales",
    "sub total",
    "sub-total",
    "gran total",
    "suma total",
    "monto total",
    "importe total",
    "totales generales",
    *(
        f"total {of}"
        for of in (
            "general",
            "nacional",
            "a nivel nacional",
            "país",
            "del país",
            "perú",
            "global",
            "final",
            "parcial",
            "acumulado",
            "anual",
            "mensual",
            "regional",
            "departamental",
            "provincial",
            "distrital",
            "institucional",
        )
    ),
)
"""The words that nothing but a total is called by; every one of them holds «total»."""

_SURE = frozenset(fold(each) for each in SURE)
_PERHAPS = re.compile(
    r"(sub ?)?total .{1,60}|(gran |suma )?total(es)? .{1,60}|suma|sumatoria|suma general|consolidado"
    r"|nacional|(a )?nivel nacional|ambito nacional|(todo )?(el )?(pais|peru)|general"
    r"|(todos|todas|todo)( (el|la|los|las))?( [a-z]+){0,2}|ambos( sexos| generos)?|conjunto"
)
# Signs that tables set around the word: `TOTAL:`, `*Total*`, `- Total -`.
_AROUND = " .:;,*-–—_()[]/="


def says_total(cell: object) -> Says:
    """
    Return what `cell` tells of its row; capitals, accents, blanks, and signs around it do not matter.

        >>> says_total("  T O T A L : "), says_total("A nivel nacional"), says_total("Totora")
        (<Says.SURELY: 3>, <Says.PERHAPS: 2>, <Says.NOTHING: 1>)
    """
    if not isinstance(cell, str):
        return Says.NOTHING
    words = fold(cell).strip(_AROUND)
    pieces = words.split()
    if len(pieces) > 3 and all(len(each) == 1 for each in pieces):
        words = "".join(pieces)  # spaced letters
    if words in _SURE:
        return Says.SURELY
    return Says.PERHAPS if _PERHAPS.fullmatch(words) else Says.NOTHING
