"""One plan under several methodologies side by side: what changes its figure, and what its colour."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Sequence

from pei_dsl.diagnostics import catalogue
from pei_dsl.evaluation.evaluation import Evaluation
from pei_dsl.evaluation.outline import Line
from pei_dsl.evaluation.results import GroupResult, IndicatorResult
from pei_dsl.renderers.style import WIDTH
from pei_dsl.views import caveat_sentences, words
from pei_dsl.views.header import header

_GAP = "  "
CHANGED = "≠"
MAX_LINES = 2


def render(evaluations: Sequence[Evaluation], language: str = "es", width: int = WIDTH) -> str:
    """Return a table with a column for each methodology; `≠` marks the rows whose colour changes."""
    first = evaluations[0]
    lines = list(first.lines())
    names = [each.methodology.name for each in evaluations]
    cells = [[_cell(_result(line, each), language) for each in evaluations] for line in lines]
    columns = [max(len(name), *(len(row[index]) for row in cells)) for index, name in enumerate(names)]
    code = max(len(line.code) + 2 * line.depth for line in lines)
    title = max(16, width - code - sum(columns) - len(_GAP) * (len(columns) + 2) - 1)
    head = _GAP.join(
        (
            " ",
            words.word("code", language).ljust(code),
            words.word("title", language).ljust(title),
            *(name.rjust(column) for name, column in zip(names, columns, strict=True)),
        )
    )
    parts = [*_title(first, language), head, "─" * len(head)]
    changed = [_changes(line, evaluations) for line in lines]
    for line, row, differs in zip(lines, cells, changed, strict=True):
        parts.extend(_rows(line, row, columns, (code, title), differs=differs))
    parts.extend(("─" * len(head), *_summary(evaluations, sum(changed), language, width)))
    return "\n".join(part.rstrip() for part in parts)


def _title(evaluation: Evaluation, language: str) -> Iterable[str]:
    """Yield the plan and the period; the methodologies are the columns."""
    head = header([evaluation], language)
    if head.plan:
        yield head.plan
    yield head.period
    yield ""


def _result(line: Line, evaluation: Evaluation) -> GroupResult | IndicatorResult:
    if isinstance(line.result, GroupResult):
        return evaluation.groups[line.code]
    return evaluation.indicators[line.code]


def _cell(result: GroupResult | IndicatorResult, language: str) -> str:
    if result.color is None:
        return words.color_word(None, language)
    return f"{words.alcance(result)} {words.color_word(result.color, language)}"


def _changes(line: Line, evaluations: Sequence[Evaluation]) -> bool:
    return len({_result(line, each).color for each in evaluations}) > 1


def _rows(
    line: Line, row: Sequence[str], columns: Sequence[int], widths: tuple[int, int], *, differs: bool
) -> Iterable[str]:
    code, title = widths
    wrapped = words.fitted(line.title, title, MAX_LINES)
    figures = [cell.rjust(column) for cell, column in zip(row, columns, strict=True)]
    mark = CHANGED if differs else " "
    yield _GAP.join((mark, ("  " * line.depth + line.code).ljust(code), wrapped[0].ljust(title), *figures))
    for more in wrapped[1:]:
        yield " " * (1 + code + 2 * len(_GAP)) + more


def _summary(evaluations: Sequence[Evaluation], changed: int, language: str, width: int) -> Iterable[str]:
    yield catalogue.phrase("words", "colors_change", language, {"count": changed})
    for each in evaluations:
        if each.methodology.base:
            text = words.profile(each.methodology, language)
            yield from textwrap.wrap(text, width, subsequent_indent="  ")
    found = caveat_sentences.grouped(
        [(code, each.caveats) for one in evaluations for code, each in one.indicators.items()], language
    )
    yield from caveat_sentences.lines(found, width, language)
