"""Quotes that are missing, of another kind, or on another line; and letters that no eye sees."""

from __future__ import annotations

import re

from pei_dsl.diagnostics import Diagnostic
from pei_dsl.diagnostics.finding import Edit, Fix, at, replace
from pei_dsl.source import Source, Span
from pei_dsl.syntax.mistakes.places import STRING_OR_COMMENT, short
from pei_dsl.syntax.pieces import Piece

_QUOTES = '"“”„«'
_CLOSING = {'"': '"', "“": "”", "”": "”", "„": "“", "«": "»"}
_SINGLE = re.compile(r"(?P<open>&quot;|''|``|['‘’‚`´])(?P<text>[^'‘’`´\"“”&\n]+)(?:&quot;|''|['‘’`´])")
_UNOPENED = re.compile(r"[^\W\d][^\n#\"“”„«»;=()]*(?P<close>[\"”»])(?=[^\S\n]*(?:#|\n|\Z))")
# A line of a text that goes on: words up to the quote that closes it, and nothing behind that quote.
_CONTINUED = re.compile(r"(?:[^\"“”„«»\n:=#]*\n){0,3}?[^\"“”„«»\n:=#]*[\"”»“](?=[^\S\n]*(?:#|\n|\Z))")
_OTHER_END = {'"': "“”»", "“": '"', "”": '"', "„": '"', "«": '"'}
_WORD = re.compile(r"\w+")
_TITLE = re.compile(r"(?:(?!\s*=|\s+#).)+")
_REMARKED = re.compile(r"(?:(?!\s+#).)+")
INVISIBLE = re.compile("[\u00ad\u200b-\u200d\u2060\ufeff]+")


def open_quote(source: Source, piece: Piece, offset: int) -> Diagnostic | None:
    """Find a quote that is never closed on its line."""
    if offset >= piece.end or source.text[offset] not in _QUOTES:
        return None
    if STRING_OR_COMMENT.match(source.text, offset, piece.end):
        return None
    return _two_lines(source, piece, offset) or _never_closed(source, piece, offset)


def _two_lines(source: Source, piece: Piece, offset: int) -> Diagnostic | None:
    """Find a text that is closed in one of the next lines: it was broken, as a word processor does."""
    end = source.text.find("\n", offset, piece.end)
    more = _CONTINUED.match(source.text, end + 1, piece.end) if end >= 0 else None
    if more is None or more[0].rstrip()[-1] not in {_CLOSING[source.text[offset]], '"'}:
        return None
    span = Span(offset, more.end())
    fix = replace(source, span, " ".join(source[span].split()), safe=True)
    return at(source, Span(offset, end), "PEI103", variant="two_lines", fixes=(fix,), note="goes_on")


def _never_closed(source: Source, piece: Piece, offset: int) -> Diagnostic:
    end = source.text.find("\n", offset, piece.end)
    line = Span(offset, end if end >= 0 else piece.end)
    stop = offset + len(source[line].rstrip())
    return at(
        source, Span(offset, stop), "PEI103", fixes=(_closed(source, piece, line),), note="never_closed"
    )


def _closed(source: Source, piece: Piece, line: Span) -> Fix:
    """Return the fix that closes the text which begins `line`, where it must have ended."""
    text = source[line].rstrip()
    opening, last = text[0], text[-1]
    if len(text) > 1 and last in _OTHER_END.get(opening, ""):  # opened and closed by quotes of two kinds
        place = Span(line.start + len(text) - 1, line.start + len(text))
        edits = (Edit(source, Span(line.start, line.start + 1), '"'), Edit(source, place, '"'))
        return Fix(f'"{text[1:-1]}"', edits, safe=True)
    before = source.text[piece.start : line.start]
    if piece.kind == "FORMULA" or "=" in before.rpartition("\n")[2]:
        end, safe = _WORD.match(text, 1), False  # in a formula only its first word is sure to be of it
    elif piece.rule in {"definition", "header"} or piece.kind == "WHERE":
        end, safe = _TITLE.match(text, 1), "#" not in text
    else:
        end, safe = _REMARKED.match(text, 1), "#" not in text
    stop = line.start + (end.end() if end is not None else len(text))
    close = {'"': '"', "«": "»"}.get(opening, "”")
    return Fix(source.text[line.start : stop] + close, (Edit(source, Span(stop, stop), close),), safe=safe)


def not_opened(source: Source, piece: Piece, offset: int) -> Diagnostic | None:
    """Find a text whose quote stands only at its end: `objetivo OEI.01 Mejorar la salud"`."""
    match = _UNOPENED.match(source.text, offset, piece.end)
    if match is None:
        return None
    opening = "«" if match["close"] == "»" else '"'
    fix = Fix(opening + match[0], (Edit(source, Span(offset, offset), opening),), safe=True)
    return at(source, Span(*match.span()), "PEI103", variant="not_opened", fixes=(fix,), note="not_opened")


def other_quotes(source: Source, piece: Piece, offset: int) -> Diagnostic | None:
    """Find a text in quotes of another kind: `'Lima'`."""
    match = _SINGLE.match(source.text, offset, piece.end)
    if match is None:
        return None
    fix = replace(source, Span(*match.span()), f'"{match["text"]}"', safe=True)
    params = {"written": short(match["open"]), "meant": '"'}
    return at(source, Span(*match.span()), "PEI111", params=params, fixes=(fix,))


def hyphenated(source: Source, piece: Piece, offset: int) -> Diagnostic | None:
    """Find the invisible hyphens that a word processor leaves within words, up to where reading stopped."""
    line = source.text.rfind("\n", 0, offset) + 1
    found = [
        match
        for match in INVISIBLE.finditer(source.text, max(piece.start, line), min(piece.end, offset + 1))
        if source.text[match.start() - 1].isalnum() and source.text[match.end() : match.end() + 1].isalnum()
    ]
    if not found:
        return None
    edits = tuple(Edit(source, Span(*match.span()), "") for match in found)
    start, end = found[0].span()
    while start > piece.start and source.text[start - 1].isalnum():
        start -= 1
    while end < piece.end and (source.text[end].isalnum() or INVISIBLE.match(source.text[end])):
        end += 1
    word = INVISIBLE.sub("", source.text[start:end])
    fix = Fix(word, edits, safe=True)
    return at(source, Span(start, end), "PEI102", variant="invisible", params={"written": word}, fixes=(fix,))
