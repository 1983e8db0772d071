"""What a file is that is read as one of texts and is none: a workbook, a database, a document."""

from __future__ import annotations

from pathlib import Path

from pei_dsl.data.readers.encodings import encoding_of_mark, is_compressed

# So much of a file tells what it is.
_START = 2**16
# How files begin, after so many bytes, with what PEI309 says of them.
_BEGINNINGS = (
    (0, b"PK\x03\x04", "book"),
    (0, b"\xd0\xcf\x11\xe0", "book"),
    (0, b"SQLite format 3\0", "sqlite"),
    (8, b"DUCK", "duckdb"),
    (0, b"PAR1", "parquet"),
    (4, b"Standard ", "access"),
    (0, b"%PDF-", "document"),
)


def no_text(path: Path, encoding: str) -> str:
    """
    Return the variant of PEI309 that says what a file is, or "" where it may be one of texts.

    Args:
        path: The file.
        encoding: The encoding that is declared; letters of two or four bytes hold zeros.

    Raises:
        OSError: It cannot be read.
    """
    with path.open("rb") as file:
        start = file.read(_START)
    for place, beginning, variant in _BEGINNINGS:
        if start.startswith(beginning, place):
            return variant
    # One zero alone may have come into a text: it is read, and its cell told.
    wide = encoding_of_mark(start[:4]) is not None or "16" in encoding or "32" in encoding
    return "binary" if b"\0\0" in start and not wide and not is_compressed(path) else ""
