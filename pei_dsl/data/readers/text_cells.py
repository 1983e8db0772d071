"""Cells of files of texts, as whoever reads a row asks for their values."""

from __future__ import annotations

from pei_dsl.algebra.values import Present
from pei_dsl.data.cell_values import BadCell, read_text
from pei_dsl.data.expected import Expected


def read_cell(cell: object, expected: Expected) -> Present | BadCell | None:
    """Return the value of the text in a cell, which an engine gives as None where it is empty."""
    assert cell is None or isinstance(cell, str)
    return read_text(cell or "", expected)
