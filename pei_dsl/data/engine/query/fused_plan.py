"""
The fused plan: every count, sum, least and greatest that is asked of a source, from one scan.

Stage 1 reads the rows once and groups them by bucket of time, breakdown and the classes of the columns that
filters compare with literals.  Its rows, the partials, are few, and those of several files, partitions or
machines may simply be put together.  Stage 2 gives each measure its figure by bucket and breakdown, a sum
over the classes that pass its filter, and from those figures, fewer still, the ones of the whole.  Windows
are put together from buckets at home.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

import attrs

from pei_dsl.algebra.builtins.aspects import AggregateQuery
from pei_dsl.data.engine.dialect import Dialect
from pei_dsl.data.engine.query.calendar import EPOCH, Calendar
from pei_dsl.data.engine.query.classes import Classes, choose
from pei_dsl.data.engine.query.conditions import columns_of, translate, when
from pei_dsl.data.engine.query.measures import Recipe
from pei_dsl.data.engine.relation import END, QUALITY, Relation
from pei_dsl.model import expressions as m
from pei_dsl.model.expressions import ValueType

PARTIALS, GROUPS = "pei_partials", "pei_groups"
# The key that tells the rows of groups, 1, from those of the whole, 0.
LEVEL = "w"
# The number of no day: stands for all days that are nobody's last one.
OTHER_DAY = -1_000_000
# How many of an engine's columns are left for keys.
_FOR_KEYS = 100


@attrs.frozen
class Slot:
    """A column of stage 2: its place, and whether buckets are put together by adding or choosing."""

    index: int
    merge: str  # "sum", "min" or "max"


@attrs.frozen
class Slots:
    """
    Where a measure's figures stand in a row of stage 2.

    Attributes:
        recipe: The measure.
        present: How many rows pass the filter and have the value, for measures that need it.
        sums: For each column of the value, its sum; for a least or greatest, one slot.
        passed: For a sum, how many rows pass the filter: where it is missing, it is zero if there are none.
    """

    recipe: Recipe
    present: Slot | None = None
    sums: tuple[Slot, ...] = ()
    passed: Slot | None = None


@attrs.frozen
class Grouping:
    """
    What rows are grouped by, apart from the classes of filters.

    Attributes:
        calendar: How days are put into buckets; None in a table without time.
        closing: The numbers of the days that are the last ones of windows, where a measure asks for those.
        breakdown: Columns of the breakdown.
        quality: Whether rows bear marks.
    """

    calendar: Calendar | None
    closing: tuple[int, ...]
    breakdown: tuple[str, ...]
    quality: bool

    @property
    def ends_within_buckets(self) -> bool:
        """Whether rows may end in a month that their bucket does not tell."""
        return self.calendar is not None and not self.calendar.tells_months

    def expressions(self, relation: Relation, dialect: Dialect) -> dict[str, str]:
        """Return the SQL of each key by its name."""
        found: dict[str, str] = {}
        if self.calendar is not None:
            found["p1"] = self.calendar.sql(relation.start, dialect)
            if relation.spans:
                found["p2"] = self.calendar.sql(END, dialect)
        if self.closing:
            days = (datetime.date.fromordinal(EPOCH + number) for number in self.closing)
            dates = ", ".join(dialect.date(day) for day in days)
            found["z"] = f"CASE WHEN {END} IN ({dates}) THEN {dialect.day(END)} ELSE {OTHER_DAY} END"
        if self.quality:
            found["q"] = f"COALESCE({QUALITY}, 0)"
        for index, column in enumerate(self.breakdown):
            found[f"g{index}"] = relation.alias(column)
        return found


@attrs.define
class FusedPlan:
    """
    Two stages of SQL for a set of measures.

    Attributes:
        grouping: The SQL of each key by its name: time, breakdown, marks.
        where: Which rows any window lets in, a `WHERE` clause or "".
        classes: The columns that filters are decided by.
        slots: Where each measure's figures stand after the keys.
    """

    relation: Relation
    dialect: Dialect
    grouping: Mapping[str, str]
    where: str
    classes: Mapping[str, Classes] = attrs.field(factory=dict)
    slots: list[Slots] = attrs.field(factory=list)
    _first: int = 0
    _partials: dict[str, str] = attrs.field(factory=dict)
    _columns: dict[str, Slot] = attrs.field(factory=dict)
    _of_groups: list[str] = attrs.field(factory=list)

    @classmethod
    def several(
        cls, recipes: Sequence[Recipe], relation: Relation, dialect: Dialect, grouping: Grouping, where: str
    ) -> list[FusedPlan]:
        """
        Return the plans for `recipes`, one unless the engine allows too few columns for all.

        Rows of several plans have the same keys and may be joined.  The very first slot counts all rows; the
        second is their last day, where the buckets do not tell the month in which they end.
        """
        keys = grouping.expressions(relation, dialect)
        plans: list[FusedPlan] = []
        first = 0
        for some in _parted(recipes, None if dialect.columns is None else dialect.columns - _FOR_KEYS):
            parts = [part for recipe in some for part in recipe.condition.keys]
            plan = cls(relation, dialect, keys, where, choose(parts, relation), first=first)
            plan._sum(plan._partial(dialect.count()), "")
            if grouping.ends_within_buckets and not plans:
                plan._column(plan._partial(f"MAX({END})"), lambda day: f"MAX({day})", "max")
            plan.slots.extend(plan._place(recipe) for recipe in some)
            plans.append(plan)
            first += len(plan._columns)
        return plans

    @property
    def keys(self) -> tuple[str, ...]:
        """The names of the first columns of each row of stage 2."""
        return (*self.grouping, LEVEL) if self._breakdown else tuple(self.grouping)

    @property
    def _breakdown(self) -> tuple[str, ...]:
        return tuple(name for name in self.grouping if name.startswith("g"))

    # ---- Placing a measure -------------------------------------------------------------------------

    def _place(self, recipe: Recipe) -> Slots:
        conditions = recipe.condition
        keyed = [part for part in conditions.keys if columns_of(part)[0] in self.classes]
        others = [part for part in conditions.keys if part not in keyed]
        compared = (*conditions.residual, *others)
        # In one order, so that filters that say the same in another one share their partials.
        residual = sorted({self._sql(part) for part in compared})
        passing = self._passing(keyed)
        value, query = recipe.value, recipe.measure.declared.query
        if value is None:
            return Slots(recipe, self._sum(self._partial(self._counted(residual)), passing))
        aliases = [self.relation.alias(column) for column in value.columns]
        surely = _surely_there(compared)
        has_value = [
            *residual,
            *(
                f"{alias} IS NOT NULL"
                for column, alias in zip(value.columns, aliases, strict=True)
                if column not in surely
            ),
        ]
        present = None
        if query in {AggregateQuery.COUNT, AggregateQuery.MEAN} or value.constant:
            present = self._sum(self._partial(self._counted(has_value)), passing)
        if query is AggregateQuery.COUNT:
            return Slots(recipe, present)
        if query in {AggregateQuery.LEAST, AggregateQuery.GREATEST}:
            return Slots(recipe, present, (self._extreme(recipe, residual, passing),))
        # With one column a NULL leaves itself out; with several, all must be there.
        needed = residual if len(aliases) == 1 else has_value
        sums = tuple(
            self._sum(self._partial(self.dialect.total(when(needed, alias))), passing) for alias in aliases
        )
        if query is AggregateQuery.MEAN:
            return Slots(recipe, present, sums)
        assert query is AggregateQuery.SUM, query
        passed = self._sum(self._partial(self._counted(residual)), passing)
        return Slots(recipe, present, sums, passed)

    def _extreme(self, recipe: Recipe, residual: list[str], passing: Sequence[str]) -> Slot:
        """Return the slot of a least or greatest cell; of a column times a negative number, the other one."""
        assert recipe.value is not None
        ((column, factor),) = recipe.value.factors.items()
        least = (recipe.measure.declared.query is AggregateQuery.LEAST) == (factor >= 0)
        word = "min" if least else "max"
        kind = self.relation.type(column)
        least_of = self.dialect.ordered(when(residual, self.relation.alias(column)), kind)
        partial = self._partial(f"{word.upper()}({least_of})")
        again = ValueType.NUMBER if kind is ValueType.BOOLEAN else kind  # truth values are 0 and 1 by now

        def merged(cell: str) -> str:
            return f"{word.upper()}({self.dialect.ordered(cell, again)})"

        return self._column(when(passing, partial), merged, word)

    def _sql(self, part: m.Expression) -> str:
        sql = translate(part, self.relation, self.dialect)
        assert sql is not None  # `conditions.cut` made sure
        return sql

    def _passing(self, parts: Iterable[m.Expression]) -> list[str]:
        """Return the conditions of stage 2 on the classes of all `parts`."""
        allowed: dict[str, frozenset[int]] = {}
        for part in parts:
            column = columns_of(part)[0]
            passing = self.classes[column].passing[part]
            allowed[column] = allowed.get(column, passing) & passing
        tests = []
        for index, (column, classes) in enumerate(self.classes.items()):
            numbers = allowed.get(column)
            if numbers is not None and len(numbers) < classes.count:
                tests.append(_among(f"k{index}", numbers))
        return tests

    def _counted(self, conditions: Sequence[str]) -> str:
        return self.dialect.count(when(conditions, "1") if conditions else "*")

    def _partial(self, aggregate: str) -> str:
        return self._partials.setdefault(aggregate, f"m{len(self._partials)}")

    def _sum(self, partial: str, passing: Sequence[str]) -> Slot:
        return self._column(when(passing, partial), self.dialect.merged, "sum")

    def _column(self, cell: str, merged: Callable[[str], str], merge: str) -> Slot:
        """Return the slot of `merged(cell)`, which is said again of the figures of groups."""
        sql = merged(cell)
        if sql not in self._columns:
            index = self._first + len(self._columns)
            self._columns[sql] = Slot(index, merge)
            self._of_groups.append(f"{merged(f'f{index}')} AS f{index}")
        return self._columns[sql]

    # ---- SQL ---------------------------------------------------------------------------------------

    @property
    def stage_1(self) -> str:
        """The only scan: partials by bucket, breakdown and class."""
        grouping = {**self.grouping, **{name: sql for name, sql, _ in self._class_keys()}}
        named = [f"{sql} AS {name}" for name, sql in grouping.items()]
        named.extend(f"{sql} AS {name}" for sql, name in self._partials.items())
        query = f"SELECT {', '.join(named)} FROM ({self.relation.query}) t{self.where}"
        return f"{query} GROUP BY {', '.join(grouping.values())}" if grouping else query

    def _class_keys(self) -> Iterator[tuple[str, str, str]]:
        """
        Yield the name of each class key, its SQL in stage 1, and what makes it a class in stage 2.

        A column that has few different cells is grouped by as it is, and its classes are told from the few
        partials; of any other column only the class is a key, since nobody knows how many cells it has.
        """
        for index, classes in enumerate(self.classes.values()):
            name, alias = f"k{index}", self.relation.alias(classes.column)
            if classes.count < 2:
                continue
            if self.relation.has_few_values(classes.column):
                raw = f"r{index}"
                yield raw, alias, f"{classes.sql(raw, self.relation, self.dialect)} AS {name}"
            else:
                yield name, classes.sql(alias, self.relation, self.dialect), ""

    @property
    def stage_2(self) -> str:
        """The figures by bucket, of the groups and of the whole, over the table `pei_partials`."""
        made = [sql for _, _, sql in self._class_keys() if sql]
        table = f"(SELECT p.*, {', '.join(made)} FROM {PARTIALS} p) c" if made else PARTIALS
        figures = [f"{sql} AS f{slot.index}" for sql, slot in self._columns.items()]
        by_bucket = _grouped(list(self.grouping), list(self.grouping), figures, table)
        if not self._breakdown:
            return by_bucket
        buckets = [name for name in self.grouping if name not in self._breakdown]
        named = [name if name in buckets else f"NULL AS {name}" for name in self.grouping]
        whole = _grouped(buckets, [*named, f"0 AS {LEVEL}"], self._of_groups, GROUPS)
        names = (*self.grouping, f"1 AS {LEVEL}", *(f"f{slot.index}" for slot in self._columns.values()))
        groups = f"SELECT {', '.join(names)} FROM {GROUPS}"
        return f"WITH {GROUPS} AS ({by_bucket}) {groups} UNION ALL {whole}"


def _parted(recipes: Sequence[Recipe], columns: int | None) -> Iterator[list[Recipe]]:
    """Yield `recipes` in parts that need at most so many `columns` each; at least one part, maybe empty."""
    part: list[Recipe] = []
    needed = 0
    for recipe in recipes:
        most = 2 + (0 if recipe.value is None else len(recipe.value.columns))
        if part and columns is not None and needed + most > columns:
            yield part
            part, needed = [], 0
        part.append(recipe)
        needed += most
    yield part


def _surely_there(parts: Iterable[m.Expression]) -> set[str]:
    """Return the columns that have a cell wherever all `parts` hold: those that are compared."""
    compared = (part for part in parts if isinstance(part, m.Comparison | m.Membership))
    return {column for part in compared for column in columns_of(part)}


def _grouped(keys: Sequence[str], named: Sequence[str], figures: Sequence[str], table: str) -> str:
    query = f"SELECT {', '.join((*named, *figures))} FROM {table}"
    # Without keys SQL gives a row of nothing where there are no partials at all.
    return f"{query} GROUP BY {', '.join(keys)}" if keys else f"{query} HAVING COUNT(*) > 0"


def _among(name: str, numbers: frozenset[int]) -> str:
    """Return the condition that `name` is one of `numbers`."""
    written = ", ".join(map(str, sorted(numbers)))
    if len(numbers) == 1:
        return f"{name} = {written}"
    return f"{name} IN ({written})" if numbers else "1 = 0"
