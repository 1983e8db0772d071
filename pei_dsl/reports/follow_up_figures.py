"""The figures of sentences that tell of evidence, activities and recommendations, each with one name."""

from __future__ import annotations

from collections.abc import Iterator

from pei_dsl.following.followed import FollowedActivity, FollowedRecommendation, Support
from pei_dsl.model.follow_up import Situation
from pei_dsl.reports.material import Material
from pei_dsl.views.document import Figure
from pei_dsl.views.follow_up_words import moved_figures, shown

# Counts of what no report says anything of are called so.
_UNSAID = "unsaid"


def support_figure(support: Support) -> Figure:
    """Return how much of the value of an indicator its evidence shows."""
    return Figure(f"sustento.{support.result.indicator.code}", shown(support))


def pieces_figure(material: Material, support: Support) -> Figure:
    """Return how many pieces of evidence there are for an indicator."""
    return material.count(f"evidencias.{support.result.indicator.code}", len(support.evidence))


def activities_of(material: Material, action: str) -> tuple[FollowedActivity, ...]:
    """Return the activities of an action that have figures of the period."""
    return tuple(each for each in material.followed.activities if each.activity.action == action)


def activities_figure(material: Material, action: str) -> Figure:
    """Return how many activities of an action have figures of the period."""
    return material.count(f"actividades.{action}", len(activities_of(material, action)))


def due(material: Material) -> tuple[FollowedRecommendation, ...]:
    """Return the recommendations of reports before this one."""
    return tuple(each for each in material.followed.recommendations if each.is_due)


def due_figure(material: Material) -> Figure:
    """Return how many recommendations there are of reports before this one."""
    return material.count("recomendaciones", len(due(material)))


def situation_figure(material: Material, situation: Situation | None) -> Figure:
    """Return how many of them are in a situation, or in none that anybody tells."""
    name = _UNSAID if situation is None else situation.name.lower()
    found = [each for each in due(material) if each.situation is situation]
    return material.count(f"recomendaciones.{name}", len(found))


def followed_indicators(material: Material) -> dict[str, FollowedRecommendation]:
    """Return by code the indicators that moved since something was recommended, each once."""
    found: dict[str, FollowedRecommendation] = {}
    for each in due(material):
        if each.movement is not None:
            found.setdefault(each.recommendation.follows, each)
    return found


def before_figure(material: Material, code: str, recommended: FollowedRecommendation) -> Figure:
    """Return what an indicator was when something was recommended."""
    assert recommended.movement is not None
    before, _ = moved_figures(recommended.movement, code, material.followed)
    return Figure(f"valor.{code}.{recommended.movement.since}", before)


def figures(material: Material) -> Iterator[Figure]:
    """Yield every figure that a sentence of these may show."""
    for support in material.followed.supports:
        yield pieces_figure(material, support)
        if support.shown is not None:
            yield support_figure(support)
    for group in material.actions:
        yield activities_figure(material, group.group.code)
    yield due_figure(material)
    for situation in (*Situation, None):
        yield situation_figure(material, situation)
    for code, recommended in followed_indicators(material).items():
        yield before_figure(material, code, recommended)
