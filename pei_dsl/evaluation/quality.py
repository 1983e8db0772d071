"""The marks of a figure: all those of what it rests on, so that a light never looks surer than its data."""

from __future__ import annotations

from collections.abc import Iterator

from pei_dsl.evaluation.formulas import Formulas
from pei_dsl.evaluation.results import IndicatorResult
from pei_dsl.model import expressions as m
from pei_dsl.model.keys import KeyKind, is_kind
from pei_dsl.model.periods import Period
from pei_dsl.model.quality import Qualities, Quality


def quality_of(result: IndicatorResult, period: Period, formulas: Formulas) -> Qualities:
    """
    Return the marks of the value that enters.

    A registered value has its own mark.  A computed one has the marks of every row that an aggregate of its
    formula counted, of every figure of a series, and of every registered value that it uses, at any depth.
    """
    if result.origin == "registrado" and result.registered is not None:
        return frozenset(filter(None, [result.registered.quality]))
    if result.indicator.formula is None:
        return frozenset()
    return frozenset(_marks(result.indicator.formula, period, formulas))


def _marks(formula: m.Expression, period: Period, formulas: Formulas) -> Iterator[Quality]:
    seen: set[tuple[str | int, Period]] = set()
    waiting: list[tuple[m.Expression, Period]] = [(formula, period)]
    while waiting:
        node, when = waiting.pop()
        if (id(node), when) in seen:
            continue
        seen.add((id(node), when))
        match node:
            case m.Aggregate():
                yield from formulas.outcome(node, when).quality
            case m.Reference(key=key) if (key, when) not in seen:
                seen.add((key, when))
                yield from _of_definition(key, when, formulas, waiting)
            case m.Earlier(value=value, steps=steps):
                before = when.earlier(steps)
                if before is not None:
                    waiting.append((value, before))
            case _:
                waiting.extend((part, when) for part in m.parts(node))


def _of_definition(
    key: str, period: Period, formulas: Formulas, waiting: list[tuple[m.Expression, Period]]
) -> Iterator[Quality]:
    """Yield the mark of a figure that a definition holds, or put its formula among those still to be read."""
    definition = formulas.plan.definitions[key]
    figure = definition.figures.get(period)
    if is_kind(key, KeyKind.INDICATOR) and formulas.seen(key, period) is not None:
        figure = formulas.registered[definition.name].get(period)
    if figure is not None:
        yield from filter(None, [figure.quality])
    elif definition.expression is not None:
        waiting.append((definition.expression, period))
