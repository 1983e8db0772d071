"""What can be done at a line of the text by one choice, offered to the page and made when it is chosen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from pei_dsl.diagnostics import Diagnostic
from pei_dsl.editing.code_actions import CodeAction, CodeActionKind, code_actions, declared_source
from pei_dsl.editing.text_positions import TextPosition, TextRange, lines_of, units
from pei_dsl.model.periods import Period
from pei_dsl.studio.edited_lines import edited_texts
from pei_dsl.studio.messages import Message, number_of, text_of
from pei_dsl.workspace.host_requests import need_known
from pei_dsl.workspace.workspace import Workspace


def offered_actions(
    workspace: Workspace,
    file: str,
    line: int,
    period: Period,
    language: str,
    found: Sequence[Diagnostic] | None = None,
) -> list[dict[str, Any]]:
    """Return what can be done anywhere in `line`, from 0, of `file`; about `found`, or all findings."""
    return [
        {"title": each.title, "kind": each.kind.value, "asks": each.asks}
        for each in _actions(workspace, file, line, period, language, found)
    ]


def chosen_texts(
    workspace: Workspace, message: Message, period: Period, language: str
) -> Mapping[str, str] | str:
    """
    Return the texts that the action changes which a message names; or why it cannot be made.

    It is found again in the text as it is now; there are no texts where it is offered no more.

    Raises:
        MissingExtraError: A package is not installed that reads the file of a source.
    """
    file, line = text_of(message, "file"), number_of(message, "line")
    wanted = text_of(message, "title"), text_of(message, "kind")
    # Most is found without the warnings, which take longer.
    for found in (workspace.loaded.diagnostics, None):
        for each in _actions(workspace, file, line, period, language, found):
            if (each.title, each.kind.value) == wanted:
                return _texts(workspace, each, file, line, language)
    return {}


def _texts(
    workspace: Workspace, action: CodeAction, file: str, line: int, language: str
) -> Mapping[str, str] | str:
    if action.kind is not CodeActionKind.DECLARE_SOURCE:
        return edited_texts(workspace.texts, action.edits)
    made = declared_source(workspace, file, TextPosition(line, 0), action.asks, language=language)
    return made.headline(language) if isinstance(made, Diagnostic) else edited_texts(workspace.texts, made)


def _actions(
    workspace: Workspace,
    file: str,
    line: int,
    period: Period,
    language: str,
    found: Sequence[Diagnostic] | None,
) -> tuple[CodeAction, ...]:
    need_known("text", file, workspace.sources)
    lines = lines_of(workspace.texts[file])
    text = lines[line].rstrip("\r\n") if 0 <= line < len(lines) else ""
    # From its first word: what the indentation belongs to is no field.
    start, end = len(text) - len(text.lstrip()), units(text)
    within = TextRange(TextPosition(line, start), TextPosition(line, end))
    return code_actions(workspace, file, within, period=period, language=language, found=found)
