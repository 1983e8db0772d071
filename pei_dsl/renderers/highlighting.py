"""Plans in colour: a lexer for Pygments, and so for Sphinx, for Markdown, and for `pygmentize -l pei`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import ClassVar

import attrs
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

from pei_dsl import vocabulary
from pei_dsl.algebra.builtins import TABLES
from pei_dsl.model.units import parse_unit
from pei_dsl.source import Source
from pei_dsl.syntax.parse import parse
from pei_dsl.syntax.parts import Kind, Part, parts, scanned
from pei_dsl.vocabulary import FieldWord, fold

Coloured = tuple[int, _TokenType, str]


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
        found = [
            piece
            for part in parts(parse(source).file)
            for piece in (scanned(part, source) if part.kind is Kind.UNREAD else (part,))
        ]
        end = source.to_original(0)
        if end:
            yield 0, Whitespace, text[:end]  # the byte order mark
        for part, kind in zip(found, kinds(found), strict=True):
            start, end = source.to_original(part.span.start), source.to_original(part.span.end)
            yield start, kind, text[start:end]
        if end < len(text):
            yield end, Text, text[end:]  # a text too long to be read


def kinds(found: Sequence[Part]) -> Iterator[_TokenType]:
    """Yield the kind of colour of each part."""
    followed: list[Part | None] = []
    following: Part | None = None
    for part in reversed(found):
        followed.append(following)
        following = part if part.kind not in _BETWEEN else following
    reader = _Reader()
    yield from map(reader.kind, found, reversed(followed))


_FIXED = {
    Kind.BLANK: Whitespace,
    Kind.COMMENT: Comment.Single,
    Kind.DOCUMENTATION: Comment.Special,
    Kind.NUMBER: Number,
    Kind.CODE: Name.Label,
    Kind.DATE: Literal.Date,
    Kind.PERIOD: Literal.Date,
}
_BETWEEN = frozenset({Kind.BLANK, Kind.COMMENT, Kind.DOCUMENTATION})
_PUNCTUATION = frozenset("()[];:,.?")
_QUOTES = frozenset('"“”„«')
# What may stand where no name of the plan can: beside figures, and in fields of a closed list.
_VALUES = (
    vocabulary.COLORS,
    vocabulary.ABSENCES,
    vocabulary.FIGURE_KINDS,
    vocabulary.QUALITIES,
    vocabulary.DIRECTIONS,
    vocabulary.RELEVANCES,
    vocabulary.AGGREGATIONS,
    vocabulary.CLASSES,
    vocabulary.VALUE_POLICIES,
    vocabulary.MISSING_SIBLING_POLICIES,
    vocabulary.ZERO_GOAL_POLICIES,
    vocabulary.WEIGHT_POLICIES,
    vocabulary.NEGATIVE_POLICIES,
    vocabulary.PROGRESS_TYPES,
    vocabulary.ROUNDINGS,
    vocabulary.PERCENT_SCALES,
)


@attrs.define
class _Reader:
    """What was read last: where in a declaration it stands, and whether a time clause goes on."""

    field: FieldWord | None = None
    in_header: bool = False
    in_formula: bool = False
    in_window: bool = False
    after_operand: bool = False

    def kind(self, part: Part, following: Part | None) -> _TokenType:
        """Return the colour of `part`, which `following` follows."""
        if part.kind in _BETWEEN:
            return _FIXED[part.kind]
        found = self.word(part, following)
        self.after_operand = part.kind in {Kind.NAME, Kind.NUMBER, Kind.CODE} or part.text in {")", "%"}
        return found

    def word(self, part: Part, following: Part | None) -> _TokenType:
        """Return the colour of what is neither blank nor comment."""
        match part.kind:
            case Kind.MARK:
                return self.mark(part, following)
            case Kind.NAME:
                return self.name(part, following)
            case Kind.TEXT if part.text[0] in _QUOTES:
                return String.Double
            case Kind.TEXT | Kind.WORDS:
                return _value(part.text)
            case Kind.CODE | Kind.PERIOD if following is not None and following.text == ":":
                self.in_header = self.in_formula = False
                return _FIXED[part.kind]
            case Kind.NUMBER if self.in_window:
                return Keyword.Pseudo
            case kind:
                return _FIXED[kind]

    def mark(self, part: Part, following: Part | None) -> _TokenType:
        """Keywords, words of fields, the little words of formulas, signs."""
        self.in_window = False
        if not part.text[0].isalpha():
            self.in_formula = self.in_formula or part.text == "="
            return Punctuation if part.text in _PUNCTUATION else Operator
        # `en` is a field too: of a factor, the actions that it touches.
        is_field = following is not None and following.text == ":" and vocabulary.FIELDS.find(part.text)
        if not is_field and vocabulary.NAME.fullmatch(part.text) and not vocabulary.is_name(part.text):
            listed = following is not None and following.text == "("
            self.in_window = fold(part.text) in {"al", "at"} or (
                fold(part.text) in {"en", "in"} and not listed
            )
            return Keyword.Pseudo if self.in_window else Operator.Word
        declares = following is None or following.text != ":"
        if declares and vocabulary.DECLARATIONS.find(part.text) is not None:
            self.field, self.in_header, self.in_formula = None, True, False
            return Keyword.Declaration
        self.in_header = False
        self.field = vocabulary.FIELDS.find(part.text) or vocabulary.NAMED_FIELDS.find(part.text)
        self.in_formula = self.field is not None and self.field.kind in {"FORMULA", "WHERE"}
        return Name.Attribute

    def name(self, part: Part, following: Part | None) -> _TokenType:
        """Names of the plan's own, functions, and words that stand beside figures."""
        if following is not None and following.text == "(" and part.text[0] != "[":
            known = any(words.find(part.text) is not None for words in TABLES)
            return Name.Builtin if known else Name.Function
        column = self.field is not None and self.field.kind == "COLUMN"
        if following is not None and following.text == ":" and not column:
            return Name.Attribute if vocabulary.FIELDS.find(part.text) is not None else Name.Variable
        clause = self.after_operand and vocabulary.TIME_WORDS.find(part.text) is not None
        if self.in_window or (self.in_formula and clause):
            self.in_window = True
            return Keyword.Pseudo
        named = self.in_formula or self.in_header
        return Keyword.Constant if not named and _is_known(part.text) else Name.Variable


def _value(text: str) -> _TokenType:
    """Return the colour of a value without quotes: a word of the language, or the person's own."""
    if vocabulary.COLUMN_TYPES.find(text) is not None or parse_unit(text) is not None:
        return Keyword.Type
    return Keyword.Constant if _is_known(text) else String


def _is_known(text: str) -> bool:
    return any(words.find(text) is not None for words in _VALUES)
