"""Indicators: what they declare, with their formulas resolved."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

import attrs

from pei_dsl.algebra.builtins.of_absence import IF
from pei_dsl.analysis.findings import Findings
from pei_dsl.analysis.resolve import notation, own_figures
from pei_dsl.analysis.resolve.examples import read_examples
from pei_dsl.analysis.resolve.fields import Fields
from pei_dsl.analysis.resolve.holes import answer_hole
from pei_dsl.analysis.resolve.indicator_draft import (
    Draft,
    is_open,
    local_definitions,
    local_key,
)
from pei_dsl.analysis.resolve.interval_rules import check_intervals
from pei_dsl.analysis.resolve.names import without_unknown
from pei_dsl.analysis.resolve.resolution import Resolution, Scope
from pei_dsl.analysis.resolve.symbols import group_of
from pei_dsl.analysis.resolve.typed import Typed
from pei_dsl.analysis.resolve.use_order import use_order
from pei_dsl.analysis.resolve.yes_no import says_yes_or_no
from pei_dsl.model import expressions as m
from pei_dsl.model.expressions import ValueType
from pei_dsl.model.keys import KeyKind, key_of
from pei_dsl.model.periods import Period
from pei_dsl.model.plan import (
    Aggregation,
    Baseline,
    Definition,
    Direction,
    Figure,
    Goal,
    Indicator,
    IntervalFigure,
    Relevance,
)
from pei_dsl.model.units import NUMBER, Unit
from pei_dsl.syntax import tree


def resolve_indicator(
    draft: Draft, resolver: Resolution, findings: Findings
) -> tuple[Indicator, list[Definition]]:
    """Return the indicator of `draft` and its definitions, its own value among them."""
    declaration, fields = draft.declaration, draft.fields
    code = declaration.header.code or ""
    names = local_definitions(draft, findings)
    goals = _goals(draft)
    if _with_words(draft).yes_no:
        _tell_mixed(draft)
    scope = Scope(
        declaration.source,
        code,
        {name: local_key(code, name) for name in names},
        open=is_open(draft),
        own=own_figures.keys_of(draft, goals),
        spans=any(isinstance(goal, IntervalFigure) for goal in goals.values()),
    )
    definitions = _resolve_locals(names, code, scope, resolver, fields)
    formula, text, noted = _formula(draft, scope, names, resolver, findings)
    unit = _with_words(draft)
    direction = fields.word("direction")
    relevance = fields.word("relevance")
    aggregation = fields.word("aggregation")
    indicator = Indicator(
        code=code,
        title=declaration.header.title or "",
        group=group_of(code),
        formula=formula.node if formula is not None else None,
        where=tuple(definition.key for definition in definitions),
        unit=unit,
        decimals=fields.whole("decimals"),
        direction=Direction(direction.spanish) if direction else Direction.UNDEFINED,
        relevance=Relevance[relevance.name.upper()] if relevance else None,
        aggregation=Aggregation(aggregation.spanish) if aggregation else None,
        weight=_weight(fields),
        baseline=_baseline(draft),
        goals=goals,
        values=_figures(draft, "values"),
        examples=tuple(read_examples(draft, names, resolver)),
        documentation=declaration.documentation,
        formula_text=text,
        scale_noted=noted,
        declared_at=fields.place(declaration.header.span),
        **fields.plain(),
    )
    check_intervals(draft, indicator)
    own = Definition(
        key_of(KeyKind.INDICATOR, code),
        code,
        indicator.title,
        indicator.formula,
        unit=unit,
        text=text,
        declared_at=indicator.declared_at,
    )
    used = frozenset(key for each in (*definitions, own) for key in each.references)
    return indicator, [*own_figures.definitions_of(indicator, used), *definitions, own]


def _resolve_locals(
    names: Mapping[str, tree.Definition],
    code: str,
    scope: Scope,
    resolver: Resolution,
    fields: Fields,
) -> list[Definition]:
    """Return the definitions under `donde:`; one may use another, so the order follows the uses."""
    made: dict[str, Definition] = {}
    for name in use_order({name: each.expression for name, each in names.items()}, resolver.sources):
        written = names[name]
        key = local_key(code, name)
        typed = resolver.resolve(written.expression, without_unknown(written.expression, scope, {}, resolver))
        resolver.types[key], resolver.kinds[key] = typed.type, typed.kind
        made[name] = Definition(
            key,
            name,
            written.title,
            typed.node,
            type=typed.type,
            text=fields.source[written.expression.span],
            declared_at=fields.place(written.span),
        )
    return [made[name] for name in names]


def _formula(
    draft: Draft,
    scope: Scope,
    where: Mapping[str, tree.Definition],
    resolver: Resolution,
    findings: Findings,
) -> tuple[Typed | None, str, bool]:
    field = draft.fields.single.get("formula")
    if field is None:
        return None, "", False
    written = field.value
    assert not isinstance(
        written,
        tree.Texts | tree.Figures | tree.Definitions | tree.Periods | tree.Bands | tree.Counts,
    )
    assert not isinstance(written, tree.Column | tree.Example | tree.Amount | tree.Inputs | tree.RowsOf)
    source = draft.declaration.source
    if isinstance(written, tree.Hole):
        answer_hole(written, draft.declaration, draft.unit, scope, where, resolver, findings)
    noted = False
    if draft.unit is not None:
        written, noted = notation.without_scale(written, draft.unit, source, findings)
    known = without_unknown(written, scope, where, resolver, field.value.span)
    if draft.unit is not None and _with_words(draft).yes_no:
        typed = resolver.resolve(written, known)
        if typed.type is ValueType.BOOLEAN:
            one, zero = m.Number(Fraction(1), span=written.span), m.Number(Fraction(0), span=written.span)
            call = m.Call(IF.name, (typed.node, one, zero), span=written.span)
            return Typed(call, ValueType.NUMBER), source[field.value.span], noted
    typed = resolver.expect(written, known, ValueType.NUMBER)
    return typed, source[field.value.span], noted


def _with_words(draft: Draft) -> Unit:
    """Return the unit of an indicator, in which 1 and 0 are words where a goal is one."""
    unit = draft.unit or NUMBER
    value = draft.fields.value("goals", tree.Figures)
    says = any(says_yes_or_no(each.amount) for each in (value.items if value else ()))
    return attrs.evolve(unit, yes_no=says and unit.takes_yes_no)


def _tell_mixed(draft: Draft) -> None:
    """Report figures that are neither yes nor no in an indicator whose goals are (PEI236)."""
    for name in ("goals", "values", "baseline"):
        value = draft.fields.value(name, tree.Figures)
        for item in value.items if value is not None else ():
            if _is_another_figure(item.amount):
                source = draft.fields.source
                params = {"written": source[item.amount.span]}
                draft.fields.findings.add(
                    source, item.amount.span, "PEI236", "mixed", params=params, note="here"
                )


def _is_another_figure(amount: tree.Amount | tree.AmountRange) -> bool:
    """Tell whether `amount` is a figure that means neither yes nor no; an interval never does."""
    if isinstance(amount, tree.AmountRange):
        return True
    return amount.value is not None and amount.value not in {0, 1}


def _weight(fields: Fields) -> Fraction | None:
    """Return the declared weight of an indicator within its group: `40%`, or any number above zero."""
    amount = fields.value("weight", tree.Amount)
    if amount is None or amount.value is None:
        return None
    if amount.value < 0:
        params = {"written": fields.source[amount.span], "field": "peso", "known": "40%, 0.4, 2"}
        fields.findings.add(fields.source, amount.span, "PEI117", params=params, note="here")
        return None
    return amount.value


def _baseline(draft: Draft) -> Baseline | None:
    value = draft.fields.value("baseline", tree.Figures)
    if value is None or (draft.unit is None):
        return None
    found = draft.fields.by_period(value.items, draft.unit)
    if len(found) > 1:
        draft.fields.findings.add(
            draft.declaration.source, value.items[-1].span, "PEI118", "baseline", note="second"
        )
    return next((Baseline(period, figure) for period, figure in found.items()), None)


def _figures(draft: Draft, name: str) -> dict[Period, Figure]:
    value = draft.fields.value(name, tree.Figures)
    if value is None or draft.unit is None:
        return {}
    return draft.fields.by_period(value.items, draft.unit)


def _goals(draft: Draft) -> dict[Period, Goal]:
    value = draft.fields.value("goals", tree.Figures)
    if value is None or draft.unit is None:
        return {}
    return draft.fields.goals_by_period(value.items, draft.unit)
