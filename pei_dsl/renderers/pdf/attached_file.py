"""The file that a PDF carries: attached by typst, filled in once the PDF is there, and read back."""

from __future__ import annotations

import hashlib
import re
import zlib
from collections.abc import Iterator

import attrs

NAME = "huellas.json"
"""What the file is called where a program shows what is attached."""

MOST = 50_000_000
"""So many bytes may a stream have; what unpacks to more is none of ours."""

_STREAM = re.compile(rb"\b(\d+) (\d+) obj\s*<<((?:(?!endobj|stream\r?\n).)*)>>\s*stream\r?\n", re.DOTALL)
_LENGTH = re.compile(rb"/Length (\d+)\b(?! \d+ R)")
_EMBEDDED = re.compile(rb"/Type\s*/EmbeddedFile\b")
# What is of the file and not of its pages: what is attached, what it says of itself, where things stand.
_UNDRAWN = re.compile(rb"/Type\s*/(?:EmbeddedFile|Metadata|XRef|ObjStm)\b")
_END = re.compile(rb"trailer\s*<<(.*)>>\s*startxref\s+(\d+)\s+%%EOF\s*\Z", re.DOTALL)
_BEFORE = re.compile(rb"/Prev \d+")


def attaching(content: str, description: str) -> str:
    """Return the call with which typst attaches `content`, which is in ASCII."""
    told = content.replace("\\", "\\\\").replace('"', '\\"')
    return (
        f'#pdf.attach("{NAME}", bytes("{told}"), mime-type: "application/json", '
        f'relationship: "data", description: "{description}")'
    )


def attached(data: bytes) -> bytes | None:
    """
    Return the file that the PDF `data` carries, or None where there is none.

    Raises:
        zlib.error: It is damaged, or larger than any of ours.
    """
    found = [each for each in _streams(data).values() if _EMBEDDED.search(each.head)]
    return _unpacked(found[-1]) if found else None


def drawn(data: bytes) -> frozenset[str]:
    """
    Return the hashes of all that the PDF `data` draws: contents of pages, letters, pictures.

    Whoever signs a PDF adds to it and leaves these as they are; whoever changes a figure does not.

    Raises:
        zlib.error: It is damaged.
    """
    pages = (each for each in _streams(data).values() if not _UNDRAWN.search(each.head))
    return frozenset(hashlib.sha256(_unpacked(each)).hexdigest() for each in pages)


def filled(data: bytes, content: bytes) -> bytes:
    """
    Return the PDF `data`, which typst made, with `content` as the file that it carries.

    It is put behind all that is there, as every change of a PDF may be: nothing within it moves.
    """
    (number, generation), _ = next(
        (key, each) for key, each in _streams(data).items() if _EMBEDDED.search(each.head)
    )
    end = _END.search(data, max(0, data.rfind(b"trailer")))
    assert end is not None, "typst ends its files in a table"
    packed = zlib.compress(content, 9)
    head = (
        f"/Length {len(packed)}/Type/EmbeddedFile/Filter/FlateDecode/Subtype/application#2Fjson"
        f"/Params<</Size {len(content)}>>"
    )
    start = b"" if data.endswith(b"\n") else b"\n"
    place = len(data) + len(start)
    body = start + f"{number} {generation} obj\n<<{head}>>\nstream\n".encode() + packed
    body += b"\nendstream\nendobj\n"
    table = f"xref\n{number} 1\n{place:010} {generation:05} n\r\n".encode()
    told = _BEFORE.sub(b"", end[1]) + b"/Prev " + end[2]
    behind = f"startxref\n{len(data) + len(body)}\n%%EOF\n".encode()
    return data + body + table + b"trailer\n<<" + told + b">>\n" + behind


@attrs.frozen
class _Stream:
    head: bytes
    body: bytes


def _streams(data: bytes) -> dict[tuple[int, int], _Stream]:
    """Return the streams of a PDF by the number of their object; of several of one number, the last holds."""
    return dict(_read(data))


def _read(data: bytes) -> Iterator[tuple[tuple[int, int], _Stream]]:
    place = 0
    while (found := _STREAM.search(data, place)) is not None:
        length = _LENGTH.search(found[3])
        stop = found.end() + int(length[1]) if length is not None else data.find(b"endstream", found.end())
        if not found.end() <= stop <= len(data):
            return  # it ends before it should
        yield (int(found[1]), int(found[2])), _Stream(found[3], data[found.end() : stop])
        place = stop


def _unpacked(stream: _Stream) -> bytes:
    if b"/FlateDecode" not in stream.head:
        return stream.body
    unpacking = zlib.decompressobj()
    made = unpacking.decompress(stream.body, MOST)
    if not unpacking.eof:
        message = "a stream that is damaged, or too large"
        raise zlib.error(message)
    return made
