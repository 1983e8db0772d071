"""What may be written in a formula: functions, names, codes, columns of the rows at hand, `?`."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pei_dsl.algebra.builtins import AGGREGATES
from pei_dsl.diagnostics.catalogue import phrase
from pei_dsl.editing.choices import Choice, ChoiceKind, named, words
from pei_dsl.editing.open_calls import open_calls
from pei_dsl.editing.spot import declarations
from pei_dsl.editing.writing_context import COMPUTED_COLUMN, Context
from pei_dsl.syntax import tree
from pei_dsl.views.offered_names import codes_of, sources_of, values_of
from pei_dsl.views.offered_words import WordKind
from pei_dsl.vocabulary import RESERVED, fold, is_name
from pei_dsl.workspace.workspace import Workspace

HOLE = "?"
_NOT = frozenset({"no", "not"})
_BEFORE_TIME = frozenset({"en", "al", "in", "at"})
_LAST_WORD = re.compile(r"[^\W\d]\w*(?=\s*\Z)")
_OPERAND = re.compile(r"[\w)\]%\"»”]\s*\Z")
_COLUMN = re.compile(r"(?P<source>[^\W\d]\w*)\.\[?[^\]\n.]*\Z")
_CODE = re.compile(r"[^\W\d_]+\.[\d.]*\w*\Z")
_SOURCE = re.compile(r"\s*(?P<source>[^\W\d]\w*)")


def formula(context: Context, language: str) -> Iterator[Choice]:
    """Yield what may be written in a formula."""
    workspace = context.spot.workspace
    begun = context.before[: len(context.before) - len(context.begun)]
    column = _COLUMN.fullmatch(context.begun)
    if column is not None and column["source"] in workspace.plan.sources:
        for each in columns(workspace, column["source"]):
            yield Choice(f"{column['source']}.{each.text}", each.kind, each.label, each.detail)
        return
    if _CODE.fullmatch(context.begun):
        yield from named(codes_of(workspace.plan), ChoiceKind.CODE)
        return
    last = _LAST_WORD.search(begun)
    word = fold(last[0]) if last is not None else ""
    if begun.rstrip().endswith(HOLE):
        yield from _formulas(context)
    elif word in _BEFORE_TIME:
        yield from (choice for _, choice in words(language, WordKind.TIME))
    elif word not in RESERVED and _OPERAND.search(begun):
        yield from (choice for _, choice in words(language, WordKind.OPERATOR) if choice.text not in _NOT)
    else:
        yield from _operands(context, begun, language)


def _operands(context: Context, begun: str, language: str) -> Iterator[Choice]:
    """Yield what may be an operand: the nearest names first."""
    workspace = context.spot.workspace
    plan = workspace.plan
    own = _own_rows(context, begun)
    rows = rows_at_hand(begun, workspace) or own
    others = {name: title for name, title in sources_of(plan).items() if name != _declared(context)}
    if _is_rows(context) and not own:
        yield from named(others, ChoiceKind.SOURCE)
        return
    if not begun.strip() and not context.begun and context.kind == "indicator":
        yield Choice(HOLE, ChoiceKind.FORMULA, detail=phrase("editing", "hole", language))
    if rows:
        yield from columns(workspace, rows)
    if own and rows != own:  # what ties the rows of another source to the row at hand
        for each in columns(workspace, own):
            yield Choice(f"{own}.{each.text}", each.kind, f"{own}.{each.label}", each.detail)
    yield from local_names(context)
    yield from named(values_of(plan), ChoiceKind.VALUE)
    yield from named(others, ChoiceKind.SOURCE)
    for each in named(_functions(workspace), ChoiceKind.FUNCTION):
        yield Choice(f"{each.text}()", each.kind, each.text, each.detail, cursor=len(each.text) + 1)
    if context.kind == "indicator":
        yield from (choice for _, choice in words(language, WordKind.FIGURE))
    kinds = (WordKind.FUNCTION, WordKind.AGGREGATE, WordKind.DAY)
    yield from (choice for _, choice in words(language, *kinds))
    yield from (choice for each, choice in words(language, WordKind.OPERATOR) if each.text in _NOT)
    yield from named(codes_of(plan), ChoiceKind.CODE)


def _is_rows(context: Context) -> bool:
    return context.field is not None and context.field.kind == "ROWS"


def _declared(context: Context) -> str:
    """Return the source whose declaration is written, whose rows it cannot ask itself for; "" for none."""
    declaration = context.spot.declaration if context.kind == "source" else None
    return "" if declaration is None else declaration.header.name or ""


def _own_rows(context: Context, before: str) -> str:
    """Return the source whose row is at hand: in a computed column, behind `una fila por:`; "" for none."""
    if context.field is COMPUTED_COLUMN:
        return _declared(context)
    of = _SOURCE.match(before) if _is_rows(context) else None
    return of["source"] if of is not None else ""


def _functions(workspace: Workspace) -> dict[str, str]:
    """Return the functions that the texts declare, by title; the plan knows only those that are called."""
    headers = (each.header for each in declarations(workspace) if each.kind == "function")
    return {each.name: each.title or "" for each in headers if each.name}


def local_names(context: Context) -> Iterator[Choice]:
    """Yield what only this declaration knows: definitions under `donde:`, parameters of a function."""
    declaration = context.spot.declaration
    if declaration is None:
        return
    yield from named(declaration.header.parameters or (), ChoiceKind.VALUE)
    for item in declaration.items:
        value = item.value if isinstance(item, tree.Field) else None
        if isinstance(value, tree.Definitions):
            yield from named({each.name: each.title for each in value.items}, ChoiceKind.VALUE)


def columns(workspace: Workspace, source: str) -> Iterator[Choice]:
    """Yield the columns of a source as its texts declare them, each with its type; odd names in brackets."""
    for declaration in declarations(workspace):
        if declaration.kind != "source" or declaration.header.name != source:
            continue
        for item in declaration.items:
            value = item.value if isinstance(item, tree.Field) else None
            if isinstance(value, tree.Column):
                text = value.name if is_name(value.name) else f"[{value.name}]"
                yield Choice(text, ChoiceKind.COLUMN, value.name, value.type)


def rows_at_hand(before: str, workspace: Workspace) -> str:
    """Return the source whose rows the innermost open call of `before` reads, "" for none."""
    for call in open_calls(before):
        source = _SOURCE.match(before, call.arguments)
        if source is None or AGGREGATES.find(call.function) is None:
            continue
        if source["source"] in workspace.plan.sources:
            return source["source"]
    return ""


def _formulas(context: Context) -> Iterator[Choice]:
    """Yield the formulas that would fit where `?` stands, as the note about it says."""
    spot = context.spot
    hole = spot.source.text.rfind(HOLE, 0, spot.offset)
    for each in spot.workspace.loaded.diagnostics:
        if each.code == "PEI219" and each.primary.source is spot.source and each.primary.span.start == hole:
            behind = spot.offset - hole
            yield from (Choice(fix.text, ChoiceKind.FORMULA, replaces=behind) for fix in each.fixes)
