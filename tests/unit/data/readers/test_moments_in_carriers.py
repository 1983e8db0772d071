"""Moments give the same figure from every carrier that has them, and are refused where none is read."""

from __future__ import annotations

import datetime
import sqlite3
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

import openpyxl
import pyarrow as arrow
import pytest
from pyarrow import parquet

import pei_dsl

PLAN = """plan "P"
  periodo: 2024 a 2024
objetivo OEI.01 "M"
indicador IND.01.OEI.01 "Minutos de espera"
  fórmula: promedio(minutos(citas.llega; citas.entra))
  unidad: número de minutos
  sentido: descendente
  logros: 2024: 10
fuente citas "Citas"
  {place}
  columna llega: fecha y hora
  columna entra: fecha y hora
"""
ROWS = [("2024-07-31 08:30:00", "2024-07-31 08:50:15"), ("2024-07-31 23:55:00", "2024-08-01 00:05:00")]
EXPECTED = Fraction(121, 8)  # the mean of 20 minutes and 15 seconds, and of 10 minutes


def moments() -> list[list[datetime.datetime]]:
    return [[datetime.datetime.fromisoformat(each) for each in row] for row in ROWS]


def write_csv(folder: Path) -> str:
    lines = ["llega,entra", *(",".join(row) for row in ROWS)]
    (folder / "citas.csv").write_text("\n".join(lines) + "\n", "utf-8")
    return "archivo: citas.csv"


def write_workbook(folder: Path) -> str:
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    assert sheet is not None
    sheet.append(["llega", "entra"])
    for row in moments():
        sheet.append(row)
    workbook.save(folder / "citas.xlsx")
    return "archivo: citas.xlsx"


def write_parquet(folder: Path) -> str:
    columns = dict(zip(("llega", "entra"), zip(*moments(), strict=True), strict=True))
    parquet.write_table(
        arrow.table({name: list(cells) for name, cells in columns.items()}), folder / "citas.parquet"
    )
    return "archivo: citas.parquet"


def write_texts_in_parquet(folder: Path) -> str:
    columns = dict(zip(("llega", "entra"), zip(*ROWS, strict=True), strict=True))
    parquet.write_table(
        arrow.table({name: list(cells) for name, cells in columns.items()}), folder / "citas.parquet"
    )
    return "archivo: citas.parquet"


def measured(folder: Path, place: str) -> pei_dsl.Measured:
    (folder / "plan.pei").write_text(PLAN.format(place=place), "utf-8")
    return pei_dsl.evaluate(pei_dsl.load(folder), 2024)


@pytest.mark.parametrize("write", [write_csv, write_workbook, write_parquet, write_texts_in_parquet])
def test_every_file_gives_the_same(write: Callable[[Path], str], tmp_path: Path) -> None:
    found = measured(tmp_path, write(tmp_path))

    assert found.diagnostics == ()
    assert found.evaluation.indicators["IND.01.OEI.01"].value == EXPECTED


def test_a_host_gives_moments() -> None:
    loaded = pei_dsl.load_text(PLAN.replace("  {place}\n", ""))
    rows = [dict(zip(("llega", "entra"), row, strict=True)) for row in moments()]
    found = pei_dsl.evaluate(loaded, 2024, data={"citas": rows})

    assert found.evaluation.indicators["IND.01.OEI.01"].value == EXPECTED


def test_a_day_of_a_workbook_is_no_moment(tmp_path: Path) -> None:
    """Of a cell at midnight nobody knows whether it tells the time."""
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    assert sheet is not None
    sheet.append(["llega", "entra"])
    sheet.append([datetime.datetime.fromisoformat("2024-07-31 00:00"), datetime.date(2024, 7, 31)])
    workbook.save(tmp_path / "citas.xlsx")
    found = measured(tmp_path, "archivo: citas.xlsx")

    assert [(each.code, each.variant) for each in found.diagnostics] == [("PEI303", "no_time")] * 2


def test_a_database_is_told_that_it_is_not_asked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    connection = sqlite3.connect(tmp_path / "citas.db")
    connection.execute("CREATE TABLE citas (llega TEXT, entra TEXT)")
    connection.executemany("INSERT INTO citas VALUES (?, ?)", ROWS)
    connection.commit()
    connection.close()
    monkeypatch.setenv("BASE", f"sqlite:///{tmp_path / 'citas.db'}")
    found = measured(tmp_path, "conexión: BASE\n  tabla: citas")

    assert [(each.code, each.variant) for each in found.diagnostics] == [("PEI340", "moment")]
    value = found.evaluation.indicators["IND.01.OEI.01"].value
    assert isinstance(value, pei_dsl.Absence)
    assert value.reason is pei_dsl.Reason.INVALID


DURATIONS = """plan "P"
  periodo: 2024 a 2024
objetivo OEI.01 "M"
indicador IND.01.OEI.01 "Minutos de espera"
  fórmula: promedio(citas.espera)
  unidad: número de minutos
  sentido: descendente
  logros: 2024: 10
fuente citas "Citas"
  {place}
  columna espera: número de minutos; formato "h:mm:ss"
"""


@pytest.mark.parametrize("name", ["citas.csv", "citas.xlsx", "citas.parquet"])
def test_every_file_gives_the_same_durations(name: str, tmp_path: Path) -> None:
    """A third of a minute is no decimal, and stays what it is."""
    written = ["0:45:00", "26:30:00", "0:00:20"]
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    assert sheet is not None
    for cell in ("espera", datetime.time(0, 45), datetime.timedelta(hours=26, minutes=30), "0:00:20"):
        sheet.append([cell])
    workbook.save(tmp_path / "citas.xlsx")
    parquet.write_table(arrow.table({"espera": written}), tmp_path / "citas.parquet")
    (tmp_path / "citas.csv").write_text("\n".join(["espera", *written, ""]), "utf-8")
    (tmp_path / "plan.pei").write_text(DURATIONS.format(place=f"archivo: {name}"), "utf-8")
    found = pei_dsl.evaluate(pei_dsl.load(tmp_path), 2024)

    assert found.diagnostics == ()
    assert found.evaluation.indicators["IND.01.OEI.01"].value == Fraction(45 + 1590, 3) + Fraction(1, 9)
