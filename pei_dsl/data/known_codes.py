"""Codes that everybody in Peru knows, with how many digits they have."""

from __future__ import annotations

import re

from pei_dsl.vocabulary import fold

# Widths alone are often wrong: a name must say what it is.
KNOWN_CODES = {"dni": 8, "ubigeo": 6, "ruc": 11}


def known_digits(name: str) -> int:
    """Return how many digits the code has that a column is called after; 0 for any other name."""
    words = re.split(r"[^a-z]+", fold(name))
    return next((digits for code, digits in KNOWN_CODES.items() if code in words), 0)
