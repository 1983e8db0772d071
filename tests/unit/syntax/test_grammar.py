"""The grammar and the vocabulary say the same."""

from __future__ import annotations

import re

import pytest

from pei_dsl import vocabulary
from pei_dsl.algebra import builtins
from pei_dsl.syntax import grammar
from pei_dsl.vocabulary import Word, Words, fold

LISTS = {
    name: words
    for module in (vocabulary, builtins)
    for name, words in vars(module).items()
    if isinstance(words, Words)
}
LITTLE_WORDS = ("IF", "IN", "AT", "AND", "OR", "NOT")


def words_of(terminal: str) -> set[str]:
    """Return the words in the pattern of `terminal`."""
    pattern = grammar.load().get_terminal(terminal).pattern.value
    return set(
        re.findall(
            r"[a-z]+",
            pattern.replace(r"\b", " ")
            .replace("(?i:", " ")
            .replace(r"\w", " ")
            .replace(r"\W", " ")
            .replace(r"\d", " "),
        )
    )


def test_the_little_words_are_the_reserved_ones() -> None:
    """Words that no name may be are those that formulas use as signs, in grammar and vocabulary."""
    assert set.union(*map(words_of, LITTLE_WORDS)) == set(vocabulary.RESERVED)
    assert words_of("NAME") == set(vocabulary.RESERVED)


@pytest.mark.parametrize(
    "word", ["A", "año", "si1", "siempre", "_x", "ñ2", "si", "EN", "No", "1a", "a b", "", "sı", "a-b"]
)
def test_names_are_what_the_grammar_calls_names(word: str) -> None:
    """`is_name` agrees with the terminal NAME."""
    pattern = re.compile(grammar.load().get_terminal("NAME").pattern.to_regexp())

    assert vocabulary.is_name(word) == (pattern.fullmatch(word) is not None)


@pytest.mark.parametrize("name", sorted(LISTS))
def test_no_spelling_means_two_words(name: str) -> None:
    """Whatever the case and accents, a spelling names one word of its list."""
    meant: dict[str, Word] = {}
    for word in LISTS[name]:
        for spelling in word.spellings:
            assert meant.setdefault(fold(spelling), word) is word, spelling


def test_every_kind_of_field_has_its_rule() -> None:
    """The grammar has an alternative for each way that a field's value is written, and no other."""
    kinds = {word.kind for word in (*vocabulary.FIELDS, *vocabulary.NAMED_FIELDS)}
    written = grammar.path().read_text("utf-8")

    assert set(re.findall(r"^ *(?:field:|\|) ([A-Z]+)_FIELD ", written, re.MULTILINE)) == kinds


@pytest.mark.parametrize(
    "word", [*vocabulary.FIELDS, *vocabulary.NAMED_FIELDS], ids=lambda word: str(word.name)
)
def test_every_field_stands_in_a_declaration(word: vocabulary.FieldWord) -> None:
    """A field belongs to declarations that there are."""
    assert word.of
    assert set(word.of) <= {each.name for each in vocabulary.DECLARATIONS}
