"""Why there is no answer to what is missing, in words."""

from __future__ import annotations

from pei_dsl.diagnostics import catalogue
from pei_dsl.gaps.missing import Refused
from pei_dsl.model.absence import Absence
from pei_dsl.views import words


def reason(refused: Refused, language: str) -> str:
    """Return why there is no answer, in words."""
    if isinstance(refused, Absence):
        return words.why(refused, language)
    return catalogue.phrase("words", refused.cause, language, refused.params)
