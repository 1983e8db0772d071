"""What may name a thing of a plan: a word that is not reserved."""

from __future__ import annotations

import re

# Only these cannot be names.  The grammar's terminals hold the same words; a test compares them.
RESERVED = ("si", "en", "al", "y", "o", "no", "if", "in", "at", "and", "or", "not")

NAME = re.compile(r"[^\W\d]\w*")
_RESERVED = re.compile("|".join(RESERVED), re.IGNORECASE)


def is_name(text: str) -> bool:
    """Tell whether `text` can name a variable, a source, a series or a column without brackets."""
    return NAME.fullmatch(text) is not None and _RESERVED.fullmatch(text) is None
