"""Section 2.4: what helped and what hindered, and who says so."""

from __future__ import annotations

from collections.abc import Iterator

import attrs

from pei_dsl import vocabulary
from pei_dsl.model.follow_up import Factor
from pei_dsl.reports.material import Material
from pei_dsl.reports.sentences import listed, said, sentence, suggested, wanted
from pei_dsl.views import follow_up_tables
from pei_dsl.views.document import Section, Sentence


def influence(material: Material) -> Section:
    """Return section 2.4."""
    language, heading = material.language, said("section_2_4", material.language)
    if not material.followed.factors:
        return Section("2.4", "2.4", heading, (wanted("factores", "want_factors", language),))
    table = follow_up_tables.factors(material.followed, language)
    table = attrs.evolve(table, is_numbered=False, origin=said("origin_declared", language))
    return Section("2.4", "2.4", heading, (suggested("factores.texto", *_told(material)), table))


def _told(material: Material) -> Iterator[Sentence]:
    """Yield the factors of each kind in a sentence, those that hinder first."""
    for effect in (vocabulary.EFFECTS.named("hinders"), vocabulary.EFFECTS.named("helps")):
        own = [each for each in material.followed.factors if vocabulary.EFFECTS.find(each.effect) == effect]
        if own:
            told = listed([_factor(each, material.language) for each in own], material.language)
            yield sentence(f"factors_{effect.name}", material.language, factors=told)


def _factor(factor: Factor, language: str) -> Sentence:
    if not factor.told_by:
        return (factor.title,)
    who = listed([(each,) for each in factor.told_by], language)
    return sentence("factor_told_by", language, factor=factor.title, who=who)
