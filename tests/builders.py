"""Short ways to make model objects by hand."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction

import attrs

from pei_dsl.algebra.values import Present
from pei_dsl.data.table import Row, Table
from pei_dsl.evaluation.evaluate import measured
from pei_dsl.evaluation.evaluation import Evaluation
from pei_dsl.evaluation.results import IndicatorResult
from pei_dsl.model.absence import Absence, Reason
from pei_dsl.model.expressions import ValueType
from pei_dsl.model.methodology import CEPLAN, Methodology
from pei_dsl.model.periods import Period
from pei_dsl.model.plan import Column, DataSource, Direction, Figure, Group, Indicator, Level, Relevance
from pei_dsl.source import Source
from pei_dsl.syntax import tree
from pei_dsl.syntax.parse import Parsed, parse

ND = Absence(Reason.NO_DATA, "registered")
GROUP = Group("OEI.01", "Objetivo", Level.OBJECTIVE)


def period(written: str) -> Period:
    """Return the period that `written` names."""
    found = Period.parse(written)
    assert found is not None
    return found


Y2024 = period("2024")


def read(text: str) -> Parsed:
    """Return what reading `text` gives."""
    return parse(Source.of("caso.pei", text))


def formula(written: str) -> tree.Expression:
    """Return the tree of one formula."""
    [declaration] = read(f"variable x = {written}\n").file.declarations
    assert declaration.header.expression is not None
    return declaration.header.expression


def indicator(
    number: int = 1,
    goal: Fraction | Absence | None = Fraction(100),
    direction: Direction = Direction.ASCENDING,
    relevance: Relevance | None = None,
) -> Indicator:
    """Return an indicator of `GROUP` with a goal for 2024."""
    goals = {} if goal is None else {Y2024: Figure(goal)}
    code = f"IND.{number:02}.{GROUP.code}"
    return Indicator(code, "Indicador", GROUP.code, direction=direction, relevance=relevance, goals=goals)


def result(
    of: Indicator, value: Fraction | Absence | None, methodology: Methodology = CEPLAN
) -> IndicatorResult:
    """Return the result of indicator `of` in 2024 when `value` is registered (None: nothing is)."""
    registered = Figure(value) if value is not None else None
    return measured(of, Y2024, registered, None, methodology)


def source(
    columns: Mapping[str, ValueType], time: str = "", coverage: tuple[Period, Period] | None = None
) -> DataSource:
    """Return a source called `s` with `columns`."""
    made = {name: Column(name, type_) for name, type_ in columns.items()}
    return DataSource("s", time=time, columns=made, coverage=coverage)


def table(rows: Iterable[tuple[str | datetime.date, Mapping[str, Present | None]]]) -> Table:
    """Return the table of source `s`: the period of each row and its cells."""
    return Table(
        "s",
        "prueba",
        tuple(Row(cells, period(str(when)), number) for number, (when, cells) in enumerate(rows, 1)),
    )


def summary(evaluation: Evaluation) -> dict[str, tuple[object, ...]]:
    """Return the figures of an evaluation by code, without what names them."""
    found: dict[str, tuple[object, ...]] = {}
    for code, each in evaluation.indicators.items():
        parts = (each.value, each.entering, each.goal, each.achievement)
        found[code] = (*map(_reason, parts), each.origin, each.color)
    for code, group in evaluation.groups.items():
        found[code] = (_reason(group.achievement), group.exact, group.color)
    return found


def _reason(value: object) -> object:
    return (value.reason, value.cause) if isinstance(value, Absence) else value


def leaves(value: object) -> Iterator[object]:
    """Yield every value that `value` is made of, through classes, mappings and sequences; texts are not entered."""
    waiting, seen = [value], set()
    while waiting:
        each = waiting.pop()
        kind = type(each)
        if isinstance(each, Source) or id(each) in seen:
            continue
        if attrs.has(kind):
            seen.add(id(each))
            waiting.extend(getattr(each, field.name) for field in attrs.fields(kind))
        elif isinstance(each, Mapping):
            waiting.extend([*each.keys(), *each.values()])
        elif isinstance(each, Sequence) and not isinstance(each, str):
            waiting.extend(each)
        else:
            yield each
