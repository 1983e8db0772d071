"""Section 4: what is concluded of each objective and of the actions."""

from __future__ import annotations

from pei_dsl.model.plan import Level
from pei_dsl.reports import colors
from pei_dsl.reports.indicator_results import group_sentence
from pei_dsl.reports.material import Material
from pei_dsl.reports.sentences import said, suggested, wanted
from pei_dsl.views.document import Block, Section


def conclusions(material: Material) -> Section:
    """Return section 4."""
    language = material.language
    by_objective: list[Block] = [
        suggested(f"conclusion.{each.group.code}", group_sentence(material, each))
        for each in material.objectives
    ]
    actions = colors.counted(material, Level.ACTION)
    closing = [suggested("conclusion.acciones", actions)] if actions else []
    wished = wanted("conclusion.texto", "want_conclusions", language)
    return Section("4", "4", said("section_4", language), (*by_objective, *closing, wished), begins_page=True)
