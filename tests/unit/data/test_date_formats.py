"""Declared formats of dates: which there are, what they read, and that the engine reads the same."""

from __future__ import annotations

import datetime
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pei_dsl.data.date_formats import formatted_periods, parse_format
from pei_dsl.data.engine.duckdb.duckdb_connection import DuckDBConnection
from pei_dsl.data.expected import Expected
from pei_dsl.data.readers.plain_dates import plain_day, plain_moment
from pei_dsl.data.seen_dates import Forms, fitting
from pei_dsl.model.expressions import ValueType
from pei_dsl.model.periods import Granularity, Period

DAYS = st.dates(datetime.date(2000, 1, 1), datetime.date(2099, 12, 31))
TIMES = st.times().map(lambda time: time.replace(microsecond=0))
MONTHS = ("ene", "feb", "mar", "abr", "may", "jun", "jul", "ago", "set", "oct", "nov", "dic")
NAMES = (
    *("enero", "febrero", "marzo", "abril", "mayo", "junio"),
    *("julio", "agosto", "setiembre", "octubre", "noviembre", "diciembre"),
)
WEEKDAYS = ("lunes", "martes", "miércoles", "jueves", "viernes", "sábado", "domingo")


def written(code: str, moment: datetime.datetime) -> str:
    """Return a moment as a format writes it, by replacing its codes one by one."""
    hour = moment.hour % 12 or 12 if "am/pm" in code else moment.hour
    for known, text in (
        ("am/pm", "p. m." if moment.hour >= 12 else "a. m."),
        ("hh:mm:ss", f"{hour:02}:{moment:%M:%S}"),
        ("hh:mm", f"{hour:02}:{moment:%M}"),
        ("dddd", WEEKDAYS[moment.weekday()]),
        ("mmmm", NAMES[moment.month - 1]),
        ("mmm", MONTHS[moment.month - 1]),
        ("mm", f"{moment:%m}"),
        ("aaaa", f"{moment:%Y}"),
        ("aa", f"{moment:%y}"),
        ("dd", f"{moment:%d}"),
    ):
        code = code.replace(known, text, 1) if known in code else code
    return code


DATES = ("dd/mm/aaaa", "mm/dd/aaaa", "dd-mm-aa", "aaaa.mm.dd", "aaaammdd", "ddmmaaaa", "dd-mmm-aa")
WORDED = ("dd de mmmm de aaaa", "dddd, dd de mmmm del aaaa", "mmmm aaaa", "mmm-aa", "aaaamm", "mm/aaaa")
CLOCKS = ("", " hh:mm", " hh:mm:ss", "Thh:mm:ss", " hh:mm am/pm")
# A weekday has an m or a d in it, which the simple writer above would take for a code, as would some months.
FORMATS = st.one_of(
    st.builds("{}{}".format, st.sampled_from(DATES[:6]), st.sampled_from(CLOCKS)),
    st.sampled_from([*DATES, *WORDED[3:]]),
)


@given(code=FORMATS, day=DAYS, time=TIMES)
def test_what_a_format_writes_it_reads(code: str, day: datetime.date, time: datetime.time) -> None:
    declared = parse_format(code)
    assert declared is not None
    named = declared.read(written(code, datetime.datetime.combine(day, time)))
    whole = Period(day, day, Granularity.DAY)

    assert named == whole.enclosing(declared.granularity)


@given(code=FORMATS, day=DAYS, time=TIMES)
def test_what_a_format_writes_is_proposed(code: str, day: datetime.date, time: datetime.time) -> None:
    text = written(code, datetime.datetime.combine(day, time))

    assert code in fitting(text)
    declared = [parse_format(each) for each in fitting(text)]
    assert all(each is not None and each.read(text) for each in declared), "each that is proposed reads it"


ALMOST = st.one_of(
    st.from_regex(
        r"[0-9]{1,4}[-/.][0-9]{1,2}[-/.][0-9]{1,4}( [0-9]{1,2}:[0-9]{2}(:[0-9]{2})?)?", fullmatch=True
    ),
    st.from_regex(
        r"(19|20|21)[0-9]{2}-[01][0-9]-[0-3][0-9][T ][0-2][0-9]:[0-6][0-9]:[0-6][0-9]", fullmatch=True
    ),
    st.builds(
        lambda code, day, time: written(code, datetime.datetime.combine(day, time)), FORMATS, DAYS, TIMES
    ),
)


@pytest.fixture(scope="module")
def engine() -> Iterator[DuckDBConnection]:
    with DuckDBConnection() as connection:
        yield connection


@given(
    texts=st.lists(ALMOST, min_size=1, max_size=8),
    code=st.sampled_from(["", *(f"{date}{clock}" for date in DATES for clock in CLOCKS)]),
)
def test_duckdb_reads_a_plain_day_as_the_reader_of_cells_or_leaves_it(
    engine: DuckDBConnection, texts: list[str], code: str
) -> None:
    from pei_dsl.data.cell_values import read_period

    expected = Expected(ValueType.DATE, formats=(code,) if code else ())
    values = ", ".join(f"({engine.dialect.text(text)})" for text in texts)
    for plain in (plain_day, plain_moment):
        sql = plain("t", expected, engine.dialect)
        for text, day in engine.rows(f"SELECT t, {sql} FROM (VALUES {values}) v(t)") if sql else ():
            period = read_period(str(text), expected)
            assert day is None or (period is not None and period.start == period.end == day), (text, day)


def test_duckdb_leaves_no_plain_moment_to_be_looked_up(engine: DuckDBConnection) -> None:
    """Else a million different ones would be read one by one."""
    for code, text in (
        ("", "2024-12-31 23:30:05"),
        ("dd/mm/aaaa hh:mm:ss", "31/12/2024 23:30:05"),
        ("dd-mm-aa hh:mm", "31-12-99 23:30"),
    ):
        expected = Expected(ValueType.DATE, formats=(code,) if code else ())
        literal = engine.dialect.text(text)
        ((day,),) = engine.rows(
            f"SELECT {plain_moment('t', expected, engine.dialect)} FROM (SELECT {literal} AS t)"
        )
        assert day is not None, code


@pytest.mark.parametrize(
    "code",
    [
        "",
        "hh:mm",
        "dd/mm",
        "dd/aaaa",
        "aaaa/mm/aa",
        "día",
        "dd/mm/aaaa mm",
        "aaaa hh:mm",
        "mmm mmmm aaaa",
        "x",
    ],
)
def test_no_format(code: str) -> None:
    assert parse_format(code) is None


@pytest.mark.parametrize(
    ("text", "formats", "named"),
    [
        ("03/04/2020", ("dd/mm/aaaa", "mm/dd/aaaa"), 2),
        ("05/05/2020", ("dd/mm/aaaa", "mm/dd/aaaa"), 1),
        ("13/04/2020", ("dd/mm/aaaa", "mm/dd/aaaa"), 1),
        ("13/13/2020", ("dd/mm/aaaa", "mm/dd/aaaa"), 0),
        ("1/1/1850", ("dd/mm/aaaa",), 0),
        ("٠١/٠٢/٢٠٢٠", ("dd/mm/aaaa",), 0),
        ("lunes 24 de marzo de 2020", ("dddd d de mmmm de aaaa",), 0),
        ("24/03/2020 11:05 PM", ("dd/mm/aaaa hh:mm am/pm",), 1),
        ("24/03/2020 13:05 PM", ("dd/mm/aaaa hh:mm am/pm",), 0),
        ("1/13/2020 0:00", ("m/d/yyyy h:mm",), 1),
        ("24/03/2020 00:00:00.123", ("dd/mm/aaaa hh:mm:ss.000",), 1),
    ],
)
def test_what_formats_read(text: str, formats: tuple[str, ...], named: int) -> None:
    assert len(formatted_periods(text, formats)) == named


@pytest.mark.parametrize(
    ("cells", "choices"),
    [
        (["03/04/2020"], ['"dd/mm/aaaa"', '"mm/dd/aaaa"']),
        (["03/04/2020", "13/04/2020"], ['"dd/mm/aaaa"']),
        (["04/13/2020", "03/04/2020"], ['"mm/dd/aaaa"']),
        (["24/03/2020", "ene-25"], ['"dd/mm/aaaa", "mmm-aa"']),
        (["may 2020"], ['"mmm aaaa"']),
        (["may 2020", "marzo 2020"], ['"mmmm aaaa"']),
        (["27-MAR-20"], ['"dd-mmm-aa"']),
    ],
)
def test_forms_are_proposed_that_fit_all_cells(cells: list[str], choices: list[str]) -> None:
    forms = Forms()

    assert all(forms.take(cell) for cell in cells)
    assert forms.choices == choices


@pytest.mark.parametrize("cell", ["", "hola", "12", "TOTAL", "31/31/2020", "2020", "24-03", "1,234"])
def test_what_is_no_date_is_in_no_form(cell: str) -> None:
    assert not Forms().take(cell)
