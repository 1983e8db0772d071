"""Braces and brackets around what needs none: `logros: {2025: 80%}`, `fórmula: {A / B} * 100`."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pei_dsl import vocabulary
from pei_dsl.diagnostics import Diagnostic
from pei_dsl.diagnostics.finding import Edit, Fix, at
from pei_dsl.source import Source, Span
from pei_dsl.syntax.blocks import Block
from pei_dsl.syntax.mistakes.places import blanked, short
from pei_dsl.syntax.mistakes.slip import Slip
from pei_dsl.syntax.pieces import Piece

_AROUND = re.compile(
    r"^[^\S\n]*(?P<word>[^\W\d]\w*(?:[^\S\n]+[^\W\d]\w*){0,4})[^\S\n]*:\s*(?P<open>[{\[])(?P<body>[^{}\[\]]*)(?P<close>[}\]])",
    re.MULTILINE,
)
_QUOTED_YEAR = re.compile(r"[\"'](?P<year>\d{4})[\"'](?=[^\S\n]*:)")


def slips(source: Source, block: Block) -> Iterator[Slip]:
    """Find lists of figures or inputs between braces, with quotes around their years or without."""
    for match in _AROUND.finditer(source.text, block.header, block.span.end):
        known = vocabulary.FIELDS.find(match["word"])
        if known is None or known.kind not in {"FIGURES", "WHERE", "INPUTS"} or block.kind not in known.of:
            continue
        quotes = [
            Span(place, place + 1)
            for each in _QUOTED_YEAR.finditer(source.text, *match.span("body"))
            for place in (each.start(), each.end() - 1)
        ]
        spans = sorted([Span(*match.span("open")), *quotes, Span(*match.span("close"))])
        edits = tuple(Edit(source, span, "") for span in spans)
        fix = Fix(short(" ".join(match["body"].replace('"', "").replace("'", "").split())), edits, safe=True)
        params = {"written": f"{match['open']} {match['close']}"}
        finding = at(source, spans[0], "PEI102", variant="braces", params=params, fixes=(fix,), note="here")
        yield Slip(finding, tuple((span, " ") for span in spans))


def pair(source: Source, piece: Piece, offset: int) -> Diagnostic | None:
    """Find braces that stand for the parentheses of a formula, the two of each pair together."""
    if not source.text.startswith("{", offset) or piece.kind == "FIGURES":
        return None
    text = blanked(source, piece)
    places = [piece.start + match.start() for match in re.finditer(r"[{}]", text)]
    edits = tuple(
        Edit(source, Span(place, place + 1), "(" if source.text[place] == "{" else ")") for place in places
    )
    end = places[-1] + 1
    written = source[Span(offset, end)]
    fix = Fix(written.replace("{", "(").replace("}", ")"), edits, safe=True)
    params = {"written": "{", "meant": "("}
    return at(source, Span(offset, offset + 1), "PEI111", params=params, fixes=(fix,))
