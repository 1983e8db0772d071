"""Places as editors count them are those of Python's UTF-16, in every text."""

from __future__ import annotations

import re

from hypothesis import example, given
from hypothesis import strategies as st

from pei_dsl.editing.text_positions import EditorText, TextPosition, TextRange, lines_of, with_edit
from pei_dsl.source import Source
from tests import strategies

# Letters outside the basic plane, in two pieces, and all kinds of line ends.
ASTRAL = "𝔸😀\U0010ffff"
soups = st.text(
    st.sampled_from(f"{ASTRAL}ae\u0301n\u0303ñ\u1100\u1161\u0958\r\n x\u2028\x85")
    | st.characters(exclude_categories=["Cs"]),
    max_size=24,
)
texts = soups | strategies.hostile_texts


def units_by_python(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


@given(texts)
@example("\ufeff𝔸\r\nñ\rx")
def test_positions_are_those_of_utf_16(text: str) -> None:
    """Of the text as it came, without a byte order mark, which no editor shows."""
    shown = text.removeprefix("\ufeff")
    before = len(text) - len(shown)
    measured = EditorText(Source.of("x", text))
    place = 0
    lines = re.split(r"\r\n|\r|\n", shown)

    assert measured.lines == len(lines)
    for number, line in enumerate(lines):
        for column in range(len(line) + 1):
            position = TextPosition(number, units_by_python(line[:column]))
            assert measured.position_in_original(before + place + column) == position
            assert measured.offset_in_original(position) == before + place + column
        place += len(line)
        place += len((re.match(r"\r\n|\r|\n", shown[place:]) or [""])[0])
    assert "".join(lines_of(shown)) == shown


@given(texts)
def test_a_place_leads_back(text: str) -> None:
    """From the normalised text to an editor and back, wherever letters stand alone; else to the whole letter."""
    source = Source.of("x", text)
    measured = EditorText(source)
    for offset in range(len(source.text) + 1):
        there = measured.offset(measured.position(offset))
        assert source.to_original(there) == source.to_original(offset)
        assert there >= offset
    for offset in range(len(text) + 1):
        assert source.to_original(source.from_original(offset)) <= max(offset, source.to_original(0))


@given(texts, st.integers(-1, 40), st.integers(-1, 40))
def test_no_place_is_outside(text: str, line: int, character: int) -> None:
    """Behind the end of a line is its end, behind the last line the end; in the middle of a letter, before it."""
    measured = EditorText(Source.of("x", text))
    offset = measured.offset_in_original(TextPosition(line, character))
    found = measured.position_in_original(offset)

    assert 0 <= offset <= len(text)
    assert found <= TextPosition(max(line, 0), max(character, 0))


@given(texts, texts, st.data())
def test_an_edit_is_made_where_it_stands(text: str, written: str, data: st.DataObject) -> None:
    """As an editor makes it: the rest of the text is as it was."""
    shown = text.removeprefix("\ufeff")
    start = data.draw(st.integers(0, len(shown)))
    end = data.draw(st.integers(start, len(shown)))
    measured = EditorText(Source.of("x", shown))
    first, last = measured.position_in_original(start), measured.position_in_original(end)
    if measured.offset_in_original(first) != start or measured.offset_in_original(last) != end:
        return  # between `\r` and `\n` an editor has no place

    assert with_edit(shown, TextRange(first, last), written) == shown[:start] + written + shown[end:]
