"""
The values of indicators by groups of rows: by region and sex, by month.

A group's value is its formula over the aggregates of its own rows: a ratio of sums, never a mean of ratios.
Formulas are evaluated for all groups at once, column by column; each cell is what the reference gives for the
rows of its group.
"""

from __future__ import annotations

import datetime
import functools
from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction

import attrs

from pei_dsl.algebra.scalar import Environment, combine, day_of, elsewhen, evaluate
from pei_dsl.algebra.values import Present, Value
from pei_dsl.data.answers import WHOLE, Answers, Group
from pei_dsl.data.bound_aggregates import BoundAnswers
from pei_dsl.evaluation.caveats import Caveat, Caveats
from pei_dsl.evaluation.evaluate import Data, answers_for
from pei_dsl.evaluation.formulas import as_number, no_answers, references_at
from pei_dsl.evaluation.outline import ordered
from pei_dsl.immutable import brief
from pei_dsl.model import expressions as m
from pei_dsl.model.absence import Absence, Reason
from pei_dsl.model.elsewhen import Elsewhen, periods_of
from pei_dsl.model.keys import KeyKind, is_kind, key_of
from pei_dsl.model.moment import Moment
from pei_dsl.model.periods import Period
from pei_dsl.model.plan import Indicator, Plan
from pei_dsl.vocabulary import fold


@attrs.frozen
class Series:
    """
    The values of one indicator in one period.

    Attributes:
        total: That of all rows together.
        values: One for each group, in the order of `Breakdown.groups`.
        caveats: What is to be known of these figures, since their rows may be too many or too few.
    """

    __repr__ = brief

    indicator: Indicator
    period: Period
    total: Fraction | Absence
    values: Sequence[Fraction | Absence]
    caveats: tuple[Caveat, ...] = ()


@attrs.frozen
class Breakdown:
    """
    Indicators broken down.

    Attributes:
        columns: The columns whose cells make the groups; none for a mere series of periods.
        periods: The periods, in order.
        groups: The cells that name each group, in order; an empty cell comes last.
        series: One for each indicator and period, computed as they are asked for, once.
    """

    __repr__ = brief

    plan: Plan
    columns: tuple[str, ...]
    periods: tuple[Period, ...]
    groups: tuple[Group, ...]
    series: Iterable[Series]


def break_down(
    plan: Plan,
    periods: Sequence[Period],
    columns: Sequence[str],
    data: Data,
    codes: Iterable[str] | None = None,
) -> Breakdown:
    """
    Return the values that formulas give, by groups of `columns`.

    Registered values have no groups: an indicator without a formula, and what rests on a figure of the plan
    or on a source without these columns, is *no aplica* in every group, and says why.

    Args:
        plan: The plan.
        periods: In order.
        columns: Declared in `desagregación:` of the sources; none for the whole only.
        data: Rows, or answers that were opened for these columns.
        codes: Only these indicators; None for all.
    """
    answers = answers_for(plan, data, tuple(columns))
    found = {group for each in answers.values() for when in periods for group in each.groups_of(when)}
    groups = _ordered(found if columns else set())
    chosen = set(plan.indicators if codes is None else codes)
    wanted = [each for each in ordered(plan) if isinstance(each, Indicator) and each.code in chosen]

    def series() -> Iterator[Series]:
        for period in periods:
            whole = _Columns(plan, answers, (), (WHOLE,))
            parts = _Columns(plan, answers, tuple(columns), groups, whole)
            for indicator in wanted:
                (total,) = whole.of_indicator(indicator, period)
                values = parts.of_indicator(indicator, period) if groups else []
                absent = isinstance(total, Absence)
                caveats = () if absent else whole.caveats(indicator, period, in_parts=bool(groups))
                yield Series(indicator, period, as_number(total), tuple(map(as_number, values)), caveats)

    return Breakdown(plan, tuple(columns), tuple(periods), groups, series())


def _ordered(groups: set[Group]) -> tuple[Group, ...]:
    return tuple(sorted(groups, key=lambda group: tuple(map(_order, group))))


def _order(cell: Present | None) -> tuple[Fraction | str | int, ...]:
    match cell:
        case None:
            return (3, 0)
        case str():
            return (2, fold(cell), cell)
        case datetime.date():
            return (1, cell.toordinal())
        case Moment():
            return (1, cell.isoformat())
        case _:
            return (0, cell)


@attrs.define
class _Columns:
    """
    Expressions evaluated for several groups at once.

    Attributes:
        groups: Whose rows count; the whole alone, without `columns`.
        whole: What gives the figures that aggregates name, the same ones for all groups; None for itself.
    """

    plan: Plan
    answers: Mapping[str, Answers]
    columns: tuple[str, ...]
    groups: tuple[Group, ...]
    whole: _Columns | None = None
    _known: dict[tuple[str, Period], list[Value]] = attrs.field(factory=dict)
    _before: dict[tuple[int, Period], list[Value]] = attrs.field(factory=dict)  # see `Formulas`

    def of_indicator(self, indicator: Indicator, period: Period) -> list[Value]:
        """Return the values of an indicator's formula."""
        unsound = self.plan.unsound.get(key_of(KeyKind.INDICATOR, indicator.code))
        if unsound is not None:
            return self._all(unsound)
        if indicator.formula is None:
            return self._all(Absence(Reason.NOT_APPLICABLE, "no_formula", {"code": indicator.code}))
        return self._of(indicator.formula, period)

    def caveats(self, indicator: Indicator, period: Period, *, in_parts: bool) -> tuple[Caveat, ...]:
        """Return what is to be known of an indicator's figures; no registered value stands in their way."""
        if indicator.formula is None:
            return ()
        return self._caveats.of(indicator.formula, period, in_parts=in_parts)

    @functools.cached_property
    def _caveats(self) -> Caveats:
        return Caveats(self.plan, self._answers, lambda _key, _period: False)

    def _answers(self, source: str) -> Answers:
        answers = self.answers.get(source) or no_answers(self.plan.sources[source])
        return BoundAnswers(answers, (self.whole or self).figure)

    def figure(self, key: str, period: Period) -> Value:
        """Return the value of a definition for the first of the groups."""
        return self._reference(key, period)[0]

    def _all(self, value: Value) -> list[Value]:
        return [value] * len(self.groups)

    def _of(self, expression: m.Expression, period: Period) -> list[Value]:
        match expression:
            case m.Number() | m.Text() | m.Date() | m.Hole() | m.ColumnValue() | m.OuterValue():
                return self._all(evaluate(expression, Environment()))
            case m.PeriodDay():
                return self._all(day_of(expression, period))
            case m.Aggregate():
                return self._aggregate(expression, period)
            case m.Reference(key=key):
                return self._reference(key, period)
            case m.Earlier() | m.At() | m.Over():
                return self._elsewhen(expression, period)
            case _:
                parts = [self._of(part, period) for part in m.parts(expression)]
                return [combine(expression, values) for values in zip(*parts, strict=True)]

    def _elsewhen(self, node: Elsewhen, period: Period) -> list[Value]:
        asked = periods_of(node, period)
        if isinstance(asked, Absence):
            return self._all(asked)
        found: list[list[Value]] = []
        for when in asked:
            known = self._before.get((id(node.value), when))
            if known is None:
                known = self._before[id(node.value), when] = self._of(node.value, when)
            found.append(known)
        return [elsewhen(node, values) for values in zip(*found, strict=True)]

    def _aggregate(self, node: m.Aggregate, period: Period) -> list[Value]:
        answers = self._answers(node.source)
        missing = [
            column for column in self.columns if column not in self.plan.sources[node.source].breakdowns
        ]
        if missing:
            params: dict[str, str | int] = {"source": node.source, "column": missing[0]}
            return self._all(Absence(Reason.NOT_APPLICABLE, "no_breakdown", params))
        return answers.values(node, period, self.groups)

    def _reference(self, key: str, period: Period) -> list[Value]:
        """Return the values of a definition; what it uses comes first, by an explicit stack however deep."""
        waiting = [(key, period)]
        while waiting:
            node = waiting[-1]
            expression = self.plan.definitions[node[0]].expression
            uses = [] if expression is None else references_at(expression, node[1])
            missing = [use for use in uses if use not in self._known]
            if node in self._known or not missing:
                waiting.pop()
                if node not in self._known:
                    self._known[node] = self._definition(*node)
            else:
                waiting.extend(missing)
        return self._known[key, period]

    def _definition(self, key: str, period: Period) -> list[Value]:
        definition = self.plan.definitions[key]
        if definition.expression is not None:
            return self._of(definition.expression, period)
        if is_kind(key, KeyKind.INDICATOR):
            return self._all(Absence(Reason.NOT_APPLICABLE, "no_formula", {"code": definition.name}))
        if self.columns and is_kind(key, KeyKind.SERIES):
            return self._all(
                Absence(Reason.NOT_APPLICABLE, "no_breakdown_series", {"series": definition.name})
            )
        figure = definition.figure(period)
        return self._all(figure.value if figure is not None else definition.no_figure(period))
