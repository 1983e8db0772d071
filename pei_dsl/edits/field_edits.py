"""A field of a declaration, written, added in its place, or taken away."""

from __future__ import annotations

import re

from pei_dsl import vocabulary
from pei_dsl.edits.changes import ChangeError, SetField
from pei_dsl.edits.cutting import cut, kept_comments
from pei_dsl.edits.edit_places import Page, after_colon, is_english
from pei_dsl.edits.rewriting import Rewrite, rewrite
from pei_dsl.source import Span
from pei_dsl.syntax import tree
from pei_dsl.syntax.layout import INDENT
from pei_dsl.syntax.line_tokens import quoted
from pei_dsl.vocabulary import FieldWord

_BLANKS = re.compile(r"(?:\s+|#[^\n]*)*")


def set_field(page: Page, index: int, change: SetField) -> list[Rewrite]:
    """Return the rewrites of a `SetField` in declaration `index` of `page`."""
    declaration = page.file.declarations[index]
    word = _word(declaration, change)
    field = find_field(declaration, change.field, change.item)
    if change.value is None:
        return [] if field is None else [cut(page, field.span)]
    value = change.value.strip()
    if not value:
        raise ChangeError("no_value", field=word.spanish)
    if field is None:
        below = change.value.lstrip(" \t").rstrip()  # whose first line keeps its indent
        whole = below if below.startswith("\n") else value
        return [added(page, declaration, word, whole, change.item)]
    return _replaced(page, field, value)


def find_field(declaration: tree.Declaration, name: str, item: str = "") -> tree.Field | None:
    """Return the field called `name` (and, of columns and examples, `item`), or None."""
    for each in declaration.items:
        if isinstance(each, tree.Field) and each.name == name and (not item or _item(each) == item):
            return each
    return None


def _item(field: tree.Field) -> str:
    match field.value:
        case tree.Column(name=name):
            return name
        case tree.Example(title=title):
            return title
        case _:
            return ""


def _word(declaration: tree.Declaration, change: SetField) -> FieldWord:
    named = change.field in {each.name for each in vocabulary.NAMED_FIELDS}
    words = vocabulary.NAMED_FIELDS if named else vocabulary.FIELDS
    found = [each for each in words if each.name == change.field and declaration.kind in each.of]
    if not found:
        raise ChangeError("no_field", name=declaration.header.keyword, field=change.field)
    if named and not change.item and change.field == "column":
        raise ChangeError("no_column")
    return found[0]


def _replaced(page: Page, field: tree.Field, value: str) -> list[Rewrite]:
    colon = after_colon(page, field.word_span.start, field.span.end)
    match = _BLANKS.match(page.text, colon, field.span.end)
    start = match.end() if match is not None else colon
    if start >= field.span.end:  # nothing stands behind the colon, or it could not be read
        start = colon
        value = f" {value}"
    old = Span(start, field.span.end)
    if page.text[slice(*old)] == value:
        return []
    made = [rewrite(page.source, old, value)]
    comments = kept_comments(page, old)
    if comments:
        above = page.line_start(field.word_span.start)
        lines = "".join(f"{page.indent(above)}{each}\n" for each in comments)
        made.append(rewrite(page.source, Span(above, above), lines))
    return made


def added(page: Page, declaration: tree.Declaration, word: FieldWord, value: str, item: str = "") -> Rewrite:
    """Return the rewrite that adds a field where the vocabulary's order puts it."""
    spelling = word.english_form if is_english(declaration) else word.spanish
    fields = [each for each in declaration.items if isinstance(each, tree.Field)]
    before = sorted((f for f in fields if _order(f.name) <= _order(word.name)), key=lambda f: _order(f.name))
    previous = before[-1].span.end if before else declaration.header.span.end
    indent = page.indent(fields[0].span.start) if fields else INDENT
    head = f"{indent}{spelling}{_named(word, item)}:"
    gap = "" if value.startswith("\n") else " " * _gap(page, fields, before, len(head))
    place = page.line_end(previous)
    return rewrite(page.source, Span(place, place), f"\n{head}{gap}{value}")


def _named(word: FieldWord, item: str) -> str:
    if word.name == "column":
        return f" {item}" if vocabulary.is_name(item) else f" [{item}]"
    return f" {quoted(item)}" if item else ""


def _order(name: str) -> int:
    """Return the place of a field among all; columns and examples come last, and so does what is unknown."""
    names = [each.name for each in vocabulary.FIELDS]
    return names.index(name) if name in names else len(names)


def _gap(page: Page, fields: list[tree.Field], before: list[tree.Field], width: int) -> int:
    """Return how many blanks go before the value, so that it stands below those of its neighbour."""
    for neighbour in (*reversed(before), *fields):
        colon = after_colon(page, neighbour.word_span.start, neighbour.span.end)
        line = page.text[colon : page.line_end(colon)]
        if line.strip() and not line.lstrip().startswith("#"):
            column = colon + len(line) - len(line.lstrip()) - page.line_start(colon)
            return max(1, column - width)
    return 1
