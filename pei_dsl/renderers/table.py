"""The evaluation as a table for the terminal: legible at 100 columns, painted only where asked."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable

import attrs

from pei_dsl.evaluation.checks import count_colors
from pei_dsl.evaluation.results import Evaluation, GroupResult, IndicatorResult
from pei_dsl.model.absence import Absence
from pei_dsl.model.methodology import Color
from pei_dsl.model.plan import Direction, Level
from pei_dsl.renderers import certainty
from pei_dsl.views import words
from pei_dsl.views.outline import Line, outline

WIDTH = 100
_ARROWS = {Direction.ASCENDING: "↑", Direction.DESCENDING: "↓", Direction.UNDEFINED: "–"}
_PAINT: dict[str | None, str] = {Color.GREEN: "32", Color.YELLOW: "33", Color.RED: "31", None: "2"}
_GAP = "  "


@attrs.frozen
class Columns:
    """How wide each column is; the title takes what is left."""

    code: int
    title: int
    goal: int
    value: int
    achievement: int
    color: int


def render(evaluation: Evaluation, language: str = "es", width: int = WIDTH, *, color: bool = False) -> str:
    """
    Return `evaluation` as text.

    Args:
        evaluation: The results.
        language: `es` or `en`.
        width: Columns to fit in; never less than 80.
        color: Whether to paint the colour words for a terminal (ANSI).
    """
    lines = list(outline(evaluation))
    columns = _measure(lines, max(80, width), evaluation, language)
    total = sum(attrs.astuple(columns)) + len(_GAP) * 6 + 1
    parts = [
        *_head(evaluation, language, total),
        _header(columns, language),
        "─" * total,
        *_rows(lines, columns, language, paint=color),
        "─" * total,
        *_summary(evaluation, language),
        *certainty.lines(evaluation, language, total),
        *_absences(lines, language, total),
    ]
    return "\n".join(line.rstrip() for line in parts)


def _colors(evaluation: Evaluation) -> list[str | None]:
    """Return the colours that may stand in the table: those of the methodology, then ND."""
    return [*(band.color for band in evaluation.methodology.bands), None]


def _head(evaluation: Evaluation, language: str, width: int) -> Iterable[str]:
    plan = evaluation.plan
    entity = f"{plan.entity} ({plan.acronym})" if plan.acronym and plan.entity else plan.entity
    title = " · ".join(part for part in (plan.title, entity) if part)
    if title:
        yield from textwrap.wrap(title, width)
    period = f"{words.word('period', language)} {evaluation.period}"
    methodology = f"{words.word('methodology', language)} {words.profile(evaluation.methodology, language)}"
    yield from textwrap.wrap(f"{period} · {methodology}", width, subsequent_indent="  ")
    yield ""


def _measure(lines: list[Line], width: int, evaluation: Evaluation, language: str) -> Columns:
    results = [line.result for line in lines]
    indicators = [each for each in results if isinstance(each, IndicatorResult)]
    code = max([len(line.code) + 2 * line.depth for line in lines] + [len(words.word("code", language))])
    goal = max([len(render_goal(each)) for each in indicators] + [len(words.word("goal", language))])
    value = max([len(render_value(each)) for each in indicators] + [len(words.word("value", language))])
    reached = max([len(words.alcance(each)) for each in results] + [len(words.word("achievement", language))])
    names = [words.color_word(each, language) for each in _colors(evaluation)]
    color = max(map(len, [*names, *(words.light(each, language) for each in results)]))
    title = width - (code + goal + value + reached + color + len(_GAP) * 6 + 1)
    return Columns(code, max(20, title), goal, value, reached, color)


def render_goal(result: IndicatorResult) -> str:
    """Return the goal as reports show it; a dash where none is programmed."""
    if isinstance(result.goal, Absence):
        return "–"
    return words.in_unit(result.goal, result.indicator.unit, result.goal_decimals)


def render_value(result: IndicatorResult) -> str:
    """Return the value as reports show it."""
    return words.in_unit(result.value, result.indicator.unit, result.decimals)


def _header(columns: Columns, language: str) -> str:
    return _GAP.join(
        (
            words.word("code", language).ljust(columns.code),
            words.word("title", language).ljust(columns.title),
            " ",
            words.word("goal", language).rjust(columns.goal),
            words.word("value", language).rjust(columns.value),
            words.word("achievement", language).rjust(columns.achievement),
            words.word("color", language),
        )
    )


def _rows(lines: list[Line], columns: Columns, language: str, *, paint: bool) -> Iterable[str]:
    for index, line in enumerate(lines):
        if index and line.depth == 0:
            yield ""
        yield from _row(line, columns, language, paint=paint)


def _row(line: Line, columns: Columns, language: str, *, paint: bool) -> Iterable[str]:
    result = line.result
    code = ("  " * line.depth + line.code).ljust(columns.code)
    title, *rest = textwrap.wrap(line.title, columns.title) or [""]
    if isinstance(result, GroupResult):
        arrow, goal, value = " ", "", ""
    else:
        arrow = _ARROWS[result.indicator.direction]
        goal, value = render_goal(result), render_value(result)
    mark = words.light(result, language)
    if paint:
        mark = f"\x1b[{_PAINT.get(result.color, '36')}m{mark}\x1b[0m"
    cells = (
        code,
        title.ljust(columns.title),
        arrow,
        goal.rjust(columns.goal),
        value.rjust(columns.value),
        words.alcance(result).rjust(columns.achievement),
        mark,
    )
    first = _GAP.join(cells)
    yield f"\x1b[1m{first}\x1b[0m" if paint and isinstance(result, GroupResult) else first
    for more in rest:
        yield " " * (columns.code + len(_GAP)) + more


def _summary(evaluation: Evaluation, language: str) -> Iterable[str]:
    """Count the colours of each level: there is no official figure for a whole plan."""
    names = {Level.OBJECTIVE: "objectives", Level.ACTION: "actions", None: "indicators"}
    width = max(len(words.word(name, language)) for name in names.values())
    for level, name in names.items():
        counts = count_colors(evaluation, level)
        if counts:
            parts = [
                f"{counts.get(color, 0)} {words.color_word(color, language)}" for color in _colors(evaluation)
            ]
            yield f"{words.word(name, language).ljust(width)}  {'   '.join(parts)}"
    yield f"↑ {words.word('ascending', language)}   ↓ {words.word('descending', language)}"


def _absences(lines: list[Line], language: str, width: int) -> Iterable[str]:
    absent = [(line, absence) for line in lines if (absence := line.result.absence) is not None]
    if not absent:
        return
    yield ""
    yield f"{words.word('absences', language)}:"
    longest = max(len(line.code) for line, _ in absent)
    for line, absence in absent:
        text = f"{words.reason(absence, language)}: {words.detail(absence, language)}"
        indent = " " * (longest + 6)
        wrapped = textwrap.wrap(text, width - len(indent)) or [""]
        yield f"  ○ {line.code.ljust(longest)}  {wrapped[0]}"
        yield from (indent + more for more in wrapped[1:])
