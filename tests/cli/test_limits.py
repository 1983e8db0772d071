"""What is too much is told before work: far cells, packed files, broken packages, odd characters."""

from __future__ import annotations

import gzip
import io
import time
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from pei_dsl import load_text
from pei_dsl.data.readers import encodings

if TYPE_CHECKING:
    from tests.cli.conftest import Run, Write

PLAN = """plan "P"
  periodo: 2024
objetivo OEI.01 "S"
indicador IND.01.OEI.01 "I"
  unidad: número
  sentido: ascendente
  logros: 2024: 10
  fórmula: suma(f.n)
fuente f
  archivo: {file}
  columna n: número
"""
HEADINGS = [
    "Código",
    "Denominación del indicador",
    "Unidad de medida",
    "Sentido esperado",
    "Logro esperado 2025",
]


def matrix(*far: tuple[int, int]) -> bytes:
    openpyxl = pytest.importorskip("openpyxl")
    book = openpyxl.Workbook()
    for row in (HEADINGS, ["OEI.01", "Objetivo"], ["IND.01.OEI.01", "Aulas", "Número", "Ascendente", 8]):
        book.active.append(row)
    for place in far:
        book.active.cell(*place).value = 7
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


@pytest.mark.parametrize("far", [(1_048_576, 16_384), (1_048_576, 1), (2, 16_384)])
def test_a_far_cell_costs_no_million_rows(far: tuple[int, int], run: Run, tmp_path: Path) -> None:
    (tmp_path / "m.xlsx").write_bytes(matrix(far))
    began = time.process_time()
    done = run("importar", "m.xlsx")
    assert time.process_time() - began < 2
    assert "1 indicador" in done.all


@pytest.mark.parametrize("engine", ["auto", "referencia"])
def test_a_file_that_unpacks_without_end(
    engine: str, run: Run, write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(encodings, "_SMALL", 10_000)
    folder = write(
        {"plan.pei": PLAN.format(file="f.csv.gz"), "f.csv.gz": gzip.compress(b"n\n" + b"1\n" * 100_000)}
    )
    done = run("evaluar", folder, "--periodo", "2024", "--motor", engine)
    assert done.code == 3
    assert "se abre en más de 100 veces su tamaño" in done.err


@pytest.mark.parametrize("engine", ["auto", "duckdb", "referencia"])
def test_nul_in_a_cell_is_no_fault_of_the_program(engine: str, run: Run, write: Write) -> None:
    folder = write({"plan.pei": PLAN.format(file="f.csv"), "f.csv": b"n\n\x001\n2\n"})
    done = run("evaluar", folder, "--periodo", "2024", "--motor", engine)
    assert done.code == 3
    assert "error[PEI303]: columna «n»: «\\x001» no es un número" in done.err


def packages() -> list[bytes]:
    whole = matrix()
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as made:
        made.writestr("xl/workbook.xml", b"<x" * 50)
    return [
        whole[: len(whole) // 2],
        whole[:-30],
        whole[:100] + b"\xff" * 200 + whole[300:],
        whole[:-60] + b"\xff" * 40 + whole[-20:],
        b"PK\x03\x04",
        b"PK\x05\x06" + b"\0" * 18,
        buffer.getvalue(),
    ]


@pytest.mark.parametrize("number", range(7))
@pytest.mark.parametrize("suffix", ["xlsx", "ods"])
def test_a_broken_package_is_no_fault_of_the_program(
    number: int, suffix: str, run: Run, write: Write
) -> None:
    folder = write({"plan.pei": PLAN.format(file=f"f.{suffix}"), f"f.{suffix}": packages()[number]})
    for order in (
        ("revisar", folder),
        ("evaluar", folder, "--periodo", "2024"),
        ("importar", folder / f"f.{suffix}"),
    ):
        done = run(*order)
        assert done.code in {1, 2, 3}
        assert "PEI901" not in done.all


def seconds(text: str) -> float:
    began = time.process_time()
    load_text(text)
    return time.process_time() - began


def names(number: int) -> str:
    known = "".join(f"variable vari{each:04d} = 1\n" for each in range(number))
    return known + "".join(f"variable w{each:04d} = varj{each:04d} + 1\n" for each in range(number))


def columns(number: int) -> str:
    known = "".join(f"  columna colum{each:04d}: número\n" for each in range(number))
    used = "".join(f"variable w{each:04d} = suma(f.coluz{each:04d})\n" for each in range(number))
    return f"fuente f\n  archivo: a.csv\n{known}{used}"


def inputs(number: int) -> str:
    lines = "".join(f"    A{each}: texto algo = suma(f.n)\n" for each in range(number))
    return f'indicador IND.01.OEI.01 "x"\n  fórmula: A\n  donde:\n{lines}'


@pytest.mark.parametrize("made", [names, columns, inputs])
def test_four_times_as_many_mistakes_take_about_four_times_as_long(made: object) -> None:
    assert callable(made)
    seconds(made(20))
    few = min(seconds(made(300)) for _ in range(2))
    assert seconds(made(1200)) < 6 * few + 0.3


@pytest.mark.parametrize("gap", [5, None])
def test_functions_that_call_each_other_many_times_over(gap: int | None) -> None:
    bodies = [
        f"función f{each}(a) = f{each - 1}(a + 1) * f{each - 1}(a + 2)\n"
        for each in range(1, 16)
        if each != gap
    ]
    text = "función f0(a) = a + 1\n" + "".join(bodies) + "variable x = f15(1)\n"
    assert seconds(text) < 3
    assert len(load_text(text).errors) < 10
