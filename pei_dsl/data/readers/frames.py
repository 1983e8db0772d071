"""Frames of a host program: pandas, Polars, Arrow and DuckDB, each as one Arrow table."""

from __future__ import annotations

import importlib
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from pei_dsl.data.answers import Answers
from pei_dsl.data.cell_values import host_period, read_object
from pei_dsl.data.contract.declared_headings import declared_names
from pei_dsl.data.contract.header_check import check_header
from pei_dsl.data.engine.duckdb.duckdb_connection import DuckDBConnection
from pei_dsl.data.engine.relation import Relation
from pei_dsl.data.extras import MissingExtraError
from pei_dsl.data.readers.duckdb_columns import Typing
from pei_dsl.data.readers.held_columns import of_columns
from pei_dsl.data.readers.host_rows import table_of
from pei_dsl.data.readers.means import SMALL_WORK, Means, has_duckdb
from pei_dsl.data.readers.opened import Opened
from pei_dsl.data.readers.raw_columns import NotPlainError, Raw
from pei_dsl.data.readers.reader import Sought
from pei_dsl.data.reading import Engine
from pei_dsl.data.source_findings import Findings
from pei_dsl.data.table import Table
from pei_dsl.diagnostics.errors import RequestError
from pei_dsl.model.plan import DataSource

if TYPE_CHECKING:
    import pyarrow

_PLACE = "pei_place"


class Frames:
    """Reads frames: those with many rows by the embedded engine, others row by row."""

    def open(self, sought: Sought, means: Means) -> Table | Answers | None:
        """Return the rows, or an engine's answers over them."""
        source, findings = sought.source, sought.findings
        arrow = arrow_of(sought.given)

        def row_by_row() -> Table:
            return table_of(source, rows_of(sought.given, arrow), findings)

        small = arrow is not None and len(arrow) * max(1, len(sought.requests)) < SMALL_WORK
        engine = means.reading.engine
        by_rows = engine is Engine.AUTOMATIC and (small or not has_duckdb())
        if arrow is None or by_rows or engine in {Engine.REFERENCE, Engine.SQLITE}:
            return means.answers_of_table(source, row_by_row(), sought.requests)
        return of_columns(
            sought, means, lambda: frame_relation(means.duckdb(), source, arrow, findings), row_by_row
        )

    def look(self, sought: Sought) -> None:
        """Report nothing: frames of a host are there only while they are read."""


READER = Frames()


def arrow_of(given: Any) -> pyarrow.Table | None:  # noqa: ANN401  (libraries that may not be installed)
    """
    Return a frame as an Arrow table; None where its columns mix types, so that only rows can tell.

    Raises:
        MissingExtraError: PyArrow is not installed.
        RequestError: It is no frame, but a single column or the like; or its own library cannot give its
            rows, as of a relation whose connection is closed.
    """
    try:
        arrow = importlib.import_module("pyarrow")
    except ImportError as error:
        raise MissingExtraError("frames") from error
    try:
        return _given_as_arrow(given, arrow)
    except RequestError:
        raise
    except Exception as error:  # (a host's own frame may raise anything, of any library)
        raise RequestError("frame_fails", type=type(given).__name__, error=str(error)) from error


def _given_as_arrow(given: Any, arrow: Any) -> pyarrow.Table | None:  # noqa: ANN401
    """Return a frame as an Arrow table; None where its columns mix types."""
    if isinstance(given, arrow.Table):
        return given
    if hasattr(given, "collect") and hasattr(given, "collect_schema"):  # a lazy frame of Polars
        given = given.collect()
    if hasattr(given, "to_arrow_table"):
        return _without_wide(given).to_arrow_table()
    if hasattr(given, "to_arrow"):
        return given.to_arrow()
    if hasattr(given, "read_all"):
        return given.read_all()
    if isinstance(given, arrow.RecordBatch):
        return arrow.Table.from_batches([given])
    if not hasattr(given, "columns"):
        raise RequestError("no_frame", type=type(given).__name__)
    given = _with_written_periods(given)
    try:
        return arrow.Table.from_pandas(given, preserve_index=False)
    except (arrow.ArrowInvalid, arrow.ArrowTypeError, arrow.ArrowNotImplementedError):
        return None


def _with_written_periods(given: Any) -> Any:  # noqa: ANN401
    """Return a frame of pandas with its periods as plans write them: 2024, 2024-T1, 2024-01, or their day."""
    dtypes = getattr(given, "dtypes", {})
    periods = [name for name, dtype in dtypes.items() if str(dtype).startswith("period[")]
    return given.assign(**{name: given[name].map(_period) for name in periods}) if periods else given


def _period(given: Any) -> str | None:  # noqa: ANN401
    """Return a period of pandas as plans write it, or as it writes itself where they have no such one."""
    if given != given:  # noqa: PLR0124  (no period at all is equal to nothing)
        return None
    return str(host_period(given) or given)


# Whole numbers of DuckDB with more digits than Arrow's, which would come out as others.
_WIDE = {"UHUGEINT", "BIGNUM", "VARINT"}


def _without_wide(given: Any) -> Any:  # noqa: ANN401
    """Return a relation of DuckDB with its widest whole numbers as texts of digits."""
    names = [
        '"' + name.replace('"', '""') + '"'
        for name, kind in zip(given.columns, given.types, strict=True)
        if str(kind) in _WIDE
    ]
    if not names:
        return given
    return given.project(f"* REPLACE ({', '.join(f'CAST({name} AS VARCHAR) AS {name}' for name in names)})")


def rows_of(given: Any, table: pyarrow.Table | None) -> Iterable[Mapping[str, object]]:  # noqa: ANN401
    """Return the rows of a frame as plain Python."""
    if table is not None:
        found: Iterable[Mapping[str, object]] = _widened(table).to_pylist()
        return found
    present = given.astype(object).where(given.notna(), None)
    records: Iterable[Mapping[str, object]] = present.to_dict("records")
    return records


def _widened(table: pyarrow.Table) -> pyarrow.Table:
    """Return `table` with numbers of 32 bits as those of 64 bits that print alike: Python has no others."""
    arrow = importlib.import_module("pyarrow")
    for index, field in enumerate(table.schema):
        if arrow.types.is_float32(field.type):
            printed = table.column(index).cast(arrow.string())
            table = table.set_column(index, field.name, printed.cast(arrow.float64()))
    return table


def frame_relation(
    connection: DuckDBConnection, source: DataSource, table: pyarrow.Table, findings: Findings
) -> Relation | None:
    """
    Return the rows of an Arrow table inside DuckDB, or None after reporting columns that it lacks (PEI302).

    Raises:
        NotPlainError, WrongTypeError, EngineError: See `typed.Typing.run`.
    """
    arrow = importlib.import_module("pyarrow")
    actual = declared_names(source, table.column_names)
    if not check_header(source, Opened(actual, iter(()), read_object, head=0), findings):
        return None
    chosen = table.select([actual.index(name) for name in source.columns]).rename_columns(
        [f"k{index}" for index in range(len(source.columns))]
    )
    chosen = _known(chosen, source.zone)
    numbered = chosen.append_column(_PLACE, arrow.array(range(1, len(chosen) + 1), arrow.int64()))
    name = connection.fresh()
    try:
        connection.raw.register(name, numbered)
    except importlib.import_module("duckdb").Error as error:  # a type that DuckDB does not know
        raise NotPlainError from error
    kept = connection.kept(name)
    types = {
        column: '"NULL"' if arrow.types.is_null(chosen.field(index).type) else kept[f"k{index}"]
        for index, column in enumerate(source.columns)
    }
    return Typing(connection, source, Raw(name, types, f"r.{_PLACE}", findings.origin)).run()


def _known(table: pyarrow.Table, zone: str) -> pyarrow.Table:
    """
    Return `table` with columns that every DuckDB that we allow reads alike.

    Instants stand as the clocks of `zone` show them.  Views of texts are texts: DuckDB 1.4 asks Arrow to
    filter them, which it cannot.
    """
    arrow, compute = importlib.import_module("pyarrow"), importlib.import_module("pyarrow.compute")
    for index, field in enumerate(table.schema):
        column = table.column(index)
        if arrow.types.is_timestamp(field.type) and field.type.tz is not None:
            there = column.cast(arrow.timestamp(field.type.unit, tz=zone))
            table = table.set_column(index, field.name, compute.local_timestamp(there))
        elif arrow.types.is_string_view(field.type):
            table = table.set_column(index, field.name, column.cast(arrow.large_string()))
    return table
