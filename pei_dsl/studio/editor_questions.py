"""What the editor of the page asks of the language, answered as it travels: lines from 0, units of UTF-16."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any, TypeAlias

from pei_dsl.diagnostics.errors import PeiError
from pei_dsl.editing.completing import completions
from pei_dsl.editing.formatting_edits import formatting_edits
from pei_dsl.editing.hovering import hover
from pei_dsl.editing.inlay_hints import inlay_hints
from pei_dsl.editing.names_at import definitions, references, renamable, renamed
from pei_dsl.editing.spot import TextPlace
from pei_dsl.editing.text_positions import TextPosition
from pei_dsl.edits.changes import ChangeError
from pei_dsl.model.periods import Period
from pei_dsl.studio.edited_lines import changed_lines, edited_texts
from pei_dsl.studio.messages import BadMessageError, Message, number_of, text_of
from pei_dsl.workspace.workspace import Workspace

Answer: TypeAlias = Any
"""What JSON holds; None where there is nothing to say."""


def answer(workspace: Workspace, message: Message, period: Period, language: str) -> Answer:
    """
    Return the answer to a question about a text; None where there is none.

    Raises:
        BadMessageError: There is no such question.
    """
    question = _QUESTIONS.get(text_of(message, "question"))
    if question is None:
        raise BadMessageError(text_of(message, "question"))
    try:
        return question(workspace, message, period, language)
    except PeiError:  # the text, or what stood there, is no more
        return None


def _position(message: Message) -> TextPosition:
    return TextPosition(number_of(message, "line"), number_of(message, "character"))


def _complete(workspace: Workspace, message: Message, _: Period, language: str) -> Answer:
    found = completions(workspace, text_of(message, "file"), _position(message), language=language)
    return [
        {
            "label": each.label,
            "kind": each.kind,
            "text": each.text,
            "cursor": each.cursor,
            "from": each.range.start.character,
            "detail": each.detail,
            "summary": each.summary,
        }
        for each in found
    ]


def _hover(workspace: Workspace, message: Message, period: Period, language: str) -> Answer:
    told = hover(workspace, text_of(message, "file"), _position(message), period=period, language=language)
    if told is None:
        return None
    start, end = told.range.start, told.range.end
    return {"from": [start.line, start.character], "to": [end.line, end.character], "markdown": told.markdown}


def _define(workspace: Workspace, message: Message, _: Period, __: str) -> Answer:
    return _places(workspace, definitions(workspace, text_of(message, "file"), _position(message)))


def _references(workspace: Workspace, message: Message, _: Period, __: str) -> Answer:
    return _places(workspace, references(workspace, text_of(message, "file"), _position(message)))


def _places(workspace: Workspace, found: Iterable[TextPlace]) -> Answer:
    """Return places with the line that each stands on."""
    return [
        {
            "file": each.file,
            "line": each.range.start.line + 1,
            "character": each.range.start.character,
            "text": workspace.sources[each.file].line(each.range.start.line + 1).strip(),
        }
        for each in found
    ]


def _renamable(workspace: Workspace, message: Message, _: Period, __: str) -> Answer:
    found = renamable(workspace, text_of(message, "file"), _position(message))
    return None if found is None else found[1]


def _renaming(workspace: Workspace, message: Message, _: Period, language: str) -> Answer:
    """Return the lines that another name would change, and those that say the old one and stay."""
    try:
        made = renamed(workspace, text_of(message, "file"), _position(message), text_of(message, "name"))
    except ChangeError as error:
        return {"refused": error.message(language)}
    return {
        "lines": changed_lines(workspace.texts, made.edits),
        "mentions": [f"{each.name}:{each.line}: {each.said}" for each in made.mentions],
    }


def _hints(workspace: Workspace, message: Message, period: Period, language: str) -> Answer:
    found = inlay_hints(workspace, text_of(message, "file"), period=period, language=language)
    return [{"line": each.position.line, "text": each.text, "tooltip": each.tooltip} for each in found]


_QUESTIONS: Mapping[str, Callable[[Workspace, Message, Period, str], Answer]] = {
    "complete": _complete,
    "hover": _hover,
    "define": _define,
    "references": _references,
    "renamable": _renamable,
    "renaming": _renaming,
    "hints": _hints,
}


# ---- Changes of texts -----------------------------------------------------------------------------------


def renamed_texts(workspace: Workspace, message: Message) -> Mapping[str, str]:
    """
    Return the texts with something called otherwise.

    Raises:
        ChangeError: It cannot be called so.
    """
    made = renamed(workspace, text_of(message, "file"), _position(message), text_of(message, "name"))
    return edited_texts(workspace.texts, made.edits)


def formatted_texts(workspace: Workspace, name: str) -> Mapping[str, str]:
    """Return the text `name` in its canonical form; nothing where it has it."""
    return edited_texts(workspace.texts, formatting_edits(workspace, name))
