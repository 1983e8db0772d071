"""The view of results: a row for each objective, action and indicator, with what it was when last saved."""

from __future__ import annotations

import functools
from collections.abc import Iterator, Mapping

from pei_dsl.evaluation.evaluation import Evaluation
from pei_dsl.renderers.html.markup import Markup, element, joined, opening
from pei_dsl.renderers.palette import tint_class
from pei_dsl.studio.measuring import Figures
from pei_dsl.studio.said import say
from pei_dsl.studio.view_pieces import View
from pei_dsl.views.evaluation_page import EvaluationPage, KnownRows, Row, evaluation_page


def results_view(figures: Figures, before: Mapping[str, Row], known: KnownRows, language: str) -> View:
    """Return the table of results, beside the rows of `before`; each row is a piece of its own."""
    page = evaluation_page(figures.evaluation, language, known)
    return View(
        (
            ("encabezado", _above(figures, page, language)),
            _opened(page, language),
            *((_id(row.code), _row(row, before.get(row.code), language)) for row in page.rows),
            Markup("</tbody></table></div>"),
            ("notas", element("div", joined(_notes(page)), id="notas")),
        )
    )


def rows_by_code(evaluation: Evaluation, language: str) -> dict[str, Row]:
    """Return the rows of an evaluation by code, to compare others with."""
    return {row.code: row for row in evaluation_page(evaluation, language).rows}


def code_button(code: str, language: str) -> Markup:
    """Return a code that leads to where the text declares it."""
    told = say("go_to_text", language, code=code)
    return element("button", code, type="button", class_="code", data_go=code, title=told)


def _id(code: str) -> str:
    return f"fila.{code}"


def _above(figures: Figures, page: EvaluationPage, language: str) -> Markup:
    parts = [element("p", page.header.title, class_="below")]
    if figures.at is not None:
        at = f"{figures.at:%H:%M:%S}"
        parts.append(element("p", say("stale", language, at=at), class_="stale-note"))
    return element("div", joined(parts), id="encabezado")


def _opened(page: EvaluationPage, language: str) -> Markup:
    heads = page.heads
    label = say("view_results", language)
    titles = (
        element("th", f"{heads['code']} · {heads['title']}", scope="col"),
        element("th", heads["goal"], scope="col", class_="r"),
        element("th", heads["value"], scope="col", class_="r"),
        element("th", heads["achievement"], scope="col", class_="r"),
        element("th", heads["color"], scope="col"),
        element("th", say("before", language), scope="col", class_="r"),
    )
    return joined(
        (
            opening("div", class_="scroll", tabindex="0", role="region", aria_label=label),
            opening("table", class_="results", aria_label=label),
            element("thead", element("tr", *titles)),
            Markup("<tbody>"),
        )
    )


# All rows but a few are as they were at the last key.
@functools.lru_cache(maxsize=8192)
def _row(row: Row, before: Row | None, language: str) -> Markup:
    classes = f"depth{min(row.depth, 3)}{' group' if row.is_group else ''}"
    title = f"{row.arrow} {row.title}".strip()
    return element(
        "tr",
        element("th", code_button(row.code, language), " ", element("span", title), scope="row"),
        element("td", row.goal, class_="r"),
        element("td", row.value, class_="r"),
        element("td", row.achievement, class_="r"),
        element("td", row.mark, class_=f"color {tint_class(row.color)}"),
        element("td", _before(row, before, language), class_="r before"),
        id=_id(row.code),
        class_=classes,
        data_code=row.code,
    )


def _before(row: Row, before: Row | None, language: str) -> str:
    """Return what was saved where it is another figure, else ""."""
    if before is None:
        return say("new", language)
    if (row.achievement, row.mark) != (before.achievement, before.mark):
        return f"{before.achievement} {before.mark}"
    return before.value if row.value != before.value else ""


def _notes(page: EvaluationPage) -> Iterator[Markup]:
    counts = (element("li", f"{level}: {'  '.join(counted)}") for level, counted in page.counts)
    yield element("ul", joined(counts), class_="counts")
    yield element("p", page.whole, class_="below")
    for name in ("incomplete", "absences", "caveats"):
        told: tuple[tuple[str, str], ...] = getattr(page, name)
        if told:
            yield element("h3", page.labels[name])
            yield element("ul", joined(element("li", f"{code}: {text}") for code, text in told))
