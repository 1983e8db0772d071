"""Explanations for the public: how each figure came about, without the rows that it rests on."""

from __future__ import annotations

import attrs

from pei_dsl.evaluation.explain import AggregateTrace, Explanation, Step
from pei_dsl.reports.material import Material


def without_rows(material: Material) -> Material:
    """Return `material` whose explanations say how many rows a figure rests on, and none of them."""
    explanations = {code: _without(each) for code, each in material.explanations.items()}
    return attrs.evolve(material, explanations=explanations)


def _without(explanation: Explanation) -> Explanation:
    return attrs.evolve(
        explanation,
        aggregates=_counted(explanation.aggregates),
        steps=tuple(_step(each) for each in explanation.steps),
    )


def _step(step: Step) -> Step:
    return attrs.evolve(step, aggregates=_counted(step.aggregates))


def _counted(traces: tuple[AggregateTrace, ...]) -> tuple[AggregateTrace, ...]:
    # Rows may be of people: a page that anybody opens is no place for them, whatever a source allows.
    return tuple(attrs.evolve(each, rows=()) for each in traces)
