"""Findings where an editor shows them: each with its range, what makes it wrong, and its fixes as edits."""

from __future__ import annotations

import attrs

from pei_dsl.diagnostics import Diagnostic, Fix
from pei_dsl.editing.spot import TextPlace, place
from pei_dsl.editing.text_positions import START, EditorText, TextEdit, TextPosition, TextRange
from pei_dsl.immutable import brief
from pei_dsl.workspace.workspace import Workspace


@attrs.frozen
class PlacedFinding:
    """
    A finding, and where it is.

    Attributes:
        file: The text, or the file of data, relative to the folder.
        range: The smallest wrong thing; of a file of data, its line.
        diagnostic: What was found: `headline(language)` and `help(language)` say it.
        related: The places that make it wrong, with a word on each in Spanish and in English.
        fixes: Each fix that is an edit, best first, with its edits.
    """

    __repr__ = brief

    file: str
    range: TextRange
    diagnostic: Diagnostic
    related: tuple[tuple[TextPlace, str, str], ...] = ()
    fixes: tuple[tuple[Fix, tuple[TextEdit, ...]], ...] = ()


def placed_findings(workspace: Workspace) -> tuple[PlacedFinding, ...]:
    r"""
    Return all findings of a workspace, as `Workspace.diagnostics` gives them, where an editor shows them.

    What is about the folder as a whole stands at the beginning of the first text.

        >>> import pei_dsl
        >>> workspace = pei_dsl.Workspace.of({"plan.pei": 'objetivo OEI 4 "Salud"\n'})
        >>> found = pei_dsl.placed_findings(workspace)[1]
        >>> found.diagnostic.code, found.range.start, found.fixes[0][1][0].text
        ('PEI106', TextPosition(line=0, character=9), 'OEI.04')

    Raises:
        SupersededError: A newer version was made meanwhile.
    """
    return placed(workspace, workspace.diagnostics)


def placed(workspace: Workspace, found: tuple[Diagnostic, ...]) -> tuple[PlacedFinding, ...]:
    """Return `found` where an editor shows it."""
    return tuple(_placed(workspace, each) for each in found)


def _placed(workspace: Workspace, diagnostic: Diagnostic) -> PlacedFinding:
    file, where = _where(workspace, diagnostic)
    related = tuple(
        (place(each.source, each.span), each.text("es"), each.text("en"))
        for each in diagnostic.related
        if each.source is not None
    )
    fixes = tuple(
        (fix, tuple(EditorText(each.source).edit(each.span, each.text) for each in fix.edits))
        for fix in diagnostic.fixes
        if fix.edits
    )
    return PlacedFinding(file, where, diagnostic, related, fixes)


def _where(workspace: Workspace, diagnostic: Diagnostic) -> tuple[str, TextRange]:
    source = diagnostic.primary.source
    if source is not None:
        return source.name, EditorText(source).range(diagnostic.primary.span)
    if diagnostic.line and diagnostic.file:
        start = TextPosition(diagnostic.line - 1, 0)
        return diagnostic.file, TextRange(start, start)
    root = workspace.root
    is_file = root is not None and bool(diagnostic.file) and (root / diagnostic.file).is_file()
    return (diagnostic.file if is_file else next(iter(workspace.sources), diagnostic.file)), START
