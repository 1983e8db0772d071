"""How sure the colours are, in words: who reported, the bounds of a figure, firm or conditional."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable

from pei_dsl.diagnostics import catalogue
from pei_dsl.evaluation.results import Certainty, Coverage, Evaluation, GroupResult
from pei_dsl.model.methodology import Methodology
from pei_dsl.views import words

NO_BREAK = "\u00a0"


def lines(evaluation: Evaluation, language: str, width: int) -> Iterable[str]:
    """Yield what can be said of the whole plan, then each group that still misses a figure."""
    yield from textwrap.wrap(whole(evaluation, language), width, subsequent_indent="  ")
    open_ = [each for each in evaluation.groups.values() if _is_open(each)]
    if not open_:
        return
    yield ""
    yield f"{words.word('incomplete', language)}:"
    longest = max(len(each.group.code) for each in open_)
    for each in open_:
        text = group(each, evaluation.methodology, language)
        indent = " " * (longest + 4)
        # A colour and its symbol stay on one line.
        wrapped = [line.replace(NO_BREAK, " ") for line in textwrap.wrap(text, width - len(indent))]
        yield f"  {each.group.code.ljust(longest)}  {wrapped[0]}"
        yield from (indent + more for more in wrapped[1:])


def markdown(evaluation: Evaluation, language: str) -> Iterable[str]:
    """Yield the same as `lines` as Markdown: a sentence, then a list."""
    yield whole(evaluation, language)
    open_ = [each for each in evaluation.groups.values() if _is_open(each)]
    if open_:
        yield from ("", f"{words.word('incomplete', language)}:", "")
    for each in open_:
        text = group(each, evaluation.methodology, language).replace(NO_BREAK, " ")
        yield f"- **{each.group.code}** {text}"


def _is_open(result: GroupResult) -> bool:
    return result.certainty is not None and not result.certainty.coverage.is_complete


def whole(evaluation: Evaluation, language: str) -> str:
    """Return the coverage of a plan and the mean of its objectives, which is our own figure."""
    sure = evaluation.whole.certainty
    if sure is None:
        return words.word("nothing_due", language)
    coverage = _reported(sure.coverage, language)
    mean = evaluation.whole.mean
    if mean is None:
        return f"{words.word('plan', language)}: {coverage}"
    text = catalogue.phrase("words", "own_mean", language, {"mean": words.percent(mean)})
    bounds = "" if sure.coverage.is_complete else f", {interval(sure, language)}"
    return f"{words.word('plan', language)}: {coverage}; {text}{bounds}"


def _reported(coverage: Coverage, language: str) -> str:
    params: dict[str, str | int] = {"reported": coverage.reported, "due": coverage.due}
    return catalogue.phrase("words", "reported", language, params)


def coverage(found: Coverage, language: str) -> str:
    """Return who reported, by count and by weight: `reportan 2 de 3 (66.67 % del peso)`."""
    params: dict[str, str | int] = {
        "reported": found.reported,
        "due": found.due,
        "weight": words.percent(found.weight * 100),
    }
    return catalogue.phrase("words", "reported_weight", language, params)


def interval(sure: Certainty, language: str) -> str:
    """Return the bounds of a figure: `entre 40.00 y 73.33`."""
    high = words.word("no_bound", language) if sure.high is None else words.percent(sure.high)
    return catalogue.phrase("words", "between", language, {"low": words.percent(sure.low), "high": high})


def firmness(sure: Certainty, methodology: Methodology, language: str) -> str:
    """Return whether the colour is firm, or which colours are still possible."""
    if sure.color is not None:
        return f"{words.word('firm', language)}: {words.color_word(sure.color, language)}"
    names = [words.color_word(band, language).replace(" ", NO_BREAK) for band in possible(sure, methodology)]
    either = f" {words.word('or', language)} "
    return f"{words.word('conditional', language)}: {either.join(names)}"


def possible(sure: Certainty, methodology: Methodology) -> list[str]:
    """Return the colours of the interval, worst first."""
    colors = [band.color for band in methodology.bands]
    best = colors.index(methodology.color(sure.high)) if sure.high is not None else 0
    return colors[best : colors.index(methodology.color(sure.low)) + 1][::-1]


def group(result: GroupResult, methodology: Methodology, language: str) -> str:
    """Return what is sure of a group's figure, in a sentence."""
    sure = result.certainty
    assert sure is not None
    parts = (
        coverage(sure.coverage, language),
        interval(sure, language),
        firmness(sure, methodology, language),
    )
    return " · ".join(parts)
