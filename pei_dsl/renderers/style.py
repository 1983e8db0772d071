"""For whom a page is laid out: in which language, how wide, and whether it is painted."""

from __future__ import annotations

from collections.abc import Callable

import attrs

WIDTH = 100
"""How wide a page is where nobody says otherwise: what a printed page and a shared screen hold."""


@attrs.frozen
class Style:
    """
    What a renderer may ask of whoever shows its page.

    Attributes:
        language: `es` or `en`.
        width: Columns that a page of text may take.
        paints: Whether what shows it obeys ANSI colours.
        raw: Whether a program reads its cells, so that they stay to the letter; a spreadsheet would run some.
        rests_on: Says in JSON what the result rests on, once all of it is computed; a format that has a place
            for that writes it there.  None: nobody says it.
    """

    language: str = "es"
    width: int = WIDTH
    paints: bool = False
    raw: bool = False
    rests_on: Callable[[], str] | None = attrs.field(default=None, eq=False, repr=False)
