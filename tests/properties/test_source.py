"""Normalisation: every text has one normal form and a way back."""

from __future__ import annotations

import re
import unicodedata

from hypothesis import example, given
from hypothesis import strategies as st

from pei_dsl.source import Source, decode
from tests import strategies

# Letters that take part in composition, each in its own way.
COMPOSING = "aeñé\u0301\u0323\u0302\u1100\u1161\u11a8\uac00\u1025\u102e\u0b47\u0b56\u0b57\u0958\u0f71\u0f72\u0f73\u212b"
soups = st.text(
    st.sampled_from(COMPOSING + "\r\n x\ufeff") | st.characters(exclude_categories=["Cs"]), max_size=20
)


@given(soups | strategies.hostile_texts)
@example("\u1025\u102e")  # a vowel of combining class 0 that joins the letter before it
def test_the_text_is_the_normal_form_of_what_came(text: str) -> None:
    """No byte order mark, `\\n` line ends, NFC: the same as normalising the whole at once."""
    expected = unicodedata.normalize("NFC", re.sub(r"\r\n?", "\n", text.removeprefix("\ufeff")))

    assert Source.of("x", text).text == expected


@given(soups | strategies.hostile_texts)
def test_offsets_lead_back(text: str) -> None:
    """Offsets grow with the text, end with it, and between letters that stand alone lead to the same letters."""
    source = Source.of("x", text)
    there = [source.to_original(offset) for offset in range(len(source.text) + 1)]

    assert there == sorted(there)
    assert there[0] == text.startswith("\ufeff")
    assert there[-1] == len(text)
    for offset, letter in enumerate(source.text):
        before = source.text[offset - 1 : offset]
        if letter.isascii() and letter != "\n" and (not before or before.isascii()):
            assert text[there[offset]] == letter


@given(strategies.hostile_texts)
def test_places_count_lines_and_columns(text: str) -> None:
    """Line and column of an offset name the letter that stands there."""
    source = Source.of("x", text)

    for offset, letter in enumerate(source.text):
        place = source.position(offset)
        assert f"{source.line(place.line)}\n"[place.column - 1] == letter


@given(
    st.binary(max_size=40) | st.text(st.characters(exclude_categories=["Cs"]), max_size=20).map(str.encode)
)
def test_any_bytes_are_a_text_or_say_why_not(data: bytes) -> None:
    """Decoding never raises; what is UTF-8 without zeros is a text."""
    found = decode("x", data)

    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        return
    if b"\0" not in data:
        assert isinstance(found, Source)
        assert found.original == text
