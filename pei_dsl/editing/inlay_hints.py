"""What comes out, beside what is written: `■ 32.29` beside an indicator, `= 57,251` beside an input."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import attrs

from pei_dsl import vocabulary
from pei_dsl.algebra.values import Value
from pei_dsl.editing.shown_figures import asked_period, figures, sign, values
from pei_dsl.editing.spot import editor_text, file_of
from pei_dsl.editing.text_positions import EditorText, TextPosition, TextRange
from pei_dsl.evaluation.evaluation import Evaluation
from pei_dsl.evaluation.results import IndicatorResult
from pei_dsl.evaluation.substitution import value_text
from pei_dsl.immutable import brief
from pei_dsl.model.keys import KeyKind, key_of
from pei_dsl.model.periods import Period
from pei_dsl.syntax import tree
from pei_dsl.views import words
from pei_dsl.workspace.workspace import Workspace


@attrs.frozen
class InlayHint:
    """
    A figure that is shown in a text and does not stand in it.

    Attributes:
        position: Before which character, at the end of a line.
        text: The figure.
        tooltip: What it is, in a line.
        of: The code of the indicator, objective or action; of an input, that of its indicator or its name.
    """

    __repr__ = brief

    position: TextPosition
    text: str
    tooltip: str
    of: str


def inlay_hints(
    workspace: Workspace,
    name: str,
    within: TextRange | None = None,
    *,
    period: str | int | Period | None = None,
    language: str = "es",
) -> tuple[InlayHint, ...]:
    r"""
    Return the figures that stand beside the text called `name`.

        >>> import pei_dsl
        >>> workspace = pei_dsl.Workspace.open("specs/inpe-2019-2027")
        >>> hints = pei_dsl.inlay_hints(workspace, "objetivo-01.pei")
        >>> [hint.text for hint in hints if hint.of == "IND.02.OEI.01"]
        ['■ 32.29', '= 1,275', '= 57,251']

    Args:
        workspace: The texts.
        name: One of them.
        within: Only what stands there; None for all of it.
        period: Whose figures; None for the last year with registered values, else the first of the plan.
        language: `es` or `en`.

    Raises:
        RequestError: There is no such text or period.
        SupersededError: A newer version was made meanwhile.
    """
    text = editor_text(workspace, name)
    found = [
        each
        for each in file_of(workspace, name).declarations
        if within is None or text.range(each.span).meets(within)
    ]
    evaluation = figures(workspace, period) if found else None
    if evaluation is None:
        return ()
    keys = [key for each in found for key in _keys(each)]
    given = values(workspace, keys, asked_period(workspace, period))
    hints = [hint for each in found for hint in _hints(each, text, evaluation, given, language)]
    return tuple(each for each in hints if within is None or within.holds(each.position))


def _keys(declaration: tree.Declaration) -> Iterator[str]:
    """Yield the keys of the values that stand beside parts of `declaration`."""
    header = declaration.header
    if declaration.kind == "indicator" and header.code:
        yield from (key_of(KeyKind.WHERE, header.code, each.name) for each in _definitions(declaration))
    elif declaration.kind == "variable" and header.name:
        yield key_of(KeyKind.VARIABLE, header.name)


def _definitions(declaration: tree.Declaration) -> Iterator[tree.Definition]:
    for item in declaration.items:
        if isinstance(item, tree.Field) and isinstance(item.value, tree.Definitions):
            yield from item.value.items


def _hints(
    declaration: tree.Declaration,
    text: EditorText,
    evaluation: Evaluation,
    given: Mapping[str, Value],
    language: str,
) -> Iterator[InlayHint]:
    header = declaration.header
    code = header.code or ""
    result = evaluation.indicators.get(code) or evaluation.groups.get(code)
    if result is not None and declaration.kind in vocabulary.CODED:
        told = f"{evaluation.period}: {words.light(result, language)}"
        if isinstance(result, IndicatorResult):
            told = f"{evaluation.period}: {words.value(result)} · {words.light(result, language)}"
        yield InlayHint(_end_of_line(text, header.span.end), sign(result), told, code)
    if declaration.kind == "indicator":
        for each in _definitions(declaration):
            value = given.get(key_of(KeyKind.WHERE, code, each.name))
            if value is not None and not _is_figure(each.expression):
                yield _beside(each.span.end, each.title or each.name, value, code, text, evaluation)
    elif declaration.kind == "variable" and header.name:
        value = given.get(key_of(KeyKind.VARIABLE, header.name))
        if value is not None and header.expression is not None and not _is_figure(header.expression):
            title = header.title or header.name
            yield _beside(header.span.end, title, value, header.name, text, evaluation)


def _beside(
    offset: int, title: str, value: Value, of: str, text: EditorText, evaluation: Evaluation
) -> InlayHint:
    return InlayHint(
        _end_of_line(text, offset), f"= {value_text(value)}", f"{title}, {evaluation.period}", of
    )


def _is_figure(expression: tree.Expression) -> bool:
    """Tell whether what is written is the figure already."""
    return isinstance(expression, tree.Number | tree.Text | tree.Date)


def _end_of_line(text: EditorText, offset: int) -> TextPosition:
    """Return the end of what is written on the line of `offset`, before a comment."""
    written = text.source.text
    end = written.find("\n", offset)
    rest = written[offset : len(written) if end < 0 else end]
    return text.position(offset if rest.lstrip().startswith("#") else offset + len(rest.rstrip()))
