"""What a reader is: it opens the sources of one carrier, and gives what answers for them."""

from __future__ import annotations

import importlib
from collections.abc import Sequence
from typing import Protocol, cast

import attrs

from pei_dsl.data.answers import Answers, Request
from pei_dsl.data.readers.carriers import Carrier
from pei_dsl.data.readers.locating import Located
from pei_dsl.data.readers.means import Means
from pei_dsl.data.source_findings import Findings
from pei_dsl.data.table import Table
from pei_dsl.diagnostics.codes import DiagnosticCode
from pei_dsl.model.plan import DataSource

# The note on files that only a package can look into that is not installed.
NOT_LOOKED_AT: DiagnosticCode = "PEI342"


@attrs.frozen
class Sought:
    """
    A source that is to be opened.

    Attributes:
        source: What the plan declares.
        findings: Takes what breaks its contract, and why it cannot be read.
        located: Its files, where it is kept in files.
        given: What the host hands over instead.
        requests: The aggregates that will be asked.
    """

    source: DataSource
    findings: Findings
    located: Located | None = None
    given: object = None
    requests: Sequence[Request] = ()

    @property
    def files(self) -> Located:
        """The files of a source that is kept in files."""
        assert self.located is not None
        return self.located


class Reader(Protocol):
    """Reads the sources of one carrier."""

    def open(self, sought: Sought, means: Means) -> Table | Answers | None:
        """
        Return what answers for a source, with all that is asked already at home.

        What is wrong goes to the findings of `sought`; then nothing that is returned is used.

        Raises:
            EngineError: An engine refused; the gate reports it.
            MissingExtraError: A package is not installed that the data need.
        """

    def look(self, sought: Sought) -> None:
        """Report what can be told without reading rows: that it can be read, and has the declared columns."""


def reader_of(carrier: Carrier) -> Reader:
    """Return who reads `carrier`; a carrier without a module that has a `READER` is a bug, told at once."""
    module = importlib.import_module(f"pei_dsl.data.readers.{carrier.module}")
    return cast("Reader", module.READER)
