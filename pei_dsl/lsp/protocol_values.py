"""Answers of language services as the protocol writes them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from lsprotocol import types

from pei_dsl.diagnostics import Diagnostic, Severity
from pei_dsl.editing.choices import ChoiceKind
from pei_dsl.editing.code_actions import CodeAction, CodeActionKind
from pei_dsl.editing.completing import Completion
from pei_dsl.editing.folds import Fold
from pei_dsl.editing.inlay_hints import InlayHint
from pei_dsl.editing.placed_findings import PlacedFinding
from pei_dsl.editing.semantic_tokens import SemanticToken
from pei_dsl.editing.signature_help import SignatureHelp
from pei_dsl.editing.spot import TextPlace
from pei_dsl.editing.text_positions import TextEdit, TextPosition, TextRange, units_between
from pei_dsl.editing.text_symbols import Symbol
from pei_dsl.views.token_classes import TokenClass

# The address of a text or file by its name in the plan.
Addresses = Callable[[str], str]

SOURCE = "pei"
EXPLAIN_MESSAGE, EXPLAIN_FIGURE = "pei.explicarMensaje", "pei.explicarCifra"


def position(given: TextPosition) -> types.Position:
    """Return a position."""
    return types.Position(given.line, given.character)


def text_position(given: types.Position) -> TextPosition:
    """Return a position as language services count it."""
    return TextPosition(given.line, given.character)


def range_(given: TextRange) -> types.Range:
    """Return a range."""
    return types.Range(position(given.start), position(given.end))


def text_range(given: types.Range) -> TextRange:
    """Return a range as language services have it."""
    return TextRange(text_position(given.start), text_position(given.end))


def location(given: TextPlace, address: Addresses) -> types.Location:
    """Return where something stands."""
    return types.Location(address(given.file), range_(given.range))


def edits(given: Iterable[TextEdit], address: Addresses) -> types.WorkspaceEdit:
    """Return edits of one text or several."""
    by_file: dict[str, list[types.TextEdit]] = {}
    for each in given:
        by_file.setdefault(address(each.file), []).append(text_edit(each))
    changes: dict[str, Sequence[types.TextEdit]] = {**by_file}
    return types.WorkspaceEdit(changes=changes)


def text_edit(given: TextEdit) -> types.TextEdit:
    """Return one edit of a text."""
    return types.TextEdit(range_(given.range), given.text)


# ---- Findings -------------------------------------------------------------------------------------------

_SEVERITIES = {
    Severity.ERROR: types.DiagnosticSeverity.Error,
    Severity.WARNING: types.DiagnosticSeverity.Warning,
    Severity.NOTE: types.DiagnosticSeverity.Information,
}


def finding(given: PlacedFinding, address: Addresses, language: str) -> types.Diagnostic:
    """Return a finding with what makes it wrong, told in a language."""
    related = [
        types.DiagnosticRelatedInformation(location(place, address), words[language == "en"])
        for place, *words in given.related
    ]
    return diagnostic(given.diagnostic, given.range, language, related)


def diagnostic(
    given: Diagnostic,
    where: TextRange,
    language: str,
    related: Sequence[types.DiagnosticRelatedInformation] = (),
) -> types.Diagnostic:
    """Return what was found at a place."""
    told = "\n".join(each for each in (given.headline(language), given.help(language)) if each)
    return types.Diagnostic(
        range_(where),
        told,
        _SEVERITIES[given.severity],
        code=given.code,
        source=SOURCE,
        related_information=[*related] or None,
        data=given.code,
    )


# ---- What may be written --------------------------------------------------------------------------------

_KINDS = {
    ChoiceKind.DECLARATION: types.CompletionItemKind.Keyword,
    ChoiceKind.FIELD: types.CompletionItemKind.Property,
    ChoiceKind.WORD: types.CompletionItemKind.EnumMember,
    ChoiceKind.TYPE: types.CompletionItemKind.TypeParameter,
    ChoiceKind.CONSTRAINT: types.CompletionItemKind.Keyword,
    ChoiceKind.FUNCTION: types.CompletionItemKind.Function,
    ChoiceKind.OPERATOR: types.CompletionItemKind.Operator,
    ChoiceKind.VALUE: types.CompletionItemKind.Variable,
    ChoiceKind.SOURCE: types.CompletionItemKind.Struct,
    ChoiceKind.COLUMN: types.CompletionItemKind.Field,
    ChoiceKind.CODE: types.CompletionItemKind.Reference,
    ChoiceKind.NAME: types.CompletionItemKind.Constant,
    ChoiceKind.PERIOD: types.CompletionItemKind.Value,
    ChoiceKind.FILE: types.CompletionItemKind.File,
    ChoiceKind.FORMULA: types.CompletionItemKind.Snippet,
}


def completion(given: Completion, number: int, begun: str, *, snippets: bool) -> types.CompletionItem:
    """Return one completion; `begun` stands in its range, so that no editor sorts it out by accents."""
    text, form = given.text, types.InsertTextFormat.PlainText
    if snippets and given.cursor < len(text):
        before, after = (_escaped(part) for part in (text[: given.cursor], text[given.cursor :]))
        text, form = f"{before}$0{after}", types.InsertTextFormat.Snippet
    return types.CompletionItem(
        given.label,
        kind=_KINDS[given.kind],
        detail=given.detail or None,
        documentation=given.summary or None,
        sort_text=f"{number:04}",
        filter_text=begun or None,
        insert_text_format=form,
        text_edit=types.TextEdit(range_(given.range), text),
    )


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace("$", "\\$").replace("}", "\\}")


def signature_help(given: SignatureHelp, *, offsets: bool) -> types.SignatureHelp:
    """Return what is said of a call; its arguments by places for a client that knows them, else as texts."""
    signatures = [
        types.SignatureInformation(
            each.label,
            _told(each.summary),
            [
                types.ParameterInformation(
                    (one.start, one.end) if offsets else units_between(each.label, one.start, one.end),
                    _told(one.summary),
                )
                for one in each.parameters
            ],
        )
        for each in given.signatures
    ]
    # An argument too many is none of those that are listed; left out it would mean the first.
    parameter = len(signatures[given.active].parameters or ()) if given.parameter is None else given.parameter
    return types.SignatureHelp(signatures, given.active, parameter)


def _told(markdown: str) -> types.MarkupContent | None:
    return types.MarkupContent(types.MarkupKind.Markdown, markdown) if markdown else None


# ---- What can be done -----------------------------------------------------------------------------------


def code_action(
    given: CodeAction,
    found: PlacedFinding | None,
    address: Addresses,
    language: str,
    data: dict[str, Any],
) -> types.CodeAction:
    """Return an action; `found` is what it is about, `data` what its working out takes."""
    about = [finding(found, address, language)] if found is not None else None
    is_fix = given.kind is CodeActionKind.FIX
    commands = {
        CodeActionKind.EXPLAIN_FINDING: EXPLAIN_MESSAGE,
        CodeActionKind.EXPLAIN_FIGURE: EXPLAIN_FIGURE,
    }
    name = commands.get(given.kind)
    command = None
    if name is not None:
        command = types.Command(given.title, name, arguments=[given.asks, data["uri"]])
    return types.CodeAction(
        given.title,
        kind=types.CodeActionKind.QuickFix if is_fix else types.CodeActionKind.Empty,
        diagnostics=about if is_fix else None,
        is_preferred=given.is_safe or None,
        edit=edits(given.edits, address) if given.edits else None,
        command=command,
        data=data if given.kind is CodeActionKind.DECLARE_SOURCE else None,
    )


# ---- What is shown of a text ----------------------------------------------------------------------------

_SYMBOL_KINDS = {
    "plan": types.SymbolKind.Package,
    "objective": types.SymbolKind.Namespace,
    "action": types.SymbolKind.Module,
    "indicator": types.SymbolKind.Class,
    "source": types.SymbolKind.Struct,
    "register": types.SymbolKind.File,
    "function": types.SymbolKind.Function,
    "methodology": types.SymbolKind.Interface,
    "test": types.SymbolKind.Event,
    "definition": types.SymbolKind.Variable,
    "variable": types.SymbolKind.Variable,
    "series": types.SymbolKind.Array,
    "column": types.SymbolKind.Field,
    "example": types.SymbolKind.Constant,
}


def symbol(given: Symbol) -> types.DocumentSymbol:
    """Return a symbol with its parts."""
    return types.DocumentSymbol(
        given.name or given.kind,
        _SYMBOL_KINDS.get(given.kind, types.SymbolKind.Object),
        range_(given.range),
        range_(given.name_range),
        detail=given.title or None,
        children=[symbol(each) for each in given.parts],
    )


def workspace_symbol(given: Symbol, address: Addresses) -> types.WorkspaceSymbol:
    """Return a symbol of any text."""
    told = " ".join(each for each in (given.name, given.title) if each)
    where = types.Location(address(given.file), range_(given.name_range))
    kind = _SYMBOL_KINDS.get(given.kind, types.SymbolKind.Object)
    return types.WorkspaceSymbol(where, told, kind, container_name=given.within or None)


def hint(given: InlayHint) -> types.InlayHint:
    """Return a figure beside a text."""
    return types.InlayHint(position(given.position), given.text, tooltip=given.tooltip, padding_left=True)


def fold(given: Fold) -> types.FoldingRange:
    """Return lines that fold."""
    kind = types.FoldingRangeKind.Comment if given.kind == "comment" else None
    return types.FoldingRange(given.first, given.last, kind=kind)


# ---- Colours --------------------------------------------------------------------------------------------

_TOKENS = {
    TokenClass.COMMENT: types.SemanticTokenTypes.Comment,
    TokenClass.DOCUMENTATION: types.SemanticTokenTypes.Comment,
    TokenClass.DECLARATION: types.SemanticTokenTypes.Keyword,
    TokenClass.FIELD: types.SemanticTokenTypes.Property,
    TokenClass.CODE: types.SemanticTokenTypes.Class,
    TokenClass.NAME: types.SemanticTokenTypes.Variable,
    TokenClass.FUNCTION: types.SemanticTokenTypes.Function,
    TokenClass.BUILT_IN: types.SemanticTokenTypes.Function,
    TokenClass.NUMBER: types.SemanticTokenTypes.Number,
    TokenClass.DAY: types.SemanticTokenTypes.Number,
    TokenClass.QUOTED: types.SemanticTokenTypes.String,
    TokenClass.TEXT: types.SemanticTokenTypes.String,
    TokenClass.CONSTANT: types.SemanticTokenTypes.EnumMember,
    TokenClass.TYPE: types.SemanticTokenTypes.Type,
    TokenClass.TIME: types.SemanticTokenTypes.Modifier,
    TokenClass.OPERATOR: types.SemanticTokenTypes.Operator,
    TokenClass.OPERATOR_WORD: types.SemanticTokenTypes.Keyword,
}
_TYPES = [*dict.fromkeys(_TOKENS.values())]
_MODIFIERS = [types.SemanticTokenModifiers.Documentation, types.SemanticTokenModifiers.DefaultLibrary]
_MODIFIED = {TokenClass.DOCUMENTATION: 1, TokenClass.BUILT_IN: 2}
LEGEND = types.SemanticTokensLegend([each.value for each in _TYPES], [each.value for each in _MODIFIERS])


def tokens(given: Iterable[SemanticToken]) -> types.SemanticTokens:
    """Return tokens as the protocol packs them: each by its distance from the one before."""
    data: list[int] = []
    line = character = 0
    for each in given:
        kind = _TOKENS.get(each.token_class)
        if kind is None:
            continue
        start = each.start
        distance = start.character - character if start.line == line else start.character
        modifiers = _MODIFIED.get(each.token_class, 0)
        data += [start.line - line, distance, each.length, _TYPES.index(kind), modifiers]
        line, character = start.line, start.character
    return types.SemanticTokens(data)
