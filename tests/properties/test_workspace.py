"""A workspace: whatever was asked and changed before, it answers what reading its texts anew would answer."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import attrs
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pei_dsl import vocabulary
from pei_dsl.diagnostics.json import to_json
from pei_dsl.edits.changes import (
    AddDeclaration,
    Address,
    Change,
    ChangeError,
    RemoveDeclaration,
    SetField,
    SetFigure,
)
from pei_dsl.model.methodology import Methodology
from pei_dsl.source import Source, Span
from pei_dsl.workspace.workspace import Workspace
from tests import strategies
from tests.example_counts import examples
from tests.properties.test_edits import VALUES

SPECS = Path(__file__).resolve().parents[2] / "specs"
FOLDERS = [path.parent for path in sorted(SPECS.rglob("plan.pei"))]
# What is typed between two looks: half a word, a sign too many, a name of something else.
TYPED = [
    "",
    "x",
    "\n",
    '"',
    "# ",
    "  ",
    "A",
    "tasa",
    "IND.01.OEI.01",
    " + 1",
    "?",
    "por_mil(1; 2)",
    "100 * ",
    "%",
]


@attrs.frozen
class Case:
    """A plan in texts, and the rows of a host."""

    workspace: Workspace
    data: Mapping[str, Sequence[Mapping[str, object]]] = attrs.field(factory=dict)


@st.composite
def split(draw: st.DrawFn) -> Case:
    """Draw a plan in a file for each declaration, or nearly: what stands in another file is not read anew."""
    project = draw(strategies.projects())
    files = draw(st.integers(1, 2 * len(project.declarations)))
    texts: dict[str, str] = {}
    for number, declaration in enumerate(project.declarations):
        name = f"{number % files:02}.pei"
        texts[name] = f"{texts.get(name, '')}{declaration}\n"
    return Case(Workspace.of(texts), project.rows)


CASES = st.one_of(
    split(), split(), split(), st.sampled_from(FOLDERS).map(lambda folder: Case(Workspace.open(folder)))
)


def typed(draw: st.DrawFn, workspace: Workspace) -> Workspace:
    """Draw something typed somewhere, or cut out."""
    name = draw(st.sampled_from([*workspace.sources]))
    text = workspace.sources[name].original
    start = draw(st.integers(0, len(text)))
    end = min(len(text), start + draw(st.sampled_from([0, 0, 1, 5, 60])))
    return workspace.with_text(name, text[:start] + draw(st.sampled_from(TYPED)) + text[end:])


_NUMBER = re.compile(r"(?<![\w.:])\d+(?:\.\d+)?(?![\w.:])")
_WORD = re.compile(
    r"(?<![\w.])(?:tasa|cobertura|población|meta_anual|alto|grado|número|texto|suma|contar)(?![\w.])"
)


def retouched(draw: st.DrawFn, workspace: Workspace) -> Workspace:
    """Draw another number, or another name, for one that stands somewhere: most plans are sound afterwards."""
    pattern, others = draw(
        st.sampled_from(
            [
                (_NUMBER, ["1", "2", "7", "0.5", "100"]),
                (_NUMBER, ["1", "2", "7", "0.5", "100"]),
                (_WORD, ["población", "tasa", "alto", "número", "texto", "suma", "contar"]),
            ]
        )
    )
    places = [
        (name, match)
        for name, source in workspace.sources.items()
        for match in pattern.finditer(source.original)
    ]
    if not places:
        return workspace
    name, match = draw(st.sampled_from(places))
    text = workspace.sources[name].original
    return workspace.with_text(
        name, text[: match.start()] + draw(st.sampled_from(others)) + text[match.end() :]
    )


def changed(draw: st.DrawFn, workspace: Workspace) -> Workspace:
    """Draw a change of some declaration, of those that can be made."""
    every = [each for file in workspace.loaded.files for each in file.declarations if each.kind]
    if not every:
        return workspace
    each = draw(st.sampled_from(every))
    address = Address(each.header.code or each.header.name or each.header.title or "", each.kind, 1)
    fields = [word for word in vocabulary.FIELDS if each.kind in word.of]
    change: Change
    match draw(st.sampled_from(["field", "field", "figure", "remove", "add"])):
        case "field" if fields:
            word = draw(st.sampled_from(fields))
            change = SetField(address, word.name, draw(st.sampled_from([None, *VALUES[word.kind]])))
        case "figure":
            change = SetFigure(address, "goals", "2024", draw(st.sampled_from([None, "3", "no programado"])))
        case "remove":
            change = RemoveDeclaration(address)
        case _:
            change = AddDeclaration(
                draw(st.sampled_from(["variable A = tasa", "variable x = 3"])), after=address
            )
    try:
        return workspace.edited(change)
    except ChangeError:
        return workspace


@st.composite
def histories(draw: st.DrawFn) -> tuple[Case, list[Workspace]]:
    """Draw a plan and what becomes of it, each version asked or not before the next one is made."""
    case = draw(CASES)
    versions = [case.workspace]
    for _ in range(draw(st.integers(1, 5))):
        if draw(st.integers(0, 3)):
            ask(versions[-1], case)
        step = draw(st.sampled_from([retouched, retouched, retouched, typed, changed]))
        versions.append(step(draw, versions[-1]))
        if draw(st.integers(0, 5)) == 0:
            versions.append(versions[0])
    return case, versions


def ask(workspace: Workspace, case: Case) -> object:
    known = workspace.plan.sources
    rows = {name: rows for name, rows in case.data.items() if name in known}
    return workspace.evaluation(2024, data=rows or None, partial=True)


@settings(
    max_examples=examples(60),
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(histories())
def test_a_workspace_answers_what_its_texts_say(history: tuple[Case, list[Workspace]]) -> None:
    case, versions = history
    for workspace in versions:
        anew = Workspace.of(workspace.texts, workspace.root)

        assert workspace.plan == anew.plan
        assert [*workspace.plan.definitions] == [*anew.plan.definitions]
        assert [to_json(each) for each in workspace.loaded.diagnostics] == [
            to_json(each) for each in anew.loaded.diagnostics
        ]
        assert [*places(workspace.plan)] == [*places(anew.plan)]
        answer, answer_anew = ask(workspace, case), ask(anew, case)
        assert answer == answer_anew
        assert [*places(answer)] == [*places(answer_anew)]
        sources = {id(each.source) for each in workspace.loaded.files}
        assert {id(each) for told in (workspace.plan, answer) for each in texts(told)} <= sources


def places(node: object) -> Iterator[object]:
    """Yield every place in a plan, with the text that it is in."""
    if isinstance(node, Span):
        yield tuple(node)
    elif isinstance(node, Source):
        yield node.name, node.original
    else:
        for each in _parts(node):
            yield from places(each)


def texts(node: object) -> Iterator[Source]:
    """Yield every text that a plan points into."""
    if isinstance(node, Source):
        yield node
    else:
        for each in _parts(node):
            yield from texts(each)


def _parts(node: object) -> Iterator[object]:
    if isinstance(node, Mapping):
        yield from node.values()
    elif isinstance(node, tuple) and not isinstance(node, Span):
        yield from node
    elif attrs.has(type(node)) and not isinstance(node, Methodology):
        yield from (getattr(node, each.name) for each in attrs.fields(type(node)))  # type: ignore[arg-type]
