"""Tables of results: groups with their indicators, what was due, what was obtained, and the colour."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from pei_dsl.algebra import rounding
from pei_dsl.evaluation.results import GroupResult, IndicatorResult
from pei_dsl.model.methodology import Progress
from pei_dsl.reports.material import Material, reasons
from pei_dsl.reports.sentences import said
from pei_dsl.views import caveat_sentences, words
from pei_dsl.views.document import Align, Cell, Column, Row, Table
from pei_dsl.views.plotted import Distance, Distances


def results(name: str, title: str, material: Material, groups: Sequence[GroupResult]) -> Table:
    """Return the semaforo of `groups`: Table 3 of objectives, Table 7 of actions."""
    language = material.language
    progress = "progress_2" if material.evaluation.methodology.progress is Progress.TYPE_2 else "progress_1"
    columns = (
        Column(words.word("code", language), 2.75),
        Column(said("denomination", language), 4.35),
        Column(said("expected_direction", language), 2.7),
        Column(said("expected_goal", language), 1.85, Align.RIGHT),
        Column(said("obtained_value", language), 1.85, Align.RIGHT),
        Column(said(progress, language), 1.6, Align.RIGHT),
        Column(said("state", language), 1.9),
    )
    shown: list[IndicatorResult | GroupResult] = []
    for group in groups:
        shown += [group, *material.indicators_of(group)]
    rows = tuple(row for group in groups for row in _rows(material, group))
    return Table(
        name,
        title,
        columns,
        rows,
        notes(material, shown),
        said("origin", language),
        distances=_distances(material, shown),
    )


def _distances(material: Material, shown: Sequence[IndicatorResult | GroupResult]) -> Distances:
    """Return how far each of `shown` is from its goal."""
    return Distances(
        said("distance", material.language),
        material.evaluation.methodology.bands,
        tuple(_distance(words.reached(each), material.language) for each in shown),
    )


def _distance(alcance: Fraction | None, language: str) -> Distance:
    if alcance is None:
        return Distance(None, "ND")
    # What is left is what the printed alcance leaves, so that both add up for who reads them.
    left = 100 - rounding.round_half_up(alcance, 2)
    text = (
        said("distance_left", language, points=words.percent(left))
        if left > 0
        else said("distance_none", language)
    )
    return Distance(alcance, text)


def notes(material: Material, shown: Sequence[IndicatorResult | GroupResult]) -> tuple[str, ...]:
    """Return what is to be known to read the figures of `shown`."""
    language = material.language
    how = words.profile(material.evaluation.methodology, language)
    caveats = caveat_sentences.grouped(
        [(each.indicator.code, each.caveats) for each in shown if isinstance(each, IndicatorResult)], language
    )
    return (
        said("note_measured", language, methodology=how, period=str(material.period)),
        *reasons(shown, language),
        *(f"{code}: {text}" for code, text in caveats),
    )


def _rows(material: Material, group: GroupResult) -> Iterator[Row]:
    language = material.language
    color = str(group.color) if group.color is not None else None
    yield Row(
        (
            Cell(group.group.code),
            Cell(group.group.title),
            Cell(),
            Cell(),
            Cell(),
            Cell(words.alcance(group)),
            Cell(words.light(group, language), color),
        ),
        is_group=True,
    )
    for each in material.indicators_of(group):
        direction = each.indicator.direction
        named = words.word(direction.name.lower(), language)
        yield Row(
            (
                Cell(each.indicator.code),
                Cell(each.indicator.title),
                Cell(f"{words.ARROWS[direction]} {named[:1].upper()}{named[1:]}"),
                Cell(words.goal(each)),
                Cell(words.value(each)),
                Cell(words.alcance(each)),
                Cell(words.light(each, language), str(each.color) if each.color is not None else None),
            )
        )


def responsible(name: str, title: str, material: Material, group: GroupResult) -> Table:
    """Return the indicators of one objective with who answers for each: Tables 4 to 6."""
    language = material.language
    own = material.indicators_of(group)
    columns = (
        Column(words.word("code", language), 1.6),
        Column(said("description", language), 3.6),
        Column(said("indicator", language), 5.2),
        Column(said("goal", language), 1.9, Align.RIGHT),
        Column(said("result", language), 1.9, Align.RIGHT),
        Column(said("responsible", language), 2.8),
    )
    rows = tuple(
        Row(
            (
                Cell(group.group.code if not index else "", covers=len(own) if not index else 1),
                Cell(group.group.title if not index else "", covers=len(own) if not index else 1),
                Cell(f"{each.indicator.code} {each.indicator.title}"),
                Cell(words.goal(each)),
                Cell(words.value(each)),
                Cell(each.indicator.responsible or group.group.responsible or "–"),
            )
        )
        for index, each in enumerate(own)
    )
    return Table(name, title, columns, rows, notes(material, own), said("origin", language))
