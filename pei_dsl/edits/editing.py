"""A change made: the rewrites of texts that it takes, held to what it promises."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import TypeAlias, assert_never

import attrs

from pei_dsl.edits import declaration_edits, renaming
from pei_dsl.edits.changes import (
    AddDeclaration,
    Change,
    ChangeError,
    RemoveDeclaration,
    Rename,
    SetField,
    SetFigure,
    SetTitle,
)
from pei_dsl.edits.edit_places import Page, find
from pei_dsl.edits.field_edits import find_field, set_field
from pei_dsl.edits.figure_edits import figures_of, set_figure
from pei_dsl.edits.rewriting import Rewrite, inverse, rewritten
from pei_dsl.model.periods import Period
from pei_dsl.source import Source, Span
from pei_dsl.syntax import tree
from pei_dsl.syntax.known_blocks import KnownBlocks
from pei_dsl.syntax.made import writable
from pei_dsl.syntax.parse import parse

_InOneText: TypeAlias = SetField | SetFigure | SetTitle | AddDeclaration | RemoveDeclaration


@attrs.frozen
class Edited:
    """
    A change made.

    Attributes:
        rewrites: What it does to the texts as they came; empty when they say it already.
        undo: What takes it back, in the texts that it gives.
        texts: The texts that it changed, by name, as they are afterwards.
    """

    rewrites: tuple[Rewrite, ...]
    undo: tuple[Rewrite, ...]
    texts: Mapping[str, str] = attrs.field(hash=False)


def edit(files: Sequence[tree.File], change: Change) -> Edited:
    """
    Return what `change` does to the texts of `files`.

    All other declarations, and the other fields of the one that is changed, say what they said.

    Raises:
        ChangeError: What it names is not there, or its value would say something else than it is for.
    """
    pages = [Page.of(file) for file in files]
    if isinstance(change, Rename):
        return _renamed(pages, change)
    page, index, rewrites = rewrites_of(pages, change)
    original = page.source.original
    text = rewritten(original, rewrites)
    if rewrites:
        _check(page, index, change, parse(Source.of(page.source.name, text), _known(page)).file)
    texts = {page.source.name: text} if rewrites else {}
    return Edited(tuple(rewrites), inverse(original, rewrites), texts)


def _renamed(pages: Sequence[Page], change: Rename) -> Edited:
    """Return a renaming made: it may change every text."""
    rewrites, meant = renaming.rename(pages, change)
    undo: list[Rewrite] = []
    texts: dict[str, str] = {}
    after: list[tree.File] = []
    for page in pages:
        name, original = page.source.name, page.source.original
        own = [each for each in rewrites if each.name == name]
        text = rewritten(original, own)
        undo.extend(inverse(original, own))
        after.append(parse(Source.of(name, text)).file if own else page.file)
        if text != original:
            texts[name] = text
    renaming.check_renamed([page.file for page in pages], after, meant)
    return Edited(tuple(rewrites), tuple(undo), texts)


def rewrites_of(pages: Sequence[Page], change: _InOneText) -> tuple[Page, int, list[Rewrite]]:
    """
    Return the page that `change` is about, the number of its declaration there, and what it rewrites.

    Raises:
        ChangeError: What it names is not there.
    """
    if isinstance(change, AddDeclaration):
        page, rewrites = declaration_edits.add(pages, change)
        return page, -1, rewrites
    page, index = find(pages, change.of)
    match change:
        case SetField():
            return page, index, set_field(page, index, change)
        case SetFigure():
            return page, index, set_figure(page, index, change)
        case SetTitle():
            return page, index, declaration_edits.set_title(page, index, change)
        case RemoveDeclaration():
            return page, index, declaration_edits.remove(page, index)
        case _:
            assert_never(change)


def _known(page: Page) -> KnownBlocks:
    """Return the declarations of a page, so that what an edit leaves as it is need not be read again."""
    known = KnownBlocks()
    for block, declaration in zip(page.blocks, page.file.declarations, strict=True):
        if not declaration.broken:
            known.keep(page.source, block, declaration)
    return known


# ---- What a change promises ------------------------------------------------------------------------------


def _check(page: Page, index: int, change: _InOneText, after: tree.File) -> None:
    """Refuse a change that says more, or something else, than it is for."""
    before = page.file.declarations
    found = after.declarations
    if isinstance(change, AddDeclaration):
        kept = _is_without_one_run(before, found)
    elif isinstance(change, RemoveDeclaration):
        kept = found == (*before[:index], *before[index + 1 :])
    else:
        kept = (
            len(found) == len(before)
            and found[:index] == before[:index]
            and found[index + 1 :] == before[index + 1 :]
            and _rest(before[index], change) == _rest(found[index], change)
            and _says(found[index], change)
        )
    if not kept or not _keeps_comments(change, *_comments(page, Page.of(after))):
        raise ChangeError("more_than")


def kept_all_else(
    page: Page, changes: Mapping[int, SetField | SetFigure | SetTitle], after: tree.File
) -> bool:
    """Tell whether `changes`, by the number of their declaration, did what they are for, and nothing else."""
    before = page.file.declarations
    if len(before) != len(after.declarations):
        return False
    comments, comments_after = _comments(page, Page.of(after))
    if comments != comments_after:
        return False
    for index, (old, new) in enumerate(zip(before, after.declarations, strict=True)):
        change = changes.get(index)
        if change is None:
            kept = old == new
        else:
            kept = _rest(old, change) == _rest(new, change) and _says(new, change)
        if not kept:
            return False
    return True


def _keeps_comments(change: _InOneText, before: Counter[str], after: Counter[str]) -> bool:
    """Tell whether no comment is lost, nor made of a text by a `#` in it."""
    match change:
        case AddDeclaration():
            return before <= after
        case RemoveDeclaration():
            return after <= before
        case _:
            return after == before


def _comments(before: Page, after: Page) -> tuple[Counter[str], Counter[str]]:
    """Return the comments of two pages, but for those of blocks above and below all that differs."""
    one, other = ([page.text[slice(*block.span)] for block in page.blocks] for page in (before, after))
    least = min(len(one), len(other))
    above = next((place for place in range(least) if one[place] != other[place]), least)
    most = least - above
    below = next((back for back in range(most) if one[-1 - back] != other[-1 - back]), most)
    return _comments_between(before, above, below), _comments_between(after, above, below)


def _comments_between(page: Page, above: int, below: int) -> Counter[str]:
    """Return the comments of a page without those of its first and last blocks, so many."""
    apart = page.blocks[above : len(page.blocks) - below]
    if page.blocks and not apart:
        return Counter()
    place = Span(apart[0].span.start, apart[-1].span.end) if apart else Span(0, len(page.text))
    return Counter(page.text[slice(*each)].rstrip() for each in page.comments(place))


def _is_without_one_run(before: Sequence[tree.Declaration], found: Sequence[tree.Declaration]) -> bool:
    """Tell whether `found` is `before` with some declarations more, which stand together."""
    more = len(found) - len(before)
    start = 0
    while start < len(before) and before[start] == found[start]:
        start += 1
    new = found[start : start + more]
    return (
        more > 0 and all(each.kind for each in new) and tuple(found[start + more :]) == tuple(before[start:])
    )


def _says(declaration: tree.Declaration, change: SetField | SetFigure | SetTitle) -> bool:
    """Tell whether a changed declaration is read as saying what `change` is for."""
    match change:
        case SetTitle(title=title):
            return declaration.header.title == writable(title)
        case SetField(field=field, item=item, value=value):
            found = find_field(declaration, field, item)
            return value is None or found is not None
        case SetFigure(field=field, period=period, value=value):
            written = {Period.parse(each.period.written) for each in figures_of(declaration, field)}
            return (Period.parse(period) in written) == (value is not None)
        case _:
            assert_never(change)


def _rest(declaration: tree.Declaration, change: SetField | SetFigure | SetTitle) -> object:
    """Return all that a declaration says but for what `change` is about."""
    header, items = declaration.header, declaration.items
    match change:
        case SetTitle():
            return attrs.evolve(header, title=None), items
        case SetField(field=name, item=item):
            return header, tuple(each for each in items if not _is_field(each, name, item))
        case SetFigure(field=name):
            return header, tuple(
                each
                for each in items
                if not (_is_field(each, name, "") if name else isinstance(each, tree.Figure))
            )
        case _:
            assert_never(change)


def _is_field(item: tree.Item, name: str, title: str) -> bool:
    if not isinstance(item, tree.Field) or item.name != name:
        return False
    own = item.value.name if isinstance(item.value, tree.Column) else ""
    own = item.value.title if isinstance(item.value, tree.Example) else own
    return not title or own == title
