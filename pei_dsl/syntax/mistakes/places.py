"""Looking at the text around the place where reading stopped."""

from __future__ import annotations

import re

from lark.exceptions import UnexpectedCharacters, UnexpectedInput, UnexpectedToken

from pei_dsl.source import Source, Span
from pei_dsl.syntax.pieces import Piece

STRING_OR_COMMENT = re.compile(r'"[^"\n]*"|[“”„][^“”\n]*[“”]|«[^»\n]*»|#[^\n]*')
_WORD_OR_SIGN = re.compile(r'"[^"\n]*"|«[^»\n]*»|\w+|[=!<>&|*:]{2}|\S')


def stop(source: Source, piece: Piece, error: UnexpectedInput) -> int:
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


def end_of(source: Source, piece: Piece) -> int:
    """Return the end of the last thing written in `piece`, comments and blanks left out."""
    code = STRING_OR_COMMENT.sub(
        lambda match: match[0] if match[0][0] != "#" else " " * len(match[0]),
        source.text[piece.start : piece.end],
    )
    return piece.start + len(code.rstrip())


def blanked(source: Source, piece: Piece) -> str:
    """Return the text of `piece`, each string and comment replaced by as many blanks."""
    return STRING_OR_COMMENT.sub(lambda match: " " * len(match[0]), source.text[piece.start : piece.end])


def line_of(source: Source, offset: int, piece: Piece) -> Span:
    """Return the line around `offset`, as far as it lies in `piece`, without its line end."""
    start = max(piece.start, source.text.rfind("\n", 0, offset) + 1)
    end = source.text.find("\n", offset, piece.end)
    return Span(start, end if end >= 0 else piece.end)


def in_header(source: Source, piece: Piece, offset: int) -> bool:
    """Tell whether `offset` is in a header proper, not in the formula after its `=`."""
    written = STRING_OR_COMMENT.sub("", source.text[piece.start : offset])
    return piece.rule == "header" and "=" not in written


def word_at(source: Source, offset: int, end: int) -> Span:
    """Return the place of the word or sign at `offset`."""
    match = _WORD_OR_SIGN.match(source.text, offset, end)
    return Span(*match.span()) if match else Span(offset, min(offset + 1, end))


def short(text: str) -> str:
    """Return `text`, cut where it is too long for a headline."""
    return text if len(text) <= 40 else text[:39] + "…"
