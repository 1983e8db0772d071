"""One thing that may be written, before it has a place."""

from __future__ import annotations

import enum
from collections.abc import Iterable, Iterator, Mapping

import attrs

from pei_dsl.views.offered_words import OfferedWord, WordKind, offered_words


class ChoiceKind(enum.StrEnum):
    """What may be written."""

    DECLARATION = "declaration"
    FIELD = "field"
    WORD = "word"  # of a closed list
    TYPE = "type"  # of a column
    CONSTRAINT = "constraint"  # of a column
    FUNCTION = "function"  # of the language or of the plan
    OPERATOR = "operator"  # between parts of a formula, clauses of time included
    VALUE = "value"  # a series, a variable, a definition under `donde:`, a figure of the indicator itself
    SOURCE = "source"
    COLUMN = "column"
    CODE = "code"
    NAME = "name"  # of a methodology, of evidence
    PERIOD = "period"
    FILE = "file"
    FORMULA = "formula"  # a whole one, or `?`


@attrs.frozen
class Choice:
    """
    Something that may be written.

    Attributes:
        cursor: Behind how many characters of `text` one writes on; None: behind all of it.
        spellings: What else one may have begun to write.
        replaces: How many characters before the place it stands instead of; None: those that were begun.
    """

    text: str
    kind: ChoiceKind
    label: str = ""
    detail: str = ""
    summary: str = ""
    cursor: int | None = None
    spellings: tuple[str, ...] = ()
    replaces: int | None = None

    def __attrs_post_init__(self) -> None:
        """Call it as it is written, where nothing else is said."""
        if not self.label:
            object.__setattr__(self, "label", self.text)


_KINDS = {
    WordKind.DECLARATION: ChoiceKind.DECLARATION,
    WordKind.FIELD: ChoiceKind.FIELD,
    WordKind.VALUE: ChoiceKind.WORD,
    WordKind.COLUMN_TYPE: ChoiceKind.TYPE,
    WordKind.CONSTRAINT: ChoiceKind.CONSTRAINT,
    WordKind.FUNCTION: ChoiceKind.FUNCTION,
    WordKind.AGGREGATE: ChoiceKind.FUNCTION,
    WordKind.TIME: ChoiceKind.OPERATOR,
    WordKind.DAY: ChoiceKind.VALUE,
    WordKind.FIGURE: ChoiceKind.VALUE,
    WordKind.OPERATOR: ChoiceKind.OPERATOR,
}


def words(language: str, *kinds: WordKind) -> Iterator[tuple[OfferedWord, Choice]]:
    """Yield the words of the language of some kinds, each as it is offered and as it may be written."""
    for each in offered_words(language):
        if each.kind in kinds:
            yield each, of_word(each)


def of_word(word: OfferedWord) -> Choice:
    """Return a word of the language as something to write: parentheses and colons included."""
    kind = _KINDS[word.kind]
    text, cursor = word.text, None
    if kind is ChoiceKind.FUNCTION:
        text, cursor = f"{word.text}()", len(word.text) + 1
    elif kind in {ChoiceKind.DECLARATION, ChoiceKind.FIELD}:
        text = f"{word.text}: " if kind is ChoiceKind.FIELD else f"{word.text} "
    return Choice(text, kind, word.text, word.signature, word.summary, cursor, word.spellings)


def named(names: Mapping[str, str] | Iterable[str], kind: ChoiceKind) -> Iterator[Choice]:
    """Yield names with their titles as something to write."""
    titles = names if isinstance(names, Mapping) else dict.fromkeys(names, "")
    for name, title in titles.items():
        yield Choice(name, kind, detail=" ".join(title.split()))
