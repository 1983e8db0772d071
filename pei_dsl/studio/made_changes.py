"""A change that a form or a grid asks for, made in the texts."""

from __future__ import annotations

from collections.abc import Mapping

from pei_dsl import vocabulary
from pei_dsl.edits.changes import Address, Change, RemoveDeclaration, SetField, SetFigure, SetTitle
from pei_dsl.edits.editing import edit
from pei_dsl.studio.added_declarations import added
from pei_dsl.studio.messages import BadMessageError, Message, text_of
from pei_dsl.studio.written_fields import value_written
from pei_dsl.workspace.workspace import Workspace


def changed_texts(workspace: Workspace, message: Message) -> Mapping[str, str]:
    """
    Return the texts that the change of `message` gives.

    Raises:
        ChangeError: It cannot be made.
        BadMessageError: It names no field, or none of it.
    """
    return edit(workspace.loaded.files, _change(workspace, message)).texts


def _change(workspace: Workspace, message: Message) -> Change:
    of, value = Address(text_of(message, "of")), text_of(message, "value")
    match text_of(message, "what"):
        case "title":
            return SetTitle(of, value)
        case "add":
            return added(workspace, of.name, value)
        case "remove":
            return RemoveDeclaration(of)
        case "field":
            name = text_of(message, "field")
            word = next((each for each in vocabulary.FIELDS if each.name == name), None)
            if word is None:
                raise BadMessageError(name)
            return SetField(of, word.name, value_written(word, value))
        case "figure":
            return SetFigure(of, text_of(message, "field"), text_of(message, "period"), value.strip() or None)
        case what:
            raise BadMessageError(what)
