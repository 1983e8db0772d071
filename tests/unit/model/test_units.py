"""Units as plans write them."""

from __future__ import annotations

from fractions import Fraction

import pytest

from pei_dsl.model.units import Unit, parse_unit


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
