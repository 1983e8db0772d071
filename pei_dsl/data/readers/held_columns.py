"""Columns that the embedded engine converts, and their rows one by one where it cannot vouch for them."""

from __future__ import annotations

from collections.abc import Callable

from pei_dsl.data.answers import Answers
from pei_dsl.data.engine.relation import Relation
from pei_dsl.data.readers.means import Means
from pei_dsl.data.readers.raw_columns import NotPlainError, WrongTypeError
from pei_dsl.data.readers.reader import Sought
from pei_dsl.data.table import Table
from pei_dsl.model.terms import term


def of_columns(
    sought: Sought, means: Means, convert: Callable[[], Relation | None], row_by_row: Callable[[], Table]
) -> Table | Answers | None:
    """Return answers over the columns that `convert` gives, or over the rows that `row_by_row` gives."""
    if means.by_reference:
        return row_by_row()
    try:
        relation = convert()
    except WrongTypeError as wrong:
        column = wrong.column
        sought.findings.add("PEI340", column=column.name, kept=wrong.kept, declared=term(column.type))
        return None
    except NotPlainError:
        return means.answers_of_table(sought.source, row_by_row(), sought.requests)
    return None if relation is None else means.answers(relation, means.duckdb(), sought.requests)
