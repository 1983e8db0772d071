"""Columns found by what people call them, as formulas write them."""

from __future__ import annotations

from pei_dsl.model.plan import DataSource
from pei_dsl.vocabulary import fold


def bracketed(source: DataSource, words: str) -> str:
    """Return the column of `source` that `words` name, as a formula writes it; "" where none is called so."""
    name = next((column for column in source.columns if fold(column) == fold(words)), "")
    return f"{source.name}.{_written(name)}" if name else ""


def _written(column: str) -> str:
    return column if column.isidentifier() else f"[{column}]"
