"""Warnings that a comment in the plan allows, with its reason: `# pei: permite PEI412 "razón"`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet

import attrs

from pei_dsl.analysis.lints.all_lints import WARNINGS
from pei_dsl.analysis.lints.known_comments import KnownComments
from pei_dsl.diagnostics import Diagnostic, Severity
from pei_dsl.diagnostics.codes import DiagnosticCode
from pei_dsl.diagnostics.finding import Fix, at, replace
from pei_dsl.diagnostics.pages import codes
from pei_dsl.source import Source, Span
from pei_dsl.syntax import tree
from pei_dsl.syntax.blocks import blocks
from pei_dsl.syntax.parts import Kind, parts

_MENTION = re.compile(r"#+\s*pei\s*:", re.IGNORECASE)
_COMMENT = re.compile(
    r"#\s*pei\s*:\s*(?:permite|permitir|allow)\b\s*:?\s*"
    r"(?P<codes>PEI\d+(?:\s*(?:[,;]|\by\b|\band\b)?\s*PEI\d+)*)"
    r"\s*:?\s*(?P<reason>\S.*?)?\s*",
    re.IGNORECASE,
)
_CODE = re.compile(r"PEI\d+", re.IGNORECASE)
_QUOTES = "\"'«»“”„ .-–—:"


@attrs.frozen
class Silence:
    """
    One code that a comment allows.

    Attributes:
        code: The code.
        source: The text that holds the comment.
        span: Where the code stands.
        reach: The declaration that the comment belongs to: findings in it are silenced.
    """

    code: str
    source: Source
    span: Span
    reach: Span

    def covers(self, finding: Diagnostic) -> bool:
        """Tell whether `finding` is allowed."""
        return finding.code == self.code and finding.code in WARNINGS and self.reaches(finding)

    def reaches(self, finding: Diagnostic) -> bool:
        """Tell whether `finding` is about the declaration of this comment."""
        place = finding.primary
        return place.source is self.source and self.reach.start <= place.span.start < self.reach.end


def silence(
    found: Sequence[Diagnostic],
    files: Sequence[tree.File],
    *,
    undecided: AbstractSet[str] = frozenset(),
    known: KnownComments[Silence | Diagnostic] | None = None,
) -> list[Diagnostic]:
    """
    Return `found` without what comments in `files` allow, and with what is wrong with those comments.

    Args:
        undecided: Codes of which not everything could be looked for, so that a comment may yet be needed.
        known: What was read of the comments for an earlier version of the texts.
    """
    comments: KnownComments[Silence | Diagnostic] = KnownComments() if known is None else known
    comments.forget(files)
    read = [each for file in files for each in comments.of(file, _read)]
    silences = [each for each in read if isinstance(each, Silence)]
    problems = [each for each in read if isinstance(each, Diagnostic)]
    kept = [each for each in found if not any(one.covers(each) for one in silences)]
    for one in silences:
        if one.code not in WARNINGS:
            problems.append(_no_warning(one, found))
        elif one.code not in undecided and not any(one.covers(each) for each in found):
            problems.append(_warn(one, "PEI438"))
    return [*kept, *problems]


def _read(file: tree.File) -> Iterator[Silence | Diagnostic]:
    """Yield what the comments of `file` allow, and what is wrong with them."""
    source = file.source
    if _MENTION.search(source.text) is None:
        return
    reaches = [block.span for block in blocks(source)]
    for part in parts(file):
        if part.kind in {Kind.COMMENT, Kind.DOCUMENTATION} and _MENTION.match(part.text):
            reach = next(each for each in reaches if each.start <= part.span.start < each.end)
            yield from _read_comment(source, part.text, part.span, reach)


def _read_comment(source: Source, text: str, span: Span, reach: Span) -> Iterator[Silence | Diagnostic]:
    written = _COMMENT.fullmatch(text)
    if written is None:
        variant = "documentation" if text.startswith("##") else ""
        yield at(source, span, "PEI436", variant=variant, severity=Severity.WARNING)
        return
    if not (written["reason"] or "").strip(_QUOTES):
        params = {"codes": written["codes"]}
        yield at(source, span, "PEI436", variant="reason", params=params, severity=Severity.WARNING)
    start, end = (span.start + edge for edge in written.span("codes"))
    for match in _CODE.finditer(source.text, start, end):
        yield Silence(match[0].upper(), source, Span(*match.span()), reach)


def _no_warning(silence: Silence, found: Sequence[Diagnostic]) -> Diagnostic:
    """Return what is wrong with allowing a code that is no warning; what is found there may be meant."""
    if silence.code in codes():
        return _warn(silence, "PEI437", "fixed")
    here = sorted({each.code for each in found if silence.reaches(each) and each.code in WARNINGS})
    fixes = tuple(replace(silence.source, silence.span, code) for code in here)
    return _warn(silence, "PEI437", fixes=fixes)


def _warn(
    silence: Silence, name: DiagnosticCode, variant: str = "", fixes: tuple[Fix, ...] = ()
) -> Diagnostic:
    return at(
        silence.source,
        silence.span,
        name,
        params={"code": silence.code},
        variant=variant,
        fixes=fixes,
        severity=Severity.WARNING,
    )
