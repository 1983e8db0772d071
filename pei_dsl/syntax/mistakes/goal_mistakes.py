"""Goals as other forms write them: `2024: >= 95%`, `2024: 95% ± 5%`."""

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
_BOUND = re.compile(rf"(?P<sign>>=|=>|<=|=<|>|<)[^\S\n]*(?P<figure>{_FIGURE}[^\S\n]*%?)")
_MARGIN = re.compile(
    rf"(?P<middle>{_FIGURE})[^\S\n]*(?P<percent>%?)[^\S\n]*(?P<sign>±|\+[^\S\n]*/?[^\S\n]*[-−])"
    rf"[^\S\n]*(?P<margin>{_FIGURE})[^\S\n]*(?P<other>%?)"
)

_FIELD = re.compile(r"^[^\S\n]+(?P<word>[^\W\d][^\n:]*?)[^\S\n]*:", re.MULTILINE)


def bound(source: Source, piece: Piece, offset: int) -> Diagnostic | None:
    """Find a goal with a sign before it, `>= 95%`: which way is better stands in `sentido`."""
    match = _BOUND.match(source.text, offset, piece.end) if _is_goal(source, piece, offset) else None
    if match is None:
        return None
    direction = "ascendente" if match["sign"] in {">=", "=>", ">"} else "descendente"
    fix = replace(source, Span(*match.span()), "".join(match["figure"].split()))
    params: dict[str, Parameter] = {"written": match["sign"], "direction": direction}
    span = Span(*match.span("sign"))
    return at(source, span, "PEI102", variant="goal_bound", params=params, fixes=(fix,), note="here")


def margin(source: Source, piece: Piece, offset: int) -> Diagnostic | None:
    """Find a goal with a margin, `95% ± 5%`: an interval is written with both of its ends."""
    if not _is_goal(source, piece, offset):
        return None
    line = line_of(source, offset, piece)
    for match in _MARGIN.finditer(source.text, line.start, line.end):
        if match.start() <= offset <= match.end():
            ends = _ends(match)
            fixes = (replace(source, Span(*match.span()), ends),) if ends else ()
            params: dict[str, Parameter] = {"written": match["sign"]}
            span = Span(*match.span("sign"))
            return at(source, span, "PEI102", variant="goal_margin", params=params, fixes=fixes, note="here")
    return None


def _ends(match: re.Match[str]) -> str:
    """Return `90% a 100%`; "" where nobody knows whether the margin is of points or of the figure."""
    if match["percent"] != match["other"]:
        return ""
    middle, margin = (Decimal(match[name].replace(",", "")) for name in ("middle", "margin"))
    return " a ".join(f"{each:,f}{match['percent']}" for each in (middle - margin, middle + margin))


def _is_goal(source: Source, piece: Piece, offset: int) -> bool:
    """Tell whether a goal stands at `offset`: what the last field before it is called says so."""
    if not holds_figures(source, piece, offset):
        return False
    words = [match["word"] for match in _FIELD.finditer(source.text, 0, offset)]
    word = vocabulary.FIELDS.find(words[-1]) if words else None
    return word is not None and word.name == "goals"
