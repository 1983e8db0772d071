"""Rows that a source leaves out with `omite:`, before anything is demanded of them: in Python and in SQL."""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping
from typing import Self

import attrs

from pei_dsl.algebra.builtins import FUNCTIONS
from pei_dsl.algebra.builtins.aspects import FunctionQuery
from pei_dsl.algebra.scalar import Environment, evaluate
from pei_dsl.algebra.values import Value
from pei_dsl.data.engine.dialect import Dialect
from pei_dsl.data.engine.query.conditions import columns_of, translate
from pei_dsl.data.expected import Expected
from pei_dsl.model import expressions as m
from pei_dsl.model.expressions import ValueType
from pei_dsl.model.plan import Column, DataSource

# Before the name of a column whose cells are taken as they are written; no name of a column holds it.
_AS_WRITTEN = "\0"


@attrs.frozen
class Omission:
    """
    Which rows of a source are left out: those for which a condition is true, not those where it is absent.

    A row of a total says so where others have a date, a number or a code, so a column of another type that is
    compared with a text, or asked whether it is empty, is taken as it is written; and a cell in a column of
    codes that is none, too, beside codes with all their zeros.

    Attributes:
        condition: The condition; a column that is taken as it is written has another name in it.
    """

    source: DataSource
    condition: m.Expression

    @classmethod
    def of(cls, source: DataSource) -> Self | None:
        """Return what `source` leaves out, or None when it keeps all."""
        return None if source.omits is None else cls(source, _marked(source, source.omits))

    @functools.cached_property
    def cells(self) -> Mapping[str, tuple[str, bool]]:
        """The columns of the condition by their name there, each with whether it is taken as written."""
        return {
            name: (name.removeprefix(_AS_WRITTEN), name.startswith(_AS_WRITTEN))
            for name in columns_of(self.condition)
        }

    def expected(self) -> Mapping[str, Expected]:
        """Return what the cells of the condition's columns should be, by their name there."""
        return {
            name: Expected.of(
                self.source,
                as_text(self.source.columns[column]) if as_written else self.source.columns[column],
            )
            for name, (column, as_written) in self.cells.items()
        }

    def leaves_out(self, cell: Callable[[str], Value]) -> bool:
        """Tell whether a row is left out; `cell` gives the value of a column by its name in the condition."""
        return evaluate(self.condition, Environment(column=cell)) is True

    def sql(self, cell: Callable[[str, bool], str], dialect: Dialect) -> str:
        """
        Return when a row is left out, as a condition that is true, false, or NULL.

        Args:
            cell: The value of a column in SQL; or, as a text, what is written there, NULL where it is empty.
            dialect: How the engine writes it.
        """
        found = translate(self.condition, _Columns(self, cell, dialect), dialect)
        assert found is not None, "analysis lets no other condition pass"
        return found


def as_text(column: Column) -> Column:
    """Return `column` with cells that are texts."""
    return attrs.evolve(column, type=ValueType.TEXT, unit=None, symbols=())


@attrs.frozen
class _Columns:
    """The columns of a condition as an engine calls them."""

    omission: Omission
    cell: Callable[[str, bool], str]
    dialect: Dialect

    def alias(self, column: str) -> str:
        """Return a column in SQL; of codes the code, or what is written where it is none."""
        name, as_written = self.omission.cells[column]
        if not self.omission.source.columns[name].digits:
            return self.cell(name, as_written)
        code, written = (self.cell(name, as_written) for as_written in (False, True))
        return self.dialect.ordered_text(f"COALESCE({code}, {written})")

    def type(self, column: str) -> ValueType:
        """Return what its cells are."""
        name, as_written = self.omission.cells[column]
        return ValueType.TEXT if as_written else self.omission.source.columns[name].type


def kept(omitted: str) -> str:
    """Return the condition of the rows that stay, of those that `omitted` is true of."""
    return f"(({omitted}) IS NOT TRUE)"


# ---- As written ----------------------------------------------------------------------------------------


def asks_empty(function: str) -> bool:
    """Tell whether a function asks whether a cell is empty."""
    return FUNCTIONS.named(function).query is FunctionQuery.IS_NULL


def decides(function: str) -> bool:
    """Tell whether engines say a function of a column and of literals just as it is."""
    match FUNCTIONS.named(function).query:
        case FunctionQuery.STARTS | FunctionQuery.CONTAINS | FunctionQuery.BETWEEN:
            return True
        case _:
            return False


def _marked(source: DataSource, node: m.Expression) -> m.Expression:
    """Return a condition with another name for the columns that are taken as they are written."""
    match node:
        case m.Comparison(left=m.ColumnValue() as column, right=m.Text()):
            return attrs.evolve(node, left=_written(source, column))
        case m.Comparison(left=m.Text(), right=m.ColumnValue() as column):
            return attrs.evolve(node, right=_written(source, column))
        case m.Membership(value=m.ColumnValue() as column, choices=(m.Text(), *_)):
            return attrs.evolve(node, value=_written(source, column))
        case m.Call(function=name, arguments=(m.ColumnValue() as column, m.Text(), *_)) if decides(name):
            return attrs.evolve(node, arguments=(_written(source, column), *node.arguments[1:]))
        case m.Call(function=name, arguments=(m.ColumnValue() as column,)) if asks_empty(name):
            return attrs.evolve(node, arguments=(_written(source, column),))
        case m.Not(operand=operand):
            return attrs.evolve(node, operand=_marked(source, operand))
        case m.Logic(operands=operands):
            return attrs.evolve(node, operands=tuple(_marked(source, each) for each in operands))
        case _:
            return node


def _written(source: DataSource, column: m.ColumnValue) -> m.ColumnValue:
    if source.columns[column.column].type is ValueType.TEXT:
        return column
    return attrs.evolve(column, column=f"{_AS_WRITTEN}{column.column}")
