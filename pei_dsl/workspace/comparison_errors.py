"""Why two plans cannot be compared, told in the language of whoever asked."""

from __future__ import annotations

import enum

from pei_dsl.diagnostics.errors import RequestError


class WhyNotCompared(enum.StrEnum):
    """Why two plans cannot be compared: the key of a sentence in the catalogues."""

    NO_GIT = "no_git"
    NO_REPOSITORY = "no_repository"
    UNKNOWN_REVISION = "unknown_revision"
    NO_PLAN_THERE = "no_plan_there"
    OTHER_PLAN = "other_plan"
    OUTSIDE = "outside"
    NOT_IN_AFTER = "not_in_after"
    NOT_IN_BEFORE = "not_in_before"
    NO_YEAR = "no_year"


class ComparisonError(RequestError):
    """
    Two plans that cannot be compared: a revision that git does not have, a period that one plan lacks, ….

    Attributes:
        reason: Which reason.
        params: What its sentence mentions.
    """

    section = "comparison_errors"

    def __init__(self, reason: WhyNotCompared, **params: str) -> None:
        super().__init__(reason, **params)
