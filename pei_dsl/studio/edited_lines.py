"""Edits made in texts: the texts that they give, and the lines that they change, side by side."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Mapping
from typing import Any

from pei_dsl.editing.text_positions import TextEdit, TextPosition, TextRange, lines_of, with_edit


def edited_texts(texts: Mapping[str, str], edits: Iterable[TextEdit]) -> dict[str, str]:
    """Return those of `texts` that `edits` change, with all of them made."""
    made: dict[str, str] = {}
    for each in _last_first(edits):
        made[each.file] = with_edit(made.get(each.file, texts[each.file]), each.range, each.text)
    return made


def changed_lines(texts: Mapping[str, str], edits: Iterable[TextEdit]) -> list[dict[str, Any]]:
    """Return each line in which an edit begins, as it is and as it becomes, in the order of the texts."""
    in_order = sorted(edits, key=lambda each: (each.file, each.range))
    by_file = itertools.groupby(in_order, lambda each: each.file)
    return [line for file, found in by_file for line in _lines(file, lines_of(texts[file]), found)]


def _lines(file: str, lines: list[str], edits: Iterable[TextEdit]) -> Iterable[dict[str, Any]]:
    for line, found in itertools.groupby(edits, lambda each: each.range.start.line):
        own = list(found)
        before = "".join(lines[line : max(each.range.end.line for each in own) + 1])
        after = before
        for each in _last_first(own):
            after = with_edit(after, _moved(each.range, -line), each.text)
        yield {"file": file, "line": line + 1, "before": before.strip(), "after": after.strip()}


def _last_first(edits: Iterable[TextEdit]) -> list[TextEdit]:
    """Return edits so that each leaves the places of those that follow as they are."""
    return sorted(edits, key=lambda each: each.range, reverse=True)


def _moved(given: TextRange, lines: int) -> TextRange:
    start, end = given.start, given.end
    return TextRange(
        TextPosition(start.line + lines, start.character), TextPosition(end.line + lines, end.character)
    )
