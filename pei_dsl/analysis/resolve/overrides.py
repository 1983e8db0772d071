"""What a declared methodology changes, in the one spelling of each word, however the plan spells it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from fractions import Fraction

from pei_dsl import vocabulary
from pei_dsl.algebra import display
from pei_dsl.model.methodology import Band, Methodology, Rounding, RoundingStep


def overrides(methodology: Methodology, fields: Iterable[str]) -> tuple[tuple[str, str], ...]:
    """Return the words and values of `fields`, by their identifiers, as `methodology` has them."""
    return tuple(
        (vocabulary.FIELDS.named(name).spanish, _SAID[name](methodology)) for name in fields if name in _SAID
    )


def _half(rounding: Rounding | None) -> str:
    return vocabulary.ROUNDINGS.named(rounding.value if rounding is not None else "none").spanish


def _step(step: RoundingStep | None) -> str:
    if step is None:
        return _half(None)
    plural = "" if step.decimals == 1 else "es"
    said = f"{step.decimals} decimal{plural}"
    return said if step.rounding is Rounding.HALF_UP else f"{said}, {_half(step.rounding)}"


def _percent(value: Fraction) -> str:
    return f"{display.exact(value)}%"


def _band(band: Band) -> str:
    if band.limit is None:
        return str(band.color)
    return f"{band.color} {'>' if band.strict else '>='} {_percent(band.limit)}"


_SAID: dict[str, Callable[[Methodology], str]] = {
    "value": lambda each: str(each.enters_as),
    "missing_siblings": lambda each: str(each.missing_siblings),
    "zero_goal": lambda each: str(each.zero_goal),
    "weights": lambda each: str(each.weights),
    "negatives": lambda each: str(each.negatives),
    "progress": lambda each: str(each.progress),
    "cap": lambda each: "no" if each.cap is None else _percent(each.cap),
    "bands": lambda each: "; ".join(map(_band, each.bands)),
    "value_rounding": lambda each: _half(each.value_rounding),
    "achievement_rounding": lambda each: _step(each.achievement_rounding),
    "contribution_rounding": lambda each: _step(each.contribution_rounding),
    "figure_rounding": lambda each: _step(each.figure_rounding),
}
