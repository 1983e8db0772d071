"""How many objectives and actions are of each colour: as a sentence, and as a chart."""

from __future__ import annotations

from collections.abc import Sequence

from pei_dsl.evaluation.checks import count_colors
from pei_dsl.model.plan import Level
from pei_dsl.reports.material import Material
from pei_dsl.reports.sentences import joined, listed, said, sentence
from pei_dsl.views import words
from pei_dsl.views.document import Align, Cell, Column, Counts, Figure, Row, Sentence, Table
from pei_dsl.views.plotted import Share

LEVELS = {Level.OBJECTIVE: "objectives", Level.ACTION: "actions"}


def counted(material: Material, level: Level) -> Sentence:
    """Return how many groups of a level are of each colour, as a sentence; () where there are none."""
    shares = _shares(material, level)
    total = sum(each.count for each in shares)
    if not total:
        return ()
    name = LEVELS[level]
    parts = [
        joined((_figure(material, name, each), f" {said('of_color', material.language, color=each.word)}"))
        for each in shares
    ]
    key = f"counted_{name}_one" if total == 1 else f"counted_{name}"
    return sentence(
        key,
        material.language,
        total=material.count(name, total),
        period=str(material.period),
        counts=listed(parts, material.language),
    )


def _figure(material: Material, level: str, share: Share) -> Figure:
    return material.count(f"{level}.{share.color or 'ND'}", share.count)


def _shares(material: Material, level: Level) -> Sequence[Share]:
    counts = count_colors(material.evaluation, level)
    if not sum(counts.values()):
        return ()
    return [
        Share(color, words.color_word(color, material.language), counts.get(color, 0))
        for color in words.colors(material.evaluation.methodology)
    ]


def chart(material: Material) -> Counts:
    """Return the counts of both levels as a chart."""
    language = material.language
    levels = tuple(
        (words.word(name, language), tuple(shares))
        for level, name in LEVELS.items()
        if (shares := _shares(material, level))
    )
    told = [f"{name}: {', '.join(f'{each.count} {each.word}' for each in shares)}" for name, shares in levels]
    return Counts(
        "recuento",
        said("counts_title", language, period=str(material.period)),
        levels,
        f"{said('stacked_bars', language)} {'; '.join(told)}.",
        said("origin", language),
    )


def table(material: Material) -> Table:
    """Return the same counts as a table, with how many there are and how many indicators have reported."""
    language = material.language
    colors = words.colors(material.evaluation.methodology)
    columns = (
        Column(said("level", language), 4.0),
        *(Column(words.color_word(each, language), 2.3, Align.RIGHT) for each in colors),
        Column(said("total", language), 1.6, Align.RIGHT),
        Column(said("coverage", language), 4.0, Align.RIGHT),
    )
    rows = []
    for level, name in LEVELS.items():
        shares = _shares(material, level)
        if shares:
            counts = [each.count for each in shares]
            texts = [
                words.word(name, language),
                *map(str, [*counts, sum(counts)]),
                _coverage(material, level),
            ]
            rows.append(Row(tuple(Cell(each) for each in texts)))
    title = said("counts_title", language, period=str(material.period))
    origin = said("origin", language)
    return Table("recuento.tabla", title, columns, tuple(rows), origin=origin, is_numbered=False)


def _coverage(material: Material, level: Level) -> str:
    """Return how many of the indicators of a level have reported, of those from which something was due."""
    groups = material.objectives if level is Level.OBJECTIVE else material.actions
    known = [each.certainty.coverage for each in groups if each.certainty is not None]
    reported, due = sum(each.reported for each in known), sum(each.due for each in known)
    return said("reported_of", material.language, reported=reported, due=due)
