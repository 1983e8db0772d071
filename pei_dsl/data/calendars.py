"""The holidays that columns leave out: `columna plazo = días_hábiles(ingreso; salida; feriados.fecha)`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeVar

import attrs

from pei_dsl.algebra.builtins.over_rows import LISTED
from pei_dsl.algebra.values import Value, absent
from pei_dsl.data.answers import Answers
from pei_dsl.model import expressions as m
from pei_dsl.model.absence import Absence
from pei_dsl.model.expressions import Aggregate, ColumnValue
from pei_dsl.model.keys import column_of_holidays
from pei_dsl.model.periods import Period
from pei_dsl.model.plan import DataSource

T = TypeVar("T", bound=m.Expression)


def days_listed(key: str) -> Aggregate:
    """Return what gives the days of the column that `key` stands for, all of them in every period."""
    source, column = column_of_holidays(key)
    return Aggregate(LISTED.name, source, ColumnValue(column))


@attrs.frozen
class Calendars:
    """
    The days that the columns of a source leave out, in one period.

    Attributes:
        days: The days, by key, each list as one text; or why there is none.
    """

    days: Mapping[str, Value]

    @classmethod
    def of(cls, source: DataSource, answers: Mapping[str, Answers], period: Period) -> Calendars:
        """Ask `answers`, by source, for the days that `source` leaves out."""
        listed = {key: days_listed(key) for key in source.calendars}
        return cls({key: answers[node.source].outcome(node, period).value for key, node in listed.items()})

    @property
    def unknown(self) -> Absence | None:
        """
        Why some of the days are not known.

        Then no figure may rest on the rows: a condition that nobody can tell would count as false.
        """
        return absent(*self.days.values())

    def into(self, expression: T) -> T:
        """Return `expression` with the days in place of their names; all of them are known."""
        return self._into(expression, {}) if self.days else expression  # type: ignore[return-value]  # its kind

    def _into(self, part: m.Expression, made: dict[int, m.Expression]) -> m.Expression:
        found = made.get(id(part))
        if found is None:
            if isinstance(part, m.Reference):
                days = self.days[part.key]
                assert isinstance(days, str)
                found = m.Text(days)
            else:
                found = m.with_parts(part, [self._into(each, made) for each in m.parts(part)])
            made[id(part)] = found
        return found

    def into_source(self, source: DataSource) -> DataSource:
        """Return `source` with the days in its formulas, and in what says who has a row in it."""
        if not self.days:
            return source
        columns = {
            name: each if each.formula is None else attrs.evolve(each, formula=self.into(each.formula))
            for name, each in source.columns.items()
        }
        rows_of = source.rows_of
        if rows_of is not None and rows_of.filter is not None:
            rows_of = attrs.evolve(rows_of, filter=self.into(rows_of.filter))
        return attrs.evolve(source, columns=columns, rows_of=rows_of)
