"""Blocks known from an older version of a text: reading with them gives what reading without them gives."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from pei_dsl.diagnostics.json import to_json
from pei_dsl.source import Source
from pei_dsl.syntax.known_blocks import KnownBlocks
from pei_dsl.syntax.parse import parse
from pei_dsl.syntax.parts import parts
from tests import strategies
from tests.tree_places import places_in

TEXTS = st.one_of(
    strategies.projects().map(lambda project: project.text),
    strategies.disguised(st.sampled_from(strategies.SPECS)),
    strategies.mutated_specs(),
)


@st.composite
def retyped(draw: st.DrawFn, text: str) -> str:
    """Draw `text` with some of it cut out, and something typed there."""
    start = draw(st.integers(0, len(text)))
    end = draw(st.integers(start, min(len(text), start + draw(st.sampled_from([0, 0, 1, 3, 400])))))
    return (
        text[:start]
        + draw(st.sampled_from(["", "x", "\n", "  ", '"', "# ", "variable v = 2\n"]))
        + text[end:]
    )


@given(st.data())
def test_reading_with_known_blocks_is_reading(data: st.DataObject) -> None:
    known = KnownBlocks()
    text = data.draw(TEXTS)
    for _ in range(data.draw(st.integers(1, 4))):
        source = Source.of("plan.pei", text)
        with_known, anew = parse(source, known), parse(source)

        assert with_known.file == anew.file
        assert places_in(with_known.file) == places_in(anew.file)
        assert parts(with_known.file) == parts(anew.file)
        assert all(each.source is source for each in with_known.file.declarations)
        assert [to_json(each) for each in with_known.diagnostics] == [
            to_json(each) for each in anew.diagnostics
        ]
        text = data.draw(retyped(text))
