"""
Fixes made: the safe ones of a list of findings, in one text.

A fix is safe when what was written can only have been meant that way: the finding offers one reading, it
says so (`Fix.safe`), it knows the characters to change, and made and read again it helps.  A fix that chooses
between readings, fills in what is not there or changes what a formula computes is offered, and never made
unasked.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable

import attrs

from pei_dsl.diagnostics.finding import Diagnostic, Edit, Fix
from pei_dsl.source import Source


@attrs.frozen
class Mended:
    """
    A text after its safe fixes.

    Attributes:
        text: The text as it came (line ends, byte order mark and all), with the fixes made.
        made: The findings whose fixes were made, in the order of the text.
        clash: Whether two fixes want the same characters; then the text is as it was, and nothing was made.
    """

    text: str
    made: tuple[Diagnostic, ...] = ()
    clash: bool = False


def safe_fix(diagnostic: Diagnostic) -> Fix | None:
    """Return the fix of `diagnostic` that may be made unasked, if there is one."""
    fix = _only(diagnostic)
    return fix if fix is not None and fix.safe else None


def revealing_fix(diagnostic: Diagnostic) -> Fix | None:
    """Return the fix of `diagnostic` that may be made with those of what it brings to light, if any."""
    fix = _only(diagnostic)
    return fix if fix is not None and fix.reveals else None


def _only(diagnostic: Diagnostic) -> Fix | None:
    if len(diagnostic.fixes) != 1 or not diagnostic.fixes[0].edits:
        return None
    return diagnostic.fixes[0]


def apply_fixes(text: str, diagnostics: Iterable[Diagnostic]) -> str:
    r"""
    Return `text` with the safe fixes of `diagnostics`, which are about it.

    Fixes for other texts are left out, and so are those that leave a choice.  Two fixes that want the same
    characters leave the text as it was.  What a fix brings to light is found by checking again.

        >>> import pei_dsl
        >>> text = 'objetivo OEI.04. "Salud"\n'
        >>> pei_dsl.apply_fixes(text, pei_dsl.load_text(text).diagnostics)
        'objetivo OEI.04 "Salud"\n'
    """
    about = list(diagnostics)
    sources = (edit.source for each in about for fix in each.fixes for edit in fix.edits)
    source = next((each for each in sources if each.original == text), None)
    return text if source is None else mended(source, about).text


def mended(source: Source, diagnostics: Iterable[Diagnostic]) -> Mended:
    """Return the text of `source` after the safe fixes of `diagnostics` that change it alone."""
    return made_in(source, ((each, fix) for each in diagnostics if (fix := safe_fix(each)) is not None))


def made_in(source: Source, fixes: Iterable[tuple[Diagnostic, Fix]]) -> Mended:
    """Return the text of `source` after those of `fixes`, each with its finding, that change it alone."""
    made: list[Diagnostic] = []
    edits: dict[tuple[int, int, str], None] = {}  # several findings may ask for one and the same change
    for each, fix in fixes:
        if all(edit.source.name == source.name for edit in fix.edits):
            made.append(each)
            edits |= dict.fromkeys((*edit.span, edit.text) for edit in fix.edits)
    ordered = sorted(edits)
    if any(_clash(first, second) for first, second in itertools.pairwise(ordered)):
        return Mended(source.original, clash=True)
    text = source.original
    for start, end, written in reversed(ordered):
        here, there = source.to_original(start), source.to_original(end)
        text = text[:here] + _as_in(source, written) + text[there:]
    made.sort(key=lambda each: each.primary.span)
    return Mended(text, tuple(made))


def changed(source: Source, edits: Iterable[Edit]) -> str:
    """Return the normalised text of `source` with `edits` made."""
    text = source.text
    for edit in sorted(edits, key=lambda each: each.span, reverse=True):
        text = text[: edit.span.start] + edit.text + text[edit.span.end :]
    return text


def _clash(first: tuple[int, int, str], second: tuple[int, int, str]) -> bool:
    """Tell whether two changes, in order, share characters, or begin at one place without a natural order."""
    return second[0] < first[1] or (first[:2] == second[:2])


def _as_in(source: Source, written: str) -> str:
    r"""Return `written` with the line ends of `source`: a file of Windows keeps its `\r\n`."""
    return written.replace("\n", "\r\n") if "\r\n" in source.original else written
