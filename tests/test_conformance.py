"""
The reference evaluator gives what tests/conformance/*.toml expect; README.md there says how to read them.

Each kind of case has one function: its parameters are the inputs of such a case, what it returns are the
results that a case may expect.  A key that is neither fails, so no case passes unread.
"""

from __future__ import annotations

import datetime
import inspect
import itertools
import re
import tomllib
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any

import attrs
import pytest

import pei_dsl
from pei_dsl.algebra import rounding as ways
from pei_dsl.algebra.intervals import Interval, displayed
from pei_dsl.algebra.scalar import Environment, evaluate
from pei_dsl.algebra.values import Present, Value
from pei_dsl.analysis.resolve import windows
from pei_dsl.auditing.alcance_bounds import achievement_bounds
from pei_dsl.data.aggregates import aggregate as aggregate_rows
from pei_dsl.data.aggregates import window_of
from pei_dsl.data.table import Row, Table
from pei_dsl.evaluation.achievement import achievement, made
from pei_dsl.evaluation.certainty import plan_result
from pei_dsl.evaluation.groups import group_result
from pei_dsl.evaluation.progress import from_baseline, to_date
from pei_dsl.evaluation.results import Achievement, Certainty, IndicatorResult
from pei_dsl.model import expressions as m
from pei_dsl.model.absence import Absence, Reason
from pei_dsl.model.figure import GoalInterval
from pei_dsl.model.methodology import (
    CEPLAN,
    Band,
    MaintainedGoal,
    Methodology,
    MissingSiblings,
    Negatives,
    Rounding,
    RoundingStep,
    Weights,
    ZeroGoal,
)
from pei_dsl.model.periods import Period
from pei_dsl.model.plan import Aggregation, DataSource, Direction, Group, Indicator, Level, Relevance

CONFORMANCE = Path(__file__).parent / "conformance"

# At least so many cases: a file that loses some, or that nobody reads, is noticed.
LEAST = {
    "absence": 160,
    "achievement_interval": 19,
    "achievement_type_1": 95,
    "achievement_type_2": 78,
    "answers": 22,
    "arithmetic": 135,
    "certainty": 58,
    "colors": 45,
    "groups": 75,
    "inpe_2024": 40,
    "over_time": 54,
    "periods": 80,
    "printed": 43,
    "rounding": 65,
    "windows": 150,
}

Fields = Mapping[str, Any]
Results = dict[str, object]


# ---- Notation: what the strings of the files stand for ----------------------------------------------------


def absence(written: str) -> Absence | None:
    """`nd sin dato` is an absence; anything else is not."""
    return Absence(Reason(written.removeprefix("nd ")), "given") if written.startswith("nd ") else None


def figure(written: str) -> Fraction | Absence:
    return absence(written) or Fraction(written)


def unless_no(written: str) -> Fraction | None:
    return None if written == "no" else Fraction(written)


def step(written: str) -> RoundingStep | None:
    """`2 half_up` rounds to two decimals, `no` does not round."""
    if written == "no":
        return None
    decimals, rounding = written.split()
    return RoundingStep(int(decimals), Rounding(rounding))


def semaphore(written: str) -> tuple[Band, ...]:
    """`verde >= 95; amarillo > 75; rojo`: bands from the best."""
    found = [re.fullmatch(r"(.+?)(?: (>=|>) (.+))?", band) for band in written.split("; ")]
    return tuple(
        Band(band[1], Fraction(band[3]) if band[3] else None, strict=band[2] == ">") for band in found if band
    )


def known_period(written: str) -> Period:
    found = Period.parse(written)
    assert found is not None, written
    return found


def expression(node: Any) -> m.Expression:  # noqa: ANN401 - a tree of lists, strings and truth values
    """`["+", "1", ["neg", "2"]]`; what formulas cannot write (an absence, a truth value) is a reference."""
    match node:
        case bool():
            return m.Reference(str(node))
        case str():
            return m.Reference(node) if absence(node) else m.Number(Fraction(node))
        case ["text", str(text)]:
            return m.Text(text)
        case ["date", str(day)]:
            return m.Date(datetime.date.fromisoformat(day))
    operator, operands = node[0], tuple(expression(each) for each in node[1:])
    match operator, operands:
        case (("+" | "-"), (left, right)):
            return m.Sum((left, right), (False, operator == "-"))
        case (("*" | "/"), (left, right)):
            return m.Product((left, right), (False, operator == "/"))
        case "^", (left, right):
            return m.Power(left, right)
        case "neg", (only,):
            return m.Negative(only)
        case (("=" | "<>" | "<" | "<=" | ">" | ">="), (left, right)):
            return m.Comparison(operator, left, right)
        case "in", (member, *choices):
            return m.Membership(member, tuple(choices))
        case "not", (only,):
            return m.Not(only)
        case (("and" | "or"), _):
            return m.Logic({"and": "y", "or": "o"}[operator], operands)
        case _:
            return m.Call(operator, operands)


def referred(key: str) -> Value:
    return absence(key) or {"True": True, "False": False}[key]


# ---- One function for each kind of case ------------------------------------------------------------------


def rounded_case(*, number: str, decimals: int) -> Results:
    exact = Fraction(number)
    return {
        "half_up": ways.round_half_up(exact, decimals),
        "half_even": ways.round_half_even(exact, decimals),
        "up": ways.round_up(exact, decimals),
        "down": ways.round_down(exact, decimals),
    }


def expression_case(*, formula: Sequence[object]) -> Results:
    return given(evaluate(expression(formula), Environment(reference=referred)))


def given(value: Value) -> Results:
    return {"nd": value.reason.value} if isinstance(value, Absence) else {"gives": value}


def methodology(
    *,
    zero_goal: str = "no programado",
    maintained_goal: str = "no aplica",
    negatives: str = "inválido",
    cap: str = "100",
    achievement_rounding: str = "2 half_up",
    contribution_rounding: str = "2 half_even",
    figure_rounding: str = "no",
    missing_siblings: str = "cero",
    weights: str = "relevancia",
    bands: str = "verde >= 95; amarillo >= 75; rojo",
) -> Methodology:
    return attrs.evolve(
        CEPLAN,
        name="conformance",
        zero_goal=ZeroGoal(zero_goal),
        maintained_goal=MaintainedGoal(maintained_goal),
        negatives=Negatives(negatives),
        cap=unless_no(cap),
        achievement_rounding=step(achievement_rounding),
        contribution_rounding=step(contribution_rounding),
        figure_rounding=step(figure_rounding),
        missing_siblings=MissingSiblings(missing_siblings),
        weights=Weights(weights),
        bands=semaphore(bands),
    )


def reached(found: Achievement | Absence, by: Methodology) -> Results:
    if isinstance(found, Absence):
        return {"nd": found.reason.value}
    raw = "no" if found.raw is None else found.raw
    return {"raw": raw, "exact": found.exact, "printed": found.shown, "color": by.color(found.shown)}


def type_1_case(*, direction: str, limit: str, value: str, goal: str, **policies: str) -> Results:
    by = methodology(**policies)
    allowed = None if limit == "no" else Aggregation(limit)
    return reached(achievement(Direction(direction), figure(value), figure(goal), by, allowed), by)


def not_additive_case(
    *, value: str, goal: str, baseline: str, direction: str = "ascendente", limit: str = "no", **policies: str
) -> Results:
    by = methodology(**policies)
    start = None if baseline == "no" else figure(baseline)
    allowed = None if limit == "no" else Aggregation(limit)
    found = from_baseline(figure(value), figure(goal), start, by, Direction(direction), allowed)
    return reached(found, by)


def additive_case(*, direction: str, values: list[str], goals: list[str], **policies: str) -> Results:
    by = methodology(**policies)
    obtained, expected = [figure(each) for each in values], [figure(each) for each in goals]
    return reached(to_date(Direction(direction), obtained, expected, by), by)


def color_case(*, alcance: str, **policies: str) -> Results:
    by = methodology(**policies)
    return {"color": by.color(made(Fraction(alcance), by).shown)}


def member(
    code: int, *, alcance: str, exact: str = "", relevance: int | None = None, weight: str | None = None
) -> IndicatorResult:
    """Return the result of an indicator with the printed `alcance`; `exact` is what was rounded to it."""
    indicator = Indicator(
        f"IND.{code:02}.OEI.01",
        "Indicador",
        "OEI.01",
        relevance=Relevance(relevance) if relevance is not None else None,
        weight=Fraction(weight) if weight is not None else None,
    )
    value, goal = figure(alcance), Fraction(100)
    found = absence(alcance) or Achievement(None, Fraction(exact or alcance), Fraction(alcance))
    return IndicatorResult(indicator, None, None, value, value, None, "", goal, 0, found, None)


def members_of(written: Sequence[Fields], first: int = 1) -> list[IndicatorResult]:
    return [member(code, **each) for code, each in enumerate(written, start=first)]


GROUP = Group("OEI.01", "Objetivo", Level.OBJECTIVE)


def group_case(*, members: list[Fields], **policies: str) -> Results:
    found = group_result(GROUP, members_of(members), methodology(**policies))
    if isinstance(found.achievement, Absence):
        return {"nd": found.achievement.reason.value}
    return {
        "shares": [each.weight for each in found.contributions],
        "contributions": [each.shown for each in found.contributions],
        "figure": found.achievement,
        "exact": found.exact,
        "color": found.color,
    }


def sureness(found: Certainty | None) -> Results:
    if found is None:
        return {"due": 0, "reported": 0}
    return {
        "due": found.coverage.due,
        "reported": found.coverage.reported,
        "share": found.coverage.weight,
        "low": found.low,
        "high": "no" if found.high is None else found.high,
        "firm": found.color or "no",
    }


def certainty_case(*, members: list[Fields], **policies: str) -> Results:
    return sureness(group_result(GROUP, members_of(members), methodology(**policies)).certainty)


def plan_case(*, objectives: list[list[Fields]]) -> Results:
    indicators = [members_of(each, 100 * number) for number, each in enumerate(objectives)]
    by = methodology()
    groups = [group_result(GROUP, each, by) for each in indicators]
    found = plan_result(groups, list(itertools.chain.from_iterable(indicators)), by)
    return {"mean": "no" if found.mean is None else found.mean, **sureness(found.certainty)}


def count_case(*, figures: list[str], bands: str) -> Results:
    by = methodology(bands=bands)
    read = [figure(each) for each in figures]
    colors = Counter("nd" if isinstance(each, Absence) else by.color(each) for each in read)
    return {name: colors[name] for name in ("nd", *(band.color for band in by.bands))}


def period_case(*, written: str) -> Results:
    found = Period.parse(written)
    if found is None:
        return {"impossible": True}
    return {
        "canonical": str(found),
        "granularity": found.granularity.value,
        "first": found.start.isoformat(),
        "last": found.end.isoformat(),
    }


def earlier_case(*, period: str, steps: int) -> Results:
    found = known_period(period).earlier(steps)
    return {"impossible": True} if found is None else {"earlier": str(found)}


def clauses_of(written: Sequence[str]) -> tuple[m.Window, ...]:
    read = [windows.parse(words) for words in written]
    known = tuple(each for each in read if each is not None)
    assert len(known) == len(written), written
    return known


def span_case(*, clauses: list[str], period: str) -> Results:
    found = window_of(clauses_of(clauses), known_period(period))
    assert found is not None
    return {"first": found.start.isoformat(), "last": found.end.isoformat()}


def row(number: int, date: str, value: str, kind: str = "") -> Row:
    cells: dict[str, Present | None] = {"value": Fraction(value) if value else None, "kind": kind or None}
    return Row(cells, known_period(date) if date else None, number)


def window_case(
    *,
    rows: list[list[str]],
    aggregate: str,
    of: str,
    only: str,
    clauses: list[str],
    period: str,
    coverage: list[str],
) -> Results:
    table = Table("t", "", tuple(row(number, *cells) for number, cells in enumerate(rows, start=1)))
    value = {"value": m.ColumnValue("value"), "rows": None}[of]
    condition = None if only == "no" else m.Comparison("=", m.ColumnValue("kind"), m.Text(only))
    node = m.Aggregate(aggregate, "t", value, condition, clauses_of(clauses))
    limits = [known_period(each) for each in coverage]
    source = DataSource("t", coverage=(limits[0], limits[1]) if limits else None)
    return given(aggregate_rows(node, source, table, known_period(period)).value)


# ---- Formulas over time, answers, intervals: by a plan that is written for the case -----------------------

PLAN = """plan "P"
  periodo: 2022 a 2026

objetivo OEI.01 "O"

indicador IND.01.OEI.01 "I"
  unidad:  número
  sentido: ascendente
{fields}
serie N
  valores:
{figures}
"""


def lines(figures: Mapping[str, str]) -> str:
    return "".join(f"    {when}: {each.removeprefix('nd ')}\n" for when, each in figures.items())


def measured(fields: str, figures: Mapping[str, str], period: str) -> IndicatorResult:
    loaded = pei_dsl.load_text(PLAN.format(fields=fields, figures=lines(figures)))
    assert not loaded.errors, loaded.errors
    return pei_dsl.evaluate(loaded, period).evaluation.indicators["IND.01.OEI.01"]


def over_time_case(
    *, formula: str, figures: Mapping[str, str], period: str, baseline: str, goals: Mapping[str, str]
) -> Results:
    fields = f"  fórmula: {formula}\n"
    fields += "" if baseline == "no" else f"  línea de base: 2021: {baseline}\n"
    fields += f"  logros:\n{lines(goals)}" if goals else ""
    computed = measured(fields, figures, period).computed
    assert computed is not None
    return given(computed)


def answer_case(*, value: str, goal: str) -> Results:
    known = re.fullmatch(r"sí|no|[01]|sin dato", value)
    said = f"  valores: 2024: {value}\n" if known else f"  fórmula: {value}\n"
    result = measured(f"  logros: 2024: {goal}\n{said}", {"2024": "6"}, "2024")
    return {
        **({} if isinstance(result.value, Absence) else {"figure": result.value}),
        **reached(result.achievement, CEPLAN),
    }


def interval_case(*, lower: str, upper: str, value: str, **policies: str) -> Results:
    by = methodology(**policies)
    goal = GoalInterval(Fraction(lower), Fraction(upper))
    return reached(achievement(Direction.UNDEFINED, figure(value), goal, by), by)


# ---- Printed figures --------------------------------------------------------------------------------------


def digits(shown: str) -> Interval:
    """All that `shown` may stand for: it has as many decimals as are written."""
    return displayed(Fraction(shown), len(shown.partition(".")[2]))


def printed_case(*, shown: str) -> Results:
    found = digits(shown)
    return {"low": found.low, "high": found.high}


def beside_case(*, direction: str, value: str, goal: str, alcance: str) -> Results:
    indicator = Indicator("IND.01.OEI.01", "", direction=Direction(direction))
    found = achievement_bounds(indicator, digits(value), digits(goal), CEPLAN)
    assert found is not None
    return {"low": found.low, "high": found.high, "fits": digits(alcance).meets(found)}


def places_case(*, first: str, second: str) -> Results:
    return {"one_figure": digits(first).overlaps(digits(second))}


RUN: Mapping[str, Callable[..., Results]] = {
    "additive": additive_case,
    "answer": answer_case,
    "beside": beside_case,
    "certainty": certainty_case,
    "color": color_case,
    "count": count_case,
    "earlier": earlier_case,
    "expression": expression_case,
    "group": group_case,
    "interval": interval_case,
    "not_additive": not_additive_case,
    "over_time": over_time_case,
    "period": period_case,
    "places": places_case,
    "plan": plan_case,
    "printed": printed_case,
    "rounding": rounded_case,
    "span": span_case,
    "type_1": type_1_case,
    "window": window_case,
}


# ---- Running them -----------------------------------------------------------------------------------------

FILES = {path.stem: tomllib.loads(path.read_text("utf-8")) for path in sorted(CONFORMANCE.glob("*.toml"))}


@attrs.frozen
class Case:
    """A case, with what its file lists for the fields that it does not state."""

    kind: str
    fields: Fields
    unstated: Mapping[str, Sequence[object]]

    @property
    def inputs(self) -> set[str]:
        """What may be stated: the parameters of the kind's function, and those of a methodology where it takes one."""
        parameters = inspect.signature(RUN[self.kind]).parameters
        if "policies" not in parameters:
            return set(parameters)
        return {*parameters, *inspect.signature(methodology).parameters} - {"policies"}

    @property
    def expected(self) -> Fields:
        return {
            name: each for name, each in self.fields.items() if name not in {"name", "each", *self.inputs}
        }

    def combinations(self) -> Iterator[dict[str, object]]:
        """Give the inputs that the case speaks of: what it states, with everything that it leaves open."""
        stated = {name: [each] for name, each in self.fields.items() if name in self.inputs}
        fields = {**self.unstated, **self.fields.get("each", {}), **stated}
        for chosen in itertools.product(*fields.values()):
            yield dict(zip(fields, chosen, strict=True))


def cases_of(file: str) -> Iterator[Case]:
    unstated = FILES[file].get("unstated", {})
    for kind, cases in FILES[file].items():
        if kind != "unstated":
            yield from (Case(kind, fields, unstated.get(kind, {})) for fields in cases)


def same(expected: object, found: object) -> bool:
    """Tell whether a result is the expected one; numbers are compared as numbers, however they are written."""
    match expected, found:
        case list(), list():
            return len(expected) == len(found) and all(map(same, expected, found))
        case str(), Fraction():
            return re.fullmatch(r"-?\d+(\.\d+|/\d+)?", expected) is not None and Fraction(expected) == found
        case _:
            return isinstance(expected, bool) == isinstance(found, bool) and expected == found


@pytest.mark.parametrize(
    "case",
    [
        pytest.param(case, id=f"{file}.{case.kind}: {case.fields['name']}")
        for file in FILES
        for case in cases_of(file)
    ],
)
def test_conformance(case: Case) -> None:
    assert case.expected, "a case without anything expected"
    for inputs in case.combinations():
        found = RUN[case.kind](**inputs)
        results = {name: found.get(name) for name in case.expected}

        assert all(same(each, results[name]) for name, each in case.expected.items()), (inputs, results)


@pytest.mark.parametrize("file", sorted({*FILES, *LEAST}))
def test_every_file_is_read_and_has_its_cases(file: str) -> None:
    assert len(list(cases_of(file))) >= LEAST[file]
    assert set(FILES[file].get("unstated", {})) <= set(FILES[file])


@pytest.mark.parametrize(
    ("file", "kind"), [("achievement_type_1", "type_1"), ("achievement_type_2", "not_additive")]
)
def test_no_combination_is_left_out(file: str, kind: str) -> None:
    """What a file lists as unstated is a product of inputs; for each there is a case that tells its outcome."""
    unstated: Mapping[str, Sequence[str]] = FILES[file]["unstated"][kind]
    told = {
        tuple(inputs[name] for name in unstated)
        for case in cases_of(file)
        if case.kind == kind
        for inputs in case.combinations()
    }

    assert set(itertools.product(*unstated.values())) - told == set()
