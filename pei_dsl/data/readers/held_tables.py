"""Rows that were read before: they are read again when their files, or what declares them, have changed."""

from __future__ import annotations

import time
from collections.abc import Sequence
from pathlib import Path

import attrs

from pei_dsl.data.answers import Answers
from pei_dsl.data.permissions import Permissions
from pei_dsl.data.readers.file_names import is_pattern
from pei_dsl.data.readers.locating import locate
from pei_dsl.data.reading import Engine, Reading
from pei_dsl.data.source_findings import Findings
from pei_dsl.data.table import Table
from pei_dsl.diagnostics import Diagnostic
from pei_dsl.model.plan import DataSource, FileOwner

# Larger tables are read each time: what is held is held as long as the plan is written.
MAX_ROWS = 200_000
# A file that was written so recently may be written again without a new time of change.
FRESH = 0.1


def file_states(
    owner: FileOwner, root: Path, roots: Sequence[Path]
) -> tuple[tuple[tuple[str, ...], ...], bool] | None:
    """
    Return the path, number, size and times of change of what `owner` names, and whether all are settled.

    None where nothing tells when other files are meant.
    """
    located = locate(owner, root, Findings(owner.file), roots)
    if located is None or is_pattern(owner):
        return None  # a pattern: other files may appear anywhere
    folders = [root / owner.folder / owner.file] if located.many else []
    now = time.time()
    try:
        found = [(path, path.stat()) for path in (*folders, *(file.path for file in located.files))]
    except OSError:
        return None
    states = tuple(
        (str(path), *map(str, (each.st_ino, each.st_size, each.st_mtime_ns, each.st_ctime_ns)))
        for path, each in found
    )
    return states, all(max(each.st_mtime, each.st_ctime) < now - FRESH for _, each in found)


@attrs.frozen
class Ticket:
    """
    What the rows of a source rest on, as it was before they were read.

    Attributes:
        states: Of each file and folder: its path, number, size, and times of change.
        settled: Whether none of them was changed just now.
    """

    source: DataSource
    root: Path
    engine: Engine
    roots: tuple[Path, ...]
    breakdown: tuple[str, ...]
    permissions: Permissions
    states: tuple[tuple[str, ...], ...]
    settled: bool = attrs.field(eq=False)


@attrs.define
class HeldTables:
    """The rows of each source as they were read last."""

    _held: dict[str, tuple[Ticket, Table, list[Diagnostic]]] = attrs.field(factory=dict)

    def ticket(
        self, source: DataSource, root: Path | None, reading: Reading, permissions: Permissions
    ) -> Ticket | None:
        """Return what the rows of `source` rest on right now; None where nothing tells when they change."""
        if root is None or not source.file or source.connection:
            return None
        found = file_states(source, root, reading.roots)
        if found is None:
            return None
        states, settled = found
        return Ticket(
            source,
            root,
            reading.engine,
            tuple(reading.roots),
            tuple(reading.breakdown),
            permissions,
            states,
            settled,
        )

    def find(self, ticket: Ticket) -> tuple[Table | Answers, list[Diagnostic]] | None:
        """Return the rows that were read with an equal ticket, and the findings about them."""
        known = self._held.get(ticket.source.name)
        return (known[1], known[2]) if known is not None and known[0] == ticket else None

    def keep(self, ticket: Ticket | None, table: Table | Answers, found: Sequence[Diagnostic]) -> None:
        """Hold the rows of a table that is not too large; an engine's answers are not held."""
        if ticket is None or not ticket.settled:
            return
        if isinstance(table, Table) and len(table.rows) <= MAX_ROWS:
            self._held[ticket.source.name] = (ticket, table, list(found))
