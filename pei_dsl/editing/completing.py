"""What may be written at a place: words of the language, names and codes of the plan, periods."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import attrs

from pei_dsl import vocabulary
from pei_dsl.editing import formula_choices, value_choices
from pei_dsl.editing.choices import Choice, ChoiceKind
from pei_dsl.editing.spot import Spot
from pei_dsl.editing.text_positions import TextPosition, TextRange
from pei_dsl.editing.writing_context import Context, Writing, context_at
from pei_dsl.edits.edit_places import is_english
from pei_dsl.immutable import brief
from pei_dsl.source import Span
from pei_dsl.syntax import tree
from pei_dsl.vocabulary import fold
from pei_dsl.workspace.workspace import Workspace

# More than this nobody reads; whoever writes on gets others.
MOST = 200


@attrs.frozen
class Completion:
    """
    Something that may be written.

    Attributes:
        label: What is shown.
        kind: What it is.
        text: What is written in place of `range`.
        cursor: Behind how many characters of `text` one writes on.
        range: What stands there of it already.
        detail: What it is, in a line: the title of a code, what a function takes and gives.
        summary: What a function does; "" for others.
    """

    __repr__ = brief

    label: str
    kind: ChoiceKind
    text: str
    cursor: int
    range: TextRange
    detail: str = ""
    summary: str = ""


def completions(
    workspace: Workspace, name: str, position: TextPosition, *, language: str | None = None
) -> tuple[Completion, ...]:
    r"""
    Return what may be written at `position` of the text `name`, the likeliest first; 200 at most.

    What stands before the position decides: of that, the beginning of a word in any case and accents.

        >>> import pei_dsl
        >>> text = 'indicador IND.01.OEI.01 "Fugas"\n  sentido: as'
        >>> workspace = pei_dsl.Workspace.of({"a.pei": text})
        >>> [each.text for each in pei_dsl.completions(workspace, "a.pei", pei_dsl.TextPosition(1, 13))]
        ['ascendente']

    Args:
        workspace: The texts.
        name: One of them.
        position: Where somebody writes.
        language: In which language words are offered and told, `es` or `en`; None: that of the declaration.

    Raises:
        RequestError: There is no such text.
        SupersededError: A newer version was made meanwhile.
    """
    spot = Spot.of(workspace, name, position)
    context = context_at(spot)
    spoken = language or _language(spot)
    found = _fitting(_choices(context, spoken), context.begun)
    return tuple(_completion(each, context) for each in found)[:MOST]


def _language(spot: Spot) -> str:
    """Return the language of the declaration; where its keyword is the same in both, that of the text."""
    own = spot.declaration
    if own is not None and own.kind and not _same_in_both(own):
        return "en" if is_english(own) else "es"
    others = [each for each in spot.file.declarations if each.kind and not _same_in_both(each)]
    return "en" if others and is_english(others[0]) else "es"


def _same_in_both(declaration: tree.Declaration) -> bool:
    word = vocabulary.DECLARATIONS.named(declaration.kind)
    return word.spanish == word.english_form


def _choices(context: Context, language: str) -> Iterator[Choice]:
    match context.writing:
        case Writing.NOTHING:
            return
        case Writing.DECLARATION:
            yield from value_choices.declarations(language)
        case Writing.HEADER:
            yield from value_choices.header(context, language)
        case Writing.FIELD:
            yield from value_choices.fields(context, language)
        case Writing.VALUE:
            yield from value_choices.values(context, language)
        case Writing.ENTRY:
            yield from value_choices.entries(context, language)
        case Writing.FIGURE:
            yield from value_choices.figures(context, language)
        case Writing.EXPECTED:
            yield from value_choices.expected(language)
        case Writing.FORMULA:
            yield from formula_choices.formula(context, language)


def _fitting(choices: Iterable[Choice], begun: str) -> list[Choice]:
    """Return the choices that begin as `begun` does, or have a word that does, each once."""
    wanted = fold(begun.strip())
    found: dict[str, tuple[int, Choice]] = {}
    for each in choices:
        rank = _rank(each, wanted)
        if rank is not None and rank < found.get(each.text, (_RANKS, each))[0]:
            found[each.text] = rank, each
    return [each for _, each in sorted(found.values(), key=lambda pair: pair[0])]


_RANKS = 3


def _rank(choice: Choice, wanted: str) -> int | None:
    """Return how well a choice fits: by its own beginning, another spelling's, that of one of its words."""
    if fold(choice.label).startswith(wanted) or fold(choice.text).startswith(wanted):
        return 0
    if any(fold(each).startswith(wanted) for each in choice.spellings):
        return 1
    words = fold(f"{choice.label} {choice.detail}").split()
    return 2 if any(each.startswith(wanted) for each in words) else None


def _completion(choice: Choice, context: Context) -> Completion:
    spot = context.spot
    start = spot.offset - (len(context.begun) if choice.replaces is None else choice.replaces)
    text = choice.text
    if choice.kind is ChoiceKind.FIELD and spot.source.text[spot.offset : spot.offset + 1] == ":":
        text = text.rstrip().removesuffix(":")
    return Completion(
        choice.label,
        choice.kind,
        text,
        min(choice.cursor, len(text)) if choice.cursor is not None else len(text),
        spot.text.range(Span(start, spot.offset)),
        choice.detail,
        choice.summary,
    )
