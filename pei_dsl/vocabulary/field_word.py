"""What is said of a field where it is stated: its spellings, its shape, the declarations that have it."""

from __future__ import annotations

import enum
from collections.abc import Mapping

import attrs

from pei_dsl.vocabulary.word import Word, Words


class Shape(enum.Enum):
    """What the value of a field is for those who take all fields of a declaration alike."""

    TEXT = enum.auto()
    TEXTS = enum.auto()
    WORD = enum.auto()
    WHOLE = enum.auto()
    OWN = enum.auto()


@attrs.frozen
class FieldWord(Word):
    """
    A field, besides its spellings.

    What follows from it: analysis reads texts into the model, descriptions tell them, forms of Excel have a
    column for them, an import reads that back, the formatter writes the word, the documents list it.  A
    field of shape `OWN` has a meaning of its own, which its declaration reads and tells by hand.

    Attributes:
        kind: How its value is written: the grammar's alternative.
        of: The declarations that have it.
        words: The closed list that its value is a word of, or None.
        highest: The greatest whole number that it may be, or None for what is no whole number.
        shape: What its value is.
        is_prose: Whether its text may go on in lines of any kind.
        is_repeatable: Whether it may stand several times in one declaration.
        attributes: Its attribute in the model, by declaration, where that is not its name.
        headings: How forms head its column, best first, besides its own spellings; () for its own word.
    """

    kind: str = "TEXT"
    of: tuple[str, ...] = ()
    words: Words[Word] | None = attrs.field(default=None, eq=False, repr=False, kw_only=True)
    highest: int | None = attrs.field(default=None, kw_only=True)
    shape: Shape = attrs.field(kw_only=True)
    is_prose: bool = attrs.field(default=False, kw_only=True)
    is_repeatable: bool = attrs.field(default=False, kw_only=True)
    attributes: Mapping[str, str] = attrs.field(factory=dict, eq=False, kw_only=True)
    headings: tuple[str, ...] = attrs.field(default=(), kw_only=True)

    @shape.default
    def _shape(self) -> Shape:
        if self.words is not None:
            return Shape.WORD
        if self.highest is not None:
            return Shape.WHOLE
        return Shape.TEXT if self.kind == "TEXT" else Shape.OWN

    @property
    def is_text(self) -> bool:
        """Whether its value is a text, or several, that means nothing to the language."""
        return self.shape in {Shape.TEXT, Shape.TEXTS}

    def attribute(self, declaration: str) -> str:
        """Return the attribute of the model that holds it in a `declaration`."""
        return self.attributes.get(declaration, self.name)


def field_word(
    name: str,
    spanish: str,
    of: str,
    synonyms: tuple[str, ...] = (),
    *,
    kind: str = "TEXT",
    **more: object,
) -> FieldWord:
    """Return a field, `of` the declarations whose names stand there with blanks between."""
    return FieldWord(name, spanish, synonyms, "", kind, tuple(of.split()), **more)  # type: ignore[arg-type]  # those of the class
