"""The figure of a period, written, added between its neighbours, or taken away."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pei_dsl import vocabulary
from pei_dsl.edits.changes import ChangeError, SetFigure
from pei_dsl.edits.cutting import cut
from pei_dsl.edits.edit_places import Page, after_colon
from pei_dsl.edits.field_edits import added, find_field
from pei_dsl.edits.rewriting import Rewrite, rewrite
from pei_dsl.model.periods import Period
from pei_dsl.source import Span
from pei_dsl.syntax import tree
from pei_dsl.syntax.layout import INDENT

_SEPARATOR = re.compile(r"[^\S\n]*[;,]?")


def set_figure(page: Page, index: int, change: SetFigure) -> list[Rewrite]:
    """Return the rewrites of a `SetFigure` in declaration `index` of `page`."""
    declaration = page.file.declarations[index]
    field = find_field(declaration, change.field) if change.field else None
    items = figures_of(declaration, change.field)
    period = _period(change.period)
    if period is None:
        raise ChangeError("no_period", period=change.period)
    figure = next((each for each in items if _period(each.period.written) == period), None)
    if change.value is None:
        return _removed(page, field, items, figure)
    value = change.value.strip()
    if not value:
        raise ChangeError("no_figure", period=change.period)
    if figure is not None:
        return _replaced(page, figure, value)
    if items:
        return [_inserted(page, items, period, f"{change.period}: {value}")]
    return [_first(page, declaration, field, change, value)]


def figures_of(declaration: tree.Declaration, name: str) -> list[tree.Figure]:
    """Return the figures of the field `name`, or ("") those that stand under the declaration itself."""
    if not name:
        return [each for each in declaration.items if isinstance(each, tree.Figure)]
    field = find_field(declaration, name)
    return list(field.value.items) if field is not None and isinstance(field.value, tree.Figures) else []


def _period(written: str) -> Period | None:
    return Period.parse(written)


def _replaced(page: Page, figure: tree.Figure, value: str) -> list[Rewrite]:
    old = Span(figure.amount.span.start, figure.span.end)
    return [] if page.text[slice(*old)] == value else [rewrite(page.source, old, value)]


def _inserted(page: Page, items: Sequence[tree.Figure], period: Period, entry: str) -> Rewrite:
    """Return the rewrite that puts `entry` behind the figures of earlier periods, as they are written."""
    earlier = [each for each in items if (when := _period(each.period.written)) is None or when <= period]
    if not earlier:
        first = items[0]
        lines = page.begins_line(first.span.start)
        gap = f"\n{page.indent(first.span.start)}" if lines else _between(page, items)
        return rewrite(page.source, Span(first.span.start, first.span.start), f"{entry}{gap}")
    last = earlier[-1]
    if page.begins_line(last.span.start):
        match = _SEPARATOR.match(page.text, last.span.end)
        behind = match.end() if match is not None else last.span.end
        rest = page.text[behind : page.line_end(behind)].lstrip()
        if not rest or rest.startswith("#"):
            place = page.line_end(behind)
            line = f"\n{page.indent(last.span.start)}{entry}"
            return rewrite(page.source, Span(place, place), line)
    return rewrite(page.source, Span(last.span.end, last.span.end), f"{_between(page, items)}{entry}")


def _between(page: Page, items: Sequence[tree.Figure]) -> str:
    """Return what stands between two figures on one line."""
    if len(items) > 1:
        gap = page.text[items[0].span.end : items[1].span.start]
        if "\n" not in gap and gap:
            return gap
    return "; "


def _first(
    page: Page, declaration: tree.Declaration, field: tree.Field | None, change: SetFigure, value: str
) -> Rewrite:
    entry = f"{change.period}: {value}"
    if not change.field:
        place = page.line_end(declaration.span.end)
        return rewrite(page.source, Span(place, place), f"\n{INDENT}{entry}")
    if field is not None:  # its value could not be read: the figure takes its place
        colon = after_colon(page, field.word_span.start, field.span.end)
        return rewrite(page.source, Span(colon, field.span.end), f" {entry}")
    word = next(
        (
            each
            for each in vocabulary.FIELDS
            if each.name == change.field and each.kind == "FIGURES" and declaration.kind in each.of
        ),
        None,
    )
    if word is None:
        raise ChangeError("no_figures", name=declaration.header.keyword, field=change.field)
    return added(page, declaration, word, f"\n{INDENT * 2}{entry}")


def _removed(
    page: Page, field: tree.Field | None, items: Sequence[tree.Figure], figure: tree.Figure | None
) -> list[Rewrite]:
    if figure is None:
        return []
    if field is not None and len(items) == 1:
        return [cut(page, field.span)]
    match = _SEPARATOR.match(page.text, figure.span.end)
    end = match.end() if match is not None and match[0].strip() else figure.span.end
    start = figure.span.start
    if figure is items[-1] and not page.begins_line(start):  # the separator before the last one goes with it
        start = items[-2].span.end
    elif not page.begins_line(start) or page.text[end : page.line_end(end)].strip():
        end += len(page.text[end:]) - len(page.text[end:].lstrip(" \t"))
    return [cut(page, Span(start, end))]
