"""Letters: what looks the same and is not is told, and what one sees is not."""

from __future__ import annotations

import unicodedata

import pytest

from pei_dsl.data.letters import column_name, difference, hidden, normal


@pytest.mark.parametrize(
    ("meant", "found", "expected"),
    [
        ("Lima", "Lima", None),
        ("Lima", "Cusco", None),
        ("Lima", "lima", None),
        ("Lima", "Lim\u0430", ("U+0430", 4)),
        ("Lima", "Lima\u200b", ("U+200B", 5)),
        ("Lima Norte", "Lima\u00a0Norte", ("U+00A0", 5)),
        ("D-1", "D\u20111", ("U+2011", 2)),
    ],
)
def test_a_difference_that_nobody_sees_is_told(
    meant: str, found: str, expected: tuple[str, int] | None
) -> None:
    assert difference(meant, found) == expected


@pytest.mark.parametrize("text", ["Áncash", "año", "ñandú", "Lima", "", "Ḗ"])
def test_composed_or_not_is_the_same(text: str) -> None:
    assert normal(unicodedata.normalize("NFD", text)) == normal(text)
    assert column_name(f" {unicodedata.normalize('NFD', text)} ") == normal(text)


@pytest.mark.parametrize("letter", ["\u00ad", "\u200b", "\u200e", "\u202e", "\u2060", "\ufeff", "\u3164"])
def test_an_unseen_letter_is_named(letter: str) -> None:
    assert hidden(f"Li{letter}ma") == f"U+{ord(letter):04X}"


@pytest.mark.parametrize("text", ["Lima", "Áncash", "👩\u200d🌾", "❤\ufe0f", "a\u00a0b"])
def test_what_is_seen_or_makes_a_picture_is_no_unseen_letter(text: str) -> None:
    assert hidden(text) == ""
