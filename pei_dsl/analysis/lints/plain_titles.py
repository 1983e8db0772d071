"""Titles without what tells nothing apart."""

from __future__ import annotations

import re

from pei_dsl.vocabulary import fold

_WORDS = re.compile(r"\w+")


def plain(title: str) -> str:
    """Return the words of `title` without case, accents and punctuation, for comparing."""
    return " ".join(_WORDS.findall(fold(title)))
