"""What Hypothesis draws for engines: sources, their rows, aggregates over them, and the periods of interest."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from fractions import Fraction

import attrs
from hypothesis import strategies as st

from pei_dsl.algebra.builtins import AGGREGATES
from pei_dsl.algebra.values import Present
from pei_dsl.data.table import Row, Table
from pei_dsl.model import expressions as m
from pei_dsl.model.expressions import Aggregate, ValueType, Window, WindowKind
from pei_dsl.model.periods import Granularity, Period
from pei_dsl.model.plan import Column, DataSource
from pei_dsl.model.quality import Quality

# Names that mean something in SQL, or end what quotes began.
COLUMNS: Mapping[str, ValueType] = {
    "select": ValueType.DATE,
    "a": ValueType.NUMBER,
    'b"; DROP TABLE t; --': ValueType.NUMBER,
    "x`y'": ValueType.TEXT,
    "año/mes": ValueType.TEXT,
    "d": ValueType.DATE,
    "true": ValueType.BOOLEAN,
}
TIME, A, B, X, Y, D, V = COLUMNS
HOSTILE = [
    "'",
    '"',
    '"x"',
    "\\",
    "\\'",
    "'; --",
    "/*",
    "${a}",
    "%s",
    "$1",
    "a\nb",
    "`",
    "{0}",
    ":a",
    "?",
    "Z z",
    "ñ",
    "𝕏",
    "\uffee",
    "\ud7ff",
    "\U0010ffff",
    "A\U0010ffff",
    "C50",
    "C509",
    "C5",
    "%A_",
]

_plain_numbers = st.integers(-3, 3).map(Fraction) | st.decimals(-100, 100, places=2).map(Fraction)
_numbers = st.one_of(
    _plain_numbers,
    st.sampled_from([Fraction(10**18), Fraction("0.000000000000000001"), Fraction(-(10**19))]),
)
_texts = st.sampled_from(["A", "B", "a", "é", *HOSTILE])
_dates = st.dates(datetime.date(2022, 11, 1), datetime.date(2024, 3, 1))
_cells: Mapping[str, st.SearchStrategy[Present | None]] = {
    A: st.none() | _numbers,
    B: st.none() | _numbers,
    X: st.none() | _texts,
    Y: st.none() | _texts,
    D: st.none() | _dates,
    V: st.none() | st.booleans(),
}
periods = st.sampled_from(
    [
        Period.parse(written) or Period.year_of(2023)
        for written in (
            "2023",
            "2024",
            "2023-S1",
            "2023-S2",
            "2023-T1",
            "2023-04",
            "2023-12",
            "2024-01",
            "2023-12-31",
            "2023-06-15",
        )
    ]
)
_days = _dates.map(lambda day: Period(day, day, Granularity.DAY))

# ---- Expressions -------------------------------------------------------------------------------------

_column = m.ColumnValue
_number_columns = st.sampled_from([A, B]).map(_column)
_text_columns = st.sampled_from([X, Y]).map(_column)
_date_columns = st.sampled_from([TIME, D]).map(_column)
parts_of_dates = st.builds(
    lambda function, column: m.Call(function, (column,)),
    st.sampled_from(["year", "month", "quarter", "semester", "day"]),
    _date_columns,
)
_date_cells = _date_columns | _dates.map(m.Date)
# Of all years that dates are in; of some, so that working days are not known of every row; with a gap.
_calendars = st.sampled_from(
    [
        "2022-01-01; 2023-02-01; 2023-07-28; 2023-07-30; 2024-01-01",
        "2023-02-01; 2023-07-28; 2024-01-01",
        "2022-12-08; 2024-01-01; 2024-01-02",
    ]
).map(m.Text)
_conditions: st.SearchStrategy[m.Expression] = st.sampled_from(
    [
        m.ColumnValue(V),
        m.Call("is_missing", (m.ColumnValue(A),)),
        m.Comparison(">", m.ColumnValue(A), m.Number(Fraction(0))),
        m.Comparison("<", m.Call("days", (m.ColumnValue(TIME), m.ColumnValue(D))), m.Number(Fraction(9))),
        m.Not(m.Comparison("=", m.ColumnValue(X), m.Text("A"))),
    ]
)


def _of(name: str, *given: st.SearchStrategy[m.Expression]) -> st.SearchStrategy[m.Expression]:
    return st.tuples(*given).map(lambda drawn: m.Call(name, drawn))


_small = st.sampled_from([Fraction(0), Fraction(2), Fraction(-3)]).map(m.Number)
number_terms = st.one_of(
    _of("days", _date_cells, _date_columns),
    _of("days", _date_columns, _dates.map(m.Date)),
    parts_of_dates,
    _of("working_days", _date_cells, _date_columns, _calendars),
    _of("if", _conditions, _number_columns | _small, _number_columns),
    _of("if", _conditions, _small, _of("days", _date_columns, _date_columns)),
    _of("if_missing", _number_columns, _number_columns | _small),
)
date_terms = st.one_of(
    _of("add_days", _date_cells, _small | _number_columns),
    _of("add_days", _date_columns, _small),
    _of("date", _of("year", _date_columns)),
    _of("date", _of("year", _date_columns), _of("month", _date_columns), _of("day", _date_columns)),
)
text_terms = st.one_of(
    _of("middle", _text_columns, *([st.sampled_from([1, 2]).map(Fraction).map(m.Number)] * 2)),
    _of("weekday", _date_columns),
    _of("left", _text_columns, st.sampled_from([1, 2, 3]).map(Fraction).map(m.Number)),
    _of("right", _text_columns, st.sampled_from([1, 2]).map(Fraction).map(m.Number)),
    _of("if", _conditions, _text_columns, st.sampled_from(["A", "é", "0-14"]).map(m.Text)),
    _of("if_missing", _text_columns, _text_columns),
)
_values = st.recursive(
    _number_columns | _numbers.map(m.Number) | number_terms,
    lambda inner: st.one_of(
        st.builds(lambda p, q, minus: m.Sum((p, q), (False, minus)), inner, inner, st.booleans()),
        st.builds(lambda p, q, over: m.Product((p, q), (False, over)), inner, inner, st.booleans()),
        inner.map(m.Negative),
    ),
    max_leaves=4,
)


def _compared(
    left: st.SearchStrategy[m.Expression], right: st.SearchStrategy[m.Expression]
) -> st.SearchStrategy[m.Expression]:
    return st.builds(m.Comparison, st.sampled_from(["=", "<>", "<", "<=", ">", ">="]), left, right)


def _among(
    column: st.SearchStrategy[m.ColumnValue], choices: st.SearchStrategy[m.Expression]
) -> st.SearchStrategy[m.Expression]:
    return st.builds(m.Membership, column, st.lists(choices, min_size=1, max_size=3).map(tuple))


_literal_texts = (_texts | st.just("")).map(m.Text)


def _called(name: str, *given: st.SearchStrategy[m.Expression]) -> st.SearchStrategy[m.Expression]:
    return st.tuples(*given).map(lambda drawn: m.Call(name, drawn))


_of_texts = st.sampled_from(["starts_with", "ends_with", "contains"]).flatmap(
    lambda name: (
        _called(name, _text_columns | _literal_texts, _literal_texts | _text_columns)
        | _called(name, _text_columns, _literal_texts, _literal_texts)
    )
)
_between = st.one_of(
    _called("between", _text_columns, _literal_texts, _literal_texts | _text_columns),
    _called("between", _number_columns, _values, _numbers.map(m.Number)),
    _called("between", _date_columns, _dates.map(m.Date), _dates.map(m.Date)),
)
_counts = st.sampled_from([Fraction(1), Fraction(2), Fraction(0)]).map(m.Number)
_letters = st.sampled_from(["left", "right"]).flatmap(lambda name: _called(name, _text_columns, _counts))
_parts_of_dates = st.sampled_from(["year", "semester", "quarter", "month", "day"]).flatmap(
    lambda name: _called(name, _date_columns)
)
_atoms = st.one_of(
    _compared(_values, _values),
    _compared(_literal_texts | _text_columns, _text_columns),
    _compared(_dates.map(m.Date) | _date_columns, _date_columns),
    _compared(parts_of_dates, st.sampled_from([1, 4, 12, 2023, 2024]).map(Fraction).map(m.Number)),
    _compared(parts_of_dates, parts_of_dates | _number_columns),
    _among(_text_columns, _literal_texts),
    _of_texts,
    _between,
    _compared(_letters, _literal_texts),
    _compared(text_terms, _literal_texts | _text_columns),
    _compared(text_terms, st.sampled_from(["lunes", "viernes"]).map(m.Text)),
    _compared(number_terms, number_terms | _small),
    _compared(date_terms, _date_cells | date_terms),
    _compared(_parts_of_dates, _values),
    _among(_number_columns, _numbers.map(m.Number)),
    st.sampled_from([A, X, D, V]).map(lambda name: m.Call("is_missing", (_column(name),))),
    st.just(_column(V)),
    st.builds(lambda text: m.Comparison("=", _column(X), text), _literal_texts),
)
filters = st.recursive(
    _atoms,
    lambda inner: st.one_of(
        inner.map(m.Not),
        st.builds(lambda word, p, q: m.Logic(word, (p, q)), st.sampled_from("yo"), inner, inner),
    ),
    max_leaves=4,
)
windows = st.lists(
    st.sampled_from(
        [
            Window(WindowKind.CLOSING),
            Window(WindowKind.CUMULATIVE),
            Window(WindowKind.LAST, 2, "año"),
            Window(WindowKind.LAST, 3, "mes"),
            Window(WindowKind.PREVIOUS, 1, "año"),
            Window(WindowKind.PREVIOUS, 1, "mes"),
            Window(WindowKind.FIXED, named=Period.parse("2023")),
            Window(WindowKind.FIXED, named=Period.parse("2024-S1")),
            Window(WindowKind.SINCE, named=Period.parse("2023-07")),
            Window(WindowKind.PLAN, named=Period.parse("2022")),
        ]
    ),
    max_size=3,
    unique_by=lambda window: window.kind,
).map(tuple)
_ranks = st.sampled_from([Fraction(0), Fraction(1, 2), Fraction(9, 10), Fraction(1)])
_comparable = _number_columns | _text_columns | _date_columns | st.just(_column(V)) | text_terms | date_terms


def _aggregates(
    function: str, values: st.SearchStrategy[m.Expression | None]
) -> st.SearchStrategy[Aggregate]:
    ranks = _ranks if AGGREGATES.named(function).takes_rank else st.none()
    return st.builds(Aggregate, st.just(function), st.just("s"), values, st.none() | filters, windows, ranks)


aggregates = st.one_of(
    *(
        _aggregates(
            each.name,
            (st.none() if each.counts_rows else st.nothing())
            | _values
            | (st.nothing() if each.takes is ValueType.NUMBER else _comparable),
        )
        for each in AGGREGATES
    ),
)

# ---- Sources and rows --------------------------------------------------------------------------------


@attrs.frozen
class Asked:
    """
    A source with rows, and what is asked of it.

    Attributes:
        by: Columns of the breakdown.
        factored: Whether filters are decided by classes.
    """

    source: DataSource
    rows: tuple[Row, ...]
    requests: Sequence[tuple[Aggregate, Period]]
    by: tuple[str, ...]
    factored: bool

    def table(self, rows: Sequence[Row] | None = None) -> Table:
        """Return the rows, or those given, as a table."""
        return Table("s", "o", self.rows if rows is None else tuple(rows))

    @property
    def groups(self) -> list[tuple[Present | None, ...]]:
        """The groups of the breakdown, and one without rows."""
        found = {tuple(row.cells[column] for column in self.by) for row in self.rows}
        return [*found, ("nadie",) * len(self.by)] if self.by else []


@st.composite
def asked(draw: st.DrawFn, *, ordered: bool = False, fixed: bool = False) -> Asked:
    """
    Draw a source, its rows and questions.

    Args:
        draw: Hypothesis.
        ordered: Whether the source says what orders its rows, so that they need no number.
        fixed: Whether rows are as long as a day.
    """
    orders = st.sampled_from([(X,), (B, V), (Y, A)])
    coverage = draw(st.none() | st.just((Period.year_of(2023), Period.year_of(2023))))
    source = DataSource(
        "s",
        time=draw(st.sampled_from([TIME, TIME, TIME, ""])),
        columns={name: Column(name, kind) for name, kind in COLUMNS.items()},
        coverage=coverage,
        breakdowns=draw(st.sampled_from([(), (X,)])),
        order=draw(orders if ordered else st.just(()) | orders),
        quality=draw(st.sampled_from(["", Y])),
    )
    cells = {**_cells, **dict.fromkeys((A, B), st.none() | draw(st.sampled_from([_numbers, _plain_numbers])))}
    rows = tuple(
        draw(_rows(source, cells, number, fixed=fixed)) for number in range(2, 2 + draw(st.integers(0, 8)))
    )
    nodes = draw(st.lists(aggregates, min_size=1, max_size=4))
    times = draw(st.lists(periods, min_size=1, max_size=3, unique=True))
    by = draw(st.sampled_from([(), (X,), (V, A)]))
    requests = [(node, period) for node in nodes for period in times]
    return Asked(source, rows, requests, by, draw(st.booleans()))


@st.composite
def _rows(
    draw: st.DrawFn,
    source: DataSource,
    drawn: Mapping[str, st.SearchStrategy[Present | None]],
    number: int,
    *,
    fixed: bool,
) -> Row:
    cells = {name: draw(each) for name, each in drawn.items()}
    period = draw(_days if fixed else _days | periods)
    cells[TIME] = period.start
    quality = draw(st.none() | st.sampled_from(list(Quality))) if source.quality else None
    if source.quality:  # the column says it, for engines that read it
        cells[source.quality] = quality.value if quality else None
    return Row({name: cells[name] for name in COLUMNS}, period if source.time else None, number, quality)
