"""Analysis and evaluation take whatever comes, and what they give is exact."""

from __future__ import annotations

import tempfile
from fractions import Fraction
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

import pei_dsl
from pei_dsl.analysis.analyse import analyse
from pei_dsl.data.readers.gate import read_table
from pei_dsl.data.registers import read_register
from pei_dsl.diagnostics.text import render
from pei_dsl.model.expressions import ValueType
from pei_dsl.model.plan import Column, DataSource, Plan, Register
from pei_dsl.source import Source
from pei_dsl.syntax.parse import parse
from pei_dsl.syntax.write import write
from pei_dsl.workspace.loaded import Loaded
from tests import strategies
from tests.builders import leaves

cells = st.one_of(
    st.none(),
    st.integers(-3, 3),
    st.fractions(),
    st.floats(),
    st.booleans(),
    st.dates(),
    st.text("a1.,-%/", max_size=4),
    st.sampled_from(["2024", "2024-07-01", "s/d", 2024]),
)
texts = st.lists(strategies.hostile_texts | strategies.files.map(write), min_size=1, max_size=3) | st.builds(
    lambda spec, slips: [spec, *slips],
    st.sampled_from(strategies.SPECS),
    st.lists(strategies.mutated_specs(), max_size=2),
)


def loaded(texts: list[str]) -> Loaded:
    """Return the plan of several texts, as a folder of them would give it."""
    sources = {f"{number}.pei": Source.of(f"{number}.pei", text) for number, text in enumerate(texts)}
    files = tuple(parse(source).file for source in sources.values())
    analysed = analyse(files)
    return Loaded(analysed.plan, analysed.diagnostics, None, sources, files)


def rows_for(plan: Plan, data: st.DataObject) -> dict[str, list[dict[str, object]]]:
    """Draw rows for every source of `plan` that is not made of another, cells of any kind."""
    return {
        name: data.draw(st.lists(st.fixed_dictionaries(dict.fromkeys(source.columns, cells)), max_size=3))
        for name, source in plan.sources.items()
        if source.rows_of is None
    }


@given(texts, st.data())
def test_every_text_is_analysed_and_every_plan_evaluated(texts: list[str], data: st.DataObject) -> None:
    """Findings have a wording and lie inside their text; no period, row or registered value makes it raise."""
    plan = loaded(texts)
    for finding in plan.diagnostics:
        assert render(finding)
        if finding.primary.source is not None:
            assert (
                0
                <= finding.primary.span.start
                <= finding.primary.span.end
                <= len(finding.primary.source.text)
            )

    rows = rows_for(plan.plan, data)
    values: dict[str, dict[int, Fraction | int | str]] = {
        code: {2024: data.draw(strategies.fractions)} for code in plan.plan.indicators
    }
    for period in (data.draw(strategies.periods()), 2024):
        measured = pei_dsl.evaluate(
            plan, period, data=rows, values=values if data.draw(st.booleans()) else None, partial=True
        )
        assert set(measured.evaluation.groups) == set(plan.plan.groups)
        for code in [*plan.plan.indicators, *plan.plan.groups][:5]:
            assert pei_dsl.explain(plan, code, period, data=rows, partial=True) is not None
    if not plan.errors:
        pei_dsl.run_tests(plan, data=rows)


@given(strategies.projects(), strategies.periods(2020, 2026))
def test_results_are_exact(project: strategies.Project, period: pei_dsl.Period) -> None:
    """A plan without mistakes has none, its rows keep their contract, and no float is in any result."""
    plan = pei_dsl.load_text(project.text)
    measured = pei_dsl.evaluate(plan, period, data=project.rows, values=project.values, partial=True)

    assert not plan.errors
    assert not measured.diagnostics
    for code in measured.evaluation.indicators:
        explanation = pei_dsl.explain(
            plan, code, period, data=project.rows, values=project.values, partial=True
        )
        assert not any(isinstance(leaf, float) for leaf in leaves(explanation))
    assert not any(isinstance(leaf, float) for leaf in leaves(measured))


@given(strategies.projects())
def test_a_plan_is_a_value(project: strategies.Project) -> None:
    """The same text gives an equal plan, and the same plan and rows equal results."""
    first, second = pei_dsl.load_text(project.text), pei_dsl.load_text(project.text)
    results = [
        pei_dsl.evaluate(plan, 2024, data=project.rows, values=project.values, partial=True)
        for plan in (first, second)
    ]

    assert first.plan == second.plan
    assert results[0] == results[1]


separators = st.sampled_from([",", ";", "tabulador", "punto y coma", "ñ", " ", "\0"])  # others are PEI117
encodings = st.sampled_from(
    ["utf-8", "ansi", "latin-1", "utf-16", "ascii", "idna", "punycode", "hex", "klingon", "\0", ""]
)
contents = st.binary(max_size=30) | st.lists(
    st.sampled_from(
        ["c,n,código,periodo,valor\n", "c;n\n", "IND.01.OEI.01,2024,5%\n", "1,2\n", '"', "\0", "ñ", "a", "\r"]
    )
).map(lambda parts: "".join(parts).encode())
paths = st.sampled_from(["d.csv", "../d.csv", "nada.csv", ".", "\0", "a" * 300, "é/d.csv"]) | st.text(
    max_size=5
)


@given(contents, separators, encodings, paths)
def test_any_file_is_read_or_reported(content: bytes, separator: str, encoding: str, path: str) -> None:
    """Whatever a file holds and however it is declared: rows and figures, or findings that say why not."""
    columns = {"c": Column("c", ValueType.TEXT), "n": Column("n", ValueType.NUMBER)}
    declared = DataSource("s", file=path, columns=columns, separator=separator, encoding=encoding)
    register = Register("R", path, separator, encoding)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "d.csv").write_bytes(content)
        table, found = read_table(declared, folder)
        figures, said = read_register(register, folder, {})

    assert bool(found) == (table.unusable is not None and bool(path))
    assert not figures or not said
