"""The fields of one declaration, read by name: texts, words of a closed list, figures, periods."""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping
from typing import Any, TypeVar

import attrs

from pei_dsl import vocabulary
from pei_dsl.analysis.findings import Findings
from pei_dsl.analysis.resolve import interval_goals, meant
from pei_dsl.analysis.resolve.figure_signs import missing_percent, point_for_thousands
from pei_dsl.analysis.resolve.years import meant_year
from pei_dsl.analysis.resolve.yes_no import answer, milestone, says_yes_or_no
from pei_dsl.diagnostics import Fix, Label
from pei_dsl.diagnostics.catalogue import Parameter
from pei_dsl.diagnostics.finding import Edit, replace
from pei_dsl.model.absence import Absence, Reason
from pei_dsl.model.periods import Period
from pei_dsl.model.plan import Figure, Goal, Place
from pei_dsl.model.quality import Quality
from pei_dsl.model.terms import term, unit_term
from pei_dsl.model.units import Unit
from pei_dsl.source import Source, Span
from pei_dsl.syntax import tree
from pei_dsl.syntax.mistakes import year_mistakes
from pei_dsl.syntax.mistakes.figure_mistakes import about_dirt
from pei_dsl.vocabulary import Shape, Word, Words
from pei_dsl.written_figures import Dirt, dirty_figure

W = TypeVar("W", bound=Word)
V = TypeVar("V")


@attrs.define
class Fields:
    """The fields of `declaration` by name, and the items that are no fields."""

    declaration: tree.Declaration
    findings: Findings
    single: dict[str, tree.Field] = attrs.field(factory=dict)
    repeated: dict[str, list[tree.Field]] = attrs.field(factory=dict)
    figures: list[tree.Figure] = attrs.field(factory=list)
    expectations: list[tree.Expectation] = attrs.field(factory=list)

    @property
    def source(self) -> Source:
        """The text that holds the declaration."""
        return self.declaration.source

    def place(self, span: Span) -> Place:
        """Return the place of `span` in this declaration's text."""
        return Place(self.source, span)

    def value(self, name: str, kind: type[V]) -> V | None:
        """Return the value of field `name` when it is there and could be read."""
        field = self.single.get(name)
        return field.value if field is not None and isinstance(field.value, kind) else None

    def text(self, name: str) -> str:
        """Return the text of field `name`, several texts joined, or ""."""
        value = self.value(name, tree.Texts)
        return "; ".join(item.value for item in value.items) if value else ""

    def texts(self, name: str) -> tuple[str, ...]:
        """Return the texts of field `name`."""
        value = self.value(name, tree.Texts)
        return tuple(item.value for item in value.items) if value else ()

    def plain(self) -> dict[str, Any]:
        """Return the fields that are texts or lists of texts, by their attributes in the model."""
        return {
            attribute: self.texts(name) if several else self.text(name)
            for name, attribute, several in _plain(self.declaration.kind)
        }

    def word(self, name: str) -> Word | None:
        """Return the word of its closed list that field `name` holds; report any other."""
        value = self.value(name, tree.Texts)
        words = vocabulary.field_named(name).words
        if value is None or not value.items or words is None:
            return None
        return self.find(words, value.items[0].value, value.span, self.single[name].word)

    def find(self, words: Words[W], written: str, span: Span, field: str, variant: str = "") -> W | None:
        """Return the word that `written` spells; report it, with what it was meant to be, otherwise."""
        word = words.find(written)
        if word is not None:
            return word
        said = meant.of_list(written, words)
        fixes = tuple(replace(self.source, span, text, safe=said.sure) for text in said.words)
        params = {"written": written[:60], "field": field, "known": ", ".join(words.spanish())}
        self.findings.add(self.source, span, "PEI117", variant, params=params, fixes=fixes, note="here")
        return None

    def whole(self, name: str) -> int | None:
        """Return the whole number of field `name`, from 0 to its highest."""
        amount = self.value(name, tree.Amount)
        highest = vocabulary.field_named(name).highest
        if highest is None or amount is None or (amount.value is None and not amount.words):
            return None
        value = amount.value
        if value is None or value.denominator != 1 or not 0 <= value <= highest or amount.percent:
            params: dict[str, str | int] = {
                "written": self.source[amount.span],
                "field": self.single[name].word,
                "highest": highest,
            }
            self.findings.add(self.source, amount.span, "PEI104", "whole_field", params=params)
            return None
        return int(value)

    def period(self, written: tree.Period, instead: str = "") -> Period | None:
        """Return the period that is written; report one that does not exist, with what to write `instead`."""
        period = Period.parse(written.written)
        if period is None:
            params = {"written": written.written}
            fixes = (replace(self.source, written.span, instead),) if instead else ()
            variant = "year" if re.fullmatch(r"\d{4}", written.written) else ""
            self.findings.add(
                self.source, written.span, "PEI116", variant, params=params, note="here", fixes=fixes
            )
        return period

    def periods(self, name: str) -> tuple[Period, Period] | None:
        """Return the first and last period of field `name`; report an end before its start."""
        value = self.value(name, tree.Periods)
        if value is None:
            return None
        first = self.period(value.first)
        last = first if value.last is value.first else self.period(value.last)
        if first is None or last is None:
            return None
        if last.end < first.start:
            params = {"first": str(first), "last": str(last)}
            self.findings.add(self.source, value.span, "PEI116", "backwards", params=params)
            return None
        return first, last

    def figure(self, amount: tree.Amount | tree.AmountRange, unit: Unit | None) -> Figure | None:
        """
        Return the figure of `amount`, read in the scale of `unit` (None: as it stands).

        A percentage must have its sign, anything else must not; None when something is wrong, or an interval.
        """
        if isinstance(amount, tree.AmountRange):
            interval_goals.not_one_figure(amount.span, self.source, self.findings)
            return None
        place = self.place(amount.span)
        if says_yes_or_no(amount):
            return answer(amount, unit, self.source, self.findings)
        if amount.words:
            dirty = dirty_figure(amount.words)
            if dirty is not None:
                self.findings.take(about_dirt(self.source, amount.span, dirty))
                return None
            word = self.find(vocabulary.ABSENCES, amount.words, amount.span, "ND", "figure")
            if word is None:
                return None
            reason = Reason[word.name.upper()]
            absence = Absence(reason, "registered", {"reason": term(reason)})
            return Figure(absence, declared_at=place)
        if amount.value is None:
            return None
        if unit is None:
            return Figure(amount.value, amount.decimals, declared_at=place)
        if unit.is_percentage and not amount.percent:
            missing_percent(amount, unit, self.source, self.findings)
            return None
        if amount.percent and not unit.is_percentage:
            bare = self.source[amount.span].replace("%", "").strip()
            fix = replace(self.source, amount.span, bare)
            params: dict[str, Parameter] = {"unit": unit_term(unit), "written": self.source[amount.span]}
            self.findings.add(self.source, amount.span, "PEI209", params=params, fixes=(fix,), note="here")
            return None
        point_for_thousands(amount, unit, self.source, self.findings)
        value = amount.value if amount.percent else amount.value / unit.scale
        return Figure(value, amount.decimals, declared_at=place)

    def goal(self, amount: tree.Amount | tree.AmountRange, unit: Unit | None) -> Goal | None:
        """Return the goal of `amount`: a figure, or an interval."""
        if isinstance(amount, tree.Amount):
            dirty = dirty_figure(amount.words) if amount.words else None
            if dirty is not None and dirty.dirt is Dirt.RANGE and not self._has_direction:
                interval_goals.in_words(amount, dirty, self.source, self.findings)
                return None
            return self.figure(amount, unit)
        if self._has_direction:
            amount = interval_goals.with_one_sign(amount, unit)
        elif interval_goals.lacks_percent(amount, unit, self.source, self.findings):
            return None
        ends = [self.figure(each, unit) for each in amount.amounts]
        return interval_goals.interval(amount, ends, self.source, self.findings)

    @property
    def _has_direction(self) -> bool:
        """Whether goals are figures that one should pass, or stay below, so that none is an interval."""
        word = vocabulary.DIRECTIONS.find((*self.texts("direction"), "")[0])
        return word is not None and word.name != "undefined"

    def _quality(self, item: tree.Figure, unit: Unit | None) -> Quality | None:
        """Return the mark behind a figure; report a word that is none."""
        if item.quality is None:
            return None
        word = vocabulary.QUALITIES.find(item.quality.value)
        if word is None and not meant.of_list(item.quality.value, vocabulary.QUALITIES).words:
            self._after(item, item.quality, unit)
        else:
            word = self.find(vocabulary.QUALITIES, item.quality.value, item.quality.span, "calidad")
        return None if word is None or word.name == "final" else Quality(word.spanish)

    def _after(self, item: tree.Figure, word: tree.Text | None, unit: Unit | None) -> None:
        """Report a word behind a figure that only says its unit again, or `porciento`."""
        assert word is not None
        figure = self.source[item.amount.span]
        whole = Span(item.amount.span.start, word.span.end)
        dirty = dirty_figure(self.source[whole]) if "\n" not in self.source[whole] else None
        if dirty is not None and dirty.dirt not in {Dirt.COUNTED, Dirt.PERCENT}:
            self.findings.take(about_dirt(self.source, whole, dirty))
            return
        span = Span(item.amount.span.end, word.span.end)
        percent = _says_percent(item)
        counted = unit is not None and vocabulary.fold(word.value) == vocabulary.fold(unit.counted)
        edit = Edit(self.source, span, "%" if percent else "")
        fix = Fix(f"{figure}{edit.text}", (edit,), safe=percent or counted)
        params = {"written": word.value}
        self.findings.add(self.source, word.span, "PEI117", "after", params=params, fixes=(fix,), note="here")

    def by_period(
        self, items: tuple[tree.Figure, ...] | list[tree.Figure], unit: Unit | None
    ) -> dict[Period, Figure]:
        """Return the figures of `items` by period; report a period that stands twice, and an interval."""
        for item in items:
            if isinstance(item.amount, tree.AmountRange):
                interval_goals.not_one_figure(item.amount.span, self.source, self.findings)
        found = self.goals_by_period([each for each in items if isinstance(each.amount, tree.Amount)], unit)
        return {when: figure for when, figure in found.items() if isinstance(figure, Figure)}

    def goals_by_period(
        self, items: tuple[tree.Figure, ...] | list[tree.Figure], unit: Unit | None
    ) -> dict[Period, Goal]:
        """Return the goals of `items` by period, intervals too; report a period that stands twice."""
        found: dict[Period, Goal] = {}
        spans: dict[Period, Span] = {}
        written = [item.period.written for item in items]
        for index, item in enumerate(items):
            period = Period.parse(item.period.written)
            if period is None:
                shared = year_mistakes.spread(self.source, item.period.span.start, item.amount.span.end)
                if shared is not None:
                    self.findings.take(shared)
                    continue
                self.period(item.period, meant_year(written, index))
            if _says_percent(item):
                self._after(item, item.quality, unit)
                figure: Goal | None = None
            else:
                figure = self.goal(item.amount, unit)
            if period is None:
                continue
            if period in spans:
                related = (Label(self.source, spans[period], "first"),)
                params = {"period": str(period)}
                year = meant_year(written, index, like=False)
                fixes = (replace(self.source, item.period.span, year),) if year else ()
                self.findings.add(
                    self.source,
                    item.period.span,
                    "PEI118",
                    "period",
                    params=params,
                    note="second",
                    related=related,
                    fixes=fixes,
                )
                continue
            spans[period] = item.period.span
            if figure is not None:
                quality = self._quality(item, unit)
                found[period] = attrs.evolve(
                    figure,
                    origin="valores",
                    quality=quality,
                    note=milestone(item, self.source, self.findings),
                )
        return found


@functools.cache
def _names(kind: str) -> frozenset[str]:
    """Return the names of the fields that a kind of declaration has."""
    return frozenset(word.name for word in vocabulary.fields_of(kind))


@functools.cache
def _plain(kind: str) -> tuple[tuple[str, str, bool], ...]:
    """Return the fields of a declaration that are texts: name, attribute, whether they are several."""
    words = (word for word in vocabulary.fields_of(kind) if word.is_text)
    return tuple((word.name, word.attribute(kind), word.shape is Shape.TEXTS) for word in words)


def _says_percent(item: tree.Figure) -> bool:
    """Tell whether a figure without `%` has the word for it: `55 porciento`."""
    word = item.quality.value if item.quality is not None else ""
    amounts = [item.amount] if isinstance(item.amount, tree.Amount) else item.amount.amounts
    return vocabulary.fold(word) in {"porciento", "porcentaje"} and not any(each.percent for each in amounts)


def read_fields(declaration: tree.Declaration, findings: Findings) -> Fields:
    """Return the fields of `declaration`; report unknown, repeated and misplaced ones."""
    fields = Fields(declaration, findings)
    unknown = False  # the lines below an unknown word are its own, except in a series
    for item in declaration.items:
        match item:
            case tree.Field():
                unknown = not item.name and declaration.kind != "series"
                _add_field(fields, item)
            case tree.Figure() if unknown:
                pass
            case tree.Figure():
                fields.figures.append(item)
            case tree.Expectation():
                fields.expectations.append(item)
    _check_items(fields)
    return fields


def _add_field(fields: Fields, field: tree.Field) -> None:
    kind = fields.declaration.kind
    allowed = vocabulary.fields_of(kind)
    if not field.name:
        said = meant.field(field.word, allowed)
        fixes = tuple(replace(fields.source, field.word_span, text, safe=said.sure) for text in said.words)
        params = {"word": field.word, "known": ", ".join(word.spanish for word in allowed)}
        variant = ""
        if said.words:
            params["near"] = said.words[0]
            variant = "meant" if meant.is_known_by_another_name(field.word) else "near"
        fields.findings.add(
            fields.source, field.word_span, "PEI114", variant, params=params, fixes=fixes, note="here"
        )
        return
    if field.name not in _names(kind):
        params = {"word": field.word, "keyword": fields.declaration.header.keyword}
        owners = sorted(vocabulary.field_named(field.name).of)
        params["owners"] = ", ".join(vocabulary.DECLARATIONS.named(owner).spanish for owner in owners)
        fields.findings.add(fields.source, field.word_span, "PEI119", params=params, note="here")
        return
    if vocabulary.field_named(field.name).is_repeatable:
        fields.repeated.setdefault(field.name, []).append(field)
        return
    first = fields.single.setdefault(field.name, field)
    if first is not field:
        related = (Label(fields.source, first.word_span, "first"),)
        fields.findings.add(
            fields.source,
            field.word_span,
            "PEI118",
            params={"word": field.word},
            note="second",
            related=related,
        )


def _check_items(fields: Fields) -> None:
    """Report lines that belong to another kind of declaration."""
    kind = fields.declaration.kind
    params = {"keyword": fields.declaration.header.keyword}
    if fields.figures and kind != "series":
        item = fields.figures[0]
        fields.findings.add(fields.source, item.span, "PEI119", "figure", params=params, note="here")
    if fields.expectations and kind not in {"test", "citation"}:
        line = fields.expectations[0]
        fields.findings.add(fields.source, line.span, "PEI119", "expectation", params=params, note="here")


def unknown_fields(declaration: tree.Declaration) -> list[tree.Field]:
    """Return the fields whose word is none: what they were meant to declare is not known."""
    return [item for item in declaration.items if isinstance(item, tree.Field) and not item.name]


def require(fields: Fields, name: str) -> None:
    """Report that field `name` is missing, unless the declaration is broken anyway."""
    if name in fields.single or fields.declaration.broken:
        return
    word = vocabulary.field_named(name)
    if any(meant.field(field.word, (word,)).words for field in unknown_fields(fields.declaration)):
        return  # it is there, misspelt, and that was reported
    header = fields.declaration.header
    params: Mapping[str, str] = {
        "field": word.spanish,
        "what": header.code or header.name or header.title or "",
    }
    fields.findings.add(fields.source, header.span, "PEI120", params=params, note="here")
