"""The words of comparisons, and differences as they are written."""

from __future__ import annotations

from fractions import Fraction

from pei_dsl.algebra import display
from pei_dsl.algebra.rounding import round_half_up
from pei_dsl.diagnostics.catalogue import phrase

SECTION = "comparison"


def said(key: str, language: str, **params: str | int) -> str:
    """Return the text `key` of comparisons."""
    return phrase(SECTION, key, language, params)


def signed(value: Fraction, decimals: int) -> str:
    """Return a difference with its sign: `+12.63`, `−6.78`, `0.00`."""
    text = display.grouped(abs(value), decimals)
    sign = "" if not round_half_up(value, decimals) else "+" if value > 0 else "−"
    return f"{sign}{text}"
