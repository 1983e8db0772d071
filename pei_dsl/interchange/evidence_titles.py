"""What workbooks call the evidence that verifies a commitment: its title, which people know, and its name."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping

_NAMED = re.compile(r".*\((\S+)\)", re.DOTALL)


def shown(name: str, title: str) -> str:
    """Return what a cell says of an evidence: `Acta de recepción, Puno (acta_puno)`."""
    return f"{title} ({name})" if title else name


def meant(text: str, titles: Mapping[str, str]) -> str:
    """
    Return the name of the evidence that a cell means, or "" where it is a text of its own.

    Whoever types it may write the name, the title, or both; two of one title are told apart by their names.

    Args:
        text: What the cell says.
        titles: Of all evidence in the workbook, by name.
    """
    said = _plain(text)
    if not said or said in titles:
        return said
    named = _NAMED.fullmatch(said)
    if named is not None and named[1] in titles:
        return named[1]
    often = Counter(_plain(each) for each in titles.values())
    return next((name for name, each in titles.items() if _plain(each) == said and often[said] == 1), "")


def _plain(text: str) -> str:
    return " ".join(text.split())
