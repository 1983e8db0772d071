"""Texts that DuckDB turns into days as the one reader of cells does; all others are looked up, each once."""

from __future__ import annotations

from pei_dsl.data.date_formats import CENTURY, DateFormat, format_of
from pei_dsl.data.engine.dialect import Dialect
from pei_dsl.data.engine.duckdb.duckdb_connection import DuckDBConnection
from pei_dsl.data.expected import Expected
from pei_dsl.model.periods import FIRST_YEAR, LAST_YEAR

_ISO = r"\d{4}-\d{2}-\d{2}"
_CLOCK = r"(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d"
_YEARS = "((?:19|20|21)[0-9]{2}|2200)"
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

    Days without a time are looked up where a format is declared, since there are few different ones.
    """
    if expected.formats:
        return plain_moment(text, expected, dialect)
    iso = f"WHEN regexp_full_match({text}, {dialect.text(_ISO)}) THEN TRY_CAST({text} AS DATE)"
    day = f"CASE {iso} ELSE {_iso_moment(text, dialect)} END"
    return f"CASE WHEN year({day}) BETWEEN {FIRST_YEAR} AND {LAST_YEAR} THEN {day} END"


def plain_moment(text: str, expected: Expected, dialect: Dialect) -> str:
    """
    Return the day of a day with its time, in SQL: NULL for what must be looked up; "" where all must.

    It has no CASE in it, so that DuckDB asks it once where it stands several times.  With several formats all
    cells are looked up: only then is it known whether these contradict each other.
    """
    if not expected.formats:
        return _iso_moment(text, dialect)
    declared = [format_of(each) for each in expected.formats]
    timed = [each for each in declared if "hour" in each.parts and each.codes]
    return _parsed(text, timed[0], dialect) if len(declared) == 1 and timed else ""


def _iso_moment(text: str, dialect: Dialect) -> str:
    moment = dialect.text(f"^(?:{_YEARS.replace('(', '(?:', 1)}-[01]\\d-[0-3]\\d[T ]{_CLOCK})$")
    return f"CAST(TRY_CAST(regexp_extract({text}, {moment}) AS TIMESTAMP) AS DATE)"


def _parsed(text: str, declared: DateFormat, dialect: Dialect) -> str:
    """Return what DuckDB reads in a format of digits; what has another form is NULL, as no day is empty."""
    pattern = dialect.text(f"^(?:{declared.pattern.replace('([0-9]{4})', _YEARS)})$")
    codes = "".join(_CODES.get(name, written) for name, written in declared.codes)
    day = f"CAST(try_strptime(regexp_extract({text}, {pattern}), {dialect.text(codes)}) AS DATE)"
    if "short_year" not in declared.parts:
        return day
    # Two digits from 69 on are a year of the last century to DuckDB, and of this one to us.
    return f"CAST({day} + to_years(100 * CAST(year({day}) < {CENTURY} AS INTEGER)) AS DATE)"


def have_moments(connection: DuckDBConnection, table: str, text: str) -> bool:
    """Tell whether texts tell the time of day: then too many are different to be looked up."""
    first = f"SELECT {text} AS t FROM {table} r LIMIT 1000"
    return bool(connection.rows(f"SELECT 1 FROM ({first}) s WHERE t LIKE '%:%' LIMIT 1"))
