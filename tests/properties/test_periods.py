"""Periods and time clauses."""

from __future__ import annotations

import itertools
from fractions import Fraction

from hypothesis import assume, example, given
from hypothesis import strategies as st

from pei_dsl.algebra.values import Present
from pei_dsl.data.aggregates import aggregate, rows_of_window, window_of
from pei_dsl.data.table import Table
from pei_dsl.model.absence import Absence
from pei_dsl.model.expressions import (
    Aggregate,
    ColumnValue,
    Comparison,
    Number,
    ValueType,
    Window,
    WindowKind,
)
from pei_dsl.model.periods import FIRST_YEAR, LAST_YEAR, PER_YEAR, Granularity, Period
from tests import strategies
from tests.builders import period, source, table

YEAR = Window(WindowKind.LAST, 1, "año")
PREVIOUS = Window(WindowKind.PREVIOUS, 1, "año")
CUMULATIVE = Window(WindowKind.CUMULATIVE)
CLOSING = Window(WindowKind.CLOSING)


@given(strategies.periods())
def test_a_period_reads_back(period: Period) -> None:
    """What a period is written as names that period."""
    assert Period.parse(str(period)) == period
    assert Period.parse(f" {str(period).lower()} ") == period


@given(strategies.periods(), st.integers(0, 400))
def test_earlier_and_later_undo_each_other(period: Period, steps: int) -> None:
    """So many steps back and forth lead to where one began."""
    before = period.earlier(steps)

    if before is not None and before.year >= FIRST_YEAR:
        assert before.granularity is period.granularity
        assert before.earlier(-steps) == period


@given(strategies.periods(FIRST_YEAR + 1))
def test_periods_follow_one_another_without_gaps(period: Period) -> None:
    """A period begins the day after the one before it ends, and lies in its year."""
    before = period.earlier(1)

    assert before is not None
    assert before.end.toordinal() + 1 == period.start.toordinal()
    assert Period.year_of(period.year).contains(period)


@given(st.text("0123456789-STQst/ ", max_size=12) | st.text(max_size=8))
@example("2024-13")
@example("9999-12")
@example("2024-02-30")
def test_any_text_is_a_period_or_none(text: str) -> None:
    """What is no period is None, never an error; what is one is within the calendar."""
    period = Period.parse(text)

    assert period is None or FIRST_YEAR <= period.year <= LAST_YEAR


def test_the_parts_of_a_year_make_the_year() -> None:
    """Semesters, quarters and months each tile the year."""
    year = Period.year_of(2024)
    for granularity, count in PER_YEAR.items():
        of_year = [Period.of(granularity, 2024, number) for number in range(1, count + 1)]

        assert of_year[0].start == year.start
        assert of_year[-1].end == year.end
        assert all(before == after.earlier(1) for before, after in itertools.pairwise(of_year))
        assert [each.number for each in of_year] == list(range(1, count + 1))


# ---- Windows -------------------------------------------------------------------------------------------


def days(period: Period | None) -> tuple[object, object] | None:
    """Return the first and last day of `period`."""
    return (period.start, period.end) if period is not None else None


@given(st.integers(FIRST_YEAR + 2, LAST_YEAR))
def test_windows_that_are_the_year(year: int) -> None:
    """To December accumulated, or the last year of a year: both are the year."""
    whole = Period.year_of(year)

    assert days(window_of([CUMULATIVE], Period.of(Granularity.MONTH, year, 12))) == days(whole)
    assert days(window_of([YEAR], whole)) == days(whole)
    assert days(
        window_of([Window(WindowKind.LAST, 12, "mes")], Period.of(Granularity.MONTH, year, 12))
    ) == days(whole)
    assert days(window_of([PREVIOUS], whole)) == days(whole.earlier(1))
    assert days(window_of([], whole)) == days(whole)


@given(strategies.periods(1910, 2190), strategies.time_clauses)
def test_a_window_ends_with_the_period_or_before(period: Period, windows: tuple[Window, ...]) -> None:
    """No clause looks ahead but one that names its period, and each names at least one day or is ND."""
    found = window_of(windows, period)

    named = [each.named for each in windows if each.named is not None]
    end = max([period.end, *(each.end for each in named)])
    assert found is not None or named
    assert found is None or found.start <= found.end <= end


@given(strategies.periods(1910, 2190), strategies.periods(1910, 2190))
def test_windows_that_name_a_period(period: Period, named: Period) -> None:
    """A fixed one is what it names; one that begins somewhere is the rest of it, and grows with the period."""
    since = window_of([Window(WindowKind.SINCE, named=named)], period)

    assert days(window_of([Window(WindowKind.FIXED, named=named)], period)) == days(named)
    assert days(window_of([Window(WindowKind.PLAN, named=named)], period)) == days(since)
    assert (since is None) == (named.start > period.end)
    if since is not None:
        assert days(since) == (named.start, period.end)
        assert not named.end <= period.end or since.contains(named)
    assert days(window_of([Window(WindowKind.SINCE, named=period)], period)) == days(period)


@given(strategies.periods(1910, 2190), strategies.time_clauses)
def test_the_order_of_clauses_has_no_meaning(period: Period, windows: tuple[Window, ...]) -> None:
    found = {days(window_of(order, period)) for order in itertools.permutations(windows)}

    assert len(found) == 1


@given(
    strategies.periods(1910, 2190),
    st.sampled_from(["año", "semestre", "trimestre", "mes"]),
    st.integers(1, 9),
)
def test_a_longer_window_holds_the_shorter(period: Period, granularity: str, count: int) -> None:
    """The last n + 1 steps hold the last n; n months ago twice is 2n months ago."""
    assume(period.granularity is not Granularity.DAY)
    shorter = window_of([Window(WindowKind.LAST, count, granularity)], period)
    longer = window_of([Window(WindowKind.LAST, count + 1, granularity)], period)
    once = window_of([Window(WindowKind.PREVIOUS, count, granularity)], period)
    twice = window_of([Window(WindowKind.PREVIOUS, 2 * count, granularity)], period)

    assert shorter is not None
    assert longer is not None
    assert longer.contains(shorter)
    assert once is not None
    assert days(window_of([Window(WindowKind.PREVIOUS, count, granularity)], once)) == days(twice)


# ---- Aggregates against their plainest definition --------------------------------------------------------

COLUMNS = {"n": ValueType.NUMBER, "t": ValueType.TEXT}
S = source(COLUMNS, "t")
# Months, years and days within each other, so that rows fall into what is asked for.
stretches = st.sampled_from(
    ["2023", "2024", "2024-S1", "2024-T1", "2024-01", "2024-12", "2024-01-31", "2024-06-30"]
)
rows = st.lists(
    st.tuples(
        stretches,
        st.fixed_dictionaries(
            {
                "n": st.none() | st.integers(-3, 3).map(Fraction) | st.fractions(0, 1),
                "t": st.none() | st.text("ab", min_size=1, max_size=1),
            }
        ),
    ),
    max_size=8,
).map(table)
asked = st.sampled_from(["2024", "2024-S1", "2023"]).map(period) | strategies.periods(2022, 2025)
positive = Comparison(">", ColumnValue("n"), Number(Fraction(0)))


def plainly(function: str, found: Table, period: Period, only_positive: bool) -> Present | None:
    """Return an aggregate of column `n` as one would do it by hand; None for ND."""
    inside = [
        r for r in found.rows if r.period and period.start <= r.period.start and r.period.end <= period.end
    ]
    if not inside:
        return None
    kept = [
        r for r in inside if not only_positive or (isinstance(r.cells["n"], Fraction) and r.cells["n"] > 0)
    ]
    present = [
        (r.period.end, r.number, r.cells["n"])
        for r in kept
        if r.period and isinstance(r.cells["n"], Fraction)
    ]
    numbers = sorted(n for _, _, n in present)
    if function == "count":
        return Fraction(len(numbers))
    if function == "count_distinct":
        return Fraction(len(set(numbers)))
    if not numbers:
        return Fraction(0) if function == "sum" and not kept else None
    return {
        "sum": sum(numbers, Fraction(0)),
        "mean": sum(numbers, Fraction(0)) / len(numbers),
        "median": (numbers[(len(numbers) - 1) // 2] + numbers[len(numbers) // 2]) / 2,
        "minimum": numbers[0],
        "maximum": numbers[-1],
        "first": min(present)[2],
        "last": max(present)[2],
    }[function]


FUNCTIONS = ["sum", "mean", "median", "minimum", "maximum", "first", "last", "count", "count_distinct"]


@given(rows, asked, st.booleans())
def test_aggregates_agree_with_a_comprehension(found: Table, asked: Period, only_positive: bool) -> None:
    """Each aggregate is what a few lines of plain Python say it is."""
    for function in FUNCTIONS:
        node = Aggregate(function, "s", ColumnValue("n"), positive if only_positive else None)
        outcome = aggregate(node, S, found, asked)

        expected = plainly(function, found, asked, only_positive)
        assert (None if isinstance(outcome.value, Absence) else outcome.value) == expected
        assert set(outcome.rows) <= {row.number for row in found.rows}


def exclude_each_other(windows: tuple[Window, ...]) -> bool:
    """Tell whether no day is in both of two clauses, `en 2019 desde 2022`: no row can be counted there."""
    fixed = [each.named for each in windows if each.kind is WindowKind.FIXED and each.named is not None]
    begun = [
        each.named.start
        for each in windows
        if each.kind in {WindowKind.SINCE, WindowKind.PLAN} and each.named is not None
    ]
    return any(each.end < start for each in fixed for start in begun)


@given(st.sampled_from(FUNCTIONS), rows, asked, strategies.time_clauses, st.booleans())
def test_aggregates_take_any_rows(
    function: str, found: Table, period: Period, windows: tuple[Window, ...], covered: bool
) -> None:
    """An aggregate is a value or an absence; a source that covers the window counts no rows as zero."""
    coverage = (Period.year_of(2000), Period.year_of(2030)) if covered else None
    of = source(COLUMNS, "t", coverage=coverage)
    value = aggregate(Aggregate(function, "s", ColumnValue("n"), None, windows), of, found, period).value

    assert isinstance(value, Fraction | Absence)
    if function.startswith("count") and covered and not exclude_each_other(windows):
        assert isinstance(value, Fraction)


@given(rows, st.integers(2022, 2025))
def test_stretches_add_up(found: Table, year: int) -> None:
    """The rows of a year are those of its months, and what no month holds; accumulated they are all there."""
    whole = Period.year_of(year)
    of_year = rows_of_window(found.rows, [], whole) or []
    of_months = [
        row
        for month in range(1, 13)
        for row in rows_of_window(found.rows, [], Period.of(Granularity.MONTH, year, month)) or []
    ]
    accumulated = rows_of_window(found.rows, [CUMULATIVE], Period.of(Granularity.MONTH, year, 12))

    short = {Granularity.MONTH, Granularity.DAY}
    assert sorted(r.number for r in of_months) == [
        r.number for r in of_year if r.period and r.period.granularity in short
    ]
    assert accumulated == of_year


@given(rows, asked)
def test_the_close_is_one_date(found: Table, period: Period) -> None:
    """At the close are the rows that end last within the period, all of them."""
    inside = rows_of_window(found.rows, [], period) or []
    closing = rows_of_window(found.rows, [CLOSING], period) or []
    ends = [row.period.end for row in inside if row.period]

    assert closing == [row for row in inside if row.period and row.period.end == max(ends)]
