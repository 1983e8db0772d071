"""What stands behind the colons of a declaration, as a form shows it and writes it back."""

from __future__ import annotations

from collections.abc import Iterator

import attrs

from pei_dsl import vocabulary
from pei_dsl.edits.changes import Address, ChangeError
from pei_dsl.edits.edit_places import Page, after_colon, find
from pei_dsl.edits.figure_edits import figures_of
from pei_dsl.model.periods import Period
from pei_dsl.syntax import tree
from pei_dsl.syntax.line_tokens import quoted
from pei_dsl.vocabulary import FieldWord, Shape

# What is written in lines of its own; see `listed_items`.
_IN_THE_TEXT = frozenset({"where", "example", "column"})
FIGURES = ("baseline", "goals", "values")


@attrs.frozen
class Written:
    """
    A field of a form.

    Attributes:
        word: The field.
        text: What stands behind its colon, without quotation marks where it is a text; "" for nothing.
        is_there: Whether the declaration has it.
    """

    word: FieldWord
    text: str
    is_there: bool


@attrs.frozen
class Declared:
    """
    A declaration as a form shows it.

    Attributes:
        fields: Those that it may have, but for figures by period and what is written in several lines.
        figures: What is written for each period, by field.
        in_text: The fields that only the text shows, as the text calls them.
    """

    address: Address
    kind: str
    title: str
    fields: tuple[Written, ...]
    figures: dict[str, dict[str, str]]
    in_text: tuple[str, ...]


def declared(files: tuple[tree.File, ...], address: Address) -> Declared | None:
    """Return the declaration that `address` names as a form shows it; None where there is none."""
    pages = [Page.of(file) for file in files]
    try:
        page, index = find(pages, address)
    except ChangeError:
        return None
    declaration = page.file.declarations[index]
    words = [each for each in vocabulary.FIELDS if declaration.kind in each.of]
    plain = [each for each in words if each.name not in {*FIGURES, *_IN_THE_TEXT}]
    items = [each for each in declaration.items if isinstance(each, tree.Field)]
    return Declared(
        address,
        declaration.kind,
        declaration.header.title or "",
        tuple(_written(page, declaration, each) for each in plain if not each.is_repeatable),
        {
            name: dict(_figures(page, declaration, name))
            for name in FIGURES
            if any(w.name == name for w in words)
        },
        tuple(dict.fromkeys(each.word for each in items if _is_in_text(each))),
    )


def _is_in_text(field: tree.Field) -> bool:
    """Tell whether a form says nothing of a field: a computed column, what could not be read."""
    match field.value:
        case tree.Definitions() | tree.Example() | tree.Column(expression=None):
            return False
        case _:
            return field.name in _IN_THE_TEXT


def _written(page: Page, declaration: tree.Declaration, word: FieldWord) -> Written:
    field = next(
        (each for each in declaration.items if isinstance(each, tree.Field) and each.name == word.name), None
    )
    if field is None:
        return Written(word, "", is_there=False)
    if word.shape is Shape.TEXT and isinstance(field.value, tree.Texts) and len(field.value.items) == 1:
        return Written(word, field.value.items[0].value, is_there=True)
    return Written(word, _raw(page, field), is_there=True)


def _raw(page: Page, field: tree.Field) -> str:
    try:
        start = after_colon(page, field.word_span.start, field.span.end)
    except ChangeError:
        return ""
    return page.text[start : field.span.end].strip()


def _figures(page: Page, declaration: tree.Declaration, name: str) -> Iterator[tuple[str, str]]:
    for figure in figures_of(declaration, name):
        period = Period.parse(figure.period.written)
        if period is not None:
            yield str(period), page.text[figure.amount.span.start : figure.span.end].strip()


def value_written(word: FieldWord, text: str) -> str | None:
    """Return what a form holds as it is written behind the colon; None takes the field away."""
    told = (
        " ".join(text.split()) if not word.is_prose else "\n".join(map(str.strip, text.split("\n"))).strip()
    )
    if not told:
        return None
    return quoted(" ".join(told.split())) if word.shape is Shape.TEXT else told
