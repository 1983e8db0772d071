"""
Weighted sums, `suma(factor * ingreso)`, against the same in SQL written by hand: a ratio, in one run.

    python3 -m tests.benchmarks.products [ROWS]

A survey of so many persons, a million unless it is said, each with an expansion factor of ten decimals and an
income of two, hardly any of them twice, in a file of Parquet and in one of texts.  By hand they are read in the
narrowest decimals whose product it holds; ours asks the rows how many digits they have.  The answers are compared before
a ratio is printed.  Times are those of the processor, since others may use it.  Nothing here passes or fails.
"""

from __future__ import annotations

import random
import sys
import tempfile
import time
from fractions import Fraction
from pathlib import Path

import duckdb

import pei_dsl
from pei_dsl.data.reading import Engine, Reading

ROWS = 1_000_000
PLAN = """plan "P"
  periodo: 2024

objetivo OEI.01 "S"

indicador IND.01.OEI.01 "Ingreso"
  fórmula: {formula}
  unidad:  índice
  sentido: ascendente
  logros:  2024: 8

fuente encuesta "Encuesta"
  archivo: {file}
  columna factor: número
  columna ingreso: número
  columna edad: número
"""
CODE = "IND.01.OEI.01"
# The formula, and what gives the same by hand: sums, of which the first is divided by the second, if any.
ASKED = (
    ("suma(encuesta.factor * encuesta.ingreso)", "SUM(factor * ingreso)"),
    (
        "suma(encuesta.factor * encuesta.ingreso) / suma(encuesta.factor)",
        "SUM(factor * ingreso), SUM(factor)",
    ),
    ("promedio(encuesta.factor * encuesta.ingreso)", "SUM(factor * ingreso), COUNT(*)"),
    (
        "suma(encuesta.factor * (encuesta.ingreso - 1025) si edad > 14)",
        "SUM(CASE WHEN edad > 14 THEN factor * (ingreso - 1025) END)",
    ),
)
TYPES = {"factor": "DECIMAL(19,10)", "ingreso": "DECIMAL(9,2)", "edad": "INTEGER"}


def write(folder: Path, rows: int) -> None:
    """Write the files."""
    drawn = random.Random(1)
    with (folder / "encuesta.csv").open("w", encoding="utf-8") as file:
        print(*TYPES, sep=",", file=file)
        for _ in range(rows):
            cells = f"{drawn.uniform(1, 900):.10f}", f"{drawn.expovariate(1 / 1500):.2f}", drawn.randrange(99)
            print(*cells, sep=",", file=file)
    duckdb.execute(f"COPY (SELECT * FROM {_csv(folder)}) TO '{folder / 'encuesta.parquet'}' (FORMAT parquet)")


def _csv(folder: Path) -> str:
    return f"read_csv('{folder / 'encuesta.csv'}', types = {TYPES})"


def ours(folder: Path) -> tuple[object, float]:
    """Return the figure of the plan, and the processor's seconds with all that it takes."""
    started = time.process_time()
    measured = pei_dsl.evaluate(pei_dsl.load(folder), 2024, reading=Reading(engine=Engine.DUCKDB))
    return measured.evaluation.indicators[CODE].computed, time.process_time() - started


def by_hand(table: str, sums: str) -> tuple[Fraction, float]:
    """Return what the sums give, divided where there are two, and the processor's seconds."""
    started = time.process_time()
    with duckdb.connect() as connection:
        first, *others = connection.execute(f"SELECT {sums} FROM {table}").fetchall()[0]
    found = Fraction(first)
    for each in others:
        found /= Fraction(each)
    return found, time.process_time() - started


def main(rows: int) -> None:
    """Print a line for each question and file."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write(folder, rows)
        for file, table in (
            ("encuesta.parquet", f"'{folder / 'encuesta.parquet'}'"),
            ("encuesta.csv", _csv(folder)),
        ):
            for formula, sums in ASKED:
                (folder / "plan.pei").write_text(PLAN.format(formula=formula, file=file), "utf-8")
                expected, seconds = by_hand(table, sums)
                found, own = ours(folder)
                if found != expected:
                    sys.exit(f"{file}, {formula}: {found} instead of {expected}")
                print(
                    f"{rows:,} rows, {file}, {formula}: {own:.2f} s, "
                    f"{own / seconds:.1f} times the query by hand ({seconds:.2f} s)"
                )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else ROWS)
