"""What is asked at a place of a text: hover, completion, where a name is declared and used, renaming."""

from __future__ import annotations

from functools import partial

from lsprotocol import types

from pei_dsl.diagnostics.catalogue import Parameter, phrase
from pei_dsl.editing.completing import completions
from pei_dsl.editing.hovering import hover
from pei_dsl.editing.names_at import Renamed, definitions, references, renamable, renamed
from pei_dsl.editing.signature_help import signature_help
from pei_dsl.editing.text_positions import lines_of, units_between
from pei_dsl.edits.changes import ChangeError
from pei_dsl.lsp import protocol_values as values
from pei_dsl.lsp.plan_server import PlanServer, RefusedError

_MOST_MENTIONS = 10
_TRIGGERS = [".", " ", ":", "(", "[", "?"]


def register(made: PlanServer) -> None:
    """Let `made` answer these."""
    made.feature(types.TEXT_DOCUMENT_HOVER)(_hover)
    made.feature(types.TEXT_DOCUMENT_COMPLETION, types.CompletionOptions(trigger_characters=_TRIGGERS))(
        _complete
    )
    made.feature(types.TEXT_DOCUMENT_SIGNATURE_HELP, types.SignatureHelpOptions(["(", ";"]))(_signatures)
    made.feature(types.TEXT_DOCUMENT_DEFINITION)(_definition)
    made.feature(types.TEXT_DOCUMENT_REFERENCES)(_references)
    made.feature(types.TEXT_DOCUMENT_DOCUMENT_HIGHLIGHT)(_highlights)
    made.feature(types.TEXT_DOCUMENT_PREPARE_RENAME)(_renamable)
    made.feature(types.TEXT_DOCUMENT_RENAME, types.RenameOptions(prepare_provider=True))(_rename)


async def _hover(ls: PlanServer, params: types.HoverParams) -> types.Hover | None:
    place = values.text_position(params.position)
    asked = partial(hover, position=place, period=ls.period, language=ls.spoken)
    found = await ls.ask_text(params.text_document.uri, asked)
    if found is None:
        return None
    told = types.MarkupContent(types.MarkupKind.Markdown, found.markdown)
    return types.Hover(told, values.range_(found.range))


async def _complete(ls: PlanServer, params: types.CompletionParams) -> types.CompletionList:
    place, uri = values.text_position(params.position), params.text_document.uri
    found = await ls.ask_text(uri, partial(completions, position=place)) or ()
    lines = lines_of(ls.plans.texts.get(uri, ("", 0))[0])
    line = lines[place.line] if place.line < len(lines) else ""
    items = []
    for number, each in enumerate(found):
        begun = units_between(line, each.range.start.character, place.character)
        items.append(values.completion(each, number, begun, snippets=_knows_snippets(ls)))
    # Whoever writes on asks again: what fits is found blind to accents, which editors are not.
    return types.CompletionList(is_incomplete=True, items=items)


def _knows_snippets(ls: PlanServer) -> bool:
    texts = ls.client_capabilities.text_document
    completion = texts.completion if texts is not None else None
    item = completion.completion_item if completion is not None else None
    return bool(item is not None and item.snippet_support)


async def _signatures(ls: PlanServer, params: types.SignatureHelpParams) -> types.SignatureHelp | None:
    asked = partial(signature_help, position=values.text_position(params.position), language=ls.spoken)
    found = await ls.ask_text(params.text_document.uri, asked)
    return None if found is None else values.signature_help(found, offsets=_knows_offsets(ls))


def _knows_offsets(ls: PlanServer) -> bool:
    texts = ls.client_capabilities.text_document
    help_ = texts.signature_help if texts is not None else None
    signature = help_.signature_information if help_ is not None else None
    parameters = signature.parameter_information if signature is not None else None
    return bool(parameters is not None and parameters.label_offset_support)


# ---- Names -----------------------------------------------------------------------------------------------


async def _definition(ls: PlanServer, params: types.DefinitionParams) -> list[types.Location]:
    place, uri = values.text_position(params.position), params.text_document.uri
    found = await ls.ask_text(uri, partial(definitions, position=place))
    return [values.location(each, ls.address_of(uri)) for each in found or ()]


async def _references(ls: PlanServer, params: types.ReferenceParams) -> list[types.Location]:
    place, uri = values.text_position(params.position), params.text_document.uri
    declared = params.context.include_declaration
    found = await ls.ask_text(uri, partial(references, position=place, with_declaration=declared))
    return [values.location(each, ls.address_of(uri)) for each in found or ()]


async def _highlights(ls: PlanServer, params: types.DocumentHighlightParams) -> list[types.DocumentHighlight]:
    place, uri = values.text_position(params.position), params.text_document.uri
    found = await ls.ask_text(uri, partial(references, position=place)) or ()
    address = ls.address_of(uri)
    return [types.DocumentHighlight(values.range_(each.range)) for each in found if address(each.file) == uri]


async def _renamable(
    ls: PlanServer, params: types.PrepareRenameParams
) -> types.PrepareRenamePlaceholder | None:
    place = values.text_position(params.position)
    found = await ls.ask_text(params.text_document.uri, partial(renamable, position=place))
    return None if found is None else types.PrepareRenamePlaceholder(values.range_(found[0]), found[1])


async def _rename(ls: PlanServer, params: types.RenameParams) -> types.WorkspaceEdit | None:
    place, uri = values.text_position(params.position), params.text_document.uri
    try:
        found = await ls.ask_text(uri, partial(renamed, position=place, new=params.new_name))
    except ChangeError as error:
        raise RefusedError(error.message(ls.spoken)) from None
    if found is None:
        return None
    _tell_mentions(ls, found)
    return values.edits(found.edits, ls.address_of(uri))


def _tell_mentions(ls: PlanServer, made: Renamed) -> None:
    """List what says the old name and stays as it is: a person looks at it."""
    places = [f"{each.name}:{each.line}" if each.line else each.name for each in made.mentions]
    if not places:
        return
    shown = ", ".join(places[:_MOST_MENTIONS]) + ("…" if len(places) > _MOST_MENTIONS else "")
    told: dict[str, Parameter] = {"count": len(places), "places": shown}
    message = phrase("editing", "mentions", ls.spoken, told)
    ls.window_show_message(types.ShowMessageParams(types.MessageType.Info, message))
