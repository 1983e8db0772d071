"""Figures of other periods are what one gets by asking for each of them: fixed ones, and several together."""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from pei_dsl import load_text
from pei_dsl.algebra.builtins import IMPLEMENTATIONS
from pei_dsl.evaluation.breakdown import break_down
from pei_dsl.evaluation.evaluate import Data, formulas_of
from pei_dsl.evaluation.explain import Explanation, explain
from pei_dsl.model import expressions as m
from pei_dsl.model.absence import Absence, Reason
from pei_dsl.model.elsewhen import parts_at, periods_of, spelt_out
from pei_dsl.model.keys import KeyKind, key_of
from pei_dsl.model.periods import PER_YEAR, Granularity, Period
from tests import strategies

NAMES = {"sum": "suma", "mean": "promedio", "minimum": "mínimo", "maximum": "máximo"}
YEARS = range(2018, 2026)
figures = st.dictionaries(st.sampled_from(YEARS), st.integers(0, 500), min_size=4)
every_function = st.sampled_from(sorted(NAMES))


def text(values: Mapping[int, int], formula: str) -> str:
    rows = "".join(f"    {year}: {value}\n" for year, value in sorted(values.items()))
    return f"""plan "P"
  periodo: 2020 a 2025
objetivo OEI.01 "O"
indicador IND.01.OEI.01 "I"
  fórmula: {formula}
  unidad:  índice
  sentido: ascendente
  logros:  2024: 1
serie n
  valores:
{rows}"""


def computed(values: Mapping[int, int], formula: str, year: int = 2024) -> object:
    """Return the value of `formula`; the reference and a breakdown agree on it."""
    loaded = load_text(text(values, formula))
    assert not loaded.errors, loaded.errors
    found = formulas_of(loaded.plan, Data(), loaded.plan.methodology)
    value = found.of_formula("IND.01.OEI.01", Period.year_of(year))
    [series] = break_down(loaded.plan, [Period.year_of(year)], (), Data()).series
    assert series.total == value
    return value


@given(figures, st.integers(1, 6), every_function)
def test_the_figures_of_the_last_years_are_those_of_each(
    values: Mapping[int, int], count: int, function: str
) -> None:
    """One that is ND makes the whole ND, for the reason of that year."""
    asked = range(2025 - count, 2025)
    found = computed(values, f"{NAMES[function]}(n en últimos {count} años)")

    missing = [year for year in asked if year not in values]
    if missing:
        assert isinstance(found, Absence)
        assert found.params["period"] == str(missing[0])
    else:
        assert found == IMPLEMENTATIONS[function](*[Fraction(values[year]) for year in asked])


@given(figures, st.integers(1, 6))
def test_a_moving_mean_is_what_one_writes_with_earlier_figures(values: Mapping[int, int], count: int) -> None:
    terms = " + ".join(["n", *(f"anterior(n; {step})" for step in range(1, count))])
    found = computed(values, f"promedio(n en últimos {count} años)")
    written_out = computed(values, f"({terms}) / {count}")

    assert isinstance(found, Absence) == isinstance(written_out, Absence)
    assert isinstance(found, Absence) or found == written_out


@given(figures, st.sampled_from(YEARS), st.sampled_from(YEARS))
def test_a_fixed_period_is_that_period(values: Mapping[int, int], named: int, measured: int) -> None:
    assert computed(values, f"valor(n + 1 en {named})", measured) == computed(values, "n + 1", named)


@given(figures, st.sampled_from(YEARS), st.sampled_from(YEARS))
def test_since_a_year_are_all_years_from_there(values: Mapping[int, int], first: int, last: int) -> None:
    found = computed(values, f"suma(n acumulado desde {first})", last)

    asked = [values.get(year) for year in range(first, last + 1)]
    known = [each for each in asked if each is not None]
    assert found == sum(known) if asked and len(known) == len(asked) else isinstance(found, Absence)


@given(figures, every_function, st.integers(1, 4))
def test_the_line_with_figures_is_true(values: Mapping[int, int], function: str, count: int) -> None:
    """What is printed with figures in place of names gives the same, and each figure has its step."""
    loaded = load_text(text(values, f"{NAMES[function]}(n en últimos {count} años) + valor(n en 2020)"))
    shown = explain(loaded.plan, "IND.01.OEI.01", Period.year_of(2024), Data())

    assert isinstance(shown, Explanation)
    asked = {2020, *range(2025 - count, 2025)}
    assert {each.period.year for each in shown.steps} == asked
    if asked <= set(values):
        again = load_text(text(values, shown.substitution))
        assert (
            formulas_of(again.plan, Data(), again.plan.methodology).of_formula(
                "IND.01.OEI.01", Period.year_of(2024)
            )
            == shown.result.computed
        )


windows = st.builds(
    m.Window,
    st.just(m.WindowKind.LAST),
    st.integers(1, 30),
    st.sampled_from(["año", "semestre", "trimestre", "mes"]),
) | st.builds(
    lambda kind, named: m.Window(kind, named=named),
    st.sampled_from([m.WindowKind.SINCE, m.WindowKind.PLAN, m.WindowKind.CUMULATIVE]),
    strategies.periods(1950, 2100),
)


@given(windows, strategies.periods(1950, 2100))
def test_periods_follow_each_other_up_to_the_one_at_hand(window: m.Window, period: Period) -> None:
    """They are of one kind, without a hole, and the last of them ends with the period at hand."""
    node = m.Over("sum", m.Reference(key_of(KeyKind.SERIES, "n")), window)
    asked = periods_of(node, period)

    if isinstance(asked, Absence):
        assert list(parts_at(node, period)) == []
        assert spelt_out(node, period) == node
        assert asked.sentence("es") != asked.sentence("en")
        return
    assert asked[-1].end == period.end
    assert all(one == other.earlier(1) for one, other in itertools.pairwise(asked))
    if window.kind is m.WindowKind.LAST:
        assert len(asked) == window.count
        assert asked[0].granularity is Granularity(window.granularity)
        assert PER_YEAR[asked[0].granularity] >= PER_YEAR[period.granularity]
    assert [when for _, when in parts_at(node, period)] == list(asked)


# ---- What an indicator declares of itself ----------------------------------------------------------------


@given(st.integers(0, 90), st.dictionaries(st.sampled_from(range(2020, 2026)), st.integers(1, 90)))
def test_own_figures_are_those_that_stand_in_the_plan(base: int, goals: Mapping[int, int]) -> None:
    """A goal that is not there is not programmed; the goal of a semester is that of its year."""
    lines = "".join(f"    {year}: {goal}\n" for year, goal in sorted(goals.items()))
    written = text({2024: 1}, "línea_de_base * 100 + logro").replace("  logros:  2024: 1\n", "")
    field = f"  logros:\n{lines or '    2024: no programado'}\n"
    own = written.replace("serie n", f"  línea de base: 2019: {base}\n{field}serie n")
    loaded = load_text(own)
    assert not loaded.errors, own
    formulas = formulas_of(loaded.plan, Data(), loaded.plan.methodology)

    for year in range(2020, 2026):
        for period in (Period.year_of(year), Period.of(Granularity.SEMESTER, year)):
            found = formulas.of_formula("IND.01.OEI.01", period)
            [series] = break_down(loaded.plan, [period], (), Data()).series
            assert series.total == found
            if year in goals:
                assert found == base * 100 + goals[year]
            else:
                assert isinstance(found, Absence)
                assert found.reason is Reason.NOT_PROGRAMMED
