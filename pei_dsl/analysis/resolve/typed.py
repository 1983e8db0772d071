"""A resolved expression with what is known of its value."""

from __future__ import annotations

import attrs

from pei_dsl.model import expressions as m
from pei_dsl.model.expressions import ValueType
from pei_dsl.source import Span

NUMBER, TEXT, DATE, BOOLEAN, HOLIDAYS, UNKNOWN = (
    ValueType.NUMBER,
    ValueType.TEXT,
    ValueType.DATE,
    ValueType.BOOLEAN,
    ValueType.HOLIDAYS,
    ValueType.UNKNOWN,
)


@attrs.frozen
class Typed:
    """
    A resolved expression with what is known of its value.

    Attributes:
        node: The expression; a `Hole` where something was reported.
        type: UNKNOWN where something was reported.
        kind: `percent` for a percentage as such, `count:what` for a count, "" when nothing is claimed.
    """

    node: m.Expression
    type: ValueType
    kind: str = ""


def unknown(span: Span) -> Typed:
    """Return what stands for an expression that was reported already."""
    return Typed(m.Hole(span=span), UNKNOWN)
