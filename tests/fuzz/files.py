"""Files of every kind that the command reads, with bytes changed by chance: each ends in a result or a finding."""

from __future__ import annotations

import functools
import gzip
import io
import random
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pei_dsl
from pei_dsl.data.reading import Engine, Reading
from pei_dsl.interchange.importing import import_workbook
from pei_dsl.interchange.mapping import Declared
from pei_dsl.workspace.loading import check

_PLAN = """plan "P"
  periodo: 2024
objetivo OEI.01 "S"
indicador IND.01.OEI.01 "I"
  unidad: número
  sentido: ascendente
  logros: 2024: 10
  fórmula: suma(f.n si f.sede = "a")
fuente f
  archivo: {file}
  tiempo: mes
  columna mes: fecha
  columna sede: texto
  columna n: número
"""
_ROWS = [("2024-01-31", "a", 1), ("2024-02-29", "b", 2), ("2024-03-31", "a", 30)]
_CSV = "mes,sede,n\n" + "".join(f"{when},{where},{number}\n" for when, where, number in _ROWS)


def _xlsx() -> bytes:
    return _book([["mes", "sede", "n"], *map(list, _ROWS)])


def _matrix() -> bytes:
    headings = ["Código", "Denominación del indicador", "Unidad de medida", "Logro esperado 2025"]
    return _book([headings, ["IND.01.OEI.01", "Aulas", "Número", 8]])


def _book(rows: list[list[Any]]) -> bytes:
    import openpyxl

    book = openpyxl.Workbook()
    sheet = book.create_sheet("Hoja", 0)
    for row in rows:
        sheet.append(row)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def _parquet() -> bytes:
    import pyarrow as pa
    from pyarrow import parquet

    buffer = io.BytesIO()
    columns = zip(("mes", "sede", "n"), zip(*_ROWS, strict=True), strict=True)
    parquet.write_table(pa.table({name: list(cells) for name, cells in columns}), buffer)
    return buffer.getvalue()


_SETTINGS = b'[avisos]\nPEI414 = "nota"\n[avisos.limites]\n'

KINDS: Mapping[str, tuple[str, Callable[[], bytes]]] = {
    "texto": ("plan.pei", lambda: _PLAN.format(file="f.csv").encode()),
    "csv": ("f.csv", _CSV.encode),
    "csv.gz": ("f.csv.gz", lambda: gzip.compress(_CSV.encode())),
    "xlsx": ("f.xlsx", _xlsx),
    "parquet": ("f.parquet", _parquet),
    "matriz": ("matriz.xlsx", _matrix),
    "pei.toml": ("pei.toml", lambda: _SETTINGS),
}
"""What each kind is called, the file that is changed, and what it is before."""


@functools.cache
def before(kind: str) -> bytes:
    """Return a sound file of `kind`."""
    return KINDS[kind][1]()


def made(kind: str, chance: random.Random) -> bytes:
    """Return a file of `kind` with some bytes changed."""
    data = bytearray(before(kind))
    for _ in range(chance.choice([1, 1, 2, 4, 16])):
        place = chance.randrange(len(data) + 1)
        match chance.randrange(5):
            case 0:
                del data[place : place + chance.choice([1, 2, 10, 200])]
            case 1:
                data[place:place] = chance.randbytes(chance.choice([1, 2, 8]))
            case 2:
                data[place : place + 1] = chance.randbytes(1)
            case 3:
                data[place:place] = data[: chance.randrange(len(data) + 1)][-50:]
            case _:
                del data[place:]
    return bytes(data)


def tried(kind: str, data: bytes, engine: Engine) -> None:
    """Read `data` as a file of `kind`, check it, and compute with it; raises where the program would."""
    name = KINDS[kind][0]
    if kind == "matriz":
        import_workbook(name, data, Declared())
        return
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        file = name if name.startswith("f.") else "f.csv"
        (root / "f.csv").write_text(_CSV, "utf-8")
        (root / "plan.pei").write_text(_PLAN.format(file=file), "utf-8")
        (root / name).write_bytes(data)
        check(root)
        loaded = pei_dsl.load(root)
        pei_dsl.evaluate(loaded, 2024, reading=Reading(engine=engine), partial=True)
