"""Time clauses that no row can ever meet: they begin after all that is measured."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping

from pei_dsl.analysis.lints.declaration import Remark, lint
from pei_dsl.analysis.lints.subject import Subject
from pei_dsl.analysis.walk import places
from pei_dsl.data.aggregates import window_of
from pei_dsl.model import expressions as m
from pei_dsl.model.clauses import clause_text
from pei_dsl.model.elsewhen import parts_at, periods_of
from pei_dsl.model.expressions import Window, WindowKind
from pei_dsl.model.keys import KeyKind, is_kind
from pei_dsl.model.periods import Period
from pei_dsl.model.plan import Definition, Place

_BEGINS_SOMEWHERE = frozenset({WindowKind.SINCE, WindowKind.PLAN})


@lint("PEI447")
def stretch_without_days(subject: Subject) -> Iterator[Remark]:
    """
    Warn of clauses that begin after the plan, and of values in a period before what they read begins.

    Two clauses of one aggregate that exclude each other are an error where they stand.
    """
    measured = subject.plan.period
    for place, root in _formulas(subject):
        where = places(m.parts_first(root))
        for node in m.parts_of(root):
            late = None if measured is None else _late(node, measured[1])
            begins = _begins_after(node, subject.plan.definitions) if isinstance(node, m.At) else None
            own = Place(place.source, where[id(node)].span)
            if late is not None and measured is not None:
                yield Remark(own, params={"clause": _text(late), "last": str(measured[1])})
            if begins is not None and isinstance(node, m.At):
                params = {"clause": _text(begins), "period": str(node.period)}
                yield Remark(own, "at", params=params)


def _formulas(subject: Subject) -> Iterator[tuple[Place, m.Expression]]:
    """Yield the formulas that plans write, each with the text in which it stands."""
    for definition in subject.plan.definitions.values():
        if not is_kind(definition.key, KeyKind.FUNCTION) and definition.expression is not None:
            yield definition.declared_at, definition.expression
    for source in subject.plan.sources.values():
        for column in source.computed:
            assert column.formula is not None
            yield column.declared_at, column.formula


def _late(node: m.Expression, last: Period) -> Window | None:
    """Return the clause of `node` that begins after `last`, the last period of the plan; None for none."""
    match node:
        case m.Aggregate(windows=windows):
            found = windows
        case m.Over(window=window):
            found = (window,)
        case _:
            return None
    if any(each.kind is WindowKind.FIXED for each in found):
        return None  # of a period that is named, whatever is measured
    return next((each for each in found if each.kind in _BEGINS_SOMEWHERE and _start(each) > last.end), None)


def _start(window: Window) -> datetime.date:
    assert window.named is not None
    return window.named.start


def _begins_after(node: m.At, definitions: Mapping[str, Definition]) -> Window | None:
    """Return the clause, of what `node` asks for, that begins after the period of `node`; None for none."""
    waiting: list[tuple[m.Expression, Period]] = [(node.value, node.period)]
    seen: set[tuple[int | str, Period]] = set()
    while waiting:
        part, when = waiting.pop()
        key = (part.key if isinstance(part, m.Reference) else id(part), when)
        if key in seen:
            continue
        seen.add(key)
        match part:
            case m.Aggregate(windows=windows) if window_of(windows, when) is None:
                found = (each for each in windows if each.kind in _BEGINS_SOMEWHERE)
            case m.Over(window=window) if not isinstance(periods_of(part, when), tuple):
                found = (each for each in (window,) if each.kind in _BEGINS_SOMEWHERE)
            case m.Reference(key=name) if name in definitions:
                expression = definitions[name].expression
                waiting.extend([] if expression is None else [(expression, when)])
                continue
            case _:
                waiting.extend(parts_at(part, when))
                continue
        begins = next(found, None)
        if begins is not None:
            return begins
    return None


def _text(window: Window) -> str:
    return clause_text(window, led=False)
