"""What a planner did, told from where the parser stopped: one finding, with what to write instead."""

from __future__ import annotations

import re
from collections.abc import Callable

from lark.exceptions import UnexpectedCharacters, UnexpectedInput, UnexpectedToken

from pei_dsl import vocabulary
from pei_dsl.diagnostics import Diagnostic
from pei_dsl.diagnostics.finding import Edit, Fix, at, replace
from pei_dsl.source import Source, Span
from pei_dsl.syntax.pieces import Piece

# Signs that people bring along from programs and from paper.
_FOREIGN = {
    "==": "=",
    "!=": "<>",
    "=>": ">=",
    "=<": "<=",
    "&&": "y",
    "&": "y",
    "||": "o",
    "|": "o",
    "!": "no",
    "**": "^",
    ":=": "=",
    "x": "*",
    "X": "*",
    "²": "^2",
    "³": "^3",
    "{": "(",
    "}": ")",
}
_FIELD_WORDS = re.compile(r"[^\W\d]\w*(?:[ \t]+[^\W\d]\w*){0,5}")
_QUOTES = '"“”„«'
_WORD_OR_SIGN = re.compile(r'"[^"\n]*"|«[^»\n]*»|\w+|[=!<>&|*:]{2}|\S')
_STRING_OR_COMMENT = re.compile(r'"[^"\n]*"|[“”„][^“”\n]*[“”]|«[^»\n]*»|#[^\n]*')


def explain(source: Source, piece: Piece, error: UnexpectedInput) -> Diagnostic:
    """Return the one finding that tells what is wrong in `piece`, where the parser gave up."""
    offset = _offset(source, piece, error)
    checks: tuple[Callable[[Source, Piece, int], Diagnostic | None], ...] = (
        _open_quote,
        _parenthesis,
        _ending,
        _separator,
        _reserved,
        _colon,
        _foreign,
        _second_title,
    )
    for check in checks:
        finding = check(source, piece, offset)
        if finding is not None:
            return finding
    span = _word_at(source, offset, piece.end)
    return at(source, span, "PEI102", params={"written": _short(source[span])}, note="here")


def _offset(source: Source, piece: Piece, error: UnexpectedInput) -> int:
    """Return where the text stops making sense; the end of the piece when it just stops."""
    if isinstance(error, UnexpectedToken) and error.token.type == "$END":
        return piece.end
    offset = piece.start
    if isinstance(error, UnexpectedCharacters):
        # Lark declares the place as None in the base class.
        offset = getattr(error, "pos_in_stream", None) or piece.start
    elif isinstance(error, UnexpectedToken):
        offset = error.token.start_pos or piece.start
    text = source.text
    while offset < piece.end and text[offset].isspace():
        offset += 1
    return offset


def _end_of(source: Source, piece: Piece) -> int:
    """Return the end of the last thing written in `piece`, comments and blanks left out."""
    code = _STRING_OR_COMMENT.sub(
        lambda match: match[0] if match[0][0] != "#" else " " * len(match[0]),
        source.text[piece.start : piece.end],
    )
    return piece.start + len(code.rstrip())


def _open_quote(source: Source, piece: Piece, offset: int) -> Diagnostic | None:
    """Find a quote that is never closed on its line."""
    if offset >= piece.end or source.text[offset] not in _QUOTES:
        return None
    if _STRING_OR_COMMENT.match(source.text, offset, piece.end):
        return None
    end = source.text.find("\n", offset, piece.end)
    end = end if end >= 0 else piece.end
    stop = offset + len(source.text[offset:end].rstrip())
    close = "»" if source.text[offset] == "«" else '"'
    fix = Fix(source.text[offset:stop] + close, (Edit(source, Span(stop, stop), close),), safe=True)
    return at(source, Span(offset, stop), "PEI103", fixes=(fix,), note="never_closed")


def _parenthesis(source: Source, piece: Piece, offset: int) -> Diagnostic | None:
    """Find a parenthesis without its pair, up to where reading stopped."""
    blanked = _STRING_OR_COMMENT.sub(lambda match: " " * len(match[0]), source.text[piece.start : piece.end])
    reached = min(offset + 1, piece.end) - piece.start
    unclosed: list[int] = []
    for match in re.finditer(r"[()]", blanked[:reached]):
        if match[0] == "(":
            unclosed.append(match.start())
        elif unclosed:
            unclosed.pop()
        else:
            start = piece.start + match.start()
            return at(source, Span(start, start + 1), "PEI108", variant="extra", note="extra")
    if offset < piece.end or not unclosed:
        return None
    end = _end_of(source, piece)
    if blanked[: end - piece.start].rstrip()[-1:] in "+-*/^=<>(;":
        return None  # the text breaks off: that is the cause, the parenthesis follows from it
    start = piece.start + unclosed[-1]
    fix = Fix(
        source.text[start:end] + ")" * len(unclosed),
        (Edit(source, Span(end, end), ")" * len(unclosed)),),
        safe=True,
    )
    return at(
        source,
        Span(start, start + 1),
        "PEI108",
        fixes=(fix,) if end - start < 120 else (),
        note="never_closed",
    )


def _ending(source: Source, piece: Piece, offset: int) -> Diagnostic | None:
    """Say that something is missing, at the end of what was written."""
    if offset < _end_of(source, piece):
        return None
    end = _end_of(source, piece)
    variant = "header" if _in_header(source, piece, end) else ""
    return at(source, Span(end, end), "PEI101", variant=variant, note="missing")


def _separator(source: Source, _: Piece, offset: int) -> Diagnostic | None:
    """Find a comma between arguments."""
    if not source.text.startswith(",", offset):
        return None
    fix = replace(source, Span(offset, offset + 1), ";", safe=True)
    return at(source, Span(offset, offset + 1), "PEI107", fixes=(fix,))


def _reserved(source: Source, piece: Piece, offset: int) -> Diagnostic | None:
    """Find a little word of formulas where a name belongs: `variable y = 2`."""
    span = _word_at(source, offset, piece.end)
    names = piece.rule in {"header", "definition"} and "=" not in source.text[piece.start : offset]
    if not names or source[span].casefold() not in vocabulary.RESERVED:
        return None
    return at(source, span, "PEI102", variant="reserved", params={"written": source[span]}, note="here")


def _colon(source: Source, piece: Piece, offset: int) -> Diagnostic | None:
    """Find a field without its colon: `unidad porcentaje`."""
    line = source.text.rfind("\n", piece.start, offset) + 1
    if source.text[line:offset].strip():
        return None
    words = _FIELD_WORDS.match(source.text, offset, piece.end)
    while words is not None:
        if vocabulary.FIELDS.find(words[0]) is not None:
            span = Span(*words.span())
            fix = Fix(f"{words[0]}:", (Edit(source, Span(span.end, span.end), ":"),), safe=True)
            return at(source, span, "PEI102", variant="colon", params={"written": words[0]}, fixes=(fix,))
        shorter = words[0].rpartition(" ")[0].rstrip()
        end = offset + len(shorter)
        words = _FIELD_WORDS.match(source.text, offset, end) if shorter else None
    return None


def _foreign(source: Source, _: Piece, offset: int) -> Diagnostic | None:
    """Find a sign of another language, here or begun just before (`==` stops at its second half)."""
    for start in (offset - 1, offset):
        for length in (2, 1):
            written = source.text[start : start + length]
            meant = _FOREIGN.get(written)
            if meant is None or (length == 1 and start != offset):
                continue
            if written.isalpha() and source.text[start : start + 2][1:].isalnum():
                continue
            span = Span(start, start + length)
            fix = replace(source, span, meant, safe=True)
            return at(source, span, "PEI111", params={"written": written, "meant": meant}, fixes=(fix,))
    return None


def _second_title(source: Source, piece: Piece, offset: int) -> Diagnostic | None:
    """Find a header whose title goes on in the next line, or was never quoted."""
    if not _in_header(source, piece, offset):
        return None
    span = _word_at(source, offset, piece.end)
    params = {"written": _short(source[span])}
    fixes = _quoted(source, piece, offset)
    return at(source, span, "PEI102", variant="header", params=params, fixes=fixes, note="here")


_BARE_TITLE = re.compile(r"[^\W\d][^\n#\"“”„«»]*[^\s#\"“”„«»]")


def _quoted(source: Source, piece: Piece, offset: int) -> tuple[Fix, ...]:
    """Offer quotes for a title that has none: from `offset`, or from after `plan`, to the end of the line."""
    kind = vocabulary.DECLARATIONS.find(source.text[piece.start : piece.end].split()[0])
    start = offset
    if kind is not None and kind.name in {"plan", "register", "test"}:
        start = piece.start + len(source.text[piece.start : offset].split()[0]) + 1
    title = _BARE_TITLE.match(source.text, start, piece.end)
    if title is None or source.text[title.end() : title.end() + 1] not in {"", "\n"}:
        return ()
    return (replace(source, Span(*title.span()), f'"{title[0]}"', safe=True),)


def _in_header(source: Source, piece: Piece, offset: int) -> bool:
    """Tell whether `offset` is in a header proper, not in the formula after its `=`."""
    written = _STRING_OR_COMMENT.sub("", source.text[piece.start : offset])
    return piece.rule == "header" and "=" not in written


def _word_at(source: Source, offset: int, end: int) -> Span:
    match = _WORD_OR_SIGN.match(source.text, offset, end)
    return Span(*match.span()) if match else Span(offset, min(offset + 1, end))


def _short(text: str) -> str:
    return text if len(text) <= 40 else text[:39] + "…"
