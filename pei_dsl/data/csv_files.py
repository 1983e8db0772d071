"""Files of texts between separators, gzip-compressed or not."""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Iterator
from pathlib import Path

from pei_dsl.algebra.values import Present
from pei_dsl.data.cells import BadCell, read_text
from pei_dsl.data.files import MAX_BYTES, DataFile
from pei_dsl.data.findings import Findings
from pei_dsl.data.opened import Opened
from pei_dsl.model.expressions import ValueType
from pei_dsl.model.plan import DataSource, Register
from pei_dsl.numerals import Notation
from pei_dsl.vocabulary import fold

SEPARATORS = {
    "coma": ",",
    "comma": ",",
    "punto y coma": ";",
    "semicolon": ";",
    "tabulador": "\t",
    "tab": "\t",
}
_NAMED_SEPARATORS = (("punto y coma", ";"), ("tabulador", "\t"), ("coma", ","))
ENCODINGS = {"windows-1252": "cp1252", "ansi": "cp1252", "latin-1": "latin-1", "utf-8": "utf-8-sig"}

# A byte order mark says more surely than anybody what a text is in; the longer marks first.
_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_GZIP = b"\x1f\x8b"
# How a workbook begins, of today and of old.
_BOOKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")


def open_csv(owner: DataSource | Register, file: DataFile, findings: Findings) -> Opened | None:
    """Return `file` open, or None after reporting why it cannot be read (PEI301, PEI308, PEI309)."""
    data = _content(file.path, owner, findings)
    text = None if data is None else _decoded(data, owner, findings)
    if text is None:
        return None
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator_of(owner), strict=True)
    try:
        header = [name.strip() for name in next(reader, [])]
    except csv.Error:
        header = None
    if isinstance(owner, DataSource) and owner.columns.keys().isdisjoint(header or ()):
        word = _other_separator(owner, text)
        if word:
            findings.add("PEI302", 1, "separator", separator=word)
            return None
    if header is None:
        findings.add("PEI308", 1, "quotes")
        return None
    return Opened(header, _rows(reader, header, findings), _read_cell)


def _other_separator(source: DataSource, text: str) -> str:
    """Return the separator with which the first line has all columns, in words, or ""."""
    line = text.partition("\n")[0]
    for word, sign in _NAMED_SEPARATORS:
        try:
            names = {name.strip() for name in next(csv.reader([line], delimiter=sign, strict=True), [])}
        except csv.Error:
            continue
        if source.columns and source.columns.keys() <= names:
            return word
    return ""


def separator_of(owner: DataSource | Register) -> str:
    """Return the sign between the cells of a line."""
    return SEPARATORS.get(fold(owner.separator), owner.separator)


def _read_cell(
    cell: object, wanted: ValueType, missing: tuple[str, ...], notation: Notation
) -> Present | BadCell | None:
    assert isinstance(cell, str)
    return read_text(cell, wanted, missing, notation)


def _rows(
    reader: Iterator[list[str]], header: list[str], findings: Findings
) -> Iterator[tuple[int, dict[str, str]]]:
    line = 1
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error:
            findings.add("PEI308", line + 1, "quotes")
            return
        first, line = line + 1, reader.line_num  # type: ignore[attr-defined]  # csv readers count lines
        if not any(cell.strip() for cell in cells):
            continue
        if len(cells) != len(header):
            findings.add("PEI308", first, cells=len(cells), columns=len(header))
            continue
        yield first, dict(zip(header, cells, strict=True))


# ---- From bytes to text -------------------------------------------------------------------------------


def _content(path: Path, owner: DataSource | Register, findings: Findings) -> bytes | None:
    """Return the bytes of a file, decompressed; report one that is too long or damaged."""
    try:
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except OSError:
        findings.add("PEI301", 0, "unreadable", file=owner.file)
        return None
    if len(data) <= MAX_BYTES and data.startswith(_GZIP):
        return _decompressed(data, findings)
    if data.startswith(_BOOKS):
        findings.add("PEI309", 0, "book")
        return None
    return _bounded(data, findings)


def _decompressed(data: bytes, findings: Findings) -> bytes | None:
    import gzip
    import zlib

    try:
        with gzip.open(io.BytesIO(data)) as file:
            content = file.read(MAX_BYTES + 1)
    except (OSError, EOFError, zlib.error):
        findings.add("PEI309", 0, "gzip")
        return None
    return _bounded(content, findings)


def _bounded(data: bytes, findings: Findings) -> bytes | None:
    if len(data) <= MAX_BYTES:
        return data
    findings.add("PEI309", 0, "large", limit=MAX_BYTES // 2**20)
    return None


def _decoded(data: bytes, owner: DataSource | Register, findings: Findings) -> str | None:
    marked = next((name for mark, name in _MARKS if data.startswith(mark)), None)
    encoding = marked or ENCODINGS.get(fold(owner.encoding), owner.encoding)
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        findings.add("PEI309", line, line=line, encoding=marked or owner.encoding)
    except (LookupError, ValueError):  # no codec, or none of texts
        findings.add("PEI309", 0, "unknown", encoding=owner.encoding)
    return None
