"""What changed in the texts of a plan, field by field: every field that the language has is looked at."""

from __future__ import annotations

import functools
from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Any, TypeAlias

import attrs

from pei_dsl import vocabulary
from pei_dsl.comparison.compared import ChangeKind, PlanChange
from pei_dsl.comparison.sides import AFTER, BEFORE, Pair, Sides
from pei_dsl.comparison.value_texts import written
from pei_dsl.model.keys import KeyKind, is_kind, names_of
from pei_dsl.model.periods import Period
from pei_dsl.model.plan import Figure, Level, Plan
from pei_dsl.model.units import NUMBER, Unit

# A part of the model, of a class that has the fields of its declaration.
_Part: TypeAlias = Any

# Registered figures are data, told by themselves.
_DATA = {("indicator", "values"), ("series", "values")}
# Told as they are written, and only where they mean something else.
_TEXTS = {"formula": "formula_text", "omits": "omits_text"}
_TITLE = "title"
_LEVELS = {Level.OBJECTIVE: "objective", Level.ACTION: "action"}
_DEFINED = {
    KeyKind.VARIABLE: "variable",
    KeyKind.WHERE: "indicator",
    KeyKind.SERIES: "series",
}


def plan_changes(sides: Sides) -> Iterator[PlanChange]:
    """Yield what changed in the plan: all that it declares but tests and what texts print of its figures."""
    before, after = sides.before.plan, sides.after.plan
    yield from _fields("plan", "", before, after)
    for name in [
        *after.methodologies,
        *(each for each in before.methodologies if each not in after.methodologies),
    ]:
        ends = before.methodologies.get(name), after.methodologies.get(name)
        yield from _declared("methodology", Pair(name if ends[0] else "", name if ends[1] else ""), *ends)
    for pair in sides.groups:
        groups = [sides[number].plan.groups.get(pair[number]) for number in (BEFORE, AFTER)]
        level = next(each.level for each in (groups[AFTER], groups[BEFORE]) if each is not None)
        yield from _declared(_LEVELS[level], pair, *groups)
    for pair in sides.indicators:
        yield from _declared(
            "indicator", pair, *(sides.indicator(number, pair) for number in (BEFORE, AFTER))
        )
    yield from _definitions(before, after)
    yield from _by_name("source", before.sources, after.sources)
    yield from _by_name("register", _registers(before), _registers(after))
    yield from _told(before, after)
    yield from _by_name("amendment", _amendments(before), _amendments(after))


def value_changes(sides: Sides) -> Iterator[PlanChange]:
    """Yield the registered values and the figures of series that came, went or were rectified."""
    for pair in sides.indicators:
        if pair.is_kept:
            unit = _unit(sides.indicator(AFTER, pair))
            before, after = sides.registered(BEFORE, pair), sides.registered(AFTER, pair)
            yield from _figures("indicator", pair.code, "values", before, after, unit)
    for key, each in sides.after.plan.definitions.items():
        other = sides.before.plan.definitions.get(key)
        if is_kind(key, KeyKind.SERIES) and other is not None:
            unit = each.unit or NUMBER
            yield from _figures("series", each.name, "values", other.figures, each.figures, unit)


def _told(before: Plan, after: Plan) -> Iterator[PlanChange]:
    """Yield what changed of what is declared beside figures, and of versions."""
    ends = [{(kind, name): each for kind, name, each in plan.told} for plan in (before, after)]
    for kind, name in dict.fromkeys((*ends[AFTER], *ends[BEFORE])):
        one, other = (each.get((kind, name)) for each in ends)
        pair = Pair(name if one is not None else "", name if other is not None else "")
        yield from _declared(kind, pair, _in_unit(one, before), _in_unit(other, after))


def _in_unit(thing: _Part, plan: Plan) -> _Part:
    """Return what is declared with its figure as it is written in the unit of the indicator that it is of."""
    indicator = plan.indicators.get(getattr(thing, "indicator", ""))
    supports = getattr(thing, "supports", None)
    if indicator is None or not isinstance(supports, Figure) or not isinstance(supports.value, Fraction):
        return thing
    return attrs.evolve(thing, supports=written(supports, indicator.unit))


def _amendments(plan: Plan) -> Mapping[str, Any]:
    return {each.title: each for each in plan.amendments}


def _registers(plan: Plan) -> Mapping[str, Any]:
    return {each.title or each.file: each for each in plan.registers}


def _by_name(declaration: str, before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[PlanChange]:
    for name in dict.fromkeys((*after, *before)):
        ends = before.get(name), after.get(name)
        pair = Pair(name if ends[BEFORE] is not None else "", name if ends[AFTER] is not None else "")
        yield from _declared(declaration, pair, *ends)


def _definitions(before: Plan, after: Plan) -> Iterator[PlanChange]:
    """Yield what changed of variables, and of names under `donde:`; series, but their figures, too."""
    for key in dict.fromkeys((*after.definitions, *before.definitions)):
        kind = next((each for each in _DEFINED if is_kind(key, each)), None)
        if kind is None:
            continue
        one, other = before.definitions.get(key), after.definitions.get(key)
        *owner, name = names_of(key)
        code, item = (owner[0], name) if owner else (name, "")
        if owner and (owner[0] in before.indicators) != (owner[0] in after.indicators):
            continue  # it came or went with its indicator
        if one is None or other is None:
            happened = ChangeKind.ADDED if one is None else ChangeKind.ENDED
            texts = [each.text if each is not None else "" for each in (one, other)]
            yield PlanChange(happened, _DEFINED[kind], code, item, None, *texts)
        elif one.expression != other.expression:
            yield PlanChange(
                ChangeKind.CHANGED, _DEFINED[kind], code, item or "formula", None, one.text, other.text
            )
        elif not owner and one.title != other.title:
            yield PlanChange(ChangeKind.CHANGED, _DEFINED[kind], code, _TITLE, None, one.title, other.title)


def _declared(declaration: str, pair: Pair, before: _Part, after: _Part) -> Iterator[PlanChange]:
    if before is None or after is None:
        kind = ChangeKind.ADDED if before is None else ChangeKind.ENDED
        titles = [getattr(each, _TITLE, "") if each is not None else "" for each in (before, after)]
        yield PlanChange(kind, declaration, pair.code, "", None, *titles)
        return
    if pair.before != pair.after:
        yield PlanChange(ChangeKind.RENAMED, declaration, pair.code, "", None, pair.before, pair.after)
    yield from _fields(declaration, pair.code, before, after)


def _fields(declaration: str, code: str, before: _Part, after: _Part) -> Iterator[PlanChange]:
    """Yield the fields of a declaration that differ."""
    change = functools.partial(PlanChange, ChangeKind.CHANGED, declaration, code)
    if getattr(before, _TITLE, "") != getattr(after, _TITLE, ""):
        yield change(_TITLE, None, before.title, after.title)
    units = _unit(before), _unit(after)
    for word in vocabulary.FIELDS:
        attribute = word.attributes.get(declaration, word.name)
        if declaration not in word.of or (declaration, word.name) in _DATA or not _has(before, attribute):
            continue
        one, other = getattr(before, attribute), getattr(after, attribute)
        if word.name == "methodology":
            one, other = one.name, other.name  # what its rules are is told of the methodology
        if one == other:
            continue
        if word.name == "goals":
            yield from _figures(declaration, code, word.name, one, other, units[AFTER], units[BEFORE])
            continue
        attribute = _TEXTS.get(word.name, attribute)
        texts = [
            written(getattr(each, attribute) if attribute in _TEXTS.values() else value, unit)
            for each, value, unit in zip((before, after), (one, other), units, strict=True)
        ]
        yield change(word.name, None, *texts)
    if declaration == "source":
        yield from _columns(code, before.columns, after.columns)


def _columns(code: str, before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[PlanChange]:
    for name in dict.fromkeys((*after, *before)):
        one, other = before.get(name), after.get(name)
        if one != other:
            kind = (
                ChangeKind.ADDED if one is None else ChangeKind.ENDED if other is None else ChangeKind.CHANGED
            )
            yield PlanChange(kind, "source", code, name, None, written(one), written(other))


def _figures(
    declaration: str,
    code: str,
    field: str,
    before: Mapping[Period, Figure],
    after: Mapping[Period, Figure],
    unit: Unit,
    earlier_unit: Unit | None = None,
) -> Iterator[PlanChange]:
    for period in sorted({*before, *after}):
        one, other = before.get(period), after.get(period)
        if one is not None and other is not None and one.value == other.value:
            continue
        kind = ChangeKind.ADDED if one is None else ChangeKind.ENDED if other is None else ChangeKind.CHANGED
        yield PlanChange(
            kind, declaration, code, field, period, written(one, earlier_unit or unit), written(other, unit)
        )


def _has(declared: object, attribute: str) -> bool:
    return attribute in _attributes(type(declared))  # type: ignore[arg-type]  # a class has a hash


@functools.cache
def _attributes(kind: type) -> frozenset[str]:
    return frozenset(each.name for each in attrs.fields(kind))


def _unit(declared: object) -> Unit:
    found = getattr(declared, "unit", None)
    return found if isinstance(found, Unit) else NUMBER
