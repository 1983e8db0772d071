"""Fixes in one text: which are made, and when none is."""

from __future__ import annotations

import pytest

from pei_dsl.diagnostics.finding import Diagnostic, Edit, Fix, at
from pei_dsl.diagnostics.fixing import apply_fixes, mended, safe_fix
from pei_dsl.source import Source, Span

TEXT = "uno dos tres\n"


def found(source: Source, *fixes: Fix) -> Diagnostic:
    return at(source, Span(0, 1), "PEI101", fixes=fixes)


def fix(source: Source, start: int, end: int, text: str, *, safe: bool = True) -> Fix:
    return Fix(text, (Edit(source, Span(start, end), text),), safe)


def test_safe_fixes_are_made_and_others_are_not() -> None:
    source = Source.of("a.pei", TEXT)
    findings = [
        found(source, fix(source, 0, 3, "UNO")),
        found(source, fix(source, 4, 7, "DOS", safe=False)),
        found(source, fix(source, 8, 12, "TRES")),
    ]

    assert apply_fixes(TEXT, findings) == "UNO dos TRES\n"


def test_one_of_two_is_a_choice() -> None:
    source = Source.of("a.pei", TEXT)

    assert safe_fix(found(source, fix(source, 0, 3, "a"), fix(source, 0, 3, "b"))) is None


def test_a_fix_that_only_says_what_to_write_is_not_made() -> None:
    source = Source.of("a.pei", TEXT)

    assert safe_fix(found(source, Fix("UNO", (), safe=True))) is None


@pytest.mark.parametrize(
    ("second", "clash"),
    [
        pytest.param((2, 5, "X"), True, id="overlapping"),
        pytest.param((0, 3, "otro"), True, id="the same place, another text"),
        pytest.param((0, 3, "UNO"), False, id="the same change"),
        pytest.param((3, 4, "_"), False, id="side by side"),
        pytest.param((0, 0, "> "), False, id="an insertion in front"),
    ],
)
def test_two_fixes_for_the_same_characters_leave_the_text_alone(
    second: tuple[int, int, str], *, clash: bool
) -> None:
    source = Source.of("a.pei", TEXT)
    result = mended(source, [found(source, fix(source, 0, 3, "UNO")), found(source, fix(source, *second))])

    assert result.clash is clash
    assert (result.text == TEXT) is clash


def test_fixes_for_another_text_are_left_out() -> None:
    source, other = Source.of("a.pei", TEXT), Source.of("b.pei", "otra cosa\n")

    assert (
        apply_fixes(TEXT, [found(source, fix(source, 0, 3, "1")), found(other, fix(other, 0, 4, "x"))])
        == "1 dos tres\n"
    )
    assert apply_fixes("nada de esto\n", [found(source, fix(source, 0, 3, "1"))]) == "nada de esto\n"


def test_the_text_stays_as_it_came_where_no_fix_is() -> None:
    r"""With its byte order mark, its `\r\n` and its decomposed letters."""
    text = "\ufeffu\u0301no dos\r\ntres\r\n"
    source = Source.of("a.pei", text)
    result = mended(source, [found(source, fix(source, 4, 7, "x\ny"))])

    assert result.text == "\ufeffu\u0301no x\r\ny\r\ntres\r\n"
