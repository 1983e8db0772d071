"""Analysis and evaluation take whatever comes, and what they give is exact."""

from __future__ import annotations

import attrs
from hypothesis import given
from hypothesis import strategies as st

import pei_dsl
from pei_dsl.analysis.analyse import analyse
from pei_dsl.diagnostics.text import render
from pei_dsl.model.plan import Plan
from pei_dsl.pipeline.workspace import Loaded
from pei_dsl.source import Source
from pei_dsl.syntax.parse import parse
from pei_dsl.syntax.write import write
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
    """Draw rows for every source of `plan`, cells of any kind."""
    return {
        name: data.draw(
            st.lists(st.fixed_dictionaries({column: cells for column in source.columns}), max_size=3)
        )
        for name, source in plan.sources.items()
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
    values = {code: {2024: data.draw(strategies.fractions)} for code in plan.plan.indicators}
    for period in (data.draw(strategies.periods()), 2024):
        measured = pei_dsl.evaluate(
            plan, period, data=rows, values=values if data.draw(st.booleans()) else None
        )
        assert set(measured.evaluation.groups) == set(plan.plan.groups)
        for code in [*plan.plan.indicators, *plan.plan.groups][:5]:
            assert pei_dsl.explain(plan, code, period, data=rows) is not None
    pei_dsl.run_tests(plan, data=rows)


@given(strategies.projects(), strategies.periods(2020, 2026))
def test_results_are_exact(project: strategies.Project, period: pei_dsl.Period) -> None:
    """A plan without mistakes has none, its rows keep their contract, and no float is in any result."""
    plan = pei_dsl.load_text(project.text)
    measured = pei_dsl.evaluate(plan, period, data=project.rows, values=project.values)

    assert not plan.errors
    assert not measured.diagnostics
    for code in measured.evaluation.indicators:
        explanation = pei_dsl.explain(plan, code, period, data=project.rows, values=project.values)
        assert not any(isinstance(leaf, float) for leaf in leaves(explanation))
    assert not any(isinstance(leaf, float) for leaf in leaves(measured))


@given(strategies.projects())
def test_a_plan_is_a_value(project: strategies.Project) -> None:
    """The same text gives an equal plan, and the same plan and rows equal results."""
    first, second = pei_dsl.load_text(project.text), pei_dsl.load_text(project.text)
    results = [
        pei_dsl.evaluate(plan, 2024, data=project.rows, values=project.values) for plan in (first, second)
    ]

    assert attrs.evolve(first.plan) == second.plan
    assert results[0] == results[1]
