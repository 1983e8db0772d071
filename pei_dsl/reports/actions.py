"""Section 3: how the actions were carried out, which are critical, what became of earlier recommendations."""

from __future__ import annotations

from fractions import Fraction

from pei_dsl.evaluation.results import Contribution, GroupResult
from pei_dsl.model.absence import Absence
from pei_dsl.reports.activities import activities
from pei_dsl.reports.indicator_results import group_section, missing
from pei_dsl.reports.material import Material, reasons
from pei_dsl.reports.recommended import applied
from pei_dsl.reports.result_tables import results
from pei_dsl.reports.sentences import said, sentence, shown_in, suggested, wanted
from pei_dsl.views import words
from pei_dsl.views.document import Align, Block, Cell, Column, Paragraph, Row, Section, Table


def actions(material: Material) -> Section:
    """Return section 3."""
    language = material.language
    states = tuple(
        group_section(f"3.1.{index}", material, group) for index, group in enumerate(material.actions, 1)
    )
    table = results(
        "semaforo.acciones",
        said("table_results_actions", language, period=str(material.period)),
        material,
        material.actions,
    )
    summary = Section("3.1.resumen", "", said("section_3_1_summary", language), (table,))
    return Section(
        "3",
        "3",
        said("section_3", language),
        sections=(
            Section(
                "3.1",
                "3.1",
                said("section_3_1", language),
                sections=(*states, *((summary,) if states else ())),
            ),
            Section(
                "3.2",
                "3.2",
                said("section_3_2", language),
                sections=(
                    activities(material),
                    _critical(material),
                ),
            ),
            applied(material),
        ),
        begins_page=True,
    )


def critical_actions(material: Material) -> tuple[GroupResult, ...]:
    """Return the actions of the lowest band, the least alcance first."""
    lowest = material.evaluation.methodology.bands[-1].color
    found = [each for each in material.actions if each.color == lowest]

    def reached(each: GroupResult) -> Fraction:
        assert isinstance(each.achievement, Fraction)  # or it would have no colour
        return each.achievement

    return tuple(sorted(found, key=reached))


def _critical(material: Material) -> Section:
    language = material.language
    found = critical_actions(material)
    absent = reasons([each for each in material.actions if each.absence is not None], language)
    lowest = words.color_word(material.evaluation.methodology.bands[-1].color, language)
    if not found:
        none = Paragraph("criticas.ninguna", (said("no_critical", language, color=lowest),))
        return Section("3.2.2", "3.2.2", said("section_3_2_2", language), (none, *_absent(absent)))
    columns = (
        Column(words.word("code", language), 2.0),
        Column(said("denomination", language), 5.2),
        Column(said("alcance", language), 1.8, Align.RIGHT),
        Column(said("lowers_most", language), 3.6),
        Column(said("lacks", language), 4.4),
    )
    rows = tuple(_row(material, each) for each in found)
    intro = sentence(
        "critical_intro",
        language,
        count=material.count("criticas", len(found)),
        color=lowest,
        period=str(material.period),
    )
    table = Table(
        "criticas", said("table_critical", language), columns, rows, absent, said("origin", language)
    )
    causes = tuple(
        Section(
            f"critica.{each.group.code}.titulo",
            "",
            f"{each.group.code} {each.group.title}",
            (wanted(f"critica.{each.group.code}", "want_critical", language, code=each.group.code),),
        )
        for each in found
    )
    blocks: tuple[Block, ...] = (suggested("criticas.texto", intro, shown_in(table.id, language)), table)
    return Section("3.2.2", "3.2.2", said("section_3_2_2", language), blocks, causes)


def _absent(absent: tuple[str, ...]) -> tuple[Paragraph, ...]:
    return (Paragraph("criticas.nd", ("; ".join(absent),)),) if absent else ()


def _row(material: Material, group: GroupResult) -> Row:
    worst = lowering(group)
    language = material.language
    name = lacks = "–"
    if worst is not None:
        reached = "ND" if worst.achievement is None else words.percent(worst.achievement)
        name = f"{worst.code} ({reached})"
        lacks = missing(material, worst.code) or "–"
        if worst.absence is not None and isinstance(worst.absence, Absence):
            lacks = words.why(worst.absence, language)
    color = str(group.color) if group.color is not None else None
    return Row(
        (
            Cell(group.group.code),
            Cell(group.group.title),
            Cell(words.alcance(group), color),
            Cell(name),
            Cell(lacks),
        )
    )


def lowering(group: GroupResult) -> Contribution | None:
    """Return the indicator that takes most from the figure of its group; None where none takes anything."""

    def taken(each: Contribution) -> Fraction:
        return each.weight * 100 - each.exact

    taking = [each for each in group.contributions if not each.leaves and taken(each) > 0]
    return max(taking, key=taken, default=None)
