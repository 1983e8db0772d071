"""
Rows that ask another source, against the join that an analyst writes by hand: a ratio, in one run.

    python3 -m tests.benchmarks.lookups [ROWS]

Both sources have so many rows, a million unless it is said, in CSV files.  Each is asked in the reference and
with DuckDB; the other way is one query of DuckDB that groups the second file and joins it, from the same files.
The answers are compared before a ratio is printed.  Times are those of the processor, since others may use it.
Nothing here passes or fails.
"""

from __future__ import annotations

import random
import sys
import tempfile
import time
from pathlib import Path

import duckdb

import pei_dsl
from pei_dsl.data.reading import Engine, Reading

ROWS = 1_000_000
PLAN = """plan "P"
  periodo: 2024

objetivo OEI.01 "S"

indicador IND.01.OEI.01 "Personas"
  fórmula: contar(personas si {column} > 0)
  unidad:  número
  sentido: ascendente
  logros:  2024: 8

fuente personas "A"
  archivo: a.csv
  columna dni: texto
  columna alta: fecha
  columna veces   = contar(b si documento = personas.dni)
  columna después = contar(b si documento = personas.dni y fecha > personas.alta)

fuente b "B"
  archivo: b.csv
  columna fecha: fecha
  columna documento: texto
"""
CODE = "IND.01.OEI.01"
# What tells which rows are meant, the column that asks for them, and the query by hand.
ASKED = (
    (
        "by key",
        "veces",
        "SELECT count(*) FROM a JOIN (SELECT documento FROM b GROUP BY documento) g ON g.documento = a.dni",
    ),
    (
        "by key and date",
        "después",
        "SELECT count(*) FROM a WHERE EXISTS (SELECT 1 FROM b WHERE documento = a.dni AND fecha > a.alta)",
    ),
)


def write(folder: Path, rows: int) -> None:
    """Write the files: many of the persons of one are in the other, some several times."""
    drawn = random.Random(1)
    keys = 2 * rows
    for name, header in (("a", "dni,alta"), ("b", "fecha,documento")):
        with (folder / f"{name}.csv").open("w", encoding="utf-8") as file:
            print(header, file=file)
            for number in range(rows):
                key, day = 10_000_000 + drawn.randrange(keys), f"2024-{1 + number % 12:02}-15"
                print(f"{key},{day}" if name == "a" else f"{day},{key}", file=file)


def ours(folder: Path, engine: Engine) -> tuple[object, float]:
    """Return the figure of the plan, and the processor's seconds with all that it takes."""
    started = time.process_time()
    loaded = pei_dsl.load(folder)
    measured = pei_dsl.evaluate(loaded, 2024, reading=Reading(engine=engine))
    return measured.evaluation.indicators[CODE].computed, time.process_time() - started


def by_hand(folder: Path, query: str) -> tuple[object, float]:
    """Return what the query gives over the same files, and the processor's seconds."""
    started = time.process_time()
    with duckdb.connect() as connection:
        for name in "ab":
            types = "{'dni': 'VARCHAR'}" if name == "a" else "{'documento': 'VARCHAR'}"
            read = f"read_csv('{folder / name}.csv', types = {types})"
            connection.execute(f"CREATE VIEW {name} AS SELECT * FROM {read}")
        (found,) = connection.execute(query).fetchall()[0]
    return found, time.process_time() - started


def main(rows: int) -> None:
    """Print a line for each question and engine."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write(folder, rows)
        for what, column, query in ASKED:
            (folder / "plan.pei").write_text(PLAN.format(column=column), "utf-8")
            expected, seconds = by_hand(folder, query)
            for engine in (Engine.REFERENCE, Engine.DUCKDB):
                found, own = ours(folder, engine)
                if found != expected:
                    sys.exit(f"{what}, {engine.value}: {found} instead of {expected}")
                print(
                    f"{rows:,} rows asking as many, {what}, {engine.value}: {own:.1f} s, "
                    f"{own / seconds:.0f} times the query by hand ({seconds:.2f} s)"
                )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else ROWS)
