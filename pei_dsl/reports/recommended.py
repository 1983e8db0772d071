"""What was recommended before and what became of it (3.3), what is recommended now (5), commitments (6)."""

from __future__ import annotations

from collections.abc import Iterator

import attrs

from pei_dsl.model.follow_up import Recommendation, Situation
from pei_dsl.reports.follow_up_figures import (
    before_figure,
    due,
    due_figure,
    followed_indicators,
    situation_figure,
)
from pei_dsl.reports.material import Material
from pei_dsl.reports.sentences import joined, listed, said, sentence, suggested, wanted
from pei_dsl.views import follow_up_tables, words
from pei_dsl.views.document import Block, Listing, Role, Section, Sentence


def applied(material: Material) -> Section:
    """Return section 3.3: each earlier recommendation, and from what to what its indicator went."""
    language, heading = material.language, said("section_3_3", material.language)
    earlier = due(material)
    if not earlier:
        return Section("3.3", "3.3", heading, (wanted("recomendaciones.texto", "want_applied", language),))
    table = follow_up_tables.recommendations(material.followed, language, earlier)
    blocks = (
        suggested("recomendaciones.texto", _counted(material), *_moved(material)),
        attrs.evolve(table, origin=said("origin_declared", language)),
    )
    return Section("3.3", "3.3", heading, blocks)


def _counted(material: Material) -> Sentence:
    """Return how many recommendations are in each situation, in a sentence."""
    language = material.language
    parts = []
    for situation in (*Situation, None):
        count = situation_figure(material, situation)
        if any(each.situation is situation for each in due(material)):
            parts.append(joined((count, f" {_situation(situation, language)}")))
    return sentence(
        "recommended_before", language, total=due_figure(material), counts=listed(parts, language)
    )


def _situation(situation: Situation | None, language: str) -> str:
    if situation is None:
        return said("situation_unsaid", language)
    word = words.situation(situation, "recommendation", language)
    return said("situation_counted", language, situation=word)


def _moved(material: Material) -> Iterator[Sentence]:
    """Yield from what to what each indicator went that a recommendation is followed by."""
    for code, each in followed_indicators(material).items():
        assert each.movement is not None
        yield sentence(
            "recommended_moved",
            material.language,
            code=code,
            since=str(each.movement.since),
            before=before_figure(material, code, each),
            period=str(material.period),
            after=material.value(material.evaluation.indicators[code]),
        )


def recommendations(material: Material) -> Section:
    """Return section 5: what this report recommends."""
    language = material.language
    made = [each.recommendation for each in material.followed.recommendations if not each.is_due]
    block: Block = wanted("recomendaciones.este.texto", "want_recommendations", language)
    if made:
        items = tuple((_recommended(each),) for each in made)
        block = Listing("recomendaciones.este", items, is_numbered=True, role=Role.DECLARED)
    return Section("5", "5", said("section_5", language), (block,))


def _recommended(recommendation: Recommendation) -> str:
    told = f"{recommendation.code}: {recommendation.title}"
    return f"{told}. {recommendation.description}" if recommendation.description else told


def commitments(material: Material) -> Section:
    """Return the annex with the *matriz de compromisos*."""
    language = material.language
    block: Block = wanted("compromisos.texto", "want_commitments", language)
    if material.followed.commitments:
        table = follow_up_tables.commitments(material.followed, language)
        block = attrs.evolve(table, is_numbered=False, origin=said("origin_declared", language))
    return Section("6.4", "6.4", said("section_6_4", language), (block,), begins_page=True)
