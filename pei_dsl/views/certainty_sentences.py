"""How sure the colours are, in words: who reported, the bounds of a figure, firm or conditional."""

from __future__ import annotations

from pei_dsl.diagnostics import catalogue
from pei_dsl.evaluation.evaluation import Evaluation
from pei_dsl.evaluation.results import Certainty, Coverage, GroupResult
from pei_dsl.model.methodology import Methodology
from pei_dsl.views import words

NO_BREAK = "\u00a0"


def is_open(result: GroupResult) -> bool:
    """Tell whether a group still misses a figure that was due."""
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
