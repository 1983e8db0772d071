"""Groupings that do not fit into memory."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pei_dsl.data.engine.connection import EngineError, Parted
from pei_dsl.data.engine.duckdb import splitting
from pei_dsl.data.engine.duckdb.duckdb_connection import DuckDBConnection
from pei_dsl.data.engine.duckdb.splitting import Splitting, size, spread
from pei_dsl.data.engine.engine_limits import Limits

ROWS = 800_000
CODE: Literal["PEI332"] = "PEI332"
OUT_OF_MEMORY = EngineError(CODE, told="Out of Memory")


def grouped(rows: int = ROWS, keys: int = ROWS) -> Parted:
    """Return the counts, and the sums of whole numbers of 128 bits, of texts."""
    return Parted(
        f"SELECT 'the person of number ' || hash(i % {keys}) AS c0, CAST(i AS HUGEINT) AS c1 FROM range({rows}) r(i)",
        ("c0",),
        lambda source: f"SELECT c0 AS r0, COUNT(*) AS r1, SUM(c1) AS r2 FROM {source} t GROUP BY c0",
        rows,
    )


def totals(connection: DuckDBConnection, table: str) -> list[object]:
    (row,) = connection.rows(f"SELECT COUNT(*), SUM(r1), SUM(r2) FROM {table}")
    return [int(str(cell)) for cell in row]


@pytest.mark.parametrize("sure", [0.7, 1e9], ids=["foreseen", "found out"])
def test_what_does_not_fit_is_grouped_in_parts(
    sure: float, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where memory ends is luck, and so is played here: the whole does not fit, and parts do."""
    tried = []
    make = Splitting._make

    def refuse_the_whole(splitting: Splitting, parts: int) -> None:
        tried.append(parts)
        if parts == 1:
            raise OUT_OF_MEMORY
        make(splitting, parts)

    monkeypatch.setattr(splitting, "_SURE", sure)
    monkeypatch.setattr(Splitting, "_make", refuse_the_whole)
    with DuckDBConnection(Limits(memory="200MB", folder=tmp_path)) as connection:
        kept = connection.keep(grouped())

        assert totals(connection, kept) == [ROWS, ROWS, ROWS * (ROWS - 1) // 2]
        assert not list(tmp_path.glob("parts-*"))
    assert tried == ([16] if sure == 0.7 else [1, 16])


def test_what_fits_is_grouped_at_once(tmp_path: Path) -> None:
    with DuckDBConnection(Limits(memory="1GB", folder=tmp_path)) as connection:
        few, many = grouped(keys=1000), grouped()
        needed = [
            Splitting(connection, parted, "t", tmp_path).parts_needed()
            for parted in (few, many, grouped(40_000_000, 20_000_000))
        ]

        assert needed == [1, 1, 64]


def test_where_no_part_fits_the_engine_says_that_it_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tried = []

    def refuse(_: Splitting, parts: int) -> None:
        tried.append(parts)
        raise OUT_OF_MEMORY

    monkeypatch.setattr(Splitting, "_make", refuse)
    with DuckDBConnection(Limits(folder=tmp_path)) as connection, pytest.raises(EngineError, match="PEI332"):
        connection.keep(grouped(10, 10))
    assert tried == [1, 16, 64, 256]


def test_every_size_that_the_engine_writes_is_read() -> None:
    with DuckDBConnection(Limits()) as connection:
        for amount in (0, 1, 2, *(3 * 2**power for power in range(62))):
            ((told,),) = connection.rows(f"SELECT format_bytes({amount}::BIGINT)")

            assert size(str(told)) == pytest.approx(amount, rel=0.05)


@given(keys=st.integers(1, 10**8), rows=st.integers(1, 10**6))
def test_how_many_keys_there_are_follows_from_how_many_are_seen(keys: int, rows: int) -> None:
    seen = round(keys * -math.expm1(-rows / keys))
    found = spread(rows, seen)

    if seen == 0:
        assert found == 0
    elif seen >= rows:
        assert found == math.inf
    else:  # a key more or less that is seen tells how sure that is
        assert spread(rows, max(seen - 1, 1)) <= found * (1 + 1e-6)
        assert found <= spread(rows, min(seen + 1, rows)) * (1 + 1e-6)
        assert spread(rows, max(seen - 1, 1)) <= keys * 1.01
