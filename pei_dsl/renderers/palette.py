"""The colours of documents and pages, by light and by dark: every format takes them from here."""

from __future__ import annotations

from collections.abc import Mapping

import attrs


@attrs.frozen
class Shade:
    """A colour as six hexadecimal digits: on a light ground, and on a dark one."""

    light: str
    dark: str


SHADES: Mapping[str, Shade] = {
    "ink": Shade("1A1A1A", "E8EBEF"),
    "soft": Shade("4A5560", "B3BDC9"),
    "ground": Shade("FFFFFF", "14181D"),
    "raised": Shade("F4F6F9", "1D232B"),
    "line": Shade("C9D1DB", "3B4652"),
    "head": Shade("1F3A5F", "A9C8F0"),
    "headfill": Shade("D9E2F0", "263445"),
    "link": Shade("1F5C99", "8FC0F5"),
    "value": Shade("1F5C99", "5B9BD8"),
    "goal": Shade("B4530A", "F0A35E"),
    "hint": Shade("5B3B00", "FFDF9E"),
    "hintfill": Shade("FFF6DF", "3A2F16"),
}
"""What texts, lines, grounds and series are painted with."""

TINTS: Mapping[str | None, str] = {"verde": "C6E7D8", "amarillo": "FFE8A3", "rojo": "F6C7C1", None: "E3E6EA"}
"""The grounds of colours, and of ND; by dark they stay, and what is written on them stays dark."""
OTHER_TINT = "DDE3EA"
"""The ground of a colour that a methodology calls by another name."""

_CLASSES: Mapping[str | None, str] = {"verde": "green", "amarillo": "yellow", "rojo": "red", None: "nd"}


def tint(color: str | None) -> str:
    """Return the ground of a colour, or of ND for None."""
    return TINTS.get(color, OTHER_TINT)


def tint_class(color: str | None) -> str:
    """Return the class of a page's elements that have the ground of a colour."""
    return _CLASSES.get(color, "other")


def variables() -> str:
    """Return the colours as CSS: `:root{--ink:#1a1a1a;…}`, and those by dark on screens that are to be."""
    grounds = {**{tint_class(each): digits for each, digits in TINTS.items()}, "other": OTHER_TINT}
    light = {**{name: each.light for name, each in SHADES.items()}, **grounds, "on-tint": SHADES["ink"].light}
    dark = {name: each.dark for name, each in SHADES.items()}
    return (
        f":root{{color-scheme:light dark;{_declared(light)}}}\n"
        f"@media screen and (prefers-color-scheme:dark){{:root{{{_declared(dark)}}}}}\n"
    )


def _declared(colors: Mapping[str, str]) -> str:
    return ";".join(f"--{name}:#{digits.lower()}" for name, digits in colors.items())
