"""The views that are parts of the report: charts, ficha, explanation, the report whole."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence

from pei_dsl.evaluation.evaluation import Evaluation
from pei_dsl.evaluation.explain import Explanation
from pei_dsl.evaluation.results import GroupResult
from pei_dsl.following.followed import FollowUp
from pei_dsl.gaps.missing import Gaps
from pei_dsl.renderers.document_html import section_markup
from pei_dsl.renderers.explanation_text import calculation, group_calculation
from pei_dsl.renderers.html.markup import Markup, element, joined
from pei_dsl.reports import colors
from pei_dsl.reports.evolution import evolution
from pei_dsl.reports.fichas import fichas
from pei_dsl.reports.material import Material
from pei_dsl.reports.report import report, years_before
from pei_dsl.reports.sentences import said
from pei_dsl.studio.measuring import Figures
from pei_dsl.studio.said import say
from pei_dsl.studio.view_pieces import View
from pei_dsl.views.document import Block, Cell, Column, Cover, Document, Row, Section, Table
from pei_dsl.views.document_names import document_names
from pei_dsl.workspace.inventory import inventory
from pei_dsl.workspace.workspace import Workspace


def document_view(name: str, workspace: Workspace, figures: Figures | None, code: str, language: str) -> View:
    """Return the view called `name`; of all but the ficha there are figures."""
    if name == "ficha" or figures is None:
        return ficha_view(workspace, code, language)
    match name:
        case "charts":
            return charts_view(workspace, figures, code, language)
        case "explanation":
            return explanation_view(workspace, figures, code, language)
        case _:
            return report_view(workspace, figures, language)


def charts_view(workspace: Workspace, figures: Figures, code: str, language: str) -> View:
    """Return the chart of counts, and the evolution of the indicator `code`, or of all that have one."""
    material = _material(workspace, figures, language)
    plan = figures.evaluation.plan
    chosen = [plan.indicators[code]] if code in plan.indicators else list(plan.indicators.values())
    counts = colors.chart(material)
    charts = [each for each in (evolution(material, one) for one in chosen) if each is not None]
    blocks: list[Block] = [*([counts] if counts.levels else []), *charts]
    if not charts:
        none = say("no_chart", language) if blocks else say("nothing_measured", language)
        return View.whole(_parts(blocks, language), element("p", none, class_="below"))
    return View.whole(_parts(blocks, language))


def _material(workspace: Workspace, figures: Figures, language: str) -> Material:
    """Return what charts draw on: the plan measured for all years up to the period."""
    evaluation = figures.evaluation
    name = evaluation.methodology.name
    known = name if name in workspace.plan.methodologies else None
    earlier = tuple(
        workspace.evaluation(each, methodology=known, partial=True).evaluation
        for each in years_before(evaluation.plan, evaluation.period)
    )
    nothing = Gaps(evaluation, "", (), ())
    followed = FollowUp(evaluation, datetime.date(evaluation.period.year, 12, 31))
    held = inventory(workspace.loaded)
    return Material(
        evaluation.plan, evaluation, (*earlier, evaluation), nothing, {}, held, followed, language
    )


def ficha_view(workspace: Workspace, code: str, language: str) -> View:
    """Return the ficha of the indicator `code`, or those of all."""
    plan = workspace.plan
    document = fichas(workspace.loaded, [code] if code in plan.indicators else None, language=language)
    if not document.sections:
        return View.whole(element("p", say("nothing_measured", language), class_="below"))
    return View.whole(*(section_markup(document, each) for each in document.sections))


def explanation_view(workspace: Workspace, figures: Figures, code: str, language: str) -> View:
    """Return how the figure of `code` came about."""
    evaluation = figures.evaluation
    if code not in {*evaluation.indicators, *evaluation.groups} or code not in _codes(workspace):
        return View.whole(element("p", say("choose_code", language), class_="below"))
    made = workspace.explanation(
        code, evaluation.period, methodology=evaluation.methodology.name, partial=True
    )
    if not isinstance(made, Explanation):
        return View.whole(_group(made.result, made.evaluation, language))
    title = f"{code} {made.result.indicator.title}"
    group = made.evaluation.groups.get(made.result.indicator.group)
    of_group = Markup("") if group is None else _group(group, made.evaluation, language)
    return View.whole(_steps(code, title, calculation(made, language), language), of_group)


def _group(result: GroupResult, evaluation: Evaluation, language: str) -> Markup:
    """Return how the figure of a group comes of its indicators."""
    code, title = result.group.code, f"{result.group.code} {result.group.title}"
    return _steps(code, title, group_calculation(result, evaluation, language), language)


def _steps(code: str, title: str, steps: Iterable[tuple[str, str]], language: str) -> Markup:
    """Return a calculation as a table under its title."""
    rows = tuple(Row((Cell(name), Cell(text))) for name, text in steps)
    columns = (Column(said("step", language)), Column(said("calculation", language)))
    table = Table(f"calculo.{code}", title, columns, rows, is_numbered=False, has_caption=False)
    return joined((element("h2", title), _parts([table], language)))


def _codes(workspace: Workspace) -> set[str]:
    return {*workspace.plan.indicators, *workspace.plan.groups}


def report_view(workspace: Workspace, figures: Figures, language: str) -> View:
    """Return the whole report as its sections stand in its page."""
    document = report_of(workspace, figures, language)
    cover = document.cover
    head = (element("p", cover.entity), element("h1", cover.title), element("p", cover.subtitle))
    sections: Sequence[Section] = document.sections
    return View.whole(*head, *(section_markup(document, each) for each in sections))


def report_of(workspace: Workspace, figures: Figures, language: str) -> Document:
    """Return the report of what the page shows."""
    evaluation = figures.evaluation
    return report(
        workspace.loaded,
        evaluation.period,
        methodology=evaluation.methodology.name,
        partial=True,
        language=language,
    )


def _parts(blocks: Sequence[Block], language: str) -> Markup:
    """Return parts of a report as they stand in its page."""
    document = Document(
        language, "", Cover("", "", ""), (Section("partes", "", "", tuple(blocks)),), document_names(language)
    )
    return joined(section_markup(document, each) for each in document.sections)
