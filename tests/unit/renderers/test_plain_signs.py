"""Signs in words where a code page has none."""

from __future__ import annotations

import json

import pytest

from pei_dsl.renderers.plain_signs import spelt


@pytest.mark.parametrize(
    ("text", "encoding", "said"),
    [
        ("● verde ↑ ≥ 90 %", "cp1252", "V verde ^ >= 90 %"),
        ("● verde ↑ ≥ 90 %", "utf-8", "● verde ↑ ≥ 90 %"),
        ("● verde", None, "● verde"),
        ("─ Ñandú «año»", "cp1252", "- Ñandú «año»"),
        ("─ «año»", "cp850", "─ «año»"),
        ("Gödel ő", "cp1252", "Gödel o"),
        ("日", "cp1252", "\\u65e5"),
        ("● año", "ascii", "V ano"),
    ],
)
def test_what_a_page_cannot_show_is_spelt(text: str, encoding: str | None, said: str) -> None:
    assert spelt(text, encoding) == said


def test_colours_have_the_letters_of_the_language() -> None:
    assert spelt("● ▲ ■ ○", "cp1252", "en") == "G Y R N"
    assert spelt("● ▲ ■ ○", "cp1252", "es") == "V A R N"


def test_json_says_the_same_in_any_encoding() -> None:
    text = json.dumps({"título": "≥ 90 ● 日"}, ensure_ascii=False)
    assert json.loads(spelt(text, "cp1252", as_json=True)) == json.loads(text)
