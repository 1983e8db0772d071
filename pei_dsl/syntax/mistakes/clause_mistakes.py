"""Time clauses and filters misplaced or misworded: `suma(f.x, año anterior)`, `contar(f donde x = 1)`."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pei_dsl.diagnostics import Diagnostic
from pei_dsl.diagnostics.finding import Edit, Fix, at
from pei_dsl.source import Source, Span
from pei_dsl.syntax.blocks import Block
from pei_dsl.syntax.mistakes.places import blanked, line_of
from pei_dsl.syntax.mistakes.slip import Slip
from pei_dsl.syntax.pieces import Piece

_STEP = r"(?:año|semestre|trimestre|mes|per[ií]odo|ejercicio)"
_CLAUSE = (
    rf"(?:(?P<lead>(?:en|al|del|de)\b[^\S\n]*)?(?:(?:el|la|los|las)\b[^\S\n]*)?"
    rf"(?:{_STEP}[^\S\n]+(?:anterior|pasado|previo|precedente)|[úu]ltim[oa]s?[^\S\n]+\w+(?:[^\S\n]+\w+)?"
    r"|cierre(?:[^\S\n]+del?[^\S\n]+\w+)?|acumulad[oa]))"
)
_SEPARATED = re.compile(rf"(?P<sign>[;,])[^\S\n]*(?P<clause>{_CLAUSE})[^\S\n]*\)", re.IGNORECASE)
_OUTSIDE = re.compile(rf"\)[^\S\n]*(?P<clause>{_CLAUSE})(?=[^\S\n]*(?:[-+*/×÷)#\n;]|\Z))", re.IGNORECASE)
_CONDITION = re.compile(
    r"\b(?P<word>donde|where|cuando|when|con|siempre que|para los que|cuyo|cuya)\b(?=[^\S\n]+[\w\[])",
    re.IGNORECASE,
)
_IS = re.compile(r"(?<=\s)(?:es igual a|sea|es|igual a)(?=\s+[\"“«\w])", re.IGNORECASE)


def slips(source: Source, block: Block) -> Iterator[Slip]:
    """Find time clauses behind a comma or semicolon, as if they were arguments."""
    for match in _SEPARATED.finditer(source.text, block.header, block.span.end):
        span = Span(*match.span("sign"))
        clause = " ".join(match["clause"].split())
        text = clause if match["lead"] or clause.lower().startswith("acum") else f"en {clause}"
        edit = Edit(source, Span(span.start, match.start("clause")), " " if text == clause else " en ")
        fix = Fix(text, (edit,), safe=True)
        params = {"written": match["sign"], "clause": clause}
        finding = at(source, span, "PEI107", variant="clause", params=params, fixes=(fix,), note="here")
        yield Slip(finding, ((span, " "),))


def is_separated(source: Source, block: Block) -> bool:
    """Tell whether a time clause of `block` stands behind a semicolon, where it reads like an argument."""
    return _SEPARATED.search(source.text, block.header, block.span.end) is not None


def outside(source: Source, piece: Piece, offset: int) -> Diagnostic | None:
    """Find a time clause behind the parenthesis that it belongs into: `suma(f.x) en año anterior`."""
    line = line_of(source, offset, piece)
    for match in _OUTSIDE.finditer(source.text, line.start, line.end):
        if not match.start() <= offset <= match.end():
            continue
        clause = " ".join(match["clause"].split())
        text = clause if match["lead"] or clause.lower().startswith("acum") else f"en {clause}"
        edits = (
            Edit(source, Span(match.start(), match.start() + 1), f" {text})"),
            Edit(source, Span(match.start() + 1, match.end("clause")), ""),
        )
        params = {"written": clause}
        place = Span(*match.span("clause"))
        fix = Fix(f"{text})", edits, safe=True)
        return at(source, place, "PEI102", variant="outside", params=params, fixes=(fix,), note="here")
    return None


def _is_for_equal(source: Source, opened: int, offset: int) -> Diagnostic | None:
    """Find `es` for the `=` of a filter: `contar(f si ámbito es "urbano")`."""
    match = next((each for each in _IS.finditer(source.text, opened, offset + 1)), None)
    if match is None or source.text[match.end() : offset].strip():
        return None
    span = Span(*match.span())
    fix = Fix("=", (Edit(source, span, "="),), safe=True)
    return at(source, span, "PEI111", params={"written": match[0], "meant": "="}, fixes=(fix,))


def condition(source: Source, piece: Piece, offset: int) -> Diagnostic | None:
    """Find another word for the `si` of a filter: `contar(f donde x = 1)`."""
    text = blanked(source, piece)
    here = offset - piece.start
    if text.count("(", 0, here) <= text.count(")", 0, here):
        return None
    opened = piece.start + text.rindex("(", 0, here)
    match = _CONDITION.search(source.text, opened, min(piece.end, offset + 12))
    if match is None or match.start() > offset:
        return _is_for_equal(source, opened, offset)
    edits = [Edit(source, Span(*match.span()), "si")]
    is_word = _IS.search(source.text, match.end(), piece.end)
    if is_word is not None:
        edits.append(Edit(source, Span(*is_word.span()), "="))
    end = source.text.find(")", match.end(), piece.end)
    filtered = source.text[match.end() : end if end >= 0 else piece.end]
    if is_word is not None:
        filtered = _IS.sub("=", filtered, count=1)
    fix = Fix(f"si{filtered}", tuple(edits), safe=True)
    params = {"written": match["word"], "meant": "si"}
    return at(source, Span(*match.span()), "PEI111", params=params, fixes=(fix,))
