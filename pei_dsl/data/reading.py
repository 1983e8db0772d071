"""How the data of a plan are read: who aggregates, what that may cost, and who is told how far it is."""

from __future__ import annotations

import enum
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import attrs

from pei_dsl.diagnostics.errors import RequestError
from pei_dsl.immutable import brief

if TYPE_CHECKING:  # whoever reads for a figure alone writes nothing down
    from pei_dsl.data.answers_as_data import PlainData
    from pei_dsl.data.recorded_answers import Record

# More summed-up rows than this come home only when that is asked for.
MAX_ROWS = 5_000_000
# More cells of a breakdown than this are computed only when that is asked for.
MAX_CELLS = 20_000_000
# More findings of one source help nobody; the last one tells how many there are.
MAX_FINDINGS = 100


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
        RequestError: There is no such engine.
    """
    try:
        return Engine(name)
    except ValueError as error:
        raise RequestError("no_engine", given=repr(name), names=", ".join(Engine)) from error


@attrs.frozen
class ReadingStep:
    """
    What is being read right now.

    Attributes:
        source: The name of the source.
        place: Its files or table, as declared; "" for what the host gives.
        percent: How far its engine is; None where nobody knows.
    """

    __repr__ = brief

    source: str
    place: str
    percent: int | None = None


@attrs.frozen
class Limits:
    """
    What reading and computing may cost.

    Attributes:
        memory: What an embedded engine may use, `2GB`; "" for its own choice.
        seconds: How long one query may take; None for any time.
        rows: How many rows may come home from one query.
        cells: How many cells a breakdown may have: indicators, by periods, by groups and their total.
        findings: How many findings about one source are told one by one; a last one counts the rest.
    """

    __repr__ = brief

    memory: str = attrs.field(default="", kw_only=True)
    seconds: float | None = attrs.field(default=None, kw_only=True)
    rows: int = attrs.field(default=MAX_ROWS, kw_only=True)
    cells: int = attrs.field(default=MAX_CELLS, kw_only=True)
    findings: int = attrs.field(default=MAX_FINDINGS, kw_only=True)


@attrs.frozen
class Reading(Limits):
    """
    How the data of a plan are read, and within which limits.

    Attributes:
        memory, seconds, rows, cells, findings: See `Limits`.
        engine: Who aggregates what lies in files or comes from the host; a database aggregates its own.
        folder: Where an engine puts what does not fit; None for a temporary folder.
        roots: Folders that sources may lie in, beside those that the plan is permitted.
        breakdown: Columns by which figures are wanted beside those of the whole.
        notice: Told what is being read, while an engine works how far it is, and None when all is read.
        record: Where what sources without files answer is written down; None: nowhere.
        told: What sources answered elsewhere, by source, instead of their rows; None: nothing.
        told_evidence: The fingerprints that files of evidence had elsewhere, by name; None: of none.
    """

    __repr__ = brief

    engine: Engine = attrs.field(default=Engine.AUTOMATIC, converter=engine_of)
    folder: Path | None = None
    roots: tuple[Path, ...] = ()
    breakdown: tuple[str, ...] = ()
    notice: Callable[[ReadingStep | None], None] | None = None
    record: Record | None = attrs.field(default=None, eq=False, repr=False)
    told: Mapping[str, Mapping[str, PlainData]] | None = attrs.field(default=None, eq=False, repr=False)
    told_evidence: Mapping[str, str] | None = attrs.field(default=None, eq=False, repr=False)

    @classmethod
    def of(cls, given: object) -> Reading:
        """
        Return `given`, or the usual reading within these limits; the usual ones for None.

        Raises:
            RequestError: It is neither a `Reading` nor `Limits`.
        """
        if isinstance(given, Reading):
            return given
        if given is not None and not isinstance(given, Limits):
            raise RequestError("no_reading", given=f"{given!r:.80}")
        return cls() if given is None else cls(**attrs.asdict(given))
