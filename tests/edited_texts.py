"""Texts with a place marked in them, and edits made as an editor makes them."""

from __future__ import annotations

from collections.abc import Iterable

from pei_dsl import TextEdit, TextPosition, Workspace
from pei_dsl.editing.text_positions import EditorText, with_edit
from pei_dsl.source import Source

MARK = "|"


def marked(text: str) -> tuple[str, TextPosition]:
    """Return `text` without its mark, and the place where that stood."""
    before, _, after = text.partition(MARK)
    whole = before + after
    return whole, EditorText(Source.of("", whole)).position(len(before))


def with_edits(text: str, edits: Iterable[TextEdit]) -> str:
    """Return `text` with all of `edits` made, which are about it and share no place."""
    for each in sorted(edits, key=lambda each: each.range, reverse=True):
        text = with_edit(text, each.range, each.text)
    return text


def edited(workspace: Workspace, edits: Iterable[TextEdit]) -> Workspace:
    """Return the workspace with `edits` made in its texts."""
    by_file: dict[str, list[TextEdit]] = {}
    for each in edits:
        by_file.setdefault(each.file, []).append(each)
    for name, own in by_file.items():
        workspace = workspace.with_text(name, with_edits(workspace.texts[name], own))
    return workspace
