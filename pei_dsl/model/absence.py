"""A figure that is not there, and why: never zero, never silently nothing."""

from __future__ import annotations

import enum
from collections.abc import Mapping

import attrs

from pei_dsl.diagnostics import catalogue
from pei_dsl.diagnostics.catalogue import Parameter
from pei_dsl.immutable import brief, freezing


class Reason(enum.StrEnum):
    """Why a figure is absent, from the gravest to the mildest."""

    INVALID = "inválido"
    NO_DATA = "sin dato"
    NOT_DUE = "no vencido"
    NOT_PROGRAMMED = "no programado"
    NOT_APPLICABLE = "no aplica"


GRAVITY = {reason: rank for rank, reason in enumerate(Reason)}


@attrs.frozen(field_transformer=freezing)
class Absence:
    """
    ND with its reason.

    Attributes:
        reason: One of the five.
        cause: Key of the catalogue's sentence (`division_by_zero`).
        params: What the sentence mentions: source, period, indicator.
    """

    __repr__ = brief

    reason: Reason
    cause: str
    params: Mapping[str, Parameter] = attrs.field(factory=dict, hash=False)

    def sentence(self, language: str = "es") -> str:
        """Return why the figure is absent, in a sentence."""
        return catalogue.phrase("absences", self.cause, language, self.params)


def gravest(first: Absence, second: Absence) -> Absence:
    """Return the graver of two absences; of equals, the first as written."""
    return second if GRAVITY[second.reason] < GRAVITY[first.reason] else first
