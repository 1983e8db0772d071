"""A formula that multiplies by the scale of its unit is told, and its fix gives what was meant."""

from __future__ import annotations

from fractions import Fraction

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import pei_dsl
from pei_dsl.model.absence import Absence
from tests.example_counts import examples

PLAN = """plan "PEI 2024"
  periodo: 2024
objetivo OEI.01 "Servicios"
indicador IND.01.OEI.01 "Lo que se mide"
  fórmula: {formula}
  donde:
    A "Uno"    = 3
    B "Dos"    = 1,200
    C "Tres"   = 7
    D "Cuatro" = 11
  unidad:  {unit}
  sentido: ascendente
  logros:  2024: {goal}
"""
UNITS = {"porcentaje": ("100", "20%"), "tasa por 1000": ("1,000", "20"), "tasa de variación": ("100", "20%")}


@attrs.frozen
class Written:
    """A formula as it was written, with the scale in it, and as it was meant."""

    wrong: str
    meant: str


def ratios() -> st.SearchStrategy[str]:
    """Return quotients, which need no scale."""
    names = st.sampled_from("ABCD")
    return st.builds(lambda one, other: f"{one} / {other}", names, names)


def formulas(scale: str) -> st.SearchStrategy[Written]:
    """Return formulas that multiply by `scale` within themselves, however they do."""
    terms = st.one_of(
        st.builds(
            lambda ratio, shape: Written(shape.format(ratio=ratio, scale=scale), f"({ratio})"),
            ratios(),
            st.sampled_from(
                ["{ratio} * {scale}", "({ratio}) * {scale}", "{scale} * {ratio}", "({ratio} * {scale})"]
            ),
        ),
    )
    return st.recursive(terms, lambda inner: combined(inner, scale), max_leaves=4).flatmap(
        lambda term: outermost(term, scale)
    )


def combined(inner: st.SearchStrategy[Written], scale: str) -> st.SearchStrategy[Written]:
    """Return sums, choices and calls of `inner`."""
    return st.one_of(
        st.builds(lambda a, b: Written(f"{a.wrong} + {b.wrong}", f"({a.meant} + {b.meant})"), inner, inner),
        st.builds(
            lambda a, b: Written(f"{a.wrong} - ({b.wrong})", f"({a.meant} - ({b.meant}))"), inner, inner
        ),
        st.builds(lambda a: Written(f"({a.wrong}) / 2", f"(({a.meant}) / 2)"), inner),
        st.builds(lambda a: Written(f"2 * ({a.wrong})", f"(2 * ({a.meant}))"), inner),
        st.builds(lambda a: Written(f"-({a.wrong})", f"(-({a.meant}))"), inner),
        st.builds(
            lambda a: Written(f"entero({a.wrong})", f"(entero({a.meant} * 10 * {scale} / 10) / {scale})"),
            inner,
        ),
        st.builds(
            lambda a, b: Written(f"promedio({a.wrong}; {b.wrong})", f"promedio({a.meant}; {b.meant})"),
            inner,
            inner,
        ),
        st.builds(
            lambda a: Written(
                f"anterior({a.wrong}) * 0 + {a.wrong}", f"(anterior({a.meant}) * 0 + {a.meant})"
            ),
            inner,
        ),
    )


def outermost(term: Written, scale: str) -> st.SearchStrategy[Written]:
    """Return `term` within what keeps the scale from being the outermost factor."""
    wrong, meant = term.wrong, term.meant
    return st.sampled_from(
        [
            Written(f"{scale} - ({wrong})", f"1 - {meant}"),
            Written(f"si(B > 0; {wrong}; 0)", f"si(B > 0; {meant}; 0)"),
            Written(f"si(A * {scale} > B; {wrong}; 0)", f"si(A * {scale} > B; {meant}; 0)"),
            Written(f"mín({wrong}; {scale})", f"mín({meant}; 1)"),
            Written(f"abs({wrong})", f"abs({meant})"),
            Written(f"si_falta({wrong}; 0)", f"si_falta({meant}; 0)"),
            Written(
                f"redondear({wrong}; 1)", f"redondear(({meant}) * 10 * {scale} / 10; 1) / 10 / {scale} * 10"
            ),
            Written(f"redondear({wrong})", f"redondear(({meant}) * 10 * {scale} / 10) / 10 / {scale} * 10"),
        ]
    )


def codes(text: str) -> list[str]:
    return [each.code for each in pei_dsl.load_text(text).diagnostics]


def value(text: str) -> Fraction | Absence:
    evaluated = pei_dsl.evaluate(pei_dsl.load_text(text), 2024)
    return evaluated.evaluation.indicators["IND.01.OEI.01"].value


@pytest.mark.parametrize("unit", UNITS)
@settings(max_examples=examples(60))
@given(st.data())
def test_what_multiplies_is_told_and_its_fix_gives_what_was_meant(unit: str, data: st.DataObject) -> None:
    scale, goal = UNITS[unit]
    formula = data.draw(formulas(scale))
    text = PLAN.format(formula=formula.wrong, unit=unit, goal=goal)
    found = [each for each in pei_dsl.load_text(text).diagnostics if each.code == "PEI210"]

    assert codes(text) == ["PEI210"], formula.wrong

    [edit] = found[0].fixes[0].edits
    mended = text[: edit.span.start] + edit.text + text[edit.span.end :]

    assert codes(mended) == [], mended
    assert value(mended) == value(PLAN.format(formula=formula.meant, unit=unit, goal=goal)), mended


@pytest.mark.parametrize(
    "formula",
    [
        "A / B * 100",
        "(A / B) * 100",
        "100 * (A / B)",
        "100 * A / B",
        "((A / B) - 1) * 100",
        "mín(máx((A - B) / (C - D); 0); 1) * 100",
        "((A / B) + (C / D)) / 2 * 100",
        "A / B",
        "1 - A / B",
        "100% - A / B",
        "A / (B * 100)",
        "A / 100",
        "si(A / B * 100 > 80; A / B; C / D)",
        "(A * 100) / (B * 100)",
        "0.6 * (A / B - 1) * 100% + 0.4 * (C / D - 1) * 100%",
        "A / B * 10 * 10 + C / D",
    ],
)
def test_the_notation_of_fichas_and_what_is_no_factor_pass(formula: str) -> None:
    assert codes(PLAN.format(formula=formula, unit="porcentaje", goal="20%")) == []
