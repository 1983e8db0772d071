"""The values of enumerations are keywords: of the language where plans write them, and of the JSON else."""

from __future__ import annotations

import enum
import importlib
import pkgutil
from collections.abc import Iterator, Mapping

import pytest

import pei_dsl
from pei_dsl import vocabulary
from pei_dsl.auditing import contradictions
from pei_dsl.comparison import compared
from pei_dsl.data import reading
from pei_dsl.diagnostics import finding
from pei_dsl.evaluation import caveats
from pei_dsl.following import followed
from pei_dsl.model import (
    absence,
    expressions,
    follow_up,
    keys,
    methodology,
    movement,
    periods,
    plan,
    quality,
)
from pei_dsl.reproducing import question, travelling
from pei_dsl.views import operations, verification
from pei_dsl.vocabulary import Word, Words

WRITTEN: Mapping[type[enum.StrEnum], Words[Word]] = {
    plan.Direction: vocabulary.DIRECTIONS,
    plan.Aggregation: vocabulary.AGGREGATIONS,
    plan.Level: vocabulary.DECLARATIONS,
    plan.Accumulation: Words(tuple(vocabulary.COLUMN_OPTIONS)),
    methodology.Color: vocabulary.COLORS,
    methodology.EntersAs: vocabulary.VALUE_POLICIES,
    methodology.MissingSiblings: vocabulary.MISSING_SIBLING_POLICIES,
    methodology.ZeroGoal: vocabulary.ZERO_GOAL_POLICIES,
    methodology.MaintainedGoal: vocabulary.MAINTAINED_GOAL_POLICIES,
    methodology.Weights: vocabulary.WEIGHT_POLICIES,
    methodology.Negatives: vocabulary.NEGATIVE_POLICIES,
    methodology.Progress: vocabulary.PROGRESS_TYPES,
    quality.Quality: vocabulary.QUALITIES,
    absence.Reason: vocabulary.ABSENCES,
    follow_up.Situation: vocabulary.SITUATIONS,
}
# Words that no plan writes as such, each with where they are promised.
ELSEWHERE = {
    caveats.CaveatKind: "JSON",
    contradictions.Severity: "JSON",
    finding.Severity: "JSON",
    compared.FigureKind: "JSON",
    compared.ChangeKind: "JSON",
    compared.ChangePart: "JSON, and `--orden`",
    followed.Verdict: "JSON",
    movement.Course: "JSON",
    question.Asks: "the name of a command, in JSON",
    travelling.Stays: "the manifest of a package",
    verification.Ground: "JSON",
    periods.Granularity: "JSON and `--por`; no clause of time says a day",
    reading.Engine: "`--motor`",
    keys.KeyKind: "what the keys of a model begin with, which pickled and cached results hold",
    operations.Operator: "a sign, in every language",
}


def enumerations() -> Iterator[type[enum.StrEnum]]:
    """Yield every enumeration of texts in the package."""
    for module in pkgutil.walk_packages(pei_dsl.__path__, "pei_dsl."):
        if not module.name.endswith(("__main__", "pytest_plugin")):
            for each in vars(importlib.import_module(module.name)).values():
                if (
                    isinstance(each, type)
                    and issubclass(each, enum.StrEnum)
                    and each.__module__ == module.name
                ):
                    yield each


@pytest.mark.parametrize("kind", WRITTEN, ids=lambda each: str(each.__name__))
def test_a_member_is_the_word_that_plans_write(kind: type[enum.StrEnum]) -> None:
    """Its name is that of the word, its value the one spelling of it."""
    for member in kind:
        assert member.value == WRITTEN[kind].named(member.name.lower()).spanish


def test_every_other_value_is_an_english_identifier() -> None:
    others = {each for each in enumerations() if each not in WRITTEN and each not in ELSEWHERE}

    assert {expressions.ValueType, methodology.Rounding} <= others
    assert [
        (kind.__name__, member.value)
        for kind in others
        for member in kind
        if member.value != member.name.lower()
    ] == []
