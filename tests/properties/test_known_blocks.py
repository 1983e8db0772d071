"""Blocks known from an older version of a text: reading with them gives what reading without them gives."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from pei_dsl.diagnostics.json import to_json
from pei_dsl.source import Source, Span
from pei_dsl.syntax.known_blocks import KnownBlocks
from pei_dsl.syntax.parse import parse
from pei_dsl.syntax.parts import parts
from tests import strategies

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
        assert _places(with_known.file) == _places(anew.file)
        assert parts(with_known.file) == parts(anew.file)
        assert all(each.source is source for each in with_known.file.declarations)
        assert [to_json(each) for each in with_known.diagnostics] == [
            to_json(each) for each in anew.diagnostics
        ]
        text = data.draw(retyped(text))


def _places(node: object) -> list[Span]:
    """Return every place in a tree, in order."""
    if isinstance(node, Span):
        return [node]
    if isinstance(node, tuple):
        return [place for each in node for place in _places(each)]
    names = [name for name in getattr(type(node), "__slots__", ()) if name not in {"source", "__weakref__"}]
    return [place for name in names if hasattr(node, name) for place in _places(getattr(node, name))]
