"""Spark: frames of a session that a host hands over, on one machine or on many."""

from __future__ import annotations

import contextlib
import importlib
import itertools
import threading
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any, TypeAlias

import attrs

from pei_dsl.data.cells import read_object
from pei_dsl.data.contract import check_header
from pei_dsl.data.engine.connection import EngineError, SqlRows
from pei_dsl.data.engine.declared import declared
from pei_dsl.data.engine.dialect import ZONE, Dialect
from pei_dsl.data.engine.dialects import Spark
from pei_dsl.data.engine.kept import Kept, KeptColumn, TypedReader
from pei_dsl.data.engine.limits import Limits
from pei_dsl.data.engine.relation import Relation
from pei_dsl.data.extras import MissingExtraError
from pei_dsl.data.findings import Findings
from pei_dsl.data.opened import Opened
from pei_dsl.diagnostics import Diagnostic
from pei_dsl.model.plan import DataSource

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
_VIEWS = itertools.count(1)
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


def spark_relation(
    source: DataSource, frame: DataFrame, limits: Limits
) -> tuple[SparkConnection, Relation | None, list[Diagnostic]]:
    """
    Return the session and the rows of a frame that a host hands over, and what is wrong with them.

    Rows that break the contract are reported as those of files are, and then the relation is not to be used;
    without all declared columns there is none.

    Args:
        source: What declares the rows.
        frame: A frame of Spark, or of Spark Connect.
        limits: What may be used: the rows that come home.
    """
    connection = SparkConnection(frame.sparkSession, limits)
    findings = Findings(f"«{source.name}»")
    relation = None
    try:
        relation = _of_frame(connection, source, frame, findings)
    except EngineError as problem:
        findings.add(problem.code, 0, problem.variant, **{"file": findings.origin, **problem.params})
    return connection, relation, findings.all()


def _of_frame(
    connection: SparkConnection, source: DataSource, frame: DataFrame, findings: Findings
) -> Relation | None:
    names = list(frame.columns)
    header = [name.strip() for name in names]
    if not check_header(source, Opened(tuple(header), iter(()), read_object, head=0), findings):
        return None
    view = f"pei_rows_{next(_VIEWS)}"
    # By position: names may differ in their case alone, or hold anything.
    frame.toDF(*(f"h{index}" for index in range(len(names)))).createOrReplaceTempView(view)
    columns = {}
    for name in source.columns:
        index = header.index(name)
        kind = frame.schema.fields[index].dataType
        cell = f"r.h{index}"
        if kind.typeName() == "float":
            cell = connection.dialect.from_single(cell)
        columns[name] = KeptColumn(cell, _kept(kind.typeName()), kind.simpleString())
    return declared(connection, source, view, TypedReader(connection, source, view, columns), findings)


_KINDS = {
    "byte": Kept.WHOLE,
    "short": Kept.WHOLE,
    "integer": Kept.WHOLE,
    "long": Kept.WHOLE,
    "decimal": Kept.DECIMAL,
    "float": Kept.REAL,
    "double": Kept.REAL,
    "string": Kept.TEXT,
    "varchar": Kept.TEXT,
    "char": Kept.TEXT,
    "date": Kept.DATE,
    "timestamp": Kept.ZONED,
    "timestamp_ntz": Kept.MOMENT,
    "boolean": Kept.BOOLEAN,
}


def _kept(name: str) -> Kept:
    return _KINDS.get(name, Kept.OTHER)


def _told(error: Exception) -> str:
    """Return what Spark says, in one short line."""
    return " ".join(str(error).split("\n\n")[0].split())[:200]
