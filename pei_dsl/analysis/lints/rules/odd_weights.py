"""Relevance and weights within a group: forgotten, without effect, or not a whole."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from pei_dsl.algebra.display import shown
from pei_dsl.analysis.lints.declaration import Remark, lint
from pei_dsl.analysis.lints.subject import (
    Subject,
)
from pei_dsl.model.methodology import Weights
from pei_dsl.model.plan import Indicator


@lint("PEI430")
def odd_weights(subject: Subject) -> Iterator[Remark]:
    """Warn of groups whose weights are half declared, declared for nothing, or do not make a whole."""
    groups: dict[str, list[Indicator]] = {}
    for indicator in subject.plan.indicators.values():
        groups.setdefault(indicator.group, []).append(indicator)
    for group, members in groups.items():
        if subject.plan.methodology.weights is Weights.DECLARED:
            yield from _of_declared(subject, group, members)
            continue
        weighted = next((each for each in members if each.weight is not None), None)
        if weighted is not None:
            params = {"group": group, "methodology": subject.plan.methodology.name}
            yield Remark(subject.field(weighted, "weight"), "ignored", params=params)
        if subject.plan.methodology.weights is Weights.RELEVANCE:
            yield from _of_relevance(subject, group, members)


def _of_relevance(subject: Subject, group: str, members: list[Indicator]) -> Iterator[Remark]:
    silent = [each for each in members if each.relevance is None]
    if silent and len(silent) < len(members):
        params = {"group": group, "codes": ", ".join(each.code for each in silent)}
        yield Remark(subject.code(silent[0]), params=params)


def _of_declared(subject: Subject, group: str, members: list[Indicator]) -> Iterator[Remark]:
    weights = [each.weight for each in members if each.weight is not None]
    silent = [each for each in members if each.weight is None]
    total = sum(weights, Fraction(0))
    if silent and total >= 1:
        params = {"group": group, "codes": ", ".join(each.code for each in silent)}
        yield Remark(subject.code(silent[0]), "nothing_left", params=params)
    elif not silent and total not in {0, 1} and all(weight < 1 for weight in weights):
        # Weights below one are shares, and shares make a whole; 1, 2 and 2 are proportions.
        params = {"group": group, "total": f"{shown(total * 100)}%"}
        yield Remark(subject.field(members[-1], "weight"), "sum", params=params)
