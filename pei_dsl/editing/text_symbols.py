"""What a text declares, as an outline; and all that the texts of a plan declare, by code, name or title."""

from __future__ import annotations

from collections.abc import Iterator

import attrs

from pei_dsl import vocabulary
from pei_dsl.analysis.resolve.symbols import group_of, objective_of
from pei_dsl.editing.spot import editor_text, file_of
from pei_dsl.editing.text_positions import EditorText, TextRange
from pei_dsl.immutable import brief
from pei_dsl.source import Span
from pei_dsl.syntax import tree
from pei_dsl.vocabulary import fold
from pei_dsl.workspace.workspace import Workspace


@attrs.frozen
class Symbol:
    """
    Something that a text declares.

    Attributes:
        kind: `plan`, `objective`, `action`, `indicator`, `source` and so on, as declarations are called in
            code; `definition`, `column` or `example` for what stands in one.
        name: Its code, its name, or its title where it has neither.
        title: What it is called; "" for what has no title of its own.
        file: The text.
        range: All of it.
        name_range: Its name.
        within: The code of the objective or action that it belongs to, or what it stands in; "" for none.
        parts: What it contains.
    """

    __repr__ = brief

    kind: str
    name: str
    title: str
    file: str
    range: TextRange
    name_range: TextRange
    within: str = ""
    parts: tuple[Symbol, ...] = ()


def document_symbols(workspace: Workspace, name: str) -> tuple[Symbol, ...]:
    r"""
    Return what the text called `name` declares, in its order, with the definitions and columns in each.

        >>> import pei_dsl
        >>> workspace = pei_dsl.Workspace.of({"a.pei": 'objetivo OEI.01 "Salud"\nvariable x = 1'})
        >>> [(each.kind, each.name, each.title) for each in pei_dsl.document_symbols(workspace, "a.pei")]
        [('objective', 'OEI.01', 'Salud'), ('variable', 'x', '')]

    Raises:
        RequestError: There is no such text.
        SupersededError: A newer version was made meanwhile.
    """
    text = editor_text(workspace, name)
    return tuple(_symbol(each, text) for each in file_of(workspace, name).declarations if each.kind)


def workspace_symbols(workspace: Workspace, query: str = "") -> tuple[Symbol, ...]:
    """
    Return what all texts declare and has the letters of `query`, in any case and accents, in code or title.

    They come in the order of the plan: each objective with its actions and indicators, then all else.

    Raises:
        SupersededError: A newer version was made meanwhile.
    """
    wanted = fold(query).split()
    found = [each for name in workspace.sources for each in document_symbols(workspace, name)]
    fitting = [each for each in found if all(word in fold(f"{each.name} {each.title}") for word in wanted)]
    return tuple(sorted(fitting, key=_in_plan))


def _in_plan(symbol: Symbol) -> tuple[bool, tuple[str, ...]]:
    """Return what sorts symbols as the plan's tree does; all else stays in the order of the texts."""
    if symbol.kind not in {"objective", "action", "indicator"}:
        return symbol.kind != "plan", ()
    group = group_of(symbol.name) if symbol.kind == "indicator" else symbol.name
    objective = objective_of(group) or group
    action = "" if group == objective else group
    return False, (objective, action, "" if symbol.kind != "indicator" else symbol.name)


def _symbol(declaration: tree.Declaration, text: EditorText) -> Symbol:
    header = declaration.header
    name = header.code or header.name or header.title or header.keyword
    own = header.name_span if header.code or header.name else header.title_span
    span = _within(own, declaration.span) if header.code or header.name or header.title else header.span
    within = (group_of(name) or objective_of(name) or "") if declaration.kind in vocabulary.CODED else ""
    return Symbol(
        declaration.kind,
        name,
        (header.title or "") if name != header.title else "",
        text.source.name,
        text.range(declaration.span),
        text.range(span),
        within,
        tuple(_parts(declaration, name, text)),
    )


def _within(inner: Span, outer: Span) -> Span:
    """Return `inner`, or the beginning of `outer` where it has no place of its own."""
    held = outer.start <= inner.start <= inner.end <= outer.end
    return inner if held else Span(outer.start, outer.start)


def _parts(declaration: tree.Declaration, within: str, text: EditorText) -> Iterator[Symbol]:
    def part(kind: str, name: str, title: str, span: Span, name_span: Span) -> Symbol:
        named = _within(name_span, span)
        return Symbol(kind, name, title, text.source.name, text.range(span), text.range(named), within)

    for item in declaration.items:
        if not isinstance(item, tree.Field):
            continue
        match item.value:
            case tree.Definitions(items=items):
                for each in items:
                    yield part("definition", each.name, each.title, each.span, each.name_span)
            case tree.Column(name=name):
                yield part("column", name, "", item.span, item.value.name_span)
            case tree.Example(title=title):
                yield part("example", title, "", item.span, item.word_span)
            case _:
                pass
