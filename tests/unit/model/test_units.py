"""Units as plans write them."""

from __future__ import annotations

from fractions import Fraction

import pytest

from pei_dsl.model.units import Unit, base_in_title, parse_unit


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("porcentaje", Unit("percentage", Fraction(100))),
        ("Porcentaje", Unit("percentage", Fraction(100))),
        ("tasa de variación", Unit("rate_of_change", Fraction(100))),
        ("número de Personas  adultas", Unit("number", counted="Personas adultas")),
        ("tasa por 1,000", Unit("rate", Fraction(1000))),
        ("tasa por cada 100000 habitantes", Unit("rate", Fraction(100_000), "habitantes")),
        ("tasa", Unit("rate")),
        ("razón", Unit("ratio")),
        ("tasa por 0", None),
        ("tasa por " + "9" * 5000, None),
        ("personas", None),
        ("", None),
    ],
)
def test_units(written: str, expected: Unit | None) -> None:
    """Case, accents and blanks do not matter; what is no unit is None."""
    assert parse_unit(written) == expected


@pytest.mark.parametrize(
    "written", ["porcentaje", "tasa por 1000", "número de personas", "índice", "tasa de variación"]
)
def test_a_unit_reads_back(written: str) -> None:
    """A unit is shown as it is written."""
    unit = parse_unit(written)

    assert str(unit) == written


@pytest.mark.parametrize(
    ("written", "base"),
    [
        ("tasa por 100 mil habitantes", 100_000),
        ("tasa por 100 000", 100_000),
        ("tasa por 100,000", 100_000),
        ("tasa por 10 mil", 10_000),
        ("tasa por mil", 1000),
        ("tasa por cada 1 000 habitantes", 1000),
        ("tasa por cien mil", 100_000),
        ("tasa por un millón de personas", 1_000_000),
        ("rate per 100 thousand", 100_000),
    ],
)
def test_the_base_of_a_rate_means_what_it_says(written: str, base: int) -> None:
    unit = parse_unit(written)

    assert unit is not None
    assert unit.scale == base
    assert base_in_title(written.replace("tasa", "Tasa de homicidios")) == base


@pytest.mark.parametrize(
    "written", ["tasa por 100 docenas", "tasa por 12,34", "tasa por 100 mil 5", "tasa por 1.5 mil"]
)
def test_a_base_that_is_not_understood_whole_is_refused(written: str) -> None:
    assert parse_unit(written) is None
