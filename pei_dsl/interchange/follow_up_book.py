"""A plan's follow-up as a workbook: what is pending, and a sheet for each kind, which an import reads."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import BinaryIO

from pei_dsl.data.extras import need
from pei_dsl.following.followed import FollowUp
from pei_dsl.interchange.beside_columns import KINDS
from pei_dsl.interchange.beside_form import BesideSheet, write_sheet
from pei_dsl.interchange.new_book import new_book
from pei_dsl.interchange.page import Page
from pei_dsl.interchange.touched_books import stamped
from pei_dsl.renderers.style import Style
from pei_dsl.views.follow_up_page import follow_up_page
from pei_dsl.views.follow_up_words import movement, percent, said, situation, support_text


def write(followed: FollowUp, style: Style, stream: BinaryIO) -> None:
    """
    Write `followed` to `stream`: a sheet with what is pending, then one for each kind that it has.

    Raises:
        MissingExtraError: A package is not installed.
    """
    need("openpyxl", "excel")
    shown = follow_up_page(followed, style.language)
    made = io.BytesIO()
    with new_book(made, shown.header.plan) as book:
        first = Page(book, book.add_worksheet(said("pending", style.language)), [110.0])
        first.sheet.set_column(0, 0, 110)
        first.title(shown.header.title)
        for line in (f"{shown.header.measured} · {shown.day}", "", *shown.pending):
            first.text(0, line, "plain")
            first.end_row()
        for table in _tables(followed, style.language):
            write_sheet(Page(book, book.add_worksheet(_name(table))), table)
    stream.write(stamped(made.getvalue()))


def _tables(followed: FollowUp, language: str) -> Iterator[BesideSheet]:
    """Yield the sheets that have a row, each with what follows from the rest of its rows."""
    plan, period = followed.evaluation.plan, followed.evaluation.period
    activities = {each.activity.name: each for each in followed.activities}
    named = {each.commitment.means for each in followed.commitments}
    of_period = {each.name for support in followed.supports for each in support.evidence}
    evidence = {name: each for name, each in plan.evidence.items() if name in of_period | named}
    recommendations = {each.recommendation.code: each for each in followed.recommendations}
    commitments = {each.commitment.code: each for each in followed.commitments}
    progress = {
        name: percent(each.progress) + (f" {said('mark_ahead', language)}" if each.is_ahead else "")
        for name, each in activities.items()
        if each.progress is not None
    }
    support = {
        each.name: support_text(support, language)
        for support in followed.supports
        for each in support.evidence
    }
    moved = {
        code: movement(each.movement, each.recommendation.follows, followed, language)
        for code, each in recommendations.items()
        if each.movement is not None
    }
    state = {
        code: said("state_overdue", language, state=kept) if each.is_overdue else kept
        for code, each in commitments.items()
        for kept in [situation(each.situation, "commitment", language)]
    }
    for kind, held, told in (
        ("activity", {name: each.activity for name, each in activities.items()}, ("progress", progress)),
        ("evidence", evidence, ("support", support)),
        ("factor", {each.name: each for each in followed.factors}, None),
        (
            "recommendation",
            {code: each.recommendation for code, each in recommendations.items()},
            ("movement", moved),
        ),
        ("commitment", {code: each.commitment for code, each in commitments.items()}, ("state", state)),
    ):
        if held:
            title = said(f"title_{_KEYS[kind]}", language, period=str(period))
            yield BesideSheet(kind, held, plan, [period], title, language, told, evidence=evidence)


# What each kind is called among the words of follow-ups.
_KEYS = {
    "activity": "activities",
    "evidence": "evidence",
    "factor": "factors",
    "recommendation": "recommendations",
    "commitment": "commitments",
}


def _name(table: BesideSheet) -> str:
    return KINDS[table.kind] if table.language == "es" else _KEYS[table.kind].capitalize()
