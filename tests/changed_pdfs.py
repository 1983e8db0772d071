"""PDF files as other programs leave them: signed, or with another page."""

from __future__ import annotations

import re
import zlib


def appended(data: bytes, number: int, content: bytes) -> bytes:
    """Return a PDF with one more object behind it, as programs that sign or correct one write it."""
    start: bytes = re.findall(rb"startxref\s+(\d+)", data)[-1]
    trailer = data[data.rfind(b"trailer") : data.rfind(b">>")].replace(b"/Prev ", b"/Was ")
    stream = zlib.compress(content)
    body = f"\n{number} 0 obj\n<</Length {len(stream)}/Filter/FlateDecode>>\nstream\n".encode() + stream
    body += b"\nendstream\nendobj\n"
    table = f"xref\n{number} 1\n{len(data) + 1:010} 00000 n\r\n".encode()
    place = len(data) + len(body)
    return data + body + table + trailer + b"/Prev " + start + f">>\nstartxref\n{place}\n%%EOF".encode()


def number_of_page(data: bytes) -> int:
    found = re.search(rb"/Contents (\d+) 0 R", data)
    assert found is not None
    return int(found[1])
