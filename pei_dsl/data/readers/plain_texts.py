"""Columns of texts inside DuckDB: which can be read as they are, and which may say that a row is a total."""

from __future__ import annotations

import functools
from collections.abc import Mapping, Sequence

import attrs

from pei_dsl.data.completeness import INSIDE_TOTALS, text_columns
from pei_dsl.data.contract.conversions import Kept
from pei_dsl.data.engine.duckdb.duckdb_connection import DuckDBConnection
from pei_dsl.data.letters import HIDDEN
from pei_dsl.data.readers.raw_columns import Raw, kept_in
from pei_dsl.data.readers.remembered_looks import remembered
from pei_dsl.model.plan import DataSource

# All that `str.strip` takes away, so that a cell means the same in either reader.
BLANKS = "".join(
    map(
        chr,
        (*range(9, 14), *range(28, 33), 133, 160, 5760, *range(8192, 8203), 8232, 8233, 8239, 8287, 12288),
    )
)

# Among so many of the first rows each different text stands so often on average, or texts do not repeat.
_LOOKED_AT, _AT_LEAST = 20_000, 4


@attrs.define(slots=False)
class PlainTexts:
    """
    What is known of the columns of texts of one source, from one look at each of their cells, now or before.

    Its conditions are such that DuckDB asks each different text once where a file keeps it once: so are
    `contains`, `suffix` and `trim`, and `reverse`, `translate` and regular expressions are not.
    """

    connection: DuckDBConnection
    source: DataSource
    raw: Raw

    @property
    def plain(self) -> frozenset[str]:
        """The columns of which no cell needs to be trimmed, nor is a mark of absence."""
        return frozenset(cell for cell, (unlike, _) in self._looked_at.items() if not unlike)

    @property
    def totals(self) -> frozenset[str]:
        """The columns that may have cells that say *total*, by their declared names."""
        cells = {name: f"r.k{index}" for index, name in enumerate(self.source.columns)}
        texts = (name for name in text_columns(self.source) if kept_in(self.raw.types[name]) is Kept.TEXT)
        return frozenset(name for name in texts if self._looked_at.get(cells[name], (0, 1))[1])

    @property
    def marks(self) -> str:
        """The texts that stand for an empty cell, as a list of literals."""
        text = self.connection.dialect.text
        return ", ".join(["''", *(text(mark) for mark in self.source.missing)])

    @functools.cached_property
    def _looked_at(self) -> Mapping[str, tuple[int, int]]:
        """By column, how many cells are not read as they are, and how many may say *total*."""
        kept = enumerate(self.raw.types[name] for name in self.source.columns)
        cells = [f"r.k{index}" for index, kind in kept if kind == "VARCHAR"]
        repeated = self._repeated(cells) if self.raw.repeats and cells else frozenset()
        found: dict[str, tuple[int, int]] = {}
        for cell in repeated:  # each by itself: the engine asks each different text once
            tests = (self._not_plain(cell, repeated=True), self._may_be_total(cell))
            unlike, totals = self._counted(tests, f" WHERE {' OR '.join(map('({})'.format, tests))}")
            found[cell] = unlike, totals
        others = [cell for cell in cells if cell not in repeated]
        tests_of_all = [
            test
            for cell in others
            for test in (self._not_plain(cell, repeated=False), self._may_be_total(cell))
        ]
        numbers = self._counted(tests_of_all) if tests_of_all else ()
        return found | dict(zip(others, zip(numbers[::2], numbers[1::2], strict=True), strict=True))

    def _repeated(self, cells: Sequence[str]) -> frozenset[str]:
        """Return the columns whose texts are kept once for several rows, as the first ones tell."""
        counts = ", ".join(f"COUNT(DISTINCT {cell})" for cell in cells)
        query = f"SELECT COUNT(*), {counts} FROM (SELECT * FROM {self.raw.table} r LIMIT {_LOOKED_AT}) r"
        ((rows, *different),) = self.connection.rows(query)
        pairs = zip(cells, different, strict=True)
        return frozenset(cell for cell, number in pairs if int(str(number)) * _AT_LEAST <= int(str(rows)))

    def _counted(self, tests: Sequence[str], where: str = "") -> Sequence[int]:
        """Return how many cells meet each of `tests`; of big files that was told before, not looked again."""
        counts = ", ".join(f"COUNT(CASE WHEN {test} THEN 1 END)" for test in tests)
        query = f"SELECT {counts} FROM {self.raw.table} r{where}"

        def look() -> list[int]:
            (numbers,) = self.connection.rows(query)
            return [int(str(number)) for number in numbers]

        return remembered(f"{self.connection.version} {query}", self.raw.files, look)

    def _may_be_total(self, cell: str) -> str:
        return self.connection.dialect.holds(cell, INSIDE_TOTALS)

    def _not_plain(self, cell: str, *, repeated: bool) -> str:
        """Return the condition that a cell is not read as it is."""
        marks, dialect = self.marks, self.connection.dialect
        # In a text of ASCII, which has as many bytes as letters, there is nothing to compose, or unseen.
        beyond = f"strlen({cell}) <> length({cell})"
        unseen = f"{dialect.composed(cell)} <> {cell} OR {dialect.has_letter(cell, HIDDEN)}"
        unlike = f"CASE WHEN {beyond} THEN {unseen} ELSE FALSE END"
        # Only what does not begin and end with an ASCII letter, digit or sign is worth trimming to see.
        if repeated:  # of a text that is kept once, `reverse` would be asked for each row
            ends = (f"suffix({cell}, {dialect.text(blank)})" for blank in BLANKS if blank.isascii())
            outside = f"{cell} < '!' OR {' OR '.join(ends)} OR {beyond}"
        else:
            outside = f"{cell} NOT BETWEEN '!' AND '~' OR reverse({cell}) NOT BETWEEN '!' AND '~'"
        trimmed = f"trim({cell}, {dialect.text(BLANKS)})"
        untrimmed = f"CASE WHEN {outside} THEN {trimmed} <> {cell} ELSE FALSE END"
        return f"{cell} IN ({marks}) OR ({untrimmed}) OR ({unlike})"
