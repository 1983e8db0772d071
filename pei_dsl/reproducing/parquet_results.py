"""Parquet files as results: their rows as JSON holds them, what they say that they rest on, their seal."""

from __future__ import annotations

import io
from typing import Any

from pei_dsl.data.extras import MissingExtraError
from pei_dsl.renderers.breakdown_arrow import EXTRA, RESTS_ON
from pei_dsl.renderers.parquet_seal import SEAL, is_sealed


class DamagedParquetError(Exception):
    """A file that begins as Parquet files do, and cannot be read."""


def rows_of(data: bytes) -> dict[str, object]:
    """
    Return the cells of a Parquet file by column, as texts; None for an empty one.

    Raises:
        DamagedParquetError: It cannot be read.
        MissingExtraError: pyarrow is not installed.
    """
    arrow, parquet = _arrow()
    try:
        table = parquet.read_table(io.BytesIO(data))
    except (arrow.ArrowException, OSError) as error:
        raise DamagedParquetError from error
    columns = {name: table.column(name).to_pylist() for name in table.column_names}
    return {name: [None if each is None else str(each) for each in cells] for name, cells in columns.items()}


def rests_on_told(data: bytes) -> str | None:
    """
    Return what a Parquet file says in JSON that it rests on, or None where it says nothing.

    Raises:
        DamagedParquetError: It cannot be read.
        MissingExtraError: pyarrow is not installed.
    """
    told = _metadata(data).get(RESTS_ON.encode())
    return None if told is None else told.decode("utf-8", "replace")


def is_as_written(data: bytes) -> bool:
    """
    Tell whether the rows of a Parquet file are those that it was written with.

    Raises:
        DamagedParquetError: It cannot be read.
        MissingExtraError: pyarrow is not installed.
    """
    return is_sealed(data, _metadata(data).get(SEAL.encode(), b""))


def _metadata(data: bytes) -> dict[bytes, bytes]:
    arrow, parquet = _arrow()
    try:
        return parquet.read_metadata(io.BytesIO(data)).metadata or {}
    except (arrow.ArrowException, OSError) as error:
        raise DamagedParquetError from error


def _arrow() -> tuple[Any, Any]:
    try:
        import pyarrow
        from pyarrow import parquet
    except ImportError as error:
        raise MissingExtraError(EXTRA) from error
    return pyarrow, parquet
