"""What documents say that a program can compute again, part by part, and whether they are as written."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import BinaryIO

from pei_dsl.damaged_archives import DAMAGED
from pei_dsl.interchange.workbook import Unreadable, read_workbook
from pei_dsl.renderers.html.page_texts import page_texts
from pei_dsl.reproducing import digests, parquet_results
from pei_dsl.reproducing.written_results import UnverifiableError, WhyNot

HTML, WORD, WORKBOOK, PDF, PARQUET = "html", "docx", "xlsx", "pdf", "parquet"
# So many digits tell a slip; whoever changes a part on purpose can write its hash anew anyway.
_SHORT = 12
_BEGIN = {b"%PDF-": PDF, b"PAR1": PARQUET}
_PARTS = {"word/document.xml": WORD, "xl/workbook.xml": WORKBOOK}


def kind_of(data: bytes) -> str | None:
    """Return the format of a document by how it is made inside, or None for what is none."""
    if data[:2_000].lstrip(b"\xef\xbb\xbf \r\n").lower().startswith(b"<!doctype html"):
        return HTML
    if data.startswith(b"PK"):
        return _kind_of_archive(io.BytesIO(data))
    return next((kind for begin, kind in _BEGIN.items() if data.startswith(begin)), None)


def is_of_office(path: Path) -> bool:
    """Tell whether the file at `path` is a Word file or a workbook, and no other archive."""
    return _kind_of_archive(path) is not None


def _kind_of_archive(file: Path | BinaryIO) -> str | None:
    try:
        with zipfile.ZipFile(file) as archive:
            names = {*archive.namelist()}
    except (*DAMAGED, OSError):
        return None
    return next((kind for part, kind in _PARTS.items() if part in names), None)


def contents(kind: str, data: bytes, name: str) -> dict[str, object]:
    """
    Return what a document says by the names of its parts, as JSON holds it.

    Of a page these are all texts, of a workbook what its cells show, of a Parquet file its rows; of a Word
    file, in which people write, the tables and the figures in sentences; of a PDF the texts that it carries
    for programs.

    Raises:
        MissingExtraError: A package is not installed that reads it.
        UnverifiableError: It is damaged.
    """
    if kind == HTML:
        return dict(page_texts(data.decode("utf-8-sig", "replace")))
    if kind == WORKBOOK:
        book = read_workbook("", data)
        if isinstance(book, Unreadable):
            raise UnverifiableError(WhyNot.BROKEN_DOCUMENT, file=name)
        return {
            sheet.name: {each.place.rpartition("!")[2]: _cell(each.value) for each in sheet.cells.values()}
            for sheet in book.sheets
        }
    return {PDF: _of_pdf, PARQUET: _of_parquet, WORD: _of_word}[kind](data, name)


def seals(kind: str, data: bytes, parts: Mapping[str, object]) -> dict[str, str]:
    """
    Return what tells later whether a document was changed by hand: hashes by name.

    Args:
        kind: Its format.
        data: Its bytes.
        parts: What it says, as `contents` gives it.
    """
    if kind == PDF:  # what it shows is not read of its pages, so that these are held, too
        return {**_hashes(parts), **{f"{DRAWN}{each}": each for each in _drawn(data)}}
    return _hashes(parts)


DRAWN = "dibujo/"
"""Stands before the hash of something that a PDF draws, where the names of parts do."""


def is_as_written(kind: str, data: bytes, parts: Mapping[str, object], written: object) -> bool:
    """
    Tell whether a document says in each part that is still there what it said when it was written.

    All that a PDF drew must be there; whoever signs one adds to it.

    Args:
        kind: Its format.
        data: Its bytes.
        parts: What it says now.
        written: What `seals` gave when it was written; a Parquet file has a seal of its own.
    """
    if kind == PARQUET:
        return parquet_results.is_as_written(data)
    if not isinstance(written, dict):
        return False
    now = seals(kind, data, parts)
    if kind == PDF and not {name for name in written if name.startswith(DRAWN)} <= set(now):
        return False
    return all(written[name] == digest for name, digest in now.items() if name in written)


def _hashes(parts: Mapping[str, object]) -> dict[str, str]:
    """Return so much of the hash of each part as tells a change by hand."""
    return {name: digests.of_data(part)[:_SHORT] for name, part in parts.items()}


def still_there(kind: str, made: Mapping[str, object], parts: Mapping[str, object]) -> dict[str, object]:
    """Return of what comes out now the parts to compare: whoever takes one out of a Word file may do so."""
    return {name: part for name, part in made.items() if kind != WORD or name in parts}


def _cell(value: object) -> str:
    # Programs write the same number with some more or fewer digits.
    return f"{value:.12g}" if isinstance(value, int | float) and not isinstance(value, bool) else str(value)


def _of_pdf(data: bytes, name: str) -> dict[str, object]:
    from pei_dsl.renderers.document_pdf import TEXTS
    from pei_dsl.renderers.pdf.attached_file import attached

    try:
        found = json.loads(attached(data) or b"{}")
    except (ValueError, RecursionError) as error:
        raise UnverifiableError(WhyNot.BROKEN_DOCUMENT, file=name) from error
    texts = found.get(TEXTS) if isinstance(found, dict) else None
    if not isinstance(texts, dict):
        raise UnverifiableError(WhyNot.BROKEN_DOCUMENT, file=name)
    return texts


def _drawn(data: bytes) -> list[str]:
    from pei_dsl.renderers.pdf.attached_file import drawn

    return sorted({each[:_SHORT] for each in drawn(data)})


def _of_parquet(data: bytes, name: str) -> dict[str, object]:
    try:
        return parquet_results.rows_of(data)
    except parquet_results.DamagedParquetError as error:
        raise UnverifiableError(WhyNot.BROKEN_DOCUMENT, file=name) from error


def _of_word(data: bytes, name: str) -> dict[str, object]:
    from pei_dsl.renderers.word.package import NotWordError
    from pei_dsl.renderers.word.said_by_elements import said_by_elements

    try:
        return said_by_elements(data)
    except NotWordError as error:
        raise UnverifiableError(WhyNot.BROKEN_DOCUMENT, file=name) from error
