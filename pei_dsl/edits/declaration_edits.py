"""A declaration added or taken away, and its title written."""

from __future__ import annotations

from collections.abc import Sequence

from pei_dsl.edits.changes import AddDeclaration, ChangeError, SetTitle
from pei_dsl.edits.edit_places import Page, find
from pei_dsl.edits.rewriting import Rewrite, rewrite
from pei_dsl.source import Span
from pei_dsl.syntax.line_tokens import quoted
from pei_dsl.syntax.made import writable


def set_title(page: Page, index: int, change: SetTitle) -> list[Rewrite]:
    """Return the rewrites of a `SetTitle` in declaration `index` of `page`."""
    header = page.file.declarations[index].header
    title = writable(change.title)
    if not title:
        raise ChangeError("no_title")
    if header.title is not None:
        same = header.title == title
        return [] if same else [rewrite(page.source, header.title_span, quoted(title))]
    named = header.name_span.end if header.code or header.name else header.span.start + len(header.keyword)
    return [rewrite(page.source, Span(named, named), f" {quoted(title)}")]


def add(pages: Sequence[Page], change: AddDeclaration) -> tuple[Page, list[Rewrite]]:
    """Return the rewrites of an `AddDeclaration`, and the page that they are about."""
    text = change.text.strip("\n")
    if not text.strip():
        raise ChangeError("nothing_to_add")
    if change.after is not None:
        page, index = find(pages, change.after)
        place = page.extent(index).end
    else:
        page = _page(pages, change.file)
        place = len(page.text)
    before = page.text[:place]
    first = "" if not before.strip() else "\n" if before.endswith("\n") else "\n\n"
    if before.endswith("\n\n"):
        first = ""
    after = page.text[place:]
    last = "" if not after or after.startswith("\n") else "\n"
    return page, [rewrite(page.source, Span(place, place), f"{first}{text}\n{last}")]


def _page(pages: Sequence[Page], name: str) -> Page:
    if not name and pages:
        return pages[-1]
    for page in pages:
        if page.source.name == name:
            return page
    raise ChangeError("no_text", name=name)


def remove(page: Page, index: int) -> list[Rewrite]:
    """Return the rewrites that take declaration `index` of `page` away, with one gap of blank lines."""
    start, end = page.extent(index)
    text = page.text
    while end < len(text) and text[end] == "\n":
        end += 1
    if end == len(text):  # the last one: the blank lines above it go instead
        start = len(text[:start].rstrip("\n")) + 1 if text[:start].strip() else start
    return [rewrite(page.source, Span(start, end), "")]
