"""Fichas técnicas: one table for each indicator, its fields in the order of CEPLAN's annex A-6."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import attrs

from pei_dsl.evaluation.outline import ordered
from pei_dsl.model.plan import Goal, Group, Indicator, Level, Plan
from pei_dsl.reports.sentences import said
from pei_dsl.views import words
from pei_dsl.views.document import Cell, Column, Cover, Document, Row, Section, Table
from pei_dsl.views.document_names import document_names
from pei_dsl.views.header import entity
from pei_dsl.views.wording import Wording
from pei_dsl.workspace.host_requests import need_known
from pei_dsl.workspace.loaded import Loaded


def fichas(loaded: Loaded, codes: Sequence[str] | None = None, *, language: str = "es") -> Document:
    r"""
    Return the fichas of the indicators `codes`, or of all in the order of the plan's tree, as a document.

        >>> import pei_dsl
        >>> loaded = pei_dsl.load_text('indicador IND.01.OEI.01 "Controles"\n  unidad: número')
        >>> [section.title for section in pei_dsl.fichas(loaded).sections]
        ['IND.01.OEI.01 Controles']

    Raises:
        RequestError: The plan has no such indicator.
    """
    plan = loaded.plan
    for code in codes or ():
        need_known("code", code, plan.indicators)
    all_codes = [each.code for each in ordered(plan) if isinstance(each, Indicator)]
    chosen = list(codes) if codes is not None else all_codes
    title = said("fichas_title", language)
    return Document(
        language,
        f"{plan.acronym or plan.entity or plan.title} fichas",
        Cover(entity(plan), title, plan.title or said("the_plan", language)),
        tuple(
            attrs.evolve(ficha(plan, plan.indicators[code], language), is_folded=False, begins_page=True)
            for code in chosen
        ),
        document_names(language),
    )


def ficha(plan: Plan, indicator: Indicator, language: str) -> Section:
    """
    Return the ficha of an indicator as a section with a table: each field, and what the plan says of it.

    A field that the plan leaves empty stands there empty, so that it is seen.
    """
    rows = tuple(Row((Cell(name), Cell(text))) for name, text in _fields(plan, indicator, language))
    columns = (Column(said("ficha_field", language), 4.5), Column(said("ficha_text", language), 12.5))
    title = f"{indicator.code} {indicator.title}"
    table = Table(f"ficha.{indicator.code}", title, columns, rows, is_numbered=False, has_caption=False)
    return Section(f"ficha.{indicator.code}", "", title, (table,), begins_page=True, is_folded=True)


def _fields(plan: Plan, indicator: Indicator, language: str) -> Iterator[tuple[str, str]]:
    """Yield each field of annex A-6 in its order; behind the method what the application of CEPLAN adds."""
    wording = Wording.of(plan, language)
    group = plan.groups.get(indicator.group)
    responsible = indicator.responsible or (group.responsible if group is not None else "")
    direction = words.word(indicator.direction.name.lower(), language)
    baseline = indicator.baseline
    base = f"{baseline.period}: {_figure(baseline.figure, indicator)}" if baseline is not None else ""
    goals = "\n".join(f"{when}: {_figure(each, indicator)}" for when, each in indicator.goals.items())
    yield from _owners(plan, indicator, language)
    yield said("ficha_name", language), indicator.title
    yield said("ficha_justification", language), indicator.justification
    yield said("ficha_responsible", language), responsible
    yield said("ficha_limitations", language), indicator.limitations
    yield said("ficha_method", language), _method(plan, indicator, wording, language)
    yield said("ficha_technical_notes", language), indicator.technical_notes
    yield said("ficha_unit", language), wording.unit(indicator.unit, indicator.decimals)
    yield said("ficha_direction", language), f"{words.ARROWS[indicator.direction]} {direction}"
    yield said("ficha_assumptions", language), indicator.assumptions
    yield said("ficha_sources", language), "\n".join(indicator.sources)
    yield said("ficha_database", language), indicator.database
    yield said("ficha_baseline", language), base
    yield said("ficha_goals", language), goals


def _owners(plan: Plan, indicator: Indicator, language: str) -> Iterator[tuple[str, str]]:
    """Yield the objective and the action that an indicator is of; that of an objective is of no action."""
    group = plan.groups.get(indicator.group)
    action = group if group is not None and group.level is Level.ACTION else None
    objective = plan.groups.get(action.parent) if action is not None else group
    written = indicator.group if group is None else group.parent or ""
    yield said("ficha_objective", language), _titled(objective) or written
    yield said("ficha_action", language), _titled(action) or said("ficha_no_action", language)


def _titled(group: Group | None) -> str:
    return f"{group.code} {group.title}" if group is not None else ""


def _method(plan: Plan, indicator: Indicator, wording: Wording, language: str) -> str:
    """Return how an indicator is computed: in words, as it is written, and what its letters stand for."""
    if indicator.formula is None:
        return ""
    written = " ".join(indicator.formula_text.split())
    lines = [wording.formula(indicator.formula), f"{words.word('formula', language)}: {written}"]
    if indicator.where:
        lines.append(said("ficha_where", language))
    lines += [f"{plan.definitions[key].name} = {plan.definitions[key].title}" for key in indicator.where]
    return "\n".join(lines)


def _figure(figure: Goal, indicator: Indicator) -> str:
    return words.in_unit(figure.value, indicator.unit, figure.decimals)
