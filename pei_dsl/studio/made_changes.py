"""A change that a form or a grid asks for, made in the texts."""

from __future__ import annotations

from collections.abc import Mapping

from pei_dsl import vocabulary
from pei_dsl.edits.changes import Address, Change, RemoveDeclaration, SetField, SetFigure, SetTitle
from pei_dsl.edits.editing import edit
from pei_dsl.studio.added_declarations import added
from pei_dsl.studio.listed_items import LISTS, set_item
from pei_dsl.studio.messages import BadMessageError, Message, optional_text_of, text_of
from pei_dsl.studio.simple_counts import AGGREGATES, OPERATORS, Filter, SimpleCount, count_written
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
        case "item":
            name, field = text_of(message, "name"), text_of(message, "list")
            if field not in LISTS:
                raise BadMessageError(field)
            title, within = optional_text_of(message, "title"), optional_text_of(message, "within")
            return set_item(workspace.loaded.files, of, field, name, value, title=title, within=within)
        case "count":
            written = count_written(_count(message), workspace.plan)
            name = text_of(message, "name")
            return set_item(workspace.loaded.files, of, "where", name, written, title="", within="")
        case "figure":
            return SetFigure(of, text_of(message, "field"), text_of(message, "period"), value.strip() or None)
        case what:
            raise BadMessageError(what)


def _count(message: Message) -> SimpleCount:
    """Return the count that a form describes; a filter without column or value is none."""
    filters = message.get("filters")
    if not isinstance(filters, list) or not all(isinstance(each, Mapping) for each in filters):
        raise BadMessageError("filters")
    found = [Filter(*(text_of(each, key) for key in ("column", "operator", "value"))) for each in filters]
    aggregate = text_of(message, "aggregate")
    if aggregate not in AGGREGATES or any(each.operator not in OPERATORS for each in found):
        raise BadMessageError(aggregate)
    whole = tuple(each for each in found if each.column and each.value.strip())
    return SimpleCount(aggregate, text_of(message, "source"), text_of(message, "column"), whole)
