"""Tables of documents as text: nothing is lost, nothing runs off, and no word is broken that need not be."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

import pei_dsl
from pei_dsl.renderers import follow_up_text
from pei_dsl.renderers.text_table import column_widths, table_lines, wrapped
from pei_dsl.views.document import Align, Cell, Column, Row, Table
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
    if width > 80:
        for piece in ("alternativa", "tecnológica", "establecimientos", "dispositivos", "universitaria"):
            assert piece in text
    if width == 160:
        assert "educación_superior_universitaria" in text
