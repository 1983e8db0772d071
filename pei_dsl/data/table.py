"""Rows in memory, with the period that each belongs to and where it came from."""

from __future__ import annotations

from collections.abc import Mapping

import attrs

from pei_dsl.algebra.values import Present
from pei_dsl.model.absence import Absence
from pei_dsl.model.periods import Period
from pei_dsl.model.quality import Quality


@attrs.frozen
class Row:
    """
    One row.

    Attributes:
        cells: The value of each declared column; None for an empty cell.
        period: What the time column says; None in a table without time.
        number: Its line in the file, or its position in the host's data, counted from 1.
        quality: What marks it as preliminary, estimated or revised; None for a final row.
    """

    cells: Mapping[str, Present | None]
    period: Period | None
    number: int
    quality: Quality | None = None


@attrs.frozen
class Table:
    """
    The rows of one source.

    Attributes:
        source: Name of the source.
        origin: Where the rows came from: a path, or the host.
        rows: In the order of the file.
        unusable: Why no figure may rest on these rows, when their contract is broken.
    """

    source: str
    origin: str
    rows: tuple[Row, ...] = ()
    unusable: Absence | None = None
