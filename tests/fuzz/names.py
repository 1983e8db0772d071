"""Names and texts that try to get out of their quotes, against every engine: they name what they name, no more."""

from __future__ import annotations

import contextlib
import csv
import random
import sqlite3
import tempfile
from collections.abc import Callable, Iterator, Mapping
from fractions import Fraction
from pathlib import Path

import attrs

import pei_dsl
from pei_dsl.data.reading import Engine, Reading
from tests.engines import lacks_postgres, postgres_server
from tests.fuzz.laws import BrokenLawError

_HOSTILE = [
    *(
        "'",
        '"',
        "''",
        '""',
        "`",
        ";",
        "--",
        "/*",
        "*/",
        "\\",
        "\\'",
        "$$",
        "$1",
        "%s",
        "%",
        "?",
        ":a",
        "{",
        "}",
        "0x",
    ),
    *(
        "NULL",
        "select",
        "DROP TABLE t",
        "or 1=1",
        "x",
        "É",
        "ñ",
        "日本",
        "😀",
        " ",
        "_",
        "(",
        ")",
        ",",
        "#",
        "@",
        "|",
    ),
]


def quoted(text: str) -> str:
    """Return `text` as a plan writes it."""
    return f"«{text}»" if '"' in text else f'"{text}"'


@attrs.frozen
class Named:
    """A column, a table and a text that were named by chance."""

    column: str
    table: str
    text: str

    @classmethod
    def by(cls, chance: random.Random) -> Named:
        """Return names of some hostile parts each."""

        def some() -> str:
            return "".join(chance.choices(_HOSTILE, k=chance.randint(1, 5))).strip() or "x"

        # A table has a plain name, or the plan is refused.
        table = "tabla" if chance.random() < 0.9 else f"t{some()}"[:50].strip()
        return cls(f"c{some()}"[:50].strip(), table, some())

    def plan(self, place: str) -> str:
        """Return a plan that sums the rows with the text, of the source that `place` says."""
        return (
            f'plan "P"\n  periodo: 2024\nobjetivo OEI.01 "S"\nindicador IND.01.OEI.01 "I"\n  unidad: número\n'
            f"  sentido: ascendente\n  logros: 2024: 10\n  fórmula: suma(f.n si f.[{self.column}] = {quoted(self.text)})\n"
            f"fuente f\n{place}  columna [{self.column}]: texto\n  columna n: número\n"
        )

    @property
    def rows(self) -> list[tuple[str, int]]:
        """Rows of which those with the text have 5 together."""
        return [(self.text, 2), ("otro", 40), (self.text, 3), (self.text + "x", 500)]


def tried(named: Named, place: Callable[[Named], str], root: Path, engine: Engine) -> bool:
    """Compute with `named` and raise where 5 does not come out; False where a plan cannot name it so."""
    loaded = pei_dsl.load_text(
        named.plan(place(named)), root=root, permissions=pei_dsl.Permissions(variables=None)
    )
    if loaded.errors:
        return False
    measured = pei_dsl.evaluate(loaded, 2024, reading=Reading(engine=engine))
    value = measured.evaluation.indicators["IND.01.OEI.01"].value
    if value != Fraction(5):
        told = [each.message() for each in measured.diagnostics]
        message = f"{engine}: {named} gives {value}, {told}"
        raise BrokenLawError(message)
    return True


@contextlib.contextmanager
def carriers() -> Iterator[
    Mapping[str, tuple[Callable[[Named, Path], None], Callable[[Named], str], Engine]]
]:
    """Give each carrier that can run here: what writes rows into it, what declares it, and its engine."""

    def as_csv(named: Named, root: Path) -> None:
        with (root / "f.csv").open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows([(named.column, "n"), *named.rows])

    def as_sqlite(named: Named, root: Path) -> None:
        (root / "b.db").unlink(missing_ok=True)
        with contextlib.closing(sqlite3.connect(root / "b.db")) as database:
            _write(database.execute, named, "?")
            database.commit()

    def declared(kind: str) -> Callable[[Named], str]:
        return lambda named: f"  conexión: PEI_FUZZ_{kind}\n  tabla: {quoted(named.table)}\n"

    found: dict[str, tuple[Callable[[Named, Path], None], Callable[[Named], str], Engine]] = {
        "Python": (as_csv, lambda _: "  archivo: f.csv\n", Engine.REFERENCE),
        "DuckDB": (as_csv, lambda _: "  archivo: f.csv\n", Engine.DUCKDB),
        "SQLite": (as_sqlite, declared("SQLITE"), Engine.AUTOMATIC),
    }
    with contextlib.ExitStack() as stack:
        if not lacks_postgres():
            import psycopg

            address = stack.enter_context(postgres_server())
            server = stack.enter_context(psycopg.connect(address, autocommit=True))

            def as_postgres(named: Named, _: Path) -> None:
                server.execute("DROP SCHEMA public CASCADE; CREATE SCHEMA public")
                _write(server.execute, named, "%s")

            found["PostgreSQL"] = (as_postgres, declared("POSTGRES"), Engine.AUTOMATIC)
            stack.enter_context(_variable("PEI_FUZZ_POSTGRES", address))
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        stack.enter_context(_variable("PEI_FUZZ_SQLITE", f"sqlite:///{folder / 'b.db'}"))
        stack.enter_context(contextlib.chdir(folder))
        yield found


def _write(run: Callable[..., object], named: Named, sign: str) -> None:
    """Make the table of `named`, its names between quotes as SQL has them."""
    table, column = ('"' + name.replace('"', '""') + '"' for name in (named.table, named.column))
    run(f"CREATE TABLE {table} ({column} TEXT, n INTEGER)")
    if sign == "%s":  # with parameters, psycopg reads every «%»
        table = table.replace("%", "%%")
    for row in named.rows:
        run(f"INSERT INTO {table} VALUES ({sign}, {sign})", row)


@contextlib.contextmanager
def _variable(name: str, value: str) -> Iterator[None]:
    import os

    os.environ[name] = value
    try:
        yield
    finally:
        del os.environ[name]
