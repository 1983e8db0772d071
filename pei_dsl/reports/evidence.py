"""Section 2.3: what shows that values were reached, objective by objective."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

import attrs

from pei_dsl.evaluation.results import GroupResult
from pei_dsl.following.followed import Support
from pei_dsl.reports.follow_up_figures import pieces_figure, support_figure
from pei_dsl.reports.material import Material
from pei_dsl.reports.sentences import said, sentence, suggested, wanted
from pei_dsl.views import follow_up_tables
from pei_dsl.views.document import Block, Section, Sentence, Table


def evidence(material: Material, objectives: Sequence[GroupResult]) -> Section:
    """Return section 2.3, with `objectives` in their order."""
    language = material.language
    parts = tuple(
        Section(
            f"evidencias.de.{each.group.code}",
            f"2.3.{index}",
            f"{each.group.code} {each.group.title}",
            tuple(_blocks(material, each)),
        )
        for index, each in enumerate(objectives, 1)
    )
    told = {support.result.indicator.code for each in objectives for support in _supports(material, each)}
    others = [each for each in material.followed.supports if each.result.indicator.code not in told]
    blocks: list[Block] = [_table(material, others, "")] if others else []
    if not parts and not others:
        blocks = [wanted("evidencias", "want_evidence", language)]
    return Section("2.3", "2.3", said("section_2_3", language), tuple(blocks), parts)


def _supports(material: Material, objective: GroupResult) -> tuple[Support, ...]:
    """Return the evidence for the values of an objective and of its actions."""
    code = objective.group.code
    groups = {code, *(each.group.code for each in material.actions_of(code))}
    return tuple(each for each in material.followed.supports if each.result.indicator.group in groups)


def _blocks(material: Material, objective: GroupResult) -> Iterator[Block]:
    code = objective.group.code
    supports = _supports(material, objective)
    if supports:
        told = [_told(material, each) for each in supports]
        yield suggested(f"sustento.de.{code}", *told)
        yield _table(material, supports, code)
    shown = {each.result.indicator.code for each in supports}
    # Of a value of zero there is nothing to show.
    lacking = [
        each.indicator.code
        for each in material.indicators_of(objective)
        if each.indicator.code not in shown and isinstance(each.value, Fraction) and each.value != 0
    ]
    for about in lacking if supports else lacking or [code]:
        yield wanted(f"evidencias.de.{about}.texto", "want_evidence_of", material.language, code=about)


def _told(material: Material, support: Support) -> Sentence:
    """Return how much of a value its evidence shows, in a sentence."""
    indicator = support.result.indicator
    about = {"code": indicator.code, "title": indicator.title}
    if support.shown is None:
        count = pieces_figure(material, support)
        return sentence("supported_unsaid", material.language, count=count, **about)
    if not isinstance(support.result.value, Fraction):
        return sentence("supported_no_value", material.language, shown=support_figure(support), **about)
    return sentence(
        "supported",
        material.language,
        shown=support_figure(support),
        value=material.value(support.result),
        **about,
    )


def _table(material: Material, supports: Sequence[Support], of: str) -> Table:
    """Return the evidence as a table; it has no number, so that those of results keep the official ones."""
    table = follow_up_tables.evidence(material.followed, material.language, supports, of=of)
    return attrs.evolve(table, is_numbered=False, origin=said("origin_declared", material.language))
