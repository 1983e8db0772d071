"""What the page of a plan's follow-up says: what is pending in a line each, and a table of each kind."""

from __future__ import annotations

from collections.abc import Iterator

import attrs

from pei_dsl.data.evidence_files import FileState
from pei_dsl.following.followed import (
    FollowedActivity,
    FollowedCommitment,
    FollowedRecommendation,
    FollowUp,
    Support,
)
from pei_dsl.immutable import brief
from pei_dsl.views import words
from pei_dsl.views.document import Table
from pei_dsl.views.follow_up_tables import activities, commitments, evidence, factors, recommendations
from pei_dsl.views.follow_up_words import percent, said, shown
from pei_dsl.views.header import Header, header


@attrs.frozen
class FollowUpPage:
    """
    What a page says of a follow-up.

    Attributes:
        header: What it is about.
        day: The day on which commitments were looked at, in words.
        pending: What is open, overdue, unsupported, unexplained or ahead, a line each.
        tables: Activities, evidence, factors, recommendations, commitments; those that the plan has.
    """

    __repr__ = brief

    header: Header
    day: str
    pending: tuple[str, ...]
    tables: tuple[Table, ...]


def follow_up_page(followed: FollowUp, language: str = "es") -> FollowUpPage:
    """Return what the page of `followed` says in `language`."""
    tables = (
        activities(followed, language),
        evidence(followed, language),
        factors(followed, language),
        recommendations(followed, language),
        commitments(followed, language),
    )
    return FollowUpPage(
        header([followed.evaluation], language),
        said("day", language, day=followed.on.isoformat()),
        tuple(pending(followed, language)),
        tuple(each for each in tables if each.rows),
    )


# ---- What is pending -------------------------------------------------------------------------------------


def pending(followed: FollowUp, language: str) -> Iterator[str]:
    """Yield what is to be done, gravest first; a line says that there is nothing."""
    made: list[tuple[str, list[str]]] = [
        ("overdue", [each.commitment.code for each in followed.overdue]),
        ("unexplained", [each.group.code for each in followed.unexplained]),
        ("unsupported", [_support(each, language) for each in followed.unsupported]),
        ("files", [*_files(followed)]),
        ("ahead", [_ahead(each, language) for each in followed.ahead]),
        ("unsaid", [each.recommendation.code for each in _unsaid(followed)]),
        ("open", [each.recommendation.code for each in _begun(followed)]),
        ("to_keep", [each.commitment.code for each in followed.commitments if _has_time(each)]),
        ("without_evidence", [*followed.without_evidence]),
    ]
    told = [(key, items) for key, items in made if items]
    for key, items in told:
        yield said(f"pending_{key}", language, count=len(items), items=", ".join(items))
    if not told:
        yield said("pending_nothing", language)


def _unsaid(followed: FollowUp) -> list[FollowedRecommendation]:
    return [each for each in followed.recommendations if each.is_due and each.situation is None]


def _begun(followed: FollowUp) -> list[FollowedRecommendation]:
    return [each for each in followed.recommendations if each.is_open and each.situation is not None]


def _has_time(commitment: FollowedCommitment) -> bool:
    return commitment.is_open and not commitment.is_overdue


def _support(support: Support, language: str) -> str:
    text = said("support", language, shown=shown(support), value=words.value(support.result))
    return f"{support.result.indicator.code} ({text})"


def _files(followed: FollowUp) -> Iterator[str]:
    for support in followed.supports:
        for name, found in support.files.items():
            if found.state is not FileState.PRESENT:
                yield name


def _ahead(each: FollowedActivity, language: str) -> str:
    assert each.progress is not None
    assert each.action is not None
    state = words.color_word(each.action.color, language)
    return f"{each.activity.name} ({percent(each.progress)}; {each.activity.action} {state})"
