"""
From columns as files and frames hold them to columns as declared, inside DuckDB.

What is written plainly (digits, ISO dates) is converted by the engine.  Whatever is not, and that is few
different cells in a column of dates, marks or words, comes home, is read by the same code as everywhere, and
goes back as a table to look up: there is no second reader of dates and words to disagree with the first.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

import attrs

from pei_dsl import vocabulary
from pei_dsl.data.cell_values import TRUTHS, BadCell, read_period, read_text
from pei_dsl.data.contract.conversions import Kept, Way, way
from pei_dsl.data.contract.in_sql import breach, key_of
from pei_dsl.data.contract.omission import Omission, kept
from pei_dsl.data.contract.rules import value_rules
from pei_dsl.data.engine.decimals import DECIMALS, DIGITS, fits, written
from pei_dsl.data.engine.duckdb.duckdb_connection import DuckDBConnection
from pei_dsl.data.engine.relation import Relation
from pei_dsl.data.expected import Expected
from pei_dsl.data.letters import HIDDEN
from pei_dsl.data.readers.digits import digits, unmarked
from pei_dsl.data.readers.doubtful_rows import refuse_doubtful
from pei_dsl.data.readers.few_values import with_few
from pei_dsl.data.readers.looked_up import LookedUp
from pei_dsl.data.readers.plain_dates import have_moments, plain_day, plain_moment
from pei_dsl.data.readers.plain_texts import BLANKS, PlainTexts
from pei_dsl.data.readers.raw_columns import NotPlainError, Raw, WrongTypeError, kept_in
from pei_dsl.model.expressions import ValueType
from pei_dsl.model.plan import Column, DataSource
from pei_dsl.model.quality import Quality

_SQL_TYPES = {
    ValueType.NUMBER: f"DECIMAL({DIGITS},{DECIMALS})",
    ValueType.TEXT: "VARCHAR",
    ValueType.DATE: "DATE",
    ValueType.BOOLEAN: "BOOLEAN",
}


@attrs.define
class Typing:
    """
    The conversion of the columns of one source.

    Attributes:
        expressions: The value of each declared column, in SQL.
        looked_up: The tables to look cells up in.
        texts: What is known of the columns of texts.
        checks: Conditions that no row may meet: then the reading, or the contract, is broken.
        wide: Whether columns come out in one type whatever they are kept in, so that others fit beside them.
    """

    connection: DuckDBConnection
    source: DataSource
    raw: Raw
    expressions: dict[str, str] = attrs.field(factory=dict)
    checks: list[str] = attrs.field(factory=list)
    start: str = ""
    end: str = ""
    quality: str = ""
    wide: bool = False
    expected: Mapping[str, Expected] = attrs.field(init=False)
    looked_up: LookedUp = attrs.field(init=False)
    texts: PlainTexts = attrs.field(init=False)

    @expected.default
    def _expected(self) -> Mapping[str, Expected]:
        return {name: Expected.of(self.source, column) for name, column in self.source.columns.items()}

    @looked_up.default
    def _looked_up_tables(self) -> LookedUp:
        return LookedUp(self.connection, self.raw.table)

    @texts.default
    def _plain_texts(self) -> PlainTexts:
        return PlainTexts(self.connection, self.source, self.raw)

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
        omitted = self._omitted()
        relation = Relation(
            self._query(omitted),
            self.source,
            spans=self.spans,
            numbered=bool(self.raw.number),
            origin=self.raw.origin,
            omitted=self._number_of(omitted),
            totals=self.texts.totals,
        )
        checks = [*self.checks, *self.looked_up.unknown]
        if omitted:
            checks = [f"{kept(omitted)} AND ({check})" for check in checks]
        refuse_doubtful(self.connection, relation, self.raw, self.looked_up.joined, checks)
        return with_few(self.connection, relation)

    @property
    def spans(self) -> bool:
        """Whether rows may stand for more than a day."""
        return bool(self.end) and (self.wide or self.start != self.end)

    def _omitted(self) -> str:
        """Return when a row is left out, in SQL, or ""."""
        omission = Omission.of(self.source)
        if omission is None:
            return ""
        names = list(self.source.columns)

        def cell(column: str, as_written: bool) -> str:  # noqa: FBT001  (comes with each column)
            if not as_written:
                return f"({self.expressions[column]})"
            return f"({self._text(f'r.k{names.index(column)}', self.raw.types[column])})"

        return omission.sql(cell, self.connection.dialect)

    def _number_of(self, condition: str) -> int:
        """Return how many rows meet a condition."""
        if not condition:
            return 0
        counted = f"SELECT COUNT(*) FROM {self.looked_up.joined} WHERE {condition}"
        return int(str(self.connection.rows(counted)[0][0]))

    def _query(self, omitted: str) -> str:
        named = [f"{sql} AS c{index}" for index, sql in enumerate(self.expressions.values())]
        if self.end:
            named.extend([f"{self.start} AS s"] if self.spans else [])
            named.append(f"{self.end} AS e")
        if self.raw.number:
            named.append(f"{self.raw.number} AS n")
        if self.quality:
            named.append(f"{self.quality} AS q")
        where = f" WHERE {kept(omitted)}" if omitted else ""
        return f"SELECT {', '.join(named)} FROM {self.looked_up.joined}{where}"

    # ---- Columns -----------------------------------------------------------------------------------

    def _convert(self, column: Column, cell: str, kept_type: str) -> str:
        if kept_type == '"NULL"':  # no cell has a value, so nothing ever said of which type they are
            return self._nothing(column)
        kept, expected = kept_in(kept_type), self.expected[column.name]
        match way(expected, kept):
            case Way.TEXT:
                return self._text(cell, kept_type)
            case Way.NUMBER:
                return self._widened(unmarked(self._exact(cell, kept_type), expected.missing))
            case Way.DIGITS | Way.PRINTED:
                return self._written(cell, kept_type)
            case Way.WORD:
                words = (self.connection.dialect.text(TRUTHS[truth]) for truth in (True, False))
                return "CASE WHEN {0} THEN {1} WHEN NOT {0} THEN {2} END".format(cell, *words)
            case Way.TRUTH:
                return cell
            case Way.DAY:
                return self._day(cell, kept)
            case Way.LOOKED_UP if kept is Kept.TEXT:
                return self._of_text(column, self._text(cell, kept_type))
            case Way.LOOKED_UP:
                return self._looked_up(column, self._written(cell, kept_type), "")
            case Way.ONE_BY_ONE:
                raise NotPlainError
            case Way.NEVER if self._has_cells(cell):
                raise WrongTypeError(column, kept_type)
            case Way.NEVER:
                return self._nothing(column)

    @staticmethod
    def _nothing(column: Column) -> str:
        return f"CAST(NULL AS {_SQL_TYPES.get(column.type, 'VARCHAR')})"

    def _has_cells(self, cell: str) -> bool:
        """Tell whether a column has any cell; the type of one that has none says nothing."""
        return bool(
            self.connection.rows(f"SELECT 1 FROM {self.raw.table} r WHERE {cell} IS NOT NULL LIMIT 1")
        )

    def _widened(self, number: str) -> str:
        """Return a number in the one type of all numbers where that is wanted; one beyond it is in doubt."""
        if not self.wide:
            return number
        wider = f"TRY_CAST({number} AS {_SQL_TYPES[ValueType.NUMBER]})"
        self.checks.append(f"{number} IS NOT NULL AND ({wider} IS NULL OR {wider} <> {number})")
        return wider

    def _exact(self, cell: str, kept_type: str) -> str:
        """Return the exact number of a cell; one whose digits the engine does not keep is in doubt."""
        if kept_in(kept_type) is not Kept.REAL:
            return cell
        if kept_type == "FLOAT":
            cell, kept_type = self.connection.dialect.from_single(cell), "DOUBLE"
        number = self.connection.dialect.from_real(cell)
        self.checks.append(
            f"isfinite({cell}) AND "
            f"({number} IS NULL OR CAST(CAST({number} AS VARCHAR) AS {kept_type}) <> {cell})"
        )
        return number

    def _written(self, cell: str, kept_type: str) -> str:
        """Return the digits of a number, or a day as it is printed; NULL for a mark of absence."""
        kept, dialect = kept_in(kept_type), self.connection.dialect
        if kept in {Kept.WHOLE, Kept.DECIMAL, Kept.REAL}:
            text = digits(self._exact(cell, kept_type), kept, dialect)
        else:
            text = dialect.written(cell)
        return (
            f"(CASE WHEN {text} NOT IN ({self.texts.marks}) THEN {text} END)" if self.source.missing else text
        )

    def _day(self, cell: str, kept: Kept) -> str:
        match kept:
            case Kept.ZONED:
                return self.connection.dialect.from_zoned(cell, self.source.zone)
            case Kept.MOMENT:
                return f"CAST({cell} AS DATE)"
            case _:
                return cell

    def _text(self, cell: str, kept_type: str = "VARCHAR") -> str:
        """Return a text without blanks around it, composed; NULL for a mark of absence."""
        dialect = self.connection.dialect
        if kept_type != "VARCHAR":
            cell = f"CAST({cell} AS VARCHAR)"
        elif cell in self.texts.plain:
            return cell
        trimmed = f"trim({cell}, {dialect.text(BLANKS)})"
        return f"CASE WHEN {trimmed} NOT IN ({self.texts.marks}) THEN {dialect.composed(trimmed)} END"

    def _of_text(self, column: Column, text: str) -> str:
        """Return the value of a column of texts."""
        if column.type is ValueType.NUMBER:
            return self._number(column, text)
        if column.type is ValueType.DATE:
            expected = self.expected[column.name]
            return self._looked_up(column, text, plain_day(text, expected, self.connection.dialect))
        digits = self.expected[column.name].digits
        if digits and not column.symbols:
            plain = f"regexp_full_match({text}, '[0-9]{{1,{digits}}}')"
            return self._looked_up(column, text, f"CASE WHEN {plain} THEN lpad({text}, {digits}, '0') END")
        return self._looked_up(column, text, "")

    def _number(self, column: Column, text: str) -> str:
        """Return a number written in digits, grouped or not; all others are looked up."""
        if self.expected[column.name].percentages not in {"", "ratio"}:
            return self._looked_up(column, text, "")
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
            grouped = dialect.text(f"-?[1-9][0-9]{{0,2}}(?:{sign_class}[0-9]{{3}}){{1,5}}{decimals}")
            bare = f"regexp_replace({text}, {dialect.text(sign_class)}, '', 'g')"
            bare = bare if point == "." else f"replace({bare}, {dialect.text(point)}, '.')"
            fast += f" WHEN regexp_full_match({text}, {grouped}) THEN CAST({bare} AS {kind})"
        return self._looked_up(column, text, f"{fast} END")

    # ---- Looking up --------------------------------------------------------------------------------

    def _looked_up(self, column: Column, text: str, fast: str) -> str:
        """Return `fast`, and where it is NULL what the text means by a table of the different ones."""
        expected = self.expected[column.name]

        def read(cell: str) -> Sequence[str] | None:
            value = read_text(cell, expected)
            return (
                None if isinstance(value, BadCell) or value is None or not fits(value) else [written(value)]
            )

        left = f"{text} IS NOT NULL AND {fast} IS NULL" if fast else f"{text} IS NOT NULL"
        table = self.looked_up.add(text, left, read, [_SQL_TYPES[column.type]])
        if table is None:
            return fast or f"CAST(NULL AS {_SQL_TYPES[column.type]})"
        found = f"CASE WHEN {left} THEN {table}.v0 END" if fast else f"{table}.v0"
        return f"COALESCE({fast}, {found})" if fast else found

    def _time(self) -> None:
        """Find the first and the last day of the period that each row's time cell names."""
        name = self.source.time
        column = self.source.columns[name]
        index = list(self.source.columns).index(name)
        kept_type, cell = self.raw.types[name], f"r.k{index}"
        kept, expected = kept_in(kept_type), self.expected[name]
        if kept in {Kept.DATE, Kept.MOMENT, Kept.ZONED}:
            self.start = self.end = self._day(cell, kept)
        elif kept_type == '"NULL"':
            self.start = self.end = "NULL::DATE"
        else:
            text = f"CAST({cell} AS VARCHAR)" if kept is Kept.TEXT else self._written(cell, kept_type)
            spans: list[bool] = []

            def read(written_cell: str) -> Sequence[str] | None:
                period = read_period(written_cell, expected)
                if period is None:
                    return None
                spans.append(period.start != period.end)
                return [written(period.start), written(period.end)]

            many = kept is Kept.TEXT and have_moments(self.connection, self.raw.table, text)
            fast = plain_moment(text, expected, self.connection.dialect) if many else ""
            left = f"{cell} IS NOT NULL" + (f" AND ({fast}) IS NULL" if fast else "")
            table = self.looked_up.add(text, left, read, ["DATE", "DATE"])
            days = [f"{table}.v0", f"{table}.v1"] if table else ["NULL::DATE", "NULL::DATE"]
            if fast:
                days = [f"COALESCE({fast}, CASE WHEN {left} THEN {day} END)" for day in days]
            self.start, self.end = days
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

        table = self.looked_up.add(text, f"{text} IS NOT NULL", read, ["INTEGER"])
        self.quality = f"{table}.v0" if table else "NULL::INTEGER"

    # ---- Contract ----------------------------------------------------------------------------------

    def _rules(self) -> None:
        """Add what the values of each column must be to the checks."""
        dialect = self.connection.dialect
        for column in self.source.columns.values():
            rules = value_rules(self.source, column)
            if column.type in {ValueType.TEXT, ValueType.UNKNOWN}:
                self._seen(column.name)
            self.checks.extend(breach(self.expressions[column.name], rule, dialect) for rule in rules)

    def _seen(self, name: str) -> None:
        """Add to the checks that no letter of a column of texts is unseen."""
        cell = f"r.k{list(self.source.columns).index(name)}"
        if kept_in(self.raw.types[name]) is Kept.TEXT and cell not in self.texts.plain:
            text = self.expressions[name]
            self.checks.append(self.connection.dialect.has_letter(f"({text})", HIDDEN))


def together(connection: DuckDBConnection, source: DataSource, raws: Sequence[Raw]) -> Relation:
    """
    Return columns that are kept in several types, each converted from its own, as one query.

    Raises:
        NotPlainError: Some cells are not certain, or break the contract: rows must be read one by one.
        WrongTypeError, EngineError: See `Typing.run`.
    """
    parts = [Typing(connection, source, raw, wide=True).run() for raw in raws]
    query = " UNION ALL ".join(f"({part.query})" for part in parts)
    totals = [each.totals for each in parts if each.totals is not None]
    relation = attrs.evolve(
        parts[0],
        query=query,
        omitted=sum(part.omitted for part in parts),
        totals=frozenset().union(*totals),
    )
    if source.keys:
        keys = ", ".join(key_of(relation))
        twice = f"SELECT 1 FROM ({query}) t GROUP BY {keys} HAVING COUNT(*) > 1 LIMIT 1"
        if connection.rows(twice):
            raise NotPlainError
    return with_few(connection, relation)
