"""
Measure rows that ask another source, over many rows: by key, and whether a key is there, against SQL by hand.

    python -m tests.benchmarks.joined all FOLDER [--rows 10000000]

Discharges ask a table of districts, a small file of texts, for its weight and its region, and a register of
as many rows whether their person is in it.  Ours and the best query by hand take turns, each in a process of its
own (`apart.py`), and their figures are compared.  What we read for the contract (every text is looked at, of
both files) counts as ours; once it has been looked at, that is remembered while the files are as they were.
"""

from __future__ import annotations

import argparse
import os
import tempfile
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

import duckdb

from pei_dsl.data.reading import Reading
from pei_dsl.workspace.loading import load
from pei_dsl.workspace.verbs import evaluate
from tests.benchmarks import apart
from tests.benchmarks.engine import Figure

DISTRICTS = 1_874
PLAN = """plan "Cruces"
  periodo: 2024 a 2024
fuente egresos "Egresos"
  archivo: egresos.parquet
  tiempo: fecha
  columna fecha: fecha
  columna dni: texto
  columna ubigeo: texto
  columna monto: número
  columna peso      = único(distritos.peso si ubigeo = egresos.ubigeo)
  columna región    = único(distritos.region si ubigeo = egresos.ubigeo)
  columna titulados = contar(titulos si documento = egresos.dni)
fuente distritos "Distritos"
  archivo: distritos.csv
  columna ubigeo: texto
  columna peso: número
  columna region: texto
fuente titulos "Títulos"
  archivo: titulos.parquet
  tiempo: fecha
  columna fecha: fecha
  columna documento: texto
objetivo OEI.01 "Objetivo"
indicador IND.01.OEI.01 "Cifra"
  fórmula: {formula}
  unidad: número
  sentido: ascendente
  logros: 2024: 8
"""
DATED = "fecha BETWEEN DATE '2024-01-01' AND DATE '2024-12-31'"
# What is asked, the formula, and the query by hand over `{a}`, `{b}` and `{d}`.
ASKED = {
    "weight": (
        "a weight by district, added up",
        "suma(egresos.peso)",
        f"SELECT SUM(peso) FROM {{a}} JOIN {{d}} USING (ubigeo) WHERE {DATED}",
    ),
    "region": (
        "rows of a region, which a table of districts tells",
        'contar(egresos si región = "D3")',
        f"SELECT COUNT(*) FROM {{a}} JOIN {{d}} USING (ubigeo) WHERE region = 'D3' AND {DATED}",
    ),
    "member": (
        "rows whose person is in another register of as many rows",
        "contar(egresos si titulados > 0)",
        f"SELECT COUNT(*) FROM {{a}} WHERE {DATED} AND dni IN (SELECT documento FROM {{b}} WHERE {DATED})",
    ),
}


def write(folder: Path, rows: int) -> Path:
    """Write the files, unless they are there, and a plan for each question; return their folder."""
    folder.mkdir(parents=True, exist_ok=True)
    day = "DATE '2024-01-01' + CAST(hash(i, {}) % 366 AS INTEGER) AS fecha"
    person = f"lpad(CAST(hash(i, {{}}) % {rows // 2} AS VARCHAR), 8, '0')"
    district = "lpad(CAST(10101 + {} * 7 AS VARCHAR), 6, '0') AS ubigeo"
    made = {
        "egresos.parquet": f"{day.format(1)}, {person.format(2)} AS dni, "
        f"{district.format(f'hash(i, 5) % {DISTRICTS}')}, CAST(hash(i, 3) % 500 AS INTEGER) AS monto "
        f"FROM range({rows}) r(i)",
        "titulos.parquet": f"{day.format(11)}, {person.format(12)} AS documento FROM range({rows}) r(i)",
        "distritos.csv": f"{district.format('i')}, CAST(1 + hash(i, 7) % 300 AS DECIMAL(9,3)) / 100 AS peso, "
        f"'D' || (i % 25) AS region FROM range({DISTRICTS}) r(i)",
    }
    for name, query in made.items():
        if not (folder / name).exists():
            duckdb.sql(f"COPY (SELECT {query}) TO '{folder / name}' (FORMAT {name.rpartition('.')[2]})")
    for question, (_, formula, _) in ASKED.items():
        plan = folder / question
        plan.mkdir(exist_ok=True)
        (plan / "plan.pei").write_text(PLAN.format(formula=formula), "utf-8")
        for name in made:
            if not (plan / name).exists():
                os.link(folder / name, plan / name)
    return folder


def ours(folder: Path, question: str, memory: str) -> list[str]:
    """Return the figure of the plan of `question`."""
    loaded = load(folder / question)
    assert not loaded.errors, loaded.errors
    measured = evaluate(loaded, 2024, reading=Reading(memory=memory))
    assert not measured.diagnostics, measured.diagnostics
    (result,) = measured.evaluation.indicators.values()
    assert isinstance(result.computed, Fraction)
    return [str(result.computed)]


def by_hand(folder: Path, question: str, memory: str) -> list[str]:
    """Return the same figure by one query."""
    files = {
        "a": f"read_parquet('{folder}/egresos.parquet')",
        "b": f"read_parquet('{folder}/titulos.parquet')",
        "d": f"read_csv('{folder}/distritos.csv', types = {{'ubigeo': 'VARCHAR', 'peso': 'DECIMAL(18,6)'}})",
    }
    with duckdb.connect(config={"memory_limit": memory} if memory else {}) as connection:
        ((cell,),) = connection.execute(ASKED[question][2].format(**files)).fetchall()
    return [str(Fraction(str(cell)))]


def run(way: str, folder: Path, question: str, memory: str, cache: str = "") -> apart.Run:
    """Measure one way in a process of its own."""
    return apart.run("joined", way, str(folder), "--asked", question, "--memory", memory, cache=cache)


def figures(folder: Path, rows: int, rounds: int) -> Iterator[Figure]:
    """Measure all questions over `rows` rows: when every text is looked at, and when that was done before."""
    write(folder, rows)
    with tempfile.TemporaryDirectory() as cache:
        for question, (what, _, _) in ASKED.items():
            run("ours", folder, question, "4GB", cache)
            for kept, when in (("", "the first time"), (cache, "again")):
                pairs = [
                    (run("ours", folder, question, "4GB", kept), run("hand", folder, question, "4GB"))
                    for _ in range(rounds)
                ]
                assert all(one.figures == other.figures is not None for one, other in pairs), pairs
                found, details = apart.ratio(pairs)
                peak = max(one.peak for one, _ in pairs)
                yield Figure(
                    f"{what}, over {rows:,} rows, {when}: time against a join by hand, at 4 GB",
                    "≤ 1.1",
                    found,
                    f"{details}; peak {peak / 2**30:.2f} GB",
                )


def main() -> None:
    """Measure one way, or all."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("way", choices=("ours", "hand", "all"))
    parser.add_argument("folder", type=Path)
    parser.add_argument("--asked", choices=tuple(ASKED), default="weight")
    parser.add_argument("--memory", default="")
    parser.add_argument("--rows", type=int, default=10_000_000)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    if options.way == "all":
        for figure in figures(options.folder, options.rows, options.rounds):
            print(figure, flush=True)
        return
    of = ours if options.way == "ours" else by_hand
    apart.tell(lambda: of(options.folder, options.asked, options.memory))


if __name__ == "__main__":
    main()
