"""Columns that no formula reads."""

from __future__ import annotations

from collections.abc import Iterator

from pei_dsl.analysis.lints.declaration import Remark, lint
from pei_dsl.analysis.lints.subject import (
    Subject,
)
from pei_dsl.diagnostics import Severity
from pei_dsl.model.expressions import ValueType


@lint("PEI422", severity=Severity.NOTE)
def unread_column(subject: Subject) -> Iterator[Remark]:
    """
    Note columns of numbers, dates and booleans that no formula reads.

    Columns of text tell rows apart for whoever reads them, and so do those that the source itself names: its
    keys, its order, its groups.  A source that nobody uses is another finding.
    """
    read = subject.columns_read
    for name, source in subject.plan.sources.items():
        if name not in read:
            continue
        rows_of = source.rows_of.keys if source.rows_of is not None else ()
        own = {source.time, source.quality, *source.keys, *source.order, *source.breakdowns, *rows_of}
        for column in source.columns.values():
            is_text = column.type is ValueType.TEXT
            if not is_text and column.name not in own and column.name not in read[name]:
                params = {"column": column.name, "source": name}
                yield Remark(column.declared_at, params=params)
