"""The words of the language in one of its two languages, as canonical text spells them."""

from __future__ import annotations

from collections.abc import Mapping

import attrs

from pei_dsl import vocabulary
from pei_dsl.vocabulary import Word

_HALF = len(vocabulary.RESERVED) // 2
_LITTLE = vocabulary.RESERVED[:_HALF]


@attrs.frozen
class Spelling:
    """
    How keywords, fields and the little words between figures are spelt.

    Attributes:
        english: Whether in English.
        little: The reserved words of formulas, by their Spanish form.
        range: What stands between two periods, `2019 a 2027`.
        of: What stands between an input and its indicator, `A de IND.01.OEI.01`.
        contradicts: What stands before the place that prints another figure.
    """

    english: bool
    little: Mapping[str, str]
    range: str
    of: str
    contradicts: str

    def word(self, word: Word) -> str:
        """Return the spelling of `word`."""
        return word.english_form if self.english else word.spanish

    def declaration(self, kind: str) -> str:
        """Return the keyword of declarations of `kind`."""
        return self.word(vocabulary.DECLARATIONS.named(kind))

    def field(self, name: str) -> str:
        """Return the word of field `name`."""
        return self.word(vocabulary.field_named(name))


SPANISH = Spelling(
    english=False,
    little=dict(zip(_LITTLE, _LITTLE, strict=True)),
    range="a",
    of="de",
    contradicts="contradice",
)
ENGLISH = Spelling(
    english=True,
    little=dict(zip(_LITTLE, vocabulary.RESERVED[_HALF:], strict=True)),
    range="to",
    of="of",
    contradicts="contradicts",
)
