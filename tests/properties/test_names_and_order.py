"""What a plan is called and in which order it stands changes none of its figures."""

from __future__ import annotations

import re
from collections.abc import Mapping

import attrs
from hypothesis import given
from hypothesis import strategies as st

import pei_dsl
from pei_dsl.analysis.analyse import analyse
from pei_dsl.model.absence import Absence
from pei_dsl.source import Source
from pei_dsl.syntax import tree
from pei_dsl.syntax.parse import parse
from pei_dsl.syntax.write import write
from pei_dsl.vocabulary import fold
from pei_dsl.workspace.loaded import Loaded
from tests import strategies
from tests.builders import read, summary

NAMES = (
    "población",
    "meta_anual",
    "por_mil",
    "mezcla",
    "tasa",
    "cobertura",
    "alto",
    "grado",
    "atenciones",
    "locales",
    "A",
    "B",
    "a",
    "b",
)
new_names = st.lists(
    strategies.names.map("x_{}".format), min_size=len(NAMES), max_size=len(NAMES), unique_by=fold
).map(lambda drawn: dict(zip(NAMES, drawn, strict=True)))
NAMING = {
    tree.Name: ("name",),
    tree.Call: ("function",),
    tree.Header: ("name", "parameters"),
    tree.Definition: ("name",),
}


def renamed(node: object, names: Mapping[str, str]) -> object:
    """Return the tree `node` with every name of `names` exchanged, wherever it declares or uses it."""
    kind = type(node)
    if isinstance(node, tuple):
        return tuple(renamed(each, names) for each in node)
    if not attrs.has(kind) or isinstance(node, Source):
        return node
    parts: dict[str, object] = {}
    for field in attrs.fields(kind):
        value = getattr(node, field.alias)
        if field.alias in NAMING.get(kind, ()):
            many = isinstance(value, tuple)
            parts[field.alias] = tuple(names.get(n, n) for n in value) if many else names.get(value, value)
        else:
            parts[field.alias] = value if field.alias.endswith("span") else renamed(value, names)
    return kind(**parts)


@given(strategies.projects(), new_names)
def test_names_do_not_matter(project: strategies.Project, names: dict[str, str]) -> None:
    """Renaming variables, series, functions, parameters and sources everywhere changes no figure."""
    file = renamed(read(project.text).file, names)
    assert isinstance(file, tree.File)
    other = pei_dsl.load_text(write(file))
    rows = {names[source]: rows for source, rows in project.rows.items()}
    first = pei_dsl.evaluate(
        pei_dsl.load_text(project.text), 2024, data=project.rows, values=project.values, partial=True
    )
    second = pei_dsl.evaluate(other, 2024, data=rows, values=project.values, partial=True)

    assert not other.errors
    assert summary(first.evaluation) == summary(second.evaluation)


@given(strategies.projects(), st.data())
def test_order_does_not_matter(project: strategies.Project, data: st.DataObject) -> None:
    """The declarations of a plan may stand in any order and in any number of files."""
    shuffled = data.draw(st.permutations(project.declarations))
    cut = data.draw(st.integers(0, len(shuffled)))
    texts = {"b.pei": "\n".join(shuffled[:cut]), "a.pei": "\n".join(shuffled[cut:])}
    sources = {name: Source.of(name, text) for name, text in texts.items()}
    files = tuple(parse(source).file for source in sources.values())
    analysed = analyse(files)
    other = Loaded(analysed.plan, analysed.diagnostics, None, sources, files)
    first = pei_dsl.evaluate(
        pei_dsl.load_text(project.text), 2024, data=project.rows, values=project.values, partial=True
    )
    second = pei_dsl.evaluate(other, 2024, data=project.rows, values=project.values, partial=True)

    assert not other.errors
    assert summary(first.evaluation) == summary(second.evaluation)


@given(strategies.projects())
def test_what_nothing_uses_does_not_matter(project: strategies.Project) -> None:
    """A variable, a function and a series that no formula names change no figure."""
    idle = "variable ociosa = 1 / 0.5\nfunción inútil(p) = p\nserie sola\n  2024: 3\n"
    first = pei_dsl.evaluate(
        pei_dsl.load_text(project.text), 2024, data=project.rows, values=project.values, partial=True
    )
    second = pei_dsl.evaluate(
        pei_dsl.load_text(f"{project.text}\n{idle}"),
        2024,
        data=project.rows,
        values=project.values,
        partial=True,
    )

    assert summary(first.evaluation) == summary(second.evaluation)


@given(strategies.projects(strict=True), st.data())
def test_removing_a_figure_never_creates_one(project: strategies.Project, data: st.DataObject) -> None:
    """
    Without some figures of series, or some goals, each figure of the plan is what it was or is not there any more.

    That is so where formulas rest on figures alone: `si_falta` and `es_nd` are there to say otherwise, and a row
    less may be the zero that nobody divides by any more.
    """
    lines = re.sub(r"(?m)^  valores:\n(?:    .*\n)+", "", project.text).split("\n")
    removable = [number for number, line in enumerate(lines) if re.match("    2024: ", line)]
    gone = data.draw(st.sets(st.sampled_from(removable), min_size=1)) if removable else set()
    kept = [line for number, line in enumerate(lines) if number not in gone]
    before = pei_dsl.evaluate(pei_dsl.load_text("\n".join(lines)), 2024, partial=True).evaluation.indicators
    after = pei_dsl.evaluate(pei_dsl.load_text("\n".join(kept)), 2024, partial=True).evaluation.indicators

    for code, each in after.items():
        assert isinstance(each.value, Absence) or each.value == before[code].value
        assert each.absence is not None or each.achievement == before[code].achievement


@given(strategies.projects(), strategies.periods(2021, 2025))
def test_nothing_comes_of_nothing(project: strategies.Project, period: pei_dsl.Period) -> None:
    """An indicator with neither a formula nor a registered value has no value, and without a goal no alcance."""
    measured = pei_dsl.evaluate(
        pei_dsl.load_text(project.text), period, data=project.rows, values=project.values, partial=True
    )

    for each in measured.evaluation.indicators.values():
        if each.registered is None and each.indicator.formula is None:
            assert isinstance(each.value, Absence)
        if each.indicator.goal(period) is None or isinstance(each.value, Absence):
            assert each.absence is not None
