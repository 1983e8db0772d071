"""Sources whose rows rest on those of others, where some of these were not read."""

from __future__ import annotations

import pytest

import pei_dsl
from pei_dsl.data.answers import Answers, TableAnswers
from pei_dsl.data.derived_answers import derived_answers, is_derived
from pei_dsl.data.recorded_answers import Record
from pei_dsl.data.replayed_answers import ReplayedAnswers
from pei_dsl.data.table import Row, Table
from pei_dsl.evaluation.evaluate import Data, evaluate
from pei_dsl.model.absence import Absence
from pei_dsl.model.periods import Period

PLAN = """\
plan "P"
  periodo: 2024
objetivo OEI.01 "S"
indicador IND.01.OEI.01 "N"
  fórmula: {formula}
  unidad: número
  sentido: ascendente
  logros: 2024: 8
fuente s
  columna k: texto
  columna n = contar(t si k = s.k)
fuente t
  columna k: texto
fuente claves
  una fila por: s.k
  columna n = suma(s.n)
"""
ROWS = Table("s", "s.csv", tuple(Row({"k": key}, None, number) for number, key in enumerate("ab", 2)))


def loaded(formula: str) -> pei_dsl.Loaded:
    found = pei_dsl.load_text(PLAN.format(formula=formula))
    assert not found.errors
    return found


@pytest.mark.parametrize(
    "formula", ["suma(s.n)", "contar(s si n = 0)", "suma(claves.n)", "contar(claves si n = 0)"]
)
def test_rows_that_nobody_gave_are_no_zero(formula: str) -> None:
    """Warnings look at the files that are small, and take what others ask of the rest for absent."""
    plan = loaded(formula).plan
    value = evaluate(plan, Period.year_of(2024), Data({"s": ROWS})).indicators["IND.01.OEI.01"].computed

    assert isinstance(value, Absence)
    assert value.cause == "no_file"


def test_what_is_derived_is_not_derived_again() -> None:
    plan = loaded("suma(s.n)").plan
    tables: dict[str, Table | Answers] = {"s": ROWS, "t": Table("t", "t.csv", ROWS.rows)}
    made = derived_answers(plan, "s", tables, ())

    assert not is_derived(plan.sources["s"], tables["s"])
    assert is_derived(plan.sources["s"], made)


def test_what_is_derived_is_so_written_down_and_told_again() -> None:
    plan = loaded("suma(s.n)").plan
    source = plan.sources["s"]
    tables: dict[str, Table | Answers] = {"s": ROWS, "t": Table("t", "t.csv", ROWS.rows)}
    made, record = derived_answers(plan, "s", tables, ()), Record()

    assert is_derived(source, record.of(source, made))
    assert is_derived(source, record.of(source, ReplayedAnswers(source, {})))
    assert not is_derived(source, record.of(source, TableAnswers(source, ROWS)))
