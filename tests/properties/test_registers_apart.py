"""Sources that are in different places: what one asks of another is brought to the rows that ask."""

from __future__ import annotations

import re
import sqlite3
import tempfile
from collections.abc import Callable
from pathlib import Path

import attrs
import duckdb
import psycopg
import pytest
from hypothesis import HealthCheck, example, given, settings

import pei_dsl
from pei_dsl.data import looking_up
from pei_dsl.data.looked_up_rows import Keyed
from pei_dsl.data.reading import Engine
from pei_dsl.model.absence import Absence
from tests.in_engines import ADDRESS
from tests.properties.test_registers import (
    JOINED,
    SOURCES,
    Rows,
    asked_rows,
    asking_columns,
    asking_rows,
    figures,
    never_at_home,
)

COLUMNS = {
    "s": {"d": "date", "k": "text", "a": "numeric", "b": "boolean"},
    "p": {"n": "int", "k": "text", "a": "numeric", "d": "date"},
}
# A mean of thirds is no number that an engine keeps: it is asked at home.
BROUGHT = [each for each in JOINED if not each.startswith("promedio")]


def outer_figures() -> list[str]:
    """Return what is asked of each column that asks."""
    found = []
    for number, asked in enumerate(BROUGHT):
        if asked.endswith("> 0"):
            found += [f"contar(p si c{number})", f"contar(p si no c{number})"]
        elif asked.startswith("único"):
            found += [f"contar(p.c{number})", f'contar(p si c{number} = "A")']
        else:
            found += [f"contar(p.c{number})", f"suma(p.c{number})", f"contar(p si c{number} > 0 y a > 0)"]
    return found


# ---- Places --------------------------------------------------------------------------------------------


@attrs.define
class Places:
    """
    Where rows may be; each method writes them and returns what the plan says of it.

    Attributes:
        folder: The folder of the plan.
        server: A connection that may write.
        variables: Sets an environment variable.
    """

    folder: Path
    server: psycopg.Connection
    variables: Callable[[str, str], None]

    def texts(self, name: str, rows: Rows) -> str:
        """In a file of texts, so small that Python keeps it."""
        words = {True: "sí", False: "no", None: ""}
        lines = [",".join(COLUMNS[name])]
        for row in rows:
            cells = (row[each] for each in COLUMNS[name])
            lines.append(",".join(words[c] if c is None or isinstance(c, bool) else str(c) for c in cells))
        (self.folder / f"{name}.csv").write_text("\n".join(lines) + "\n", "utf-8")
        return f"archivo: {name}.csv"

    def parquet(self, name: str, rows: Rows) -> str:
        """In a file that DuckDB reads."""
        with duckdb.connect() as connection:
            _fill(connection.execute, name, name, rows, "?")
            connection.execute(f"COPY {name} TO '{self.folder / name}.parquet' (FORMAT parquet)")
        return f"archivo: {name}.parquet"

    def sqlite(self, name: str, rows: Rows, file: str = "") -> str:
        """In a file of SQLite, of its own or that one."""
        path, variable = self.folder / f"{file or name}.db", f"PEI_{file or name}".upper()
        database = sqlite3.connect(path)
        _fill(database.execute, name, name, rows, "?")
        database.commit()
        database.close()
        self.variables(variable, f"sqlite:///{path}")
        return f"conexión: {variable}\n  tabla: {name}"

    def one_sqlite(self, name: str, rows: Rows) -> str:
        """In the one file of SQLite that has both."""
        return self.sqlite(name, rows, "both")

    def postgres(self, name: str, rows: Rows) -> str:
        """In a table of the server."""
        table = f"apart_{name}"
        self.server.execute(f"DROP TABLE IF EXISTS {table}".encode())
        _fill(lambda text, given=(): self.server.execute(text.encode(), given), table, name, rows, "%s")
        return f"conexión: {ADDRESS}\n  tabla: {table}"


def _fill(execute: Callable[..., object], table: str, name: str, rows: Rows, mark: str) -> None:
    columns = COLUMNS[name]
    execute(f"CREATE TABLE {table} ({', '.join(' '.join(each) for each in columns.items())})")
    for row in rows:
        marks = ", ".join([mark] * len(columns))
        execute(f"INSERT INTO {table} VALUES ({marks})", [row[each] for each in columns])


# Where the rows are that are asked, and where those that ask.
PAIRS = (
    (Places.texts, Places.parquet),
    (Places.texts, Places.sqlite),
    (Places.texts, Places.postgres),
    (Places.sqlite, Places.parquet),
    (Places.sqlite, Places.postgres),
    (Places.parquet, Places.sqlite),
    (Places.postgres, Places.parquet),
    (Places.sqlite, Places.sqlite),
    (Places.one_sqlite, Places.one_sqlite),
)


@pytest.mark.parametrize("pair", PAIRS, ids=[f"{one.__name__}-{other.__name__}" for one, other in PAIRS])
@settings(max_examples=2, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=asked_rows, asking=asking_rows)
@example(
    rows=[
        {"d": "2024-01-15", "k": "A", "a": 3, "b": True},
        {"d": "2024-01-15", "k": "A", "a": 2, "b": None},
        {"d": "2023-02-01", "k": "B", "a": 1, "b": False},
        {"d": "2024-06-30", "k": None, "a": 1, "b": True},
    ],
    asking=[{"k": key, "a": 1, "d": "2024-01-15"} for key in ("A", "B", "más", None)],
)
def test_what_is_elsewhere_is_brought_to_the_rows_that_ask(
    monkeypatch: pytest.MonkeyPatch,
    admin: psycopg.Connection,
    pair: tuple[Callable[..., str], Callable[..., str]],
    rows: Rows,
    asking: Rows,
) -> None:
    """The rows that ask stay where they are, and each key is asked once."""
    data = {"s": rows, "p": [{"n": number, **row} for number, row in enumerate(asking)]}
    sources = SOURCES + asking_columns(BROUGHT)
    asked = outer_figures()
    expected = figures(asked, sources, data, Engine.REFERENCE)
    with tempfile.TemporaryDirectory() as folder, monkeypatch.context() as patched:
        places = Places(Path(folder), admin, patched.setenv)
        for name, place in zip("sp", pair, strict=True):
            where = place(places, name, data[name])
            sources = re.sub(rf'(fuente {name} "[^"]*"\n)', rf"\1  {where}\n", sources)
        patched.setattr(looking_up, "fill", never_at_home)
        patched.setattr(Keyed, "of", never_at_home)
        found = figures(asked, sources, {}, Engine.AUTOMATIC, Path(folder))

    assert list(zip(asked, found, strict=True)) == list(zip(asked, expected, strict=True))


def test_what_nobody_asks_for_is_not_looked_up(tmp_path: Path) -> None:
    """A column that asks a source with a key that has two values spoils no figure that does not read it."""
    (tmp_path / "s.csv").write_text("k,a\nA,1\nA,2\n", "utf-8")
    (tmp_path / "t.csv").write_text("k,a\nA,5\n", "utf-8")
    with duckdb.connect() as connection:
        connection.execute(f"COPY (SELECT 'A' AS k) TO '{tmp_path}/p.parquet' (FORMAT parquet)")
    (tmp_path / "plan.pei").write_text(
        'plan "P"\n  periodo: 2024\n'
        "fuente s\n  archivo: s.csv\n  columna k: texto\n  columna a: número\n"
        "fuente t\n  archivo: t.csv\n  columna k: texto\n  columna a: número\n"
        "fuente p\n  archivo: p.parquet\n  columna k: texto\n"
        "  columna dos = único(s.a si k = p.k)\n  columna uno = único(t.a si k = p.k)\n"
        'objetivo OEI.01 "S"\nindicador IND.01.OEI.01 "I"\n  fórmula: suma(p.uno)\n  unidad: número\n'
        '  sentido: ascendente\n  logros: 2024: 8\nindicador IND.02.OEI.01 "J"\n  fórmula: suma(p.dos)\n'
        "  unidad: número\n  sentido: ascendente\n  logros: 2024: 8\n",
        "utf-8",
    )

    measured = pei_dsl.evaluate(pei_dsl.load(tmp_path), 2024)

    first, second = measured.evaluation.indicators.values()
    assert first.computed == 5
    assert isinstance(second.computed, Absence)
    assert second.computed.cause == "several_values_in"
    assert second.computed.params["key"] == "k A"
