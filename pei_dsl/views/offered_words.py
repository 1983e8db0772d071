"""Every word that may stand in a plan, with what it is: for whoever completes what somebody is writing."""

from __future__ import annotations

import enum
from collections.abc import Iterable, Iterator
from typing import TypeAlias

import attrs

from pei_dsl import vocabulary
from pei_dsl.algebra.builtins import AGGREGATES, FUNCTIONS, TIME_FUNCTIONS
from pei_dsl.algebra.builtins.declarations import AggregateFunction, Function, Signature, TimeFunction
from pei_dsl.diagnostics.catalogue import phrase, told
from pei_dsl.immutable import brief
from pei_dsl.model.expressions import ValueType
from pei_dsl.model.terms import term
from pei_dsl.vocabulary import Word, Words


class WordKind(enum.StrEnum):
    """Where a word stands."""

    DECLARATION = "declaration"  # at the beginning of a declaration
    FIELD = "field"  # before a colon
    VALUE = "value"  # as the value of a field, or a part of it
    COLUMN_TYPE = "column_type"  # behind the name of a column
    CONSTRAINT = "constraint"  # behind the type of a column
    FUNCTION = "function"  # in a formula, before parentheses
    AGGREGATE = "aggregate"  # the same, around a source or a column
    TIME = "time"  # in a formula, in a clause of time
    DAY = "day"  # in a formula, for a day of the period
    FIGURE = "figure"  # in the formula of an indicator: what it declares itself
    OPERATOR = "operator"  # in a formula, between its parts


@attrs.frozen
class OfferedWord:
    """
    A word that may be written.

    Attributes:
        text: The word, as one writes it in a language.
        kind: Where it stands.
        of: The declarations that have the field, or the fields that take the value; () for other words.
        spellings: All ways to write it, in both languages.
        signature: What a built-in takes and gives: `redondear(número; [número]) → número`; "" for others.
        summary: What a built-in does, in a line; "" for others.
    """

    __repr__ = brief

    text: str
    kind: WordKind
    of: tuple[str, ...] = ()
    spellings: tuple[str, ...] = ()
    signature: str = ""
    summary: str = ""


BuiltIn: TypeAlias = Function | TimeFunction | AggregateFunction
BUILT_INS: tuple[BuiltIn, ...] = (*FUNCTIONS, *TIME_FUNCTIONS, *AGGREGATES)

# The lists of words that no field has as a whole, with the fields whose values hold them.
PARTS: tuple[tuple[Words[Word], tuple[str, ...]], ...] = (
    (vocabulary.UNITS, ("unit",)),
    (vocabulary.ABSENCES, ("goals", "values", "baseline", "where")),
    (vocabulary.YES_NO, ("goals", "values", "baseline")),
    (vocabulary.QUALITIES, ("values", "quality")),
    (vocabulary.SITUATIONS, ("situation",)),
    (vocabulary.COLORS, ("bands", "objectives", "actions", "indicators")),
    (vocabulary.FIGURE_KINDS, ("inputs",)),
    (
        vocabulary.ROUNDINGS,
        ("value_rounding", "achievement_rounding", "contribution_rounding", "figure_rounding"),
    ),
)


def offered_words(language: str = "es") -> tuple[OfferedWord, ...]:
    """
    Return every word of the language: declarations, fields, values, functions, and what stands between them.

    Names and codes of a plan are not among them.

    Args:
        language: "es" or "en": in which language the words are written, and told.
    """
    return tuple(_all(language))


def _all(language: str) -> Iterator[OfferedWord]:
    kinds = WordKind
    for each in vocabulary.DECLARATIONS:
        yield _offered(each, kinds.DECLARATION, language)
    for field in (*vocabulary.FIELDS, *vocabulary.NAMED_FIELDS):
        of = [vocabulary.DECLARATIONS.named(name) for name in field.of]
        yield _offered(field, kinds.FIELD, language, of)
    lists = {id(words): words for words, _ in PARTS}
    fields = {id(words): [*map(vocabulary.field_named, names)] for words, names in PARTS}
    for field in vocabulary.FIELDS:
        if field.words is not None:
            lists[id(field.words)] = field.words
            having = fields.setdefault(id(field.words), [])
            having.extend([field] * (field not in having))
    for key, words in lists.items():
        yield from (_offered(each, kinds.VALUE, language, fields[key]) for each in words)
    for each in vocabulary.COLUMN_TYPES:
        yield _offered(each, kinds.COLUMN_TYPE, language)
    for each in vocabulary.COLUMN_OPTIONS:
        yield _offered(each, kinds.CONSTRAINT, language)
    for built_in in BUILT_INS:
        kind = kinds.AGGREGATE if isinstance(built_in, AggregateFunction) else kinds.FUNCTION
        summary = built_in.summary_en if language == "en" else built_in.summary
        offered = _offered(built_in, kind, language)
        yield attrs.evolve(offered, signature=signature(built_in, language), summary=summary)
    for each in vocabulary.TIME_WORDS:
        yield _offered(each, kinds.TIME, language)
    for each in vocabulary.PERIOD_DAYS:
        yield _offered(each, kinds.DAY, language)
    for each in vocabulary.OWN_FIGURES:
        yield _offered(each, kinds.FIGURE, language)
    half = len(vocabulary.RESERVED) // 2
    yield from (
        OfferedWord({"es": spanish, "en": english}[language], kinds.OPERATOR, spellings=(spanish, english))
        for spanish, english in zip(vocabulary.RESERVED[:half], vocabulary.RESERVED[half:], strict=True)
    )


def _offered(word: Word, kind: WordKind, language: str, of: Iterable[Word] = ()) -> OfferedWord:
    where = tuple(_written(each, language) for each in of)
    return OfferedWord(_written(word, language), kind, where, tuple(dict.fromkeys(word.spellings)))


def _written(word: Word, language: str) -> str:
    return word.english_form if language == "en" else word.spanish


def signature(built_in: BuiltIn, language: str) -> str:
    """Return what `built_in` takes and gives; what stands in brackets may be left out."""
    given = "; ".join(taken_by(built_in, language))
    return f"{_written(built_in, language)}({given}) → {given_by(built_in, language)}"


def taken_by(built_in: BuiltIn, language: str) -> tuple[str, ...]:
    """Return what each argument of `built_in` may be, and `…` behind those that may be repeated."""
    if isinstance(built_in, Signature):
        takes = [_type(each, language) for each in built_in.takes]
        takes[built_in.least :] = [f"[{each}]" for each in takes[built_in.least :]]
        return (*takes, *["…"] * built_in.repeats)
    key = "column" if built_in.takes is ValueType.UNKNOWN else "column_of"
    key = "source_or_column" if built_in.counts_rows else key
    rows = phrase("words", key, language, {"type": _type(built_in.takes, language)})
    return (rows, *[_type(ValueType.NUMBER, language)] * built_in.takes_rank)


def given_by(built_in: BuiltIn, language: str) -> str:
    """Return what `built_in` gives."""
    if built_in.gives is not ValueType.UNKNOWN:
        return _type(built_in.gives, language)
    if isinstance(built_in, Signature):
        place = built_in.takes.index(ValueType.UNKNOWN) + 1
        return phrase("words", "argument_type", language, {"place": place})
    return phrase("words", "column_type", language)


def roles_of(built_in: BuiltIn, language: str) -> tuple[str, ...]:
    """Return what each argument that `taken_by` lists is to `built_in`."""
    if isinstance(built_in, Signature):
        told = [each.english if language == "en" else each.spanish for each in built_in.roles]
        return (*told, *told[-1:] * built_in.repeats)
    rows = phrase("words", "rows_role", language)
    return (rows, *[phrase("words", "rank_role", language)] * built_in.takes_rank)


def _type(value_type: ValueType, language: str) -> str:
    if value_type is ValueType.UNKNOWN:
        return phrase("words", "any_type", language)
    return str(told(term(value_type), language))
