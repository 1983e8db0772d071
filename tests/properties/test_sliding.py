"""A window that moves on holds what adding up all of its rows anew would give."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from pei_dsl.data.engine.merge.shelves import Keys, Shelf
from pei_dsl.data.engine.merge.sliding import Sliding
from pei_dsl.data.engine.query.calendar import Window

KEYS = Keys.of(("p1", "g0", "w"))
PLACES = (3, 5)

cells = st.one_of(
    st.none(),
    st.integers(-(10**30), 10**30),
    st.decimals(allow_nan=False, allow_infinity=False, places=7),
    st.sampled_from([Decimal("1E+400"), Decimal("1E-400"), "0.1", "-99999999999999999999.5"]),
)
rows = st.lists(
    st.tuples(st.integers(-3, 20), st.sampled_from("xyz"), st.just(1), cells, st.none(), cells), max_size=30
)
windows = st.lists(st.tuples(st.integers(-5, 22), st.integers(0, 12)), min_size=1, max_size=12)


@given(rows, windows)
def test_totals_are_those_of_the_rows_of_the_window(
    given_: list[tuple[object, ...]], moves: list[tuple[int, int]]
) -> None:
    shelf = Shelf(KEYS)
    for row in given_:
        shelf.put((str(row[1]),), row)
    sliding = Sliding(shelf, PLACES)

    for first, length in moves:
        window = Window(first, first + length)
        sliding.move(window)
        for group in [("x",), ("y",), ("z",)]:
            for index, place in enumerate(PLACES):
                found = [row[place] for row in shelf.rows(group, window) if row[place] is not None]
                expected = sum((Fraction(str(cell)) for cell in found), Fraction(0)) if found else None
                total = sliding.total(group, index)
                assert (None if total is None else Fraction(total)) == expected
