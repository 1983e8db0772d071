"""
Measure figures by entity: `una fila por`, against SQL in two levels as a good analyst writes it by hand.

Ours and the other take turns, each in a process of its own (`apart.py`), and their figures are compared.  What we read for the contract (every text is looked at) counts as ours.
"""

from __future__ import annotations

import argparse
import os
import statistics
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

import duckdb

from pei_dsl.data.reading import Reading
from pei_dsl.evaluation.results import IndicatorResult
from pei_dsl.workspace.loading import load
from pei_dsl.workspace.verbs import evaluate
from tests.benchmarks import apart
from tests.benchmarks.engine import Figure

SOURCES = """plan "Entidades"
  periodo: 2024 a 2024
fuente visitas "Visitas"
  archivo: visitas.parquet
  tiempo: fecha
  columna fecha: fecha
  columna dni: texto
  columna monto: número
  columna presente: sí o no
fuente personas "Personas"
  una fila por: visitas.dni
  columna veces  = contar(visitas)
  columna total  = suma(visitas.monto)
  columna buenas = contar(visitas si presente)
"""
BELOW_AN_OBJECTIVE = 50
FORMULAS = (
    "contar(personas)",
    "contar(personas si veces > 10)",
    "suma(personas.total si buenas > 3)",
    "máximo(personas.total)",
)
BY_HAND = """
SELECT count(*), count(CASE WHEN veces > 10 THEN 1 END), sum(CASE WHEN buenas > 3 THEN total END), max(total)
FROM (
    SELECT dni, count(*) AS veces, sum(monto) AS total, count(CASE WHEN presente THEN 1 END) AS buenas
    FROM read_parquet('{path}')
    WHERE fecha BETWEEN DATE '2024-01-01' AND DATE '2024-12-31' AND dni IS NOT NULL GROUP BY dni
)"""


def write(folder: Path, rows: int, keys: int) -> Path:
    """Write visits of persons, and return their folder."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "visitas.parquet"
    if not path.exists():
        duckdb.sql(
            "COPY (SELECT DATE '2024-01-01' + CAST(hash(i, 1) % 366 AS INTEGER) AS fecha, "
            f"lpad(CAST(hash(i, 2) % {keys} AS VARCHAR), 8, '0') AS dni, "
            "CAST(hash(i, 3) % 500 AS INTEGER) AS monto, hash(i, 4) % 3 = 0 AS presente "
            f"FROM range({rows}) r(i)) TO '{path}' (FORMAT parquet)"
        )
    return folder


def plan_of(folder: Path, indicators: int) -> Path:
    """Write a plan of so many indicators beside the data, and return its folder."""
    formulas = [
        *FORMULAS,
        *(f"contar(personas si veces > {n} y buenas < {n // 2 + 2})" for n in range(indicators)),
    ]
    lines = [SOURCES]
    for index, formula in enumerate(formulas[:indicators]):
        objective, number = divmod(index, BELOW_AN_OBJECTIVE)
        if not number:
            lines.append(f'objetivo OEI.{objective + 1:02} "Objetivo {objective + 1}"\n')
        lines.append(
            f'indicador IND.{number + 1:02}.OEI.{objective + 1:02} "Cifra {index}"\n  fórmula: {formula}\n'
            "  unidad: número\n  sentido: ascendente\n  logros: 2024: 8\n"
        )
    plan = folder / f"plan-{indicators}"
    plan.mkdir(exist_ok=True)
    (plan / "plan.pei").write_text("".join(lines), "utf-8")
    link = plan / "visitas.parquet"
    if not link.exists():
        os.link(folder / "visitas.parquet", link)
    return plan


# ---- In a process of its own ---------------------------------------------------------------------------


def ours(plan: Path, memory: str) -> list[str]:
    """Return the figures of the first indicators of `plan`."""
    loaded = load(plan)
    assert not loaded.errors, loaded.errors
    measured = evaluate(loaded, 2024, reading=Reading(memory=memory))
    assert not measured.diagnostics, measured.diagnostics
    results: list[IndicatorResult] = list(measured.evaluation.indicators.values())
    assert all(isinstance(each.computed, Fraction) for each in results)
    return [str(each.computed) for each in results[: len(FORMULAS)]]


def by_hand(folder: Path, memory: str) -> list[str]:
    """Return the same figures by one query."""
    with duckdb.connect(config={"memory_limit": memory} if memory else {}) as connection:
        (row,) = connection.execute(BY_HAND.format(path=folder / "visitas.parquet")).fetchall()
    return [str(cell) for cell in row]


def _alone(arguments: argparse.Namespace) -> None:
    """Print what one measurement took, and its figures."""
    of = ours if arguments.way == "ours" else by_hand
    apart.tell(lambda: of(arguments.folder, arguments.memory))


def run(way: str, folder: Path, memory: str = "") -> apart.Run:
    """Measure one way in a process of its own."""
    return apart.run("entities", way, str(folder), "--memory", memory)


# ---- What is measured ----------------------------------------------------------------------------------


def figures(folder: Path, rows: int, keys: int, rounds: int, tries: int) -> Iterator[Figure]:
    """Measure figures by entity over `rows` rows of `keys` persons."""
    data = write(folder, rows, keys)
    four, forty = plan_of(data, len(FORMULAS)), plan_of(data, 40)
    what = f"{len(FORMULAS)} figures of {keys:,} persons in {rows:,} rows"
    pairs = [(run("ours", four, "4GB"), run("hand", data, "4GB")) for _ in range(rounds)]
    assert all(one.figures == other.figures for one, other in pairs), pairs
    yield Figure(f"{what}: time against two levels of SQL by hand, at 4 GB", "≤ 1.1", *apart.ratio(pairs))
    hand = statistics.median(other.clock for _, other in pairs)
    small = [run("ours", four, "1GB") for _ in range(tries)]
    others = [run("hand", data, "1GB") for _ in range(min(tries, 3))]
    assert {each.figures for each in small} == {pairs[0][0].figures}
    clock = statistics.median(each.clock for each in small)
    peak = max(each.peak for each in small)
    failed = sum(each.figures is None for each in others)
    yield Figure(
        f"the same under 1 GB, time against that SQL at 4 GB; {len(small)} of {tries} times it ends",
        "≤ 2.0, peak ≤ 1.2 GB",
        f"{clock / hand:.2f}, {peak / 2**30:.2f} GB",
        f"{clock:.1f} s against {hand:.1f} s; that SQL fails under 1 GB {failed} times of {len(others)}",
    )
    many, few = run("ours", forty, "4GB"), run("ours", four, "4GB")
    yield Figure(
        f"{40} such indicators, against {len(FORMULAS)}",
        "≤ 3",
        f"{many.clock / few.clock:.2f}",
        f"{many.clock:.1f} s against {few.clock:.1f} s; of the processor {many.processor / few.processor:.2f}",
    )


def thousand(folder: Path, rows: int, keys: int) -> Figure:
    """Measure a plan of a thousand indicators."""
    found = run("ours", plan_of(write(folder, rows, keys), 1000))
    return Figure(
        f"a plan of 1,000 such indicators over {rows:,} rows of {keys:,} persons",
        "< 60 s",
        f"{found.clock:.1f} s",
        f"processor {found.processor:.1f} s; peak {found.peak / 2**30:.2f} GB",
    )


def main() -> None:
    """Measure one way, or all."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("way", choices=("ours", "hand", "all"))
    parser.add_argument("folder", type=Path)
    parser.add_argument("--memory", default="")
    parser.add_argument("--rows", type=int, default=100_000_000)
    parser.add_argument("--keys", type=int, default=10_000_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--tries", type=int, default=10)
    options = parser.parse_args()
    if options.way != "all":
        _alone(options)
        return
    for figure in figures(options.folder, options.rows, options.keys, options.rounds, options.tries):
        print(figure, flush=True)


if __name__ == "__main__":
    main()
