"""
The same filtered sums in SDMX VTL, by vtlengine: a script of its own, since its dependencies are no friends of ours.

    python vtl.py FILE SUMS ROWS      prints how many seconds running the script took
"""

from __future__ import annotations

import sys
import time

import duckdb

STATUSES = ("convicted", "remand", "released", "transferred", "parole", "escaped")
COLUMNS = {
    "id": ("Integer", "Identifier"),
    "p": ("Integer", "Identifier"),
    "region": ("String", "Identifier"),
    "status": ("String", "Measure"),
    "n": ("Integer", "Measure"),
    "amount": ("Number", "Measure"),
}


def main(path: str, sums: int, rows: int) -> None:
    """Run `sums` formulas over the first `rows` rows, by VTL's own way over DuckDB."""
    from vtlengine import run  # type: ignore[import-not-found]

    frame = duckdb.execute(
        "SELECT row_number() OVER () AS id, year(event_date) * 12 + month(event_date) - 1 AS p, region, "
        "COALESCE(status, '') AS status, n, CAST(amount AS DOUBLE) AS amount "
        f"FROM (SELECT * FROM '{path}' LIMIT {rows})"
    ).df()
    components = [
        {"name": name, "type": kind, "role": role, "nullable": role == "Measure"}
        for name, (kind, role) in COLUMNS.items()
    ]
    structure = {"datasets": [{"name": "DS", "DataStructure": components}]}
    script = "\n".join(
        f'R{number} <- sum(DS[filter status = "{STATUSES[number % 6]}" and n >= {number % 5}]'
        "[keep amount] group by p, region);"
        for number in range(sums)
    )
    started = time.perf_counter()
    run(script=script, data_structures=structure, datapoints={"DS": frame}, use_duckdb=True)
    print(time.perf_counter() - started)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
