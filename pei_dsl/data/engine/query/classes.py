"""Classes of cells: instead of a column, a small number that says which filters its cell passes."""

from __future__ import annotations

import datetime
import math
from collections.abc import Iterable, Mapping
from fractions import Fraction

import attrs

from pei_dsl.algebra.values import Present
from pei_dsl.data.engine.dialect import Dialect
from pei_dsl.data.engine.literals import sql_literal
from pei_dsl.data.engine.query.conditions import columns_of, holds, literals_of
from pei_dsl.data.engine.relation import Relation
from pei_dsl.model import expressions as m
from pei_dsl.model.expressions import ValueType

# A scan that groups by more combinations than this spends its time on groups, not on rows.
MAX_COMBINATIONS = 100_000


@attrs.frozen
class Classes:
    """
    The classes of one column: cells of one class pass the same parts of all filters.

    Attributes:
        column: Its name.
        members: The literals of each class, by number from 1; every other cell is of class 0, or of `empty`.
        empty: The class of an empty cell.
        passing: For each part of a filter, the classes that pass it.
    """

    column: str
    members: Mapping[int, tuple[Present, ...]]
    empty: int
    passing: Mapping[m.Expression, frozenset[int]]

    @classmethod
    def of(cls, column: str, parts: Iterable[m.Expression], relation: Relation) -> Classes:
        """Return the coarsest classes of `column` that decide every one of `parts`."""
        asked = list(dict.fromkeys(parts))
        literals = list(dict.fromkeys(found for part in asked for found in literals_of(part)))
        if relation.type(column) is ValueType.BOOLEAN:
            literals = [False, True]
        profiles: dict[tuple[bool, ...], int] = {_profile(asked, _other(literals, relation.type(column))): 0}
        members: dict[int, list[Present]] = {}
        for value in literals:
            number = profiles.setdefault(_profile(asked, value), len(profiles))
            members.setdefault(number, []).append(value)
        members.pop(0, None)
        empty = profiles.setdefault(_profile(asked, None), len(profiles))
        passing = {
            part: frozenset(number for profile, number in profiles.items() if profile[index])
            for index, part in enumerate(asked)
        }
        return cls(column, {number: tuple(found) for number, found in members.items()}, empty, passing)

    @property
    def count(self) -> int:
        """How many classes there are."""
        return len({0, self.empty, *self.members})

    def sql(self, cell: str, relation: Relation, dialect: Dialect) -> str:
        """Return the class of `cell`, an expression for the column's cell."""
        alias = f"({dialect.sortable(cell)})" if relation.type(self.column) is ValueType.BOOLEAN else cell
        cases = []
        for number, values in self.members.items():
            written = ", ".join(_member(value, dialect) for value in values)
            test = f"= {written}" if len(values) == 1 else f"IN ({written})"
            cases.append(f"WHEN {alias} {test} THEN {number}")
        if self.empty:
            cases.append(f"WHEN {alias} IS NULL THEN {self.empty}")
        return f"CASE {' '.join(cases)} ELSE 0 END" if cases else "0"


def _member(value: Present, dialect: Dialect) -> str:
    return str(int(value)) if isinstance(value, bool) else sql_literal(value, dialect)


def _profile(parts: list[m.Expression], cell: Present | None) -> tuple[bool, ...]:
    return tuple(holds(part, cell) for part in parts)


def _other(literals: list[Present], kind: ValueType) -> Present | None:
    """Return a cell that none of `literals` equals; of truth values, none is left."""
    match kind:
        case ValueType.BOOLEAN:
            return None
        case ValueType.NUMBER:
            return max((value for value in literals if isinstance(value, Fraction)), default=Fraction(0)) + 1
        case ValueType.DATE:
            days = {value.toordinal() for value in literals if isinstance(value, datetime.date)}
            return datetime.date.fromordinal(next(day for day in range(1, len(days) + 2) if day not in days))
        case _:
            return "".join(map(str, literals)) + "·"


def choose(parts: Iterable[m.Expression], relation: Relation) -> dict[str, Classes]:
    """
    Return the classes of every column that `parts` are about, as far as their combinations stay few.

    The columns with most classes are left out first; what they decide is then compared row by row.
    """
    by_column: dict[str, list[m.Expression]] = {}
    for part in parts:
        by_column.setdefault(columns_of(part)[0], []).append(part)
    found = sorted(
        (Classes.of(column, asked, relation) for column, asked in by_column.items()),
        key=lambda classes: classes.count,
    )
    while found and math.prod(classes.count for classes in found) > MAX_COMBINATIONS:
        found.pop()
    return {classes.column: classes for classes in found}
