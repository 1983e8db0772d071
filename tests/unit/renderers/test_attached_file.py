"""What a PDF carries: put behind it, read back, and told from what it draws, whoever adds to it later."""

from __future__ import annotations

import re
import zlib

import pytest

from pei_dsl.renderers.pdf.attached_file import MOST, attached, attaching, drawn, filled
from tests.changed_pdfs import appended, number_of_page

typst = pytest.importorskip("typst")

TRICKY = '{"a": "\\u00f1 \\"#panic()\\" \\\\"}'


@pytest.fixture(scope="module")
def made() -> bytes:
    text = f"""
#set document(title: "Uno", date: none)
#set text(lang: "es")
{attaching(TRICKY, "Huellas")}
= Uno
Se logró 75.00 de 80.00.
"""
    made = typst.compile(text.encode(), format="pdf", pdf_standards=["ua-1"], ignore_system_fonts=True)
    return bytes(made)


def test_typst_attaches_to_the_letter(made: bytes) -> None:
    assert attached(made) == TRICKY.encode()


@pytest.mark.parametrize("content", [b"", b"{}", "ñ".encode() * 40_000, bytes(range(256)) * 9])
def test_it_is_filled_and_read_back(content: bytes, made: bytes) -> None:
    once = filled(made, content)

    assert once.startswith(made)
    assert attached(once) == content
    assert attached(filled(once, b"another")) == b"another"
    assert drawn(filled(once, b"another")) == drawn(once) == drawn(made) != frozenset()


def test_readers_find_it(made: bytes) -> None:
    """The table behind it says where it is, as the one before it does of all else."""
    data = filled(filled(made, b"one"), b'{"two": 2}')
    start = int(re.findall(rb"startxref\s+(\d+)", data)[-1])
    head, place, trailer = data[start:].split(b"\n", 3)[1:]
    number, _ = head.split()
    offset = int(place.split()[0])

    assert data[offset:].startswith(number + b" 0 obj")
    assert re.search(rb"/Prev (\d+)", trailer)
    assert trailer.count(b"/Prev ") == 1
    assert b"/Root" in trailer
    former = int(re.findall(rb"/Prev (\d+)", trailer)[0])
    assert data[former:].startswith(b"xref")


def test_who_signs_changes_nothing_that_is_drawn(made: bytes) -> None:
    data = filled(made, b"{}")
    signed = appended(data, 900, b"BT (Firmado) Tj ET")

    assert drawn(data) < drawn(signed)
    assert attached(signed) == b"{}"


def test_who_changes_a_page_does(made: bytes) -> None:
    data = filled(made, b"{}")
    changed = appended(data, number_of_page(data), b"BT (99.99) Tj ET")

    assert not drawn(data) <= drawn(changed)
    assert drawn(made) - drawn(changed)


def test_a_pdf_of_others_carries_nothing() -> None:
    assert attached(b"%PDF-1.4\n1 0 obj\n<</Length 3>>\nstream\nabc\nendstream\nendobj\n") is None
    assert drawn(b"%PDF-1.4\n%%EOF") == frozenset()


@pytest.mark.parametrize("length", ["/Length 7", "/Length 99 0 R", ""])
def test_a_length_may_stand_elsewhere(length: str) -> None:
    told = f"%PDF-1.4\n4 0 obj\n<</Type /EmbeddedFile {length}>>\nstream\n"

    found = attached(told.encode() + b'{"a":1}endstream\nendobj\n')
    assert found == b'{"a":1}'


def test_what_is_damaged_or_swells_is_refused(made: bytes) -> None:
    bomb = zlib.compress(b"0" * (MOST + 1), 9)
    head = f"%PDF-1.4\n4 0 obj\n<</Type/EmbeddedFile/Filter/FlateDecode/Length {len(bomb)}>>\nstream\n"
    with pytest.raises(zlib.error):
        attached(head.encode() + bomb + b"endstream")
    with pytest.raises(zlib.error):
        attached(head.encode() + bomb[: len(bomb) // 2] + bytes(len(bomb)))
    assert attached(head.encode() + bomb[:20]) is None
    assert attached(made[: len(made) // 3]) is None
