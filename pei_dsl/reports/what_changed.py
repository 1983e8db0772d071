"""What changed since another plan, day or period, and how much of what moved each change explains."""

from __future__ import annotations

from collections.abc import Iterator

from pei_dsl.comparison.compared import Comparison
from pei_dsl.reports.sentences import said, sentence, wanted
from pei_dsl.views.comparison_document import ComparisonBlocks
from pei_dsl.views.comparison_page import comparison_page
from pei_dsl.views.document import Block, Paragraph, Section

_PREFIX = "comparacion."


def what_changed(comparison: Comparison, language: str) -> Section:
    """
    Return the section of a comparison: a sentence, waterfalls, and what each change explains.

    It shows the plan, its objectives and its actions; what each indicator moved is told by `pei comparar`.
    """
    shown = comparison_page(comparison, language)
    told = ComparisonBlocks(comparison, shown, language, _PREFIX, only_groups=True)
    blocks = (*_beginning(shown.sides, told, language), *told.unmeasured(), *told.tables(), *told.notes())
    return Section("comparacion", "", said("section_compared", language), blocks, begins_page=True)


def _beginning(sides: tuple[str, str], told: ComparisonBlocks, language: str) -> Iterator[Block]:
    compared = sentence("compared_sides", language, before=sides[0], after=sides[1])
    yield Paragraph(f"{_PREFIX}lados", compared)
    yield from told.summary()
    yield wanted(f"{_PREFIX}texto", "want_compared", language)
    yield from told.waterfalls()
    yield from told.parts()
