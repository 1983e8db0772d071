"""What lints look at: the finished plan, where its parts are written, and what its data say."""

from __future__ import annotations

import datetime
import enum
import functools
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from fractions import Fraction
from typing import NamedTuple

import attrs

from pei_dsl.algebra.display import grouped, shown
from pei_dsl.analysis.lints.texts_asked import texts_asked
from pei_dsl.analysis.lints.thresholds import Thresholds
from pei_dsl.data.calendars import days_listed
from pei_dsl.data.evidence_files import FoundFile
from pei_dsl.data.table import Table
from pei_dsl.diagnostics import Diagnostic, Label
from pei_dsl.diagnostics.catalogue import Parameter
from pei_dsl.model import expressions as m
from pei_dsl.model.periods import Granularity, Period
from pei_dsl.model.plan import Aggregation, Figure, Goal, Indicator, IntervalFigure, Place, Plan
from pei_dsl.model.standing import Standings
from pei_dsl.model.units import Unit
from pei_dsl.syntax import tree


@attrs.frozen
class RegisterTitle:
    """What a register calls an indicator: file, line and text."""

    code: str
    title: str
    file: str
    line: int


class Unread(enum.Enum):
    """Why the rows of a source were not looked at for warnings."""

    LARGE = enum.auto()
    DATABASE = enum.auto()
    ENGINE = enum.auto()
    """Only an engine reads its files."""
    BROKEN = enum.auto()
    """Its cells are not what it declares."""


@attrs.frozen
class NotLookedAt:
    """
    A source whose rows were not looked at.

    Attributes:
        why: Why.
        count: How many findings there are about its data, where these are why.
        place: Where the first of them is.
        dates: Those about dates in forms that can be declared; of a large source, in its first rows.
    """

    why: Unread
    count: int = 0
    place: str = ""
    dates: tuple[Diagnostic, ...] = ()


@attrs.frozen
class Readings:
    """
    What the data of a plan say.

    Attributes:
        tables: Rows by name of source; only of files that could be read, and that are not too large.
        registered: Figures of registers by indicator and period.
        computed: What formulas give by indicator and period, where they give a number.
        titles: What registers call the indicators.
        complete: Whether every source with a file was read.
        unread: The sources whose rows were not looked at, by name.
        evidence: How the files of evidence were found, by name; of those that were looked at.
        too_many_visits: Whether formulas were not computed, since they look at too many rows.
        standings: Where actions stood in the last period with values, where follow-up is declared.
    """

    tables: Mapping[str, Table] = attrs.field(factory=dict)
    registered: Mapping[str, Mapping[Period, Figure]] = attrs.field(factory=dict)
    computed: Mapping[str, Mapping[Period, Fraction]] = attrs.field(factory=dict)
    titles: tuple[RegisterTitle, ...] = ()
    complete: bool = True
    unread: Mapping[str, NotLookedAt] = attrs.field(factory=dict, hash=False)
    evidence: Mapping[str, FoundFile] = attrs.field(factory=dict, hash=False)
    too_many_visits: bool = False
    standings: Standings | None = None


@attrs.frozen
class Subject:
    """
    A plan without errors, and all that lints may look at.

    Attributes:
        plan: The plan.
        files: The trees that it was made of; none for a plan made by hand.
        thresholds: Where lints draw their lines.
        data: What the data say.
    """

    plan: Plan
    files: tuple[tree.File, ...] = ()
    thresholds: Thresholds = Thresholds()
    data: Readings = Readings()

    @functools.cached_property
    def declarations(self) -> Mapping[tuple[str, str], tree.Declaration]:
        """The declarations by kind and by code or name."""
        return {
            (each.kind, each.header.code or each.header.name or ""): each
            for file in self.files
            for each in file.declarations
        }

    @functools.cached_property
    def aggregates(self) -> Sequence[tuple[str, m.Aggregate]]:
        """Every aggregate of the plan's formulas, with the key of the definition that holds it."""
        return [
            (key, node)
            for key, definition in self.plan.definitions.items()
            for node in definition.parts
            if isinstance(node, m.Aggregate)
        ]

    @functools.cached_property
    def texts_asked(self) -> Sequence[tuple[str, m.Aggregate, str, m.Text]]:
        """Every text that a filter compares a column with: definition, aggregate, column, text."""
        return [
            (key, node, column, text) for key, node in self.aggregates for column, text in texts_asked(node)
        ]

    @functools.cached_property
    def asked(self) -> AbstractSet[tuple[str, str, str]]:
        """Every text that a filter asks for, with its source and column."""
        return {(node.source, column, text.value) for _, node, column, text in self.texts_asked}

    @functools.cached_property
    def columns_read(self) -> Mapping[str, AbstractSet[str]]:
        """The columns that formulas read, by source, and those that say which rows they read."""
        found: dict[str, set[str]] = {}
        for _, node in self.aggregates:
            columns = found.setdefault(node.source, set())
            columns.update([each.column for each in m.parts_of(node) if type(each) is m.ColumnValue])
        for name in reversed(self.plan.derived_sources):
            derived = self.plan.sources[name]
            if name not in found:
                continue
            if derived.rows_of is not None:
                found.setdefault(derived.rows_of.source, set()).update(derived.rows_of.keys)
            listed = map(days_listed, derived.calendars)
            for node in (*derived.made_by, *derived.looked_up, *listed):
                columns = found.setdefault(node.source, set())
                columns.update([each.column for each in m.parts_of(node) if type(each) is m.ColumnValue])
        for source, columns in found.items():
            declared = self.plan.sources[source]
            groups = declared.with_inputs(declared.breakdowns)
            columns.update(declared.with_inputs(columns), set(groups) - set(declared.breakdowns))
            omitted = m.parts_of(self.plan.sources[source].omits)
            columns.update([each.column for each in omitted if type(each) is m.ColumnValue])
        return found

    def rows_of(self, source: str) -> Table | None:
        """Return the rows of a source, where they were read and keep its contract."""
        table = self.data.tables.get(source)
        return table if table is not None and table.unusable is None else None

    @functools.cached_property
    def periods(self) -> Mapping[str, AbstractSet[Period]]:
        """The different periods of the rows of each source that could be read and dates its rows."""
        return {
            name: {row.period for row in table.rows if row.period is not None}
            for name, table in self.data.tables.items()
            if table.unusable is None and self.plan.sources[name].time
        }

    def name(self, kind: str, name: str, otherwise: Place) -> Place:
        """Return where the code or name of a declaration stands in its header."""
        declaration = self.declarations.get((kind, name))
        return Place(declaration.source, declaration.header.name_span) if declaration else otherwise

    def title(self, kind: str, name: str, otherwise: Place) -> Place:
        """Return where the title of a declaration stands in its header."""
        declaration = self.declarations.get((kind, name))
        return Place(declaration.source, declaration.header.title_span) if declaration else otherwise

    def code(self, indicator: Indicator) -> Place:
        """Return where the code of `indicator` stands in its header."""
        return self.name("indicator", indicator.code, indicator.declared_at)

    def field(self, indicator: Indicator, field: str) -> Place:
        """Return where the value of a field of `indicator` stands, or its code when it has no such field."""
        return self.value_of("indicator", indicator.code, field) or self.code(indicator)

    def value_of(self, kind: str, name: str, field: str) -> Place | None:
        """Return where the value of a field of a declaration stands, or None when it has no such field."""
        declaration = self.declarations.get((kind, name))
        for item in declaration.items if declaration else ():
            if declaration and isinstance(item, tree.Field) and item.name == field:
                return Place(declaration.source, item.value.span)
        return None

    def registered(self, indicator: Indicator) -> Mapping[Period, Figure]:
        """Return the registered figures of `indicator`; those of the plan stand before those of registers."""
        return {**self.data.registered.get(indicator.code, {}), **indicator.values}

    def computed(self, indicator: Indicator) -> Mapping[Period, Fraction]:
        """Return what the formula of `indicator` gives, by period."""
        return self.data.computed.get(indicator.code, {})

    def figure(self, indicator: Indicator, figure: Goal) -> Place:
        """Return where `figure` is written in the plan; one of a register shows at its indicator."""
        return figure.declared_at if figure.declared_at.source is not None else self.code(indicator)


# ---- What many lints ask ----------------------------------------------------------------------------


class Point(NamedTuple):
    """A number that somebody wrote down, and for which period; a tuple, since lints look at so many."""

    period: Period
    figure: Figure
    value: Fraction


def points(figures: Mapping[Period, Figure] | Mapping[Period, Goal]) -> list[Point]:
    """
    Return those of `figures` that are one number each, in the order of time.

    A goal that is an interval has no direction, and no step from one year to the next: see `ends`.
    """
    found = [
        Point(when, each, each.value)
        for when, each in figures.items()
        if type(each) is Figure and type(each.value) is Fraction
    ]
    return sorted(found, key=_in_time) if len(found) > 1 else found


def ends(goals: Mapping[Period, Goal]) -> list[Point]:
    """Return the numbers of `goals` in the order of time: of an interval both its ends."""
    found = points(goals)
    for when, each in goals.items():
        if type(each) is IntervalFigure:
            for value in (each.value.lower, each.value.upper):
                found.append(Point(when, Figure(value, each.decimals, declared_at=each.declared_at), value))
    return sorted(found, key=_in_time)


def _in_time(point: Point) -> tuple[datetime.date, datetime.date]:
    return point.period.end, point.period.start


def yearly(found: list[Point]) -> list[Point]:
    """Return the points of whole years, or all where none is of a year: a semester is no step of a trend."""
    years = [each for each in found if each.period.granularity is Granularity.YEAR]
    return years or found


def compares_by_itself(indicator: Indicator) -> bool:
    """Tell whether each year stands alone: amounts of a year that add up, and rates of change."""
    return indicator.aggregation is Aggregation.ADDITIVE or indicator.unit.kind == "rate_of_change"


def written(value: Fraction, unit: Unit, decimals: int | None = None) -> str:
    """Return `value` as a plan writes it in `unit`: `56%`, `8,824`."""
    scaled = value * unit.scale
    text = shown(scaled) if decimals is None else grouped(scaled, decimals)
    return f"{text}%" if unit.is_percentage else text


def label(place: Place, note: str = "", params: Mapping[str, Parameter] | None = None) -> Label:
    """Return the second place of a finding."""
    return Label(place.source, place.span, note, params or {})
