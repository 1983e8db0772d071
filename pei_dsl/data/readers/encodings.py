"""Files as text: whatever they are compressed with or encoded in, read as they go by."""

from __future__ import annotations

import codecs
import contextlib
import io
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, cast

from pei_dsl.vocabulary import fold

ENCODINGS = {"windows-1252": "cp1252", "ansi": "cp1252", "latin-1": "latin-1", "utf-8": "utf-8-sig"}

# A byte order mark says more surely than anybody what a text is in; the longer marks first.
_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# What a damaged compressed file raises while it is read.
DAMAGES = (EOFError, OSError, zlib.error)
_GZIP = b"\x1f\x8b"
_CHUNK = 2**20


def is_compressed(path: Path) -> bool:
    """Tell whether a file is compressed by gzip, whatever its name says."""
    with path.open("rb") as file:
        return file.read(2) == _GZIP


# No table packs so well, and who unpacks this much waits long: what does was made to fill a disk.
MAX_PACKED = 100
_SMALL = 256 * 2**20


def unpacks_too_far(path: Path) -> bool:
    """Tell whether a file compressed by gzip says that it unpacks to more than a table would."""
    if not is_compressed(path):
        return False
    with path.open("rb") as file:
        packed = file.seek(0, io.SEEK_END)
        file.seek(max(0, packed - 4))
        unpacked = int.from_bytes(file.read(4), "little")  # as gzip writes it at the end
    return unpacked > _SMALL and unpacked > MAX_PACKED * packed


def open_bytes(path: Path) -> BinaryIO:
    """Return the bytes of a file, decompressed as they are read."""
    if not is_compressed(path):
        return path.open("rb")
    import gzip

    return cast("BinaryIO", gzip.open(path))


def marked_encoding(path: Path) -> str | None:
    """Return what Python calls the encoding that a file itself names in its first bytes, if any."""
    with open_bytes(path) as raw:
        return encoding_of_mark(raw.read(4))


def encoding_of_mark(start: bytes) -> str | None:
    """Return what Python calls the encoding that the first bytes of a text name, if they do."""
    return next((name for mark, name in _MARKS if start.startswith(mark)), None)


def encoding_of(path: Path, declared: str) -> str:
    """Return what Python calls the encoding of a file: what its mark says, or else what is declared."""
    return marked_encoding(path) or ENCODINGS.get(fold(declared), declared)


@contextlib.contextmanager
def open_text(path: Path, declared: str) -> Iterator[io.TextIOWrapper]:
    """
    Give the text of a file, its ends of lines as they are.

    While it is read, what is no text in that encoding raises `UnicodeDecodeError`, and a damaged compressed
    file `OSError`, `EOFError` or `zlib.error`.

    Raises:
        LookupError: Nobody knows the declared encoding.
    """
    encoding = encoding_of(path, declared)
    with open_bytes(path) as raw, io.TextIOWrapper(raw, encoding=encoding, newline="") as text:
        yield text


def undecodable_line(path: Path, declared: str) -> int:
    """Return the first line of a file that is not in its encoding; 0 where all are."""
    decoder = codecs.getincrementaldecoder(encoding_of(path, declared))()
    line = 1
    with open_bytes(path) as raw:
        while True:
            chunk = raw.read(_CHUNK)
            try:
                decoder.decode(chunk, final=not chunk)
            except UnicodeDecodeError as error:
                # What was left of the chunk before is part of a letter, and has no end of line.
                return line + error.object[: error.start].count(b"\n")
            if not chunk:
                return 0
            line += chunk.count(b"\n")
