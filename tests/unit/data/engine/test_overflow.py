"""Numbers at the ends of what machines keep: exact, or refused with a place and a remedy."""

from __future__ import annotations

import struct
from collections.abc import Callable, Mapping
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import duckdb
import numpy
import pandas  # type: ignore[import-untyped]  # its types are a package of their own
import polars
import pyarrow as arrow
import pytest
from pyarrow import parquet

from pei_dsl import Engine, Loaded, Measured, Reading, evaluate, load, load_text
from pei_dsl.diagnostics.text import render

ENGINES = [Engine.AUTOMATIC, Engine.REFERENCE, Engine.DUCKDB, Engine.SQLITE]
INF, NAN = float("inf"), float("nan")
ASKED = {
    "suma": "suma(f.x)",
    "mínimo": "mínimo(f.x)",
    "máximo": "máximo(f.x)",
    "distintos": "contar_distintos(f.x)",
    "contar": "contar(f.x)",
}


def plan(formulas: Mapping[str, str], file: str = "") -> str:
    lines = [
        "fuente f",
        *([f"  archivo: {file}"] if file else []),
        "  columna x: número",
        'objetivo OEI.01 "A"',
    ]
    for number, (name, formula) in enumerate(formulas.items(), start=1):
        lines += [
            f'indicador IND.{number:02}.OEI.01 "{name}"',
            f"  fórmula: {formula}",
            "  unidad: número",
            "  sentido: ascendente",
            "  logros: 2024: 1",
        ]
    return "\n".join([*lines, ""])


def figures(
    given: object, engine: Engine, formulas: Mapping[str, str] = ASKED
) -> tuple[dict[str, object], Measured]:
    """Return what each formula gives with the rows of a host, and the whole evaluation."""
    measured = evaluate(
        load_text(plan(formulas)),
        2024,
        data={"f": given},
        reading=Reading(engine=engine),
    )
    return by_name(measured, formulas), measured


def by_name(measured: Measured, formulas: Mapping[str, str]) -> dict[str, object]:
    values = [each.value for each in measured.evaluation.indicators.values()]
    return dict(zip(formulas, values, strict=True))


def cells(*values: object) -> list[dict[str, object]]:
    return [{"x": value} for value in values]


# ---- Floats ----------------------------------------------------------------------------------------

FLOATS = {
    "plain": [0.1, 0.2, -0.0, 0.1 + 0.2, NAN, INF, -INF],
    "long": [123456789.12345679, 2.0**53, 1e15, 1e-5, 9007199254740993.0],
    "ends": [5e-324, 1e308, -1e308, 1.7976931348623157e308, 2.2250738585072014e-308, 0.1],
}
SINGLES = {
    "plain": [0.1, 0.2, -0.0, 3676172.25, 77840064.0, 49362.3125, NAN, INF],
    "ends": [1e-45, 3.4028235e38, 0.1],
}


def printed(value: float) -> Fraction:
    """Return the decimal with the fewest digits that reads back as a number of 32 bits."""
    for digits in range(1, 10):
        text = f"{value:.{digits}g}"
        if struct.pack("f", float(text)) == struct.pack("f", value):
            return Fraction(text)
    raise AssertionError(value)


def expected(numbers: list[Fraction]) -> dict[str, object]:
    return {
        "suma": sum(numbers, Fraction(0)),
        "mínimo": min(numbers),
        "máximo": max(numbers),
        "distintos": Fraction(len(set(numbers))),
        "contar": Fraction(len(numbers)),
    }


def finite(values: list[float]) -> list[float]:
    return [value for value in values if abs(value) < INF]


FRAMES: dict[str, Callable[[Any], Any]] = {
    "pandas": lambda array: pandas.DataFrame({"x": array}),
    "polars": lambda array: polars.DataFrame({"x": array}),
    "arrow": lambda array: arrow.table({"x": arrow.array(array)}),
    "rows": lambda array: cells(*array),
}


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("library", FRAMES)
@pytest.mark.parametrize("name", FLOATS)
def test_floats_count_as_the_decimals_that_they_print_as(name: str, library: str, engine: Engine) -> None:
    numbers = [Fraction(repr(value)) for value in finite(FLOATS[name])]
    found, measured = figures(FRAMES[library](numpy.array(FLOATS[name])), engine)

    assert measured.diagnostics == ()
    assert found == expected(numbers)


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("library", FRAMES)
@pytest.mark.parametrize("name", SINGLES)
def test_floats_of_32_bits_do_too(name: str, library: str, engine: Engine) -> None:
    numbers = [printed(value) for value in finite(SINGLES[name])]
    found, measured = figures(FRAMES[library](numpy.array(SINGLES[name], dtype="float32")), engine)

    assert measured.diagnostics == ()
    assert found == expected(numbers)


def of_file(folder: Path, column: Any) -> Loaded:  # noqa: ANN401  (an array of Arrow)
    parquet.write_table(arrow.table({"x": column}), folder / "datos.parquet")
    (folder / "plan.pei").write_text(plan(ASKED, "datos.parquet"), encoding="utf-8")
    return load(folder)


@pytest.mark.parametrize("engine", [Engine.DUCKDB, Engine.REFERENCE])
@pytest.mark.parametrize(
    ("values", "bits"),
    [(values, bits) for bits, found in ((64, FLOATS), (32, SINGLES)) for values in found.values()],
)
def test_floats_of_parquet_files_do_too(
    values: list[float], bits: int, engine: Engine, tmp_path: Path
) -> None:
    loaded = of_file(tmp_path, arrow.array(values, arrow.float32() if bits == 32 else arrow.float64()))
    exact = [printed(each) if bits == 32 else Fraction(repr(each)) for each in finite(values)]

    measured = evaluate(loaded, 2024, reading=Reading(engine=engine))

    assert measured.diagnostics == ()
    assert by_name(measured, ASKED) == expected(exact)


@pytest.mark.parametrize("engine", ENGINES)
def test_scalars_of_numpy_are_numbers(engine: Engine) -> None:
    given = cells(numpy.float64(0.1), numpy.float32(0.1), numpy.int64(3), numpy.uint64(2**64 - 1))
    found, _ = figures(given, engine)

    assert found["suma"] == Fraction("0.2") + 3 + 2**64 - 1


@pytest.mark.parametrize("engine", ENGINES)
def test_a_source_of_what_is_no_number_has_none(engine: Engine) -> None:
    found, measured = figures(cells(NAN, INF, Decimal("NaN"), Decimal("sNaN"), Decimal("-Infinity")), engine)

    assert measured.diagnostics == ()
    assert found["contar"] == 0
    assert getattr(found["suma"], "cause", None) == "no_values"


# ---- Wide numbers ----------------------------------------------------------------------------------

WIDE: dict[str, tuple[Callable[[], Any], list[Fraction]]] = {
    "64 bits": (lambda: arrow.table({"x": arrow.array([2**63 - 1] * 3)}), [Fraction(2**63 - 1)] * 3),
    "64 bits without a sign": (
        lambda: arrow.table({"x": arrow.array([2**64 - 1] * 3, arrow.uint64())}),
        [Fraction(2**64 - 1)] * 3,
    ),
    "128 bits without a sign": (
        lambda: duckdb.sql("SELECT 340282366920938463463374607431768211455::UHUGEINT AS x"),
        [Fraction(2**128 - 1)],
    ),
    "76 digits": (
        lambda: arrow.table({"x": arrow.array([Decimal("9" * 70)] * 2, arrow.decimal256(76, 0))}),
        [Fraction("9" * 70)] * 2,
    ),
    "a huge exponent": (
        lambda: cells(Decimal("1E+999"), Decimal("1E-999")),
        [Fraction(10) ** 999, Fraction(10) ** -999],
    ),
    "whole numbers of Python": (lambda: cells(10**1999, 1), [Fraction(10**1999), Fraction(1)]),
    "thirds": (lambda: cells(Fraction(1, 3), 1), [Fraction(1, 3), Fraction(1)]),
}


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("name", WIDE)
def test_wide_numbers_are_exact(name: str, engine: Engine) -> None:
    give, numbers = WIDE[name]
    found, measured = figures(give(), engine)

    assert measured.diagnostics == ()
    assert found == expected(numbers)


# The first sum fits into 128 bits, though not into 38 digits: DuckDB 1 gives it, DuckDB 2 refuses it.
NARROW = [[Decimal("9" * 38), Decimal(1)], [Decimal("9" * 38)] * 3]


@pytest.mark.parametrize("numbers", NARROW)
def test_sums_beyond_38_digits_of_a_column_are_exact_or_refused(numbers: list[Decimal]) -> None:
    table = arrow.table({"x": arrow.array(numbers, arrow.decimal128(38, 0))})
    for engine in (Engine.AUTOMATIC, Engine.REFERENCE, Engine.SQLITE):
        assert figures(table, engine)[0]["suma"] == sum(map(Fraction, numbers))

    found, measured = figures(table, Engine.DUCKDB)

    if numbers is NARROW[0] and not measured.diagnostics:
        assert found["suma"] == sum(map(Fraction, numbers))
        return
    assert {getattr(value, "cause", None) for value in found.values()} == {"broken_source"}
    assert [(each.code, each.variant) for each in measured.diagnostics] == [("PEI331", "overflow")]
    assert "--motor referencia" in render(measured.diagnostics[0])


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize(
    "cell",
    [Decimal("1E+999999999"), Decimal("-1E-999999999"), 10**20000, Fraction(1, 10**5000)],
    ids=["large", "small", "whole", "fraction"],
)
def test_numbers_beyond_all_measure_are_findings(cell: object, engine: Engine) -> None:
    _, measured = figures(cells(1, cell), engine)

    (finding,) = measured.diagnostics
    assert (finding.code, finding.variant, finding.line) == ("PEI303", "beyond", 2)


def test_a_time_cell_beyond_all_measure_is_a_finding() -> None:
    loaded = load_text("fuente f\n  tiempo: d\n  columna d: fecha\n  columna t: texto\n")

    measured = evaluate(loaded, 2024, data={"f": [{"d": 10**6000, "t": 10**6000}]})

    assert {each.code for each in measured.diagnostics} == {"PEI303", "PEI304"}


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("cell", ["1E+999", "1.5e3", "NaN", "Infinity", "-Inf", "sNaN", "9" * 101])
def test_texts_that_are_no_plain_numbers_are_findings(cell: str, engine: Engine) -> None:
    _, measured = figures(cells("1", cell), engine)

    (finding,) = measured.diagnostics
    assert (finding.code, finding.line) == ("PEI303", 2)
    scientific = ("e" in cell.lower() and "." in cell) or "E+" in cell
    assert finding.variant == ("exponent" if scientific else "missing" if cell == "NaN" else "number")


@pytest.mark.parametrize("engine", ENGINES)
def test_products_and_powers_are_exact_or_too_large(engine: Engine) -> None:
    formulas = {
        "producto": "suma(f.x * f.x)",
        "potencia": "suma(f.x ^ 3)",
        "excesiva": "suma(f.x ^ 9999)",
        "filtro": "contar(f si f.x >= 10^5000)",
    }
    found, measured = figures(cells(10**18, 2), engine, formulas)

    assert measured.diagnostics == ()
    assert (found["producto"], found["potencia"]) == (10**36 + 4, 10**54 + 8)
    assert getattr(found["excesiva"], "cause", None) == "too_large"
    assert found["filtro"] == 0
