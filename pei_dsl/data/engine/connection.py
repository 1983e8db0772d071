"""What an engine must be able to do, and how it says that it cannot."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol, TypeAlias

from pei_dsl.data.engine.dialect import Dialect

SqlRows: TypeAlias = Sequence[Sequence[object]]


class Connection(Protocol):
    """An engine that runs queries."""

    @property
    def dialect(self) -> Dialect:
        """How it speaks."""

    def rows(self, query: str) -> SqlRows:
        """
        Return the rows of `query`.

        Raises:
            EngineProblem: The engine refused, or ran out of what it was allowed.
        """

    def over(self, name: str, definition: str, queries: Sequence[str]) -> list[SqlRows]:
        """Return the rows of each of `queries`, which read the rows of `definition` as a table called `name`."""


class EngineProblem(Exception):
    """
    An engine could not do what was asked; the sources concerned become unusable.

    Attributes:
        code: The code of the finding.
        variant: Its wording.
        params: What the wording mentions.
    """

    def __init__(self, code: str, variant: str = "", /, **params: str | int) -> None:
        super().__init__(f"{code} {variant} {params}")
        self.code = code
        self.variant = variant
        self.params = params


def inline(connection: Connection, name: str, definition: str, queries: Sequence[str]) -> list[SqlRows]:
    """Run each of `queries` with `definition` written into it: for engines that keep no tables for us."""
    return [connection.rows(f"WITH {name} AS ({definition}) {query}") for query in queries]
