"""
A workbook brought into a plan that is there already: what it says changes, all that it does not carry stays.

Formulas, sources, comments, and figures of cells that are empty are not in a workbook, and nothing takes them
away.  What was only deduced of a workbook replaces nothing.
"""

from __future__ import annotations

import collections
from collections.abc import Collection, Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Literal, TypeAlias

import attrs

from pei_dsl import numerals, vocabulary
from pei_dsl.edits.changes import PLAN, AddDeclaration, Address, ChangeError, SetField, SetFigure, SetTitle
from pei_dsl.edits.edit_places import Page, after_colon
from pei_dsl.edits.editing import edit
from pei_dsl.edits.editing_many import OfDeclaration, edit_many
from pei_dsl.immutable import brief
from pei_dsl.interchange.beside_columns import KINDS, equivalents_in
from pei_dsl.interchange.form_columns import ROWS
from pei_dsl.interchange.importing import Imported
from pei_dsl.interchange.row_keys import ACT, RowKey, alike, key_of, keys_of
from pei_dsl.model.absence import Absence
from pei_dsl.model.periods import Period
from pei_dsl.model.plan import Figure
from pei_dsl.model.units import parse_unit
from pei_dsl.source import Source
from pei_dsl.syntax import tree
from pei_dsl.syntax.parse import parse
from pei_dsl.vocabulary import fold
from pei_dsl.workspace.formatting import format_source

_KINDS = frozenset({"plan", *ROWS, *KINDS})

Kind: TypeAlias = Literal["declaration", "field", "figure", "comment"]
Registered: TypeAlias = Mapping[str, Mapping[Period, Figure]]


@attrs.frozen
class Difference:
    """
    One thing that a workbook changes.

    Attributes:
        code: What people call the declaration; "" for the plan itself.
        kind: Which kind of thing it is.
        what: What changes, as plans write it: `logros 2025`, `unidad`; "" for a declaration or a comment.
        before: What stood there, or "".
        after: What stands there now.
    """

    code: str
    kind: Kind
    what: str
    before: str
    after: str


@attrs.frozen
class Known:
    """
    What is known of a plan beside the text that a workbook goes into, and need not stand in it too.

    Attributes:
        elsewhere: What other texts of the plan declare; see `codes_of`.
        registered: Values of the plan's registers.
        shown: What a form shows of the plan as a whole, by the words that stand before it.
    """

    elsewhere: Collection[RowKey] = ()
    registered: Registered = attrs.field(factory=dict)
    shown: Mapping[str, str] = attrs.field(factory=dict)

    def says(self, change: OfDeclaration, brought: _Said) -> bool:
        """Tell whether `change` only adds what is known: a value of a register, what a plan is anyway."""
        if isinstance(change, SetField) and change.of == PLAN:
            word = vocabulary.field_named(change.field)
            return self.shown.get(fold(word.spanish)) == (change.value or "").strip('"')
        if not isinstance(change, SetFigure) or change.field != "values":
            return False
        period = Period.parse(change.period)
        held = self.registered.get(change.of.name, {}).get(period) if period is not None else None
        if held is None:
            return False
        amount = brought.figures[change.field, change.period][0].amount
        if isinstance(amount, tree.AmountRange):
            return False
        return amount.value is None if isinstance(held.value, Absence) else held.value == amount.value


_NOTHING_KNOWN = Known()
_PLAN_KEY = RowKey("plan", "")


@attrs.frozen
class Merged:
    """
    A plan with what a workbook brings.

    Attributes:
        text: The text afterwards, as it is written to the file.
        differences: What changed, in the order of the workbook.
        elsewhere: What another text of the plan declares, which was left alone.
        refused: What could not be changed, since the text around it cannot be read.
    """

    __repr__ = brief

    text: str
    differences: tuple[Difference, ...]
    elsewhere: tuple[str, ...] = ()
    refused: tuple[Difference, ...] = ()


def merge(
    source: Source,
    imported: Imported,
    known_of: Known = _NOTHING_KNOWN,
) -> Merged:
    """
    Return the text `source` of a plan with what `imported` says.

    Args:
        source: The text.
        imported: What a workbook gave.
        known_of: What is known of the plan beside the text.
    """
    file = parse(source).file
    new = parse(Source.of(source.name, imported.text)).file
    shared = _alike(file, new, known_of.elsewhere)
    known = _by_key(file, shared)
    addresses = _addresses(file, shared)
    there = _said(parse(Source.of(source.name, format_source(source).text)).file, shared)
    brought = _said(new, shared)
    changes: list[tuple[OfDeclaration, Difference]] = []
    added: list[tuple[RowKey, RowKey]] = []  # what is new, and what it stands behind
    elsewhere: list[str] = []
    previous = _PLAN_KEY
    for key in _by_key(new, shared):
        if key in known:
            of = _Changed(key, addresses[key], there.get(key, _Said()), brought[key])
            changes += [
                each for each in _changes(of, imported.deduced) if not known_of.says(each[0], brought[key])
            ]
        elif key in known_of.elsewhere:
            elsewhere.append(key.shown)
            continue
        else:
            added.append((key, previous))
        previous = key
    made = edit_many(file, [change for change, _ in changes])
    refused = [difference for change, difference in changes if change in made.refused]
    differences = [difference for change, difference in changes if change not in made.refused]
    after, comments = _documented(made.file, new, shared)
    differences += comments
    for key, behind in added:
        difference = Difference(key.shown, "declaration", "", "", brought[key].title)
        grown = _added(after, brought[key].text, _addresses(after, shared).get(behind))
        (refused if grown is None else differences).append(difference)
        after = grown or after
    return Merged(after.source.original, tuple(differences), tuple(elsewhere), tuple(refused))


def codes_of(file: tree.File) -> frozenset[RowKey]:
    """Return what a text declares that a workbook can be about; an act with its day, and without it."""
    keys = [key_of(each) for each in _rows(file)]
    return frozenset((*keys, *(each.undated for each in keys)))


def _rows(file: tree.File) -> list[tree.Declaration]:
    """Return the declarations that a workbook has rows for; an act without a title is known by nothing."""
    return [
        each for each in file.declarations if each.kind in _KINDS and (each.kind != ACT or each.header.title)
    ]


def _alike(file: tree.File, new: tree.File, elsewhere: Collection[RowKey]) -> frozenset[RowKey]:
    """Return the acts that only their day tells apart, in a workbook, a text, or a text and the others."""
    own, brought = ([key_of(each) for each in _rows(of)] for of in (file, new))
    both = (each.undated for each in own if each.kind == ACT and each.undated in elsewhere)
    return alike(own) | alike(brought) | frozenset(both)


def _by_key(file: tree.File, shared: Collection[RowKey]) -> dict[RowKey, tree.Declaration]:
    rows = _rows(file)
    return dict(zip(keys_of(rows, shared), rows, strict=True))


def _addresses(file: tree.File, shared: Collection[RowKey]) -> dict[RowKey, Address]:
    """Return how each declaration of a text is found in it: an act by its title, and which of those it is."""
    found: dict[RowKey, Address] = {}
    titles: collections.Counter[str] = collections.Counter()
    for key in keys_of(_rows(file), shared):
        titles[fold(key.name)] += key.kind == ACT
        number = titles[fold(key.name)] if key.kind == ACT else 0
        found[key] = PLAN if key == _PLAN_KEY else Address(key.name, key.kind, number)
    return found


# ---- What is said -----------------------------------------------------------------------------------------


@attrs.frozen
class _Said:
    """What one declaration says, in the canonical form: values and figures as texts, and all of its text."""

    title: str = ""
    values: Mapping[str, str] = attrs.field(factory=dict)
    figures: Mapping[tuple[str, str], tuple[tree.Figure, str]] = attrs.field(factory=dict)
    text: str = ""


def _said(file: tree.File, shared: Collection[RowKey]) -> dict[RowKey, _Said]:
    page = Page.of(file)
    places = {id(each): index for index, each in enumerate(file.declarations)}
    found = {}
    for key, each in _by_key(file, shared).items():
        values: dict[str, str] = {}
        figures: dict[tuple[str, str], tuple[tree.Figure, str]] = {}
        for item in each.items:
            if not isinstance(item, tree.Field):
                continue
            if isinstance(item.value, tree.Figures):
                for figure in item.value.items:
                    shown = " ".join(file.source.text[figure.amount.span.start : figure.span.end].split())
                    figures[item.name, figure.period.written] = figure, shown
            elif item.word_span.end > item.word_span.start:
                colon = after_colon(page, item.word_span.start, item.span.end)
                values[item.name] = " ".join(file.source.text[colon : item.span.end].split())
        text = file.source.text[slice(*page.extent(places[id(each)]))].strip("\n")
        found[key] = _Said(each.header.title or "", values, figures, text)
    return found


# ---- What changes -----------------------------------------------------------------------------------------


@attrs.frozen
class _Changed:
    """A declaration of the plan that a workbook is about: where it is, what it says, what it shall say."""

    key: RowKey
    address: Address
    there: _Said
    brought: _Said


def _changes(
    of: _Changed, deduced: Collection[tuple[str, str]]
) -> Iterator[tuple[OfDeclaration, Difference]]:
    """Yield what a declaration of the workbook changes in that of the plan."""
    code, address, there, brought = of.key.shown, of.address, of.there, of.brought
    is_guess = collections.defaultdict(bool, {field: True for each, field in deduced if each == code})
    if brought.title and brought.title != there.title and not (is_guess["title"] and there.title):
        yield (
            SetTitle(address, brought.title),
            Difference(code, "field", "título", there.title, brought.title),
        )
    for field, value in brought.values.items():
        old = there.values.get(field, "")
        if _is_same(field, old, value) or (is_guess[field] and old):
            continue
        word = vocabulary.field_named(field).spanish
        yield SetField(address, field, value), Difference(code, "field", word, old, value)
    for (field, period), (figure, shown) in brought.figures.items():
        held = there.figures.get((field, period))
        if held is not None and _says_same(held[0], figure):
            continue
        if field == "baseline" and held is None:
            yield from _another_baseline(address, there, period, shown)
            continue
        what = f"{vocabulary.field_named(field).spanish} {period}"
        before = held[1] if held is not None else ""
        yield SetFigure(address, field, period, shown), Difference(code, "figure", what, before, shown)


def _another_baseline(
    address: Address, there: _Said, period: str, shown: str
) -> Iterator[tuple[OfDeclaration, Difference]]:
    """Yield a baseline of another year: there is one only, so that it takes the place of what stood there."""
    old = "; ".join(
        f"{when}: {text}" for (field, when), (_, text) in there.figures.items() if field == "baseline"
    )
    word, new = vocabulary.field_named("baseline").spanish, f"{period}: {shown}"
    yield SetField(address, "baseline", new), Difference(address.name, "figure", word, old, new)


def _is_same(field: str, old: str, new: str) -> bool:
    # A text of one word may stand without quotation marks.
    if old.strip('"') == new.strip('"'):
        return True
    if vocabulary.field_named(field).kind == "NUMBER":
        return _number(old) == _number(new) is not None
    if field == "equivalents":
        return equivalents_in(old) == equivalents_in(new)
    if field == "unit":
        return parse_unit(old) is not None and parse_unit(old) == parse_unit(new)
    return fold(old) == fold(new) and vocabulary.field_named(field).words is not None


def _number(written: str) -> Fraction | None:
    """Return the number that a field says, however many digits are written; None where it is none."""
    found = numerals.read(written)
    return found.value if isinstance(found, numerals.Numeral) else None


def _says_same(old: tree.Figure, new: tree.Figure) -> bool:
    """Tell whether two figures are one, however many digits are written and however an absence is called."""
    quality = (old.quality.value if old.quality else "", new.quality.value if new.quality else "")
    marks = tuple(found.name if (found := vocabulary.QUALITIES.find(each)) else each for each in quality)
    words = [[_meant(one.words) for one in tree.amounts_of(each.amount)] for each in (old, new)]
    # A book that says nothing of a milestone leaves it as it is.
    milestone = new.milestone is None or (
        old.milestone is not None and old.milestone.value == new.milestone.value
    )
    return _amounts(old) == _amounts(new) and words[0] == words[1] and marks[0] == marks[1] and milestone


def _amounts(figure: tree.Figure) -> list[Fraction | None]:
    """Return the number that is written, or both of an interval."""
    return [each.value for each in tree.amounts_of(figure.amount)]


def _meant(words: str) -> str:
    """Return the absence or the situation that stands instead of a figure, however it is spelt."""
    found = vocabulary.ABSENCES.find(words) or vocabulary.SITUATIONS.find(words)
    return found.name if found is not None else fold(words)


# ---- New declarations, and comments -----------------------------------------------------------------------


def _added(file: tree.File, text: str, after: Address | None) -> tree.File | None:
    try:
        texts = edit([file], AddDeclaration(text, after, file.source.name)).texts
    except ChangeError:
        return None
    return parse(Source.of(file.source.name, texts[file.source.name])).file


def _documented(
    file: tree.File, new: tree.File, shared: Collection[RowKey]
) -> tuple[tree.File, list[Difference]]:
    """Return `file` with the comments of cells that its declarations do not have, as lines of `##`."""
    page = Page.of(file)
    brought = _by_key(new, shared)
    places = {id(each): index for index, each in enumerate(file.declarations)}
    pieces: list[tuple[int, str]] = []
    found: list[Difference] = []
    for key, each in _by_key(file, shared).items():
        if key not in brought:
            continue
        held = {*each.documentation.split("\n")}
        place = file.source.to_original(page.line_start(page.blocks[places[id(each)]].header))
        for line in brought[key].documentation.split("\n"):
            if line and line not in held:
                pieces.append((place, f"## {line}{file.source.line_end}"))
                found.append(Difference(key.shown, "comment", "", "", line))
    if not pieces:
        return file, []
    return parse(Source.of(file.source.name, _inserted(file.source.original, pieces))).file, found


def _inserted(original: str, pieces: Sequence[tuple[int, str]]) -> str:
    made = []
    end = 0
    for place, text in pieces:
        made += [original[end:place], text]
        end = place
    return "".join([*made, original[end:]])
