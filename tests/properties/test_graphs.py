"""Drawings for other programs hold, whatever the titles are: nothing in a title can leave its quotes."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from pei_dsl.diagnostics.catalogue import LANGUAGES
from pei_dsl.renderers.branches_json import JSON_KINDS, to_json
from pei_dsl.renderers.branches_text import draw
from pei_dsl.renderers.tree_graphs import TITLE_LINES, TITLE_WIDTH, dot, dot_escaped, mermaid, mermaid_escaped
from pei_dsl.views.branches import Branch

HOSTILE = st.text(max_size=20) | st.lists(
    st.sampled_from(
        [
            '"',
            "\\",
            "]",
            ")",
            "-->",
            "->",
            ";",
            "#",
            "`",
            "<b>",
            "&quot;",
            "\n",
            "\u2028",
            "1. ",
            "- ",
            "end",
            "%%",
        ]
    ),
    max_size=6,
).map("".join)


@st.composite
def branches(draw_: st.DrawFn, depth: int = 3) -> Branch:
    """Trees with few keys, so that things stand in several places."""
    parts = draw_(st.lists(branches(depth - 1), max_size=3)) if depth else []
    return Branch(
        draw_(st.sampled_from([f"k{number}" for number in range(8)])),
        draw_(st.sampled_from(sorted(JSON_KINDS))),
        draw_(HOSTILE),
        draw_(HOSTILE),
        draw_(st.sampled_from(["", "↑"])),
        tuple(draw_(st.lists(st.sampled_from(["", "12 %", "sin fórmula"]), min_size=2, max_size=2))),
        left_out=draw_(st.sampled_from(["", "stands_above", "goes_on"])),
        parts=tuple(parts),
    )


MERMAID_NODE = re.compile(r'  n\d+(?:\(\[|\(|\[\(|\[\[|\[)"[^"]*"(?:\]\)|\)|\)\]|\]\]|\])')
MERMAID_EDGE = re.compile(r"  n\d+ --> n\d+")
DOT_NODE = re.compile(r'  n\d+ \[label="(?:[^"\\]|\\.)*", shape=[a-z, =]+\];')
DOT_EDGE = re.compile(r"  n\d+ -> n\d+;")


@given(branches(), st.sampled_from(LANGUAGES))
def test_mermaid_has_a_line_for_each_thing_and_for_each_use(root: Branch, language: str) -> None:
    head, *lines = mermaid(root, language).split("\n")
    nodes = [line for line in lines if MERMAID_NODE.fullmatch(line)]
    edges = [line for line in lines if MERMAID_EDGE.fullmatch(line)]

    assert head == "flowchart LR"
    assert len(nodes) == len({each.key for each in root.walk()})
    assert len(nodes) + len(edges) == len(lines)
    assert len(set(edges)) == len(edges) == len(uses(root))


@given(branches(), st.sampled_from(LANGUAGES))
def test_dot_has_a_line_for_each_thing_and_for_each_use(root: Branch, language: str) -> None:
    lines = dot(root, language).split("\n")
    inside = lines[3:-1]
    nodes = [line for line in inside if DOT_NODE.fullmatch(line)]
    edges = [line for line in inside if DOT_EDGE.fullmatch(line)]

    assert (lines[0], lines[-1]) == ("digraph plan {", "}")
    assert len(nodes) == len({each.key for each in root.walk()})
    assert len(nodes) + len(edges) == len(inside)
    assert len(edges) == len(uses(root))


def uses(root: Branch) -> set[tuple[str, str]]:
    return {(each.key, part.key) for each in root.walk() for part in each.parts}


@given(HOSTILE)
def test_an_escaped_text_is_still_the_text(text: str) -> None:
    """What a program shows is what stood in the plan, but for what no screen shows."""
    shown = re.sub(r"#(\d+);", lambda found: chr(int(found[1])), mermaid_escaped(text))
    quoted = re.sub(r"\\(.)", r"\1", dot_escaped(text))

    assert shown == quoted
    assert re.sub(r"\W", "", shown) == re.sub(r"\W", "", quoted)
    assert not re.search(r'["\n<>`]', mermaid_escaped(text))
    assert not re.match(r"\d+\.|-", mermaid_escaped(text))


@given(branches(), st.sampled_from(LANGUAGES), st.integers(30, 140), st.booleans())
def test_a_tree_has_a_line_for_each_branch(root: Branch, language: str, width: int, figures: bool) -> None:
    clean = [each for each in root.walk() if not re.search(r"\s", f"{each.name}{each.title}")]
    lines = draw([root], language, width, figures=figures)

    assert len(lines) == len(list(root.walk()))
    if len(clean) == len(lines):
        for line, branch in zip(lines, root.walk(), strict=True):
            assert branch.name in line
    assert to_json(root)["partes"] == [to_json(each) for each in root.parts]


def test_long_titles_are_cut() -> None:
    branch = Branch("k", "indicator", "IND.01.OEI.01", "palabra " * 40)

    for drawn in (mermaid(branch), dot(branch)):
        assert "palabra" in drawn
        assert max(map(len, drawn.split("\n"))) < TITLE_WIDTH * TITLE_LINES + 60
