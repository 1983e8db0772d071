"""A figure that somebody wrote down, and the place where something is declared."""

from __future__ import annotations

from fractions import Fraction

import attrs

from pei_dsl.immutable import brief
from pei_dsl.model.absence import Absence
from pei_dsl.model.quality import Quality
from pei_dsl.source import NOWHERE, Source, Span


@attrs.frozen
class Place:
    """Where something is declared; no part of what it means."""

    __repr__ = brief

    source: Source | None = None
    span: Span = NOWHERE


def declared_place() -> Place:
    """Return the attribute that holds the place of a part of the model: keyword-only, outside equality."""
    field: Place = attrs.field(default=Place(), eq=False, repr=False, kw_only=True)
    return field


@attrs.frozen
class Figure:
    """
    A figure that somebody wrote down.

    Attributes:
        value: Exact (`56%` is 0.56), or why there is none.
        decimals: Digits after the point as written, in the unit's scale.
        origin: Where it was written: `valores`, or the file and row of a register.
        quality: What marks it as preliminary, estimated or revised; None for a final figure.
        note: The register's `nota`, or "".
    """

    __repr__ = brief

    value: Fraction | Absence
    decimals: int = 0
    origin: str = attrs.field(default="", eq=False)
    quality: Quality | None = None
    note: str = ""
    declared_at: Place = declared_place()
