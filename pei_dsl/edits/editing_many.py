"""Many changes of fields, figures and titles of one text, made together: each as if it were alone."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeAlias

import attrs

from pei_dsl.edits.changes import ChangeError, SetField, SetFigure, SetTitle
from pei_dsl.edits.edit_places import Page, find
from pei_dsl.edits.editing import edit, kept_all_else, rewrites_of
from pei_dsl.edits.rewriting import rewritten
from pei_dsl.source import Source
from pei_dsl.syntax import tree
from pei_dsl.syntax.parse import parse

OfDeclaration: TypeAlias = SetField | SetFigure | SetTitle


@attrs.frozen
class EditedMany:
    """
    Changes made.

    Attributes:
        file: The text afterwards.
        refused: The changes that could not be made.
    """

    file: tree.File
    refused: tuple[OfDeclaration, ...]


def edit_many(file: tree.File, changes: Sequence[OfDeclaration]) -> EditedMany:
    """
    Return what `changes` do to the text of `file`.

    It is read anew once for all that are about different declarations.
    A change that cannot be made leaves the text as it was.
    """
    refused: list[OfDeclaration] = []
    waiting = list(changes)
    while waiting:
        page = Page.of(file)
        now: dict[int, OfDeclaration] = {}
        later: list[OfDeclaration] = []
        for change in waiting:
            try:
                _, index = find([page], change.of)
            except ChangeError:
                refused.append(change)
                continue
            if index in now:
                later.append(change)
            else:
                now[index] = change
        file = _together(page, now) or _one_by_one(file, now, refused)
        waiting = later
    return EditedMany(file, tuple(refused))


def _together(page: Page, changes: dict[int, OfDeclaration]) -> tree.File | None:
    """Return the text with one change in each of some declarations, or None where one of them is refused."""
    try:
        rewrites = [each for change in changes.values() for each in rewrites_of([page], change)[2]]
        text = rewritten(page.source.original, rewrites)
    except (ChangeError, ValueError):
        return None
    after = parse(Source.of(page.source.name, text)).file
    return after if kept_all_else(page, changes, after) else None


def _one_by_one(
    file: tree.File, changes: dict[int, OfDeclaration], refused: list[OfDeclaration]
) -> tree.File:
    for change in changes.values():
        try:
            texts = edit([file], change).texts
        except ChangeError:
            refused.append(change)
        else:
            for name, text in texts.items():
                file = parse(Source.of(name, text)).file
    return file
