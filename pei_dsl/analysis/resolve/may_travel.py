"""Whether what a declaration names may leave the machine: `viaja:` of sources and of evidence."""

from __future__ import annotations

from pei_dsl.analysis.resolve.fields import Fields


def travels_said(fields: Fields) -> str:
    """Return `no` in the word of the language where a package must leave the file at home, else ""."""
    word = fields.word("travels")
    return "" if word is None or word.name == "yes" else word.spanish
