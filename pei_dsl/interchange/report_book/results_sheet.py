"""The sheet of results: goals, values, and formulas of alcances, contributions and colours."""

from __future__ import annotations

import attrs

from pei_dsl.diagnostics.catalogue import phrase
from pei_dsl.evaluation.evaluation import Evaluation
from pei_dsl.interchange.cells import letters
from pei_dsl.interchange.page import A4, STYLES, Column, Page
from pei_dsl.interchange.report_book import result_formulas as formulas
from pei_dsl.interchange.report_book.book_words import said
from pei_dsl.interchange.report_book.result_row import ALCANCE, LIGHT, TITLE, WHY, ResultWriter, bands_of
from pei_dsl.model.methodology import Progress
from pei_dsl.views import words

_HEAD = 3


@attrs.frozen
class ResultRows:
    """Where the rows of a sheet of results stand, counted from 1 as spreadsheets do."""

    first: int
    last: int


def rows_of(lines: int) -> ResultRows:
    """Return where the rows of so many lines stand."""
    return ResultRows(_HEAD + 2, _HEAD + 1 + max(lines, 1))


def write(page: Page, evaluation: Evaluation, language: str, footer: str) -> None:
    """Write the results of `evaluation`."""
    page.title(said("results_title", language))
    page.sheet.write_string(page.row, 0, _measured(evaluation, language), page.format("plain"))
    page.row = head = _HEAD
    page.headings(_columns(evaluation, language))
    writer = ResultWriter(page, evaluation, language)
    lines = list(evaluation.lines())
    for line in lines:
        writer.line(line)
    rows = rows_of(len(lines))
    _paint(page, evaluation, rows, language)
    page.sheet.autofilter(head, 0, rows.last - 1, WHY)
    page.row += 1
    for note in _notes(writer):
        page.sheet.write_string(page.row, 0, note, page.format("plain"))
        page.row += 1
    page.set_up(A4, head, head, WHY + 1, footer)
    page.sheet.freeze_panes(head + 1, TITLE)


def _measured(evaluation: Evaluation, language: str) -> str:
    how = words.profile(evaluation.methodology, language)
    return (
        f"{words.word('period', language)} {evaluation.period} · {words.word('methodology', language)} {how}"
    )


def _columns(evaluation: Evaluation, language: str) -> list[Column]:
    kind = "progress_2" if evaluation.methodology.progress is Progress.TYPE_2 else "progress_1"
    heads = (
        (said("level", language), 11),
        (words.word("code", language), 17),
        (phrase("report", "denomination", language), 46),
        (phrase("report", "expected_direction", language), 16),
        (phrase("report", "expected_goal", language), 12),
        (phrase("report", "obtained_value", language), 12),
        (phrase("report", kind, language), 11),
        (phrase("report", "state", language), 15),
        (said("weight", language), 9),
        (said("contribution", language), 10),
        (said("why", language), 34),
    )
    return [Column((head,), width) for head, width in heads]


def _paint(page: Page, evaluation: Evaluation, rows: ResultRows, language: str) -> None:
    """Paint alcances and colours by what they say, so that they follow what is typed."""
    place = f"${letters(LIGHT + 1)}{rows.first}"
    absent = ("nd", words.color_word(None, language))
    for color, text in (*((str(band.color), text) for band, text in bands_of(evaluation, language)), absent):
        if color in STYLES:
            paint = page.book.add_format({"bg_color": STYLES[color]["bg_color"]})
            told = {"type": "formula", "criteria": formulas.says(place, text), "format": paint}
            page.sheet.conditional_format(rows.first - 1, ALCANCE, rows.last - 1, LIGHT, told)


def _notes(writer: ResultWriter) -> list[str]:
    """Return what is to be known of the formulas."""
    keys = ["live", *(["static"] if writer.is_static else []), *(["long"] if writer.has_long else [])]
    return [said(f"note_{key}", writer.language) for key in keys]
