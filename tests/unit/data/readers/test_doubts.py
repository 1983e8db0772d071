"""A large file that breaks its contract is told about as a small one is, and is not read whole by Python."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

import pei_dsl
from pei_dsl import Engine, Reading
from pei_dsl.data.readers import locating, row_files, text_files
from pei_dsl.diagnostics.text import render

PLAN = """\
plan "P"
  periodo: 2024 a 2025
objetivo OEI.01 "S"
indicador IND.01.OEI.01 "I"
  fórmula: suma(s.a)
  unidad: número
  sentido: ascendente
  logros: 2024: 8
fuente s "R"
  archivo: {file}
  tiempo: m
  clave: m, t
  columna m: fecha
  columna t: texto; obligatoria
  columna a: número; mínimo 0; máximo 900
  columna b: texto; valores "x", "y"
"""
HEADER = "m,t,a,b"


def folder_with(tmp_path: Path, rows: list[str], *, parquet: bool = False) -> Path:
    """Return a plan over rows of text, in one file or as Parquet."""
    (tmp_path / "plan.pei").write_text(PLAN.format(file="d.parquet" if parquet else "d.csv"), "utf-8")
    (tmp_path / "d.csv").write_text("\n".join([HEADER, *rows]) + "\n", "utf-8")
    if parquet:
        duckdb.sql(
            f"COPY (SELECT * FROM read_csv('{tmp_path}/d.csv', all_varchar = true, quote = '\"')) "
            f"TO '{tmp_path}/d.parquet' (FORMAT parquet)"
        )
    return tmp_path


def told(folder: Path, engine: Engine) -> list[str]:
    """Return the findings about the data, as people read them."""
    loaded = pei_dsl.load(folder)
    assert not loaded.errors
    measured = pei_dsl.evaluate(loaded, 2024, reading=Reading(engine))
    return [render(each) for each in measured.diagnostics]


def good(number: int) -> str:
    return f"2024-{number % 12 + 1:02},p{number},{number % 900},x"


BAD = [
    "2024-01,q,doce,x",
    "nunca,r,1,y",
    "2024-02,,5,x",
    "2024-03,w,-1,x",
    "2024-03,v,901,z",
    '2024-05,u,"x',
    'y",x',
]


@pytest.mark.parametrize("parquet", [False, True])
def test_findings_are_those_of_whoever_reads_row_by_row(tmp_path: Path, *, parquet: bool) -> None:
    rows = [good(number) for number in range(2000)]
    rows[700:700] = BAD
    rows[1500:1500] = ["", good(5), good(5), "2024-07,p17,1,x"]
    folder = folder_with(tmp_path, rows, parquet=parquet)

    expected = told(folder, Engine.REFERENCE)

    assert {each.partition("]")[0][-6:] for each in expected} == {
        "PEI303",
        "PEI304",
        "PEI316",
        "PEI317",
        "PEI318",
        "PEI319",
    }
    assert told(folder, Engine.DUCKDB) == expected


def test_the_first_hundred_are_shown_and_all_are_counted(tmp_path: Path) -> None:
    rows = [good(number) for number in range(300)] + [
        f"2024-01,z{number},no{number},x" for number in range(250)
    ]
    folder = folder_with(tmp_path, rows)

    found = told(folder, Engine.DUCKDB)

    assert found == told(folder, Engine.REFERENCE)
    assert len(found) == 101
    assert "150" in found[-1]


def test_many_rows_that_say_the_same_are_one_for_every_reader(tmp_path: Path) -> None:
    rows = [good(number) for number in range(300)] + [f"2024-01,z{number},no,x" for number in range(250)]
    folder = folder_with(tmp_path, [*rows, "2024-01,zz,nada,x"])
    found = told(folder, Engine.DUCKDB)

    assert found == told(folder, Engine.REFERENCE)
    assert len(found) == 2
    assert "(250 filas, p. ej. fila 302)" in found[0]


def test_only_the_rows_in_doubt_are_read_in_python(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = folder_with(tmp_path, [*(good(number) for number in range(500)), BAD[0]])
    monkeypatch.setattr(row_files.RowFiles, "table", None)

    (found,) = told(folder, Engine.DUCKDB)

    assert "d.csv:502" in found


@pytest.fixture
def small_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let few bytes be too many to keep."""
    for module in (locating, text_files):
        monkeypatch.setattr(module, "MAX_BYTES", 1000)


@pytest.mark.usefixtures("small_limit")
def test_a_file_too_long_to_keep_is_checked_and_added_up(tmp_path: Path) -> None:
    folder = folder_with(tmp_path, [good(number) for number in range(500)])
    loaded = pei_dsl.load(folder)

    measured = pei_dsl.evaluate(loaded, 2024, reading=Reading(Engine.DUCKDB))

    assert not measured.diagnostics
    assert measured.evaluation.indicators["IND.01.OEI.01"].computed == sum(range(500))
    assert not [each for each in pei_dsl.check(folder).diagnostics if each.code == "PEI309"]
    assert "PEI309" in told(folder, Engine.REFERENCE)[0]


@pytest.mark.usefixtures("small_limit")
@pytest.mark.parametrize(
    ("row", "told_"),
    [
        ("2024-01,q,1,x,de más", "d.csv:502"),
        ('2024-01,"q,1,x', "d.csv:502"),
        ("2024-01,\udcf1,1,x", "línea 502"),
    ],
)
def test_what_is_no_table_is_told_however_long_the_file(tmp_path: Path, row: str, told_: str) -> None:
    folder = folder_with(tmp_path, [good(number) for number in range(500)])
    with (folder / "d.csv").open("ab") as file:
        file.write((row + "\n").encode("utf-8", "surrogateescape"))

    found = told(folder, Engine.DUCKDB)

    assert told_ in found[0]
    assert not any("512 MB" in each for each in found[:1])
