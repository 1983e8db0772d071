"""How the data of a plan are read: who aggregates, what that may cost, and who is told how far it is."""

from __future__ import annotations

import enum
from collections.abc import Callable
from pathlib import Path

import attrs

# More summed-up rows than this come home only when that is asked for.
MAX_ROWS = 5_000_000
# More cells of a breakdown than this are computed only when that is asked for.
MAX_CELLS = 20_000_000


class Engine(enum.StrEnum):
    """Who aggregates."""

    AUTOMATIC = "auto"
    REFERENCE = "referencia"
    DUCKDB = "duckdb"
    SQLITE = "sqlite"


def engine_of(name: Engine | str) -> Engine:
    """
    Return the engine that a host calls `name`.

    Raises:
        ValueError: There is no such engine.
    """
    try:
        return Engine(name)
    except ValueError as error:
        message = f"no such engine: {name!r}; there are {', '.join(Engine)}"
        raise ValueError(message) from error


@attrs.frozen
class Step:
    """
    What is being read right now.

    Attributes:
        source: The name of the source.
        place: Its files or table, as declared; "" for what the host gives.
        percent: How far its engine is; None where nobody knows.
    """

    source: str
    place: str
    percent: int | None = None


@attrs.frozen
class Reading:
    """
    How the data of a plan are read.

    Attributes:
        engine: Who aggregates what lies in files or comes from the host, or its name; a database aggregates
            its own.
        memory: What an embedded engine may use, `2GB`; "" for its own choice.
        folder: Where it puts what does not fit; None for a temporary folder.
        seconds: How long one query may take; None for any time.
        rows: How many rows may come home from one query.
        cells: How many cells a breakdown may have: indicators, by periods, by groups and their total.
        roots: Folders outside the workspace that sources may lie in.
        breakdown: Columns by which figures are wanted beside those of the whole.
        notice: Told what is being read, while an engine works how far it is, and None when all is read.
    """

    engine: Engine = attrs.field(default=Engine.AUTOMATIC, converter=engine_of)
    memory: str = ""
    folder: Path | None = None
    seconds: float | None = None
    rows: int = MAX_ROWS
    cells: int = MAX_CELLS
    roots: tuple[Path, ...] = ()
    breakdown: tuple[str, ...] = ()
    notice: Callable[[Step | None], None] | None = None
