"""What an indicator must be whose goals are intervals: without direction or limit, and all of one kind."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from pei_dsl.algebra.display import grouped
from pei_dsl.analysis.resolve.indicator_draft import Draft
from pei_dsl.analysis.resolve.interval_goals import not_one_figure
from pei_dsl.diagnostics import Label
from pei_dsl.diagnostics.finding import replace
from pei_dsl.model.plan import Aggregation, Direction, Goal, Indicator, IntervalFigure
from pei_dsl.model.units import NUMBER
from pei_dsl.syntax import tree

_LIMITS = (Aggregation.MAXIMUM_ALLOWED, Aggregation.MINIMUM_ALLOWED)


def check_intervals(draft: Draft, indicator: Indicator) -> None:
    """
    Report what contradicts goals that are intervals: a direction, a limit, goals that are one figure.

    The goal that an example has of its own is one like the others.
    """
    own = [each.goal for each in indicator.examples if each.goal is not None]
    goals = [*indicator.goals.values(), *own]
    first = next((goal for goal in indicator.goals.values() or own if isinstance(goal, IntervalFigure)), None)
    if first is None:
        _not_like_the_others(draft, own)
        return
    if indicator.direction is not Direction.UNDEFINED:
        _against_direction(draft, first)
        return  # that figures are no intervals is no second finding
    if indicator.aggregation in _LIMITS:
        _against_limit(draft)
    for goal in goals:
        place = goal.declared_at
        if isinstance(goal.value, Fraction) and place.source is not None:
            params = {"written": place.source[place.span]}
            draft.fields.findings.add(place.source, place.span, "PEI237", "mixed", params=params, note="here")


def _not_like_the_others(draft: Draft, own: Sequence[Goal]) -> None:
    """Report examples whose goal is an interval, where the goals of the indicator are none."""
    for goal in own:
        place = goal.declared_at
        if isinstance(goal, IntervalFigure) and place.source is not None:
            not_one_figure(place.span, place.source, draft.fields.findings)


def _against_direction(draft: Draft, goal: IntervalFigure) -> None:
    """Report an interval beside a direction, with both figures, one of which may be what is meant."""
    field = draft.fields.value("direction", tree.Texts)
    source, span = goal.declared_at.source, goal.declared_at.span
    assert field is not None
    assert source is not None
    ends = (goal.value.upper, goal.value.lower)
    unit = draft.unit or NUMBER
    sign = "%" if unit.is_percentage else ""
    fixes = tuple(replace(source, span, f"{grouped(end * unit.scale, goal.decimals)}{sign}") for end in ends)
    params = {"written": source[span], "direction": draft.fields.source[field.span]}
    related = (Label(draft.fields.source, field.span),)
    draft.fields.findings.add(
        source, span, "PEI237", "direction", params=params, fixes=fixes, note="here", related=related
    )


def _against_limit(draft: Draft) -> None:
    """Report an aggregation that says of goals what intervals say already."""
    field = draft.fields.value("aggregation", tree.Texts)
    assert field is not None
    source = draft.fields.source
    fix = replace(source, field.span, "no agregable")
    params = {"written": source[field.span]}
    draft.fields.findings.add(
        source, field.span, "PEI237", "aggregation", params=params, fixes=(fix,), note="here"
    )
