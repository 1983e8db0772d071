"""PostgreSQL: a database of somebody else, which is only read."""

from __future__ import annotations

import contextlib
import importlib
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any, TypeAlias

import attrs

from pei_dsl.data.engine.addresses import Address
from pei_dsl.data.engine.connection import EngineError, Parted, SqlRows, inline
from pei_dsl.data.engine.dialect import Dialect
from pei_dsl.data.engine.engine_limits import Limits
from pei_dsl.data.engine.postgres.postgres_dialect import PostgreSQL
from pei_dsl.data.extras import MissingExtraError

if TYPE_CHECKING:
    import psycopg

    Raw: TypeAlias = psycopg.Connection[tuple[Any, ...]]


@attrs.define
class PostgresConnection:
    """
    A database of PostgreSQL, read in one transaction that cannot write: all queries see the same rows.

    Attributes:
        address: Where it is.
        variable: The environment variable that said so, for messages.
    """

    address: Address
    variable: str = ""
    limits: Limits = attrs.field(factory=Limits)
    dialect: Dialect = attrs.field(factory=PostgreSQL)
    _raw: Raw | None = None

    @property
    def raw(self) -> Raw:
        """
        The connection itself, opened when first used.

        Raises:
            MissingExtraError: There is no driver.
            EngineError: There is no connection (PEI336, PEI337).
        """
        if self._raw is None:
            self._raw = self._open()
        return self._raw

    def _open(self) -> Raw:
        try:
            driver = importlib.import_module("psycopg")
        except ImportError as error:
            raise MissingExtraError("postgres") from error
        try:
            raw: Raw = driver.connect(
                self.address.url,
                client_encoding="UTF8",
                application_name="pei",
                connect_timeout=self.limits.connecting,
            )
        except driver.OperationalError as error:
            # What a driver says may repeat parts of the address, and so of the password: nobody is shown it.
            raise EngineError("PEI337", _refusal(str(error)), variable=self.variable) from None
        except (driver.Error, ValueError):  # no address at all, or a name that none can have
            raise EngineError("PEI336", "scheme", variable=self.variable) from None
        try:
            self._begin(raw, driver)
        except driver.Error:
            raise EngineError("PEI337", variable=self.variable) from None
        return raw

    def _begin(self, raw: Raw, driver: Any) -> None:  # noqa: ANN401  (a module)
        """Begin the one transaction."""
        raw.isolation_level = driver.IsolationLevel.REPEATABLE_READ
        raw.read_only = True
        milliseconds = int((self.limits.seconds or 0) * 1000)
        # These begin the transaction, hold in it alone, and pass through poolers of connections.
        raw.execute(f"SET LOCAL statement_timeout = {milliseconds}".encode())
        raw.execute("SET LOCAL datestyle = 'ISO'")
        raw.execute("SET LOCAL extra_float_digits = 3")  # floats print as the digits that tell them apart

    def close(self) -> None:
        """End the transaction and the connection."""
        if self._raw is not None:
            self._raw.close()
            self._raw = None

    def described(self, query: str) -> list[tuple[str, int]]:
        """
        Return the name and the type's number of each column of `query`.

        Raises:
            EngineError: The engine refused.
        """
        found: list[tuple[str, int]] = self._run(
            query, lambda cursor: [(each.name, each.type_code) for each in cursor.description]
        )
        return found

    def rows(self, query: str) -> SqlRows:
        """Return the rows of `query`."""
        found: SqlRows = self._run(query, lambda cursor: cursor.fetchmany(self.limits.rows + 1))
        if len(found) > self.limits.rows:
            raise EngineError("PEI334", limit=self.limits.rows)
        return found

    def _run(self, query: str, take: Callable[[Any], Any]) -> Any:  # noqa: ANN401 - as `take` gives it
        raw = self.raw
        errors = importlib.import_module("psycopg.errors")
        try:
            # A transaction within the transaction, so that a refused query does not spoil the others.
            with raw.transaction(), raw.cursor() as cursor:
                cursor.execute(query.encode())
                return take(cursor)
        except errors.QueryCanceled as error:
            raise EngineError("PEI333", seconds=self.limits.patience) from error
        except (errors.UndefinedTable, errors.InvalidSchemaName) as error:
            raise EngineError("PEI338", told=self.address.told(error)) from error
        except errors.InsufficientPrivilege as error:
            raise EngineError("PEI339", told=self.address.told(error)) from error
        except (errors.OutOfMemory, errors.DiskFull) as error:
            raise EngineError("PEI332", told=self.address.told(error)) from error
        except errors.Error as error:
            raise EngineError("PEI331", told=self.address.told(error)) from error

    def keep(self, definition: Parted) -> str:
        """Return the rows of `definition`, written into each query: no table is ever made."""
        return f"({definition.whole})"

    def forget(self, kept: str) -> None:
        """Do nothing: nothing is kept."""

    @contextlib.contextmanager
    def over(self, name: str, definition: str) -> Iterator[Callable[[str], SqlRows]]:
        """Give what runs queries over the rows of `definition`, written into each: no table is ever made."""
        with inline(self, name, definition) as run:
            yield run


# Which wording tells why there is no connection, by what drivers and servers say, in English and Spanish.
_REFUSALS = {
    "user": ("password", "authentication", "autentificación", "contraseña", "pg_hba.conf"),
    "database": ("no existe la base de datos", 'database "'),
    "busy": ("too many", "remaining connection slots", "demasiad"),
    "ssl": ("SSL", "certificate", "certificado"),
    "host": ("resolve host", "translate host name", "Name or service not known", "No address associated"),
    "time": ("timeout", "timed out", "expired"),
}


def _refusal(told: str) -> str:
    """Return which wording tells why there is no connection; "" where the driver says something else."""
    return next((name for name, words in _REFUSALS.items() if any(word in told for word in words)), "")
