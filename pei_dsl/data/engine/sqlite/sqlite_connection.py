"""SQLite, which is part of Python: the engine where no other is installed, and for databases of its kind."""

from __future__ import annotations

import contextlib
import decimal
import sqlite3
import time
from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction

import attrs

from pei_dsl.data.engine.connection import EngineError, Parted, SqlRows
from pei_dsl.data.engine.decimals import decimal as digits_of
from pei_dsl.data.engine.dialect import Dialect
from pei_dsl.data.engine.engine_limits import Limits
from pei_dsl.data.engine.sqlite.sqlite_dialect import SQLite

# How many steps of its machine SQLite takes between two looks at the clock.
_STEPS = 100_000


class _Total:
    """An exact sum: whole numbers as they are, texts of decimal digits as fractions."""

    def __init__(self) -> None:
        self.whole = 0
        self.rest = Fraction(0)
        self.empty = True

    def step(self, cell: object) -> None:
        """Add a cell."""
        if cell is None:
            return
        self.empty = False
        if isinstance(cell, int):
            self.whole += cell
        else:
            self.rest += Fraction(str(cell))

    def finalize(self) -> str | int | None:
        """Return the sum: a whole number where SQLite can hold it, else its digits."""
        if self.empty:
            return None
        return stored(self.rest + self.whole)


def stored(number: Fraction) -> str | int:
    """Return an exact number as SQLite keeps it: whole where it fits in 64 bits, else decimal digits."""
    if number.denominator == 1 and -(2**63) <= number.numerator < 2**63:
        return number.numerator
    return digits_of(number)


def _compare(left: str, right: str) -> int:
    """Order two numbers written in digits."""
    first, second = Fraction(left), Fraction(right)
    return (first > second) - (first < second)


def _left(text: str | None, count: int) -> str | None:
    """Return the first letters of a text."""
    return None if text is None else text[:count]


def _right(text: str | None, count: int) -> str | None:
    """Return the last letters of a text; `count` is not 0."""
    return None if text is None else text[-count:]


def _middle(text: str | None, first: int, count: int) -> str | None:
    """Return letters of a text from one on."""
    return None if text is None else text[first - 1 : first - 1 + count]


# Twice as many digits as sums and products may have: what does not fit is an error, and never rounded.
_EXACT = decimal.Context(
    prec=2 * SQLite.digits,
    Emax=decimal.MAX_EMAX,
    Emin=decimal.MIN_EMIN,
    traps=[decimal.Inexact, decimal.InvalidOperation],
)


def _computed(
    compute: Callable[[decimal.Decimal, decimal.Decimal], decimal.Decimal],
) -> Callable[[str | None, str | None], str | None]:
    """Return `compute` for numbers written in digits, of which any may be missing."""

    def of_digits(one: str | None, other: str | None) -> str | None:
        if one is None or other is None:
            return None
        found = compute(decimal.Decimal(one), decimal.Decimal(other))
        return f"{_EXACT.normalize(found):f}" if found else "0"

    return of_digits


@attrs.define
class SQLiteConnection:
    """A database of SQLite; its numbers that are no whole ones are texts of digits, compared as numbers."""

    limits: Limits = attrs.field(factory=Limits)
    dialect: Dialect = attrs.field(factory=SQLite)
    raw: sqlite3.Connection = attrs.field(factory=lambda: sqlite3.connect(":memory:"))
    _tables: int = 0

    def __attrs_post_init__(self) -> None:
        self.raw.create_aggregate("pei_total", 1, _Total)  # type: ignore[arg-type]
        self.raw.create_collation("PEI_NUMBER", _compare)
        for name, compute in (
            ("product", _EXACT.multiply),
            ("sum", _EXACT.add),
            ("difference", _EXACT.subtract),
        ):
            self.raw.create_function(f"pei_{name}", 2, _computed(compute), deterministic=True)
        self.raw.create_function("pei_left", 2, _left, deterministic=True)
        self.raw.create_function("pei_right", 2, _right, deterministic=True)
        self.raw.create_function("pei_middle", 3, _middle, deterministic=True)

    def fresh(self) -> str:
        """Return a name that no table of this connection has."""
        self._tables += 1
        return f"pei_rows_{self._tables}"

    def close(self) -> None:
        """Close the database."""
        self.raw.close()

    def rows(self, query: str) -> SqlRows:
        """Return the rows of `query`."""
        end = None if self.limits.seconds is None else time.monotonic() + self.limits.seconds
        self.raw.set_progress_handler(lambda: int(end is not None and time.monotonic() > end), _STEPS)
        try:
            found: Sequence[Sequence[object]] = self.raw.execute(query).fetchmany(self.limits.rows + 1)
        except sqlite3.OperationalError as error:
            if str(error) == "interrupted":
                raise EngineError("PEI333", seconds=self.limits.patience) from error
            raise EngineError("PEI331", told=str(error)[:200]) from error
        except sqlite3.Error as error:
            raise EngineError("PEI331", told=str(error)[:200]) from error
        if len(found) > self.limits.rows:
            raise EngineError("PEI334", limit=self.limits.rows)
        return found

    def keep(self, definition: Parted) -> str:
        """Return the table of the rows of `definition`, which are computed once."""
        name = self.fresh()
        self.rows(f"CREATE TEMP TABLE {name} AS {definition.whole}")
        return name

    def forget(self, kept: str) -> None:
        """Drop a table."""
        self.rows(f"DROP TABLE {kept}")

    @contextlib.contextmanager
    def over(self, name: str, definition: str) -> Iterator[Callable[[str], SqlRows]]:
        """Give what runs queries over the rows of `definition`, which are computed once."""
        self.rows(f"CREATE TEMP TABLE {name} AS {definition}")
        try:
            yield self.rows
        finally:
            self.rows(f"DROP TABLE IF EXISTS {name}")
