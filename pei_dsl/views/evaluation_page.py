"""What the page of an evaluation says: its rows, how many of each colour, how sure it is, what is absent."""

from __future__ import annotations

from collections.abc import Iterator

import attrs

from pei_dsl.evaluation.checks import count_colors
from pei_dsl.evaluation.evaluation import Evaluation
from pei_dsl.evaluation.outline import Line
from pei_dsl.evaluation.results import GroupResult, IndicatorResult
from pei_dsl.model.plan import Level
from pei_dsl.views import caveat_sentences, certainty_sentences, words
from pei_dsl.views.header import Header, header

COLUMNS = ("code", "title", "direction", "goal", "value", "achievement", "color")


@attrs.frozen
class Row:
    """
    A group or an indicator; what a group does not have is "".

    Attributes:
        depth: How deep it stands in the tree of the plan.
        mark: Its colour with symbol, word and the least certain mark of its data.
        color: The colour itself, for what paints; None for ND.
    """

    depth: int
    code: str
    title: str
    is_group: bool
    arrow: str
    direction: str
    goal: str
    value: str
    achievement: str
    mark: str
    color: str | None


@attrs.frozen
class EvaluationPage:
    """
    An evaluation in words.

    Attributes:
        heads: What each of `COLUMNS` is called.
        colors: All colours that a row may have, in words.
        counts: For each level with rows its name, and how many are of each colour.
        arrows: What the arrows mean.
        whole: How much of the plan has been reported, and the mean of its objectives.
        incomplete: The groups that still miss a figure: code, and what is sure of theirs.
        absences: What has no alcance: code and reason.
        caveats: What is to be known before using a figure: code and what it is.
        labels: What stands above `incomplete`, `absences` and `caveats`, by these names.
    """

    header: Header
    heads: dict[str, str]
    rows: tuple[Row, ...]
    colors: tuple[str, ...]
    counts: tuple[tuple[str, tuple[str, ...]], ...]
    arrows: str
    whole: str
    incomplete: tuple[tuple[str, str], ...]
    absences: tuple[tuple[str, str], ...]
    caveats: tuple[tuple[str, str], ...]
    labels: dict[str, str]


@attrs.define
class KnownRows:
    """The rows of the last evaluation, of which those hold whose results are the same objects."""

    _last: dict[tuple[str, int, str, str], tuple[GroupResult | IndicatorResult, Row]] = attrs.field(
        factory=dict
    )

    def of(self, evaluation: Evaluation, language: str) -> tuple[Row, ...]:
        """Return the rows of `evaluation`, and remember them."""
        found = {
            (line.code, line.depth, line.title, language): (line.result, self._row(line, language))
            for line in evaluation.lines()
        }
        self._last = found
        return tuple(row for _, row in found.values())

    def _row(self, line: Line, language: str) -> Row:
        known = self._last.get((line.code, line.depth, line.title, language))
        return known[1] if known is not None and known[0] is line.result else _row(line, language)


def evaluation_page(
    evaluation: Evaluation, language: str = "es", known: KnownRows | None = None
) -> EvaluationPage:
    """Return what the page of `evaluation` says; `known` saves the rows that were made before."""
    lines = list(evaluation.lines())
    incomplete = [
        (each.group.code, certainty_sentences.group(each, evaluation.methodology, language))
        for each in evaluation.groups.values()
        if certainty_sentences.is_open(each)
    ]
    absent = [(line.code, line.result.absence) for line in lines if line.result.absence is not None]
    return EvaluationPage(
        header([evaluation], language),
        {name: words.word(name, language) for name in COLUMNS},
        (known or KnownRows()).of(evaluation, language),
        tuple(words.color_word(each, language) for each in words.colors(evaluation.methodology)),
        tuple(_counts(evaluation, language)),
        words.arrows(language),
        certainty_sentences.whole(evaluation, language),
        tuple(incomplete),
        tuple((code, words.why(absence, language)) for code, absence in absent),
        caveat_sentences.grouped(
            [(code, each.caveats) for code, each in evaluation.indicators.items()], language
        ),
        {name: words.word(name, language) for name in ("incomplete", "absences", "caveats")},
    )


def _row(line: Line, language: str) -> Row:
    result = line.result
    arrow = direction = goal = value = ""
    if not isinstance(result, GroupResult):
        arrow = words.ARROWS[result.indicator.direction]
        direction = words.word(result.indicator.direction.name.lower(), language)
        goal, value = words.goal(result), words.value(result)
    return Row(
        line.depth,
        line.code,
        line.title,
        isinstance(result, GroupResult),
        arrow,
        direction,
        goal,
        value,
        words.alcance(result),
        words.light(result, language),
        result.color,
    )


def _counts(evaluation: Evaluation, language: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Count the colours of each level: there is no official figure for a whole plan."""
    names = {Level.OBJECTIVE: "objectives", Level.ACTION: "actions", None: "indicators"}
    for level, name in names.items():
        counts = count_colors(evaluation, level)
        if counts:
            yield (
                words.word(name, language),
                tuple(
                    f"{counts.get(color, 0)} {words.color_word(color, language)}"
                    for color in words.colors(evaluation.methodology)
                ),
            )


def names_of_levels(language: str) -> tuple[str, ...]:
    """Return what the levels that are counted are called, those without rows too."""
    return tuple(words.word(name, language) for name in ("objectives", "actions", "indicators"))
