"""What formulas ask is written down where no file says what it rests on, and nothing else."""

from __future__ import annotations

import attrs
import pytest

import pei_dsl
from pei_dsl.data.reading import Reading
from pei_dsl.data.recorded_answers import Record
from pei_dsl.workspace.loaded import Loaded

PLAN = """\
plan "P"
  periodo: 2024
objetivo OEI.01 "S"
indicador IND.01.OEI.01 "N"
  fórmula: suma(a.n) + suma(b.n) + suma(c.n) + contar(d)
  unidad: número
  sentido: ascendente
  logros: 2024: 8
fuente a
  archivo: a.csv
  columna k: texto
  columna n: número
fuente b
  archivo: b.csv
  columna k: texto
  columna n = único(a.n si k = b.k)
fuente c
  archivo: c.csv
  columna k: texto
  columna n = único(b.n si k = c.k)
fuente d
  una fila por: c.k
  columna n = suma(c.n)
"""
ROWS = [{"k": "x", "n": 3}]


@pytest.fixture
def loaded(tmp_path_factory: pytest.TempPathFactory) -> Loaded:
    folder = tmp_path_factory.mktemp("plan")
    (folder / "plan.pei").write_text(PLAN)
    for name in "abc":
        (folder / f"{name}.csv").write_text("k,n\nx,3\n" if name == "a" else "k\nx\n")
    return pei_dsl.load(folder)


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({}, set()),
        ({"a": ROWS}, {"a", "b", "c", "d"}),
        ({"b": [{"k": "x"}]}, {"b", "c", "d"}),
        ({"c": [{"k": "x"}]}, {"c", "d"}),
    ],
)
def test_sources_are_written_down_that_rest_on_what_is_no_file(
    given: dict[str, list[dict[str, object]]], told: set[str], loaded: Loaded
) -> None:
    record = Record()
    reading = attrs.evolve(Reading.of(None), record=record)
    measured = pei_dsl.evaluate(loaded, 2024, data=given, reading=reading)

    assert measured.evaluation.indicators["IND.01.OEI.01"].computed == 10
    assert set(record.told) == told
    assert all(record.told.values())
