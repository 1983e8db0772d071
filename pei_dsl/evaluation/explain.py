"""How a figure came about: every input, every rounding, down to the rows; as data, for any renderer."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Mapping

import attrs

from pei_dsl.algebra.builtins import AGGREGATES
from pei_dsl.algebra.values import Present, Value
from pei_dsl.data.answers import FoundRow, FoundRows, Making
from pei_dsl.data.engine.query.conditions import columns_of
from pei_dsl.data.row_formulas import cells_given
from pei_dsl.diagnostics import Diagnostic
from pei_dsl.evaluation.evaluate import Data, evaluate, formulas_of
from pei_dsl.evaluation.evaluation import Evaluation
from pei_dsl.evaluation.formulas import Formulas, walk_at
from pei_dsl.evaluation.names_below import names_below
from pei_dsl.evaluation.results import GroupResult, IndicatorResult
from pei_dsl.evaluation.substitution import substituted
from pei_dsl.immutable import brief, freezing
from pei_dsl.model import expressions as m
from pei_dsl.model.absence import Absence
from pei_dsl.model.elsewhen import ELSEWHEN, spelt_out
from pei_dsl.model.keys import KeyKind, is_kind, key_of, name_of
from pei_dsl.model.methodology import Methodology
from pei_dsl.model.periods import Period
from pei_dsl.model.plan import DataSource, Definition, Figure, Plan
from pei_dsl.model.row_cells import outer_values

MAX_ROWS = 10
# Of what each of these rows asked of other sources, so many rows are shown.
MAX_LOOKED_UP = 3


@attrs.frozen(field_transformer=freezing)
class RowTrace:
    """
    A row that a figure rests on.

    Attributes:
        number: Its line in its file, or its position in the host's data.
        cells: The cells that the aggregate reads.
        file: Its file, where the source has several.
        asked: What its computed columns asked of other sources, with the first rows there.
    """

    __repr__ = brief

    number: int
    cells: Mapping[str, Present | None]
    file: str = ""
    asked: tuple[LookupTrace, ...] = ()


@attrs.frozen
class LookupTrace:
    """
    What a row asked of another source, and what that rests on.

    Attributes:
        text: As written in the column, with the cells of the row put in.
        value: What the row got.
        origin: Where the other rows come from.
        used: How many of those it rests on.
        rows: The first of them.
    """

    __repr__ = brief

    text: str
    value: Value
    origin: str
    used: int
    rows: tuple[RowTrace, ...]


@attrs.frozen
class AggregateTrace:
    """
    An aggregate and what it rests on.

    Attributes:
        text: As written in the formula.
        value: What it gave.
        period: The period that it was asked for.
        origin: The file, or the host's data.
        read: Rows that the time clause let in.
        used: Rows that passed the filter and had a value.
        rows: The first of them.
        omitted: How many rows of the whole source `omite:` left out.
        making: How its rows came about, where its source is made of another.
    """

    __repr__ = brief

    text: str
    value: Value
    period: Period
    origin: str
    read: int
    used: int
    rows: tuple[RowTrace, ...]
    omitted: int = 0
    making: Making | None = None


@attrs.frozen
class Step:
    """
    A definition that the figure uses.

    Attributes:
        name, title: As declared.
        text: Its formula as written; "" for a series.
        substitution: The formula with figures in place of names; "" for a series.
        value: What it gave in `period`.
        origin: Where a series' or a registered figure is written, `file:line`; "" for a formula.
        aggregates: The aggregates in its own formula.
        period: The period that it was asked for.
        in_unit: Whether its formula may be written in the scale of its unit, `A / B * 100`.
    """

    __repr__ = brief

    name: str
    title: str
    text: str
    substitution: str
    value: Value
    origin: str
    aggregates: tuple[AggregateTrace, ...]
    period: Period
    in_unit: bool = False


@attrs.frozen
class Explanation:
    """
    The hand calculation of an indicator.

    Attributes:
        result: Its result.
        formula: The formula as written; "" without one.
        substitution: The formula with figures in place of names; "" where nothing is computed.
        aggregates: The aggregates in the formula itself.
        steps: Every definition that the formula uses, what is used before what uses it.
        registered_at: Where the registered value is written, or "".
        group: The result of its group, or None.
        diagnostics: What was found in the data of the plan (PEI3xx).
    """

    __repr__ = brief

    evaluation: Evaluation
    result: IndicatorResult
    formula: str
    substitution: str
    aggregates: tuple[AggregateTrace, ...]
    steps: tuple[Step, ...]
    registered_at: str
    group: GroupResult | None
    diagnostics: tuple[Diagnostic, ...] = ()


@attrs.frozen
class GroupExplanation:
    """
    How the figure of an objective or action follows from its own indicators.

    Attributes:
        result: Its result.
        diagnostics: What was found in the data of the plan (PEI3xx).
    """

    __repr__ = brief

    evaluation: Evaluation
    result: GroupResult
    diagnostics: tuple[Diagnostic, ...] = ()


def explain(
    plan: Plan,
    code: str,
    period: Period,
    data: Data,
    methodology: Methodology | None = None,
    on: datetime.date | None = None,
) -> Explanation | GroupExplanation:
    """
    Return how the figure of `code` in `period` came about; the plan has such a code.

    `on` is the day of the evaluation: for a period that has not ended by then nothing is computed, so that
    there is no hand calculation of its formula either.
    """
    evaluation = evaluate(plan, period, data, methodology, on)
    if code in evaluation.groups:
        return GroupExplanation(evaluation, evaluation.groups[code])
    return _explained(evaluation, code, formulas_of(plan, data, evaluation.methodology), on)


def explain_indicators(
    evaluation: Evaluation, data: Data, on: datetime.date | None = None
) -> dict[str, Explanation]:
    """Return how every indicator's figure of `evaluation` came about, by its code; `on` as in `explain`."""
    formulas = formulas_of(evaluation.plan, data, evaluation.methodology)
    return {code: _explained(evaluation, code, formulas, on) for code in evaluation.indicators}


def _explained(
    evaluation: Evaluation, code: str, formulas: Formulas, on: datetime.date | None
) -> Explanation:
    plan, period, result = evaluation.plan, evaluation.period, evaluation.indicators[code]
    indicator = result.indicator
    tracer = _Tracer(plan, formulas)
    substitution = ""
    aggregates: tuple[AggregateTrace, ...] = ()
    if indicator.formula is not None and (on is None or on >= period.end):
        formulas.of_formula(code, period)
        substitution = tracer.substitution(indicator.formula, period)
        aggregates = tracer.aggregates(
            indicator.formula, period, plan.definitions[key_of(KeyKind.INDICATOR, code)]
        )
        tracer.follow(indicator.formula, period)
    return Explanation(
        evaluation,
        result,
        indicator.formula_text,
        substitution,
        aggregates,
        tuple(tracer.steps.values()),
        _written_at(result.registered) if result.registered is not None else "",
        evaluation.groups.get(indicator.group),
    )


def _written_at(figure: Figure) -> str:
    """Return where a figure is written: a register's line, or the line of the spec."""
    place = figure.declared_at
    if place.source is None:
        return figure.origin
    return f"{place.source.name}:{place.source.position(place.span.start).line}"


@attrs.define
class _Tracer:
    plan: Plan
    formulas: Formulas
    steps: dict[tuple[str, Period], Step] = attrs.field(factory=dict)

    def follow(self, expression: m.Expression, period: Period) -> None:
        """Add a step for every definition that `expression` uses, used ones first; without recursion."""
        waiting = [(key, when, False) for key, when in reversed(names_below(self.plan, expression, period))]
        seen: set[tuple[str, Period]] = set()
        while waiting:
            key, when, ready = waiting.pop()
            if ready:
                self.steps.setdefault((key, when), self._step(key, when))
                continue
            if (key, when) in seen:
                continue
            seen.add((key, when))
            waiting.append((key, when, True))
            definition = self.plan.definitions[key]
            if definition.expression is not None and not self._registered(key, when):
                below = names_below(self.plan, definition.expression, when)
                waiting.extend((k, w, False) for k, w in reversed(below))

    def _registered(self, key: str, period: Period) -> Figure | None:
        if not is_kind(key, KeyKind.INDICATOR):
            return None
        return self.formulas.registered.get(name_of(key), {}).get(period)

    def _step(self, key: str, period: Period) -> Step:
        definition = self.plan.definitions[key]
        value = self.formulas.computed(key, period)
        figure = definition.figure(period) or self._registered(key, period)
        expression = definition.expression
        if figure is not None or expression is None:
            origin = _written_at(figure) if figure is not None else ""
            return Step(definition.name, definition.title, "", "", value, origin, (), period)
        return Step(
            definition.name,
            definition.title,
            definition.text,
            self.substitution(expression, period),
            value,
            "",
            self.aggregates(expression, period, definition),
            period,
            is_kind(key, KeyKind.INDICATOR) and self.plan.indicators[name_of(key)].unit.scale != 1,
        )

    def substitution(self, expression: m.Expression, period: Period) -> str:
        """Return `expression` with figures in place of names and aggregates."""

        def leaf(node: m.Expression) -> Value | None:
            if isinstance(node, m.Reference):
                return self.formulas.computed(node.key, period)
            if isinstance(node, m.Aggregate):
                return self.formulas.outcome(node, period).value
            if isinstance(node, ELSEWHEN):
                return self.formulas.expression(node, period)
            return None

        return substituted(spelt_out(expression, period), leaf)

    def aggregates(
        self, expression: m.Expression, period: Period, definition: Definition
    ) -> tuple[AggregateTrace, ...]:
        """Return the aggregates of `expression` with the rows that each rests on."""
        return tuple(
            self._aggregate(node, when, definition) for node, when in _aggregates(expression, period)
        )

    def _aggregate(self, node: m.Aggregate, period: Period, definition: Definition) -> AggregateTrace:
        outcome = self.formulas.outcome(node, period)
        source = definition.declared_at.source
        text = source[node.span] if source is not None else _unwritten(node)
        answers = self.formulas.answers_for(node.source)
        read = self.plan.sources[node.source]
        keys = read.rows_of.keys if read.rows_of is not None else ()
        columns = list(dict.fromkeys([*keys, *read.with_inputs(columns_of(node))]))
        found = answers.rows(node, period, columns, MAX_ROWS)
        rows = self._rows(read, found, period)
        return AggregateTrace(
            " ".join(text.split()),
            outcome.value,
            period,
            outcome.origin,
            outcome.read,
            found.count,
            rows,
            answers.omitted(),
            answers.making(period),
        )

    def _rows(self, source: DataSource, found: FoundRows, period: Period) -> tuple[RowTrace, ...]:
        """Return rows of `source` with what their columns asked of other sources."""
        asked = self.formulas.answers_for(source.name).asked()
        rows = []
        for row in found.first:
            nodes = _asked_in(source, row.cells) if asked is not None else ()
            traces = tuple(self._lookup(node, source, row, period) for node in nodes)
            rows.append(RowTrace(row.number, row.cells, row.file, traces))
        return tuple(rows)

    def _lookup(self, node: m.Aggregate, source: DataSource, row: FoundRow, period: Period) -> LookupTrace:
        """Return what a row of `source` got from `node`, which may itself rest on what other rows asked."""
        asked = self.formulas.answers_for(source.name).asked()
        assert asked is not None
        cells = cells_given(row.cells)
        columns = self.plan.sources[node.source].with_inputs(columns_of(node))
        behind = asked.behind(node, period, cells, columns, MAX_LOOKED_UP)
        rows = self._rows(self.plan.sources[node.source], behind.rows, period)
        return LookupTrace(
            _written_for(node, source, cells), behind.value, behind.origin, behind.rows.count, rows
        )


def _asked_in(source: DataSource, columns: Iterable[str]) -> list[m.Aggregate]:
    """Return what computed columns of `source` among `columns` ask of other sources, each once."""
    formulas = [part for name in columns for part in m.parts_of(source.columns[name].formula)]
    return [node for node in source.looked_up if node in formulas]


def _written_for(node: m.Aggregate, source: DataSource, cells: Callable[[str], Value]) -> str:
    """Return an aggregate as it is written in a column of `source`, with the cells of a row put in."""
    texts = (each.declared_at.source for each in source.computed if node in m.parts_of(each.formula))
    text = next(texts, None)
    if text is None:
        return node.source
    written, end = "", node.span.start
    for each in sorted(outer_values(node), key=lambda outer: outer.span.start):
        if each.span.start >= end:  # the keys of a made source tie without being written
            written += text.text[end : each.span.start] + substituted(each, lambda part: _cell(part, cells))
            end = each.span.end
    return " ".join((written + text.text[end : node.span.end]).split())


def _cell(part: m.Expression, cells: Callable[[str], Value]) -> Value | None:
    """Return the cell that stands for `part`; where it is empty, its name stays."""
    value = cells(part.column) if isinstance(part, m.OuterValue) else None
    return None if isinstance(value, Absence) else value


def _aggregates(expression: m.Expression, period: Period) -> list[tuple[m.Aggregate, Period]]:
    """Return the aggregates in `expression`, each with the period it is asked for, in order."""
    return [(node, when) for node, when in walk_at(expression, period) if isinstance(node, m.Aggregate)]


def _unwritten(node: m.Aggregate) -> str:
    """Return how a formula would write an aggregate that none writes: `lista(feriados.fecha)`."""
    value = node.source if node.value is None else f"{node.source}.{substituted(node.value, lambda _: None)}"
    return f"{AGGREGATES.named(node.function).spanish}({value})"
