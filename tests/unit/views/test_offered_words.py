"""What may be written is offered, all of it, and what is offered may be written."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

import pytest

import pei_dsl
from pei_dsl import OfferedWord, WordKind, vocabulary
from pei_dsl.algebra.builtins import AGGREGATES, FUNCTIONS, TIME_FUNCTIONS
from pei_dsl.diagnostics.catalogue import LANGUAGES
from pei_dsl.vocabulary import Word, Words

LISTS = {name: words for name, words in vars(vocabulary).items() if isinstance(words, Words)}
BUILT_INS = (*FUNCTIONS, *TIME_FUNCTIONS, *AGGREGATES)
TABLES: Mapping[WordKind, Sequence[Words[Any]]] = {
    WordKind.DECLARATION: (vocabulary.DECLARATIONS,),
    WordKind.FIELD: (vocabulary.FIELDS, vocabulary.NAMED_FIELDS),
    WordKind.COLUMN_TYPE: (vocabulary.COLUMN_TYPES,),
    WordKind.CONSTRAINT: (vocabulary.COLUMN_OPTIONS,),
    WordKind.FUNCTION: (FUNCTIONS, TIME_FUNCTIONS),
    WordKind.AGGREGATE: (AGGREGATES,),
    WordKind.TIME: (vocabulary.TIME_WORDS,),
    WordKind.DAY: (vocabulary.PERIOD_DAYS,),
    WordKind.FIGURE: (vocabulary.OWN_FIGURES,),
}
every_language = pytest.mark.parametrize("language", LANGUAGES)


def form(word: Word, language: str) -> str:
    return word.english_form if language == "en" else word.spanish


@every_language
@pytest.mark.parametrize("words", [*LISTS.values(), BUILT_INS], ids=[*LISTS, "BUILT_INS"])
def test_every_word_is_offered(words: tuple[Word, ...], language: str) -> None:
    """Of every list that the vocabulary has, and of every built-in."""
    offered = {(each.text, each.spellings) for each in pei_dsl.offered_words(language)}

    for word in words:
        assert (form(word, language), tuple(dict.fromkeys(word.spellings))) in offered


@every_language
@pytest.mark.parametrize("kind", WordKind)
def test_what_is_offered_is_understood(kind: WordKind, language: str) -> None:
    found = [each for each in pei_dsl.offered_words(language) if each.kind is kind]

    assert found
    for each in found:
        tables: Sequence[Words[Any]] = TABLES.get(kind, tuple(LISTS.values()))
        understood = [word for table in tables if (word := table.find(each.text)) is not None]
        assert understood or (kind is WordKind.OPERATOR and each.text in vocabulary.RESERVED), each


@every_language
def test_built_ins_say_what_they_take_and_do(language: str) -> None:
    for each in pei_dsl.offered_words(language):
        built_in = each.kind in {WordKind.FUNCTION, WordKind.AGGREGATE}
        assert bool(each.signature) is built_in is bool(each.summary)
        assert not built_in or re.fullmatch(rf"{each.text}\(.+\) → .+", each.signature)


@every_language
def test_fields_and_values_say_where_they_stand(language: str) -> None:
    for each in pei_dsl.offered_words(language):
        assert bool(each.of) is (each.kind in {WordKind.FIELD, WordKind.VALUE}), each


def test_a_value_stands_in_all_fields_that_take_it() -> None:
    words = {each.text: each for each in pei_dsl.offered_words() if each.kind is WordKind.VALUE}

    assert words["descendente"] == OfferedWord(
        "descendente", WordKind.VALUE, ("sentido",), ("descendente", "decreciente", "descending")
    )
    assert {"valor", "pesos", "negativos", "nd entre hermanos"} > {*words["excluir"].of}
    assert words["sin dato"].of == ("logros", "valores", "línea de base", "donde")
