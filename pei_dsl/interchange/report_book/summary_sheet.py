"""The first sheet: whose report it is, how many of each colour, counted by formulas, and a chart of them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pei_dsl.diagnostics.catalogue import phrase
from pei_dsl.evaluation.checks import count_colors
from pei_dsl.evaluation.evaluation import Evaluation
from pei_dsl.interchange.cells import letters
from pei_dsl.interchange.page import A4, STYLES, Page
from pei_dsl.interchange.report_book import result_formulas as formulas
from pei_dsl.interchange.report_book.book_words import said
from pei_dsl.interchange.report_book.result_row import LEVEL, LIGHT, level_word
from pei_dsl.interchange.report_book.results_sheet import ResultRows
from pei_dsl.model.plan import Level
from pei_dsl.renderers.outlet import visible
from pei_dsl.renderers.palette import SHADES, tint
from pei_dsl.views import words
from pei_dsl.views.document import Document, Listing, Mention, Paragraph, Role, Sentence, plain

_LEVELS = ((Level.OBJECTIVE, "objectives"), (Level.ACTION, "actions"), (None, "indicators"))
_CHART_ROWS = 15
_TOLD = {"resumen", "comparacion"}
_PIXELS = 7  # of one character of a column's width


def write(page: Page, document: Document, rows: ResultRows, results: str, footer: str) -> None:
    """
    Write the summary.

    Args:
        page: The sheet.
        document: The report.
        rows: Where the results stand on the sheet called `results`.
        results: That sheet's name.
        footer: What stands at the foot of each page.
    """
    evaluation = document.measured
    assert evaluation is not None
    language, cover = document.language, document.cover
    page.title(cover.title)
    for text in (cover.entity, cover.subtitle, *cover.lines):
        if text:
            page.sheet.write_string(page.row, 0, visible(text), page.format("plain"))
            page.row += 1
    page.row += 1
    colors = words.colors(evaluation.methodology)
    widths = [18.0, *(max(13.0, len(words.color_word(each, language)) + 3) for each in colors), 10.0]
    for place, width in enumerate(widths):
        page.sheet.set_column(place, place, width)
    page.widths[:] = widths
    head = page.row
    _counts(page, evaluation, colors, rows, results, language)
    page.sheet.insert_chart(
        page.row + 1,
        0,
        _chart(page, colors, head, language),
        {"description": _told(evaluation, colors, language), "object_position": 1},
    )
    page.row += _CHART_ROWS + 2
    whole = sum(widths)
    for text in _sentences(document):
        last = len(widths) - 1
        page.sheet.merge_range(page.row, 0, page.row, last, "", page.format("plain", text_wrap=True))
        page.sheet.write_string(page.row, 0, visible(text), page.format("plain", text_wrap=True))
        page.sheet.set_row(page.row, 13.5 * (len(text) // int(whole) + 1) + 4)
        page.row += 1
    page.set_up(A4, 0, 0, len(widths), footer)
    page.sheet.set_portrait()
    page.sheet.freeze_panes(0, 0)


def _counts(
    page: Page,
    evaluation: Evaluation,
    colors: Sequence[str | None],
    rows: ResultRows,
    results: str,
    language: str,
) -> None:
    page.text(0, said("level", language), "head", align="center")
    for place, color in enumerate(colors, 1):
        page.text(place, words.color_word(color, language), "head", align="center")
    page.text(len(colors) + 1, words.word("total", language), "head", align="center")
    page.end_row()
    quoted = results.replace("'", "''")
    levels, lights = (
        f"'{quoted}'!${letters(column + 1)}${rows.first}:${letters(column + 1)}${rows.last}"
        for column in (LEVEL, LIGHT)
    )
    for level, name in _LEVELS:
        page.text(0, words.word(name, language), "group")
        counts = count_colors(evaluation, level)
        for place, color in enumerate(colors, 1):
            text = words.color_word(color, language)
            formula = formulas.count(levels, level_word(level, language), lights, text)
            form, number = page.format(_style(color), num_format="0"), counts.get(color, 0)
            if formula is None:
                page.sheet.write_number(page.row, place, number, form)
            else:
                page.sheet.write_formula(page.row, place, formula, form, number)
        first, last = page.address(1), page.address(len(colors))
        page.sheet.write_formula(
            page.row,
            len(colors) + 1,
            f"=SUM({first}:{last})",
            page.format("group", num_format="0"),
            sum(counts.values()),
        )
        page.end_row()


def _style(color: str | None) -> str:
    return "nd" if color is None else str(color) if str(color) in STYLES else "body"


def _chart(page: Page, colors: Sequence[str | None], head: int, language: str) -> Any:  # noqa: ANN401
    name = page.sheet.get_name()
    chart = page.book.add_chart({"type": "bar", "subtype": "percent_stacked"})
    for place, color in enumerate(colors, 1):
        chart.add_series(
            {
                "name": [name, head, place],
                "categories": [name, head + 1, 0, head + len(_LEVELS), 0],
                "values": [name, head + 1, place, head + len(_LEVELS), place],
                "fill": {"color": f"#{tint(color)}"},
                "border": {"color": f"#{SHADES['soft'].light}"},
                "data_labels": {"value": True, "num_format": "0;;", "font": {"size": 9}},
                "gap": 45,
            }
        )
    chart.set_title({"name": said("counts", language), "name_font": {"size": 11}})
    chart.set_y_axis({"reverse": True})
    chart.set_x_axis({"num_format": "0%", "major_gridlines": {"visible": False}})
    chart.set_legend({"position": "bottom"})
    chart.set_size({"width": int(sum(page.widths) * _PIXELS), "height": 280})
    return chart


def _told(evaluation: Evaluation, colors: Sequence[str | None], language: str) -> str:
    told = []
    for level, name in _LEVELS:
        counts = count_colors(evaluation, level)
        shown = ", ".join(f"{counts.get(each, 0)} {words.color_word(each, language)}" for each in colors)
        told.append(f"{words.word(name, language)}: {shown}")
    return visible(f"{'; '.join(told)}.")


def _sentences(document: Document) -> list[str]:
    """Return what the summary of the report and its comparison say, but for what is still to be written."""
    return [
        _without_mentions(sentence, document.language)
        for section in document.sections
        if section.id in _TOLD
        for block in section.blocks
        if isinstance(block, Paragraph | Listing) and block.role is not Role.WANTED
        for sentence in ((block.sentence,) if isinstance(block, Paragraph) else block.items)
    ]


def _without_mentions(sentence: Sentence, language: str) -> str:
    """Return a sentence without what leads to a figure by its number, which a workbook does not have."""
    text = plain(sentence)
    for each in sentence:
        if isinstance(each, Mention):
            text = text.replace(phrase("report", "shown_in", language, {"place": each.text}), "")
    return text.strip()
