"""What an engine must be able to do, and how it says that it cannot."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from typing import Protocol, TypeAlias

import attrs

from pei_dsl.data.engine.dialect import Dialect
from pei_dsl.diagnostics.catalogue import Parameter
from pei_dsl.diagnostics.codes import DiagnosticCode
from pei_dsl.diagnostics.errors import PeiError

SqlRows: TypeAlias = Sequence[Sequence[object]]


@attrs.frozen
class Parted:
    """
    A query that groups rows, and may be asked of some of the keys at a time.

    Attributes:
        rows: The query of the rows that it reads.
        keys: What it groups by: columns of theirs.
        over: Gives the query over what gives such rows behind `FROM`.
        most: How many groups there are at most.
    """

    rows: str
    keys: tuple[str, ...]
    over: Callable[[str], str]
    most: int

    @property
    def whole(self) -> str:
        """The query of all groups."""
        return self.over(f"({self.rows})")


class Connection(Protocol):
    """An engine that runs queries."""

    @property
    def dialect(self) -> Dialect:
        """How it speaks."""

    def rows(self, query: str) -> SqlRows:
        """
        Return the rows of `query`.

        Raises:
            EngineError: The engine refused, or ran out of what it was allowed.
        """

    def close(self) -> None:
        """Give back what the engine holds."""

    def over(self, name: str, definition: str) -> AbstractContextManager[Callable[[str], SqlRows]]:
        """Give what runs queries that read the rows of `definition` as a table called `name`."""

    def keep(self, definition: Parted) -> str:
        """
        Return what gives the rows of a query behind `FROM`, for as long as the engine lives.

        They are computed once where it keeps tables for us, else they are written into each query that reads
        them; "" where rows that belong together may be in several places.
        """

    def forget(self, kept: str) -> None:
        """Give back what `keep` returned."""


class EngineError(PeiError):
    """
    An engine could not do what was asked; the sources concerned become unusable.

    Attributes:
        code: The code of the finding.
        variant: Its wording.
        params: What the wording mentions.
    """

    def __init__(self, code: DiagnosticCode, variant: str = "", /, **params: Parameter) -> None:
        super().__init__(f"{code} {variant} {params}")
        self.code = code
        self.variant = variant
        self.params = params


@contextlib.contextmanager
def inline(connection: Connection, name: str, definition: str) -> Iterator[Callable[[str], SqlRows]]:
    """Run queries with `definition` written into each: for engines that keep no tables for us."""
    yield lambda query: connection.rows(f"WITH {name} AS ({definition}) SELECT * FROM ({query}) asked")
