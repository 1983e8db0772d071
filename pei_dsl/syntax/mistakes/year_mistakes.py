"""Years that do not each stand before a figure: `2025 - 2030: 8`, `línea de base (2023): 10%`."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pei_dsl import vocabulary
from pei_dsl.diagnostics import Diagnostic, Label
from pei_dsl.diagnostics.finding import Edit, Fix, at, replace
from pei_dsl.source import Source, Span
from pei_dsl.syntax.blocks import Block
from pei_dsl.syntax.mistakes.figure_mistakes import holds_figures
from pei_dsl.syntax.mistakes.places import line_of
from pei_dsl.syntax.mistakes.slip import Slip
from pei_dsl.syntax.pieces import Piece
from pei_dsl.written_periods import YEAR, meant_period

MAX_YEARS = 12
_FIGURE = r"(?P<figure>[^\s:;,#][^\n:;#]*?)(?=[^\S\n]*(?:[;#\n]|\Z))"
_JOINED = r"(?:[-–—/]|\b(?:al?|hasta)\b|\.\.+)"
_RANGE = re.compile(
    rf"(?P<years>(?:del?\b[^\S\n]*)?(?P<first>{YEAR})[^\S\n]*{_JOINED}[^\S\n]*(?P<last>{YEAR}))[^\S\n]*:[^\S\n]*{_FIGURE}",
    re.IGNORECASE,
)
_SEVERAL = re.compile(
    rf"(?P<years>{YEAR}(?:[^\S\n]*(?:,|\by\b|\be\b|/|;)[^\S\n]*{YEAR})+)[^\S\n]*:[^\S\n]*{_FIGURE}",
    re.IGNORECASE,
)
_WORDS = r"[^\W\d]\w*(?:[^\S\n]+[^\W\d]\w*){0,4}"
_FIELD_OF_YEAR = re.compile(
    rf"^[^\S\n]*(?P<word>{_WORDS})(?P<gap>[^\S\n]*(?:[(\[-]|\ben\b|\bal?\b)?[^\S\n]*)(?P<year>{YEAR})(?P<end>[)\]]?)"
    r"[^\S\n]*(?=:)",
    re.MULTILINE | re.IGNORECASE,
)
_NAMED_PERIOD = re.compile(
    r"^[^\S\n]*(?P<period>[^\W\d][^\n:;#\"«=]{3,24}?)[^\S\n]*:(?=[^\S\n]*[-+−]?[\d.])", re.MULTILINE
)


def several(source: Source, piece: Piece, offset: int) -> Diagnostic | None:
    """Find one figure for several years: `2025 - 2030: 8`, `2025, 2026 y 2027: 8`."""
    if not holds_figures(source, piece, offset):
        return None
    line = line_of(source, offset, piece)
    for pattern in (_RANGE, _SEVERAL):
        match = pattern.search(source.text, line.start, line.end)
        if match is not None and match.start() <= offset <= match.end():
            return about_several(source, match)
    return None


def spread(source: Source, start: int, end: int) -> Diagnostic | None:
    """Return the finding about a range of years that reads like one period: `2025-2030: 8`."""
    match = _RANGE.fullmatch(source.text, start, end)
    return about_several(source, match) if match is not None else None


def about_several(source: Source, match: re.Match[str]) -> Diagnostic:
    """Return the finding about the years of `match` that share a figure, with a figure for each."""
    years = [int(year) for year in re.findall(YEAR, match["years"])]
    if "first" in match.re.groupindex:
        years = list(range(years[0], years[-1] + 1))
    fixes: tuple[Fix, ...] = ()
    if 1 < len(years) <= MAX_YEARS:
        text = "; ".join(f"{year}: {match['figure'].strip()}" for year in years)
        fixes = (replace(source, Span(*match.span()), text),)
    span = Span(*match.span("years"))
    params = {"written": source[span]}
    return at(source, span, "PEI116", variant="several", params=params, fixes=fixes, note="here")


def slips(source: Source, block: Block) -> Iterator[Slip]:
    """Find years in the names of fields of figures, and periods in words before their figures."""
    yield from _fields_of_years(source, block)
    yield from _named_periods(source, block)


def _fields_of_years(source: Source, block: Block) -> Iterator[Slip]:
    """Find `línea de base (2023): 10%`, and a field of figures that is written again for each year."""
    found = [
        match
        for match in _FIELD_OF_YEAR.finditer(source.text, block.header, block.span.end)
        if _is_of_figures(match["word"], block)
    ]
    groups: dict[str, list[re.Match[str]]] = {}
    for match in found:
        groups.setdefault(vocabulary.fold(match["word"]), []).append(match)
    for matches in groups.values():
        yield _field_of_years(source, matches)


def _is_of_figures(words: str, block: Block) -> bool:
    known = vocabulary.FIELDS.find(words)
    return known is not None and known.kind == "FIGURES" and block.kind in known.of


def _field_of_years(source: Source, matches: list[re.Match[str]]) -> Slip:
    first = matches[0]
    edits = [Edit(source, Span(first.end("word"), first.end("end")), f": {first['year']}")]
    patches: list[tuple[Span, str]] = [
        (Span(*first.span("gap")), ":".ljust(len(first["gap"]))),
        (Span(*first.span("end")), _blank(first["end"])),
    ]
    for match in matches[1:]:
        edits.append(Edit(source, Span(match.start("word"), match.end("end")), f"  {match['year']}"))
        patches.append((Span(match.start("word"), match.start("year")), _blank(match["word"] + match["gap"])))
        patches.append((Span(*match.span("end")), _blank(match["end"])))
    span = Span(first.start("word"), first.end("end"))
    fix = Fix(f"{first['word']}: {first['year']}:", tuple(edits), safe=True)
    related = tuple(Label(source, Span(each.start("word"), each.end("end")), "too") for each in matches[1:4])
    params = {"written": first["word"]}
    finding = at(source, span, "PEI102", variant="field_year", params=params, fixes=(fix,), related=related)
    return Slip(finding, tuple((span, text) for span, text in patches if text))


def _named_periods(source: Source, block: Block) -> Iterator[Slip]:
    """Find periods in words before figures, all of a list as one slip: `Año 2025: 5`, `Enero 2025: 5`."""
    found = []
    for match in _NAMED_PERIOD.finditer(source.text, block.header, block.span.end):
        meant = meant_period(match["period"])
        if meant and len(meant) <= len(match["period"]):
            found.append((Span(*match.span("period")), meant))
    if not found:
        return
    span, meant = found[0]
    edits = tuple(Edit(source, each, text) for each, text in found)
    related = tuple(Label(source, each, "too") for each, _ in found[1:4])
    params = {"written": source[span]}
    fix = Fix(meant, edits, safe=True)
    finding = at(
        source, span, "PEI116", variant="turned", params=params, fixes=(fix,), note="here", related=related
    )
    yield Slip(finding, tuple((each, text.rjust(each.end - each.start)) for each, text in found))


def _blank(text: str) -> str:
    return " " * len(text)
