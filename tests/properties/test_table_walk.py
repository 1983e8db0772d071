"""The walk over Lark's table gives what Lark's own parser gives, and None where that finds a mistake."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from lark.exceptions import UnexpectedInput
from lark.utils import TextSlice

from pei_dsl.source import Source
from pei_dsl.syntax.blocks import blocks
from pei_dsl.syntax.grammar import parser
from tests import strategies
from tests.mistakes import rows, wrong_plan
from tests.tree_places import places_in

SLIPS = [wrong_plan(row)[0] for row in rows()]
TEXTS = st.one_of(
    strategies.projects().map(lambda project: project.text),
    strategies.disguised(st.sampled_from(strategies.SPECS)),
    strategies.mutated_specs(),
    st.sampled_from(SLIPS),
)


def by_lark(source: Source, start: int, end: int) -> Any:  # noqa: ANN401  (what the builder makes)
    try:
        return parser().engine.parse(TextSlice(source.text, start, end), start="declaration")
    except UnexpectedInput:
        return None


@given(TEXTS)
def test_the_walk_gives_what_lark_gives(text: str) -> None:
    source, reading = Source.of("plan.pei", text), parser()
    for block in blocks(source):
        reading.builder.reset()
        expected = by_lark(source, block.header, block.span.end)
        problems = reading.builder.problems
        reading.builder.reset()
        made = reading.walk.read(source.text, block.header, block.span.end, "declaration")

        assert made == expected
        if made is not None:
            assert places_in(made) == places_in(expected)
            assert reading.builder.problems == problems
