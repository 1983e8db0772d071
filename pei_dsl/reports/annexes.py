"""Section 6: form B-7, fichas técnicas, how every figure was computed, and the commitments."""

from __future__ import annotations

import attrs

from pei_dsl.evaluation.outline import Line, ordered
from pei_dsl.evaluation.results import GroupResult, IndicatorResult
from pei_dsl.model.plan import Group, Indicator
from pei_dsl.renderers.explanation_text import calculation, group_calculation
from pei_dsl.reports.fichas import ficha
from pei_dsl.reports.material import Material
from pei_dsl.reports.recommended import commitments
from pei_dsl.reports.result_tables import notes
from pei_dsl.reports.sentences import said
from pei_dsl.views import wording, words
from pei_dsl.views.document import Align, Cell, Column, Row, Section, Table


def annexes(material: Material) -> Section:
    """Return section 6."""
    language = material.language
    indicators = [each for each in ordered(material.plan) if isinstance(each, Indicator)]
    fichas = tuple(
        attrs.evolve(ficha(material.plan, each, language), begins_page=index > 0)
        for index, each in enumerate(indicators)
    )
    computed = tuple(_computed(material, each.code) for each in ordered(material.plan))
    return Section(
        "6",
        "6",
        said("section_6", language),
        sections=(
            Section("6.1", "6.1", said("section_6_1", language), (_b7(material),), is_wide=True),
            Section("6.2", "6.2", said("section_6_2", language), sections=fichas, begins_page=True),
            Section("6.3", "6.3", said("section_6_3", language), sections=computed, begins_page=True),
            commitments(material),
        ),
        begins_page=True,
        is_wide=True,  # so that its heading stands above the form
    )


def _b7(material: Material) -> Table:
    """Return form B-7 for the period of the report: Anexo B-7 of CEPLAN's guide, with the colour beside."""
    language = material.language
    lines = list(material.evaluation.lines())
    columns = (
        Column(words.word("code", language), 3.0),
        Column(said("denomination", language), 5.4),
        Column(said("responsible", language), 3.4),
        Column(said("relevance", language), 2.0),
        Column(said("expected_direction", language), 2.1),
        Column(said("baseline", language), 2.2, Align.RIGHT),
        Column(said("expected_goal", language), 1.9, Align.RIGHT),
        Column(said("obtained_value", language), 1.9, Align.RIGHT),
        Column(said("alcance", language), 1.7, Align.RIGHT),
        Column(said("state", language), 2.0),
    )
    rows = tuple(_b7_row(line, language) for line in lines)
    title = said("table_b7", language, period=str(material.period))
    return Table(
        "b7", title, columns, rows, notes(material, [each.result for each in lines]), is_numbered=False
    )


def _b7_row(line: Line, language: str) -> Row:
    result = line.result
    color = str(result.color) if result.color is not None else None
    own = (Cell(),) * 5
    if isinstance(result, IndicatorResult):
        indicator = result.indicator
        base = indicator.baseline
        baseline = ""
        if base is not None:
            shown = words.in_unit(base.figure.value, indicator.unit, base.figure.decimals)
            baseline = f"{base.period}: {shown}"
        own = (
            Cell(
                wording.said(f"relevance_{indicator.relevance.name.lower()}", language)
                if indicator.relevance
                else ""
            ),
            Cell(words.word(indicator.direction.name.lower(), language)),
            Cell(baseline),
            Cell(words.goal(result)),
            Cell(words.value(result)),
        )
    of: Group | None = result.group if isinstance(result, GroupResult) else None
    responsible = of.responsible if of is not None else result.indicator.responsible  # type: ignore[union-attr]
    return Row(
        (
            Cell(line.code),
            Cell(line.title),
            Cell(responsible),
            *own,
            Cell(words.alcance(result)),
            Cell(words.light(result, language), color),
        ),
        is_group=of is not None,
    )


def _computed(material: Material, code: str) -> Section:
    language = material.language
    if code in material.explanations:
        explanation = material.explanations[code]
        title, lines = explanation.result.indicator.title, calculation(explanation, language)
    else:
        group = material.evaluation.groups[code]
        title = group.group.title
        lines = tuple(group_calculation(group, material.evaluation, language))
    title = f"{code} {title}"
    rows = tuple(Row((Cell(name), Cell(text))) for name, text in lines)
    columns = (Column(said("step", language), 3.2), Column(said("calculation", language), 13.8))
    table = Table(f"calculo.{code}", title, columns, rows, is_numbered=False, has_caption=False)
    return Section(f"calculo.{code}", "", title, (table,), is_folded=True)
