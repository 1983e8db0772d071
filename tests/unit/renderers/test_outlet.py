"""Nothing that leaves steers a terminal; paint is the only escape."""

from __future__ import annotations

import functools
import io
import json
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pei_dsl.renderers.outlet import Outlet, below, visible, within_json
from pei_dsl.renderers.paint import MARK, bold, painted

LETTERS = st.sampled_from(
    [*"aé 1[]m;\\\n\t", "\r\n", "\x1b[31m", "\x1b]0;t\x07", "\u202e", "\x9b2J", MARK, f"{MARK}]0m"]
)
TEXTS = st.lists(LETTERS | st.characters(), max_size=30).map("".join)


@functools.cache
def steering() -> frozenset[str]:
    """Return every character that steers a terminal, of all that there are."""
    return frozenset(
        letter
        for letter in map(chr, range(0x110000))
        if (unicodedata.category(letter) in {"Cc", "Cs"} and letter not in "\n\t")
        or unicodedata.bidirectional(letter)
        in {"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"}
        or letter in "\u061c\u200e\u200f\u2028\u2029"
    )


@pytest.mark.parametrize("shown", [visible, within_json])
def test_no_character_that_steers_gets_out(shown: object) -> None:
    assert callable(shown)
    for each in steering():
        assert steering().isdisjoint(shown(f"a{each}b"))


@given(TEXTS)
def test_what_gets_out_of_any_text(text: str) -> None:
    text = text.replace(MARK, "")
    out = visible(text)
    assert steering().isdisjoint(out.replace("\r\n", ""))
    assert visible(out) == out
    if steering().isdisjoint(text.replace("\r\n", "")):
        assert out == text


@given(TEXTS)
def test_json_says_the_same(text: str) -> None:
    written = within_json(json.dumps({text: text}, ensure_ascii=False))
    assert json.loads(written) == {text: text}
    assert steering().isdisjoint(written)


@given(TEXTS)
def test_no_escape_but_paint(text: str) -> None:
    shown = visible(painted(text, "verde") + bold(text))
    for escape in shown.split("\x1b")[1:]:
        assert escape.partition("m")[0].removeprefix("[").isdecimal()


def test_a_title_that_paints_itself() -> None:
    assert visible("\x1b[31mrojo\u202e") == "\\x1b[31mrojo\\u202e"
    assert visible(painted("\x1b[0mrojo", None)) == "\x1b[2m\\x1b[0mrojo\x1b[0m"


def test_a_stream_lets_nothing_else_through() -> None:
    inner = io.StringIO()
    outlet = Outlet(inner)
    assert outlet.write("a\x1bb") == 3
    assert inner.getvalue() == "a\\x1bb"
    assert below(outlet) is inner
    assert below(inner) is inner
    assert outlet.closed is False
