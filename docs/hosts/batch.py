"""
A batch: many rows in an Arrow table, broken down by region and month into a Parquet file.

    python batch.py 1000000 cifras.parquet

The rows stay where they are; figures are computed a series at a time, so that what comes out may be larger
than the memory.
"""

from __future__ import annotations

import sys

import pyarrow
from pyarrow import parquet

import pei_dsl

PLAN = """
plan "Atenciones"
  periodo: 2024
objetivo OEI.01 "Atender a tiempo"
indicador IND.01.OEI.01 "Porcentaje de solicitudes atendidas"
  unidad: porcentaje
  sentido: ascendente
  logros: 2024: 90%
  fórmula: suma(solicitudes.atendidas) / suma(solicitudes.recibidas)
fuente solicitudes
  tiempo: mes
  desagregación: región
  columna mes: fecha
  columna región: texto
  columna recibidas: número
  columna atendidas: número
"""
REGIONS = ("Ayacucho", "Cusco", "Lima", "Loreto", "Piura")
MONTHS = [f"2024-{month:02}" for month in range(1, 13)]


def rows(count: int) -> pyarrow.Table:
    """Return so many rows: a request each, by region and month."""
    return pyarrow.table(
        {
            "mes": [f"{MONTHS[number % 12]}-01" for number in range(count)],
            "región": [REGIONS[number % 5] for number in range(count)],
            "recibidas": [10] * count,
            "atendidas": [number % 11 for number in range(count)],
        }
    )


def main(count: str, target: str) -> int:
    """Write the figures of every region and month; return 1 where the rows are not sound."""
    loaded = pei_dsl.load_text(PLAN)
    with pei_dsl.breaking_down(loaded, MONTHS, ["región"], data={"solicitudes": rows(int(count))}) as (
        made,
        found,
    ):
        if found:
            sys.stderr.write(pei_dsl.render(found) + "\n")
            return 1
        batches = pei_dsl.breakdown_to_arrow(made)
        with parquet.ParquetWriter(target, batches.schema) as writer:
            for batch in batches:
                writer.write_batch(batch)
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
