"""A plan's follow-up as tables for the terminal."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator

from pei_dsl.following.followed import FollowUp
from pei_dsl.renderers.style import WIDTH, Style
from pei_dsl.renderers.text_table import table_lines
from pei_dsl.views.follow_up_page import follow_up_page
from pei_dsl.views.follow_up_words import said


def page(followed: FollowUp, style: Style) -> str:
    """Return `followed` as text."""
    return render(followed, style.language, style.width)


def render(followed: FollowUp, language: str = "es", width: int = WIDTH) -> str:
    """Return `followed` as text of at most `width` columns, never less than 80."""
    return "\n".join(line.rstrip() for line in _lines(followed, language, max(80, width)))


def _lines(followed: FollowUp, language: str, width: int) -> Iterator[str]:
    shown = follow_up_page(followed, language)
    yield from textwrap.wrap(shown.header.title, width)
    measured = f"{shown.header.measured} · {shown.day}"
    yield from textwrap.wrap(measured, width, subsequent_indent="  ")
    yield ""
    yield said("pending", language)
    for line in shown.pending:
        yield from textwrap.wrap(
            line, width, initial_indent="  ", subsequent_indent="    ", break_on_hyphens=False
        )
    for table in shown.tables:
        yield ""
        yield from table_lines(table, width, language)
