"""Section 3.2.1: the activities and investments of the operational plan, action by action."""

from __future__ import annotations

from collections.abc import Iterator

import attrs

from pei_dsl.evaluation.results import GroupResult
from pei_dsl.reports.follow_up_figures import activities_figure, activities_of
from pei_dsl.reports.material import Material
from pei_dsl.reports.sentences import said, sentence, suggested, wanted
from pei_dsl.views import follow_up_tables
from pei_dsl.views.document import Block, Section


def activities(material: Material) -> Section:
    """Return section 3.2.1."""
    language = material.language
    parts = tuple(
        Section(
            f"actividades.de.{each.group.code}",
            "",
            f"{each.group.code} {each.group.title}",
            tuple(_blocks(material, each)),
        )
        for each in material.actions
    )
    known = {each.group.code for each in material.actions}
    others = [each for each in material.followed.activities if each.activity.action not in known]
    blocks: list[Block] = []
    if others:
        table = follow_up_tables.activities(material.followed, language, others)
        blocks = [attrs.evolve(table, origin=said("origin_declared", language))]
    elif not parts:
        blocks = [wanted("actividades", "want_activities", language)]
    return Section("3.2.1", "3.2.1", said("section_3_2_1", language), tuple(blocks), parts)


def _blocks(material: Material, action: GroupResult) -> Iterator[Block]:
    code, language = action.group.code, material.language
    own = activities_of(material, code)
    if not own:
        yield wanted(f"actividades.de.{code}.texto", "want_activities_of", language, code=code)
        return
    yield suggested(
        f"actividades.de.{code}.texto",
        sentence(
            "activities_told",
            language,
            code=code,
            period=str(material.period),
            count=activities_figure(material, code),
        ),
    )
    table = follow_up_tables.activities(material.followed, language, own, of=code)
    yield attrs.evolve(table, origin=said("origin_declared", language))
