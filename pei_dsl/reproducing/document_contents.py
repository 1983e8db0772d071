"""What documents say that a program can compute again: of pages, Word files and workbooks, part by part."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import BinaryIO

from pei_dsl.interchange.workbook import Unreadable, read_workbook
from pei_dsl.renderers.html.page_texts import page_texts
from pei_dsl.reproducing import digests
from pei_dsl.reproducing.written_results import UnverifiableError, WhyNot

HTML, WORD, WORKBOOK = "html", "docx", "xlsx"
# So many digits tell a slip; whoever changes a part on purpose can write its hash anew anyway.
_SHORT = 12
_PARTS = {"word/document.xml": WORD, "xl/workbook.xml": WORKBOOK}


def kind_of(data: bytes) -> str | None:
    """Return the format of a document by how it is made inside, or None for what is none."""
    if data[:2_000].lstrip(b"\xef\xbb\xbf \r\n").lower().startswith(b"<!doctype html"):
        return HTML
    return _kind_of_archive(io.BytesIO(data)) if data.startswith(b"PK") else None


def is_of_office(path: Path) -> bool:
    """Tell whether the file at `path` is a Word file or a workbook, and no other archive."""
    return _kind_of_archive(path) is not None


def _kind_of_archive(file: Path | BinaryIO) -> str | None:
    try:
        with zipfile.ZipFile(file) as archive:
            names = {*archive.namelist()}
    except (zipfile.BadZipFile, OSError):
        return None
    return next((kind for part, kind in _PARTS.items() if part in names), None)


def contents(kind: str, data: bytes, name: str) -> dict[str, object]:
    """
    Return what a document says by the names of its parts, as JSON holds it.

    Of a page these are all texts, of a workbook what its cells show; of a Word file, in which people write,
    the tables and the figures in sentences.

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
    return _of_word(data, name)


def hashes(parts: Mapping[str, object]) -> dict[str, str]:
    """Return so much of the hash of each part as tells a change by hand."""
    return {name: digests.of_data(part)[:_SHORT] for name, part in parts.items()}


def are_as_written(parts: Mapping[str, object], written: Mapping[str, str]) -> bool:
    """Tell whether each part that is still there says what it said when it was written."""
    now = hashes({name: part for name, part in parts.items() if name in written})
    return all(digest == written[name] for name, digest in now.items())


def still_there(kind: str, made: Mapping[str, object], parts: Mapping[str, object]) -> dict[str, object]:
    """Return of what comes out now the parts to compare: whoever takes one out of a Word file may do so."""
    return {name: part for name, part in made.items() if kind != WORD or name in parts}


def _cell(value: object) -> str:
    # Programs write the same number with some more or fewer digits.
    return f"{value:.12g}" if isinstance(value, int | float) and not isinstance(value, bool) else str(value)


def _of_word(data: bytes, name: str) -> dict[str, object]:
    from pei_dsl.renderers.word.package import NotWordError
    from pei_dsl.renderers.word.said_by_elements import said_by_elements

    try:
        return said_by_elements(data)
    except NotWordError as error:
        raise UnverifiableError(WhyNot.BROKEN_DOCUMENT, file=name) from error
