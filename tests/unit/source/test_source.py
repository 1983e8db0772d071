"""Texts as they come from files."""

from __future__ import annotations

import pytest

from pei_dsl.source import Source, Undecodable, decode


@pytest.mark.parametrize(
    "data",
    ["año\n".encode(), b"\xef\xbb\xbfa\xc3\xb1o\r\n", "año\n".encode("utf-16"), "an\u0303o\r".encode()],
    ids=["utf-8", "with a mark", "utf-16", "decomposed"],
)
def test_texts_that_are_read(data: bytes) -> None:
    """Any encoding that says what it is gives the same text."""
    source = decode("a.pei", data)

    assert isinstance(source, Source)
    assert source.text == "año\n"


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        ("uno\nañade".encode("cp1252"), Undecodable("not utf-8", 2, "añade")),
        (b"uno\n\x81", Undecodable("not utf-8", 2, None)),
        (b"uno\n\n\0", Undecodable("binary", 3)),
        (b"\xff\xfea", Undecodable("binary", 1)),
    ],
    ids=["windows-1252", "neither", "binary", "half a letter"],
)
def test_texts_that_are_not(data: bytes, expected: Undecodable) -> None:
    """Why, in which line, and what Windows-1252 would read there."""
    assert decode("a.pei", data) == expected


def test_offsets_lead_back() -> None:
    """Past a byte order mark, decomposed letters and CRLF."""
    original = "\ufeffan\u0303o\r\nsí"
    source = Source.of("a.pei", original)

    assert source.text == "año\nsí"
    assert [source.to_original(offset) for offset in range(7)] == [1, 2, 4, 5, 7, 8, 9]


def test_places_are_counted_from_one() -> None:
    """Lines and columns, and the text of a line without its end."""
    source = Source.of("a.pei", "uno\n\ndos")

    assert [(p.line, p.column) for p in map(source.position, (0, 3, 4, 5, 8))] == [
        (1, 1),
        (1, 4),
        (2, 1),
        (3, 1),
        (3, 4),
    ]
    assert [source.line(number) for number in (1, 2, 3)] == ["uno", "", "dos"]
