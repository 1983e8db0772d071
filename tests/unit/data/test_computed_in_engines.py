"""Groups and keys that are computed from a row are told apart where the rows are, if SQL says them exactly."""

from __future__ import annotations

from fractions import Fraction

import pytest

import pei_dsl
from pei_dsl.data.reading import Engine, Reading

# No more rows than these come home, and there are ten times as many.
FEW = 20
ROWS = [{"ubigeo": f"{place % 4:02}01{place:02}", "n": place} for place in range(10 * FEW)]
LIMITED = Reading(engine=Engine.DUCKDB, rows=FEW)
HEAD = 'plan "P"\n  periodo: 2024\nobjetivo OEI.01 "S"\n'
INDICATOR = """\
indicador IND.01.OEI.01 "I"
  fórmula: {}
  unidad: número
  sentido: ascendente
  logros: 2024: 8
"""
SOURCE = """\
fuente s "R"
  desagregación: dep; resto; sobra
  columna ubigeo: texto
  columna n: número
  columna dep = izquierda(ubigeo; 2)
  columna resto = si(n > 3; dep; "pocos")
  columna sobra = raíz(n)
"""
MADE = """\
fuente deps "D"
  una fila por: s.dep
  columna total = suma(s.n)
fuente nombres "N"
  columna código: texto
  columna filas = contar(s si dep = nombres.código)
"""


def of_deps(number: int) -> Fraction:
    return Fraction(sum(row["n"] for row in ROWS if str(row["ubigeo"]).startswith(f"{number:02}")))  # type: ignore[misc]


@pytest.mark.parametrize("column", ["dep", "resto"])
def test_groups_are_told_apart_where_the_rows_are(column: str) -> None:
    loaded = pei_dsl.load_text(HEAD + INDICATOR.format("suma(s.n)") + SOURCE)

    found, findings = pei_dsl.break_down(loaded, [2024], [column], data={"s": ROWS}, reading=LIMITED)
    expected, _ = pei_dsl.break_down(loaded, [2024], [column], data={"s": ROWS})

    assert not findings
    (values,), (wanted,) = (tuple(each.values for each in made.series) for made in (found, expected))
    assert dict(zip(found.groups, values, strict=True)) == dict(zip(expected.groups, wanted, strict=True))
    if column == "dep":
        assert tuple(values) == tuple(map(of_deps, range(4)))


@pytest.mark.parametrize(
    ("formula", "value"),
    [
        ("máximo(deps.total)", max(map(of_deps, range(4)))),
        ("contar(deps)", 4),
        ("suma(nombres.filas)", len(ROWS) // 2),
    ],
)
def test_keys_are_told_apart_where_the_rows_are(formula: str, value: Fraction) -> None:
    loaded = pei_dsl.load_text(HEAD + INDICATOR.format(formula) + SOURCE + MADE)
    assert not loaded.errors

    names = [{"código": "00"}, {"código": "03"}, {"código": "77"}]
    measured = pei_dsl.evaluate(loaded, 2024, data={"s": ROWS, "nombres": names}, reading=LIMITED)

    assert not measured.diagnostics
    assert measured.evaluation.indicators["IND.01.OEI.01"].value == value


def test_what_sql_does_not_say_comes_home() -> None:
    loaded = pei_dsl.load_text(HEAD + INDICATOR.format("suma(s.n)") + SOURCE)

    _, findings = pei_dsl.break_down(loaded, [2024], ["sobra"], data={"s": ROWS}, reading=LIMITED)

    assert [each.code for each in findings] == ["PEI334"]
