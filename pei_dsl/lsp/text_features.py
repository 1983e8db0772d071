"""What is asked of a whole text: its outline, figures beside it, folds, colours, its form."""

from __future__ import annotations

from functools import partial

from lsprotocol import types

from pei_dsl.editing.folds import folds
from pei_dsl.editing.formatting_edits import formatting_edits
from pei_dsl.editing.inlay_hints import inlay_hints
from pei_dsl.editing.semantic_tokens import semantic_tokens
from pei_dsl.editing.text_symbols import document_symbols, workspace_symbols
from pei_dsl.lsp import protocol_values as values
from pei_dsl.lsp.plan_server import PlanServer


def register(made: PlanServer) -> None:
    """Let `made` answer these."""
    made.feature(types.TEXT_DOCUMENT_DOCUMENT_SYMBOL)(_symbols)
    made.feature(types.WORKSPACE_SYMBOL)(_all_symbols)
    made.feature(types.TEXT_DOCUMENT_INLAY_HINT)(_hints)
    made.feature(types.TEXT_DOCUMENT_FOLDING_RANGE)(_folds)
    made.feature(types.TEXT_DOCUMENT_SEMANTIC_TOKENS_FULL, values.LEGEND)(_colours)
    made.feature(types.TEXT_DOCUMENT_FORMATTING)(_form)


async def _symbols(ls: PlanServer, params: types.DocumentSymbolParams) -> list[types.DocumentSymbol]:
    found = await ls.ask_text(params.text_document.uri, document_symbols)
    return [values.symbol(each) for each in found or ()]


async def _all_symbols(ls: PlanServer, params: types.WorkspaceSymbolParams) -> list[types.WorkspaceSymbol]:
    """Return what all open plans declare."""
    found: list[types.WorkspaceSymbol] = []
    for plan in [*ls.plans.plans.values()]:
        asked = await ls.ask(plan, lambda workspace: workspace_symbols(workspace, params.query))
        address = partial(ls.plans.address, plan)
        found.extend(values.workspace_symbol(each, address) for each in asked)
    return found


async def _hints(ls: PlanServer, params: types.InlayHintParams) -> list[types.InlayHint]:
    asked = partial(inlay_hints, within=values.text_range(params.range), period=ls.period, language=ls.spoken)
    found = await ls.ask_text(params.text_document.uri, asked)
    return [values.hint(each) for each in found or ()]


async def _folds(ls: PlanServer, params: types.FoldingRangeParams) -> list[types.FoldingRange]:
    found = await ls.ask_text(params.text_document.uri, folds)
    return [values.fold(each) for each in found or ()]


async def _colours(ls: PlanServer, params: types.SemanticTokensParams) -> types.SemanticTokens:
    found = await ls.ask_text(params.text_document.uri, semantic_tokens)
    return values.tokens(found or ())


async def _form(ls: PlanServer, params: types.DocumentFormattingParams) -> list[types.TextEdit]:
    found = await ls.ask_text(params.text_document.uri, formatting_edits)
    return [values.text_edit(each) for each in found or ()]
