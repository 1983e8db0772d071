"""Plans in colour: a lexer for Pygments, and so for Sphinx, for Markdown, and for `pygmentize -l pei`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from pygments.lexer import Lexer
from pygments.token import (
    Comment,
    Keyword,
    Literal,
    Name,
    Number,
    Operator,
    Punctuation,
    String,
    Text,
    Whitespace,
    _TokenType,
)

from pei_dsl.source import Source
from pei_dsl.syntax.parse import parse
from pei_dsl.views.token_classes import TokenClass, tokens

Coloured = tuple[int, _TokenType, str]

KINDS = {
    TokenClass.BLANK: Whitespace,
    TokenClass.COMMENT: Comment.Single,
    TokenClass.DOCUMENTATION: Comment.Special,
    TokenClass.DECLARATION: Keyword.Declaration,
    TokenClass.FIELD: Name.Attribute,
    TokenClass.CODE: Name.Label,
    TokenClass.NAME: Name.Variable,
    TokenClass.FUNCTION: Name.Function,
    TokenClass.BUILT_IN: Name.Builtin,
    TokenClass.NUMBER: Number,
    TokenClass.DAY: Literal.Date,
    TokenClass.QUOTED: String.Double,
    TokenClass.TEXT: String,
    TokenClass.CONSTANT: Keyword.Constant,
    TokenClass.TYPE: Keyword.Type,
    TokenClass.TIME: Keyword.Pseudo,
    TokenClass.OPERATOR: Operator,
    TokenClass.OPERATOR_WORD: Operator.Word,
    TokenClass.PUNCTUATION: Punctuation,
}


class PeiLexer(Lexer):
    """
    Colours plans as the language reads them: it asks the parser, and knows no word of its own.

    What cannot be read gets the colours that its letters suggest, never an error, so that a document may
    show wrong plans too.
    """

    name = "PEI"
    aliases: ClassVar[list[str]] = ["pei"]
    filenames: ClassVar[list[str]] = ["*.pei"]
    mimetypes: ClassVar[list[str]] = ["text/x-pei"]

    def get_tokens_unprocessed(self, text: str) -> Iterator[Coloured]:
        """Yield the place, the kind and the text of each piece; their texts joined are `text`."""
        source = Source.of("", text)
        end = source.to_original(0)
        if end:
            yield 0, Whitespace, text[:end]  # the byte order mark
        for each in tokens(parse(source).file):
            span = each.part.span
            start, end = source.to_original(span.start), source.to_original(span.end)
            yield start, KINDS[each.token_class], text[start:end]
        if end < len(text):
            yield end, Text, text[end:]  # a text too long to be read
