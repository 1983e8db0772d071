"""Names of columns that need their brackets: little words of formulas, and names of several words."""

from __future__ import annotations

import re

from pei_dsl import vocabulary
from pei_dsl.diagnostics import Diagnostic
from pei_dsl.diagnostics.finding import Fix, at, replace
from pei_dsl.source import Source, Span
from pei_dsl.syntax.mistakes.places import blanked, in_header, short, word_at
from pei_dsl.syntax.pieces import Piece

_DECLARED = re.compile(
    r"\s*(?:columna|column)[^\S\n]+(?P<name>[^\W\d][^\n:;,=#\[\]\"“”„«»]*?)[^\S\n]*:", re.IGNORECASE
)
_LITTLE = "|".join(vocabulary.RESERVED)
_AFTER_DOT = re.compile(r"\w[^\S\n]*\.[^\S\n]*\Z")
# What a value may stand behind, and what may follow one.
_WANTED = re.compile(r"(?:[(;=<>≤≥≠+\-−–*×/÷^]|\b(?:si|if|y|and|o|or|no|not))\s*\Z", re.IGNORECASE)
_ENDED = re.compile(r"\s*(?:[)=<>≤≥≠;+\-−–*×/÷^]|(?:si|if|al|at|en|in|y|and|o|or)\b)", re.IGNORECASE)
_FILTER = re.compile(r"\b(?:si|if)\b", re.IGNORECASE)
_WORD_BEFORE = re.compile(rf"\b(?:{_LITTLE})[^\S\n]*\Z", re.IGNORECASE)


def declared(source: Source, piece: Piece, offset: int) -> Diagnostic | None:
    """Find a column whose name needs brackets: `columna y: número`, `columna Fecha de alta: fecha`."""
    match = _DECLARED.match(source.text, piece.start, piece.end) if piece.rule == "field" else None
    if match is None or not match.start("name") <= offset < match.end("name"):
        return None
    span = Span(*match.span("name"))
    return _found(source, span, _bracketed(source, span, safe=True))


_QUOTES = r"(?P<name>\"[^\"\n]+\"|“[^”\n]+”|«[^»\n]+»|'[^'\n]+')"
_QUOTED = re.compile(rf"\s*(?:columna|column)[^\S\n]*{_QUOTES}[^\S\n]*(?=:|\n|\Z)", re.IGNORECASE)
_DOTTED = re.compile(rf"\.[^\S\n]*{_QUOTES}")


def quoted(source: Source, piece: Piece, offset: int) -> Diagnostic | None:
    """Find a column between quotes where brackets belong: `columna "Fecha de alta": fecha`, `f."Total"`."""
    start = max(piece.start, source.text.rfind("\n", 0, offset))
    declared = _QUOTED.match(source.text, start, piece.end)
    used = next(
        (
            match
            for match in _DOTTED.finditer(source.text, piece.start, piece.end)
            if match.start() <= offset <= match.end()
        ),
        None,
    )
    match = used if declared is None else declared
    if match is None:
        return None
    span = Span(*match.span("name"))
    name = source[span][1:-1].strip()
    text = name if vocabulary.is_name(name) else f"[{name}]"
    fix = replace(source, span, text, safe=True)
    params = {"written": short(source[span])}
    return at(source, span, "PEI102", variant="column_quoted", params=params, fixes=(fix,), note="here")


def used(source: Source, piece: Piece, offset: int) -> Diagnostic | None:
    """Find a little word of formulas where a column belongs: `suma(s.y)`, `contar(s si no = 2)`."""
    formula = piece.kind == "FORMULA" or piece.rule in {"definition", "header"}
    if not formula or in_header(source, piece, offset):
        return None
    text = blanked(source, piece)
    span = word_at(source, offset, piece.end)
    if source[span].casefold() not in vocabulary.RESERVED:
        # Reading goes on behind a word that may stand here for itself, `si (`, and stops at what follows.
        before = _WORD_BEFORE.search(text[: offset - piece.start])
        if before is None or source[span] not in {"=", "<", ">", "<=", ">=", "<>", "≤", "≥", "≠", ")", ";"}:
            return None
        start = piece.start + before.start()
        span = Span(start, start + len(before[0].rstrip()))
    left, right = text[: span.start - piece.start], text[span.end - piece.start :]
    if _AFTER_DOT.search(left):
        return _found(source, span, _bracketed(source, span, safe=True))
    inside = left.count("(") > left.count(")")
    if not (inside and _WANTED.search(left) and _ENDED.match(right)):
        return None
    # Only a filter names columns without their source; elsewhere brackets alone would not mend it.
    filtered = _FILTER.search(left.rpartition("(")[2]) is not None
    return _found(source, span, _bracketed(source, span, safe=False) if filtered else ())


def _bracketed(source: Source, span: Span, *, safe: bool) -> tuple[Fix, ...]:
    return (replace(source, span, f"[{source[span]}]", safe=safe),)


def _found(source: Source, span: Span, fixes: tuple[Fix, ...]) -> Diagnostic:
    written = source[span]
    variant = "column" if written.casefold() in vocabulary.RESERVED else "column_name"
    params = {"written": short(written)}
    return at(source, span, "PEI102", variant=variant, params=params, fixes=fixes, note="here")
