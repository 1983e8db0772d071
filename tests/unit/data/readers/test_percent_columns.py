"""A number without its sign in a column of percentages that has types: the column says what it is."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from fractions import Fraction
from pathlib import Path

import pytest

from pei_dsl import evaluate, load

PLAN = """plan "P"
  periodo: 2024
objetivo OEI.01 "O"
indicador IND.01.OEI.01 "I"
  unidad: porcentaje
  sentido: ascendente
  logros: 2024: 14%
  fórmula: máximo(f.p)
fuente f
  conexión: BASE
  tabla: t
  columna p: porcentaje{how}
"""


@pytest.mark.parametrize("kind", ["REAL", "NUMERIC", "TEXT"])
@pytest.mark.parametrize(
    ("how", "value", "codes"),
    [
        ("", None, ["PEI310"]),
        ("; en puntos", Fraction(99, 200), []),
        ("; como razón", Fraction(99, 2), []),
    ],
)
def test_a_column_of_a_database_says_what_its_numbers_are(
    kind: str,
    how: str,
    value: Fraction | None,
    codes: list[str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with closing(sqlite3.connect(tmp_path / "base.db")) as connection:
        connection.execute(f"CREATE TABLE t (p {kind})")
        connection.execute("INSERT INTO t VALUES (49.5)")
        connection.commit()
    monkeypatch.setenv("BASE", f"sqlite:///{tmp_path / 'base.db'}")
    (tmp_path / "plan.pei").write_text(PLAN.format(how=how), "utf-8")

    measured = evaluate(load(tmp_path), 2024)

    found = measured.evaluation.indicators["IND.01.OEI.01"].value
    assert (found if isinstance(found, Fraction) else None) == value
    assert [each.code for each in measured.diagnostics] == codes
