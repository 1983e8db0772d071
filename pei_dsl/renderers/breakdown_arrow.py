"""Indicators by groups and periods as typed columns: batches of Arrow, and a Parquet file made of them."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any, BinaryIO

from pei_dsl.algebra import display
from pei_dsl.algebra.rounding import half_up_units
from pei_dsl.algebra.values import Present
from pei_dsl.data.extras import MissingExtraError
from pei_dsl.evaluation.breakdown import Breakdown, Series
from pei_dsl.model.absence import Absence
from pei_dsl.model.expressions import ValueType
from pei_dsl.model.plan import Indicator
from pei_dsl.renderers import breakdown_cells
from pei_dsl.renderers.outlet import visible
from pei_dsl.renderers.parquet_seal import SEAL, Sealed
from pei_dsl.renderers.style import Style
from pei_dsl.views import words
from pei_dsl.vocabulary import MAX_DECIMALS

if TYPE_CHECKING:
    import pyarrow

EXTRA = "frames"
_BEHIND = ("valor", "valor_exacto", "unidad", "nd", "detalle")

# `valor` is a DECIMAL(38, 12): the most digits that other programs take, the most decimals of an indicator.
_DIGITS = 38
_TOO_LONG = 10**_DIGITS
_WIDTH = 16  # bytes
_NO_VALUE = bytes(_WIDTH)

# Enough rows for a reader to skip by, few enough to hold in memory.
_ROW_GROUP = 250_000


def breakdown_to_arrow(
    breakdown: Breakdown, language: str = "es", shown: Callable[[str], str] = str
) -> pyarrow.RecordBatchReader:
    """
    Return `breakdown` as a reader of Arrow batches, which pandas, Polars and DuckDB take as it is.

    `valor` is a decimal, what CSV shows up to twelve decimals; `valor_exacto` is a text and leaves nothing
    out: a decimal, or a fraction where none is exact.  Columns of groups have their declared types.

    Args:
        breakdown: The breakdown.
        language: Of the details.
        shown: What becomes of texts; a program gets them as they are.

    Raises:
        MissingExtraError: pyarrow is not installed.
    """
    arrow = _arrow()
    columns = _groups(breakdown, shown)
    names = map(shown, breakdown_cells.names(breakdown.columns, _BEHIND))
    types = [
        *(arrow.string() for _ in breakdown_cells.BEFORE),
        *(column.type for column in columns),
        _decimal(),
        *(arrow.string() for _ in _BEHIND[1:]),
    ]
    schema = arrow.schema(list(zip(names, types, strict=True)))
    return arrow.RecordBatchReader.from_batches(schema, _batches(breakdown, schema, columns, language, shown))


def write(breakdown: Breakdown, style: Style, stream: BinaryIO) -> None:
    """Write `breakdown` to `stream` as a Parquet file."""
    write_parquet(breakdown, stream, style.language, style.rests_on)


RESTS_ON = "pei.huellas"
"""What the metadata are called that say what a file rests on."""


def write_parquet(
    breakdown: Breakdown,
    stream: BinaryIO,
    language: str = "es",
    rests_on: Callable[[], str] | None = None,
) -> None:
    """
    Write `breakdown` to `stream` as a Parquet file, some series at a time.

    What would steer a terminal is in it as in every other file that is written: as a sign that can be seen.

    What `rests_on` says when all are written becomes metadata of the file.

    Raises:
        MissingExtraError: pyarrow is not installed.
    """
    arrow = _arrow()
    from pyarrow import parquet

    reader = breakdown_to_arrow(breakdown, language, visible)
    sealed = Sealed(stream)
    with parquet.ParquetWriter(sealed, reader.schema, compression="zstd") as writer:
        for batches in _together(reader):
            table = arrow.Table.from_batches(batches, reader.schema)
            writer.write_table(table, row_group_size=len(table))
        if rests_on is not None:
            writer.add_key_value_metadata({RESTS_ON: rests_on(), SEAL: sealed.seal()})


def _arrow() -> Any:  # noqa: ANN401  (pyarrow comes without types)
    try:
        import pyarrow
    except ImportError as error:
        raise MissingExtraError(EXTRA) from error
    return pyarrow


def _together(reader: Iterable[pyarrow.RecordBatch]) -> Iterator[list[pyarrow.RecordBatch]]:
    """Yield batches in lists of about as many rows as a row group has."""
    waiting: list[pyarrow.RecordBatch] = []
    rows = 0
    for batch in reader:
        waiting.append(batch)
        rows += len(batch)
        if rows >= _ROW_GROUP:
            yield waiting
            waiting, rows = [], 0
    if waiting:
        yield waiting


def _batches(
    breakdown: Breakdown,
    schema: pyarrow.Schema,
    columns: Sequence[pyarrow.Array],
    language: str,
    shown: Callable[[str], str],
) -> Iterator[pyarrow.RecordBatch]:
    """Yield the rows of each series: its groups, and its total."""
    arrow = _arrow()
    size = len(breakdown.groups) + 1
    levels = arrow.array([*[breakdown_cells.GROUP] * len(breakdown.groups), breakdown_cells.TOTAL])
    for series in breakdown.series:
        indicator = series.indicator
        texts = (indicator.code, indicator.title, str(series.period), str(indicator.unit))
        code, title, period, unit = (arrow.repeat(shown(text), size) for text in texts)
        values, exact, reasons, details = _figures(series, language, shown)
        arrays = [code, title, period, levels, *columns, values, exact, unit, reasons, details]
        yield arrow.RecordBatch.from_arrays(arrays, schema=schema)


# ---- Figures ------------------------------------------------------------------------------------------


def _figures(series: Series, language: str, shown: Callable[[str], str]) -> tuple[pyarrow.Array, ...]:
    """Return the columns `valor`, `valor_exacto`, `nd` and `detalle` of a series."""
    arrow = _arrow()
    top, bottom = series.indicator.unit.scale.as_integer_ratio()
    told: dict[tuple[object, ...], str] = {}
    units: list[bytes | None] = []
    exacts: list[str | None] = []
    reasons: dict[int, str] = {}
    details: dict[int, str] = {}
    for place, value in enumerate((*series.values, series.total)):
        if isinstance(value, Absence):
            key = (value.cause, *value.params.items())
            reasons[place] = str(value.reason)
            details[place] = told.get(key) or told.setdefault(key, shown(words.detail(value, language)))
            units.append(None)
            exacts.append(None)
            continue
        numerator, denominator = value.as_integer_ratio()
        numerator, denominator = numerator * top, denominator * bottom
        exact = display.exact_quotient(numerator, denominator)
        unit = _units(numerator, denominator, series.indicator, repeats="/" in exact)
        if unit is None:
            details[place] = words.word("too_long", language)
        units.append(unit)
        exacts.append(exact)
    return (
        _values(units),
        arrow.array(exacts, arrow.string()),
        _few(reasons, len(units)),
        _few(details, len(units)),
    )


def _values(units: Sequence[bytes | None]) -> pyarrow.Array:
    """Return decimals from the bytes that hold them, which is ten times faster than from decimals."""
    arrow = _arrow()
    _, present = arrow.array([unit is not None for unit in units]).buffers()
    numbers = arrow.py_buffer(b"".join([_NO_VALUE if unit is None else unit for unit in units]))
    return arrow.Array.from_buffers(_decimal(), len(units), [present, numbers])


def _few(texts: Mapping[int, str], size: int) -> pyarrow.Array:
    """Return a column that is mostly empty."""
    arrow = _arrow()
    if not texts:
        return arrow.nulls(size, arrow.string())
    return arrow.array([texts.get(place) for place in range(size)], arrow.string())


def _decimal() -> pyarrow.DataType:
    return _arrow().decimal128(_DIGITS, MAX_DECIMALS)


def _units(numerator: int, denominator: int, indicator: Indicator, *, repeats: bool) -> bytes | None:
    """
    Return the figure that CSV shows, as Arrow keeps a decimal of twelve decimals; None for a longer one.

    Args:
        repeats: Whether no decimal is exact.
    """
    decimals = indicator.decimals
    if decimals is None:
        decimals = display.PLAIN_DECIMALS if repeats else MAX_DECIMALS
    zeros: int = 10 ** (MAX_DECIMALS - decimals)
    units = half_up_units(numerator, denominator, decimals) * zeros
    if units >= _TOO_LONG:
        return None
    return (units if numerator >= 0 else -units).to_bytes(_WIDTH, "little", signed=True)


# ---- Columns of groups --------------------------------------------------------------------------------


def _groups(breakdown: Breakdown, shown: Callable[[str], str]) -> list[pyarrow.Array]:
    """Return the cells of the groups column by column, an empty one for the total behind them."""
    return [
        _column(breakdown, name, [*(group[place] for group in breakdown.groups), None], shown)
        for place, name in enumerate(breakdown.columns)
    ]


def _column(
    breakdown: Breakdown, name: str, cells: Sequence[Present | None], shown: Callable[[str], str]
) -> pyarrow.Array:
    """Return cells in the type that all sources declare for the column, as texts where it holds not all."""
    arrow = _arrow()
    sources = breakdown.plan.sources.values()
    declared = {source.columns[name].type for source in sources if name in source.breakdowns}
    types = {type(cell) for cell in cells if cell is not None}
    if declared == {ValueType.DATE} and types <= {datetime.date}:
        return arrow.array(cells, arrow.date32())
    if declared == {ValueType.BOOLEAN} and types <= {bool}:
        return arrow.array(cells, arrow.bool_())
    if declared == {ValueType.NUMBER} and types <= {Fraction}:
        numbers = _decimals([cell if isinstance(cell, Fraction) else None for cell in cells])
        if numbers is not None:
            return numbers
    return arrow.array(
        [None if cell is None else shown(breakdown_cells.plain(cell)) for cell in cells], arrow.string()
    )


def _decimals(numbers: Sequence[Fraction | None]) -> pyarrow.Array | None:
    """Return `numbers` with as many decimals as they need; None where 38 digits do not hold all of them."""
    arrow = _arrow()
    texts = [None if number is None else display.exact(number) for number in numbers]
    written = [text for text in texts if text is not None]
    decimals = max((len(text.partition(".")[2]) for text in written), default=0)
    whole = max((len(text.lstrip("-").partition(".")[0]) for text in written), default=1)
    if whole + decimals > _DIGITS or any("/" in text for text in written):
        return None
    kind = arrow.decimal128(_DIGITS, decimals)
    return arrow.array([None if text is None else Decimal(text) for text in texts], kind)
