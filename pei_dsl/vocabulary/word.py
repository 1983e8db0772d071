"""A word of the language with all its spellings, and a closed list of words."""

from __future__ import annotations

import functools
import unicodedata
from collections.abc import Mapping
from typing import TypeVar

import attrs


@attrs.frozen
class Word:
    """
    One word of the language.

    Attributes:
        name: The identifier in tree, model and code (English, as in the model's fields).
        spanish: The canonical spelling, which the formatter writes.
        synonyms: Other Spanish spellings that planners use.
        english: The English spelling, when it is not `name` with blanks.
    """

    name: str
    spanish: str
    synonyms: tuple[str, ...] = ()
    english: str = ""

    @property
    def english_form(self) -> str:
        """The word in English."""
        return self.english or self.name.replace("_", " ")

    @property
    def spellings(self) -> tuple[str, ...]:
        """Every way to write the word, the canonical one first."""
        return (self.spanish, *self.synonyms, self.english_form, self.name)


@functools.lru_cache(maxsize=4096)  # keywords and names come by the thousands, and are few
def fold(word: str) -> str:
    """Return `word` without case, accents and repeated blanks, for comparing what people write."""
    if not word.isascii():
        decomposed = unicodedata.normalize("NFD", word)
        word = "".join(c for c in decomposed if not unicodedata.combining(c))
    return " ".join(word.casefold().split())


W = TypeVar("W", bound=Word)


class Words(tuple[W, ...]):  # noqa: SLOT001  (the look-up table is made when first used)
    """A closed list of words, with a look-up by any spelling."""

    @functools.cached_property
    def _table(self) -> Mapping[str, W]:
        return {fold(spelling): word for word in reversed(self) for spelling in word.spellings}

    @functools.cached_property
    def _named(self) -> Mapping[str, W]:
        return {word.name: word for word in reversed(self)}

    def find(self, written: str) -> W | None:
        """Return the word that `written` spells, whatever its case and accents, or None."""
        table = self._table
        return table.get(written) or table.get(fold(written))

    def named(self, name: str) -> W:
        """Return the word with identifier `name`."""
        return self._named[name]

    def spanish(self) -> list[str]:
        """Return the canonical Spanish spelling of every word."""
        return [word.spanish for word in self]
