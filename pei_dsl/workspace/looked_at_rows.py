"""Rows that warnings look at: those that were measured, else read once while their files stay as they are."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from pei_dsl.data.readers.gate import read_table
from pei_dsl.data.readers.held_tables import Ticket
from pei_dsl.data.reading import Reading
from pei_dsl.data.table import Table
from pei_dsl.diagnostics import Diagnostic
from pei_dsl.model.plan import DataSource
from pei_dsl.workspace.loaded import Answered, Loaded


def looked_at_rows(
    loaded: Loaded, source: DataSource, roots: Sequence[Path], go_on: Callable[[], None] = lambda: None
) -> tuple[Table, list[Diagnostic]]:
    """
    Return the rows of `source` and the findings about its files, as `read_table` does.

    What an earlier version of the workspace read is not read again.

    Args:
        loaded: The plan; what its `answered` holds is told again.
        source: One of its sources.
        roots: Folders that may be read beside those that the plan is permitted.
        go_on: Asked again and again while rows are read; what it raises ends the reading.

    Raises:
        MissingExtraError: A package is not installed that its files need.
    """
    allowed, answered = loaded.permissions.with_roots(roots).roots, loaded.answered
    if answered is None:
        return read_table(source, loaded.root, allowed, go_on=go_on)
    ticket = answered.tables.ticket(source, loaded.root, Reading(roots=tuple(roots)), loaded.permissions)
    known = _known(answered, ticket) if ticket is not None else None
    if known is None:
        known = read_table(source, loaded.root, allowed, go_on=go_on)
        answered.looked_at.keep(ticket, *known)
    return known


def _known(answered: Answered, ticket: Ticket) -> tuple[Table, list[Diagnostic]] | None:
    """Return rows that were read for a figure, or for warnings; of broken ones only who warns is told all."""
    measured, looked_at = answered.tables.find(ticket), answered.looked_at.find(ticket)
    if measured is not None and isinstance(measured[0], Table) and measured[0].unusable is None:
        return measured[0], measured[1]
    return (looked_at[0], looked_at[1]) if looked_at is not None and isinstance(looked_at[0], Table) else None
