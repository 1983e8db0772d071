"""Answers that are written down as they are given, so that they can be hashed, and told again elsewhere."""

from __future__ import annotations

import functools
import json
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
    Asked,
    Behind,
    Entities,
    FoundRows,
    Group,
    Making,
    Request,
    TableAnswers,
    Unmatched,
)
from pei_dsl.data.answers_as_data import PlainData
from pei_dsl.data.completeness import NotLookedAtError
from pei_dsl.data.table import Table
from pei_dsl.diagnostics import Diagnostic
from pei_dsl.model.expressions import Aggregate
from pei_dsl.model.periods import Period
from pei_dsl.model.plan import DataSource
from pei_dsl.model.row_cells import outer_values

T = TypeVar("T")

REFUSED: PlainData = {"sin_mirar": True}
"""What is written down where nobody could tell."""


@attrs.define
class Record:
    """
    What sources answered during one run that are no files, or rest on some that are none.

    Attributes:
        told: For each source, what was asked, as one line of JSON, and what it answered.
        found: The findings about each source, which then answers nothing.
    """

    told: dict[str, dict[str, PlainData]] = attrs.field(factory=dict)
    found: dict[str, tuple[Diagnostic, ...]] = attrs.field(factory=dict)

    def of(self, source: DataSource, answers: Answers) -> Answers:
        """Return `answers` of `source`, each written down here once it is given."""
        return RecordedAnswers(source, answers, self.told.setdefault(source.name, {}))


def question_line(question: str, columns: Sequence[str], *parts: object) -> str:
    """Return what is asked of a source as one line of JSON: the same in every run, on every machine."""
    asked = [question, [*columns], *map(as_data.asked, parts)]
    return json.dumps(asked, ensure_ascii=False, separators=(",", ":"))


@attrs.define
class RecordedAnswers:
    """
    The answers of a source, written down.

    Attributes:
        source: The source.
        answers: Who answers.
        told: Where it is written.
        columns: The columns that tell its groups.
    """

    source: DataSource
    answers: Answers
    told: dict[str, PlainData]
    columns: tuple[str, ...] = ()

    def _noted(
        self, question: str, ask: Callable[[], T], convert: Callable[[T], PlainData], *parts: object
    ) -> T:
        return _noted(self.told, question_line(question, self.columns, *parts), ask, convert)

    def outcome(self, node: Aggregate, period: Period, group: Group = WHOLE) -> Outcome:
        """Return what `node` gives in `period`."""
        parts = (node, period, group)
        return self._noted("outcome", lambda: self.answers.outcome(*parts), as_data.outcome_to_data, *parts)

    def values(self, node: Aggregate, period: Period, groups: Sequence[Group]) -> list[Value]:
        """Return the values of `node` in `period` for several groups, in their order."""
        convert = as_data.listed(as_data.value_to_data)
        parts = (node, period, tuple(groups))
        return self._noted("values", lambda: self.answers.values(node, period, groups), convert, *parts)

    def groups(self) -> Sequence[Group]:
        """Return the groups of the breakdown that have rows."""
        return self._noted("groups", self.answers.groups, _groups)

    def groups_of(self, period: Period) -> Sequence[Group]:
        """Return the groups that may have rows in `period`."""
        return self._noted("groups_of", lambda: self.answers.groups_of(period), _groups, period)

    def by(self, columns: Sequence[str]) -> Answers:
        """Return what answers for the same rows with groups told by `columns`, written down too."""
        return RecordedAnswers(self.source, self.answers.by(columns), self.told, tuple(columns))

    def entities(self, source: DataSource, period: Period) -> Entities | None:
        """Return the rows of a source made of this one: what that one answers is written down there."""
        return self.answers.entities(source, period)

    def keyed(self, columns: Sequence[str]) -> Answers | None:
        """Return what answers by groups of `columns`, to a source that asks: it is written down there."""
        return self.answers.keyed(columns)

    def at_home(self, period: Period) -> TableAnswers:
        """Return all rows, of which a hash is written down: there may be millions."""
        return self._noted("at_home", lambda: self.answers.at_home(period), as_data.hash_of_rows, period)

    def unmatched(self, node: Aggregate, period: Period) -> Mapping[Aggregate, Unmatched]:
        """Return how many of the rows that `node` reads found no value in other sources, by what they ask."""
        ask = lambda: self.answers.unmatched(node, period)  # noqa: E731  (a call that waits)
        convert = functools.partial(as_data.unmatched_to_data, self.source.looked_up)
        return self._noted("unmatched", ask, convert, node, period)

    def asked(self) -> Asked | None:
        """Return what these rows ask of other sources, written down too."""
        found = self.answers.asked()
        return None if found is None else RecordedAsked(found, self.told)

    def rows(self, node: Aggregate, period: Period, columns: Sequence[str], limit: int) -> FoundRows:
        """Return the rows that `node` rests on in `period`."""
        parts = (node, period, tuple(columns), limit)
        ask = lambda: self.answers.rows(node, period, columns, limit)  # noqa: E731  (a call that waits)
        return self._noted("rows", ask, as_data.rows_to_data, *parts)

    def announce(self, requests: Sequence[Request]) -> None:
        """Bring home what will be asked."""
        self.answers.announce(requests)

    def making(self, period: Period) -> Making | None:
        """Return how the rows of `period` came about."""
        ask = lambda: self.answers.making(period)  # noqa: E731
        return self._noted("making", ask, as_data.making_to_data, period)

    def all_rows(self) -> Table:
        """Return all rows: no figure of a result rests on this question, so it is not written down."""
        return self.answers.all_rows()

    def omitted(self) -> int:
        """Return how many rows `omite:` left out."""
        return self._noted("omitted", self.answers.omitted, int)

    def last_month(self, span: Period) -> Period | None:
        """Return the last month that rows of `span` stand for."""
        return self._noted("last_month", lambda: self.answers.last_month(span), _month, span)

    def months(self, span: Period) -> AbstractSet[Period]:
        """Return the months that rows of `span` stand for."""
        return self._noted("months", lambda: self.answers.months(span), _months, span)

    def totals(self, node: Aggregate, period: Period) -> Mapping[str, int]:
        """Return how many of the rows that `node` rests on are called totals, by column."""
        ask = lambda: self.answers.totals(node, period)  # noqa: E731
        return self._noted("totals", ask, lambda found: dict(sorted(found.items())), node, period)

    def half_filled(self, above: Aggregate, below: Aggregate, period: Period) -> int:
        """Return in how many rows only one of the columns of a pair has a figure."""
        parts = (above, below, period)
        return self._noted("half_filled", lambda: self.answers.half_filled(*parts), int, *parts)


@attrs.frozen
class RecordedAsked:
    """
    What the rows of a source ask of others, written down with the source.

    Attributes:
        asked: Who tells it.
        told: Where it is written.
    """

    asked: Asked
    told: dict[str, PlainData]

    def behind(
        self,
        node: Aggregate,
        period: Period,
        cells: Callable[[str], Value],
        columns: Sequence[str],
        limit: int,
    ) -> Behind:
        """Return what the row with these cells got from `node`, with the cells of the first `limit` rows."""
        given = json.dumps([as_data.value_to_data(cells(each.column)) for each in outer_values(node)])
        line = question_line("behind", (), node, period, given, tuple(columns), limit)
        ask = lambda: self.asked.behind(node, period, cells, columns, limit)  # noqa: E731
        return _noted(self.told, line, ask, as_data.behind_to_data)


def _noted(
    told: dict[str, PlainData], line: str, ask: Callable[[], T], convert: Callable[[T], PlainData]
) -> T:
    """Return what `ask` gives, written down under `line`."""
    try:
        given = ask()
    except NotLookedAtError:
        told[line] = REFUSED
        raise
    told[line] = convert(given)
    return given


def _groups(groups: Sequence[Group]) -> PlainData:
    return [[as_data.value_to_data(cell) for cell in group] for group in groups]


def _month(found: Period | None) -> PlainData:
    return None if found is None else str(found)


def _months(found: AbstractSet[Period]) -> PlainData:
    return sorted(map(str, found))
