"""Files that Python reads row by row: what is the same for all carriers of that kind."""

from __future__ import annotations

import abc
from collections.abc import Callable, Iterator

from pei_dsl.data.answers import Answers
from pei_dsl.data.contract.header_check import check_header
from pei_dsl.data.contract.held_rows import read_rows
from pei_dsl.data.readers.locating import DataFile
from pei_dsl.data.readers.means import Means
from pei_dsl.data.readers.opened import Opened
from pei_dsl.data.readers.reader import Sought
from pei_dsl.data.readers.wide import narrow
from pei_dsl.data.source_findings import Findings
from pei_dsl.data.table import Table
from pei_dsl.model.plan import DataSource


class RowFiles(abc.ABC):
    """Reads a carrier file by file and row by row; a subclass says how one of its files is opened."""

    @abc.abstractmethod
    def opened(self, source: DataSource, file: DataFile, findings: Findings) -> Opened | None:
        """Return `file` open, or None after reporting why it cannot be read."""

    def open(self, sought: Sought, means: Means) -> Table | Answers | None:
        """Return the rows, or an engine's answers over them."""
        return means.answers_of_table(sought.source, self.table(sought), sought.requests)

    def look(self, sought: Sought) -> None:
        """Report files that cannot be read, or lack declared columns."""
        for _ in self.each_opened(sought):
            pass

    def table(
        self, sought: Sought, first: int | None = None, go_on: Callable[[], None] = lambda: None
    ) -> Table:
        """Return the rows of all files, or the `first` of each, held to the contract; `go_on` may stop it."""
        opened = self.each_opened(sought)
        files = ((file.shown, each.up_to(first).unless_stopped(go_on)) for file, each in opened)
        return read_rows(sought.source, files, sought.findings)

    def each_opened(self, sought: Sought) -> Iterator[tuple[DataFile, Opened]]:
        """
        Yield files that can be read and have the declared columns; report what is wrong with others.

        One that has values of a column as headings comes once for each of them.
        """
        source, findings = sought.source, sought.findings
        for file in sought.files.files:
            findings.file = file.shown
            opened = self.opened(source, file, findings)
            if opened is not None and check_header(source, opened, findings):
                for each in narrow(source, opened.with_cells(file.named), findings):
                    yield file, each
        findings.file = findings.origin
