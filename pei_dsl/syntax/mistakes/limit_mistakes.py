"""Figures with a limit or a margin, or expected roughly: `>= 95%`, `95% ± 5%`, `valor ~5`."""

from __future__ import annotations

import re
from decimal import Decimal

from pei_dsl import vocabulary
from pei_dsl.diagnostics import Diagnostic
from pei_dsl.diagnostics.catalogue import Parameter
from pei_dsl.diagnostics.finding import at, replace
from pei_dsl.source import Source, Span
from pei_dsl.syntax.mistakes.figure_mistakes import holds_figures
from pei_dsl.syntax.mistakes.places import line_of
from pei_dsl.syntax.pieces import Piece

_FIGURE = r"\d+(?:,\d{3})*(?:\.\d+)?"
_BOUND = re.compile(rf"(?P<sign>>=|=>|≥|<=|=<|≤|>|<)[^\S\n]*(?P<figure>{_FIGURE}[^\S\n]*%?)")
_MARGIN = re.compile(
    rf"(?P<middle>{_FIGURE})[^\S\n]*(?P<percent>%?)[^\S\n]*(?P<sign>±|\+[^\S\n]*/?[^\S\n]*[-−])"
    rf"[^\S\n]*(?P<margin>{_FIGURE})[^\S\n]*(?P<other>%?)"
)
_ROUGH = re.compile(rf"(?P<sign>[~≈≃∼])[^\S\n]*(?P<figure>{_FIGURE}[^\S\n]*%?)")

_WORDS = re.compile(r"[^\W\d]+(?:[^\S\n]+[^\W\d]+)*")


def bound(source: Source, piece: Piece, offset: int) -> Diagnostic | None:
    """
    Find a figure with a sign before it, `>= 95%`.

    Which way is better than a goal stands in `sentido`; any other figure is what was measured.
    """
    of = _figure_at(source, piece, offset)
    match = _BOUND.match(source.text, offset, piece.end) if of else None
    if match is None:
        return None
    direction = "ascendente" if match["sign"] in {">=", "=>", "≥", ">"} else "descendente"
    fix = replace(source, Span(*match.span()), "".join(match["figure"].split()))
    params: dict[str, Parameter] = {"written": match["sign"], "direction": direction}
    span = Span(*match.span("sign"))
    return at(source, span, "PEI102", variant=f"{of}_bound", params=params, fixes=(fix,), note="here")


def margin(source: Source, piece: Piece, offset: int) -> Diagnostic | None:
    """
    Find a figure with a margin, `95% ± 5%`.

    A goal that is an interval is written with both of its ends; any other figure is one.
    """
    of = _figure_at(source, piece, offset)
    if not of:
        return None
    line = line_of(source, offset, piece)
    for match in _MARGIN.finditer(source.text, line.start, line.end):
        if match.start() <= offset <= match.end():
            meant = _ends(match) if of == "goal" else f"{match['middle']}{match['percent']}"
            fixes = (replace(source, Span(*match.span()), meant),) if meant else ()
            params: dict[str, Parameter] = {"written": match["sign"]}
            span = Span(*match.span("sign"))
            return at(source, span, "PEI102", variant=f"{of}_margin", params=params, fixes=fixes, note="here")
    return None


def rough(source: Source, piece: Piece, offset: int) -> Diagnostic | None:
    """
    Find a figure that a test expects roughly, `valor ~5`.

    What is expected is compared with the digits that it writes, so that it needs no such sign.
    """
    match = _ROUGH.match(source.text, offset, piece.end) if piece.rule == "expectation" else None
    if match is None:
        return None
    fix = replace(source, Span(*match.span()), "".join(match["figure"].split()))
    params: dict[str, Parameter] = {"written": match["sign"]}
    span = Span(*match.span("sign"))
    return at(source, span, "PEI102", variant="rough", params=params, fixes=(fix,), note="here")


def _ends(match: re.Match[str]) -> str:
    """Return `90% a 100%`; "" where nobody knows whether the margin is of points or of the figure."""
    if match["percent"] != match["other"]:
        return ""
    middle, margin = (Decimal(match[name].replace(",", "")) for name in ("middle", "margin"))
    return " a ".join(f"{each:,f}{match['percent']}" for each in (middle - margin, middle + margin))


def _is_example(piece: Piece) -> bool:
    word = vocabulary.NAMED_FIELDS.find(piece.word) if piece.word else None
    return word is not None and word.name == "example"


def _figure_at(source: Source, piece: Piece, offset: int) -> str:
    """Return what the figure at `offset` is, `goal` or `figure`; "" where none stands."""
    if piece.rule == "expectation" or _is_example(piece):  # each figure has its own word before it
        said = re.split(r"[;:\n]|,(?!\d)", source.text[piece.start : offset])[-1]
        words = _WORDS.search(said)
        kind = vocabulary.FIGURE_KINDS.find(words[0]) if words is not None else None
        return "goal" if kind is not None and kind.name == "goal" else "figure"
    if not holds_figures(source, piece, offset):
        return ""
    word = vocabulary.FIELDS.find(piece.word) if piece.word else None
    return "goal" if word is not None and word.name == "goals" else "figure"
