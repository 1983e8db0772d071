"""Answers that were written down elsewhere, told again: what a database answered, on a machine without it."""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from typing import TypeVar

import attrs

from pei_dsl.algebra.values import Value
from pei_dsl.data import answers_as_data as as_data
from pei_dsl.data.aggregates import Outcome
from pei_dsl.data.answers import (
    WHOLE,
    Answers,
    FoundRows,
    Group,
    Making,
    Request,
    TableAnswers,
    Unmatched,
)
from pei_dsl.data.answers_as_data import PlainData
from pei_dsl.data.completeness import NotLookedAtError
from pei_dsl.data.recorded_answers import REFUSED, question_line
from pei_dsl.data.table import Table
from pei_dsl.model.absence import Absence, Reason
from pei_dsl.model.expressions import Aggregate
from pei_dsl.model.periods import Period
from pei_dsl.model.plan import DataSource

T = TypeVar("T")


@attrs.define
class ReplayedAnswers:
    """
    The answers of a source as they were written down; what was not is absent, as of a source without rows.

    Attributes:
        source: The source.
        told: What was answered, by what was asked.
        columns: The columns that tell its groups.
        reason: Why there is none where nothing was written down, as the catalogues call it.
    """

    source: DataSource
    told: Mapping[str, PlainData]
    columns: tuple[str, ...] = ()
    reason: str = "no_file"

    def _told(self, question: str, read: Callable[[PlainData], T], otherwise: T, *parts: object) -> T:
        found = self.told.get(question_line(question, self.columns, *parts), _NOTHING)
        if found == REFUSED:
            raise NotLookedAtError
        if found is _NOTHING:
            return otherwise
        try:
            return read(found)
        except (ValueError, TypeError, ZeroDivisionError):
            return otherwise  # written by hand: what it says is no answer, so there is none

    @property
    def _absent(self) -> Absence:
        return Absence(Reason.NO_DATA, self.reason, {"source": self.source.name})

    def outcome(self, node: Aggregate, period: Period, group: Group = WHOLE) -> Outcome:
        """Return what `node` gave in `period`."""
        return self._told("outcome", as_data.outcome_of_data, Outcome(self._absent), node, period, group)

    def values(self, node: Aggregate, period: Period, groups: Sequence[Group]) -> list[Value]:  # noqa: ARG002
        """Return no values: those of groups are not written down for others."""
        return [self._absent for _ in groups]

    def groups(self) -> Sequence[Group]:
        """Return no groups."""
        return []

    def groups_of(self, period: Period) -> Sequence[Group]:  # noqa: ARG002
        """Return no groups."""
        return []

    def by(self, columns: Sequence[str]) -> Answers:
        """Return what answers nothing for groups told by `columns`."""
        return attrs.evolve(self, columns=tuple(columns))

    def entities(self, source: DataSource, period: Period) -> None:  # noqa: ARG002
        """Return None: what a source that is made of this one answered is written down with that one."""
        return

    def keyed(self, columns: Sequence[str]) -> None:  # noqa: ARG002
        """Return None: what groups answered is not written down for others."""
        return

    def at_home(self, period: Period) -> TableAnswers:  # noqa: ARG002
        """Return rows that are not there, so that what rests on them is absent."""
        return TableAnswers(self.source, self.all_rows())

    def rows(self, node: Aggregate, period: Period, columns: Sequence[str], limit: int) -> FoundRows:  # noqa: ARG002
        """Return no rows: they stay where they are."""
        return FoundRows(0, ())

    def announce(self, requests: Sequence[Request]) -> None:
        """Do nothing: all that was written down is here."""

    def making(self, period: Period) -> Making | None:
        """Return how the rows of `period` came about."""
        return self._told("making", as_data.making_of_data, None, period)

    def unmatched(self, node: Aggregate, period: Period) -> Mapping[Aggregate, Unmatched]:
        """Return how many of the rows that `node` read found no value, by what they asked."""
        read = functools.partial(as_data.unmatched_of_data, self.source.looked_up)
        return self._told("unmatched", read, {}, node, period)

    def asked(self) -> None:
        """Return None: what single rows asked is not written down for others."""
        return

    def all_rows(self) -> Table:
        """Return no rows."""
        return Table(self.source.name, "", unusable=self._absent)

    def omitted(self) -> int:
        """Return how many rows `omite:` left out."""
        return self._told("omitted", _whole, 0)

    def last_month(self, span: Period) -> Period | None:
        """Return the last month that rows of `span` stood for."""
        return self._told("last_month", _period_or_none, None, span)

    def months(self, span: Period) -> AbstractSet[Period]:
        """Return the months that rows of `span` stood for."""
        return self._told("months", _periods, frozenset(), span)

    def totals(self, node: Aggregate, period: Period) -> Mapping[str, int]:
        """Return how many of the rows that `node` rested on were called totals."""
        return self._told("totals", _counts, {}, node, period)

    def half_filled(self, above: Aggregate, below: Aggregate, period: Period) -> int:
        """Return in how many rows only one of the columns of a pair had a figure."""
        return self._told("half_filled", _whole, 0, above, below, period)


_NOTHING = object()


def _whole(data: PlainData) -> int:
    if type(data) is not int:
        raise ValueError
    return data


def _period(data: PlainData) -> Period:
    found = Period.parse(data) if isinstance(data, str) else None
    if found is None:
        raise ValueError
    return found


def _period_or_none(data: PlainData) -> Period | None:
    return None if data is None else _period(data)


def _periods(data: PlainData) -> AbstractSet[Period]:
    return frozenset(map(_period, data))


def _counts(data: PlainData) -> Mapping[str, int]:
    return {str(name): _whole(count) for name, count in data.items()}
