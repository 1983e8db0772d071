"""Section 2: how far the objectives got, indicator by indicator, what proves it, what had an influence."""

from __future__ import annotations

import attrs

from pei_dsl.algebra import display
from pei_dsl.evaluation.results import GroupResult
from pei_dsl.model.methodology import Band
from pei_dsl.reports.evidence import evidence
from pei_dsl.reports.indicator_results import group_section
from pei_dsl.reports.influence import influence
from pei_dsl.reports.introduction import is_first
from pei_dsl.reports.material import Material
from pei_dsl.reports.result_tables import responsible, results
from pei_dsl.reports.sentences import said, sentence, shown_in, suggested, wanted
from pei_dsl.views import words
from pei_dsl.views.document import Block, Listing, Section, Sentence


def objectives(material: Material) -> Section:
    """Return section 2."""
    language = material.language
    return Section(
        "2",
        "2",
        said("section_2", language),
        sections=(
            Section("2.1", "2.1", said("section_2_1", language), _performance(material)),
            Section("2.2", "2.2", said("section_2_2", language), sections=_by_objective(material)),
            evidence(material, ordered(material)),
            influence(material),
        ),
        begins_page=True,
    )


def _performance(material: Material) -> tuple[Block, ...]:
    language = material.language
    own = [each for group in material.objectives for each in material.indicators_of(group)]
    return (
        suggested(
            "desempeno.indicadores",
            sentence(
                "performance",
                language,
                indicators=material.count("indicadores.objetivos", len(own)),
                objectives=material.count("objectives", len(material.objectives)),
                period=str(material.period),
            ),
        ),
        Listing("criterios", criteria(material)),
        suggested("desempeno.semaforo", shown_in("semaforo.objetivos", language)),
        results(
            "semaforo.objetivos",
            said("table_results_objectives", language, period=str(material.period)),
            material,
            material.objectives,
        ),
        wanted("desempeno.texto", "want_performance", language),
    )


def criteria(material: Material) -> tuple[Sentence, ...]:
    """Return from which alcance each colour is given, by the bands of the methodology."""
    made: list[Sentence] = []
    above: Band | None = None
    for band in material.evaluation.methodology.bands:
        color = words.color_word(band.color, material.language)
        made.append((f"{_from_to(band, above, material.language)}: {color}",))
        above = band
    return tuple(made)


def _from_to(band: Band, above: Band | None, language: str) -> str:
    """Return what a band holds: `mayor o igual a 75 % y menor a 95 %`."""
    parts = []
    if band.limit is not None:
        key = "greater_than" if band.strict else "at_least"
        parts.append(said(key, language, limit=display.shown(band.limit)))
    if above is not None and above.limit is not None:
        key = "at_most" if above.strict else "less_than"
        parts.append(said(key, language, limit=display.shown(above.limit)))
    return f" {said('and_also', language)} ".join(parts) or said("any_alcance", language)


def ordered(material: Material) -> list[GroupResult]:
    """Return the objectives as reports tell of them, those of type I first."""
    return sorted(material.objectives, key=lambda each: not is_first(each))


def _by_objective(material: Material) -> tuple[Section, ...]:
    """Return a section for each objective."""
    made = []
    for index, group in enumerate(ordered(material), 1):
        section = group_section(f"2.2.{index}", material, group)
        if section.sections:
            title = said("table_responsible", material.language, code=group.group.code)
            table = responsible(f"responsables.{group.group.code}", title, material, group)
            last = section.sections[-1]
            closing = attrs.evolve(last, blocks=(*last.blocks, table))
            section = attrs.evolve(section, sections=(*section.sections[:-1], closing))
        made.append(section)
    return tuple(made)
