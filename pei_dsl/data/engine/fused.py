"""
The fused plan: every count, sum, least and greatest that is asked of a source, from one scan.

Stage 1 reads the rows once and groups them by bucket of time, breakdown and the classes of the columns that
filters compare with literals.  Its rows, the partials, are few, and those of several files, partitions or
machines may simply be put together.  Stage 2 gives each measure its figure by bucket and breakdown, a sum
over the classes that pass its filter.  Windows are put together from buckets at home.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping, Sequence

import attrs

from pei_dsl.data.engine.calendar import EPOCH, Calendar
from pei_dsl.data.engine.classes import Classes, choose
from pei_dsl.data.engine.conditions import columns_of, translate
from pei_dsl.data.engine.dialect import Dialect
from pei_dsl.data.engine.measures import Recipe
from pei_dsl.data.engine.relation import END, QUALITY, Relation
from pei_dsl.model import expressions as m
from pei_dsl.model.expressions import ValueType

PARTIALS = "pei_partials"
# The number of no day: stands for all days that are nobody's last one.
OTHER_DAY = -1_000_000


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
        passed: How many rows passed the filter.
        present: How many of them have the value.
        sums: For each column of the value, its sum; for a least or greatest, one slot.
    """

    recipe: Recipe
    passed: Slot | None = None
    present: Slot | None = None
    sums: tuple[Slot, ...] = ()


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
    _partials: dict[str, str] = attrs.field(factory=dict)
    _columns: dict[str, Slot] = attrs.field(factory=dict)

    @classmethod
    def of(
        cls, recipes: Sequence[Recipe], relation: Relation, dialect: Dialect, grouping: Grouping, where: str
    ) -> FusedPlan:
        """Return the plan for `recipes`; its first slot counts all rows."""
        parts = [part for recipe in recipes for part in recipe.condition.keys]
        keys = grouping.expressions(relation, dialect)
        plan = cls(relation, dialect, keys, where, choose(parts, relation))
        plan._slot(plan._partial("COUNT(*)"), "", "sum")
        plan.slots.extend(plan._place(recipe) for recipe in recipes)
        return plan

    def keys(self, *, by_group: bool) -> tuple[str, ...]:
        """Return the names of the first columns of each row of stage 2, of the groups or of the whole."""
        return tuple(name for name in self.grouping if by_group or not name.startswith("g"))

    # ---- Placing a measure -------------------------------------------------------------------------

    def _place(self, recipe: Recipe) -> Slots:
        conditions = recipe.condition
        keyed = [part for part in conditions.keys if columns_of(part)[0] in self.classes]
        others = [part for part in conditions.keys if part not in keyed]
        residual = [self._sql(part) for part in (*conditions.residual, *others)]
        passing = self._passing(keyed)
        passed = self._slot(self._partial(_counted(residual)), passing, "sum")
        value, function = recipe.value, recipe.measure.function
        if value is None:
            return Slots(recipe, passed, passed)
        aliases = [self.relation.alias(column) for column in value.columns]
        has_value = [*residual, *(f"{alias} IS NOT NULL" for alias in aliases)]
        present = self._slot(self._partial(_counted(has_value)), passing, "sum")
        if function == "count":
            return Slots(recipe, passed, present)
        if function in {"minimum", "maximum"}:
            return Slots(recipe, passed, present, (self._extreme(recipe, residual, passing),))
        # With one column a NULL leaves itself out; with several, all must be there.
        needed = residual if len(aliases) == 1 else has_value
        sums = tuple(
            self._slot(self._partial(self.dialect.total(_when(needed, alias))), passing, "sum")
            for alias in aliases
        )
        return Slots(recipe, passed, present, sums)

    def _extreme(self, recipe: Recipe, residual: list[str], passing: str) -> Slot:
        """Return the slot of a least or greatest cell; of a column times a negative number, the other one."""
        assert recipe.value is not None
        ((column, factor),) = recipe.value.factors.items()
        least = (recipe.measure.function == "minimum") == (factor >= 0)
        word = "min" if least else "max"
        cell = self.relation.alias(column)
        kind = self.relation.type(column)
        if kind is ValueType.TEXT:
            cell = self.dialect.ordered_text(cell)
        if kind is ValueType.BOOLEAN:
            cell = self.dialect.sortable(cell)
        return self._slot(self._partial(f"{word.upper()}({_when(residual, cell)})"), passing, word)

    def _sql(self, part: m.Expression) -> str:
        sql = translate(part, self.relation, self.dialect)
        assert sql is not None  # `conditions.cut` made sure
        return sql

    def _passing(self, parts: Iterable[m.Expression]) -> str:
        """Return the condition of stage 2 on the classes of all `parts`."""
        allowed: dict[str, frozenset[int]] = {}
        for part in parts:
            column = columns_of(part)[0]
            passing = self.classes[column].passing[part]
            allowed[column] = allowed.get(column, passing) & passing
        tests = []
        for index, (column, classes) in enumerate(self.classes.items()):
            passing = allowed.get(column)
            if passing is not None and len(passing) < classes.count:
                tests.append(_among(f"k{index}", passing))
        return " AND ".join(tests)

    def _partial(self, aggregate: str) -> str:
        return self._partials.setdefault(aggregate, f"m{len(self._partials)}")

    def _slot(self, partial: str, passing: str, merge: str) -> Slot:
        cell = f"CASE WHEN {passing} THEN {partial} END" if passing else partial
        merged = self.dialect.merged(cell) if merge == "sum" else f"{merge.upper()}({cell})"
        return self._columns.setdefault(merged, Slot(len(self._columns), merge))

    # ---- SQL ---------------------------------------------------------------------------------------

    @property
    def stage_1(self) -> str:
        """The only scan: partials by bucket, breakdown and class."""
        grouping = dict(self.grouping)
        for index, classes in enumerate(self.classes.values()):
            if classes.count > 1:
                grouping[f"k{index}"] = classes.sql(self.relation, self.dialect)
        named = [f"{sql} AS {name}" for name, sql in grouping.items()]
        named.extend(f"{sql} AS {name}" for sql, name in self._partials.items())
        query = f"SELECT {', '.join(named)} FROM ({self.relation.query}) t{self.where}"
        return f"{query} GROUP BY {', '.join(grouping.values())}" if grouping else query

    def stage_2(self, *, by_group: bool) -> str:
        """Return the figures of each measure by bucket, and by group or not, over the table `pei_partials`."""
        keys = self.keys(by_group=by_group)
        named = [*keys, *(f"{sql} AS f{slot.index}" for sql, slot in self._columns.items())]
        query = f"SELECT {', '.join(named)} FROM {PARTIALS}"
        return f"{query} GROUP BY {', '.join(keys)}" if keys else query


def _among(name: str, numbers: frozenset[int]) -> str:
    """Return the condition that `name` is one of `numbers`."""
    written = ", ".join(map(str, sorted(numbers)))
    if len(numbers) == 1:
        return f"{name} = {written}"
    return f"{name} IN ({written})" if numbers else "1 = 0"


def _when(conditions: Sequence[str], cell: str) -> str:
    return f"CASE WHEN {' AND '.join(conditions)} THEN {cell} END" if conditions else cell


def _counted(conditions: Sequence[str]) -> str:
    return f"COUNT({_when(conditions, '1')})" if conditions else "COUNT(*)"
