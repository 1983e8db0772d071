"""Edits made in texts, whatever stands around them."""

from __future__ import annotations

from pei_dsl.editing.text_positions import EditorText, TextEdit
from pei_dsl.source import Source, Span
from pei_dsl.studio.edited_lines import changed_lines, edited_texts

A = "𝔸 uno, uno\r\n\r\n  uno\r\nfin"
B = "uno\n"


def _edits(old: str, new: str) -> list[TextEdit]:
    found = []
    for name, text in (("b", B), ("a", A)):
        source = Source.of(name, text)
        start = source.text.find(old)
        while start >= 0:
            found.append(EditorText(source).edit(Span(start, start + len(old)), new))
            start = source.text.find(old, start + 1)
    return found


def test_all_edits_mean_the_text_as_it_was() -> None:
    texts = {"a": A, "b": B, "c": "uno"}

    assert edited_texts(texts, _edits("uno", "veinte")) == {
        "a": A.replace("uno", "veinte"),
        "b": B.replace("uno", "veinte"),
    }
    assert edited_texts(texts, ()) == {}


def test_each_line_is_shown_once_as_it_is_and_as_it_becomes() -> None:
    assert changed_lines({"a": A, "b": B}, _edits("uno", "2")) == [
        {"file": "a", "line": 1, "before": "𝔸 uno, uno", "after": "𝔸 2, 2"},
        {"file": "a", "line": 3, "before": "uno", "after": "2"},
        {"file": "b", "line": 1, "before": "uno", "after": "2"},
    ]


def test_an_edit_of_several_lines_is_shown_whole() -> None:
    [shown] = changed_lines({"a": A, "b": B}, _edits("uno\n\n  uno", "dos"))

    assert shown == {"file": "a", "line": 1, "before": "𝔸 uno, uno\r\n\r\n  uno", "after": "𝔸 uno, dos"}
