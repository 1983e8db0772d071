"""What can be done at a place, and the pages that explain: actions and commands."""

from __future__ import annotations

from functools import partial
from typing import Any

from lsprotocol import types

from pei_dsl.diagnostics import Diagnostic
from pei_dsl.diagnostics.errors import PeiError
from pei_dsl.editing import code_actions as actions
from pei_dsl.editing.placed_findings import PlacedFinding, placed_findings
from pei_dsl.editing.shown_figures import asked_period
from pei_dsl.editing.text_positions import TextRange
from pei_dsl.interchange.showing import message_page, render
from pei_dsl.lsp import protocol_values as values
from pei_dsl.lsp.plan_server import PlanServer, RefusedError
from pei_dsl.workspace.workspace import Workspace

_OPTIONS = types.CodeActionOptions(code_action_kinds=[types.CodeActionKind.QuickFix], resolve_provider=True)


def register(made: PlanServer) -> None:
    """Let `made` answer these."""
    made.feature(types.TEXT_DOCUMENT_CODE_ACTION, _OPTIONS)(_offer)
    made.feature(types.CODE_ACTION_RESOLVE)(_resolve)
    made.command(values.EXPLAIN_MESSAGE)(_explain_message)
    made.command(values.EXPLAIN_FIGURE)(_explain_figure)


async def _offer(ls: PlanServer, params: types.CodeActionParams) -> list[types.CodeAction]:
    within, uri = values.text_range(params.range), params.text_document.uri
    found = await ls.ask_text(uri, partial(_found, within=within, period=ls.period, language=ls.spoken))
    start = [params.range.start.line, params.range.start.character]
    return [
        values.code_action(
            each, about, ls.address_of(uri), ls.spoken, {"uri": uri, "file": each.asks, "start": start}
        )
        for each, about in found or ()
    ]


def _found(
    workspace: Workspace, name: str, *, within: TextRange, period: str | None, language: str
) -> list[tuple[actions.CodeAction, PlacedFinding | None]]:
    """Return the actions, each with the finding that it is about."""
    found = actions.code_actions(workspace, name, within, period=period, language=language)
    about = {id(each.diagnostic): each for each in placed_findings(workspace)}
    return [(each, about.get(id(each.diagnostic))) for each in found]


async def _resolve(ls: PlanServer, action: types.CodeAction) -> types.CodeAction:
    """Read a file of data for the source that declares it, now that somebody has chosen so."""
    data: Any = action.data
    if not isinstance(data, dict) or action.edit is not None:
        return action
    place, uri = values.text_position(types.Position(*data["start"])), data["uri"]
    asked = partial(actions.declared_source, position=place, file=data["file"], language=ls.spoken)
    try:
        found = await ls.ask_text(uri, asked)
    except PeiError as error:
        raise RefusedError(error.message(ls.spoken)) from None
    if isinstance(found, Diagnostic):
        raise RefusedError(found.headline(ls.spoken))
    action.edit = values.edits(found or (), ls.address_of(uri))
    return action


async def _explain_message(ls: PlanServer, code: str, _uri: str) -> str:
    try:
        return _shown(ls, message_page(code, language=ls.spoken))
    except PeiError as error:
        raise RefusedError(error.message(ls.spoken)) from None


async def _explain_figure(ls: PlanServer, code: str, uri: str) -> str:
    def ask(workspace: Workspace, _: str) -> str:
        when = asked_period(workspace, ls.period)
        if when is None:
            return ""
        explanation = workspace.explanation(code, when, partial=True)
        return f"```text\n{render(explanation, 'texto', language=ls.spoken)}\n```\n"

    try:
        return _shown(ls, await ls.ask_text(uri, ask) or "")
    except PeiError as error:
        raise RefusedError(error.message(ls.spoken)) from None


def _shown(ls: PlanServer, text: str) -> str:
    """Return a page for a client that shows pages, and show it to one that does not say that it does."""
    options = ls.client_capabilities.experimental
    shows = isinstance(options, dict) and options.get("peiPages")
    if text and not shows:
        ls.window_show_message(types.ShowMessageParams(types.MessageType.Info, text))
    return text
