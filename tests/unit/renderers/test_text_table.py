"""Tables of documents as text: nothing is lost, nothing runs off, and no word is broken that need not be."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

import pei_dsl
from pei_dsl.renderers import follow_up_text
from pei_dsl.renderers.text_table import column_widths, table_lines, wrapped
from pei_dsl.views.document import Align, Cell, Column, Row, Table
from pei_dsl.views.follow_up_page import follow_up_page
from tests.documents import ROOT

WORDS = st.text(st.sampled_from("abcñ0_/.-"), min_size=1, max_size=14)
TEXTS = st.lists(WORDS, max_size=5).map(" ".join)


@given(TEXTS, st.integers(1, 20))
def test_a_word_is_broken_only_where_it_is_longer_than_its_column(text: str, width: int) -> None:
    lines = wrapped(text, width)

    assert all(len(line) <= width for line in lines)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
    found = " ".join(lines).split()
    for word in text.split():
        assert len(word) > width or word in found


@pytest.mark.parametrize(
    ("width", "lines"),
    [
        (40, ["educación_básica_alternativa"]),
        (18, ["educación_básica_", "alternativa"]),
        (12, ["educación_", "básica_", "alternativa"]),
        (8, ["educació", "n_", "básica_", "alternat", "iva"]),
    ],
)
def test_a_name_is_taken_apart_behind_its_strokes(width: int, lines: list[str]) -> None:
    assert wrapped("educación_básica_alternativa", width) == lines


@given(
    st.lists(st.lists(TEXTS, min_size=3, max_size=3), min_size=1, max_size=4),
    st.lists(st.integers(1, 6), min_size=3, max_size=3),
    st.integers(60, 120),
)
def test_columns_fit_the_page_and_hold_their_words(
    cells: list[list[str]], shares: list[int], width: int
) -> None:
    columns = [Column("cabeza", share) for share in shares]
    widths = column_widths(columns, [[each.head for each in columns], *cells], width)

    assert sum(widths) + 4 <= width
    longest = [
        max(len(word) for row in [["cabeza"] * 3, *cells] for word in row[place].split() or [""])
        for place in range(3)
    ]
    assert all(wide >= long for wide, long in zip(widths, longest, strict=True))  # three words of 14 fit 60


def test_numbers_stand_to_the_right_below_their_head() -> None:
    columns = (Column("Qué"), Column("Cuánto", align=Align.RIGHT))
    table = Table("t", "Título", columns, (Row((Cell("uno"), Cell("1,000"))), Row((Cell("dos"), Cell("5")))))

    assert list(table_lines(table, 80)) == [
        "Título",
        "Qué  Cuánto",
        "───────────",
        "uno   1,000",
        "dos       5",
    ]


@pytest.mark.parametrize("width", [80, 100, 160])
def test_no_word_of_the_follow_up_of_a_real_plan_is_broken_within_a_piece(width: int) -> None:
    followed = pei_dsl.follow_up(pei_dsl.load(ROOT / "specs" / "inpe-2019-2027"), 2024)
    text = follow_up_text.render(followed, width=width)

    assert max(map(len, text.splitlines())) <= width
    written = {*text.split()}
    shown = follow_up_page(followed).tables
    words = {
        word for table in shown for row in table.rows for cell in row.cells for word in cell.text.split()
    }
    assert words - written == set()


@pytest.mark.parametrize("width", [80, 100, 160])
def test_columns_without_anything_are_left_out_and_told(width: int) -> None:
    followed = pei_dsl.follow_up(pei_dsl.load(ROOT / "specs" / "inpe-2019-2027"), 2024)
    for language, told in (
        ("es", "No se muestra, porque en ninguna fila hay dato: Archivo.\n"),
        ("en", "Not shown, since no row has any: File.\n"),
    ):
        assert told in follow_up_text.render(followed, language, width)


def table_of(*rows: tuple[str, ...], heads: tuple[str, ...] = ("Código", "Qué", "Nota", "Cuánto")) -> Table:
    columns = tuple(Column(each, align=Align.RIGHT if each == "Cuánto" else Align.LEFT) for each in heads)
    made = (Row(tuple(map(Cell, each)), is_group=len({*each}) == 2 and "" in each) for each in rows)
    return Table("t", "Título", columns, tuple(made))


def test_what_does_not_fit_stands_above_the_rest() -> None:
    """The first columns alone, as few as let the words of all others whole."""
    rows = [("a" * 30, "b" * 30, "c" * 30, "1"), ("código", "qué", "nota", "1,000")]

    assert [*table_lines(table_of(*rows), 80)] == [
        "Título",
        "Código",
        f"  {'Qué'.ljust(30)}  {'Nota'.ljust(30)}  Cuánto",
        "─" * 80,
        "a" * 30,
        f"  {'b' * 30}  {'c' * 30}       1",
        "código",
        f"  {'qué'.ljust(30)}  {'nota'.ljust(30)}   1,000",
    ]
    assert [*table_lines(table_of(*rows), 60)][1:3] == ["Código  Qué", f"  {'Nota'.ljust(30)}  Cuánto"]
    assert [*table_lines(table_of(*rows), 120)][1].startswith("Código   ")


def test_what_is_empty_is_left_out_but_for_the_first_column() -> None:
    rows = [("", "–", "sí", "–"), ("–", "–", "no", "")]

    assert [each.rstrip() for each in table_lines(table_of(*rows), 80)] == [
        "Título",
        "Código  Nota",
        "────────────",
        "        sí",
        "–       no",
        "No se muestra, porque en ninguna fila hay dato: Qué, Cuánto.",
    ]
    assert [*table_lines(table_of(), 80)][1] == "Código  Qué  Nota  Cuánto"


@pytest.mark.parametrize("width", [70, 71, 72, 80])
def test_a_sign_stands_on_no_line_of_its_own(width: int) -> None:
    rows = [("Un valor de muchas palabras que se sustenta con actas de recepción: 640 ✓", "", "", "")]
    lines = [*table_lines(table_of(*rows), width)]

    assert any(each.endswith("640 ✓") for each in lines)
