"""Which columns of texts are read as they are: two ways to ask, for texts that repeat and for those that do not."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pei_dsl.data.engine.duckdb.duckdb_connection import DuckDBConnection
from pei_dsl.data.readers.plain_texts import BLANKS, PlainTexts
from pei_dsl.data.readers.raw_columns import Raw
from pei_dsl.model.expressions import ValueType
from pei_dsl.model.plan import Column, DataSource
from tests.example_counts import examples

SOURCE = DataSource("s", columns={"x": Column("x", ValueType.TEXT)}, missing=("-",))
letters = st.sampled_from([*BLANKS, "a", "Z", "7", "~", "!", "-", "é", "e\u0301", "\u200b", "\xad", "\ufeff"])
texts = st.lists(letters, max_size=4).map("".join)


def plain_texts(connection: DuckDBConnection, cells: list[str], *, repeats: bool = True) -> PlainTexts:
    """Return what is known of a column of `cells`."""
    written = ", ".join(f"({connection.dialect.text(cell)})" for cell in cells)
    return PlainTexts(
        connection,
        SOURCE,
        Raw(f"(SELECT * FROM (VALUES {written}) v(k0))", {"x": "VARCHAR"}, "0", "o", repeats),
    )


@settings(max_examples=examples(60), deadline=None, suppress_health_check=list(HealthCheck))
@given(cells=st.lists(texts, min_size=1, max_size=8))
def test_both_ways_find_the_same_texts(cells: list[str]) -> None:
    with DuckDBConnection() as connection:
        known = plain_texts(connection, cells)
        tests = [known._not_plain("r.k0", repeated=repeated) for repeated in (True, False)]
        found = connection.rows(f"SELECT {tests[0]}, {tests[1]}, r.k0 FROM {known.raw.table} r")

    for one, other, cell in found:
        assert one == other, cell
        assert one or str(cell) == str(cell).strip(), cell


def test_texts_repeat_where_each_stands_often_among_the_first() -> None:
    with DuckDBConnection() as connection:
        often, once = ["Lima", "Cusco"] * 4, [str(number) for number in range(8)]
        assert plain_texts(connection, often)._repeated(["r.k0"]) == {"r.k0"}
        assert plain_texts(connection, once)._repeated(["r.k0"]) == set()
        for cells in (often, once):
            for changed in ([*cells, " x"], [*cells, "-"], [*cells, "TOTAL"]):
                of_all = [plain_texts(connection, changed, repeats=repeats) for repeats in (True, False)]
                assert (
                    of_all[0].plain
                    == of_all[1].plain
                    == (frozenset() if changed[-1] != "TOTAL" else {"r.k0"})
                )
                assert (
                    of_all[0].totals == of_all[1].totals == ({"x"} if changed[-1] == "TOTAL" else frozenset())
                )
