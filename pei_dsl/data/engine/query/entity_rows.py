"""The query that makes the rows of a source made of another: a row for each combination of its keys."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from typing import TypeAlias, assert_never

import attrs

from pei_dsl.algebra.builtins.aspects import AggregateQuery, Rows
from pei_dsl.algebra.kinds import kind_of_result
from pei_dsl.data.engine.dialect import Dialect
from pei_dsl.data.engine.query import own_queries
from pei_dsl.data.engine.query.conditions import translate, when
from pei_dsl.data.engine.query.linear_values import Linear
from pei_dsl.data.engine.query.measures import Measure, Recipe, Route, recipe
from pei_dsl.data.engine.relation import END, NUMBER, QUALITY, START, Relation
from pei_dsl.model import expressions as m
from pei_dsl.model.expressions import Aggregate, ValueType
from pei_dsl.model.periods import Period
from pei_dsl.model.plan import Column, DataSource, RowsOf

# The conditions on days that let in the rows of an aggregate; None where its window has no rows at all.
Days: TypeAlias = Callable[[Aggregate], Sequence[str] | None]
# How many rows say that an entity has a row, and in how many columns it has several values of which one is
# wanted.
WHO, SEVERAL = "w", "x"
# The least certain mark of the rows that an entity's figures rest on.
MARK = "u"


@attrs.frozen
class EntityRows:
    """
    The grouping that makes the rows of a source for a period.

    Attributes:
        source: The made source: the engine keeps its columns without formula, what figures are put together
            from; its computed columns are written in these.
        keys: The keys of an entity, as the other source calls them in SQL.
        rows: The query of the rows that any window lets in, with the columns that are needed of them.
        ranks: What numbers the rows of each entity, for its first and last ones, by name.
        cells: What the query gives, by name: the cells of `source.stored`, keys first, and what is counted.
        wants_one: Whether any column wants the one value of an entity, so that it may have several.
    """

    source: DataSource
    keys: tuple[str, ...]
    rows: str
    ranks: Mapping[str, str]
    cells: Mapping[str, str]
    wants_one: bool

    def grouped(self, rows: str) -> str:
        """Return the query of all entities of `rows`, behind `FROM`, and of nobody: with an empty key."""
        named = ", ".join(f"{sql} AS {name}" for name, sql in self.cells.items())
        if self.ranks:
            keys = ", ".join(self.keys)
            numbers = (
                f"ROW_NUMBER() OVER (PARTITION BY {keys}, {words}) AS {name}"
                for name, words in self.ranks.items()
            )
            rows = f"(SELECT t.*, {', '.join(numbers)} FROM {rows} t)"
        return f"SELECT {named} FROM {rows} t GROUP BY {', '.join(self.keys)}"

    def made(self, entities: str) -> str:
        """Return the query of the rows that the source has; `entities` stands behind `FROM`."""
        there = " AND ".join([f"{WHO} > 0", *(f"r{index} IS NOT NULL" for index in range(len(self.keys)))])
        named = [f"r{index} AS c{index}" for index in range(len(self.source.stored.columns))]
        named.extend([f"{MARK} AS {QUALITY}"] if MARK in self.cells else [])
        return f"SELECT {', '.join(named)} FROM {entities} g WHERE {there}"

    def counts(self, entities: str, dialect: Dialect) -> str:
        """
        Return the query that counts the rows that say who has a row, and those of them that are of nobody.

        Also, where one value is wanted, how often an entity has several; `entities` stands behind `FROM`.
        """
        nobody = " OR ".join(f"r{index} IS NULL" for index in range(len(self.keys)))
        figures = [WHO, when([f"({nobody})"], WHO)]
        if self.wants_one:
            figures.append(when([f"{WHO} > 0", f"NOT ({nobody})"], SEVERAL))
        return f"SELECT {', '.join(map(dialect.merged, figures))} FROM {entities} g"


def entity_rows(
    source: DataSource, relation: Relation, dialect: Dialect, days: Days, period: Period
) -> EntityRows | None:
    """
    Return the grouping that makes the rows of `source` from `relation`; None where SQL cannot say it exactly.

    Raises:
        EngineError: It asks for the first or last of rows that have no order (PEI341).
    """
    assert source.rows_of is not None
    if any(node.source != source.rows_of.source for node in source.summed_up):
        return None  # rows of a third source are not here
    windows = [(node, days(node)) for node in source.made_by]
    different = list(dict.fromkeys(tuple(found) for _, found in windows if found is not None))
    # One window is told once, for all; of several each aggregate takes its own.
    shared = different[0] if len(different) == 1 else None
    making = _Making(source, source.rows_of, relation, dialect)
    for node, found in windows:
        own = None if found is None else () if shared is not None else found
        if not making.add(node, own):
            return None
    return making.made(period, _any_of(different))


def _any_of(windows: Sequence[Sequence[str]]) -> str:
    """Return the condition that any of `windows` lets a row in; "" where one lets in all."""
    if not all(windows):
        return ""
    joined = [" AND ".join(days) for days in windows]
    return joined[0] if len(joined) == 1 else " OR ".join(f"({each})" for each in joined)


@attrs.define
class _Making:
    """
    The walk over the aggregates that make a source.

    Attributes:
        cells: The SQL of each cell that is kept, by the name of its column.
        types: What these cells are.
        figures: For each aggregate, its figure written in these columns.
        ranks: What numbers the rows of each entity, for its first and last ones, by name.
        several: The conditions that an entity has several values where one is wanted.
        marked: The conditions on rows whose marks count.
    """

    source: DataSource
    rows_of: RowsOf
    relation: Relation
    dialect: Dialect
    cells: dict[str, str] = attrs.field(factory=dict)
    types: dict[str, ValueType] = attrs.field(factory=dict)
    figures: dict[Aggregate, m.Expression] = attrs.field(factory=dict)
    ranks: dict[str, str] = attrs.field(factory=dict)
    several: list[str] = attrs.field(factory=list)
    marked: list[str] = attrs.field(factory=list)
    who: str = ""

    def add(self, node: Aggregate, days: Sequence[str] | None) -> bool:
        """Add an aggregate over rows that `days` let in; tell whether SQL can say it exactly."""
        measure = attrs.evolve(Measure.of(node, self.relation.source), closing=False)
        how = recipe(measure, self.relation, self.dialect, factored=False)
        query = measure.declared.query
        one = query is AggregateQuery.SHARED and how.condition.home is None
        if how.route not in {Route.FUSED, Route.DISTINCT, Route.RANKED} and not one:
            return False
        if not self.who:  # the first aggregate says who has a row
            self.who = self.dialect.count() if days is None else self._counted([*days, *self._sql(how)])
            return True
        value = how.value
        if one:
            if not isinstance(node.value, m.ColumnValue):
                return False
            value = Linear({node.value.column: Fraction(1)})
        if days is None:
            self.figures[node] = self._without_rows(node)
            return True
        self.figures[node] = self._figure(node, measure, value, [*days, *self._sql(how)])
        return True

    def made(self, period: Period, where: str) -> EntityRows:
        """Return the grouping, over the rows that pass `where`."""
        keys = self.rows_of.keys
        own = self._own_columns()
        columns = {key: self.source.columns[key] for key in keys}
        for name, column in self.source.columns.items():
            if name in own:
                columns[name] = attrs.evolve(column, formula=None)
            elif name not in columns:
                columns[name] = attrs.evolve(column, formula=self._in_cells(column.formula, own))
        columns |= {name: Column(name, self.types[name]) for name in self.cells if name not in own.values()}
        aliases = tuple(self.relation.alias(key) for key in keys)
        # There were rows that could tell who has one: that nobody has is a zero.
        source = attrs.evolve(
            self.source,
            columns=columns,
            rows_of=None,
            order=keys,
            coverage=(period, period),
            quality=self.relation.source.quality,
        )
        stored = [
            *aliases,
            *(self.cells[own.get(name, name)] for name in [*source.stored.columns][len(keys) :]),
        ]
        cells = {f"r{index}": sql for index, sql in enumerate(stored)}
        cells[WHO] = self.who
        if self.several:
            cells[SEVERAL] = " + ".join(f"CASE WHEN {each} THEN 1 ELSE 0 END" for each in self.several)
        if self.relation.source.quality:
            marked = " OR ".join(self.marked)
            cells[MARK] = f"MIN({when([f'({marked})'], QUALITY)})" if self.marked else "MIN(NULL)"
        rows = self._rows(where, [*aliases, *cells.values(), *self.ranks.values()])
        return EntityRows(source, aliases, rows, self.ranks, cells, bool(self.several))

    def _rows(self, where: str, used: Sequence[str]) -> str:
        """Return the query of the rows that pass `where`, with the columns that `used` may name."""
        words = set(re.findall(r"\w+", " ".join(used)))
        columns = [*self.relation.aliases.values(), START, END, NUMBER, QUALITY]
        named = ", ".join(column for column in columns if column in words)
        clause = f" WHERE {where}" if where else ""
        return f"SELECT {named} FROM ({self.relation.query}) t{clause}"

    def _own_columns(self) -> dict[str, str]:
        """Return the columns of the source that just show a cell, with the name of that cell."""
        found: dict[str, str] = {}
        for name, column in self.source.columns.items():
            figure = self.figures.get(column.formula) if isinstance(column.formula, Aggregate) else None
            if isinstance(figure, m.ColumnValue) and figure.column not in found.values():
                found[name] = figure.column
        return found

    def _in_cells(self, formula: m.Expression | None, own: Mapping[str, str]) -> m.Expression | None:
        """Return `formula` with the figures of its aggregates written in the columns that are kept."""
        shown = {cell: name for name, cell in own.items()}

        def out(part: m.Expression) -> m.Expression:
            if isinstance(part, Aggregate):
                return out(self.figures[part])
            if isinstance(part, m.ColumnValue):
                return m.ColumnValue(shown.get(part.column, part.column))
            return m.with_parts(part, [out(each) for each in m.parts(part)])

        return None if formula is None else out(formula)

    # ---- Figures -----------------------------------------------------------------------------------

    def _figure(
        self, node: Aggregate, measure: Measure, value: Linear | None, conditions: Sequence[str]
    ) -> m.Expression:
        """Return the figure of `node` in columns that are kept, over the rows that pass `conditions`."""
        columns = () if value is None else value.columns
        cells = [self.relation.alias(column) for column in columns]
        there = [*conditions, *(f"{cell} IS NOT NULL" for cell in cells)]
        self.marked.append(" AND ".join(there) or "1 = 1")
        query = measure.declared.query
        if value is None or query is AggregateQuery.COUNT:
            return self._kept(self._counted(there), ValueType.NUMBER)
        needed = conditions if len(cells) == 1 else there  # one empty cell leaves itself out
        match query:
            case AggregateQuery.SUM | AggregateQuery.MEAN:
                return self._added_up(
                    value, cells, needed, there, conditions, mean=query is AggregateQuery.MEAN
                )
            case AggregateQuery.LEAST | AggregateQuery.GREATEST:
                (factor,) = value.factors.values()
                least = (query is AggregateQuery.LEAST) == (factor >= 0)
                return _linear(value, [self._extreme(columns[0], needed, "MIN" if least else "MAX")])
            case AggregateQuery.SHARED:
                ends = [self._chosen(columns[0], needed, word) for word in ("MIN", "MAX")]
                self.several.append(" <> ".join(ends))
                return self._extreme(columns[0], needed, "MIN")
            case AggregateQuery.DISTINCT:
                return self._kept(self.dialect.count(f"DISTINCT {when(needed, cells[0])}"), ValueType.NUMBER)
            case AggregateQuery.FIRST | AggregateQuery.LAST:
                return _linear(value, self._ranked(measure, columns, there))
            case AggregateQuery.MEDIAN | AggregateQuery.AT_HOME:
                message = f"no figure of one query: {node}"
                raise AssertionError(message)
            case _:
                assert_never(query)

    def _added_up(
        self,
        value: Linear,
        cells: Sequence[str],
        needed: Sequence[str],
        there: Sequence[str],
        passing: Sequence[str],
        *,
        mean: bool,
    ) -> m.Expression:
        """Return a sum or a mean: of each column its sum, and how many rows there are."""
        sums = [self.dialect.total(when(needed, cell)) for cell in cells]
        number = self.dialect.count(when(there, "1"))
        if mean:
            kept = [self._kept(each, ValueType.NUMBER) for each in sums]
            present = self._kept(f"NULLIF({number}, 0)", ValueType.NUMBER)
            return m.Product((_linear(value, kept, present), present), (False, True))
        nothing = f"{self._counted(passing)} = 0" if passing else ""
        kept = [self._kept(_unless(nothing, each), ValueType.NUMBER) for each in sums]
        return _linear(value, kept, self._kept(number, ValueType.NUMBER) if value.constant else None)

    def _chosen(self, column: str, needed: Sequence[str], word: str) -> str:
        kind = self.relation.type(column)
        return f"{word}({self.dialect.ordered(when(needed, self.relation.alias(column)), kind)})"

    def _extreme(self, column: str, needed: Sequence[str], word: str) -> m.ColumnValue:
        """Return the least or greatest cell."""
        return self._of_type(self._chosen(column, needed, word), column)

    def _of_type(self, chosen: str, column: str) -> m.ColumnValue:
        """Return a chosen cell of `column`; a truth value has been made a number to be chosen."""
        kind = self.relation.type(column)
        return self._kept(f"({chosen} = 1)" if kind is ValueType.BOOLEAN else chosen, kind)

    def _ranked(self, measure: Measure, columns: Sequence[str], there: Sequence[str]) -> list[m.ColumnValue]:
        """Return the cells of the first or last row that passes and has the value."""
        scope = own_queries.Scope(self.relation, self.dialect, {}, "")
        order = own_queries.order_of(measure, scope)
        from_end = measure.declared.rows is Rows.LAST
        found = []
        for column in columns:
            cell: str = self.relation.alias(column)
            if self.relation.type(column) is ValueType.BOOLEAN:
                cell = self.dialect.sortable(cell)
            chosen = self.dialect.at_end(cell, there, order, last=from_end)
            if not chosen:
                words = ", ".join(own_queries.ordered(sql, backwards=from_end) for sql in order) or "1"
                test = when(there, "1") if there else "1"
                rank = self._rank(f"{test} ORDER BY {words}")
                chosen = f"MAX({when([*there, f'{rank} = 1'], cell)})"
            found.append(self._of_type(chosen, column))
        return found

    def _rank(self, words: str) -> str:
        known = next((name for name, each in self.ranks.items() if each == words), None)
        name = known or f"z{len(self.ranks)}"
        self.ranks[name] = words
        return name

    def _without_rows(self, node: Aggregate) -> m.Expression:
        """Return the figure where the window has no rows: it is absent."""
        kind = kind_of_result(node, self.relation.type)
        return self._kept(f"MAX(CAST(NULL AS {self.dialect.types[kind]}))", kind)

    def _counted(self, conditions: Sequence[str]) -> str:
        return self.dialect.count(when(conditions, "1") if conditions else "*")

    def _kept(self, sql: str, kind: ValueType) -> m.ColumnValue:
        """Return the column in which a figure of each entity is kept."""
        if kind is ValueType.NUMBER:
            sql = self.dialect.as_cell(sql)
        known = next(
            (name for name, each in self.cells.items() if each == sql and self.types[name] is kind), None
        )
        if known is None:
            known = f"_{len(self.cells)}"
            while known in self.source.columns:
                known = f"_{known}"
            self.cells[known], self.types[known] = sql, kind
        return m.ColumnValue(known)

    def _sql(self, how: Recipe) -> list[str]:
        """Return the filter of an aggregate in SQL, all of which SQL can decide."""
        parts = (translate(part, self.relation, self.dialect) for part in how.condition.residual)
        return [part for part in parts if part is not None]


def _unless(nothing: str, figure: str) -> str:
    return f"CASE WHEN {nothing} THEN 0 ELSE {figure} END" if nothing else figure


def _linear(
    value: Linear, cells: Sequence[m.ColumnValue], number: m.ColumnValue | None = None
) -> m.Expression:
    """Return a sum of columns, each times its factor, and the constant, times `number` where there is one."""
    parts: list[m.Expression] = [
        cell if factor == 1 else m.Product((m.Number(factor), cell), (False, False))
        for cell, factor in zip(cells, value.factors.values(), strict=True)
    ]
    if value.constant:
        constant = m.Number(value.constant)
        parts.append(constant if number is None else m.Product((constant, number), (False, False)))
    return parts[0] if len(parts) == 1 else m.Sum(tuple(parts), (False,) * len(parts))
