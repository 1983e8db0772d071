"""What can be done at a place by one choice: a fix, an explanation, an example written, a source declared."""

from __future__ import annotations

import enum
from collections.abc import Iterator, Sequence

import attrs

from pei_dsl.diagnostics import Diagnostic, Fix
from pei_dsl.diagnostics.catalogue import phrase
from pei_dsl.diagnostics.fixing import safe_fix
from pei_dsl.editing.data_files import undeclared_files
from pei_dsl.editing.new_sources import source_edits
from pei_dsl.editing.placed_findings import PlacedFinding, placed, placed_findings
from pei_dsl.editing.shown_figures import asked_period
from pei_dsl.editing.spot import Spot, editor_text
from pei_dsl.editing.text_positions import TextEdit, TextPosition, TextRange
from pei_dsl.editing.written_examples import example_edits
from pei_dsl.immutable import brief
from pei_dsl.model.periods import Period
from pei_dsl.workspace.workspace import Workspace

# More files than this are a menu that nobody reads; the rest comes when these are declared.
MOST_FILES = 5


class CodeActionKind(enum.StrEnum):
    """What an action is."""

    FIX = "fix"
    EXPLAIN_FINDING = "explain_finding"  # `message_page(asks)`
    EXPLAIN_FIGURE = "explain_figure"  # `Workspace.explanation(asks, …)`
    WRITE_EXAMPLE = "write_example"
    DECLARE_SOURCE = "declare_source"  # `declared_source`


@attrs.frozen
class CodeAction:
    """
    Something that can be done.

    Attributes:
        title: What it does.
        edits: What it writes; () for what shows something, and for what is worked out when it is chosen.
        diagnostic: The finding that it is about, or None.
        is_safe: Whether it is the one way to mend its finding.
        asks: The message, the code or the file that it is about.
    """

    __repr__ = brief

    title: str
    kind: CodeActionKind
    edits: tuple[TextEdit, ...] = ()
    diagnostic: Diagnostic | None = None
    is_safe: bool = False
    asks: str = ""


def code_actions(
    workspace: Workspace,
    name: str,
    within: TextRange,
    *,
    period: str | int | Period | None = None,
    language: str = "es",
    found: Sequence[Diagnostic] | None = None,
) -> tuple[CodeAction, ...]:
    r"""
    Return what can be done where `within` stands in the text `name`: every fix of every finding first.

        >>> import pei_dsl
        >>> workspace = pei_dsl.Workspace.of({"plan.pei": 'objetivo OEI 4 "Salud"\n'})
        >>> here = pei_dsl.placed_findings(workspace)[1].range
        >>> [each.title for each in pei_dsl.code_actions(workspace, "plan.pei", here)]
        ['Escribir «OEI.04»', 'Explicar PEI106', 'Explicar la cifra de OEI.04']

    Args:
        workspace: The texts.
        name: One of them.
        within: A part of it, or one place.
        period: Whose figures an example takes; None for the last year with registered values, else the first.
        language: `es` or `en`.
        found: The findings that something can be done about, `workspace.loaded.diagnostics` for those that
            cost nothing; None for all, which waits for the warnings.

    Raises:
        RequestError: There is no such text or period.
        SupersededError: A newer version was made meanwhile.
    """
    editor_text(workspace, name)
    known = placed_findings(workspace) if found is None else placed(workspace, tuple(found))
    here = [each for each in known if each.file == name and each.range.meets(within)]
    spot = Spot.of(workspace, name, within.start)
    return (
        *(action for each in here for action in _fixes(each, language)),
        *_explanations(here, language),
        *_of_indicator(spot, period, language),
        *_sources(spot, language),
    )


def _fixes(found: PlacedFinding, language: str) -> Iterator[CodeAction]:
    safe = safe_fix(found.diagnostic)
    for fix, edits in found.fixes:
        title = _title(fix, found, language)
        yield CodeAction(title, CodeActionKind.FIX, edits, found.diagnostic, fix is safe)


def _title(fix: Fix, found: PlacedFinding, language: str) -> str:
    written = " ".join((fix.text or "".join(each.text for each in fix.edits)).split())
    if written:
        return phrase("editing", "write", language, {"text": _short(written)})
    source = found.diagnostic.primary.source
    removed = " ".join("".join(each.source[each.span] for each in fix.edits).split()) if source else ""
    return phrase("editing", "remove", language, {"text": _short(removed)})


def _short(text: str) -> str:
    return text if len(text) <= 60 else f"{text[:59].rstrip()}…"


def _explanations(found: list[PlacedFinding], language: str) -> Iterator[CodeAction]:
    for code in dict.fromkeys(each.diagnostic.code for each in found):
        about = next(each.diagnostic for each in found if each.diagnostic.code == code)
        title = phrase("editing", "explain_finding", language, {"code": code})
        yield CodeAction(title, CodeActionKind.EXPLAIN_FINDING, (), about, asks=code)


def _of_indicator(spot: Spot, period: str | int | Period | None, language: str) -> Iterator[CodeAction]:
    """Yield what can be done with the objective, action or indicator whose first line or formula it is."""
    workspace, declaration = spot.workspace, spot.declaration
    code = "" if declaration is None else declaration.header.code or ""
    plan = workspace.plan
    if declaration is None or not (code in plan.indicators or code in plan.groups):
        return
    in_header = declaration.span.start <= spot.offset <= declaration.header.span.end
    field = spot.field
    if not in_header and (field is None or field.name not in {"formula", "where", "goals", "values"}):
        return
    title = phrase("editing", "explain_figure", language, {"code": code})
    yield CodeAction(title, CodeActionKind.EXPLAIN_FIGURE, asks=code)
    when = asked_period(workspace, period)
    indicator = plan.indicators.get(code)
    if indicator is not None and indicator.formula is not None and when is not None:
        title = phrase("editing", "write_example", language, {"code": code, "period": str(when)})
        edits = example_edits(workspace, code, when, language)
        yield from (CodeAction(title, CodeActionKind.WRITE_EXAMPLE, each, asks=code) for each in edits)


def _sources(spot: Spot, language: str) -> Iterator[CodeAction]:
    """Yield the files of data that could be declared, at a line that is empty or begins a source."""
    text = spot.source.text
    start = text.rfind("\n", 0, spot.offset) + 1
    end = text.find("\n", spot.offset)
    line = text[start : len(text) if end < 0 else end]
    declaration = spot.declaration
    begins = declaration is not None and declaration.kind == "source" and line[:1].strip()
    if line.strip() and not begins:
        return
    for file in undeclared_files(spot.workspace)[:MOST_FILES]:
        title = phrase("editing", "declare_source", language, {"file": file})
        yield CodeAction(title, CodeActionKind.DECLARE_SOURCE, asks=file)


def declared_source(
    workspace: Workspace, name: str, position: TextPosition, file: str, *, language: str = "es"
) -> tuple[TextEdit, ...] | Diagnostic:
    """
    Return the edit that declares `file`, of the folder, as a source behind what stands at `position`.

    See `source_text`, which reads the file; the name of the source is made of its name.

    Returns: The edit; or why the file cannot be read.

    Raises:
        MissingExtraError: A package is not installed that reads such a file.
        RequestError: There is no such text, or no such file in the folder.
    """
    return source_edits(Spot.of(workspace, name, position), file, english=language == "en")
