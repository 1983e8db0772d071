"""Parquet files: several of them, what they lack, and every cell that breaks its contract, by file and row."""

from __future__ import annotations

import datetime
import itertools
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as arrow
import pytest
from pyarrow import parquet

if TYPE_CHECKING:
    from tests.cli.conftest import Run, Write

PLAN = """\
plan "Plan de prueba"
  periodo: 2024 a 2025

objetivo OEI.01 "Salud"

indicador IND.01.OEI.01 "Número de controles"
  fórmula: suma(s.a)
  unidad: número
  sentido: ascendente
  logros: 2024: 8

fuente s "Registro"
  archivo: d/*.parquet
  tiempo: m
  clave: k
  columna m: fecha
  columna k: texto; obligatoria
  columna a: número; mínimo 0; máximo 100
  columna t: texto; valores "p", "q"
"""
Day = datetime.date
GOOD: dict[str, Any] = {
    "m": [Day(2024, 1, 1), Day(2024, 2, 1)],
    "k": ["1", "2"],
    "a": [1.5, 2.0],
    "t": ["p", "q"],
}
NEXT: dict[str, Any] = {**GOOD, "k": ["3", "4"]}
ENGINES = ["auto", "referencia", "duckdb", "sqlite"]


def put(folder: Path, *tables: dict[str, Any]) -> None:
    for name, columns in zip("ab", tables, strict=False):
        parquet.write_table(arrow.table(columns), folder / "d" / f"{name}.parquet")


@pytest.fixture
def plan(write: Write) -> Path:
    write({"plan.pei": PLAN, "d/nota.txt": "no es un dato"})
    return Path("plan")


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize(
    ("tables", "value"),
    [
        ([GOOD], "3.5"),
        ([GOOD, NEXT], "7"),
        ([GOOD, {**NEXT, "a": [1, 2]}], "6.5"),
        ([GOOD, {**NEXT, "a": ["1", "2"]}], "6.5"),
        ([GOOD, {**NEXT, "otra": [1, 2]}], "7"),
    ],
)
def test_the_rows_of_all_files_count(
    tables: list[dict[str, Any]], value: str, engine: str, plan: Path, run: Run
) -> None:
    put(plan, *tables)
    done = run("evaluar", plan, "--periodo", "2024", "--motor", engine, "--formato", "csv")

    assert (done.code, done.err) == (0, "")
    assert f"IND.01.OEI.01,Número de controles,indicador,2024,ceplan,ascendente,número,8,{value}" in done.out


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize(
    ("tables", "told"),
    [
        ([GOOD, GOOD], ["PEI319 d/b.parquet:1", "PEI319 d/b.parquet:2"]),
        ([GOOD, {"m": NEXT["m"], "k": NEXT["k"], "t": NEXT["t"]}], ["PEI302 d/b.parquet"]),
        ([{**GOOD, "a": [-1, 200]}], ["PEI317 d/a.parquet:1", "PEI317 d/a.parquet:2"]),
        ([GOOD, {**NEXT, "t": ["p", "z"]}], ["PEI318 d/b.parquet:2"]),
        ([{**GOOD, "k": ["1", None]}], ["PEI316 d/a.parquet:2"]),
        ([{**GOOD, "a": ["x", "2"]}], ["PEI303 d/a.parquet:1"]),
        ([{**GOOD, "m": ["2024-01", "2024-13"]}], ["PEI304 d/a.parquet:2"]),
    ],
    ids=["key", "missing", "limits", "choice", "required", "number", "period"],
)
def test_what_breaks_the_contract_is_named_by_file_and_row(
    tables: list[dict[str, Any]], told: list[str], engine: str, plan: Path, run: Run
) -> None:
    put(plan, *tables)
    done = run("evaluar", plan, "--periodo", "2024", "--motor", engine)
    lines = done.err.splitlines()
    found = [
        f"{line[6:12]} {below.strip().removeprefix('--> ')}"
        for line, below in itertools.pairwise(lines)
        if line.startswith("error[")
    ]

    assert (done.code, found) == (3, told)


@pytest.mark.parametrize(
    "column", [{"a": [Day(2024, 1, 1)] * 2}, {"m": [True, False]}], ids=["number", "date"]
)
def test_a_column_of_a_type_that_can_never_be_the_declared_one(
    column: dict[str, Any], plan: Path, run: Run
) -> None:
    put(plan, {**GOOD, **column})
    done = run("evaluar", plan, "--periodo", "2024")

    assert done.code == 3
    assert "error[PEI340]" in done.err


@pytest.mark.parametrize("engine", ENGINES)
def test_an_instant_is_its_day_in_peru(engine: str, plan: Path, run: Run) -> None:
    """The first of them is still of 2023 there, whatever the unit of time and the zone that carry it."""
    moments = [
        datetime.datetime(2024, 1, 1, 3, tzinfo=datetime.UTC),
        datetime.datetime(2025, 1, 1, 3, tzinfo=datetime.UTC),
    ]
    outcomes = set()
    for unit in ("s", "ms", "us", "ns"):
        for zone in ("UTC", "America/Lima", "Asia/Tokyo"):
            put(plan, {**GOOD, "m": arrow.array(moments, arrow.timestamp(unit, zone))})
            done = run("evaluar", plan, "--periodo", "2024", "--motor", engine, "--formato", "csv")
            outcomes.add((done.code, done.out))

    assert len(outcomes) == 1
    assert outcomes.pop()[0] == 0


def test_a_file_that_is_none_is_one_finding(plan: Path, run: Run) -> None:
    (plan / "d" / "a.parquet").write_bytes(b"PAR1 y nada")
    done = run("evaluar", plan, "--periodo", "2024")

    assert done.code == 3
    assert "error[PEI331]: el motor de datos no pudo calcular con «d/*.parquet»" in done.err


@pytest.mark.parametrize("engine", ENGINES)
def test_rows_of_a_file_are_no_summed_up_rows(engine: str, plan: Path, run: Run) -> None:
    """`--filas` bounds what comes home from a query; neither rows read one by one nor names of columns do."""
    put(plan, GOOD, NEXT)
    done = run("evaluar", plan, "--periodo", "2024", "--motor", engine, "--filas", "1", "--formato", "csv")

    assert (done.code, done.err) == (0, "")
    assert ",número,8,7" in done.out


@pytest.mark.parametrize("engine", ENGINES)
def test_a_bad_cell_is_named_however_few_rows_may_come_home(engine: str, plan: Path, run: Run) -> None:
    put(plan, {**GOOD, "a": ["1", "x"]})
    done = run("evaluar", plan, "--periodo", "2024", "--motor", engine, "--filas", "1")

    assert done.code == 3
    assert "error[PEI303]" in done.err
    assert "d/a.parquet:2" in done.err


@pytest.mark.parametrize("batch", [1, 2, 3, 10])
def test_rows_are_fetched_in_batches(
    batch: int, plan: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pei_dsl.data.engine.duckdb.duckdb_connection.BATCH", batch)
    put(plan, GOOD, NEXT)
    done = run("evaluar", plan, "--periodo", "2024", "--motor", "referencia", "--formato", "csv")

    assert (done.code, done.err) == (0, "")
    assert ",número,8,7" in done.out


def test_more_rows_than_are_read_one_by_one_are_for_the_engine(
    plan: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pei_dsl.data.readers.parquet.MAX_ROWS", 3)
    put(plan, GOOD, NEXT)
    done = run("evaluar", plan, "--periodo", "2024", "--motor", "referencia")

    assert done.code == 3
    assert "error[PEI309]: hay 4 filas, y una por una se leen hasta 3" in done.err
    assert "--motor duckdb" in done.err
    assert run("evaluar", plan, "--periodo", "2024", "--motor", "duckdb").code == 0
    english = run("evaluar", plan, "--periodo", "2024", "--motor", "referencia", "--lang", "en").err
    assert "error[PEI309]: there are 4 rows" in english
