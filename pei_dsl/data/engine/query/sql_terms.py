"""Values that SQL computes of a row, as columns beside its own, which may be asked for as those are."""

from __future__ import annotations

import attrs

from pei_dsl.data.engine.connection import Connection
from pei_dsl.data.engine.query.conditions import columns_of, translate
from pei_dsl.data.engine.query.sql_cells import Cell, Cells
from pei_dsl.data.engine.relation import Relation
from pei_dsl.model import expressions as m
from pei_dsl.model.expressions import Aggregate
from pei_dsl.model.plan import Column, DataSource

_NAME = " t{}"  # no column that a plan declares begins with a blank


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
        found = m.with_parts(node, [self._written(each) for each in m.parts(node)])
        assert isinstance(found, Aggregate)
        return found

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

    def _written(self, part: m.Expression) -> m.Expression:
        if isinstance(part, m.Call) and columns_of(part) and self._computes(part):
            return m.ColumnValue(_NAME.format(list(self.cells).index(part)))
        return m.with_parts(part, [self._written(each) for each in m.parts(part)])

    def _computes(self, part: m.Call) -> bool:
        """Tell whether SQL computes `part` of every row; one that is *inválido* is left for home."""
        if part in self.cells:
            return True
        if part in self._at_home:
            return False
        dialect = self.connection.dialect
        cells = Cells(self.relation, dialect, lambda each: translate(each, self.relation, dialect))
        found = cells.of(part)
        if found is None or any(map(self._any_row, found.doubts)):
            self._at_home.add(part)
            return False
        self.cells[part] = attrs.evolve(found, doubts=())
        return True

    def _any_row(self, condition: str) -> bool:
        """Tell whether any row meets `condition`, in SQL."""
        query = f"SELECT 1 AS x FROM ({self.relation.query}) t WHERE {condition}"
        return bool(self.connection.rows(self.connection.dialect.first_rows(query, 1)))
