"""The Informe de Evaluación Institucional of one period: every section of the official one, as a document."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

import attrs

from pei_dsl.comparison.compared import Comparison
from pei_dsl.data.reading import Limits, Reading
from pei_dsl.diagnostics import Diagnostic
from pei_dsl.evaluation.evaluate import evaluate
from pei_dsl.evaluation.explain import explain_indicators
from pei_dsl.evaluation.requests import requests_of, with_rows
from pei_dsl.following.following_up import followed_up, periods_before
from pei_dsl.gaps.gap import gaps_of
from pei_dsl.model.periods import Granularity, Period
from pei_dsl.model.plan import Plan
from pei_dsl.reports import follow_up_figures
from pei_dsl.reports.actions import actions
from pei_dsl.reports.annexes import annexes
from pei_dsl.reports.closing import conclusions
from pei_dsl.reports.introduction import priorities, summary
from pei_dsl.reports.material import Material
from pei_dsl.reports.objectives import objectives
from pei_dsl.reports.other_versions import other_versions
from pei_dsl.reports.recommended import recommendations
from pei_dsl.reports.sentences import said
from pei_dsl.reports.texts_beside import texts_of
from pei_dsl.reports.what_changed import what_changed
from pei_dsl.views.document import Cover, Document, Section
from pei_dsl.views.document_names import document_names
from pei_dsl.views.header import entity, header
from pei_dsl.views.mentions import numbered
from pei_dsl.views.written_texts import with_texts
from pei_dsl.workspace.host_figures import HostValues
from pei_dsl.workspace.host_requests import day_of, period_of
from pei_dsl.workspace.inventory import inventory
from pei_dsl.workspace.loaded import Loaded
from pei_dsl.workspace.soundness import computable
from pei_dsl.workspace.verbs import HostData, evidence_of, methodology_of, reading_data


def report(
    loaded: Loaded,
    period: str | int | Period,
    *,
    data: HostData | None = None,
    values: HostValues | None = None,
    methodology: str | None = None,
    on: datetime.date | None = None,
    reading: Limits | None = None,
    partial: bool = False,
    comparison: Comparison | None = None,
    language: str = "es",
) -> Document:
    """
    Return the Informe de Evaluación Institucional for `period`, a year or a semester.

    Its order is that of the official report of INPE for 2024.  A semester is measured against the goal of
    its year; charts show years only.

        >>> import pei_dsl
        >>> loaded = pei_dsl.load_text('''
        ... plan "PEI"
        ...   periodo: 2024 a 2024
        ... objetivo OEI.01 "Salud"
        ... indicador IND.01.OEI.01 "Número de controles"
        ...   unidad: número de controles
        ...   sentido: ascendente
        ...   logros: 2024: 80
        ...   valores: 2024: 60
        ... ''')
        >>> document = pei_dsl.report(loaded, 2024)
        >>> [section.heading for section in document.sections][:2]
        ['Resumen ejecutivo', '1. Prioridades institucionales en el periodo']
        >>> document.figures()["alcance.OEI.01"]
        '75.00'

    Args:
        loaded: The plan.
        period: Of the report.
        data, values, methodology, on, reading, partial: As `evaluate` takes them.
        comparison: What `compare` gave of this plan and another one, which a section tells; None for none.
        language: `es` or `en`.

    Raises:
        PlanError: The plan has errors, and `partial` is not asked for.
        RequestError: There is no such period or methodology.
    """
    material, found = gathered(
        loaded,
        period,
        data=data,
        values=values,
        methodology=methodology,
        on=on,
        reading=reading,
        partial=partial,
        language=language,
    )
    material = attrs.evolve(material, comparison=comparison)
    of_comparison = () if comparison is None else comparison.diagnostics
    found = tuple(dict.fromkeys((*found, *of_comparison)))
    made = report_of(loaded, material)
    return attrs.evolve(made, diagnostics=(*found, *made.diagnostics))


def gathered(
    loaded: Loaded,
    period: str | int | Period,
    *,
    data: HostData | None = None,
    values: HostValues | None = None,
    methodology: str | None = None,
    on: datetime.date | None = None,
    reading: Limits | None = None,
    partial: bool = False,
    language: str = "es",
) -> tuple[Material, tuple[Diagnostic, ...]]:
    """Return what a report is made from, and what was found in the data; it is asked as `report` is."""
    plan = computable(loaded, partial=partial)
    when, profile, day = period_of(period), methodology_of(loaded, methodology), day_of(on)
    years = years_before(plan, when)
    asked = sorted({*years, *periods_before(plan, when), when})
    requests = with_rows(requests_of(plan, asked, [profile]))
    versions, of_versions = other_versions(loaded, when, day, reading)
    with reading_data(loaded, data, values, requests, reading) as (rows, found):
        files = evidence_of(loaded, Reading.of(reading))
        measured = evaluate(plan, when, rows, profile, day)
        earlier = tuple(evaluate(plan, each, rows, profile, day) for each in years)
        last = (measured,) if when.granularity is Granularity.YEAR else ()
        material = Material(
            plan,
            measured,
            (*earlier, *last),
            gaps_of(measured, rows),
            explain_indicators(measured, rows, day),
            inventory(loaded),
            followed_up([measured, *earlier], rows, on=day, files=files),
            language,
            versions,
        )
        return material, (*found, *of_versions)


def report_of(loaded: Loaded, material: Material) -> Document:
    """Return the report that `material` makes, with what people wrote in it beside the plan."""
    made = document_of(material)
    sections = [section.id for _, section in made.walk()]
    texts = texts_of(loaded.root, material.period, sections)
    return attrs.evolve(with_texts(made, texts.sections), diagnostics=texts.diagnostics)


def years_before(plan: Plan, period: Period) -> tuple[Period, ...]:
    """Return the years before that of `period` which the plan may have figures of."""
    year = period.year
    written = [
        when.year
        for indicator in plan.indicators.values()
        for when in (*indicator.goals, *indicator.values)
        if when.year < year
    ]
    if plan.period is not None:
        written.append(min(plan.period[0].year, year))
    return tuple(Period.year_of(each) for each in range(min(written, default=year), year))


def _title(period: Period, language: str) -> str:
    """Return what a report is called: with its year, or the semester in words."""
    if period.granularity is Granularity.SEMESTER:
        return said(f"report_title_semester_{period.number}", language, year=str(period.year))
    return said("report_title", language, period=str(period))


def document_of(material: Material) -> Document:
    """Return the report that `material` makes."""
    language, plan = material.language, material.plan
    sections: Sequence[Section] = (
        summary(material),
        priorities(material),
        objectives(material),
        actions(material),
        conclusions(material),
        recommendations(material),
        # Behind the sections of the official report, whose tables keep their numbers.
        *((what_changed(material.comparison, language),) if material.comparison is not None else ()),
        annexes(material),
    )
    title = plan.title or said("the_plan", language)
    team = plan.team
    head = header([material.evaluation], language)
    cover = Cover(
        entity(plan),
        _title(material.period, language),
        title,
        (head.measured, *((said("team", language), *team) if team else ())),
    )
    made = Document(
        language,
        f"{plan.acronym or plan.entity or title} {material.period}",
        cover,
        tuple(sections),
        document_names(language),
        (*material.figures(), *follow_up_figures.figures(material)),
        measured=material.evaluation,
    )
    return numbered(made)
