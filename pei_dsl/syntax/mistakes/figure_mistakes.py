"""Figures and their periods: numbers with blanks, periods turned round, years that are not there."""

from __future__ import annotations

import re
from collections.abc import Mapping

from pei_dsl import vocabulary
from pei_dsl.diagnostics import Diagnostic
from pei_dsl.diagnostics.catalogue import Parameter
from pei_dsl.diagnostics.codes import DiagnosticCode
from pei_dsl.diagnostics.finding import Edit, Fix, at, replace
from pei_dsl.source import Source, Span
from pei_dsl.syntax.mistakes.places import end_of, line_of
from pei_dsl.syntax.pieces import Piece
from pei_dsl.written_figures import Dirt, DirtyFigure, dirty_figure
from pei_dsl.written_periods import YEAR, meant_period

_NUMBER = r"\d+(?:[.,]\d+)*"
_ENTRY = re.compile(r"(?P<period>[^\s:;,#\"][^:;,#\"\n]{2,20}?)[^\S\n]*:")
_COLONLESS = re.compile(
    rf"(?P<period>{YEAR}(?:-[ST]?\d\d?)?)(?P<gap>[^\S\n]*(?:=|->|→)[^\S\n]*|[^\S\n]+[-–—][^\S\n]+|[^\S\n]+)(?=[-+]?\d|(?P<word>[^\W\d][^\n;,#]*))"
)
_BEGINS = re.compile(r"(?:\n|;|,|:)[^\S\n]*\Z")
# A row of a table: `| 2025 | 55% |`, `2025 | 55%`.
_CELLS = re.compile(
    rf"[^\S\n]*(?P<row>\|?[^\S\n]*)(?P<period>{YEAR})[^\S\n]*\|[^\S\n]*(?P<figure>{_NUMBER}%?)[^\S\n]*\|?[^\S\n]*"
    r"(?=#|\n|\Z)"
)
# What stands where a figure belongs, up to the next one.
_AMOUNT = re.compile(
    r"(?P<sign>[:=])[^\S\n]*(?P<amount>[^\s:=#;][^\n:=#;]*?)"
    r"(?=[^\S\n]*(?:[;#\n]|,[^\S\n]*\d{4}[\w\-–]*[^\S\n]*:|\Z))"
)
# Each kind of dirt that has a wording of its own, and those that leave no doubt about the figure.
_DIRT: Mapping[Dirt, tuple[DiagnosticCode, str]] = {
    Dirt.BLANKS: ("PEI104", ""),
    Dirt.COMMA: ("PEI104", ""),
    Dirt.CURRENCY: ("PEI102", "currency"),
    Dirt.PERCENT: ("PEI111", ""),
    Dirt.COUNTED: ("PEI117", "after"),
}
_SURE = frozenset({Dirt.BLANKS, Dirt.COMMA, Dirt.CURRENCY, Dirt.PERCENT, Dirt.POINT, Dirt.QUALITY})
# In a formula these may as well be a sign that is missing, or a part of a calculation.
_PARTS_OF_FORMULAS = frozenset({Dirt.BLANKS, Dirt.COMMA, Dirt.RANGE, Dirt.BRACKETS, Dirt.COUNTED, Dirt.NOTE})
_HEADER = re.compile(r"^[^\s#]", re.MULTILINE)
_UNIT = re.compile(
    r"^[^\S\n]+unidad(?: de medida)?[^\S\n]*:[^\S\n]*(?P<unit>[^\n#]*)", re.MULTILINE | re.IGNORECASE
)
_DASH = re.compile(r":[^\S\n]*(?P<dash>[-–—_]+|\.{2,}|…)(?=[^\S\n]*(?:#|\n|\Z))")
_ARTICLE = re.compile(r"(?:del?|desde)\b[^\S\n]*", re.IGNORECASE)


def holds_figures(source: Source, piece: Piece, offset: int) -> bool:
    """Tell whether figures by year stand at `offset`: in a field of them, or below the header of a series."""
    if piece.rule == "header":
        return "\n" in source.text[piece.start : offset]
    return piece.kind == "FIGURES" or piece.rule == "figure"


def turned_period(source: Source, piece: Piece, offset: int) -> Diagnostic | None:
    """Find a period with its parts turned round: `S1-2024`."""
    line = line_of(source, offset, piece)
    start = line.start
    while start < line.end and source.text[start].isspace():
        start += 1
    match = _ENTRY.match(source.text, start, line.end)
    meant = (
        meant_period(match["period"]) if match is not None and holds_figures(source, piece, offset) else ""
    )
    if match is None or not meant:
        return None
    span = Span(*match.span("period"))
    fix = replace(source, span, meant, safe=True)
    params = {"written": source[span]}
    return at(source, span, "PEI116", variant="turned", params=params, fixes=(fix,), note="here")


def colon(source: Source, piece: Piece, offset: int) -> Diagnostic | None:
    """Find a year without its colon: `2025 55%` or `2025 = 55%`."""
    if not holds_figures(source, piece, offset):
        return None
    line = line_of(source, offset, piece)
    cells = _CELLS.match(source.text, line.start, line.end)
    if cells is not None:
        fix = replace(
            source, Span(cells.start("row"), cells.end()), f"{cells['period']}: {cells['figure']}", safe=True
        )
        span = Span(*cells.span("period"))
        params = {"written": cells["period"]}
        return at(source, span, "PEI102", variant="figure_colon", params=params, fixes=(fix,))
    for match in _COLONLESS.finditer(source.text, line.start, line.end):
        absent = match["word"] is None or vocabulary.ABSENCES.find(match["word"].strip()) is not None
        if match.start() <= offset <= match.end() and absent:
            fix = Fix(f"{match['period']}:", _colons(source, piece, match.start()), safe=True)
            params = {"written": match["period"]}
            span = Span(*match.span("period"))
            return at(source, span, "PEI102", variant="figure_colon", params=params, fixes=(fix,))
    return None


def _colons(source: Source, piece: Piece, start: int) -> tuple[Edit, ...]:
    """Return the edits that give each year of a list its colon, from `start` on."""
    found = [
        match
        for match in _COLONLESS.finditer(source.text, start, piece.end)
        if match.start() == start or _BEGINS.search(source.text, piece.start, match.start())
    ]
    return tuple(Edit(source, Span(*match.span("gap")), ": ") for match in found)


def dirt(source: Source, piece: Piece, offset: int) -> Diagnostic | None:
    """Find a figure with something beside it: `S/ 1,300`, `99 448.58`, `67.39*`, `1,180 (p)`."""
    line = line_of(source, offset, piece)
    for match in _AMOUNT.finditer(source.text, line.start, line.end):
        span = Span(*match.span("amount"))
        if not span.start <= offset <= span.end:
            continue
        dirty = dirty_figure(source[span])
        formula = match["sign"] == "=" or piece.kind == "FORMULA"
        if dirty is not None and not (formula and dirty.dirt in _PARTS_OF_FORMULAS):
            return about_dirt(source, span, dirty)
    return None


def about_dirt(source: Source, span: Span, dirty: DirtyFigure) -> Diagnostic:
    """Return the finding about a dirty figure at `span`, with what to write in its place."""
    code, variant = _DIRT.get(dirty.dirt, ("PEI104", "dirty"))
    texts = _in_unit(source, span, dirty.in_plan)
    safe = dirty.dirt in _SURE and len(texts) == 1
    fixes = tuple(replace(source, span, text, safe=safe) for text in texts)
    place = span
    if dirty.dirt in {Dirt.CURRENCY, Dirt.PERCENT, Dirt.COUNTED}:
        start = source.text.find(dirty.beside, span.start, span.end)
        place = Span(start, start + len(dirty.beside)) if start >= 0 else span
    params: dict[str, Parameter] = {
        "written": source[place],
        "meant": "%",
        "what": dirty.what,
        "where": dirty.where,
    }
    note = "here" if dirty.dirt is Dirt.COUNTED else ""
    return at(source, place, code, variant=variant, params=params, fixes=fixes, note=note)


def _in_unit(source: Source, span: Span, texts: tuple[str, ...]) -> tuple[str, ...]:
    """Return figures with the sign of percentages, or without, as the unit of their indicator asks for it."""
    start = max((match.start() for match in _HEADER.finditer(source.text, 0, span.start)), default=0)
    end = _HEADER.search(source.text, span.end)
    unit = _UNIT.search(source.text, start, end.start() if end is not None else len(source.text))
    kind = vocabulary.UNITS.find(unit["unit"].strip().rstrip(".")) if unit is not None else None
    if unit is None:
        return texts
    if kind is None or kind.name not in {"percentage", "rate_of_change"}:
        return tuple(each.replace("%", "") for each in texts)
    return tuple(each if "%" in each else re.sub(r"(?<=\d)(?=\s|\Z)", "%", each, count=1) for each in texts)


def no_figure(source: Source, piece: Piece, offset: int) -> Diagnostic | None:
    """Find a dash where a figure belongs: `2025: -`."""
    if not holds_figures(source, piece, offset):
        return None
    line = line_of(source, max(piece.start, min(offset, piece.end) - 1), piece)
    match = _DASH.search(source.text, line.start, line.end)
    if match is None:
        return None
    span = Span(*match.span("dash"))
    texts = ("no programado", "sin dato")
    fixes = tuple(replace(source, span, text) for text in texts)
    known = ", ".join(vocabulary.ABSENCES.spanish())
    params = {"written": match["dash"], "known": known}
    return at(source, span, "PEI117", variant="figure", params=params, fixes=fixes, note="here")


def no_year(source: Source, piece: Piece, offset: int) -> Diagnostic | None:
    """Find figures without their years: `línea de base: 40%`, `… 70% en 2023`, `logros: 5, 6, 7`."""
    if piece.kind != "FIGURES" or source.text[piece.start : offset].rstrip()[-1:] != ":":
        return None
    end = end_of(source, Piece(piece.rule, piece.start, line_of(source, offset, piece).end))
    span = Span(offset, end)
    figures = [_yearless(each) for each in _LISTED.split(source[span])]
    if not figures or any(not figure for figure, _ in figures):
        return None
    years = [year for _, year in figures]
    sure = all(years)
    if not sure:
        years = [_year_before(source, piece)] if len(figures) == 1 else _years_of_plan(source, len(figures))
    pairs = zip(years, figures, strict=False)
    text = "; ".join(f"{year}: {figure}" for year, (figure, _) in pairs)
    fixes = (replace(source, span, text, safe=sure),) if all(years) and len(years) == len(figures) else ()
    first = re.compile(r"[^;\n]*?\d[\d.,]*%?").match(source.text, offset)
    assert first is not None
    params = {"written": first[0]}
    return at(
        source, Span(*first.span()), "PEI102", variant="no_year", params=params, fixes=fixes, note="here"
    )


_LISTED = re.compile(r"[^\S\n]*(?:[;/|]|,(?=[^\S\n])|\b[ye]\b)[^\S\n]*")
_PLAN_YEARS = re.compile(
    rf"^[^\S\n]*(?:per[ií]odo|period)[^\S\n]*:[^\S\n]*(?P<first>{YEAR})[^\S\n]*(?:al?|hasta|to|-|–)[^\S\n]*(?P<last>{YEAR})",
    re.MULTILINE | re.IGNORECASE,
)


def _yearless(written: str) -> tuple[str, str]:
    """Return the figure in `written` and the year that it says; "" where there is none."""
    if re.fullmatch(rf"[-+−]?{_NUMBER}%?", written):
        return written, ""
    dirty = dirty_figure(written)
    return (dirty.in_plan[0], dirty.year) if dirty is not None else ("", "")


def _years_of_plan(source: Source, count: int) -> list[str]:
    """Return the years of the plan in the same text, if there are `count` of them."""
    match = _PLAN_YEARS.search(source.text)
    years = list(range(int(match["first"]), int(match["last"]) + 1)) if match is not None else []
    return [str(year) for year in years] if len(years) == count else []


def _year_before(source: Source, piece: Piece) -> str:
    """Return the year before the first one with a figure in the same declaration, or ""."""
    word = vocabulary.FIELDS.find(piece.word)
    if word is None or word.name != "baseline":
        return ""
    begin = max(0, source.text.rfind("\nindicador", 0, piece.start))
    end = re.compile(r"\n(?=[^\s#])").search(source.text, piece.end)
    years = re.findall(rf"\b({YEAR})[\w\-]*[^\S\n]*:", source.text[begin : end.start() if end else None])
    return str(min(int(year) for year in years) - 1) if years else ""


def article(source: Source, piece: Piece, offset: int) -> Diagnostic | None:
    """Find a little word before the first period: `periodo: del 2024 al 2026`."""
    match = _ARTICLE.match(source.text, offset, piece.end)
    if piece.kind != "PERIODS" or match is None:
        return None
    rest = " ".join(source.text[match.end() : line_of(source, offset, piece).end].split())
    fix = Fix(rest, (Edit(source, Span(*match.span()), ""),), safe=True)
    span = Span(offset, offset + len(match[0].rstrip()))
    params = {"written": match[0].rstrip()}
    return at(source, span, "PEI102", variant="article", params=params, fixes=(fix,), note="here")
