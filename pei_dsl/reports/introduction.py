"""The executive summary, and section 1: whose plan it is, what it aims at, what the evaluation covers."""

from __future__ import annotations

from pei_dsl import vocabulary
from pei_dsl.evaluation.results import GroupResult
from pei_dsl.model.plan import Level
from pei_dsl.reports import colors
from pei_dsl.reports.material import Material
from pei_dsl.reports.sentences import declared, said, sentence, shown_in, suggested, wanted
from pei_dsl.views import certainty_sentences, words
from pei_dsl.views.document import Block, Cell, Column, Listing, Paragraph, Role, Row, Section, Table
from pei_dsl.views.header import entity


def summary(material: Material) -> Section:
    """Return the executive summary."""
    language, plan = material.language, material.plan
    whole = (certainty_sentences.whole(material.evaluation, language),)
    blocks: tuple[Block, ...] = (
        suggested(
            "resumen.alcance",
            sentence(
                "summary_scope",
                language,
                entity=entity(plan) or said("the_entity", language),
                plan=plan.title or said("the_plan", language),
                objectives=material.count("objectives", len(material.objectives)),
                actions=material.count("actions", len(material.actions)),
            ),
            colors.counted(material, Level.OBJECTIVE),
            colors.counted(material, Level.ACTION),
            shown_in("recuento", language),
        ),
        Paragraph("resumen.cobertura", whole),
        colors.chart(material),
        colors.table(material),
        wanted("resumen.texto", "want_summary", language),
    )
    return Section("resumen", "", said("summary", language), blocks, begins_page=True)


def priorities(material: Material) -> Section:
    """Return section 1."""
    language, plan = material.language, material.plan
    mission = declared("mision", plan.mission) if plan.mission else wanted("mision", "want_mission", language)
    aims: Block = (
        Listing("prioridades", tuple((each,) for each in plan.priorities), role=Role.DECLARED)
        if plan.priorities
        else wanted("prioridades", "want_priorities", language)
    )
    return Section(
        "1",
        "1",
        said("section_1", language),
        sections=(
            Section("1.1", "1.1", said("section_1_1", language), (mission,)),
            Section("1.2", "1.2", said("section_1_2", language), (aims,)),
            Section("1.3", "1.3", said("section_1_3", language), _scope(material)),
        ),
        begins_page=True,
    )


def _scope(material: Material) -> tuple[Block, ...]:
    language, plan = material.language, material.plan
    first = [each for each in material.objectives if is_first(each)]
    served = first or list(material.objectives)
    columns = (Column(words.word("code", language), 2.75), Column(said("description", language), 11.5))
    classed = any(each.group.type_class for each in material.objectives)
    more = (Column(said("class", language), 2.75),) if classed else ()
    objectives = tuple(
        Row(
            (
                Cell(each.group.code),
                Cell(each.group.title),
                *((Cell(_class(each, language)),) if classed else ()),
            )
        )
        for each in material.objectives
    )
    actions = tuple(
        Row((Cell(each.group.code), Cell(each.group.title)))
        for objective in served
        for each in material.actions_of(objective.group.code)
    )
    origin = said("origin_plan", language, plan=plan.title or said("the_plan", language))
    blocks: list[Block] = [
        suggested(
            "alcance.objetivos",
            sentence(
                "scope_objectives",
                language,
                plan=plan.title or said("the_plan", language),
                total=material.count("objectives", len(material.objectives)),
            ),
            shown_in("oei", language),
        ),
        Table("oei", said("table_objectives", language), (*columns, *more), objectives, origin=origin),
    ]
    if actions:
        key = "table_prioritised" if first else "table_actions"
        blocks.append(Table("aei", said(key, language), columns, actions, origin=origin))
    return tuple(blocks)


def is_first(result: GroupResult) -> bool:
    """Tell whether an objective is of type I: what the entity is there for, which its report treats first."""
    return vocabulary.CLASSES.find(result.group.type_class) is vocabulary.CLASSES.named("type_1")


def _class(result: GroupResult, language: str) -> str:
    found = vocabulary.CLASSES.find(result.group.type_class)
    if found is None:
        return result.group.type_class
    return found.spanish if language == "es" else found.english_form
