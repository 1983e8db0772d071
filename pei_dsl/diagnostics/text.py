"""Findings for people: headline, excerpt with carets, remedy; or one line each."""

from __future__ import annotations

import re
import textwrap
import unicodedata
from collections.abc import Iterable

from pei_dsl.diagnostics.finding import Diagnostic, Label, Severity
from pei_dsl.source import Position, Source

_SEVERITY = {
    "es": {Severity.ERROR: "error", Severity.WARNING: "aviso", Severity.NOTE: "nota"},
    "en": {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "note"},
}
_HELP = {"es": "ayuda", "en": "help"}
_EXCERPT_WIDTH = 96


def render(diagnostic: Diagnostic, language: str = "es", width: int = 0) -> str:
    """Return the full rendering of `diagnostic`, several lines without end; sentences fit `width`."""
    lines = [*_wrapped(_headline(diagnostic, language), width)]
    lines.extend(_excerpts(diagnostic, language))
    for text in diagnostic.remedies(language):
        lines.extend(_wrapped(f"  = {_HELP[language]}: {text}", width))
    return "\n".join(lines)


def _wrapped(line: str, width: int) -> list[str]:
    """Return `line` in lines of at most `width` columns, where a word is not longer; 0 is boundless."""
    if len(line) <= width or not width:
        return [line]
    return textwrap.wrap(
        line, width, subsequent_indent=" " * 4, break_long_words=False, break_on_hyphens=False
    )


def render_concise(diagnostic: Diagnostic, language: str = "es") -> str:
    """Return `file:line:column: CODE message` on one line."""
    place = _plain_place(diagnostic)
    label = diagnostic.primary
    if label.source is not None:
        position = label.source.position(label.span.start)
        place = f"{label.source.name}:{position.line}:{position.column}"
    head = f"{place}: " if place else ""
    return f"{head}{diagnostic.code} {_one_line(diagnostic.headline(language))}"


def _headline(diagnostic: Diagnostic, language: str) -> str:
    severity = _SEVERITY[language][diagnostic.severity]
    return f"{severity}[{diagnostic.code}]: {_one_line(diagnostic.headline(language))}"


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _plain_place(diagnostic: Diagnostic) -> str:
    where = diagnostic.cell or diagnostic.line
    return f"{diagnostic.file}:{where}" if where else diagnostic.file


def _excerpts(diagnostic: Diagnostic, language: str) -> Iterable[str]:
    """Show where it is: each label's line once per source, the primary source first, lines in order."""
    labels = [label for label in (diagnostic.primary, *diagnostic.related) if label.source is not None]
    sources: list[Source] = []
    width = 0
    for label in labels:
        assert label.source is not None
        width = max(width, len(str(label.source.position(label.span.start).line)))
        if label.source not in sources:
            sources.append(label.source)
    if diagnostic.primary.source is None and diagnostic.file:
        yield f"{' ' * max(1, width)}--> {_plain_place(diagnostic)}"
    for each in sources:
        anchor = next(label for label in labels if label.source is each)
        position = each.position(anchor.span.start)
        arrow = "-->" if each is diagnostic.primary.source else ":::"
        yield f"{' ' * width}{arrow} {each.name}:{position.line}:{position.column}"
        yield f"{' ' * width} |"
        yield from _lines_of(each, labels, diagnostic.primary, width, language)


def _lines_of(
    source: Source, labels: list[Label], primary: Label, width: int, language: str
) -> Iterable[str]:
    placed = sorted(
        ((source.position(label.span.start), label) for label in labels if label.source is source),
        key=lambda pair: (pair[0].line, pair[0].column),
    )
    shown = 0
    for position, label in placed:
        excerpt, offset = _clip(_masked(source.line(position.line)), position.column - 1)
        if position.line != shown:
            if shown and position.line > shown + 1:
                yield f"{' ' * width} ⋮"
            yield f"{position.line:>{width}} | {excerpt}".rstrip()
            shown = position.line
        mark = "^" if label is primary else "-"
        yield _underline(excerpt, offset, label, mark, position, width, language)


# `postgres://usuario:clave@servidor` and `Server=servidor;Password=clave`.
_PASSWORD = re.compile(r"(://[^\s@/:]*:)(\S+)(?=@)|(\b(?:password|pwd)\s*=\s*)([^\s;]+)", re.IGNORECASE)


def _masked(line: str) -> str:
    """Return `line` with the password of an address left out: excerpts end up in logs and in chats."""
    return _PASSWORD.sub(
        lambda match: (match[1] or match[3]) + "*" * len(match[2] or match[4]),
        line,
    )


def _clip(line: str, column: int) -> tuple[str, int]:
    """Return the part of a long line around `column`, and where `column` falls in it."""
    line = line.replace("\t", " ")
    if len(line) <= _EXCERPT_WIDTH:
        return line, column
    start = max(0, min(column - _EXCERPT_WIDTH // 2, len(line) - _EXCERPT_WIDTH))
    piece = line[start : start + _EXCERPT_WIDTH]
    head = "…" if start else ""
    tail = "…" if start + _EXCERPT_WIDTH < len(line) else ""
    return f"{head}{piece}{tail}", column - start + len(head)


def _underline(
    excerpt: str,
    offset: int,
    label: Label,
    mark: str,
    position: Position,
    width: int,
    language: str,
) -> str:
    assert label.source is not None
    line = label.source.line(position.line)
    length = min(label.span.end - label.span.start, len(line) - position.column + 1)
    length = max(1, min(length, len(excerpt) - offset))
    pad = _columns(excerpt[:offset])
    carets = mark * max(1, _columns(excerpt[offset : offset + length]))
    note = label.text(language)
    return f"{' ' * width} | {' ' * pad}{carets} {note}".rstrip()


def _columns(text: str) -> int:
    """Return the terminal columns that `text` takes."""
    return sum(_column(character) for character in text)


def _column(character: str) -> int:
    if unicodedata.combining(character):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1
