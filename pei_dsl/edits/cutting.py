"""Taking something out of a text and leaving its comments, without blank remains of a line."""

from __future__ import annotations

from pei_dsl.edits.edit_places import Page
from pei_dsl.edits.rewriting import Rewrite, rewrite
from pei_dsl.source import Span


def cut(page: Page, span: Span) -> Rewrite:
    """Return the rewrite that takes `span` out: its lines go, and comments in and behind them stay."""
    start, end = span
    last = page.line_end(end)
    behind = page.comments(Span(end, last))
    rest = page.text[end : behind[0].start if behind else last]
    own_lines = page.begins_line(start) and not rest.strip()
    kept = kept_comments(page, Span(start, last if own_lines else end))
    if not own_lines:
        before = page.text[:start].rstrip(" \t")
        if not rest.strip():  # the end of a line: the blanks before it go too
            start = len(before)
        text = "".join(f"\n{page.indent(start)}{comment}" for comment in kept)
        return rewrite(page.source, Span(start, end), text)
    indent = page.indent(start)
    lines = "".join(f"{indent}{comment}\n" for comment in kept)
    begin, finish = page.line_start(start), min(last + 1, len(page.text))
    if last == len(page.text):  # the text ends without a line end, and goes on doing so
        lines = lines.removesuffix("\n")
        begin = begin if lines else max(0, begin - 1)
    return rewrite(page.source, Span(begin, finish), lines)


def kept_comments(page: Page, span: Span) -> list[str]:
    """Return the texts of the comments in `span`."""
    return [page.text[slice(*each)].rstrip() for each in page.comments(span)]
