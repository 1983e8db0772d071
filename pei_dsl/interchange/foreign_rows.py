"""Rows of a file of data that are none of its own: totals, and the notes below the table."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence

from pei_dsl.data.total_words import Says, says_total
from pei_dsl.interchange.sampled_file import Line
from pei_dsl.syntax.line_tokens import quoted
from pei_dsl.vocabulary import is_name

Rows = Sequence[Line]


def without_foreign_rows(
    rows: Rows, names: Sequence[str], shown: Callable[[object], str]
) -> tuple[Rows, str]:
    """
    Return the rows that are no totals by their words and no notes, and the condition that leaves out others.

    Args:
        rows: The rows, each with its line.
        names: The columns that may say it.
        shown: How a cell is written.
    """
    own, totals = _without_totals(rows, names, shown)
    own, notes = _without_notes(own, names, shown)
    return own, " o ".join(each for each in (totals, notes) if each)


def _without_totals(rows: Rows, names: Sequence[str], shown: Callable[[object], str]) -> tuple[Rows, str]:
    said: dict[str, dict[str, None]] = {}
    kept = []
    for line, row in rows:
        cells = ((name, shown(row[name]).strip()) for name in names if isinstance(row.get(name), str))
        total = next(((name, text) for name, text in cells if says_total(text) is Says.SURELY), None)
        if total is None:
            kept.append((line, row))
        elif _is_writable(total[0]):
            said.setdefault(total[0], {})[total[1]] = None
    if not kept or any('"' in text for texts in said.values() for text in texts):
        return rows, ""
    conditions = [
        f"{written_name(name)} = {quoted(next(iter(texts)))}"
        if len(texts) == 1
        else f"{written_name(name)} en ({'; '.join(map(quoted, texts))})"
        for name, texts in said.items()
    ]
    return kept, " o ".join(conditions)


def _without_notes(rows: Rows, names: Sequence[str], shown: Callable[[object], str]) -> tuple[Rows, str]:
    """Leave out the last rows, those that have their first cell alone, where all others have another, too."""
    if len(names) < 2:
        return rows, ""

    def is_note(line: Line) -> bool:
        row = line[1]
        filled = [name for name in names if shown(row.get(name)).strip()]
        return filled == [names[0]]

    notes = len(list(itertools.takewhile(is_note, reversed(rows))))
    own = rows[: len(rows) - notes]
    always = (
        name
        for name in names[1:]
        if _is_writable(name) and all(shown(row.get(name)).strip() for _, row in own)
    )
    full = next(always, None)
    if not notes or not own or full is None:
        return rows, ""
    return own, f"es_nd({written_name(full)})"


def _is_writable(name: str) -> bool:
    return bool(name.strip()) and not set(name) & set('[]\n"')


def written_name(name: str) -> str:
    """Return the name of a column as a plan writes it."""
    return name if is_name(name) else f"[{name}]"
