"""Spark: frames of a session that a host hands over, on one machine or on many."""

from __future__ import annotations

import contextlib
import importlib
import itertools
import threading
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any, TypeAlias

import attrs

from pei_dsl.data.engine.connection import EngineError, Parted, SqlRows
from pei_dsl.data.engine.dialect import Dialect
from pei_dsl.data.engine.engine_limits import Limits
from pei_dsl.data.engine.spark.spark_dialect import Spark
from pei_dsl.data.extras import MissingExtraError
from pei_dsl.model.plan import ZONE

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

    Session: TypeAlias = SparkSession

# While a query of ours runs: overflow is an error and never an empty sum, days are those of Peru, and what we
# quote means what we wrote, `${…}` included.
_SETTINGS = {
    "spark.sql.ansi.enabled": "true",
    "spark.sql.session.timeZone": ZONE,
    "spark.sql.variable.substitute": "false",
    "spark.sql.parser.escapedStringLiterals": "false",
    "spark.sql.caseSensitive": "false",
    "spark.sql.decimalOperations.allowPrecisionLoss": "true",
}
_TAGS = itertools.count(1)


@attrs.define
class SparkConnection:
    """
    A session of Spark, in this process or behind Spark Connect; its settings are left as they were.

    A query may take as long as the cluster lets it: Spark ends no task in the middle of its loop.

    Attributes:
        session: The session; None for one on this machine.
    """

    session: Session | None = None
    limits: Limits = attrs.field(factory=Limits)
    dialect: Dialect = attrs.field(factory=Spark)

    @property
    def raw(self) -> Session:
        """
        The session, made when first used where none was handed over.

        Raises:
            MissingExtraError: Spark is not installed.
            EngineError: It does not start.
        """
        if self.session is None:
            try:
                module = importlib.import_module("pyspark.sql")
            except ImportError as error:
                raise MissingExtraError("spark") from error
            builder = module.SparkSession.builder.master("local[*]").appName("pei")
            try:
                self.session = builder.config("spark.ui.enabled", "false").getOrCreate()
            except Exception as error:  # what Java throws has no common class
                raise EngineError("PEI331", "settings", told=_told(error)) from error
        return self.session

    def close(self) -> None:
        """Do nothing: the session is the host's."""

    def rows(self, query: str) -> SqlRows:
        """Return the rows of `query`."""

        def collect(session: Session) -> SqlRows:
            return [tuple(row) for row in session.sql(query).limit(self.limits.rows + 1).collect()]

        with self._clock() as is_over:
            try:
                found: SqlRows = self._with_settings(collect)
            except EngineError as problem:
                if is_over.is_set():
                    raise EngineError("PEI333", seconds=self.limits.patience) from problem
                raise
        if len(found) > self.limits.rows:
            raise EngineError("PEI334", limit=self.limits.rows)
        return found

    @contextlib.contextmanager
    def _clock(self) -> Iterator[threading.Event]:
        """End what runs meanwhile when it takes too long; the event tells that it did."""
        is_over = threading.Event()
        if self.limits.seconds is None:
            yield is_over
            return
        session, tag = self.raw, f"pei-{next(_TAGS)}"

        def end() -> None:
            is_over.set()
            session.interruptTag(tag)

        timer = threading.Timer(self.limits.seconds, end)
        session.addTag(tag)
        timer.start()
        try:
            yield is_over
        finally:
            timer.cancel()
            session.removeTag(tag)

    def _with_settings(self, run: Callable[[Session], Any]) -> Any:  # noqa: ANN401 - as `run` gives it
        session = self.raw
        before: dict[str, str | None] = {name: session.conf.get(name, None) for name in _SETTINGS}
        for setting, ours in _SETTINGS.items():
            session.conf.set(setting, ours)
        try:
            return run(session)
        except Exception as error:  # classes differ between Spark in this process and Spark Connect
            if not type(error).__module__.startswith(("pyspark", "py4j", "grpc")):
                raise
            raise EngineError("PEI331", told=_told(error)) from error
        finally:
            for name, value in before.items():
                if value is None:
                    session.conf.unset(name)
                else:
                    session.conf.set(name, value)

    def keep(self, definition: Parted) -> str:
        """Return the rows of `definition`, written into each query: what a session keeps is its memory."""
        return f"({definition.whole})"

    def forget(self, kept: str) -> None:
        """Do nothing: nothing is kept."""

    @contextlib.contextmanager
    def over(self, name: str, definition: str) -> Iterator[Callable[[str], SqlRows]]:
        """Give what runs queries over the rows of `definition`, computed once and kept meanwhile."""
        frame: DataFrame = self._with_settings(lambda session: session.sql(definition).persist())
        frame.createOrReplaceTempView(name)
        try:
            yield self.rows
        finally:
            self.raw.catalog.dropTempView(name)
            frame.unpersist()


def _told(error: Exception) -> str:
    """Return what Spark says, in one short line."""
    return " ".join(str(error).split("\n\n")[0].split())[:200]
