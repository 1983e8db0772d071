"""An evaluation as a table for the terminal: legible at 100 columns, painted only where asked."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Sequence

import attrs

from pei_dsl.evaluation.evaluation import Evaluation
from pei_dsl.renderers import comparison_text, evolution_text
from pei_dsl.renderers.paint import bold, painted
from pei_dsl.renderers.style import WIDTH, Style
from pei_dsl.views import caveat_sentences
from pei_dsl.views.certainty_sentences import NO_BREAK
from pei_dsl.views.evaluation_page import EvaluationPage, Row, evaluation_page, names_of_levels
from pei_dsl.views.evaluations import Evaluations

_LEAST, _LEAST_TITLE = 80, 12
_GAP = "  "


def page(shown: Evaluations, style: Style) -> str:
    """Return a table, evolutions or a comparison, and how many warnings there are about the figures."""
    warned = caveat_sentences.warned(shown.warnings, style.language)
    return "\n".join([_tables(shown, style), *(["", *textwrap.wrap(warned, style.width)] if warned else [])])


def _tables(shown: Evaluations, style: Style) -> str:
    if shown.compares:
        return comparison_text.render([run[0] for run in shown.runs], style.language, style.width)
    if shown.evolves:
        runs = (evolution_text.render(run, style.language, style.width) for run in shown.runs)
        return "\n\n".join(runs)
    return render(shown.runs[0][0], style.language, style.width, color=style.paints)


def render(evaluation: Evaluation, language: str = "es", width: int = WIDTH, *, color: bool = False) -> str:
    """
    Return `evaluation` as text.

    Args:
        evaluation: The results.
        language: `es` or `en`.
        width: Columns to fit in; never less than 80.
        color: Whether to paint the colour words for a terminal (ANSI).
    """
    view = evaluation_page(evaluation, language)
    columns = _measure(view, max(_LEAST, width))
    total = sum(attrs.astuple(columns)) + len(_GAP) * 6 + 1
    parts = [
        *(textwrap.wrap(view.header.title, total) if view.header.title else ()),
        *textwrap.wrap(view.header.measured, total, subsequent_indent="  "),
        "",
        _heads(view, columns),
        "─" * total,
        *_rows(view.rows, columns, paint=color),
        "─" * total,
        *_counts(view, language),
        view.arrows,
        *textwrap.wrap(view.whole, total, subsequent_indent="  "),
        *_listed(view.labels["incomplete"], view.incomplete, total),
        *_listed(view.labels["absences"], view.absences, total, "○ "),
        *_listed(view.labels["caveats"], view.caveats, total, "! "),
    ]
    return "\n".join(line.rstrip() for line in parts)


@attrs.frozen
class _Columns:
    """How wide each column is; the title takes what is left."""

    code: int
    title: int
    goal: int
    value: int
    achievement: int
    color: int


def _measure(view: EvaluationPage, width: int) -> _Columns:
    code = max([len(row.code) + 2 * row.depth for row in view.rows] + [len(view.heads["code"])])
    goal, value, reached = (
        max(map(len, [*cells, view.heads[name]]))
        for name, cells in (
            ("goal", [row.goal for row in view.rows]),
            ("value", [row.value for row in view.rows]),
            ("achievement", [row.achievement for row in view.rows]),
        )
    )
    color = max(map(len, [*view.colors, *(row.mark for row in view.rows)]))
    title = width - (code + goal + value + reached + color + len(_GAP) * 6 + 1)
    return _Columns(code, max(_LEAST_TITLE, title), goal, value, reached, color)


def _heads(view: EvaluationPage, columns: _Columns) -> str:
    heads = view.heads
    return _GAP.join(
        (
            heads["code"].ljust(columns.code),
            heads["title"].ljust(columns.title),
            " ",
            heads["goal"].rjust(columns.goal),
            heads["value"].rjust(columns.value),
            heads["achievement"].rjust(columns.achievement),
            heads["color"],
        )
    )


def _rows(rows: Sequence[Row], columns: _Columns, *, paint: bool) -> Iterable[str]:
    for index, row in enumerate(rows):
        if index and row.depth == 0:
            yield ""
        yield from _row(row, columns, paint=paint)


def _row(row: Row, columns: _Columns, *, paint: bool) -> Iterable[str]:
    title, *rest = textwrap.wrap(row.title, columns.title) or [""]
    mark = painted(row.mark, row.color) if paint else row.mark
    cells = (
        ("  " * row.depth + row.code).ljust(columns.code),
        title.ljust(columns.title),
        row.arrow or " ",
        row.goal.rjust(columns.goal),
        row.value.rjust(columns.value),
        row.achievement.rjust(columns.achievement),
        mark,
    )
    first = _GAP.join(cells)
    yield bold(first) if paint and row.is_group else first
    for more in rest:
        yield " " * (columns.code + len(_GAP)) + more


def _counts(view: EvaluationPage, language: str) -> Iterable[str]:
    longest = max(map(len, names_of_levels(language)))
    for name, counts in view.counts:
        yield f"{name.ljust(longest)}  {'   '.join(counts)}"


def _listed(label: str, entries: Sequence[tuple[str, str]], width: int, mark: str = "") -> Iterable[str]:
    """Yield a list of codes with what is said of each, or nothing where there is none."""
    if not entries:
        return
    yield ""
    yield f"{label}:"
    longest = max(len(code) for code, _ in entries)
    for code, text in entries:
        indent = " " * (longest + len(mark) + 4)
        # A colour and its symbol stay on one line.
        wrapped = [line.replace(NO_BREAK, " ") for line in textwrap.wrap(text, width - len(indent))] or [""]
        yield f"  {mark}{code.ljust(longest)}  {wrapped[0]}"
        yield from (indent + more for more in wrapped[1:])
