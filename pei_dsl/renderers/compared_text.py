"""Two plans compared, for the terminal: each figure that moved above what each change explains of it."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator, Sequence

from pei_dsl.comparison.compared import Comparison
from pei_dsl.renderers.style import WIDTH, Style
from pei_dsl.renderers.text_table import table_lines
from pei_dsl.views.comparison_page import ComparisonPage, PrintedMove, comparison_page
from pei_dsl.views.comparison_words import said

_SPACE = "  "


def page(comparison: Comparison, style: Style) -> str:
    """Return `comparison` as text."""
    return render(comparison, style.language, style.width)


def render(comparison: Comparison, language: str = "es", width: int = WIDTH) -> str:
    """Return `comparison` as text of at most `width` columns, never less than 80."""
    shown = comparison_page(comparison, language)
    return "\n".join(line.rstrip() for line in _lines(shown, language, max(80, width)))


def _lines(shown: ComparisonPage, language: str, width: int) -> Iterator[str]:
    yield from textwrap.wrap(shown.title or said("title", language), width)
    for line in shown.sides:
        yield from _wrapped(line, width)
    yield ""
    for line in shown.summary:
        yield from _wrapped(line, width)
    if shown.warnings:
        yield from ("", said("warnings", language))
        yield from _listed(shown.warnings, width)
    if shown.moves:
        yield from ("", said("title_figures", language))
        for move in shown.moves:
            yield ""
            yield from _move(move, width)
    if shown.unmeasured:
        yield from ("", said("title_unmeasured", language))
        yield from _listed(shown.unmeasured, width)
    for table in shown.tables:
        yield ""
        yield from table_lines(table, width, language)
    if shown.notes:
        yield ""
        for note in shown.notes:
            yield from _wrapped(note, width)


def _listed(lines: Iterable[str], width: int) -> Iterator[str]:
    for line in lines:
        yield from textwrap.wrap(
            line, width, initial_indent=_SPACE, subsequent_indent=_SPACE * 2, break_on_hyphens=False
        )


def _wrapped(line: str, width: int) -> list[str]:
    return textwrap.wrap(line, width, subsequent_indent=_SPACE, break_on_hyphens=False)


def _move(move: PrintedMove, width: int) -> Iterator[str]:
    """Yield a figure and its parts; the differences stand below each other."""
    rows = [(f"{_SPACE}{each.label}", each.change, each.text) for each in move.shares]
    head = (move.name, f"{move.before} → {move.after}", move.difference)
    yield from _aligned([head, *rows], width)


def _aligned(rows: Sequence[tuple[str, str, str]], width: int) -> Iterator[str]:
    last = max(len(row[2]) for row in rows)
    middle = min(max(len(row[1]) for row in rows), width // 3)
    first = min(max(len(row[0]) for row in rows), width - middle - last - 2 * len(_SPACE))
    for label, change, amount in rows:
        indent = _SPACE * (1 + label.startswith(_SPACE))
        labels = textwrap.wrap(
            label, first, subsequent_indent=indent, drop_whitespace=False, break_on_hyphens=False
        )
        changes = textwrap.wrap(change, middle, break_on_hyphens=False) or [""]
        for number in range(max(len(labels), len(changes))):
            left = labels[number].rstrip() if number < len(labels) else ""
            right = changes[number] if number < len(changes) else ""
            told = amount if number == 0 else ""
            yield f"{left.ljust(first)}{_SPACE}{right.rjust(middle)}{_SPACE}{told.rjust(last)}"
