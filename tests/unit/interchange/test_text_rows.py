"""A text file gives the same cells however it is encoded and separated."""

from __future__ import annotations

import codecs
import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pei_dsl.interchange.text_rows import SEPARATORS, NoLetters, text_rows

ROWS = [
    ["Código", "Denominación", "Logro esperado 2025"],
    ["OEI.01", "Mejorar, ampliar y «ordenar» la atención", ""],
    ["IND.01.OEI.01", "Número de años; promedio", "1,275"],
]
ENCODINGS = {
    "utf-8": b"",
    "utf-8-sig": b"",
    "cp1252": b"",
    "utf-16": b"",
    "utf-16-le": codecs.BOM_UTF16_LE,
    "utf-16-be": codecs.BOM_UTF16_BE,
    "utf-32": b"",
}


def written(rows: list[list[str]], separator: str, end: str = "\r\n") -> str:
    page = io.StringIO(newline="")
    csv.writer(page, delimiter=separator, lineterminator=end).writerows(rows)
    return page.getvalue()


@pytest.mark.parametrize("separator", SEPARATORS)
@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_encodings_and_separators(encoding: str, separator: str, end: str) -> None:
    data = ENCODINGS[encoding] + written(ROWS, separator, end).encode(encoding)

    assert text_rows(data) == ROWS


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf_16_without_its_mark(encoding: str) -> None:
    assert text_rows(written(ROWS, ";").encode(encoding)) == ROWS


@pytest.mark.parametrize("separator", [*SEPARATORS, "~"])
@pytest.mark.parametrize("encoding", ["utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("line", ["sep={}\r\n", '"sep={}"\r\n', "SEP={}\n"])
def test_a_file_that_names_its_separator_keeps_the_numbers_of_its_rows(
    line: str, encoding: str, separator: str
) -> None:
    data = (line.format(separator) + written(ROWS, separator)).encode(encoding)

    assert text_rows(data) == [[], *ROWS]


@pytest.mark.parametrize("separator", SEPARATORS)
def test_a_title_and_texts_with_commas_say_nothing_of_the_separator(separator: str) -> None:
    rows = [["Matriz del Plan Estratégico, versión 2, de marzo"], [], *ROWS]

    assert text_rows(written(rows, separator).encode()) == rows


@pytest.mark.parametrize(
    "data",
    [b"\xff\xfea", b"C\0o\0d\0;\0\xd8\xd8\0\xd8", b"sep=\r\nC;D\r\n\0", b"a\0b;c"],
    ids=["half a letter", "no letters", "zeros", "a zero"],
)
def test_what_is_no_text(data: bytes) -> None:
    assert text_rows(data) is None


@pytest.mark.parametrize("byte", [0x81, 0x8D, 0x8F, 0x90, 0x9D])
@pytest.mark.parametrize("end", [b"\n", b"\r\n", b"\r"])
def test_bytes_that_are_no_letters_are_told_by_their_line(byte: int, end: bytes) -> None:
    """Windows-1252 leaves five bytes without a meaning; in the lines before it all is well."""
    data = end.join(["Código;Año".encode("cp1252"), b"", b"a;b" + bytes([byte])])

    assert text_rows(data) == NoLetters(3)


def test_of_lines_in_two_encodings_the_one_out_of_utf_8_is_told() -> None:
    data = b"\n".join(["Ámbito;Í".encode(), b"a;b", "Año;b".encode("cp1252")])

    assert text_rows(data) == NoLetters(3)


@given(st.binary(max_size=60))
def test_no_bytes_make_it_fail(data: bytes) -> None:
    rows = text_rows(data)

    if isinstance(rows, NoLetters):
        assert 1 <= rows.line <= len(data.splitlines())
    else:
        assert rows is None or all(isinstance(cell, str) for row in rows for cell in row)


@given(st.binary(max_size=60).map(lambda data: b"a;b\n" + data.replace(b"\0", b"")))
def test_no_letter_is_made_up(data: bytes) -> None:
    assert ("\ufffd" in str(text_rows(data))) <= ("\ufffd".encode() in data)
