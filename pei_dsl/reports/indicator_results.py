"""What a report tells of one indicator: what it measures, what came out, how it went over the years."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from pei_dsl.evaluation.results import GroupResult, IndicatorResult
from pei_dsl.model.absence import Absence
from pei_dsl.model.units import Unit
from pei_dsl.reports.evolution import evolution
from pei_dsl.reports.material import Material
from pei_dsl.reports.sentences import said, sentence, shown_in, suggested, wanted
from pei_dsl.views import words
from pei_dsl.views.document import Block, Section, Sentence


def group_section(number: str, material: Material, group: GroupResult) -> Section:
    """Return the section of an objective or action: each of its indicators in its own."""
    code = group.group.code
    own = tuple(
        Section(
            f"indicador.{each.indicator.code}",
            "",
            f"{each.indicator.code} {each.indicator.title}",
            tuple(_blocks(material, each)),
        )
        for each in material.indicators_of(group)
    )
    blocks: tuple[Block, ...] = (suggested(f"alcance.{code}", group_sentence(material, group)),)
    return Section(f"grupo.{code}", number, f"{code} {group.group.title}", blocks, own)


def group_sentence(material: Material, group: GroupResult) -> Sentence:
    """Return what came out for an objective or action, in a sentence."""
    language = material.language
    if isinstance(group.achievement, Absence):
        return sentence(
            "group_absent",
            language,
            code=group.group.code,
            period=str(material.period),
            why=words.why(group.achievement, language),
        )
    return sentence(
        "group_reached",
        language,
        code=group.group.code,
        period=str(material.period),
        alcance=material.alcance(group),
        light=material.light(group),
    )


def _blocks(material: Material, result: IndicatorResult) -> Iterator[Block]:
    language, indicator = material.language, result.indicator
    code = indicator.code
    measures = (indicator.justification,) if indicator.justification else ()
    if measures:
        yield suggested(f"mide.{code}", measures)
    chart = evolution(material, indicator)
    see = shown_in(chart.id, language) if chart is not None else ()
    yield suggested(f"resultado.{code}", _result(material, result), _change(material, result), see)
    if chart is not None:
        yield chart
    yield wanted(f"causas.{code}", "want_causes", language, code=code)


def _result(material: Material, result: IndicatorResult) -> Sentence:
    language = material.language
    direction = words.word(result.indicator.direction.name.lower(), language)
    unit = _unit(result.indicator.unit, language)
    if isinstance(result.value, Absence):
        return sentence(
            "result_no_value", language, period=str(material.period), why=words.why(result.value, language)
        )
    if isinstance(result.goal, Absence):
        return sentence(
            "result_no_goal", language, period=str(material.period), value=material.value(result), unit=unit
        )
    if result.absence is not None:
        return sentence(
            "result_no_alcance",
            language,
            period=str(material.period),
            value=material.value(result),
            unit=unit,
            goal=material.goal(result),
            why=words.why(result.absence, language),
        )
    return sentence(
        "result_reached",
        language,
        period=str(material.period),
        value=material.value(result),
        unit=unit,
        goal=material.goal(result),
        direction=direction,
        alcance=material.alcance(result),
        light=material.light(result),
    )


def _unit(unit: Unit, language: str) -> str:
    """Return what a figure counts, to stand behind it; "" where its sign says so, or nothing does."""
    says_nothing = (
        unit.is_percentage or unit.yes_no or (unit.kind in {"number", "quantity"} and not unit.counted)
    )
    return "" if says_nothing else f" ({words.unit(unit, language)})"


def _change(material: Material, result: IndicatorResult) -> Sentence:
    """Return how the value moved since the last year before that had one; () where there is none."""
    before = material.earlier(result)
    if before is None or not isinstance(result.entering, Fraction):
        return ()
    year, version, there = before.of.year, before.of.version, before.of.result
    if version is None or there is None:
        return sentence("value_moved", material.language, year=year, value=before.value, moved=before.moved)
    return sentence(
        "value_moved_version",
        material.language,
        year=year,
        value=before.value,
        moved=before.moved,
        version=version.title or version.name,
        code=there.indicator.code,
    )


def missing(material: Material, code: str) -> str:
    """Return what an indicator needs for the best colour: `640 → 6,618`; "" where nothing can be said."""
    gap = material.gap_of(code)
    if gap is None:
        return ""
    if not isinstance(gap.needed, Fraction):
        return said("no_needed_value", material.language)
    unit = gap.result.indicator.unit
    return f"{words.value(gap.result)} → {words.in_unit(gap.needed, unit, gap.decimals)}"
