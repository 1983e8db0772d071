"""Several periods side by side: how goals, values and alcances went, with each colour."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Sequence

from pei_dsl.evaluation.evaluation import Evaluation
from pei_dsl.evaluation.outline import Line
from pei_dsl.evaluation.results import GroupResult, IndicatorResult
from pei_dsl.renderers.style import WIDTH
from pei_dsl.views import caveat_sentences, words
from pei_dsl.views.header import header

MAX_LINES = 2
_GAP = "  "


def render(evaluations: Sequence[Evaluation], language: str = "es", width: int = WIDTH) -> str:
    """
    Return the evolution over `evaluations`, all of one plan, as a table: a column for each period.

    An indicator has three rows (goal, value, alcance), a group has one.
    """
    first = evaluations[0]
    lines = list(first.lines())
    periods = [str(each.period) for each in evaluations]
    names = [words.word(name, language) for name in ("goal", "value", "achievement")]
    label = max(len(name) for name in names)
    cells = [_cells(line, evaluations) for line in lines]
    column = max([len(cell) for rows in cells for row in rows for cell in row] + [len(p) for p in periods])
    code = max(len(line.code) + 2 * line.depth for line in lines)
    title = max(16, width - code - label - (column + len(_GAP)) * len(periods) - 2 * len(_GAP))
    head = _GAP.join(
        (
            words.word("code", language).ljust(code),
            words.word("title", language).ljust(title),
            " " * label,
            *(period.rjust(column) for period in periods),
        )
    )
    parts = [*_title(evaluations, language, len(head)), head, "─" * len(head)]
    for line, rows in zip(lines, cells, strict=True):
        parts.extend(_block(line, rows, names, (code, title, label, column)))
    colors = (words.color_word(color, language) for color in words.colors(first.methodology))
    parts.extend(("─" * len(head), "   ".join(colors)))
    found = caveat_sentences.grouped(
        [
            (f"{code} {one.period}", each.caveats)
            for one in evaluations
            for code, each in one.indicators.items()
        ],
        language,
    )
    parts.extend(caveat_sentences.lines(found, len(head), language))
    return "\n".join(part.rstrip() for part in parts)


def _title(evaluations: Sequence[Evaluation], language: str, width: int) -> Iterable[str]:
    head = header(evaluations, language)
    if head.plan:
        yield head.plan
    yield from textwrap.wrap(head.measured, width, subsequent_indent="  ")
    yield ""


def _cells(line: Line, evaluations: Sequence[Evaluation]) -> list[list[str]]:
    """Return the rows of one code: goal, value and alcance, or the alcance alone, each with its symbol."""
    found = [_result(line, each) for each in evaluations]
    reached = [f"{words.alcance(each)} {words.symbol(each.color)}" for each in found]
    indicators = [each for each in found if isinstance(each, IndicatorResult)]
    if not indicators:
        return [reached]
    return [[words.goal(each) for each in indicators], [words.value(each) for each in indicators], reached]


def _result(line: Line, evaluation: Evaluation) -> GroupResult | IndicatorResult:
    if isinstance(line.result, GroupResult):
        return evaluation.groups[line.code]
    return evaluation.indicators[line.code]


def _block(
    line: Line, rows: list[list[str]], names: Sequence[str], widths: tuple[int, int, int, int]
) -> Iterable[str]:
    code, title, label, column = widths
    wrapped = words.fitted(line.title, title, max(MAX_LINES, len(rows)))
    labels = names if len(rows) > 1 else names[-1:]
    for index in range(max(len(wrapped), len(rows))):
        head = ("  " * line.depth + line.code) if index == 0 else ""
        text = wrapped[index] if index < len(wrapped) else ""
        name = labels[index] if index < len(rows) else ""
        figures = rows[index] if index < len(rows) else []
        cells = (
            head.ljust(code),
            text.ljust(title),
            name.ljust(label),
            *(each.rjust(column) for each in figures),
        )
        yield _GAP.join(cells)
