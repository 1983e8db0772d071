"""A declaration with a mistake, cut into its header and fields, so that each is read on its own."""

from __future__ import annotations

import re

import attrs

from pei_dsl import vocabulary


@attrs.frozen
class Piece:
    """A part of a declaration: the rule it should match, its place, and the word of its field."""

    rule: str
    start: int
    end: int
    word: str = ""
    kind: str = ""


_FIELD_START = re.compile(
    r"\n[^\S\n]*(?:"
    r"(?P<named>columna|column|ejemplo|example)\b(?=[^\S\n]+[^\W\d]|[^\S\n]*[\[\"“”„«:])"
    r"|(?P<field>[^\W\d]\w*(?:[^\S\n]+[^\W\d]\w*){0,5})[^\S\n]*:"
    r"|(?P<code>[^\W\d_]{1,6}\.\d(?:[.\- ]?\w)*[.\-]?)[^\S\n]*:"
    r"|(?P<period>\d{4}[\w\-–]*)[^\S\n]*:)",
    re.IGNORECASE,
)
_ENTRY_START = {
    "WHERE": re.compile(r"(?:(?<=:)|\n|;)[^\S\n]*(?=[^\W\d]\w*[ \t]*(?:\"[^\"\n]*\"?|“[^”\n]*”?)?[ \t]*=)"),
    "FIGURES": re.compile(r"(?:(?<=:)|\n|;)[^\S\n]*(?=\d{4}[\w\-–]*[ \t]*:)"),
    "INPUTS": re.compile(r"(?:(?<=:)|\n|;)[^\S\n]*(?=[^\W\d]\w*(?:[ \t]+[^\W\d]\w*[ \t]+[\w.]+)?[ \t]*=)"),
}
_ENTRY_RULE = {"WHERE": "definition", "FIGURES": "figure", "INPUTS": "input"}


def pieces(text: str, start: int, end: int) -> list[Piece]:
    """Return the pieces of the declaration in `text[start:end]`, the header first."""
    found: list[Piece] = [Piece("header", start, end)]
    figures = False  # inside a field of figures a line `2024: ...` is its entry, elsewhere a piece
    for match in _FIELD_START.finditer(text, start, end):
        if match["period"] and figures:
            continue
        found[-1] = attrs.evolve(found[-1], end=match.start())
        piece = _piece(match, end)
        figures = piece.kind == "FIGURES"
        found.append(piece)
    return found


def _piece(match: re.Match[str], end: int) -> Piece:
    if match["code"]:
        return Piece("expectation", match.start(), end)
    if match["period"]:
        return Piece("figure", match.start(), end)
    written = match["named"] or match["field"]
    known = vocabulary.FIELDS.find(written) if match["field"] else None
    return Piece("field", match.start(), end, written, known.kind if known else "")


def parts_of(text: str, piece: Piece) -> list[Piece]:
    """Return the entries of a piece that is a list (`donde`, `logros`), or nothing."""
    pattern = _ENTRY_START.get(piece.kind)
    if pattern is None:
        return []
    begin = text.index(":", piece.start) + 1
    starts = [match.end() for match in pattern.finditer(text, begin, piece.end)]
    if not starts:
        return []
    ends = [*starts[1:], piece.end]
    entries = []
    for start, end in zip(starts, ends, strict=True):
        stop = len(text[start:end].rstrip(" \t\n;,")) + start
        entries.append(Piece(_ENTRY_RULE[piece.kind], start, stop, piece.word))
    return entries


def starts_entry(text: str, start: int, end: int) -> bool:
    """Tell whether a line of `text[start:end]` begins as a definition does, with a name and `=`."""
    return _ENTRY_START["WHERE"].search(text, start, end) is not None
