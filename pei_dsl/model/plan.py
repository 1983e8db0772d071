"""The model: a plan with every name, unit and period settled, ready to be evaluated."""

# Longer than other files, on purpose: nothing here computes, the classes refer to each other, and whoever
# asks what a plan is reads one page.

from __future__ import annotations

import datetime
import enum
import functools
from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from fractions import Fraction
from typing import TypeAlias

import attrs

from pei_dsl.immutable import brief, freezing
from pei_dsl.model.absence import Absence, Reason
from pei_dsl.model.expressions import (
    Aggregate,
    At,
    Earlier,
    Expression,
    Over,
    Reference,
    ValueType,
    Window,
    parts_first,
    parts_of,
    quotient,
)
from pei_dsl.model.figure import Figure as Figure  # noqa: PLC0414  (a part of the plan, found with it)
from pei_dsl.model.figure import Goal as Goal  # noqa: PLC0414  (the same)
from pei_dsl.model.figure import GoalInterval as GoalInterval  # noqa: PLC0414  (the same)
from pei_dsl.model.figure import IntervalFigure as IntervalFigure  # noqa: PLC0414  (the same)
from pei_dsl.model.figure import Place as Place  # noqa: PLC0414  (the same)
from pei_dsl.model.figure import declared_place
from pei_dsl.model.follow_up import Activity, Commitment, Evidence, Factor, FollowedUp, Recommendation
from pei_dsl.model.keys import KeyKind, column_of_holidays, is_kind, names_of
from pei_dsl.model.methodology import CEPLAN, Methodology
from pei_dsl.model.periods import Period
from pei_dsl.model.row_cells import columns_in, outer_values, tells_period
from pei_dsl.model.units import NUMBER, Unit
from pei_dsl.model.versions import Amendment, Version
from pei_dsl.numerals import THOUSANDS


class Direction(enum.StrEnum):
    """Which way an indicator should move."""

    ASCENDING = "ascendente"
    DESCENDING = "descendente"
    UNDEFINED = "no definido"


class Relevance(enum.IntEnum):
    """Relevance as CEPLAN ranks it; 1 weighs most."""

    VERY_RELEVANT = 1
    RELEVANT = 2
    SLIGHTLY_RELEVANT = 3


class Aggregation(enum.StrEnum):
    """Whether values of several years add up; for an undefined direction, which limit the goal is."""

    ADDITIVE = "agregable"
    NOT_ADDITIVE = "no agregable"
    MAXIMUM_ALLOWED = "máximo permisible"
    MINIMUM_ALLOWED = "mínimo permisible"


@attrs.frozen
class Baseline:
    """The value before the plan: its period and figure."""

    __repr__ = brief

    period: Period
    figure: Figure


@attrs.frozen(field_transformer=freezing)
class Definition:
    """
    Something with a name and a value for each period.

    Attributes:
        key: Unique in the plan: `variable:x`, `serie:x`, `donde:IND.01.OEI.01:A`, `indicador:IND.01.OEI.01`,
            `función:f:3`, `logro:IND.01.OEI.01`.
        name: As formulas write it.
        title: What it stands for, in words.
        expression: How it is computed; None for a series.
        figures: The figures of a series by period, and those of an indicator that its formula names.
        type: What it gives.
        unit: What it counts, where declared.
        responsible, description, sources: Texts of a series.
        text: The expression as written.
    """

    __repr__ = brief

    key: str
    name: str
    title: str = ""
    expression: Expression | None = None
    figures: Mapping[Period, Figure] = attrs.field(factory=dict, hash=False)
    type: ValueType = ValueType.NUMBER
    unit: Unit | None = None
    responsible: str = ""
    description: str = ""
    sources: tuple[str, ...] = ()
    text: str = attrs.field(default="", eq=False)
    declared_at: Place = declared_place()

    def figure(self, period: Period) -> Figure | None:
        """
        Return the figure of `period` that stands in the plan, or None.

        A baseline is the same in all periods, and a goal that of its year where the period has none.
        """
        if is_kind(self.key, KeyKind.BASELINE):
            return next(iter(self.figures.values()), None)
        found = self.figures.get(period)
        if found is None and is_kind(self.key, KeyKind.GOAL):
            return self.figures.get(Period.year_of(period.year))
        return found

    def no_figure(self, period: Period) -> Absence:
        """Return why a series, or a goal, has no figure in `period`."""
        if is_kind(self.key, KeyKind.GOAL):
            params = {"code": names_of(self.key)[0], "period": str(period)}
            return Absence(Reason.NOT_PROGRAMMED, "no_goal", params)
        return Absence(Reason.NO_DATA, "no_figure", {"series": self.name, "period": str(period)})

    @functools.cached_property
    def parts(self) -> tuple[Expression, ...]:
        """The expression and all its parts in the order they are written, a shared one once."""
        return tuple(parts_of(self.expression))

    @functools.cached_property
    def parts_first(self) -> tuple[Expression, ...]:
        """The same, parts before what they are parts of."""
        return tuple(parts_first(self.expression)) if self.expression is not None else ()

    @functools.cached_property
    def references(self) -> tuple[str, ...]:
        """The keys of the definitions that the expression uses, in order, each once."""
        return tuple(dict.fromkeys([each.key for each in self.parts if isinstance(each, Reference)]))

    @functools.cached_property
    def read_sources(self) -> tuple[str, ...]:
        """The names of the sources that the expression reads rows of, in order, each once."""
        return tuple(dict.fromkeys([each.source for each in self.parts if isinstance(each, Aggregate)]))

    @functools.cached_property
    def looks_back(self) -> bool:
        """Whether the expression asks for other periods than its own."""
        return any(isinstance(each, Earlier | At | Over) for each in self.parts)


@attrs.frozen(field_transformer=freezing)
class Example:
    """A worked example of an indicator: figures in, figures out."""

    __repr__ = brief

    title: str
    inputs: Mapping[str, Figure]
    expected: tuple[ExpectedFigure, ...]
    period: Period | None = None
    goal: Goal | None = None
    declared_at: Place = declared_place()


@attrs.frozen
class ExpectedFigure:
    """
    What a test or an example expects.

    Attributes:
        kind: `value`, `registered`, `computed`, `goal`, `achievement`, `color` or `absence`.
        figure: The figure, or the absence, for kinds that have one; of a goal, perhaps an interval.
        color: The colour, for kind `color`.
    """

    __repr__ = brief

    kind: str
    figure: Goal | None = None
    color: str | None = None
    declared_at: Place = declared_place()


@attrs.frozen(field_transformer=freezing)
class Indicator:
    """
    An indicator, ready to be evaluated.

    Attributes:
        code: `IND.02.OEI.01`.
        group: Code of the objective or action that it belongs to.
        formula: How its value is computed, or None when only registered values exist.
        where: Keys of the definitions under `donde:`, in order.
        direction, relevance, aggregation, unit, decimals: As the ficha says.
        weight: Its declared weight within its group, for methodologies that use it.
        baseline: The value before the plan.
        goals: Logro esperado by period, a figure or an interval; an Absence where none is programmed.
        values: Registered values by period.
        sources: The ficha's sources, as texts.
        responsible, database, justification, limitations, assumptions, technical_notes, collection,
            executing_unit, cost_center: Texts of the ficha.
        documentation: The `##` lines above the declaration.
        formula_text: The formula as written.
        scale_noted: Whether the formula wrote the unit's own scale (`* 100`), which is notation.
    """

    __repr__ = brief

    code: str
    title: str
    group: str = ""
    formula: Expression | None = None
    where: tuple[str, ...] = ()
    unit: Unit = NUMBER
    decimals: int | None = None
    direction: Direction = Direction.ASCENDING
    relevance: Relevance | None = None
    aggregation: Aggregation | None = None
    weight: Fraction | None = None
    baseline: Baseline | None = None
    goals: Mapping[Period, Goal] = attrs.field(factory=dict, hash=False)
    values: Mapping[Period, Figure] = attrs.field(factory=dict, hash=False)
    sources: tuple[str, ...] = ()
    responsible: str = ""
    database: str = ""
    justification: str = ""
    limitations: str = ""
    assumptions: str = ""
    technical_notes: str = ""
    collection: str = ""
    executing_unit: str = ""
    cost_center: str = ""
    examples: tuple[Example, ...] = ()
    documentation: str = ""
    formula_text: str = attrs.field(default="", eq=False)
    scale_noted: bool = attrs.field(default=False, eq=False)
    declared_at: Place = declared_place()

    def goal(self, period: Period) -> Goal | None:
        """Return the goal for `period`: its own, or that of its year (a semester counts against the year)."""
        return self.goals.get(period) or self.goals.get(Period.year_of(period.year))

    @property
    def quotient(self) -> tuple[Expression, Expression] | None:
        """Numerator and denominator of a formula that divides, the unit's own scale left out, or None."""
        return quotient(self.formula) if self.formula is not None else None


class Level(enum.StrEnum):
    """What a group is."""

    OBJECTIVE = "objetivo"
    ACTION = "acción"


@attrs.frozen
class Group:
    """An objective or an action: its figure is that of its own indicators."""

    __repr__ = brief

    code: str
    title: str
    level: Level
    parent: str = ""
    type_class: str = ""
    priority: int | None = None
    responsible: str = ""
    description: str = ""
    aligns_with: tuple[str, ...] = ()
    documentation: str = ""
    declared_at: Place = declared_place()


class Accumulation(enum.StrEnum):
    """What a figure of a row says: how much there is at its date, or how much came during its period."""

    STOCK = "stock"
    FLOW = "flujo"


# Where the day of an instant is counted unless a plan says otherwise.
ZONE = "America/Lima"


@attrs.frozen
class Column:
    """
    A column of a source: its name in the file and what its cells must be.

    Attributes:
        required: Whether no cell may be empty.
        minimum, maximum: The least and the greatest value, included: a number or a date as the type is.
        choices: The only texts that may stand; () for any.
        accumulation: Whether its numbers are a stock or a flow; None where nothing says so.
        percentages: What a number without % is where percentages stand: `signed`, nobody knows; `points`,
            49.61 is 49.61 %; `ratio`, 0.4961 is.
        formats: How its dates are written in texts, besides as plans write periods: `dd/mm/aaaa`.
        symbols: Signs or words beside its figures, texts or dates that are no part of them: `S/`, `p/`, `*`.
        digits: How many digits its codes have, zeros before them put back; 0 where they are no codes.
        heading: How the data head it, where that is not its name.
        occurrence: Which of several columns with that heading it is, from 1; 0 where it is the only one.
        origin: Where its cells are from if not below its heading: the name of the `file`; the `heading` of
            each of the columns whose `cells` another column has; "" for all others.
        formula: What computes it from the other columns of its row; None for a column of the file.
        text: The formula as written.
        typed_at: Where its type is written, so that more may be written behind it.
    """

    __repr__ = brief

    name: str
    type: ValueType
    unit: Unit | None = None
    required: bool = False
    minimum: Fraction | datetime.date | None = None
    maximum: Fraction | datetime.date | None = None
    choices: tuple[str, ...] = ()
    accumulation: Accumulation | None = attrs.field(
        default=None, converter=attrs.converters.optional(Accumulation)
    )
    percentages: str = "signed"
    formats: tuple[str, ...] = ()
    symbols: tuple[str, ...] = ()
    digits: int = 0
    heading: str = ""
    occurrence: int = 0
    origin: str = ""
    formula: Expression | None = None
    text: str = attrs.field(default="", eq=False)
    declared_at: Place = declared_place()
    typed_at: Place = declared_place()


@attrs.frozen
class RowsOf:
    """
    What the rows of a source are that is made of another: one for each different combination of its keys.

    Attributes:
        source: The name of the other.
        keys: Its columns, which the made source has, too.
        filter: Which of its rows say who has a row here; None for all.
        windows: The time clauses of those rows; none means the rows of the period.
        text: As written.
    """

    source: str
    keys: tuple[str, ...]
    filter: Expression | None = None
    windows: tuple[Window, ...] = ()
    text: str = attrs.field(default="", eq=False)


@attrs.frozen(field_transformer=freezing)
class DataSource:
    """
    A table of rows.

    Attributes:
        name: As formulas write it.
        file: Path relative to the file that declares it: of a file, of a folder of files, or with `*` and
            `?` of several; "" when a database or the host hands rows over.
        rows_of: What its rows are, where it is made of another source and has none of its own.
        time: The column that dates each row, or "" for a table without time.
        columns: By name.
        separator, encoding, missing: How the file is written; `missing` are the marks for an empty cell.
        decimal: The sign before the decimals of a number that is written as text.
        thousands: The signs that may stand between its thousands.
        header: The first and the last row of the header, from 1; None for where the data begin.
        sheet: The sheet of a workbook; "" is its only one.
        range: The cells of the sheet, `A4:H200` or `A4:H`, the header first; "" is all that is filled.
        connection: The environment variable that holds the address of a database, or "".
        table: The table or view of the database, `esquema.vista`.
        travels: `no` where its rows may not leave the machine; else "".
        order: Columns that put rows of one date into a total order, for `primero` and `último`.
        keys: Columns whose values together name a row: never empty, never twice.
        breakdowns: Columns by which figures may be broken down.
        coverage: The periods for which a lack of rows means zero.
        quality: The column that marks rows as preliminary, estimated or revised, or "".
        omits: Rows for which this is true are left out before anything is demanded of them; None keeps all.
        omits_text: The same as written.
        zone: Where the day of an instant is counted.
        folder: Folder of the declaring file, relative to the workspace.
    """

    __repr__ = brief

    name: str
    title: str = ""
    file: str = ""
    rows_of: RowsOf | None = None
    time: str = ""
    columns: Mapping[str, Column] = attrs.field(factory=dict, hash=False)
    separator: str = ","
    encoding: str = "utf-8"
    missing: tuple[str, ...] = ()
    decimal: str = "."
    thousands: tuple[str, ...] = THOUSANDS
    header: tuple[int, int] | None = None
    sheet: str = ""
    range: str = ""
    connection: str = ""
    table: str = ""
    travels: str = ""
    order: tuple[str, ...] = ()
    keys: tuple[str, ...] = ()
    breakdowns: tuple[str, ...] = ()
    coverage: tuple[Period, Period] | None = None
    quality: str = ""
    omits: Expression | None = None
    omits_text: str = attrs.field(default="", eq=False)
    zone: str = ZONE
    responsible: str = ""
    description: str = ""
    folder: str = ""
    documentation: str = ""
    declared_at: Place = declared_place()

    @functools.cached_property
    def made_by(self) -> tuple[Aggregate, ...]:
        """What is asked of the source that this is made of: who has a row, and what columns sum up of it."""
        if self.rows_of is None:
            return ()
        who = Aggregate("count", self.rows_of.source, None, self.rows_of.filter, self.rows_of.windows)
        return (who, *self.summed_up)

    @functools.cached_property
    def summed_up(self) -> tuple[Aggregate, ...]:
        """What computed columns sum up of the rows that an entity of a made source has, each once."""
        return tuple(each for each in self._aggregates if not outer_values(each))

    @functools.cached_property
    def looked_up(self) -> tuple[Aggregate, ...]:
        """What computed columns sum up of other sources, tied to the row at hand by its cells; each once."""
        return tuple(each for each in self._aggregates if outer_values(each))

    @functools.cached_property
    def calendars(self) -> tuple[str, ...]:
        """The keys of the holidays that its columns leave out, or who has a row in it; each once."""
        who = None if self.rows_of is None else self.rows_of.filter
        formulas = (who, *(column.formula for column in self.computed))
        named = (part for formula in formulas for part in parts_of(formula))
        return tuple(dict.fromkeys(part.key for part in named if isinstance(part, Reference)))

    @functools.cached_property
    def _aggregates(self) -> tuple[Aggregate, ...]:
        formulas = (part for column in self.computed for part in parts_of(column.formula))
        return tuple(dict.fromkeys(part for part in formulas if isinstance(part, Aggregate)))

    @property
    def of_headings(self) -> Column | None:
        """The column whose values are headings of the data, where these have a column for each of them."""
        return next((each for each in self.columns.values() if each.origin == "heading"), None)

    @property
    def of_cells(self) -> tuple[Column, ...]:
        """The columns whose values stand below those headings."""
        return tuple(each for each in self.columns.values() if each.origin == "cells")

    @property
    def as_given(self) -> DataSource:
        """The source as its rows come from a host or a database: each column is one, under its own name."""
        if all(not each.origin for each in self.columns.values()):
            return self
        columns = {name: attrs.evolve(each, origin="") for name, each in self.columns.items()}
        return attrs.evolve(self, columns=columns)

    @functools.cached_property
    def columns_of_period(self) -> frozenset[str]:
        """
        The computed columns that only a period tells, by themselves or through others.

        They rest on rows of other sources, on holidays, or on the days of the period.
        """
        found: set[str] = set()
        for column in self.computed_in_order:
            if tells_period(column.formula) or not found.isdisjoint(columns_in(column.formula)):
                found.add(column.name)
        return frozenset(found)

    @property
    def is_derived(self) -> bool:
        """Whether its rows rest on those of others, or on the period."""
        return bool(self.reads or self.columns_of_period)

    @functools.cached_property
    def reads(self) -> tuple[str, ...]:
        """The sources whose rows its own rest on: what it is made of, those it looks up, its holidays."""
        base = () if self.rows_of is None else (self.rows_of.source,)
        holidays = (column_of_holidays(key)[0] for key in self.calendars)
        return tuple(dict.fromkeys((*base, *(each.source for each in self.looked_up), *holidays)))

    @functools.cached_property
    def computed(self) -> tuple[Column, ...]:
        """The columns that are computed."""
        return tuple(each for each in self.columns.values() if each.formula is not None)

    @functools.cached_property
    def computed_in_order(self) -> tuple[Column, ...]:
        """The columns that are computed, those that others use before these."""
        ordered: dict[str, Column] = {}
        waiting = [(each, False) for each in reversed(self.computed)]
        while waiting:
            column, ready = waiting.pop()
            if column.name in ordered or column.formula is None:
                continue
            if ready:
                ordered[column.name] = column
                continue
            waiting.append((column, True))
            used = (self.columns.get(name) for name in columns_in(column.formula))
            waiting.extend((each, False) for each in used if each is not None)
        return tuple(ordered.values())

    def with_inputs(self, columns: Iterable[str]) -> list[str]:
        """Return `columns`, each computed one followed by those that it is computed from, each once."""
        found: dict[str, None] = {}
        waiting = [*columns][::-1]
        while waiting:
            name = waiting.pop()
            if name not in found:
                found[name] = None
                column = self.columns.get(name)
                waiting.extend(reversed(columns_in(column.formula if column is not None else None)))
        return list(found)

    def asked_by(self, columns: Iterable[str]) -> tuple[Aggregate, ...]:
        """Return what `columns`, and those that they are computed from, look up in other sources."""
        formulas = (self.columns[name].formula for name in self.with_inputs(columns))
        asked = {part for formula in formulas for part in parts_of(formula)}
        return tuple(each for each in self.looked_up if each in asked)

    @property
    def stored(self) -> DataSource:
        """The source with the columns of its file alone, as whoever reads the file sees it."""
        return self._without({each.name for each in self.computed})

    @property
    def alone(self) -> DataSource:
        """The source with the columns that need no other one: those of its file, and what is made of them."""
        return self._without(self.columns_of_period)

    def _without(self, names: AbstractSet[str]) -> DataSource:
        if not names:
            return self
        return attrs.evolve(
            self,
            columns={name: each for name, each in self.columns.items() if name not in names},
            time="" if self.time in names else self.time,
            breakdowns=tuple(name for name in self.breakdowns if name not in names),
        )


@attrs.frozen
class Register:
    """A file of registered values: columns `código`, `periodo`, `valor`, and perhaps `estado`, `nota`."""

    __repr__ = brief

    title: str
    file: str
    separator: str = ","
    encoding: str = "utf-8"
    missing: tuple[str, ...] = ()
    percentages: str = "signed"
    folder: str = ""
    declared_at: Place = declared_place()


FileOwner: TypeAlias = DataSource | Register | Evidence
"""What names a file: relative to the text that declares it, and inside what may be read."""


@attrs.frozen
class CodeExpectation:
    """What a test expects of one code; `contradicts` says why it must differ."""

    __repr__ = brief

    code: str
    expected: tuple[ExpectedFigure, ...]
    contradicts: str | None = None
    declared_at: Place = declared_place()


@attrs.frozen
class CountExpectation:
    """How many of one level (`objectives`, `actions`, `indicators`) have a colour; None is ND."""

    __repr__ = brief

    level: str
    color: str | None
    number: int
    declared_at: Place = declared_place()


@attrs.frozen
class PlanTest:
    """A `prueba`: a published table that the evaluation must reproduce."""

    __repr__ = brief

    title: str
    period: Period
    expectations: tuple[CodeExpectation, ...] = ()
    counts: tuple[CountExpectation, ...] = ()
    methodology: str = ""
    declared_at: Place = declared_place()


@attrs.frozen
class Printed:
    """
    A figure with the digits that somebody printed.

    Attributes:
        value: As the digits say, whatever the unit: 93 for `93%`; or why there is none (`ND`).
        decimals: Digits after the point.
        percent: Whether `%` follows.
    """

    __repr__ = brief

    value: Fraction | Absence
    decimals: int = 0
    percent: bool = False


@attrs.frozen
class Quotation:
    """
    One figure that a citation quotes.

    Attributes:
        subject: The code of an indicator or group; for an input, its key in `Plan.definitions`.
        kind: `value`, `goal`, `achievement`, `color` or `input`.
        name: The input as the citation names it, `A de IND.02.OEI.01`; else "".
        printed: The figure, for all kinds but a colour.
        color: The colour, for kind `color`.
    """

    __repr__ = brief

    subject: str
    kind: str
    name: str = ""
    printed: Printed | None = None
    color: str | None = None
    declared_at: Place = declared_place()


@attrs.frozen
class Citation:
    """
    A `cita`: figures that a text prints somewhere, which an audit judges.

    Attributes:
        title: Where in the document: its section or table.
        document: Which document, or "".
        period: The period that the figures are of.
        quotations: Figures of codes and of inputs, in order.
        counts: How many of each colour the text counts.
    """

    __repr__ = brief

    title: str
    document: str
    period: Period
    quotations: tuple[Quotation, ...] = ()
    counts: tuple[CountExpectation, ...] = ()
    declared_at: Place = declared_place()


@attrs.frozen(field_transformer=freezing)
class Plan:
    """
    A whole plan.

    Attributes:
        title, entity, acronym, resolution, mission: As declared; "" where not.
        priorities, team: What the entity gives priority to, and who writes its reports.
        aligns_with: Codes of the plans that it serves.
        period: First and last year, or None.
        evaluated_years: The years that the spec has goals for, or None.
        time_zone: Where the day of an instant in the data is counted.
        methodology: The profile that measures it.
        methodologies: Every profile by name: the built-in ones and those declared.
        groups: Objectives and actions by code, in the order of their codes.
        indicators: By code, in the order of their codes.
        definitions: Everything that formulas name, by key.
        sources: By name.
        citations: What texts print, in order.
        activities, evidence, factors: What a report tells beside figures, by name.
        recommendations, commitments: The same by code.
        versions: Its versions, by name.
        amendments: What acts changed in it, in the order of the texts.
        unsound: Why a definition (by key) or a group (by code) is not computed: an error of the text touches
            it.  Empty for a plan without errors.
    """

    __repr__ = brief

    title: str = ""
    entity: str = ""
    acronym: str = ""
    resolution: str = ""
    mission: str = ""
    priorities: tuple[str, ...] = ()
    team: tuple[str, ...] = ()
    aligns_with: tuple[str, ...] = ()
    period: tuple[Period, Period] | None = None
    evaluated_years: tuple[Period, Period] | None = None
    time_zone: str = ZONE
    methodology: Methodology = CEPLAN
    methodologies: Mapping[str, Methodology] = attrs.field(factory=dict, hash=False)
    groups: Mapping[str, Group] = attrs.field(factory=dict, hash=False)
    indicators: Mapping[str, Indicator] = attrs.field(factory=dict, hash=False)
    definitions: Mapping[str, Definition] = attrs.field(factory=dict, hash=False)
    sources: Mapping[str, DataSource] = attrs.field(factory=dict, hash=False)
    registers: tuple[Register, ...] = ()
    tests: tuple[PlanTest, ...] = ()
    citations: tuple[Citation, ...] = ()
    activities: Mapping[str, Activity] = attrs.field(factory=dict, hash=False)
    evidence: Mapping[str, Evidence] = attrs.field(factory=dict, hash=False)
    factors: Mapping[str, Factor] = attrs.field(factory=dict, hash=False)
    recommendations: Mapping[str, Recommendation] = attrs.field(factory=dict, hash=False)
    commitments: Mapping[str, Commitment] = attrs.field(factory=dict, hash=False)
    versions: Mapping[str, Version] = attrs.field(factory=dict, hash=False)
    amendments: tuple[Amendment, ...] = ()
    unsound: Mapping[str, Absence] = attrs.field(factory=dict, hash=False, repr=False)
    documentation: str = ""
    declared_at: Place = declared_place()

    @functools.cached_property
    def derived_sources(self) -> tuple[str, ...]:
        """Those whose rows rest on others or on the period, after what they read; none can be left out."""
        order: list[str] = []
        waiting = {name: each for name, each in self.sources.items() if each.is_derived}
        known = {name for name in self.sources if name not in waiting}
        while ready := [name for name, each in waiting.items() if known.issuperset(each.reads)]:
            order.extend(ready)
            known.update(ready)
            waiting = {name: each for name, each in waiting.items() if name not in known}
        return tuple(order)

    def rests_on(self, name: str) -> frozenset[str]:
        """Return the source `name`, and those that its rows rest on."""
        found = {name}
        for each in reversed(self.derived_sources):
            if each in found:
                found.update(self.sources[each].reads)
        return frozenset(found)

    def resting_on(self, names: Iterable[str]) -> frozenset[str]:
        """Return the sources `names`, and those whose rows rest on them."""
        found = set(names)
        for name in self.derived_sources:
            if not found.isdisjoint(self.sources[name].reads):
                found.add(name)
        return frozenset(found)

    @property
    def file_owners(self) -> tuple[FileOwner, ...]:
        """What names files: sources, registers and evidence, those that name one."""
        owners: tuple[FileOwner, ...] = (
            *self.sources.values(),
            *self.registers,
            *self.evidence.values(),
        )
        return tuple(each for each in owners if each.file)

    @property
    def followed_up(self) -> tuple[tuple[str, str, FollowedUp], ...]:
        """What is declared beside figures: the kind of its declaration, its name or code, itself."""
        kinds: Mapping[str, Mapping[str, FollowedUp]] = {
            "activity": self.activities,
            "evidence": self.evidence,
            "factor": self.factors,
            "recommendation": self.recommendations,
            "commitment": self.commitments,
        }
        return tuple((kind, name, each) for kind, held in kinds.items() for name, each in held.items())

    @property
    def told(self) -> tuple[tuple[str, str, FollowedUp | Version], ...]:
        """All that has a name and no figures: the kind of its declaration, its name or code, itself."""
        versions = tuple(("version", name, each) for name, each in self.versions.items())
        return (*self.followed_up, *versions)

    def contains(self, period: Period) -> bool:
        """Tell whether `period` lies within the plan; a plan without period contains all."""
        if self.period is None:
            return True
        return self.period[0].start <= period.start and period.end <= self.period[1].end
