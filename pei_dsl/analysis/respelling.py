"""The words that stand as values and in formulas, put into one language; what a tree means stays."""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Collection, Mapping
from typing import Any, TypeVar

import attrs

from pei_dsl import vocabulary
from pei_dsl.algebra.builtins import AGGREGATES, FUNCTIONS, TABLES
from pei_dsl.analysis.resolve import windows
from pei_dsl.model.clauses import clause_text
from pei_dsl.model.units import parse_unit
from pei_dsl.syntax import tree
from pei_dsl.vocabulary import Word, Words, fold

W = TypeVar("W", bound=Word)

# Fields that hold one word of a closed list.
_LISTS: Mapping[str, Words[Word]] = {
    word.name: word.words for word in vocabulary.FIELDS if word.words is not None
}


def respell(
    file: tree.File, *, english: bool = False, others: Callable[[], Collection[str]] = tuple
) -> tree.File:
    """
    Return `file` with the words of the language in Spanish, or in English, with their case and accents.

    Each has one spelling, in formulas too: `media` is made `promedio`.  Of absences, results and types of
    columns a synonym in the right language stays, since it says more: `ND` than `sin dato`, `mes` than
    `fecha`.

    Args:
        file: The tree of a text.
        english: Whether in English.
        others: Gives the names of the variables and series that other texts of the plan declare.  In an
            `ejemplo` they go before the names of results, which stay where they would become one of them.
            Called only where a name would change.
    """
    declared = declared_names(file)
    changed: tree.File = _mapped(file, _Respelling(english, lambda: declared.union(others())).node)
    return changed


def declared_names(file: tree.File) -> frozenset[str]:
    """Return the names of the variables and series that `file` declares."""
    return frozenset(
        each.header.name
        for each in file.declarations
        if each.kind in {"variable", "series"} and each.header.name is not None
    )


def _mapped(node: Any, change: Callable[[object], Any]) -> Any:  # noqa: ANN401  # of every kind, and gives the same
    """Return `node` with every part of the tree in it, then itself, changed by `change`."""
    if isinstance(node, tuple):
        items = tuple(_mapped(each, change) for each in node)
        # A span is a tuple too, and never changes.
        return node if all(map(operator.is_, items, node)) else items
    kind = type(node)
    if kind.__module__ != tree.__name__ or not attrs.has(kind):
        return node
    old = {field.alias: getattr(node, field.alias) for field in attrs.fields(kind)}
    new = {name: _mapped(value, change) for name, value in old.items()}
    changed = {name: value for name, value in new.items() if value is not old[name]}
    return change(attrs.evolve(node, **changed) if changed else node)


# These are not "no data" in any language: in a test they stand for every absence.
_BARE_ABSENCES = {"nd": "ND", "s/d": "s/d"}


def _is_of(word: Word, written: str, *, english: bool) -> str | None:
    """Return how `word` is spelt in the language when `written` is one of its words there, else None."""
    there = (word.english_form, word.name) if english else (word.spanish, *word.synonyms)
    return next((spelling for spelling in there if fold(spelling) == fold(written)), None)


@attrs.frozen
class _Respelling:
    """
    Changes one node at a time, parts before wholes.

    Attributes:
        names: Gives the names of the variables and series of the plan.
    """

    english: bool
    names: Callable[[], Collection[str]]

    def node(self, node: object) -> object:
        """Return `node` in the language."""
        match node:
            case tree.Field(name=name, value=tree.Texts(items=(only,)) as value) if name in _LISTS:
                text = self.canonical(_LISTS[name], only.value)
                return attrs.evolve(node, value=_with_text(value, text))
            case tree.Field(name="unit", value=tree.Texts(items=(only,)) as value):
                return attrs.evolve(node, value=_with_text(value, self.unit(only.value)))
            case tree.Field(name="situation", value=tree.Figures(items=items) as value):
                return attrs.evolve(node, value=attrs.evolve(value, items=tuple(map(self.situation, items))))
            case tree.Column(type=written):
                return attrs.evolve(node, type=self.column_type(written))
            case tree.Option(written=written):
                return attrs.evolve(node, written=self.option(written))
            case tree.Figure(amount=amount, quality=quality):
                if quality is not None:
                    word = self.canonical(vocabulary.QUALITIES, quality.value)
                    quality = attrs.evolve(quality, value=word)
                return attrs.evolve(node, amount=self.absences(amount), quality=quality)
            case tree.Input(amount=amount):
                return attrs.evolve(node, amount=self.absence(amount))
            case tree.Assignment(amount=amount):
                return attrs.evolve(node, amount=self.absences(amount))
            case tree.Band(color=color) | tree.Count(color=color):
                return attrs.evolve(node, color=self.canonical(vocabulary.COLORS, color))
            case tree.Expected(words=words, amount=amount):
                return attrs.evolve(node, words=self.expected(words), amount=amount)
            case tree.Call(function=function, arguments=arguments):
                return attrs.evolve(node, function=self.function(function, len(arguments)))
            case tree.Window(words=words):
                return attrs.evolve(node, words=self.window(words))
            case tree.Declaration(kind="indicator", items=items):
                inputs = {each.name for item in items for each in _inputs(item)}
                return attrs.evolve(node, items=tuple(self.example(item, inputs) for item in items))
            case _:
                return node

    # ---- Words

    def spelling(self, word: Word) -> str:
        """Return the canonical spelling of `word`."""
        return word.english_form if self.english else word.spanish

    def canonical(self, words: Words[W], written: str) -> str:
        """Return the canonical spelling of the word that `written` is, or `written`."""
        word = words.find(written)
        return self.spelling(word) if word is not None else written

    def translated(self, words: Words[W], written: str) -> str:
        """Return `written` in its right case when it is a word of the language, else that word's spelling."""
        word = words.find(written)
        bare = _BARE_ABSENCES.get(fold(written))
        if word is None or bare is not None:
            return bare or written
        return _is_of(word, written, english=self.english) or self.spelling(word)

    # ---- Values

    _COUNTED = re.compile(r"(\S+)\s+(de|of)\s+(\S.*)", re.IGNORECASE)
    _RATE = re.compile(r"(tasa|rate)\s+(por|per)\s+(.+)", re.IGNORECASE)

    def unit(self, written: str) -> str:
        """`número de personas`, `tasa por 1000`; what is counted keeps its words."""
        new = written
        if vocabulary.UNITS.find(written) is not None:
            new = self.canonical(vocabulary.UNITS, written)
        elif counted := self._COUNTED.fullmatch(written):
            of = "of" if self.english else "de"
            new = f"{self.canonical(vocabulary.UNITS, counted[1])} {of} {counted[3]}"
        elif rate := self._RATE.fullmatch(written):
            new = f"{'rate per' if self.english else 'tasa por'} {rate[3]}"
        return new if parse_unit(new) == parse_unit(written) else written

    def option(self, written: str) -> str:
        """Return what follows the type of a column: its word canonical, its figure as it is."""
        if vocabulary.COLUMN_OPTIONS.find(written) is not None:
            return self.canonical(vocabulary.COLUMN_OPTIONS, written)
        word, blank, rest = written.partition(" ")
        return f"{self.canonical(vocabulary.COLUMN_OPTIONS, word)}{blank}{rest}"

    def column_type(self, written: str) -> str:
        """`número`, `texto`, or a unit."""
        if vocabulary.COLUMN_TYPES.find(written) is not None:
            return self.translated(vocabulary.COLUMN_TYPES, written)
        digits = vocabulary.code_digits(written)
        if digits:
            return f"code of {digits} digits" if self.english else f"código de {digits} dígitos"
        return self.unit(written)

    def absences(self, amount: tree.Amount | tree.AmountRange) -> tree.Amount | tree.AmountRange:
        """`no programado`, or an interval, which has no words."""
        return self.absence(amount) if isinstance(amount, tree.Amount) else amount

    def absence(self, amount: tree.Amount) -> tree.Amount:
        """`no programado`; in an example also a colour."""
        if amount.value is not None:
            return attrs.evolve(amount, words=self.canonical(vocabulary.YES_NO, amount.words))
        known = vocabulary.COLORS if vocabulary.COLORS.find(amount.words) else vocabulary.ABSENCES
        return attrs.evolve(amount, words=self.translated(known, amount.words))

    def situation(self, figure: tree.Figure) -> tree.Figure:
        """`2024: en proceso`."""
        if isinstance(figure.amount, tree.AmountRange):
            return figure
        words = self.translated(vocabulary.SITUATIONS, figure.amount.words)
        return attrs.evolve(figure, amount=attrs.evolve(figure.amount, words=words))

    def expected(self, words: str) -> str:
        """`alcance`, `rojo`, `no aplica`, `color rojo`."""
        for known in (vocabulary.COLORS, vocabulary.ABSENCES, vocabulary.FIGURE_KINDS):
            if known.find(words) is not None:
                return self.translated(known, words)
        head, _, tail = words.rpartition(" ")
        if vocabulary.FIGURE_KINDS.find(head) is None:
            return words
        return f"{self.translated(vocabulary.FIGURE_KINDS, head)} {self.expected(tail)}"

    def example(self, item: tree.Item, inputs: Collection[str]) -> tree.Item:
        """Return a field of an indicator, the results in it in the language when it is an `ejemplo`."""
        if not isinstance(item, tree.Field) or not isinstance(item.value, tree.Example):
            return item
        named = tuple(attrs.evolve(each, name=self.result(each.name, inputs)) for each in item.value.items)
        return attrs.evolve(item, value=attrs.evolve(item.value, items=named))

    def result(self, written: str, inputs: Collection[str]) -> str:
        """`valor`, unless it names an input or would come to name one."""
        new = self.translated(vocabulary.FIGURE_KINDS, written)
        if new == written or not {written, new}.isdisjoint(inputs):
            return written
        return new if {written, new}.isdisjoint(self.names()) else written

    # ---- Formulas

    def function(self, written: str, arguments: int) -> str:
        """`redondear`; a name that two tables know must be found in both again, and is spelt as its use."""
        meant = {id(words): words.find(written) for words in TABLES}
        # What sums up rows takes one argument; `mín(a; b)` chooses among several.
        first = AGGREGATES if arguments == 1 else FUNCTIONS
        for words in sorted(TABLES, key=lambda each: each is not first):
            word = meant[id(words)]
            new = self.spelling(word) if word is not None else ""
            if new and all(each.find(new) is meant[id(each)] for each in TABLES):
                return new
        return written

    def window(self, written: str) -> str:
        """`al cierre`, `at close`."""
        found = windows.parse_all(written)
        led = fold(written.split(maxsplit=1)[0]) in {"al", "at", "en", "in"}
        clauses = [clause_text(each, english=self.english, led=led and not i) for i, each in enumerate(found)]
        new = " ".join(clauses)
        return new if found and windows.parse_all(new) == found else written


def _inputs(item: tree.Item) -> tuple[tree.Definition, ...]:
    """Return the inputs that an item declares: those of `donde:`."""
    if isinstance(item, tree.Field) and isinstance(item.value, tree.Definitions):
        return item.value.items
    return ()


def _with_text(value: tree.Texts, text: str) -> tree.Texts:
    return attrs.evolve(value, items=(attrs.evolve(value.items[0], value=text),))
