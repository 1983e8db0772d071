"""A plan's follow-up as Markdown, for documents: what is pending, and a table of each kind."""

from __future__ import annotations

from collections.abc import Iterator

from pei_dsl.following.followed import FollowUp
from pei_dsl.renderers.document_markdown import table_lines, text
from pei_dsl.renderers.style import Style
from pei_dsl.views import words
from pei_dsl.views.follow_up_page import follow_up_page
from pei_dsl.views.follow_up_words import said


def page(followed: FollowUp, style: Style) -> str:
    """Return `followed` as Markdown."""
    return "\n".join(_lines(followed, style.language))


def _lines(followed: FollowUp, language: str) -> Iterator[str]:
    shown = follow_up_page(followed, language)
    yield f"# {text(shown.header.plan or words.word('plan', language))}"
    measured = " · ".join(each for each in (shown.header.entity, shown.header.measured, shown.day) if each)
    yield from ("", text(measured), "", f"## {said('pending', language)}", "")
    yield from (f"- {text(line)}" for line in shown.pending)
    for table in shown.tables:
        yield from ("", f"## {text(table.title)}", "")
        yield from table_lines(table)
        for note in table.notes:
            yield from ("", text(note))
