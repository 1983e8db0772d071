"""Texts that DuckDB turns into days as the one reader of cells does; all others are looked up, each once."""

from __future__ import annotations

from pei_dsl.data.date_formats import CENTURY, DateFormat, format_of
from pei_dsl.data.engine.dialect import Dialect
from pei_dsl.data.engine.duckdb.duckdb_connection import DuckDBConnection
from pei_dsl.data.expected import Expected
from pei_dsl.model.periods import FIRST_YEAR, LAST_YEAR

_ISO = r"\d{4}-\d{2}-\d{2}"
_CLOCK = r"(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d"
_CODES = {
    "year": "%Y",
    "short_year": "%y",
    "month": "%m",
    "day": "%d",
    "hour": "%H",
    "minute": "%M",
    "second": "%S",
}


def plain_day(text: str, expected: Expected, dialect: Dialect) -> str:
    """
    Return the day that `text` plainly names, in SQL: NULL for what must be looked up; "" where all must.

    Days without a time are looked up where a format is declared, since there are few different ones.  With
    several formats all cells are: only then is it known whether these contradict each other.
    """
    moment = f"{_ISO}[T ]{_CLOCK}"
    plain = [(_ISO, f"TRY_CAST({text} AS DATE)"), (moment, f"CAST(TRY_CAST({text} AS TIMESTAMP) AS DATE)")]
    if expected.formats:
        declared = [format_of(each) for each in expected.formats]
        timed = [each for each in declared if "hour" in each.parts and each.codes]
        if len(declared) > 1 or not timed:
            return ""
        plain.insert(0, (declared[0].pattern, _parsed(text, declared[0], dialect)))
    cases = " ".join(
        f"WHEN regexp_full_match({text}, {dialect.text(pattern)}) THEN {day}" for pattern, day in plain
    )
    day = f"CASE {cases} END"
    return f"CASE WHEN year({day}) BETWEEN {FIRST_YEAR} AND {LAST_YEAR} THEN {day} END"


def _parsed(text: str, declared: DateFormat, dialect: Dialect) -> str:
    """Return what DuckDB reads in a format of digits."""
    codes = "".join(_CODES.get(name, written) for name, written in declared.codes)
    # Two digits from 69 on are a year of the last century to DuckDB, and of this one to us.
    day = f"CAST(try_strptime({text}, {dialect.text(codes)}) AS DATE)"
    if "short_year" not in declared.parts:
        return day
    return f"CASE WHEN year({day}) < {CENTURY} THEN CAST({day} + INTERVAL 100 YEAR AS DATE) ELSE {day} END"


def have_moments(connection: DuckDBConnection, table: str, text: str) -> bool:
    """Tell whether texts tell the time of day: then too many are different to be looked up."""
    first = f"SELECT {text} AS t FROM {table} r LIMIT 1000"
    return bool(connection.rows(f"SELECT 1 FROM ({first}) s WHERE t LIKE '%:%' LIMIT 1"))
