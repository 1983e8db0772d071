"""Frames of Spark that a host hands over, read where they are."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, TypeAlias, cast

from pei_dsl.data.answers import Answers
from pei_dsl.data.cell_values import read_object
from pei_dsl.data.contract.conversions import Kept
from pei_dsl.data.contract.declared_headings import declared_names
from pei_dsl.data.contract.header_check import check_header
from pei_dsl.data.contract.in_database import declared
from pei_dsl.data.engine.relation import Relation
from pei_dsl.data.engine.spark.spark_connection import SparkConnection
from pei_dsl.data.readers.means import Means
from pei_dsl.data.readers.opened import Opened
from pei_dsl.data.readers.reader import Sought
from pei_dsl.data.readers.typed_columns import KeptColumn, TypedReader
from pei_dsl.data.source_findings import Findings
from pei_dsl.data.table import Table
from pei_dsl.model.plan import DataSource

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

    Session: TypeAlias = SparkSession

_VIEWS = itertools.count(1)


class SparkFrames:
    """Reads frames of Spark, where they are."""

    def open(self, sought: Sought, means: Means) -> Table | Answers | None:
        """Return the answers of the frame's session."""
        frame = cast("DataFrame", sought.given)
        connection = SparkConnection(frame.sparkSession, means.limits())
        relation = _of_frame(connection, sought.source, frame, sought.findings)
        if relation is None or sought.findings.count:
            return None
        return means.answers(relation, connection, sought.requests)

    def look(self, sought: Sought) -> None:
        """Report nothing: frames of a host are there only while they are read."""


READER = SparkFrames()


def _of_frame(
    connection: SparkConnection, source: DataSource, frame: DataFrame, findings: Findings
) -> Relation | None:
    names = list(frame.columns)
    header = declared_names(source, names)
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
