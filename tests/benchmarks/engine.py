"""
Measure the data engine: `python3 dev.py bench-engine`, with `--write` also into `docs/benchmarks.md`.

Every ratio compares two ways to the same answers, in turn and in this one run, so that a slow machine slows
both; the other way is SQL as a good analyst writes it by hand.  The answers are compared before anything is
timed.  Nothing here passes or fails: the targets stand beside the figures, for a person to read.
"""

from __future__ import annotations

import argparse
import datetime
import functools
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from fractions import Fraction
from pathlib import Path
from typing import BinaryIO

import attrs
import duckdb

from pei_dsl.data.engine.duckdb.duckdb_connection import DuckDBConnection
from pei_dsl.data.engine.engine_answers import EngineAnswers
from pei_dsl.data.engine.engine_limits import Limits
from pei_dsl.data.readers import parquet
from pei_dsl.data.readers.locating import locate
from pei_dsl.data.source_findings import Findings
from pei_dsl.evaluation.breakdown import Breakdown
from pei_dsl.model import expressions as m
from pei_dsl.model.expressions import Aggregate, ValueType, Window, WindowKind
from pei_dsl.model.periods import Granularity, Period
from pei_dsl.model.plan import Column, DataSource
from tests.benchmarks import register

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "benchmarks.md"
YEARS = range(2016, 2026)
MONTHS = tuple(part for year in YEARS for part in Period.year_of(year).parts(Granularity.MONTH))
MONTH = "year(event_date) * 12 + month(event_date) - 1"
SEVERAL = 400


@attrs.frozen
class Figure:
    """A line of the table: what was measured, the target, and what came out."""

    what: str
    target: str
    found: str
    details: str


# ---- Ours ----------------------------------------------------------------------------------------------


def answers(folder: Path, breakdown: tuple[str, ...] = (), limits: Limits | None = None) -> EngineAnswers:
    """Return the engine over the Parquet files of `folder`, contract checked."""
    connection = DuckDBConnection(limits or Limits())
    findings = Findings("eventos")
    source = attrs.evolve(register.SOURCE, file="eventos-*.parquet")
    located = locate(source, folder, findings)
    assert located is not None, findings.all()
    relation = parquet.parquet(connection, source, located, findings)
    assert relation is not None, findings.all()
    return EngineAnswers(relation, connection, breakdown)


def table_of(folder: Path) -> str:
    """Return the files of `folder` as SQL reads them."""
    return f"read_parquet('{folder}/eventos-*.parquet')"


# ---- By hand -------------------------------------------------------------------------------------------


def two_stage(items: Sequence[register.Asked], table: str) -> list[str]:
    """Return two-stage SQL by hand: partials by the filtered columns, then by region, then of the whole."""
    partials: dict[str, str] = {}
    final = []
    for item in items:
        names = [partials.setdefault(each, f"m{len(partials)}") for each in item.partial.split("|")]
        final.append(item.final.format(*names))
    named = ", ".join(f"{sql} AS {name}" for sql, name in partials.items())
    keys = "region, establishment, sex, status"
    return [
        f"CREATE OR REPLACE TEMP TABLE x AS SELECT {MONTH} AS p, {keys}, {named} FROM {table} GROUP BY p, {keys}",
        f"SELECT p, region, {', '.join(final)} FROM x GROUP BY p, region",
        f"SELECT p, {', '.join(final)} FROM x GROUP BY p",
    ]


def one_pass(items: Sequence[register.Asked], table: str) -> list[str]:
    """Return SQL of one pass by hand: a CASE for each aggregate, by region and of the whole."""
    wanted = ", ".join(item.direct for item in items)
    return [
        f"SELECT {MONTH} AS p, region, {wanted} FROM {table} GROUP BY p, region",
        f"SELECT {MONTH} AS p, {wanted} FROM {table} GROUP BY p",
    ]


def one_each(items: Sequence[register.Asked], table: str) -> list[str]:
    """Return a query by hand for each aggregate."""
    return [query for item in items for query in one_pass([item], table)]


def run(queries: Iterable[str]) -> list[list[tuple[object, ...]]]:
    """Return the rows of `queries`, run by DuckDB one after another."""
    with duckdb.connect() as connection:
        return [connection.execute(query).fetchall() for query in queries]


# ---- Timing --------------------------------------------------------------------------------------------


def seconds(action: Callable[[], object]) -> tuple[float, float]:
    """Return how long `action` takes: by the clock, and of the processor."""
    clock, processor = time.perf_counter(), time.process_time()
    action()
    return time.perf_counter() - clock, time.process_time() - processor


def compared(
    what: str,
    target: str,
    ours: Callable[[], object],
    other: Callable[[], object],
    rounds: int,
    *,
    faster: bool,
) -> Figure:
    """
    Return the ratio of two actions measured in turn.

    By `faster`, the ratio says how many times faster ours is; else, how many times as long it takes.
    """
    pairs = [(seconds(ours), seconds(other)) for _ in range(rounds)]
    ratios = [
        tuple((b / a if faster else a / b) for a, b in zip(one, two, strict=True)) for one, two in pairs
    ]
    clock, processor = (statistics.median(column) for column in zip(*ratios, strict=True))
    ours_s = statistics.median(one[0] for one, _ in pairs)
    other_s = statistics.median(two[0] for _, two in pairs)
    details = f"{ours_s:.2f} s against {other_s:.2f} s; of the processor {processor:.2f}; {rounds} rounds"
    return Figure(what, target, f"{clock:.2f}", details)


# ---- What is measured ----------------------------------------------------------------------------------


def many_aggregates(folder: Path, rounds: int) -> Iterator[Figure]:
    """Measure 400 filtered aggregates by month and region against three ways by hand."""
    items = register.asked(SEVERAL)
    requests = [(item.node, month) for item in items for month in MONTHS]
    table = table_of(folder)

    def ours() -> EngineAnswers:
        found = answers(folder, ("region",))
        found.prefetch(requests)
        return found

    _same(ours(), items, run(one_pass(items, table)[:1])[0])
    what = f"{SEVERAL} filtered aggregates by month and region, and of all regions"
    yield compared(
        f"{what}: time against two-stage SQL by hand",
        "≤ 1.1",
        ours,
        lambda: run(two_stage(items, table)),
        rounds,
        faster=False,
    )
    yield compared(
        f"{what}: times faster than one pass of CASE by hand",
        "≥ 3",
        ours,
        lambda: run(one_pass(items, table)),
        1,
        faster=True,
    )
    few = items[:20]
    some = [(item.node, month) for item in items for month in MONTHS]
    clock, _ = seconds(ours)
    other, _ = seconds(lambda: run(one_each(few, table)))
    scaled = other / len(few) * len(items)
    yield Figure(
        f"{what}: times faster than one query for each",
        "≥ 20",
        f"{scaled / clock:.1f}",
        f"{clock:.2f} s against {scaled:.0f} s ({len(few)} queries took {other:.1f} s); {len(some):,} figures",
    )


def _same(found: EngineAnswers, items: Sequence[register.Asked], rows: Sequence[Sequence[object]]) -> None:
    """Make sure that ours and SQL by hand say the same, absences aside."""
    by_key = {(row[0], row[1]): row for row in rows}
    for month in MONTHS[::17]:
        for region in ("Region A", "Region H"):
            row = by_key.get((month.year * 12 + month.number - 1, region))
            place = 2
            for item in items:
                width = item.direct.count("(CASE")
                value = found.outcome(item.node, month, (region,)).value
                if row is not None and isinstance(value, Fraction) and width == 1 and row[place] is not None:
                    assert value == Fraction(str(row[place])), (item, month, region)
                place += width


def rolling(folder: Path) -> Iterator[Figure]:
    """
    Measure a window of 60 months, for each of 120 months and 8 regions, against range joins by hand.

    A window is a stretch of days, so that is what the first of them compares; the second reckons with whole
    months, which an analyst may do who knows that no window begins within one.
    """
    window = (Window(WindowKind.LAST, 60, "mes"),)
    nodes = [
        Aggregate("sum", "eventos", m.ColumnValue("amount"), None, window),
        Aggregate("count", "eventos", None, None, window),
    ]

    def ours() -> dict[tuple[int, object], list[object]]:
        found = answers(folder, ("region",))
        found.prefetch((node, month) for node in nodes for month in MONTHS)
        groups = found.groups()
        made: dict[tuple[int, object], list[object]] = {}
        for month in MONTHS:
            for values in zip(*(found.values(node, month, groups) for node in nodes), groups, strict=True):
                *figures, (region,) = values
                made[month.year * 12 + month.number - 1, region] = figures
        return made

    first, table = MONTHS[0].year * 12, table_of(folder)
    days = (
        f"SELECT {first} + w.i, region, SUM(amount), COUNT(*) FROM (SELECT i, CAST(DATE '{MONTHS[0].start}' + "
        f"to_months(CAST(i AS INTEGER)) AS DATE) AS p FROM range({len(MONTHS)}) r(i)) w JOIN {table} t "
        "ON t.event_date >= w.p - INTERVAL 59 MONTH AND t.event_date < w.p + INTERVAL 1 MONTH "
        "GROUP BY w.i, region"
    )
    months = (
        f"SELECT w.p, region, SUM(amount), COUNT(*) FROM range({first}, {first + len(MONTHS)}) w(p) JOIN "
        f"(SELECT {MONTH} AS p, region, amount FROM {table}) t ON t.p BETWEEN w.p - 59 AND w.p "
        "GROUP BY w.p, region"
    )
    figures = ours()
    for by_hand, what, target in ((days, "days", "≥ 50"), (months, "whole months", "faster")):
        for month, region, amount, number in run([by_hand])[0]:
            assert figures[int(str(month)), region] == [Fraction(str(amount)), number], (month, region)
        yield compared(
            f"rolling 60 months, sum and count, for 120 months by region: times faster than a range join of {what}",
            target,
            ours,
            lambda query=by_hand: run([query]),  # type: ignore[misc]
            3,
            faster=True,
        )


MUNICIPAL_HEAD = """plan "Municipios"
  entidad: "Entidad"
  periodo: 2019 a 2024
fuente eventos "Eventos"
  archivo: eventos.parquet
  tiempo: event_date
  desagregación: municipality
  columna event_date: fecha
  columna municipality: texto
  columna a: número
  columna b: número
  columna tipo: texto
objetivo OEI.01 "Objetivo"
"""


def municipalities(folder: Path, rows: int) -> Iterator[Figure]:
    """Measure 40 indicators by 1,900 municipalities and 72 months: all formulas, exactly; then as files."""
    from pei_dsl.renderers import breakdown_arrow, breakdown_csv
    from pei_dsl.workspace.breaking_down import break_down as verb
    from pei_dsl.workspace.breaking_down import breaking_down
    from pei_dsl.workspace.loading import load

    folder.mkdir(parents=True, exist_ok=True)
    types = [f"T{number}" for number in range(20)]
    lines = [MUNICIPAL_HEAD]
    for number in range(40):
        kind = types[number % 20]
        formula = (
            f'suma(eventos.a si tipo = "{kind}") / suma(eventos.b si tipo = "{kind}")'
            if number < 20
            else f'contar(eventos si tipo = "{kind}" si a >= 50) / contar(eventos si tipo = "{kind}")'
        )
        lines.append(
            f'indicador IND.{number + 1:02}.OEI.01 "Porcentaje {number}"\n  fórmula: {formula}\n'
            "  unidad: porcentaje\n  sentido: ascendente\n  logros: 2024: 80%\n"
        )
    (folder / "plan.pei").write_text("".join(lines), "utf-8")
    path = folder / "eventos.parquet"
    if not path.exists():
        duckdb.sql(
            "COPY (SELECT DATE '2019-01-01' + CAST(i * 7919 % 2192 AS INTEGER) AS event_date, "
            "'M' || lpad(CAST(i // 20 % 1900 AS VARCHAR), 4, '0') AS municipality, "
            "CAST(hash(i, 3) % 100 AS INTEGER) AS a, CAST(hash(i, 4) % 100 + 1 AS INTEGER) AS b, "
            f"'T' || (i % 20) AS tipo FROM range({rows}) r(i)) TO '{path}' (FORMAT parquet)"
        )
    loaded = load(folder)
    assert not loaded.errors, loaded.errors
    months = [part for year in range(2019, 2025) for part in Period.year_of(year).parts(Granularity.MONTH)]
    counts = {"cells": 0, "figures": 0}

    def measure() -> None:
        made, found = verb(loaded, months, ["municipality"])
        assert not found, found
        for series in made.series:
            counts["cells"] += len(series.values)
            counts["figures"] += sum(isinstance(value, Fraction) for value in series.values)

    clock, processor = seconds(measure)
    yield Figure(
        "40 indicators by 1,900 municipalities and 72 months, every formula exact",
        "< 60 s",
        f"{clock:.0f} s",
        f"{counts['cells']:,} cells, {counts['figures']:,} of them figures, over {rows:,} rows; processor {processor:.0f} s",
    )

    def as_csv(made: Breakdown, stream: BinaryIO) -> None:
        stream.writelines(text.encode() for text in breakdown_csv.texts(made))

    def written(path: Path, write: Callable[[Breakdown, BinaryIO], None]) -> None:
        with breaking_down(loaded, months, ["municipality"]) as (made, _), path.open("wb") as stream:
            write(made, stream)

    for kind, write in (("CSV", as_csv), ("Parquet", breakdown_arrow.write_parquet)):
        path = folder / f"figures.{kind.lower()}"
        clock, processor = seconds(functools.partial(written, path, write))
        yield Figure(
            f"the same, computed and written as {kind}",
            "< 70 s",
            f"{clock:.0f} s",
            f"{path.stat().st_size / 2**20:,.0f} MB; processor {processor:.0f} s",
        )


DATES = {
    "iso": "%Y-%m-%d",
    "dd/mm/aaaa": "%d/%m/%Y",
    "dd-mm-aa": "%d-%m-%y",
    "dd/mm/aaaa hh:mm:ss": "%d/%m/%Y %H:%M:%S",
}


def formatted_dates(folder: Path, rows: int, rounds: int) -> Iterator[Figure]:
    """Measure dates in declared formats, as texts of Parquet files, against ISO dates; the figures agree."""
    folder.mkdir(parents=True, exist_ok=True)
    moment = "TIMESTAMP '2015-01-01' + to_seconds(CAST(hash(i) % 300000000 AS BIGINT))"
    for number, code in enumerate(DATES.values()):
        path = folder / f"{number}.parquet"
        if not path.exists():
            duckdb.sql(
                f"COPY (SELECT strftime({moment}, '{code}') AS c FROM range({rows}) r(i)) "
                f"TO '{path}' (FORMAT parquet)"
            )

    def count(number: int, name: str) -> list[int]:
        formats = () if name == "iso" else (name,)
        column = Column("c", ValueType.DATE, formats=formats)
        source = DataSource("s", file=f"{number}.parquet", time="c", columns={"c": column})
        with DuckDBConnection() as connection:
            findings = Findings("s")
            located = locate(source, folder, findings)
            assert located is not None
            relation = parquet.parquet(connection, source, located, findings)
            assert relation is not None
            found = EngineAnswers(relation, connection)
            node = Aggregate("count", "s", None, None, ())
            found.prefetch([(node, Period.year_of(year)) for year in YEARS])
            outcomes = (found.outcome(node, Period.year_of(year)).value for year in YEARS)
            return [int(each) if isinstance(each, Fraction) else 0 for each in outcomes]

    expected = count(0, "iso")
    for number, name in enumerate(DATES):
        assert count(number, name) == expected, name
        if number:
            yield compared(
                f"{rows:,} dates as `{name}`, read and counted by year: time against ISO dates",
                "≤ 3" if "hh" in name else "≤ 1.5",
                functools.partial(count, number, name),
                functools.partial(count, 0, "iso"),
                rounds,
                faster=False,
            )


def memory(folder: Path, rows: int) -> Figure:
    """Measure the peak memory of 40 aggregates over many rows, in a process of its own."""
    command = [sys.executable, "-m", "tests.benchmarks.engine", "--memory-of", str(folder)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    started = time.perf_counter()
    found = subprocess.run(command, check=True, capture_output=True, text=True, env=environment, cwd=ROOT)
    took = time.perf_counter() - started
    return Figure(
        f"peak memory of 40 aggregates by month and region over {rows:,} rows",
        "< 1 GB",
        f"{int(found.stdout) / 2**20:.2f} GB",
        f"{took:.0f} s; the engine was allowed 800 MB",
    )


def memory_of(folder: Path) -> None:
    """Print the peak memory, in kilobytes, of reading `folder`."""
    found = answers(folder, ("region",), Limits(memory="800MB"))
    found.prefetch([(item.node, month) for item in register.asked(40) for month in MONTHS])
    # Not `ru_maxrss`, which a process inherits from the one that started it.
    lines = Path("/proc/self/status").read_text("ascii").splitlines()
    print(next(line.split()[1] for line in lines if line.startswith("VmHWM")))


def against_vtl(folder: Path, python: str) -> Figure:
    """Measure 60 filtered sums over a million rows against vtlengine, in the environment of `python`."""
    sums, rows = 60, 1_000_000
    path = folder / "eventos-000.parquet"
    script = str(ROOT / "tests" / "benchmarks" / "vtl.py")
    command = [python, script, str(path), str(sums), str(rows)]
    theirs = float(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    with tempfile.TemporaryDirectory() as part:
        duckdb.sql(f"COPY (SELECT * FROM '{path}' LIMIT {rows}) TO '{part}/eventos-000.parquet'")
        nodes = [
            Aggregate(
                "sum",
                "eventos",
                m.ColumnValue("amount"),
                m.Logic(
                    "y",
                    (
                        m.Comparison("=", m.ColumnValue("status"), m.Text(register.STATUSES[number % 6])),
                        m.Comparison(">=", m.ColumnValue("n"), m.Number(Fraction(number % 5))),
                    ),
                ),
            )
            for number in range(sums)
        ]
        ours, _ = seconds(
            lambda: answers(Path(part), ("region",)).prefetch((node, p) for node in nodes for p in MONTHS)
        )
    return Figure(
        f"{sums} filtered sums by month and region over {rows:,} rows: times faster than vtlengine on DuckDB",
        "faster",
        f"{theirs / ours:.0f}",
        f"{ours:.2f} s against {theirs:.1f} s; theirs are floating-point numbers",
    )


def small_command() -> Figure:
    """Measure the command on a small CSV file through DuckDB, start-up included."""
    example = ROOT / "specs" / "ejemplos" / "stock-y-ventana"
    command = [sys.executable, "-m", "pei_dsl", "evaluar", str(example), "--periodo", "2024"]

    def with_engine(engine: str) -> Callable[[], object]:
        environment = {**os.environ, "PYTHONPATH": str(ROOT)}
        return lambda: subprocess.run(
            [*command, "--motor", engine], check=True, capture_output=True, env=environment, cwd=ROOT
        )

    times = [(seconds(with_engine("duckdb"))[0], seconds(with_engine("referencia"))[0]) for _ in range(7)]
    by_duckdb, by_reference = (statistics.median(column) for column in zip(*times, strict=True))
    return Figure(
        "`pei evaluar` with a small CSV file through DuckDB",
        "< 0.5 s",
        f"{by_duckdb:.2f} s",
        f"{by_reference:.2f} s by the reference, which `--motor auto` takes for small files",
    )


# ---- Telling -------------------------------------------------------------------------------------------


def main(arguments: Sequence[str] | None = None) -> None:
    """Print every figure; with `--write`, put them into the page."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--rows", type=int, default=10_000_000, help="rows of the register")
    parser.add_argument("--large", type=int, default=100_000_000, help="rows for the peak of memory; 0: none")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--folder", type=Path, help="where the generated data stay for the next run")
    parser.add_argument("--vtl", metavar="PYTHON", help="a Python that has vtlengine, to compare with it")
    parser.add_argument("--write", action="store_true", help="write docs/benchmarks.md")
    parser.add_argument("--memory-of", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args(arguments)
    if options.memory_of is not None:
        memory_of(options.memory_of)
        return
    with tempfile.TemporaryDirectory() as temporary:
        folder = options.folder or Path(temporary)
        figures = list(_measured(folder, options.rows, options.large, options.rounds, options.vtl))
    if options.write:
        _write(figures, options.rows)


def _measured(folder: Path, rows: int, large: int, rounds: int, vtl: str | None) -> Iterator[Figure]:
    register.write(folder / f"register-{rows}", rows)
    small = folder / f"register-{rows}"
    for figure in _each(folder, small, rows, large, rounds, vtl):
        print(f"{figure.what}\n    {figure.found}   (target {figure.target}; {figure.details})", flush=True)
        yield figure


def _each(folder: Path, small: Path, rows: int, large: int, rounds: int, vtl: str | None) -> Iterator[Figure]:
    from tests.benchmarks import entities, joined

    yield small_command()  # before what fills the memory that files are kept in
    yield from many_aggregates(small, rounds)
    if vtl is not None:
        yield against_vtl(small, vtl)
    yield from rolling(small)
    yield from formatted_dates(folder / f"dates-{rows}", rows, rounds)
    yield from municipalities(folder / f"municipal-{rows}", rows)
    yield from joined.figures(folder / f"joined-{rows}", rows, rounds)
    yield entities.thousand(folder / f"entities-{rows}", rows, rows // 10)
    if large:
        yield from entities.figures(folder / f"entities-{large}", large, large // 10, rounds, 10)
        register.write(folder / f"register-{large}", large)
        yield memory(folder / f"register-{large}", large)


def _write(figures: Sequence[Figure], rows: int) -> None:
    lines = [
        "# Benchmarks of the data engine",
        "",
        "Written by `python3 dev.py bench-engine --write`; `tests/benchmarks/engine.py` says how it is measured.",
        "",
        ", ".join(
            (
                datetime.datetime.now(datetime.UTC).date().isoformat(),
                f"{os.cpu_count()} cores",
                f"Python {platform.python_version()}",
                f"DuckDB {duckdb.__version__}",
                f"{rows:,} rows in Parquet files.",
            )
        ),
        "",
        "| what | target | found | |",
        "|---|---|---|---|",
        *(f"| {each.what} | {each.target} | {each.found} | {each.details} |" for each in figures),
        "",
    ]
    _, mark, language = PAGE.read_text("utf-8").partition("## The language")  # other benchmarks, by hand
    PAGE.write_text("\n".join([*lines, f"{mark}{language}"]), "utf-8")


if __name__ == "__main__":
    main()
