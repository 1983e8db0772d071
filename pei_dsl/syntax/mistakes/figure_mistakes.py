"""Figures and their periods: numbers with blanks, periods turned round, years that are not there."""

from __future__ import annotations

import re

from pei_dsl import vocabulary
from pei_dsl.diagnostics import Diagnostic
from pei_dsl.diagnostics.finding import Edit, Fix, at, replace
from pei_dsl.source import Source, Span
from pei_dsl.syntax.mistakes.places import line_of
from pei_dsl.syntax.pieces import Piece

_NUMBER = r"\d+(?:[.,]\d+)*"
_SPACED = re.compile(r"(?<![\d.,])\d{1,3}(?:[ '’´`\u00a0]\d{3})+(?:\.\d+)?(?![\d,]|[^\S\n]*:)")
_CURRENCY = re.compile(rf"(?:S/\.?|US\$|\$)[^\S\n]*(?={_NUMBER})", re.IGNORECASE)
_PERCENT = re.compile(rf"(?P<number>{_NUMBER})[^\S\n]*(?P<words>por[^\S\n]*(?:ciento|cien))\b", re.IGNORECASE)
_YEAR = r"(?:19|20|21)\d\d"
_HALF = r"(?:S|SEM|SEMESTRE)"
_QUARTER = r"(?:T|TRIM|TRIMESTRE|Q)"
_JOIN = r"[^\S\n]*[-–/ .]?[^\S\n]*"
# Periods with their parts turned round, each with what its groups mean.
_TURNED: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern, re.IGNORECASE), form)
    for pattern, form in (
        (rf"{_HALF}{_JOIN}(?P<n>[12]){_JOIN}(?P<y>{_YEAR})", "{y}-S{n}"),
        (rf"(?P<n>[12]){_JOIN}{_HALF}{_JOIN}(?P<y>{_YEAR})", "{y}-S{n}"),
        (rf"(?P<y>{_YEAR}){_JOIN}(?P<n>[12]){_HALF}", "{y}-S{n}"),
        (rf"(?P<y>{_YEAR})(?:[/ .]|[^\S\n]*[-–][^\S\n]*){_HALF}{_JOIN}(?P<n>[12])", "{y}-S{n}"),
        (rf"{_QUARTER}{_JOIN}(?P<n>[1-4]){_JOIN}(?P<y>{_YEAR})", "{y}-T{n}"),
        (rf"(?P<n>[1-4]){_JOIN}{_QUARTER}{_JOIN}(?P<y>{_YEAR})", "{y}-T{n}"),
        (rf"(?P<y>{_YEAR}){_JOIN}(?P<n>[1-4]){_QUARTER}", "{y}-T{n}"),
        (rf"(?P<y>{_YEAR})(?:[/ .]|[^\S\n]*[-–][^\S\n]*){_QUARTER}{_JOIN}(?P<n>[1-4])", "{y}-T{n}"),
        (rf"(?P<n>0[1-9]|1[0-2])[-–/ .](?P<y>{_YEAR})", "{y}-{n}"),
        (rf"(?P<y>{_YEAR})[/ .](?P<n>0[1-9]|1[0-2])", "{y}-{n}"),
    )
)
_ENTRY = re.compile(r"(?P<period>[^\s:;,#\"][^:;,#\"\n]{2,20}?)[^\S\n]*:")
_COLONLESS = re.compile(
    rf"(?P<period>{_YEAR}(?:-[ST]?\d\d?)?)(?P<gap>[^\S\n]*=[^\S\n]*|[^\S\n]+)(?=[-+]?\d|(?P<word>[^\W\d][^\n;,#]*))"
)
# A row of a table: `| 2025 | 55% |`, `2025 | 55%`.
_CELLS = re.compile(
    rf"[^\S\n]*(?P<row>\|?[^\S\n]*)(?P<period>{_YEAR})[^\S\n]*\|[^\S\n]*(?P<figure>{_NUMBER}%?)[^\S\n]*\|?[^\S\n]*"
    r"(?=#|\n|\Z)"
)
_YEARLESS = re.compile(
    rf"[-+−]?{_NUMBER}%?(?:[^\S\n]*\(?(?:del?[^\S\n]+)?(?P<year>{_YEAR})\)?)?(?=[^\S\n]*(?:#|\n|\Z))"
)
_DASH = re.compile(r":[^\S\n]*(?P<dash>[-–—_]+|\.{2,}|…)(?=[^\S\n]*(?:#|\n|\Z))")
_BEHIND = re.compile(rf"{_NUMBER}%?(?P<words>(?:[^\S\n]+[^\W\d]+){{2,8}})(?=[^\S\n]*(?:#|\n|\Z))")
_ARTICLE = re.compile(r"(?:del?|desde)\b[^\S\n]*", re.IGNORECASE)


def _holds_figures(source: Source, piece: Piece, offset: int) -> bool:
    """Tell whether figures by year stand at `offset`: in a field of them, or below the header of a series."""
    if piece.rule == "header":
        return "\n" in source.text[piece.start : offset]
    return piece.kind == "FIGURES" or piece.rule == "figure"


def meant_period(written: str) -> str:
    """Return the period that `written` tells with its parts turned round (`S1-2024`), or ""."""
    for pattern, form in _TURNED:
        match = pattern.fullmatch(written.strip())
        if match is not None:
            return form.format(y=match["y"], n=match["n"])
    return ""


def turned_period(source: Source, piece: Piece, offset: int) -> Diagnostic | None:
    """Find a period with its parts turned round: `S1-2024`."""
    line = line_of(source, offset, piece)
    start = line.start
    while start < line.end and source.text[start].isspace():
        start += 1
    match = _ENTRY.match(source.text, start, line.end)
    meant = (
        meant_period(match["period"]) if match is not None and _holds_figures(source, piece, offset) else ""
    )
    if match is None or not meant:
        return None
    span = Span(*match.span("period"))
    fix = replace(source, span, meant, safe=True)
    params = {"written": source[span]}
    return at(source, span, "PEI116", variant="turned", params=params, fixes=(fix,), note="here")


def colon(source: Source, piece: Piece, offset: int) -> Diagnostic | None:
    """Find a year without its colon: `2025 55%` or `2025 = 55%`."""
    if not _holds_figures(source, piece, offset):
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
            fix = Fix(f"{match['period']}:", (Edit(source, Span(*match.span("gap")), ": "),), safe=True)
            params = {"written": match["period"]}
            span = Span(*match.span("period"))
            return at(source, span, "PEI102", variant="figure_colon", params=params, fixes=(fix,))
    return None


def spaced(source: Source, piece: Piece, offset: int) -> Diagnostic | None:
    """Find a number whose thousands stand apart: `99 448.58`, `99'448.58`."""
    if piece.kind == "FORMULA" or (piece.rule == "header" and "=" in source.text[piece.start : offset]):
        return None  # there it may as well be a sign that is missing
    line = line_of(source, offset, piece)
    for match in _SPACED.finditer(source.text, line.start, line.end):
        if match.start() < offset < match.end():
            whole, point, decimals = match[0].partition(".")
            meant = ",".join(re.findall(r"\d+", whole)) + point + decimals
            span = Span(*match.span())
            fix = replace(source, span, meant, safe=True)
            return at(source, span, "PEI104", params={"written": match[0]}, fixes=(fix,))
    return None


def currency(source: Source, piece: Piece, offset: int) -> Diagnostic | None:
    """Find the sign of a currency before a figure: `S/ 1,300`."""
    line = line_of(source, offset, piece)
    for match in _CURRENCY.finditer(source.text, line.start, line.end):
        if match.start() <= offset <= match.end() + 12:
            number = re.compile(_NUMBER).match(source.text, match.end())
            assert number is not None
            fix = Fix(number[0], (Edit(source, Span(*match.span()), ""),), safe=True)
            params = {"written": match[0].strip()}
            span = Span(match.start(), match.start() + len(match[0].rstrip()))
            return at(source, span, "PEI102", variant="currency", params=params, fixes=(fix,))
    return None


def percent_word(source: Source, piece: Piece, offset: int) -> Diagnostic | None:
    """Find a percentage in words: `55 por ciento`."""
    line = line_of(source, offset, piece)
    for match in _PERCENT.finditer(source.text, line.start, line.end):
        if match.start() <= offset <= match.end():
            fix = replace(source, Span(*match.span()), f"{match['number']}%", safe=True)
            params = {"written": match["words"], "meant": "%"}
            return at(source, Span(*match.span("words")), "PEI111", params=params, fixes=(fix,))
    return None


def no_figure(source: Source, piece: Piece, offset: int) -> Diagnostic | None:
    """Find a dash where a figure belongs: `2025: -`."""
    if not _holds_figures(source, piece, offset):
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


def behind(source: Source, piece: Piece, offset: int) -> Diagnostic | None:
    """Find words behind a figure that say its unit again: `1,300 personas atendidas`."""
    line = line_of(source, offset, piece)
    match = (
        _BEHIND.search(source.text, line.start, line.end) if _holds_figures(source, piece, offset) else None
    )
    if match is None or not match.start() < offset < match.end():
        return None
    words = Span(*match.span("words"))
    text = source[words].strip()
    fix = Fix(source[Span(match.start(), words.start)], (Edit(source, words, ""),))
    span = Span(words.end - len(text), words.end)
    return at(source, span, "PEI117", variant="after", params={"written": text}, fixes=(fix,), note="here")


def no_year(source: Source, piece: Piece, offset: int) -> Diagnostic | None:
    """Find a figure without its year: `línea de base: 40%`."""
    if piece.kind != "FIGURES" or source.text[piece.start : offset].rstrip()[-1:] != ":":
        return None
    match = _YEARLESS.match(source.text, offset, piece.end)
    if match is None:
        return None
    figure = re.compile(rf"[-+−]?{_NUMBER}%?").match(source.text, offset)
    assert figure is not None
    span = Span(*match.span())
    year = match["year"] or _year_before(source, piece)
    fixes = (replace(source, span, f"{year}: {figure[0]}", safe=bool(match["year"])),) if year else ()
    params = {"written": figure[0]}
    return at(
        source, Span(*figure.span()), "PEI102", variant="no_year", params=params, fixes=fixes, note="here"
    )


def _year_before(source: Source, piece: Piece) -> str:
    """Return the year before the first one with a figure in the same declaration, or ""."""
    word = vocabulary.FIELDS.find(piece.word)
    if word is None or word.name != "baseline":
        return ""
    begin = max(0, source.text.rfind("\nindicador", 0, piece.start))
    end = re.compile(r"\n(?=[^\s#])").search(source.text, piece.end)
    years = re.findall(rf"\b({_YEAR})[\w\-]*[^\S\n]*:", source.text[begin : end.start() if end else None])
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
