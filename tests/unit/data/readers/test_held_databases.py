"""What databases answered once, told again to every source that rests on nothing else."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import attrs
import pytest

import pei_dsl
from pei_dsl.data.permissions import Permissions
from pei_dsl.data.readers.held_databases import HeldDatabases
from pei_dsl.model.absence import Absence
from pei_dsl.model.periods import Period
from pei_dsl.workspace.loaded import Loaded
from pei_dsl.workspace.reading_databases import read_databases

PLAN = """\
plan "P"
  periodo: 2024
objetivo OEI.01 "S"
indicador IND.01.OEI.01 "N"
  fórmula: {formula}
  unidad: número
  sentido: ascendente
  logros: 2024: 8
fuente a
  conexión: BASE
  tabla: a
  columna k: texto
  columna n = {column}
fuente b
  conexión: BASE
  tabla: b
  columna k: texto
fuente c
  archivo: c.csv
  columna k: texto
fuente d
  una fila por: b.k
  columna n = contar(b)
"""
ASKS_THE_BASE = "contar(b si k = a.k)"
ASKS_A_FILE = "contar(c si k = a.k)"
YEAR = Period.year_of(2024)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    with sqlite3.connect(tmp_path / "base.db") as base:
        base.execute("create table a (k text)")
        base.execute("create table b (k text)")
        base.executemany("insert into a values (?)", [("x",), ("y",)])
        base.executemany("insert into b values (?)", [("x",), ("x",)])
    base.close()
    (tmp_path / "c.csv").write_text("k\nx\n")
    monkeypatch.setenv("BASE", f"sqlite:///{tmp_path / 'base.db'}")
    return tmp_path


def loaded(folder: Path, formula: str, column: str = ASKS_THE_BASE) -> Loaded:
    (folder / "plan.pei").write_text(PLAN.format(formula=formula, column=column))
    found = pei_dsl.load(folder, permissions=Permissions(folder=True, variables=frozenset()))
    assert not found.errors, found.errors
    return found


def value(plan: Loaded, databases: HeldDatabases) -> object:
    """Return the figure where no variable may be read, so that no database is asked."""
    measured = pei_dsl.evaluate(attrs.evolve(plan, databases=databases), 2024)
    return measured.evaluation.indicators["IND.01.OEI.01"].computed


@pytest.mark.parametrize(
    ("formula", "figure"), [("suma(a.n)", 2), ("contar(a si n > 0)", 1), ("contar(d si n > 1)", 1)]
)
def test_what_rests_on_databases_alone_is_told_again(folder: Path, formula: str, figure: int) -> None:
    plan = loaded(folder, formula)
    held = read_databases(plan, [YEAR])
    (folder / "base.db").unlink()

    assert value(plan, held) == figure


def test_what_asks_a_file_too_is_not_told_again(folder: Path) -> None:
    """The file may have changed; what the database answered by itself still holds."""
    plan = loaded(folder, "suma(a.n)", ASKS_A_FILE)
    assert isinstance(value(plan, read_databases(plan, [YEAR])), Absence)
    plan = loaded(folder, "contar(a)", ASKS_A_FILE)
    assert value(plan, read_databases(plan, [YEAR])) == 2


@pytest.mark.parametrize("changed", ["fuente b\n", "fuente a\n"])
def test_nothing_is_told_once_something_below_is_declared_otherwise(folder: Path, changed: str) -> None:
    plan = loaded(folder, "suma(a.n)")
    held = read_databases(plan, [YEAR])
    text = (folder / "plan.pei").read_text()
    (folder / "plan.pei").write_text(text.replace(changed, f'{changed}  omite: k = "x"\n'))
    other = pei_dsl.load(folder, permissions=Permissions(folder=True, variables=frozenset()))

    assert not other.errors
    assert isinstance(value(other, held), Absence)
