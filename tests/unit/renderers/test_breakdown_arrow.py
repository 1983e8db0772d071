"""Typed columns of a breakdown: their types, their row groups, and what a package that is missing says."""

from __future__ import annotations

import io
import sys
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pyarrow as arrow
import pytest
from pyarrow import parquet

import pei_dsl
from pei_dsl.data.extras import MissingExtraError
from pei_dsl.renderers import breakdown_arrow

HEAD = """\
plan "P"
  periodo: 2024 a 2024
objetivo OEI.01 "S"
indicador IND.01.OEI.01 "I"
  fórmula: suma(s.a) / suma(s.c)
  unidad: porcentaje
  decimales: 1
  sentido: ascendente
  logros: 2024: 8%
indicador IND.02.OEI.01 "J"
  fórmula: suma(s.a) / suma(s.c)
  unidad: ratio
  sentido: ascendente
  logros: 2024: 8
"""


def source(name: str, kind: str) -> str:
    return (
        f"fuente {name}\n  desagregación: x\n  columna x: {kind}\n  columna a: número\n  columna c: número\n"
    )


def broken(
    kind: str, cells: list[Any], other: str = "", a: int | Fraction = 1, c: int = 1
) -> pei_dsl.Breakdown:
    """Return a breakdown by a column `x` of this type with these cells, each in a row of its own."""
    text = HEAD + source("s", kind) + (source("t", other) if other else "")
    rows = [{"x": cell, "a": a, "c": c} for cell in cells]
    made, found = pei_dsl.break_down(
        pei_dsl.load_text(text), [2024], ["x"], data={"s": rows, **({"t": []} if other else {})}
    )

    assert not found
    return made


@pytest.mark.parametrize(
    ("kind", "cells", "expected"),
    [
        ("texto", ["Lima", None], "string"),
        ("fecha", ["2024-01-31", None], "date32[day]"),
        ("booleano", [True, False, None], "bool"),
        ("número", [150101, 10, None], "decimal128(38, 0)"),
        ("número", ["0.5", "-1.25"], "decimal128(38, 2)"),
        ("número", [None], "decimal128(38, 0)"),
    ],
)
def test_columns_of_groups_have_their_declared_types(kind: str, cells: list[Any], expected: str) -> None:
    made = broken(kind, cells)
    table = pei_dsl.breakdown_to_arrow(made).read_all()
    groups = [group[0] for group in made.groups]

    assert str(table.schema.field("x").type) == expected
    assert table.column("x").to_pylist() == [*groups, None] * 2


@pytest.mark.parametrize(
    "cells",
    [
        pytest.param([Fraction(1, 3), 2], id="without an exact decimal"),
        pytest.param([Decimal("1e-20"), 10**30], id="more than 38 digits together"),
    ],
)
def test_numbers_that_no_decimal_holds_are_texts(cells: list[Any]) -> None:
    made = broken("número", cells)
    column = pei_dsl.breakdown_to_arrow(made).read_all().column("x")

    assert str(column.type) == "string"
    assert [Fraction(text) for text in column.to_pylist()[:2]] == [group[0] for group in made.groups]


def test_a_column_that_two_sources_declare_differently_is_a_text() -> None:
    column = pei_dsl.breakdown_to_arrow(broken("número", [2], "texto")).read_all().column("x")

    assert (str(column.type), column.to_pylist()) == ("string", ["2", None, "2", None])


def test_a_value_is_what_is_shown_and_its_exact_value_stands_beside() -> None:
    percent, _, ratio, _ = pei_dsl.breakdown_to_arrow(broken("texto", ["p"], a=2, c=3)).read_all().to_pylist()

    assert (percent["valor"], percent["valor_exacto"]) == (Decimal("66.7"), "200/3")
    assert (ratio["valor"], ratio["valor_exacto"]) == (Decimal("0.6666666667"), "2/3")


def test_a_decimal_longer_than_its_column_is_exact_beside_it() -> None:
    _, _, ratio, _ = pei_dsl.breakdown_to_arrow(broken("texto", ["p"], a=-1, c=2**13)).read_all().to_pylist()

    assert (ratio["valor"], ratio["valor_exacto"]) == (Decimal("-0.000122070313"), "-0.0001220703125")


def test_a_file_has_row_groups_of_bounded_size(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(breakdown_arrow, "_ROW_GROUP", 3)
    stream = io.BytesIO()
    breakdown_arrow.write_parquet(broken("texto", ["p", "q", "r"]), stream)
    read = parquet.ParquetFile(arrow.BufferReader(stream.getvalue()))

    assert [read.metadata.row_group(number).num_rows for number in range(read.num_row_groups)] == [4, 4]


def test_a_file_shows_what_would_steer_a_terminal_and_a_program_gets_it_as_it_is() -> None:
    made = broken("texto", ["\x1b[31mp\u202e"])
    stream = io.BytesIO()
    breakdown_arrow.write_parquet(made, stream)
    written = parquet.read_table(arrow.BufferReader(stream.getvalue()))

    assert written.column("x").to_pylist()[0] == "\\x1b[31mp\\u202e"
    assert pei_dsl.breakdown_to_arrow(made).read_all().column("x").to_pylist()[0] == "\x1b[31mp\u202e"


def test_a_breakdown_without_indicators_is_a_table_without_rows() -> None:
    made, _ = pei_dsl.break_down(pei_dsl.load_text(HEAD + source("s", "texto")), [2024], ["x"], codes=[])
    stream = io.BytesIO()
    breakdown_arrow.write_parquet(made, stream)

    assert parquet.read_table(arrow.BufferReader(stream.getvalue())).num_rows == 0


def test_a_missing_package_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    made = broken("texto", ["p"])
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    for write in (pei_dsl.breakdown_to_arrow, lambda each: breakdown_arrow.write_parquet(each, io.BytesIO())):
        with pytest.raises(MissingExtraError, match=r'pip install "pei_dsl\[frames\]"'):
            write(made)
