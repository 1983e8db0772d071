"""Groupings that do not fit into memory: rows are written once, split by key, and grouped by parts."""

from __future__ import annotations

import math
import tempfile
from pathlib import Path
from typing import Protocol

import attrs

from pei_dsl.data.engine.connection import EngineError, Parted, SqlRows
from pei_dsl.data.engine.dialect import Dialect

# What the engine needs for a group, found with keys of eight letters and three figures.
_BYTES_OF_A_GROUP = 200
# Beyond this share of the memory that it is allowed, whether it is enough is luck (duckdb#22474).
_SURE = 0.7
# A part takes so much of it, since the groups that are made already stay there as long as they can.
_PART = 0.2
# Among so many of the first rows keys are counted.
_LOOKED_AT = 200_000
_FEWEST, _MOST = 16, 256
# Halvings that leave less than one group of a million undecided.
_STEPS = 24
# All that `format_bytes` of DuckDB writes: where a machine says no limit, 1.3 tells one in PiB.
_UNITS = dict.fromkeys(("byte", "bytes"), 1) | {
    unit: 1 << 10 * power for power, unit in enumerate(("KiB", "MiB", "GiB", "TiB", "PiB", "EiB"), start=1)
}
# The remainder of a key's hash, as a column and in the names of folders.
_REMAINDER = "pei_part"


def size(told: str) -> float:
    """Return how many bytes `18.5 GiB` are, as DuckDB writes sizes."""
    number, unit = told.split()
    return float(number) * _UNITS[unit]


class Engine(Protocol):
    """What a connection to DuckDB does."""

    @property
    def dialect(self) -> Dialect:
        """How it speaks."""

    def run(self, query: str) -> None:
        """Run a statement that gives no rows."""

    def rows(self, query: str) -> SqlRows:
        """Return the rows of `query`."""

    def kept(self, table: str) -> dict[str, str]:
        """Return the columns of what stands behind `FROM`, with their types."""


@attrs.define
class Splitting:
    """
    A table of groups, made at once where that fits, else from parts.

    Attributes:
        connection: The engine.
        parted: The query.
        table: What the table is called.
        folder: Where parts are written.
    """

    connection: Engine
    parted: Parted
    table: str
    folder: Path

    def make(self) -> None:
        """
        Make the table.

        Raises:
            EngineError: The engine refused, or memory is not enough for the smallest parts (PEI332).
        """
        parts = self.parts_needed()
        while True:
            try:
                self._make(parts)
            except EngineError as refusal:
                self.connection.run(f"DROP TABLE IF EXISTS {self.table}")
                if refusal.code != "PEI332" or parts == _MOST:
                    raise
                parts = min(max(parts * 4, _FEWEST), _MOST)
            else:
                return

    def parts_needed(self) -> int:
        """Return into how many parts rows are best split; 1 where the whole seems to fit."""
        sure = self.allowed * _SURE
        if self.parted.most * _BYTES_OF_A_GROUP <= sure:
            return 1
        groups = min(self._estimate(), self.parted.most)
        if groups * _BYTES_OF_A_GROUP <= sure:
            return 1
        needed = max(groups * _BYTES_OF_A_GROUP / (self.allowed * _PART), 1)
        return min(max(1 << math.ceil(math.log2(needed)), _FEWEST), _MOST)

    @property
    def allowed(self) -> float:
        """The memory that the engine may use, in bytes."""
        ((told,),) = self.connection.rows("SELECT current_setting('memory_limit')")
        return size(str(told))

    def _estimate(self) -> float:
        """Return how many groups there are, as far as the first rows tell, were keys spread over all."""
        keys = ", ".join(self.parted.keys)
        counted = (
            f"SELECT COUNT(*), COUNT(DISTINCT hash({keys})) FROM ({self.parted.rows} LIMIT {_LOOKED_AT}) t"
        )
        ((rows, different),) = self.connection.rows(counted)
        return spread(int(str(rows)), int(str(different)))

    def _make(self, parts: int) -> None:
        if parts == 1:
            self.connection.run(f"CREATE TEMP TABLE {self.table} AS {self.parted.whole}")
            return
        with tempfile.TemporaryDirectory(prefix="parts-", dir=self.folder) as folder:
            self._write(parts, Path(folder))
            self.connection.run(f"CREATE TEMP TABLE {self.table} AS {self.parted.over(self._no_rows)}")
            for part in sorted(Path(folder).iterdir()):
                files = self.connection.dialect.text(f"{part}/*.parquet")
                rows = f"read_parquet({files}, hive_partitioning = false)"
                self.connection.run(f"INSERT INTO {self.table} {self.parted.over(rows)}")
                for file in part.iterdir():
                    file.unlink()

    @property
    def _no_rows(self) -> str:
        return f"({self.parted.rows} LIMIT 0)"

    def _write(self, parts: int, folder: Path) -> None:
        """Write the rows, those of one key into one folder."""
        kept = self.connection.kept(f"({self.parted.rows})")
        # Parquet keeps no whole numbers of 128 bits, but as many digits.
        cells = (
            f"CAST({name} AS DECIMAL(38,0)) AS {name}" if kind == "HUGEINT" else name
            for name, kind in kept.items()
        )
        remainder = f"hash({', '.join(self.parted.keys)}) % {parts} AS {_REMAINDER}"
        query = f"SELECT {', '.join(cells)}, {remainder} FROM ({self.parted.rows}) t"
        target = self.connection.dialect.text(str(folder))
        self.connection.run(
            f"COPY ({query}) TO {target} (FORMAT parquet, PARTITION_BY ({_REMAINDER}), OVERWRITE_OR_IGNORE)"
        )


def spread(rows: int, different: int) -> float:
    """
    Return how many keys there are where `rows` drawn from all of them have so many `different` ones.

    Of `k` keys that are equally frequent `n` rows have `k * (1 - exp(-n / k))`; infinite where all differ.
    """
    if not different:
        return 0
    if different >= rows:
        return math.inf
    low, high = float(different), float(different)
    while _seen(high, rows) < different:
        low, high = high, high * 2
    for _ in range(_STEPS):
        middle = (low + high) / 2
        low, high = (middle, high) if _seen(middle, rows) < different else (low, middle)
    return high


def _seen(keys: float, rows: int) -> float:
    return keys * -math.expm1(-rows / keys)
