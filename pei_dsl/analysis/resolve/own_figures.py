"""What the formula of an indicator may name of it: `línea_de_base`, `logro`, `logro en 2026`."""

from __future__ import annotations

from collections.abc import Mapping

from pei_dsl import vocabulary
from pei_dsl.analysis.resolve.indicator_draft import Draft
from pei_dsl.analysis.resolve.resolution import Resolution, Scope
from pei_dsl.analysis.resolve.typed import NUMBER, Typed, unknown
from pei_dsl.diagnostics.finding import replace
from pei_dsl.model import expressions as m
from pei_dsl.model.keys import KeyKind, key_of
from pei_dsl.model.periods import Period
from pei_dsl.model.plan import Definition, Figure, Goal, Indicator
from pei_dsl.source import Span
from pei_dsl.syntax import tree

_KINDS = {"baseline": KeyKind.BASELINE, "goal": KeyKind.GOAL}
_FIELDS = {"baseline": "baseline", "goal": "goals"}


def keys_of(draft: Draft, goals: Mapping[Period, Goal]) -> dict[str, str]:
    """
    Return the key of each figure that the formula of an indicator may name, by the identifier of its word.

    "" for one that nothing can be said of, since its field could not be read; none for one that lacks it.
    """
    code = draft.declaration.header.code or ""
    found: dict[str, str] = {}
    for word in vocabulary.OWN_FIGURES:
        if _FIELDS[word.name] in draft.fields.single:
            readable = draft.unit is not None and (word.name == "baseline" or bool(goals))
            found[word.name] = key_of(_KINDS[word.name], code) if readable else ""
    return found


def own_figure(resolution: Resolution, word: str, span: Span, scope: Scope) -> Typed | None:
    """Return the figure of the indicator that `word` names, if any; report one that it lacks."""
    known = vocabulary.OWN_FIGURES.find(word)
    if known is None:
        return None
    key = scope.own.get(known.name) if scope.own is not None else None
    if key is None:
        if not scope.open:
            variant = "own" if scope.own is None else f"no_{known.name}"
            params = {"name": word}
            resolution.findings.add(scope.source, span, "PEI201", variant, params=params, note="here")
        return unknown(span)
    if known.name == "goal" and scope.spans:
        params = {"name": word}
        resolution.findings.add(scope.source, span, "PEI237", "formula", params=params, note="here")
        return unknown(span)
    return Typed(m.Reference(key, span=span), NUMBER) if key else unknown(span)


def goal_in(resolution: Resolution, node: tree.GoalIn, scope: Scope) -> Typed:
    """Return `logro en 2026`; report a name of the plan that is not meant so, and a period that is none."""
    period = Period.parse(node.period)
    if period is None:
        params = {"written": f"en {node.period}"}
        resolution.findings.add(scope.source, node.span, "PEI213", params=params, note="here")
        return unknown(node.span)
    named = {*scope.locals, *scope.parameters, *resolution.keys}
    if node.name in named:
        text = f"valor({node.name} en {period})"
        fix = replace(scope.source, node.span, text, safe=True)
        params = {"name": node.name}
        resolution.findings.add(
            scope.source, node.span, "PEI201", "of_plan", params=params, note="here", fixes=(fix,)
        )
        return unknown(node.span)
    if scope.rows is not None and (node.name in scope.rows.columns or node.name == scope.rows.name):
        params = {"name": node.name, "period": str(period)}
        resolution.findings.add(scope.source, node.span, "PEI213", "goal", params=params, note="here")
        return unknown(node.span)
    goal = own_figure(resolution, node.name, node.span, scope)
    if goal is None or goal.type is not NUMBER:
        return unknown(node.span)
    return Typed(m.At(goal.node, period, span=node.span), NUMBER)


def definitions_of(indicator: Indicator, used: frozenset[str]) -> list[Definition]:
    """Return the definitions of those figures of `indicator` whose keys are in `used`."""
    figures: dict[KeyKind, Mapping[Period, Figure]] = {
        KeyKind.BASELINE: (
            {} if indicator.baseline is None else {indicator.baseline.period: indicator.baseline.figure}
        ),
        KeyKind.GOAL: {when: goal for when, goal in indicator.goals.items() if isinstance(goal, Figure)},
    }
    made = []
    for word in vocabulary.OWN_FIGURES:
        key = key_of(_KINDS[word.name], indicator.code)
        if key in used:
            made.append(
                Definition(
                    key,
                    word.spanish,
                    figures=figures[_KINDS[word.name]],
                    unit=indicator.unit,
                    declared_at=indicator.declared_at,
                )
            )
    return made
