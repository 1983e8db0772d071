"""The marks of a figure: all those of what it rests on, so that a light never looks surer than its data."""

from __future__ import annotations

from typing import TypeAlias

from pei_dsl.evaluation.formulas import Formulas
from pei_dsl.evaluation.results import IndicatorResult
from pei_dsl.model import expressions as m
from pei_dsl.model.elsewhen import parts_at
from pei_dsl.model.keys import KeyKind, is_kind
from pei_dsl.model.periods import Period
from pei_dsl.model.quality import Qualities, Quality

Use: TypeAlias = tuple[str, Period]  # the key of a definition, and when it is used


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
    own, uses = _read(result.indicator.formula, period, formulas)
    return own.union(*(_marks(*use, formulas) for use in uses))


def _marks(key: str, period: Period, formulas: Formulas) -> Qualities:
    """
    Return the marks of what others see of definition `key` in `period`, found once.

    As with values, an explicit stack reads what each definition uses first, however deep that is.
    """
    known = formulas.marks
    waiting: list[Use] = [(key, period)]
    read: dict[Use, tuple[Qualities, list[Use]]] = {}
    while waiting:
        at = waiting[-1]
        if at not in read and at not in known:
            read[at] = _of_definition(*at, formulas)
            waiting.extend(use for use in read[at][1] if use not in known)
            continue
        waiting.pop()
        if at not in known:
            own, uses = read[at]
            known[at] = own.union(*(known[use] for use in uses))
    return known[key, period]


def _of_definition(key: str, period: Period, formulas: Formulas) -> tuple[Qualities, list[Use]]:
    """Return the mark of a figure that a definition holds, or what its formula says."""
    definition = formulas.plan.definitions[key]
    figure = definition.figure(period)
    if is_kind(key, KeyKind.INDICATOR) and formulas.seen(key, period) is not None:
        figure = formulas.registered[definition.name].get(period)
    if figure is not None:
        return frozenset(filter(None, [figure.quality])), []
    if definition.expression is None:
        return frozenset(), []
    return _read(definition.expression, period, formulas)


def _read(formula: m.Expression, period: Period, formulas: Formulas) -> tuple[Qualities, list[Use]]:
    """Return the marks of the rows that `formula` counts itself, and the definitions that it uses."""
    marks: set[Quality] = set()
    uses: list[Use] = []
    seen: set[tuple[int, Period]] = set()
    waiting: list[tuple[m.Expression, Period]] = [(formula, period)]
    while waiting:
        node, when = waiting.pop()
        if (id(node), when) in seen:
            continue
        seen.add((id(node), when))
        match node:
            case m.Aggregate():
                marks |= formulas.outcome(node, when).quality
            case m.Reference(key=key):
                uses.append((key, when))
            case _:
                waiting.extend(parts_at(node, when))
    return frozenset(marks), uses
