"""What each piece of a plan's text is to whoever colours it: closed classes, whatever paints them."""

from __future__ import annotations

import enum
from collections.abc import Iterator, Sequence

import attrs

from pei_dsl import vocabulary
from pei_dsl.algebra.builtins import TABLES
from pei_dsl.model.units import parse_unit
from pei_dsl.syntax import tree
from pei_dsl.syntax.parts import Kind, Part, parts, scanned
from pei_dsl.vocabulary import FieldWord, fold


class TokenClass(enum.StrEnum):
    """What a piece of text is; its letters alone do not always tell."""

    BLANK = "blank"
    COMMENT = "comment"
    DOCUMENTATION = "documentation"
    DECLARATION = "declaration"  # the keyword that begins one
    FIELD = "field"  # its word, before the colon
    CODE = "code"
    NAME = "name"  # of a variable, series, source, column, definition
    FUNCTION = "function"  # of the plan's own
    BUILT_IN = "built_in"  # function of the language
    NUMBER = "number"
    DAY = "day"  # dates and periods
    QUOTED = "quoted"  # a text between quotes
    TEXT = "text"  # a value without quotes
    CONSTANT = "constant"  # a word of a closed list
    TYPE = "type"  # of a column; a unit
    TIME = "time"  # clauses of time
    OPERATOR = "operator"
    OPERATOR_WORD = "operator_word"  # `y`, `o`, `no`, `si`
    PUNCTUATION = "punctuation"


@attrs.frozen
class Token:
    """A part of a text with its class."""

    part: Part
    token_class: TokenClass


def tokens(file: tree.File) -> Iterator[Token]:
    """Yield the pieces of the text of `file` in order, without gaps; what cannot be read by its letters."""
    found = [
        piece
        for part in parts(file)
        for piece in (scanned(part, file.source) if part.kind is Kind.UNREAD else (part,))
    ]
    yield from map(Token, found, classes(found))


def classes(found: Sequence[Part]) -> Iterator[TokenClass]:
    """Yield the class of each part."""
    followed: list[Part | None] = []
    following: Part | None = None
    for part in reversed(found):
        followed.append(following)
        following = part if part.kind not in _BETWEEN else following
    reader = _Reader()
    yield from map(reader.kind, found, reversed(followed))


_FIXED = {
    Kind.BLANK: TokenClass.BLANK,
    Kind.COMMENT: TokenClass.COMMENT,
    Kind.DOCUMENTATION: TokenClass.DOCUMENTATION,
    Kind.NUMBER: TokenClass.NUMBER,
    Kind.CODE: TokenClass.CODE,
    Kind.DATE: TokenClass.DAY,
    Kind.PERIOD: TokenClass.DAY,
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

    def kind(self, part: Part, following: Part | None) -> TokenClass:
        """Return the class of `part`, which `following` follows."""
        if part.kind in _BETWEEN:
            return _FIXED[part.kind]
        found = self.word(part, following)
        self.after_operand = part.kind in {Kind.NAME, Kind.NUMBER, Kind.CODE} or part.text in {")", "%"}
        return found

    def word(self, part: Part, following: Part | None) -> TokenClass:
        """Return the class of what is neither blank nor comment."""
        match part.kind:
            case Kind.MARK:
                return self.mark(part, following)
            case Kind.NAME:
                return self.name(part, following)
            case Kind.TEXT if part.text[0] in _QUOTES:
                return TokenClass.QUOTED
            case Kind.TEXT | Kind.WORDS:
                return _value(part.text)
            case Kind.CODE | Kind.PERIOD if following is not None and following.text == ":":
                self.in_header = self.in_formula = False
                return _FIXED[part.kind]
            case Kind.NUMBER if self.in_window:
                return TokenClass.TIME
            case kind:
                return _FIXED[kind]

    def mark(self, part: Part, following: Part | None) -> TokenClass:
        """Keywords, words of fields, the little words of formulas, signs."""
        self.in_window = False
        if not part.text[0].isalpha():
            self.in_formula = self.in_formula or part.text == "="
            return TokenClass.PUNCTUATION if part.text in _PUNCTUATION else TokenClass.OPERATOR
        # `en` is a field too: of a factor, the actions that it touches.
        is_field = following is not None and following.text == ":" and vocabulary.FIELDS.find(part.text)
        if not is_field and vocabulary.NAME.fullmatch(part.text) and not vocabulary.is_name(part.text):
            listed = following is not None and following.text == "("
            self.in_window = fold(part.text) in {"al", "at"} or (
                fold(part.text) in {"en", "in"} and not listed
            )
            return TokenClass.TIME if self.in_window else TokenClass.OPERATOR_WORD
        declares = following is None or following.text != ":"
        if declares and vocabulary.DECLARATIONS.find(part.text) is not None:
            self.field, self.in_header, self.in_formula = None, True, False
            return TokenClass.DECLARATION
        self.in_header = False
        self.field = vocabulary.FIELDS.find(part.text) or vocabulary.NAMED_FIELDS.find(part.text)
        self.in_formula = self.field is not None and self.field.kind in {"FORMULA", "WHERE"}
        return TokenClass.FIELD

    def name(self, part: Part, following: Part | None) -> TokenClass:
        """Names of the plan's own, functions, and words that stand beside figures."""
        if following is not None and following.text == "(" and part.text[0] != "[":
            known = any(words.find(part.text) is not None for words in TABLES)
            return TokenClass.BUILT_IN if known else TokenClass.FUNCTION
        column = self.field is not None and self.field.kind == "COLUMN"
        if following is not None and following.text == ":" and not column:
            return TokenClass.FIELD if vocabulary.FIELDS.find(part.text) is not None else TokenClass.NAME
        clause = self.after_operand and vocabulary.TIME_WORDS.find(part.text) is not None
        if self.in_window or (self.in_formula and clause):
            self.in_window = True
            return TokenClass.TIME
        named = self.in_formula or self.in_header
        return TokenClass.CONSTANT if not named and _is_known(part.text) else TokenClass.NAME


def _value(text: str) -> TokenClass:
    """Return the class of a value without quotes: a word of the language, or the person's own."""
    if vocabulary.COLUMN_TYPES.find(text) is not None or parse_unit(text) is not None:
        return TokenClass.TYPE
    return TokenClass.CONSTANT if _is_known(text) else TokenClass.TEXT


def _is_known(text: str) -> bool:
    return any(words.find(text) is not None for words in _VALUES)
