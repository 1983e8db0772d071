"""
From columns as files and frames hold them to columns as declared, inside DuckDB.

What is written plainly (digits, ISO dates) is converted by the engine.  Whatever is not, and that is few
different cells in a column of dates, marks or words, comes home, is read by the same code as everywhere, and
goes back as a table to look up: there is no second reader of dates and words to disagree with the first.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Mapping, Sequence

import attrs

from pei_dsl import vocabulary
from pei_dsl.algebra.values import Present
from pei_dsl.data.cell_values import BadCell, period_of, read_text
from pei_dsl.data.contract.in_sql import breach, key_of
from pei_dsl.data.contract.rules import value_rules
from pei_dsl.data.engine.decimals import DECIMALS, DIGITS, fits, written
from pei_dsl.data.engine.duckdb.duckdb_connection import DuckDBConnection
from pei_dsl.data.engine.relation import Relation
from pei_dsl.model.expressions import ValueType
from pei_dsl.model.plan import Column, DataSource
from pei_dsl.model.quality import Quality
from pei_dsl.numerals import Notation

# More different cells of a column than this are not looked up one by one.
MAX_LOOKED_UP = 100_000
# So many different cells among the first rows, and a column is grouped by as it is rather than by classes.
FEW = 64
_LOOKED_AT = 20_000
# All that `str.strip` takes away, so that a cell means the same in either reader.
BLANKS = "".join(
    map(
        chr,
        (*range(9, 14), *range(28, 33), 133, 160, 5760, *range(8192, 8203), 8232, 8233, 8239, 8287, 12288),
    )
)

_WHOLE = re.compile(r"U?(TINY|SMALL|BIG|HUGE)?INT(EGER)?")
# With more decimals, Python writes small numbers with an exponent.
_PRINTED_ALIKE = re.compile(
    r"U?(TINY|SMALL|BIG|HUGE)?INT(EGER)?|DATE|ENUM\(.*\)|DECIMAL\([0-9]+,[0-6]\)", re.DOTALL
)
_SQL_TYPES = {
    ValueType.NUMBER: f"DECIMAL({DIGITS},{DECIMALS})",
    ValueType.DATE: "DATE",
    ValueType.BOOLEAN: "BOOLEAN",
}


def is_day(kept: str) -> bool:
    """Tell whether DuckDB's type `kept` says a day; with a zone it says an instant, a day only somewhere."""
    return kept == "DATE" or (kept.startswith("TIMESTAMP") and "ZONE" not in kept)


@attrs.frozen
class Raw:
    """
    Columns as they are kept.

    Attributes:
        table: What is read, as the item of a `FROM`; its columns are called `k0`, `k1`, … as declared.
        types: DuckDB's type of each declared column.
        number: The expression for a row's place, or "".
        origin: Where the rows came from, for people.
        repeats: Whether each different text of a column is kept once, so that looking at all is cheap.
    """

    table: str
    types: Mapping[str, str]
    number: str
    origin: str
    repeats: bool = False


class NotPlainError(Exception):
    """The engine cannot vouch for its reading: the rows must be read one by one."""


class DoubtfulRowsError(NotPlainError):
    """
    Some rows are in doubt, and the others are not: whoever reads those can tell what is wrong with them.

    Attributes:
        table: They stand in this table: `n`, the place of a row, and its cells `k0`, `k1`, … as kept.
    """

    def __init__(self, table: str) -> None:
        super().__init__(table)
        self.table = table


class WrongTypeError(Exception):
    """
    A column is kept in a type that can never be the declared one.

    Attributes:
        column: The column.
        kept: DuckDB's name of the type.
    """

    def __init__(self, column: Column, kept: str) -> None:
        super().__init__(f"{column.name}: {kept}")
        self.column = column
        self.kept = kept


@attrs.define
class Typing:
    """
    The conversion of the columns of one source.

    Attributes:
        expressions: The value of each declared column, in SQL.
        joins: The tables to look cells up in.
        checks: Conditions that no row may meet: then the reading, or the contract, is broken.
    """

    connection: DuckDBConnection
    source: DataSource
    raw: Raw
    expressions: dict[str, str] = attrs.field(factory=dict)
    joins: list[str] = attrs.field(factory=list)
    checks: list[str] = attrs.field(factory=list)
    start: str = ""
    end: str = ""
    quality: str = ""

    def run(self) -> Relation:
        """
        Return the converted columns as a query.

        Raises:
            DoubtfulRowsError: Some cells are not certain, or break the contract.
            NotPlainError: So many cells are not certain that they cannot be looked up.
            WrongTypeError: A column is of a type that cannot be read as declared.
            EngineError: The engine refused.
        """
        for index, column in enumerate(self.source.columns.values()):
            self.expressions[column.name] = self._convert(column, f"r.k{index}", self.raw.types[column.name])
        if self.source.time:
            self._time()
        if self.source.quality:
            self._quality()
        self._rules()
        relation = Relation(
            self._query(),
            self.source,
            spans=self.start != self.end,
            numbered=bool(self.raw.number),
            origin=self.raw.origin,
        )
        self._check(relation)
        return with_few(self.connection, relation)

    def _query(self, *, checks: Sequence[str] = ()) -> str:
        named = [f"{sql} AS c{index}" for index, sql in enumerate(self.expressions.values())]
        if self.end:
            named.extend([f"{self.start} AS s"] if self.start != self.end else [])
            named.append(f"{self.end} AS e")
        if self.raw.number:
            named.append(f"{self.raw.number} AS n")
        if self.quality:
            named.append(f"{self.quality} AS q")
        named.extend(checks)
        return " ".join([f"SELECT {', '.join(named)} FROM {self.raw.table} r", *self.joins])

    # ---- Columns -----------------------------------------------------------------------------------

    def _convert(self, column: Column, cell: str, kept: str) -> str:
        kind = column.type
        if kept == '"NULL"':  # no cell has a value, so nothing ever said of which type they are
            return f"CAST(NULL AS {_SQL_TYPES.get(kind, 'VARCHAR')})"
        if kept == "VARCHAR":
            return self._text(column, cell)
        if kind in {ValueType.TEXT, ValueType.UNKNOWN}:
            return self._as_text(cell, kept)
        if kind is ValueType.NUMBER and (_WHOLE.fullmatch(kept) or kept.startswith("DECIMAL")):
            return cell
        if kind is ValueType.NUMBER and kept in {"FLOAT", "DOUBLE"}:
            if kept == "FLOAT":
                cell, kept = self.connection.dialect.from_single(cell), "DOUBLE"
            number = self.connection.dialect.from_real(cell)
            self.checks.append(
                f"isfinite({cell}) AND "
                f"({number} IS NULL OR CAST(CAST({number} AS VARCHAR) AS {kept}) <> {cell})"
            )
            return number
        if kind is ValueType.DATE and is_day(kept):
            return cell if kept == "DATE" else f"CAST({cell} AS DATE)"
        if kind is ValueType.DATE and _WHOLE.fullmatch(kept):
            return self._looked_up(column, f"CAST({cell} AS VARCHAR)", "")
        if kind is ValueType.BOOLEAN and kept == "BOOLEAN":
            return cell
        if kind is ValueType.DATE and kept in {"FLOAT", "DOUBLE"}:
            raise NotPlainError  # years beside an empty cell: pandas keeps whole numbers so
        raise WrongTypeError(column, kept)

    def _as_text(self, cell: str, kept: str) -> str:
        if kept == "BOOLEAN":
            return f"CASE WHEN {cell} THEN 'True' WHEN NOT {cell} THEN 'False' END"
        if not _PRINTED_ALIKE.fullmatch(kept):
            raise NotPlainError  # Python and DuckDB print some of them differently
        return f"CAST({cell} AS VARCHAR)"

    @property
    def _marks(self) -> str:
        """The texts that stand for an empty cell, as a list of literals."""
        text = self.connection.dialect.text
        return ", ".join(["''", *(text(mark) for mark in self.source.missing)])

    def _text(self, column: Column, cell: str) -> str:
        if cell in self._plain:
            text = cell
        else:
            trimmed = f"trim({cell}, {self.connection.dialect.text(BLANKS)})"
            text = f"CASE WHEN {trimmed} NOT IN ({self._marks}) THEN {trimmed} END"
        match column.type:
            case ValueType.TEXT | ValueType.UNKNOWN:
                return text
            case ValueType.NUMBER:
                return self._number(column, text)
            case ValueType.DATE:
                pattern = r"'\d{4}-\d{2}-\d{2}'"
                date = f"CASE WHEN regexp_full_match({text}, {pattern}) THEN TRY_CAST({text} AS DATE) END"
                in_range = f"CASE WHEN year({date}) BETWEEN 1900 AND 2200 THEN {date} END"
                return self._looked_up(column, text, in_range)
            case _:
                return self._looked_up(column, text, "")

    @functools.cached_property
    def _plain(self) -> frozenset[str]:
        """The columns of texts of which no cell needs to be trimmed, nor is a mark of absence."""
        kept = enumerate(self.raw.types[name] for name in self.source.columns)
        names = [f"r.k{index}" for index, kind in kept if kind == "VARCHAR"]
        tests = [self._not_plain(name) for name in names]
        if self.raw.repeats:  # each by itself: the engine asks each different text once
            counts = [
                self.connection.rows(f"SELECT COUNT(*) FROM {self.raw.table} r WHERE {test}")[0][0]
                for test in tests
            ]
        else:
            counted = ", ".join(f"COUNT(CASE WHEN {test} THEN 1 END)" for test in tests)
            counts = list(self.connection.rows(f"SELECT {counted} FROM {self.raw.table} r")[0])
        return frozenset(name for name, count in zip(names, counts, strict=True) if count == 0)

    def _not_plain(self, cell: str) -> str:
        """Return the condition that a cell is not read as it is."""
        marks, blanks = self._marks, self.connection.dialect.text(BLANKS)
        untrimmed = f"trim({cell}, {blanks}) <> {cell}"
        if not self.raw.repeats:
            # Only what does not begin and end with an ASCII letter, digit or sign is worth trimming to see.
            outside = f"({cell} NOT BETWEEN '!' AND '~' OR right({cell}, 1) NOT BETWEEN '!' AND '~')"
            untrimmed = f"{outside} AND {untrimmed}"
        return f"{cell} IN ({marks}) OR ({untrimmed})"

    def _number(self, column: Column, text: str) -> str:
        """Return a number written in digits, grouped or not; all others are looked up."""
        dialect = self.connection.dialect
        point = self.source.decimal
        whole, places = DIGITS - DECIMALS, DECIMALS
        decimals = f"(?:{re.escape(point)}[0-9]{{1,{places}}})?"
        plain = dialect.text(f"-?[0-9]{{1,{whole}}}{decimals}")
        digits = text if point == "." else f"replace({text}, {dialect.text(point)}, '.')"
        kind = _SQL_TYPES[ValueType.NUMBER]
        fast = f"CASE WHEN regexp_full_match({text}, {plain}) THEN CAST({digits} AS {kind})"
        signs = "".join(self.source.thousands)
        if signs:
            sign_class = f"[{re.escape(signs)}]"
            grouped = dialect.text(f"-?[0-9]{{1,3}}(?:{sign_class}[0-9]{{3}}){{1,5}}{decimals}")
            bare = f"regexp_replace({text}, {dialect.text(sign_class)}, '', 'g')"
            bare = bare if point == "." else f"replace({bare}, {dialect.text(point)}, '.')"
            fast += f" WHEN regexp_full_match({text}, {grouped}) THEN CAST({bare} AS {kind})"
        return self._looked_up(column, text, f"{fast} END")

    # ---- Looking up --------------------------------------------------------------------------------

    def _looked_up(self, column: Column, text: str, fast: str) -> str:
        """Return `fast`, and where it is NULL what the text means by a table of the different ones."""
        notation = Notation(self.source.decimal, self.source.thousands)

        def read(cell: str) -> Sequence[str] | None:
            value = read_text(cell, column.type, self.source.missing, notation)
            return (
                None if isinstance(value, BadCell) or value is None or not fits(value) else [_literal(value)]
            )

        left = f"{text} IS NOT NULL AND {fast} IS NULL" if fast else f"{text} IS NOT NULL"
        table = self._table(text, left, read, [_SQL_TYPES[column.type]])
        if table is None:
            return fast or f"CAST(NULL AS {_SQL_TYPES[column.type]})"
        found = f"CASE WHEN {left} THEN {table}.v0 END" if fast else f"{table}.v0"
        return f"COALESCE({fast}, {found})" if fast else found

    def _table(
        self, text: str, condition: str, read: Callable[[str], Sequence[str] | None], types: Sequence[str]
    ) -> str | None:
        """
        Return the name of a joined table of the cells that meet `condition`; None when there are none.

        A cell that `read` does not know puts its rows in doubt.
        """
        query = f"SELECT DISTINCT {text} FROM {self._joined()} WHERE {condition} LIMIT {MAX_LOOKED_UP + 1}"
        cells = [str(row[0]) for row in self.connection.rows(query)]
        if not cells:
            return None
        if len(cells) > MAX_LOOKED_UP:
            raise NotPlainError
        rows = []
        for cell in cells:
            values = read(cell)
            known = "FALSE" if values is None else "TRUE"
            values = ["NULL"] * len(types) if values is None else values
            rows.append(f"({self.connection.dialect.text(cell)}, {known}, {', '.join(values)})")
        name = self.connection.fresh()
        declared = ", ".join(f"v{index} {kind}" for index, kind in enumerate(types))
        self.connection.run(f"CREATE TEMP TABLE {name} (t VARCHAR, known BOOLEAN, {declared})")
        self.connection.run(f"INSERT INTO {name} VALUES {', '.join(rows)}")
        self.joins.append(f"LEFT JOIN {name} ON {name}.t = {text}")
        self.checks.append(f"NOT {name}.known")
        return name

    def _joined(self) -> str:
        return " ".join([f"{self.raw.table} r", *self.joins])

    def _time(self) -> None:
        """Find the first and the last day of the period that each row's time cell names."""
        name = self.source.time
        column = self.source.columns[name]
        index = list(self.source.columns).index(name)
        kept, cell = self.raw.types[name], f"r.k{index}"
        if is_day(kept):
            self.start = self.end = self.expressions[name]
        else:
            text = cell if kept == "VARCHAR" else f"CAST({cell} AS VARCHAR)"
            spans: list[bool] = []

            def read(written_cell: str) -> Sequence[str] | None:
                period = period_of(written_cell.strip())
                if period is None:
                    return None
                spans.append(period.start != period.end)
                return [_literal(period.start), _literal(period.end)]

            table = self._table(text, f"{cell} IS NOT NULL", read, ["DATE", "DATE"])
            self.start, self.end = (f"{table}.v0", f"{table}.v1") if table else ("NULL::DATE", "NULL::DATE")
            if not any(spans):
                self.start = self.end
            if column.type is not ValueType.TEXT:
                self.expressions[name] = self.start
        self.checks.append(f"{self.end} IS NULL")

    def _quality(self) -> None:
        index = list(self.source.columns).index(self.source.quality)
        marks = {mark.value: number for number, mark in enumerate(Quality, start=1)}
        text = f"trim(CAST(r.k{index} AS VARCHAR), {self.connection.dialect.text(BLANKS)})"

        def read(cell: str) -> Sequence[str] | None:
            if not cell or cell in self.source.missing:
                return ["NULL"]
            word = vocabulary.QUALITIES.find(cell)
            if word is None:
                return None
            return [str(marks[word.spanish]) if word.name != "final" else "NULL"]

        table = self._table(text, f"{text} IS NOT NULL", read, ["INTEGER"])
        self.quality = f"{table}.v0" if table else "NULL::INTEGER"

    # ---- Contract ----------------------------------------------------------------------------------

    def _rules(self) -> None:
        """Add what the values of each column must be to the checks."""
        dialect = self.connection.dialect
        for column in self.source.columns.values():
            rules = value_rules(self.source, column)
            self.checks.extend(breach(self.expressions[column.name], rule, dialect) for rule in rules)

    def _check(self, relation: Relation) -> None:
        """
        Make sure that no row is in doubt.

        Raises:
            DoubtfulRowsError: Some are.
        """
        tests = [f"({check})" for check in dict.fromkeys(self.checks)]
        doubtful = (
            [f"SELECT {self.raw.number} AS n FROM {self._joined()} WHERE {' OR '.join(tests)}"]
            if tests
            else []
        )
        if self.source.keys:
            doubtful.append(self._without_key(relation))
        for query in doubtful:
            if self.connection.rows(f"{query} LIMIT 1"):
                raise DoubtfulRowsError(self._kept(doubtful))

    def _without_key(self, relation: Relation) -> str:
        """Return the query of the rows whose key is empty in part, or that of another row."""
        grouped = key_of(relation)
        empty = " OR ".join(f"{key} IS NULL" for key in grouped)
        twice = (
            f"SELECT {', '.join(grouped)} FROM ({relation.query}) t GROUP BY {', '.join(grouped)} "
            f"HAVING COUNT(*) > 1 OR BOOL_OR({empty})"
        )
        same = " AND ".join(f"t.{key} IS NOT DISTINCT FROM d.{key}" for key in grouped)
        return f"SELECT t.n FROM ({relation.query}) t SEMI JOIN ({twice}) d ON {same}"

    def _kept(self, doubtful: Sequence[str]) -> str:
        """Return the name of a table that keeps the rows of the queries `doubtful`."""
        name = self.connection.fresh()
        kept = [(f"k{index}", self.raw.types[name]) for index, name in enumerate(self.source.columns)]
        single = self.connection.dialect.from_single  # Python has no numbers of 32 bits
        cells = ", ".join(
            f"{single(f'r.{cell}')} AS {cell}" if kind == "FLOAT" else f"r.{cell}" for cell, kind in kept
        )
        rows = f"SELECT {self.raw.number} AS n, {cells} FROM {self.raw.table} r"
        self.connection.run(
            f"CREATE TEMP TABLE {name} AS SELECT * FROM ({rows}) r "
            f"SEMI JOIN ({' UNION ALL '.join(doubtful)}) d ON r.n = d.n ORDER BY n"
        )
        return name


def with_few(connection: DuckDBConnection, relation: Relation) -> Relation:
    """Return `relation`, which when asked tells which of its columns of texts have few different cells."""

    @functools.cache
    def few() -> frozenset[str]:
        columns = relation.source.columns
        texts = [name for name, column in columns.items() if column.type is ValueType.TEXT]
        if not texts:
            return frozenset()
        counted = ", ".join(f"COUNT(DISTINCT {relation.alias(name)})" for name in texts)
        query = f"SELECT {counted} FROM (SELECT * FROM ({relation.query}) t LIMIT {_LOOKED_AT}) t"
        (numbers,) = connection.rows(query)
        return frozenset(
            name
            for name, number in zip(texts, numbers, strict=True)
            if isinstance(number, int) and number <= FEW
        )

    return attrs.evolve(relation, few=few)


def _literal(value: Present) -> str:
    return written(value)
