"""A made-up prison register of events for the benchmarks, the same at every run, and 400 indicators over it."""

from __future__ import annotations

import random
from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path

import attrs
import duckdb

from pei_dsl.model import expressions as m
from pei_dsl.model.expressions import Aggregate, ValueType
from pei_dsl.model.plan import Column, DataSource

STATUSES = ("convicted", "remand", "released", "transferred", "parole", "escaped")
ESTABLISHMENTS = tuple(f"EST-{number:03}" for number in range(1, 70))
COLUMNS = {
    "event_date": ValueType.DATE,
    "region": ValueType.TEXT,
    "establishment": ValueType.TEXT,
    "sex": ValueType.TEXT,
    "status": ValueType.TEXT,
    "n": ValueType.NUMBER,
    "amount": ValueType.NUMBER,
    "person": ValueType.NUMBER,
}
SOURCE = DataSource(
    "eventos",
    file="eventos.parquet",
    time="event_date",
    columns={name: Column(name, kind) for name, kind in COLUMNS.items()},
    breakdowns=("region", "establishment"),
)
ROWS_PER_FILE = 10_000_000

GENERATOR = """
COPY (
  SELECT
    DATE '2016-01-01' + CAST(least(3652, greatest(0, floor((i / {total}) * 3653 + 180 * (hash(i, 1) % 2001 / 1000.0 - 1)))) AS INTEGER) AS event_date,
    'Region ' || chr(CAST(65 + e % 8 AS INTEGER)) AS region,
    'EST-' || lpad(CAST(e + 1 AS VARCHAR), 3, '0') AS establishment,
    CASE WHEN hash(i, 3) % 1000 < 3 THEN NULL WHEN hash(i, 3) % 100 < 7 THEN 'F' ELSE 'M' END AS sex,
    CASE WHEN s < 380 THEN 'convicted' WHEN s < 650 THEN 'remand' WHEN s < 850 THEN 'released'
         WHEN s < 940 THEN 'transferred' WHEN s < 985 THEN 'parole' WHEN s < 990 THEN 'escaped' END AS status,
    CAST(hash(i, 5) % 6 AS INTEGER) AS n,
    CASE WHEN hash(i, 6) % 100 = 0 THEN NULL
         ELSE CAST((CAST(hash(i, 7) % 2000000 AS BIGINT) - 50000) / 100.0 AS DECIMAL(12,2)) END AS amount,
    CAST(pow(hash(i, 8) % 1000000 / 1000000.0, 1.3) * {people} AS BIGINT) AS person
  FROM (
    SELECT i, CAST(floor(pow(hash(i, 2) % 10000 / 10000.0, 1.7) * 69) AS BIGINT) AS e, hash(i, 4) % 1000 AS s
    FROM range({start}, {stop}) AS r(i)
  )
) TO '{path}' (FORMAT parquet, COMPRESSION zstd)
"""


def write(folder: Path, rows: int) -> list[Path]:
    """Write `rows` events as Parquet files into `folder`, unless they are there."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    for start in range(0, rows, ROWS_PER_FILE):
        path = folder / f"eventos-{start // ROWS_PER_FILE:03}.parquet"
        paths.append(path)
        if not path.exists():
            stop = min(rows, start + ROWS_PER_FILE)
            people = max(1, rows * 2 // 5)
            duckdb.sql(GENERATOR.format(total=rows, start=start, stop=stop, path=path, people=people))
    return paths


@attrs.frozen
class Asked:
    """One indicator's aggregate, three times: as a node, as SQL of one pass, as SQL of two stages."""

    node: Aggregate
    direct: str
    partial: str
    final: str


def asked(number: int, seed: int = 7) -> list[Asked]:
    """Return `number` filtered aggregates: a mixture of counts, sums, means, least and greatest."""
    chance = random.Random(seed)
    sets = [tuple(sorted(chance.sample(ESTABLISHMENTS, 10))) for _ in range(6)]
    return [_one(chance, sets) for _ in range(number)]


def _one(chance: random.Random, sets: Sequence[tuple[str, ...]]) -> Asked:
    atoms: list[m.Expression] = []
    keyed, ranges = [], []
    for kind in chance.sample(["status", "sex", "establishment", "n", "amount"], chance.randint(1, 4)):
        column = m.ColumnValue(kind)
        if kind in {"n", "amount"}:
            bound = chance.randint(1, 4) if kind == "n" else chance.choice([0, 1000, 5000])
            atoms.append(m.Comparison(">=", column, m.Number(Fraction(bound))))
            ranges.append(f"{kind} >= {bound}")
            continue
        values = _values(kind, chance, sets)
        atoms.append(m.Membership(column, tuple(map(m.Text, values))))
        keyed.append(f"{kind} IN ({', '.join(repr(value) for value in values)})")
    condition = atoms[0] if len(atoms) == 1 else m.Logic("y", tuple(atoms))
    function = chance.choices(["count", "sum", "mean", "minimum", "maximum"], [33, 45, 12, 5, 5])[0]
    cell = "1" if function == "count" else chance.choice(["amount", "amount", "n"])
    value = None if function == "count" else m.ColumnValue(cell)
    # In one order, as a careful analyst writes them, so that equal partials are shared.
    every, some = " AND ".join([*keyed, *ranges]), " AND ".join(sorted(ranges))
    words = {
        "count": ["COUNT"],
        "mean": ["SUM", "COUNT"],
        "minimum": ["MIN"],
        "maximum": ["MAX"],
        "sum": ["SUM"],
    }
    direct, partial, final = [], [], []
    for index, word in enumerate(words[function]):
        direct.append(f"{word}(CASE WHEN {every} THEN {cell} END)")
        partial.append(f"{word}(CASE WHEN {some} THEN {cell} END)" if some else f"{word}({cell})")
        merge = "SUM" if word == "COUNT" else word
        test = " AND ".join(keyed)
        final.append(f"{merge}(CASE WHEN {test} THEN {{{index}}} END)" if test else f"{merge}({{{index}}})")
    return Asked(
        Aggregate(function, SOURCE.name, value, condition),
        ", ".join(direct),
        "|".join(partial),
        ", ".join(final),
    )


def _values(kind: str, chance: random.Random, sets: Sequence[tuple[str, ...]]) -> tuple[str, ...]:
    """Return the values that a filter on column `kind` lets in."""
    if kind == "status":
        return tuple(chance.sample(STATUSES, chance.randint(1, 3)))
    return (chance.choice("MF"),) if kind == "sex" else chance.choice(sets)
