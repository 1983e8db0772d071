"""Which lines of a text fold together: a declaration, a field of several lines, comments."""

from __future__ import annotations

from collections.abc import Iterator

import attrs

from pei_dsl.editing.spot import editor_text, file_of
from pei_dsl.immutable import brief
from pei_dsl.source import Span
from pei_dsl.syntax import tree
from pei_dsl.syntax.parts import Kind, parts
from pei_dsl.workspace.workspace import Workspace


@attrs.frozen(order=True)
class Fold:
    """
    Lines that fold together; the first one stays.

    Attributes:
        first, last: From 0.
        kind: `declaration`, `field` or `comment`.
    """

    __repr__ = brief

    first: int
    last: int
    kind: str


def folds(workspace: Workspace, name: str) -> tuple[Fold, ...]:
    r"""
    Return what folds in the text called `name`, in order.

        >>> import pei_dsl
        >>> workspace = pei_dsl.Workspace.of({"a.pei": 'objetivo OEI.01 "Salud"\n  prioridad: 1\n'})
        >>> pei_dsl.folds(workspace, "a.pei")
        (Fold(first=0, last=1, kind='declaration'),)

    Raises:
        RequestError: There is no such text.
        SupersededError: A newer version was made meanwhile.
    """
    text, file = editor_text(workspace, name), file_of(workspace, name)
    found = {
        Fold(text.position(span.start).line, text.position(max(span.start, span.end)).line, kind)
        for kind, span in (*_of_declarations(file), *_of_comments(file))
    }
    return tuple(sorted(each for each in found if each.last > each.first))


def _of_declarations(file: tree.File) -> Iterator[tuple[str, Span]]:
    text = file.source.text
    for declaration in file.declarations:
        yield "declaration", _trimmed(declaration.span, text)
        for item in declaration.items:
            if isinstance(item, tree.Field):
                yield "field", _trimmed(item.span, text)


def _trimmed(span: Span, text: str) -> Span:
    return Span(span.start, span.start + len(text[span.start : span.end].rstrip()))


def _of_comments(file: tree.File) -> Iterator[tuple[str, Span]]:
    """Yield the runs of lines that are comments alone."""
    run: Span | None = None
    for part in parts(file):
        if part.kind in {Kind.COMMENT, Kind.DOCUMENTATION} and (
            part.alone or part.kind is Kind.DOCUMENTATION
        ):
            run = Span(part.span.start if run is None else run.start, part.span.end)
        elif run is not None and not (part.kind is Kind.BLANK and part.text.count("\n") == 1):
            yield "comment", run
            run = None
    if run is not None:
        yield "comment", run
