"""Values that SQL computes of a row, as columns beside its own, which may be asked for as those are."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction

import attrs

from pei_dsl.algebra.builtins import AGGREGATES
from pei_dsl.algebra.builtins.aspects import AggregateQuery, Rows
from pei_dsl.data.engine.connection import Connection
from pei_dsl.data.engine.query.cell import Cell
from pei_dsl.data.engine.query.conditions import columns_of, translate
from pei_dsl.data.engine.query.crossed import Crossed
from pei_dsl.data.engine.query.linear_values import linear
from pei_dsl.data.engine.query.reaches import Reaches
from pei_dsl.data.engine.query.sql_cells import Cells
from pei_dsl.data.engine.relation import Relation
from pei_dsl.model import expressions as m
from pei_dsl.model.expressions import Aggregate
from pei_dsl.model.plan import Column, DataSource

_NAME = " t{}"  # no column that a plan declares begins with a blank
# For these an engine need not know the value of a sum, only those of its parts.
_BY_PARTS = frozenset({AggregateQuery.COUNT, AggregateQuery.SUM, AggregateQuery.MEAN})
_ZERO = m.Number(Fraction(0))
_ARITHMETIC = m.Negative | m.Sum | m.Product


@attrs.define
class Terms:
    """
    The terms of aggregates over some rows that SQL computes.

    Attributes:
        relation: The rows.
        connection: The engine that has them.
        cells: What SQL computes, by the expression that it stands for.
    """

    relation: Relation
    connection: Connection
    cells: dict[m.Expression, Cell] = attrs.field(factory=dict)
    _at_home: set[m.Expression] = attrs.field(factory=set)
    _reaches: Reaches = attrs.field(init=False)

    @_reaches.default
    def _of_columns(self) -> Reaches:
        return Reaches(self.relation, self.connection)

    @property
    def wide(self) -> Relation:
        """The rows with a column for each term that was asked for, behind their own."""
        if not self.cells:
            return self.relation
        own = self.relation.source.columns
        named = (f"{each.sql} AS c{len(own) + index}" for index, each in enumerate(self.cells.values()))
        made = {
            _NAME.format(index): Column(_NAME.format(index), each.kind)
            for index, each in enumerate(self.cells.values())
        }
        query = f"SELECT t.*, {', '.join(named)} FROM ({self.relation.query}) t"
        source = attrs.evolve(self.relation.source, columns={**own, **made})
        return attrs.evolve(self.relation, query=query, source=source)

    def written(self, node: Aggregate) -> Aggregate:
        """Return `node` with columns in place of the largest terms that SQL computes."""
        declared = AGGREGATES.named(node.function)
        # Of rows that are declared to be of one place, the value tells which is first.
        ranked = declared.rows is not Rows.ALL
        by_parts = declared.query in _BY_PARTS or (ranked and not self.relation.source.order)
        value = None if node.value is None else self._value(node.value, by_parts=by_parts)
        return attrs.evolve(node, value=value, filter=node.filter and self._written(node.filter))

    def holding(self, columns: Iterable[Column]) -> Relation | None:
        """Return the rows with computed `columns` as if these stood in the file; None where SQL cannot."""
        own = dict(self.relation.source.columns)
        named = []
        for column in columns:
            assert column.formula is not None
            cell = self.cells.get(column.formula) if self._computes(column.formula) else None
            if cell is None or cell.kind is not column.type:
                return None
            named.append(f"{cell.sql} AS c{len(own)}")
            own[column.name] = attrs.evolve(column, formula=None)
        query = f"SELECT {', '.join(['t.*', *named])} FROM ({self.relation.query}) t"
        return attrs.evolve(
            self.relation, query=query, source=attrs.evolve(self.relation.source, columns=own)
        )

    def of_source(self, source: DataSource) -> DataSource:
        """Return a source that is made of these rows, its aggregates and who has a row written so."""
        rows_of = source.rows_of
        assert rows_of is not None

        def out(part: m.Expression) -> m.Expression:
            if isinstance(part, Aggregate):
                return self.written(part)
            return m.with_parts(part, [out(each) for each in m.parts(part)])

        columns = {
            name: each if each.formula is None else attrs.evolve(each, formula=out(each.formula))
            for name, each in source.columns.items()
        }
        who = None if rows_of.filter is None else self._written(rows_of.filter)
        return attrs.evolve(source, columns=columns, rows_of=attrs.evolve(rows_of, filter=who))

    def _value(self, value: m.Expression, *, by_parts: bool) -> m.Expression:
        """Return a value so that an engine has to know columns and what they are multiplied by, no more."""
        known = linear(value)
        if known is not None and (by_parts or known.rises):
            return value
        if not by_parts:
            return self._written(value)
        match value:
            case m.Sum() | m.Negative():
                return m.with_parts(value, [self._value(each, by_parts=True) for each in m.parts(value)])
            case m.Product():
                return self._product(value)
            case _:
                return self._written(value)

    def _product(self, value: m.Product) -> m.Expression:
        """Return a product of constants and of one column, or of one sum: the others are one term."""
        factors = list(zip(value.operands, value.divided, strict=True))
        constant = [each for each in factors if not columns_of(each[0])]
        others = [each for each in factors if each not in constant]
        if len(others) == 1 and not others[0][1]:
            parts = [self._value(each, by_parts=True) for each in value.operands]
            return m.with_parts(value, parts)
        term = m.Product(tuple(each for each, _ in others), (False,) * len(others))
        if any(divides for _, divides in others) or not self._computes(term):
            return m.with_parts(value, [self._written(each) for each in value.operands])
        operands = (*(each for each, _ in constant), self._column(term))
        return m.Product(operands, (*(divides for _, divides in constant), False))

    def _written(self, part: m.Expression, guards: Sequence[str] = ()) -> m.Expression:
        """Return `part` with columns for its terms; it counts only for rows of which no guard is false."""
        if isinstance(part, m.Logic) and part.operator == "y" and any(map(_divides, part.operands)):
            return self._all_of(part, guards)
        if isinstance(part, m.Comparison) and (crossed := Crossed.of(part)) is not None:
            return self._undivided(crossed, guards) or self._by_parts(part)
        is_term = isinstance(part, m.Call | _ARITHMETIC) and bool(columns_of(part))
        return self._column(part) if is_term and self._computes(part) else self._by_parts(part)

    def _by_parts(self, part: m.Expression) -> m.Expression:
        return m.with_parts(part, [self._written(each) for each in m.parts(part)])

    def _all_of(self, part: m.Logic, guards: Sequence[str]) -> m.Expression:
        """Return conditions that must all hold: where another one is false, nobody asks what is divided."""
        written = {each: self._written(each) for each in part.operands if not _divides(each)}
        dialect, wide = self.connection.dialect, self.wide
        said = [sql for each in written.values() if (sql := translate(each, wide, dialect)) is not None]
        found = [written.get(each) or self._written(each, (*guards, *said)) for each in part.operands]
        return m.with_parts(part, found)

    def _undivided(self, crossed: Crossed, guards: Sequence[str]) -> m.Expression | None:
        """Return a comparison without dividing; None where SQL cannot say it, or a row has a zero there."""
        sides = [self._written(each) for each in (crossed.left, crossed.right, crossed.divisor)]
        if any(columns_of(each) and not isinstance(each, m.ColumnValue) for each in sides):
            return None
        crossed = Crossed(crossed.operator, *sides)
        zero, negative = (
            translate(m.Comparison(sign, crossed.divisor, _ZERO), self.wide, self.connection.dialect)
            for sign in ("=", "<")
        )
        if zero is None or negative is None or self._any_row([_unguarded(zero, guards)], wide=True):
            return None
        return crossed.said(ever_negative=self._any_row([negative], wide=True))

    def _column(self, term: m.Expression) -> m.ColumnValue:
        return m.ColumnValue(_NAME.format(list(self.cells).index(term)))

    def _computes(self, part: m.Expression) -> bool:
        """Tell whether SQL computes `part` of every row; one that is *inválido* is left for home."""
        if part in self.cells:
            return True
        if part in self._at_home:
            return False
        found = self._cells(part).of(part)
        if found is None or self._any_row(found.doubts):
            self._at_home.add(part)
            return False
        self.cells[part] = attrs.evolve(found, doubts=())
        return True

    def _cells(self, part: m.Expression) -> Cells:
        """Return what says `part` in SQL; how many digits numbers have is asked only where needed."""
        dialect = self.connection.dialect
        asks = not dialect.mixes or any(isinstance(each, _ARITHMETIC) for each in m.parts_of(part))
        if asks:
            self._reaches.look(columns_of(part))
        return Cells(
            self.relation,
            dialect,
            lambda each: translate(each, self.relation, dialect),
            self._reaches if asks else None,
        )

    def _any_row(self, conditions: Sequence[str], *, wide: bool = False) -> bool:
        """Tell whether any row meets one of `conditions`, each asked of those that meet none before."""
        if not conditions:
            return False
        cases = " ".join(f"WHEN {each} THEN 1" for each in conditions)
        rows = self.wide if wide else self.relation
        query = f"SELECT 1 AS x FROM ({rows.query}) t WHERE CASE {cases} ELSE 0 END = 1"
        return bool(self.connection.rows(self.connection.dialect.first_rows(query, 1)))


def _divides(part: m.Expression) -> bool:
    """Tell whether `part` compares what is divided."""
    return any(isinstance(each, m.Comparison) and Crossed.of(each) is not None for each in m.parts_of(part))


def _unguarded(condition: str, guards: Sequence[str]) -> str:
    """Return `condition` of the rows for which no guard is false; it may be unknown of them."""
    return " AND ".join([*(f"CASE WHEN NOT {each} THEN 0 ELSE 1 END = 1" for each in guards), condition])
