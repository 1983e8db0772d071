"""What a declared methodology changes, in the one spelling of each word, however the plan spells it."""

from __future__ import annotations

import enum
from collections.abc import Callable, Iterable
from fractions import Fraction

from pei_dsl import vocabulary
from pei_dsl.algebra import display
from pei_dsl.model.methodology import Band, Color, Methodology, Rounding, RoundingStep
from pei_dsl.vocabulary import Word, Words


def overrides(
    methodology: Methodology, fields: Iterable[str], language: str = "es"
) -> tuple[tuple[str, str], ...]:
    """Return the words and values of `fields`, by their identifiers, as `methodology` has them."""
    return tuple(
        (_spelt(vocabulary.FIELDS.named(name), language), _SAID[name](methodology, language))
        for name in fields
        if name in _SAID
    )


def _spelt(word: Word, language: str) -> str:
    return word.english_form if language == "en" else word.spanish


def _member(words: Words[Word], member: enum.Enum | None, language: str) -> str:
    return _spelt(words.named("none" if member is None else member.name.lower()), language)


def _step(step: RoundingStep | None, language: str) -> str:
    if step is None:
        return _member(vocabulary.ROUNDINGS, None, language)
    plural = "" if step.decimals == 1 else {"es": "es", "en": "s"}[language]
    said = f"{step.decimals} decimal{plural}"
    if step.rounding is Rounding.HALF_UP:
        return said
    return f"{said}, {_member(vocabulary.ROUNDINGS, step.rounding, language)}"


def _percent(value: Fraction) -> str:
    return f"{display.exact(value)}%"


def _band(band: Band, language: str) -> str:
    color = band.color
    shown = _member(vocabulary.COLORS, color, language) if isinstance(color, Color) else color
    return shown if band.limit is None else f"{shown} {'>' if band.strict else '>='} {_percent(band.limit)}"


_SAID: dict[str, Callable[[Methodology, str], str]] = {
    "value": lambda each, language: _member(vocabulary.VALUE_POLICIES, each.enters_as, language),
    "missing_siblings": lambda each, language: _member(
        vocabulary.MISSING_SIBLING_POLICIES, each.missing_siblings, language
    ),
    "zero_goal": lambda each, language: _member(vocabulary.ZERO_GOAL_POLICIES, each.zero_goal, language),
    "maintained_goal": lambda each, language: _member(
        vocabulary.MAINTAINED_GOAL_POLICIES, each.maintained_goal, language
    ),
    "weights": lambda each, language: _member(vocabulary.WEIGHT_POLICIES, each.weights, language),
    "negatives": lambda each, language: _member(vocabulary.NEGATIVE_POLICIES, each.negatives, language),
    "progress": lambda each, language: _member(vocabulary.PROGRESS_TYPES, each.progress, language),
    "cap": lambda each, _: "no" if each.cap is None else _percent(each.cap),
    "bands": lambda each, language: "; ".join(_band(band, language) for band in each.bands),
    "value_rounding": lambda each, language: _member(vocabulary.ROUNDINGS, each.value_rounding, language),
    "achievement_rounding": lambda each, language: _step(each.achievement_rounding, language),
    "contribution_rounding": lambda each, language: _step(each.contribution_rounding, language),
    "figure_rounding": lambda each, language: _step(each.figure_rounding, language),
}
