"""Rows, figures and names of a host pass the gate that those of files pass."""

from __future__ import annotations

import decimal
import time
from fractions import Fraction
from typing import Any

import pandas  # type: ignore[import-untyped]  # its types are a package of their own
import pytest

import pei_dsl

LOADED = pei_dsl.load_text("""plan "PEI"
  periodo: 2024
objetivo OEI.01 "Salud"
indicador IND.01.OEI.01 "Suma"
  unidad: número
  sentido: ascendente
  logros: 2024: 10
  fórmula: suma(s.n)
indicador IND.02.OEI.01 "Parte"
  unidad: porcentaje
  sentido: ascendente
  logros: 2024: 80%
fuente s
  tiempo: mes
  columna mes: fecha
  columna n: número
""")
PERCENT, NUMBER = "IND.02.OEI.01", "IND.01.OEI.01"


def measured(code: str, value: object, period: object = 2024) -> pei_dsl.IndicatorResult:
    return pei_dsl.evaluate(LOADED, 2024, values={code: {period: value}}).evaluation.indicators[code]


@pytest.mark.parametrize(
    ("given", "exact", "decimals"),
    [
        (0.95, Fraction(95, 100), 0),
        (0.9525, Fraction(9525, 10_000), 2),
        ("0.9525", Fraction(9525, 10_000), 2),
        ("0.5600", Fraction(56, 100), 2),
        ("56%", Fraction(56, 100), 0),
        ("56.10 %", Fraction(561, 1000), 2),
        (1, Fraction(1), 0),
        (decimal.Decimal("0.10"), Fraction(1, 10), 0),
        (Fraction(2, 3), Fraction(2, 3), 4),
        ("2/3", Fraction(2, 3), 4),
        ("5e-1", Fraction(1, 2), 0),
    ],
)
def test_a_figure_is_exact(given: object, exact: Fraction, decimals: int) -> None:
    result = measured(PERCENT, given)

    assert (result.value, result.decimals) == (exact, decimals)


@pytest.mark.parametrize(
    "given",
    [
        float("nan"),
        float("inf"),
        decimal.Decimal("NaN"),
        None,
        [1],
        {},
        "",
        "ND",
        "doce",
        "1/0",
        "1e1000000",
        "1e2500",
        decimal.Decimal("1e1000000"),
        b"x",
        1j,
    ],
    ids=lambda given: f"{type(given).__name__} {given!s:.9}",
)
def test_what_is_no_figure_is_refused_by_indicator_and_period(given: object) -> None:
    start = time.process_time()

    with pytest.raises(pei_dsl.HostValueError, match=r"IND\.02\.OEI\.01 in 2024") as caught:
        measured(PERCENT, given)

    assert isinstance(caught.value, ValueError)
    assert (caught.value.code, caught.value.period) == (PERCENT, "2024")
    assert time.process_time() - start < 3


@pytest.mark.parametrize("given", [True, 10**5000, -(10**5000)], ids=["bool", "huge", "hugely negative"])
def test_what_python_counts_as_a_number_may_be_no_figure(given: int) -> None:
    with pytest.raises(pei_dsl.HostValueError, match=r"IND\.02\.OEI\.01 in 2024"):
        measured(PERCENT, given)


def test_a_percentage_is_none_of_a_number() -> None:
    with pytest.raises(pei_dsl.HostValueError, match="is a percentage"):
        measured(NUMBER, "56%")


@pytest.mark.parametrize(
    "period",
    [pandas.Period("2024", "Y"), pei_dsl.Period.year_of(2024), "2024", 2024],
    ids=lambda each: type(each).__module__ + type(each).__name__,
)
def test_a_period_is_a_period(period: Any) -> None:  # noqa: ANN401  (a period of pandas has no type)
    assert measured(PERCENT, 1, period).value == 1
    assert pei_dsl.evaluate(LOADED, period).evaluation.period == pei_dsl.Period.year_of(2024)


@pytest.mark.parametrize(
    ("frequency", "written"), [("Q", "2024-T1"), ("M", "2024-01"), ("D", "2024-01-01"), ("Y", "2024")]
)
def test_periods_of_pandas_are_ours(frequency: str, written: str) -> None:
    period = pandas.Period("2024-01-01", frequency)

    assert str(pei_dsl.evaluate(LOADED, period).evaluation.period) == written


def test_a_fiscal_quarter_is_no_period() -> None:
    with pytest.raises(pei_dsl.RequestError, match="no such period"):
        pei_dsl.evaluate(LOADED, pandas.Period("2024-01-01", "Q-JAN"))


def test_rows_may_have_periods_of_pandas() -> None:
    months = pandas.period_range("2024-01", "2024-03", freq="M")
    rows = [{"mes": month, "n": number} for number, month in enumerate(months, start=1)]
    frame = pandas.DataFrame({"mes": months, "n": [1, 2, 3]})
    for data in (rows, frame):
        done = pei_dsl.evaluate(LOADED, 2024, data={"s": data})
        assert not done.diagnostics, [each.message() for each in done.diagnostics]
        assert done.evaluation.indicators[NUMBER].value == 6
        quarter = pei_dsl.evaluate(LOADED, "2024-02", data={"s": data})
        assert quarter.evaluation.indicators[NUMBER].value == 2


# ---- Names ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("call", "told"),
    [
        (lambda: pei_dsl.evaluate(LOADED, 2024, data={"ss": []}), "no such source: 'ss'"),
        (lambda: pei_dsl.evaluate(LOADED, 2024, values={"IND.09.OEI.01": {2024: 1}}), "no such indicator"),
        (lambda: pei_dsl.evaluate(LOADED, 2024, values={PERCENT: {"20x4": 1}}), "no such period"),
        (lambda: pei_dsl.evaluate(LOADED, 2024, values={PERCENT: 0.5}), "no mapping of periods"),  # type: ignore[dict-item]
        (lambda: pei_dsl.evaluate(LOADED, 2024, methodology="otra"), "no such methodology"),
        (lambda: pei_dsl.break_down(LOADED, [2024], ["región"]), "no such column in «desagregación:»"),
        (lambda: pei_dsl.break_down(LOADED, [2024], codes=["IND.09.OEI.01"]), "no such indicator: 'IND.09"),
        (lambda: pei_dsl.gap(LOADED, 2024, code="OEI.09"), "no such code"),
        (lambda: pei_dsl.gap(LOADED, 2024, color="azul"), "no such colour"),
        (lambda: pei_dsl.describe(LOADED, "nada"), "no such code or name"),
        (lambda: pei_dsl.tree(LOADED, "OEI.09"), "no such code: 'OEI.09"),
        (lambda: pei_dsl.message_page("PEI999"), "no such message"),
        (lambda: pei_dsl.new_plan("x", "x", 2030, 2024), "1 to 15 years"),
        (lambda: pei_dsl.evaluate(LOADED, 2024, data={"s": [1]}), "no mapping"),
        (lambda: pei_dsl.evaluate(LOADED, 2024, data={"s": {"mes": ["2024"], "n": []}}), "not of one length"),
        (
            lambda: pei_dsl.evaluate(
                LOADED, 2024, data={"s": [{"mes": "2024", "n": 1}, {"mes": "2024", "m": 1}]}
            ),
            "row 2 of 's' has a column 'm'",
        ),
    ],
)
def test_an_unknown_name_is_an_error(call: object, told: str) -> None:
    with pytest.raises(pei_dsl.RequestError) as caught:
        call()  # type: ignore[operator]

    assert told in str(caught.value)


def test_a_missing_column_is_a_finding() -> None:
    done = pei_dsl.evaluate(LOADED, 2024, data={"s": [{"mes": "2024", "m": 1}]})

    assert [each.code for each in done.diagnostics] == ["PEI302"]
