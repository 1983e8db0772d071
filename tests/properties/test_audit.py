"""What an audit obeys: rounding raises no alarm, and whatever no rounding explains raises one."""

from __future__ import annotations

import json
from collections.abc import Iterator
from fractions import Fraction

import attrs
from hypothesis import assume, given
from hypothesis import strategies as st

from pei_dsl.algebra.intervals import Bounds, Interval, displayed
from pei_dsl.algebra.rounding import round_half_even, round_half_up
from pei_dsl.algebra.values import Value
from pei_dsl.auditing.audit import audit
from pei_dsl.auditing.bounds import FormulaBounds
from pei_dsl.auditing.contradictions import Audit
from pei_dsl.auditing.known import Known, known
from pei_dsl.auditing.quoted_figures import original
from pei_dsl.evaluation.evaluate import Data, formulas_of
from pei_dsl.evaluation.results import Achievement
from pei_dsl.model.absence import Absence
from pei_dsl.model.methodology import Color
from pei_dsl.model.plan import Citation, CountExpectation, GoalInterval, Plan, Printed, Quotation
from pei_dsl.model.units import NUMBER, PERCENTAGE, Unit
from pei_dsl.renderers.audit_json import audit_to_json
from pei_dsl.renderers.audit_markdown import render_markdown
from pei_dsl.renderers.audit_text import render
from pei_dsl.workspace.loading import load_text
from pei_dsl.workspace.verbs import reading_data
from tests import strategies
from tests.builders import Y2024
from tests.strategies import Project

# Registered values of drawn plans have nothing to do with their formulas: that they differ is no print's fault.
NOT_PRINTED = {"PEI510", "PEI518"}


@attrs.frozen
class Shown:
    """A figure that an evaluation shows: whose, what it is, and how it is printed."""

    subject: str
    kind: str
    value: Fraction | Absence
    unit: Unit = PERCENTAGE
    bounds: Bounds = None

    def printed(self, decimals: int, *, to_even: bool = False) -> Quotation:
        """Return the figure as somebody prints it."""
        if isinstance(self.value, Absence):
            return Quotation(self.subject, self.kind, "x", Printed(self.value))
        digits = (round_half_even if to_even else round_half_up)(self.value, decimals)
        return Quotation(
            self.subject, self.kind, "x", Printed(digits, decimals, percent=self.unit.is_percentage)
        )


def read(project: Project) -> tuple[Plan, Data]:
    loaded = load_text(project.text)

    assert not loaded.errors
    with reading_data(loaded, project.rows, project.values) as (data, _):
        return loaded.plan, data  # rows of plain Python outlive the block


def shown_by(found: Known) -> Iterator[Shown]:
    """Yield every figure that the evaluation of a plan shows."""
    for code, each in found.indicators.items():
        result, unit = each.result, each.result.indicator.unit
        for kind, value, bounds in (("value", result.value, each.entering), ("goal", result.goal, each.goal)):
            if isinstance(value, GoalInterval):
                continue  # no single printed figure contradicts it
            scaled = value if isinstance(value, Absence) else value * unit.scale
            yield Shown(code, kind, scaled, unit, bounds)
        reached = result.achievement
        shown = reached.shown if isinstance(reached, Achievement) else reached
        yield Shown(code, "achievement", shown, bounds=each.alcance)
    for code, group in found.groups.items():
        yield Shown(code, "achievement", group.result.achievement, bounds=group.bounds)
    plan = found.evaluation.plan
    for key in plan.definitions:
        number = found.formulas.computed(key, Y2024)
        unit, own = (
            plan.definitions[original(key, plan)].unit or NUMBER,
            found.bounds.of_definition(key, Y2024),
        )
        if key.startswith(("serie:", "variable:", "donde:")) and isinstance(number, Fraction):
            bounds = own.scaled(unit.scale) if own is not None else None
            yield Shown(key, "input", number * unit.scale, unit, bounds)


def alarms(found: Audit) -> list[tuple[str, str]]:
    return [(each.code, each.subject) for each in found.contradictions if each.code not in NOT_PRINTED]


@given(strategies.projects(), st.data())
def test_what_an_evaluation_prints_raises_no_alarm(project: Project, data: st.DataObject) -> None:
    """Whatever the digits, however halves are rounded, and though some places print more digits than others."""
    plan, rows = read(project)
    figures = list(shown_by(known(plan, Y2024, rows, plan.methodology)))
    digits = data.draw(st.lists(st.integers(0, 6), min_size=2 * len(figures), max_size=2 * len(figures)))
    to_even = data.draw(st.booleans())
    places = [
        Citation(
            title,
            "",
            Y2024,
            tuple(
                each.printed(decimals, to_even=to_even) for each, decimals in zip(figures, own, strict=True)
            ),
        )
        for title, own in (("A", digits[: len(figures)]), ("B", digits[len(figures) :]))
    ]

    found = audit(attrs.evolve(plan, citations=tuple(places)), Y2024, rows)

    assert alarms(found) == []
    assert found.quoted == 2 * len(figures)


@given(strategies.projects(), st.integers(0, 4), st.booleans(), st.data())
def test_a_figure_beyond_its_interval_raises_an_alarm(
    project: Project, decimals: int, up: bool, data: st.DataObject
) -> None:
    """However little it lies beyond what the plan's own figure may be."""
    plan, rows = read(project)
    every = [each for each in shown_by(known(plan, Y2024, rows, plan.methodology)) if each.bounds is not None]
    assume(every)
    figure = data.draw(st.sampled_from(every))
    assert figure.bounds is not None
    half = Fraction(1, 2 * 10**decimals)
    end = figure.bounds.high + half if up else figure.bounds.low - half
    step = Fraction(1, 10**decimals)
    number = (end // step + 1) * step if up else -((-end) // step + 1) * step
    moved = attrs.evolve(figure, value=number).printed(decimals)
    place = Citation("A", "", Y2024, (moved,))

    assert not displayed(number, decimals).meets(figure.bounds)

    found = audit(attrs.evolve(plan, citations=(place,)), Y2024, rows)

    assert alarms(found) != []


@given(strategies.projects(), st.data())
def test_bounds_hold_the_exact_result(project: Project, data: st.DataObject) -> None:
    """For all inputs inside the input intervals, of every definition and formula."""
    plan, rows = read(project)
    inside: dict[str, Value] = {}
    given_: dict[str, Interval] = {}
    for key in plan.definitions:
        if key.startswith("serie:"):
            value = data.draw(strategies.fractions)
            low, high = data.draw(strategies.positive_fractions), data.draw(strategies.positive_fractions)
            inside[key] = value
            given_[key] = Interval(value - low, value + high)
    formulas = formulas_of(plan, rows, plan.methodology)
    formulas.given = inside
    bounds = FormulaBounds(formulas, given_)

    for key in plan.definitions:
        hold(bounds.of_definition(key, Y2024), formulas.computed(key, Y2024))
    for code in plan.indicators:
        hold(bounds.of_formula(code, Y2024), formulas.of_formula(code, Y2024))


def hold(bounds: Bounds, value: Value | None) -> None:
    """Bounds are there only for numbers, and hold them."""
    if bounds is not None:
        assert isinstance(value, Fraction)
        assert bounds.low <= value <= bounds.high


@st.composite
def any_citations(draw: st.DrawFn, plan: Plan) -> Citation:
    """Citations of anything that a plan has, with any figures."""
    inputs = [key for key in plan.definitions if key.startswith(("serie:", "variable:", "donde:"))]
    subjects = st.one_of(
        *(
            st.tuples(st.sampled_from(each), st.sampled_from(kinds))
            for each, kinds in (
                (sorted(plan.indicators), ["value", "goal", "achievement", "color"]),
                (sorted(plan.groups), ["achievement", "color"]),
                (inputs, ["input"]),
            )
            if each
        )
    )
    numbers = st.tuples(strategies.fractions, st.integers(0, 4)).map(lambda e: (round_half_up(*e), e[1]))
    printed = st.builds(
        lambda number, percent: Printed(number[0], number[1], percent=percent), numbers, st.booleans()
    ) | st.builds(Printed, strategies.absences.map(lambda each: attrs.evolve(each, cause="any")))
    found = []
    for subject, kind in draw(st.lists(subjects, max_size=8)):
        color = draw(st.sampled_from(Color)) if kind == "color" else None
        found.append(Quotation(subject, kind, "x", None if color else draw(printed), color))
    level, chosen = (
        draw(st.sampled_from(["objectives", "actions", "indicators"])),
        draw(st.sampled_from(Color)),
    )
    counts = (CountExpectation(level, chosen, draw(st.integers(0, 3))),)
    return Citation(draw(st.sampled_from("AB")), "", Y2024, tuple(found), counts)


@given(strategies.projects(), st.data())
def test_whatever_is_quoted_an_audit_can_be_told(project: Project, data: st.DataObject) -> None:
    """Nothing raises; every finding has its words in both languages, and every contradiction what to do."""
    plan, rows = read(project)
    citations = (data.draw(any_citations(plan)), data.draw(any_citations(plan)))
    found = audit(attrs.evolve(plan, citations=citations), Y2024, rows)

    for language in ("es", "en"):
        assert max(map(len, render(found, language).splitlines())) <= 100
        assert render_markdown(found, language).startswith("# ")
        told = json.loads(json.dumps(audit_to_json(found, language)))["hallazgos"]
        assert all(each["texto"] for each in told)
        assert all(each["que_hacer"] for each in told if each["gravedad"] == "contradicción")
