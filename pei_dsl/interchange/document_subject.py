"""What a document that was written earlier is a document of, so that none is written over another's."""

from __future__ import annotations

import html
import io
import re
import zipfile
from collections.abc import Callable, Mapping, Sequence

from pei_dsl.damaged_archives import DAMAGED
from pei_dsl.interchange.book_property import LONGEST, PLACE, SUBJECT
from pei_dsl.renderers.document_markdown import opening
from pei_dsl.renderers.outlet import visible
from pei_dsl.renderers.pdf.typst_source import SUBJECT_MARK
from pei_dsl.views.document import Document

_IN_PAGE = re.compile(r'<meta name="pei" content="([^"]*)">')
_IN_BOOK = re.compile(rf'name="{SUBJECT}"[^>]*>\s*<vt:lpwstr>(.*?)</vt:lpwstr>', re.DOTALL)
_IN_PDF = re.compile(rf">{re.escape(SUBJECT_MARK)}(.*?)</rdf:li>", re.DOTALL)


def other_subject(name: str, data: bytes, document: Document) -> tuple[str, str] | None:
    """
    Return what a file is a document of and what `document` is of, where both are not the same.

    A Markdown page says it in its first paragraphs alone, so that one in another language is another.

    Args:
        name: The format: one of `FORMATS`.
        data: The bytes of the file; one that says nothing is none of another.
        document: What would be written over it.
    """
    if name == "markdown":
        return _of_other_markdown(data, opening(document))
    found, wanted = _READERS[name](data), visible(document.subject)
    is_same = found is None or found == (wanted[:LONGEST] if name == "xlsx" else wanted)
    return None if is_same or found is None else (found, document.subject)


def _of_page(data: bytes) -> str | None:
    return _found(_IN_PAGE, data.decode("utf-8-sig", "replace"))


def _of_book(data: bytes) -> str | None:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return _found(_IN_BOOK, archive.read(PLACE).decode("utf-8", "replace"))
    except (*DAMAGED, KeyError, OSError):
        return None


def _of_pdf(data: bytes) -> str | None:
    return _found(_IN_PDF, data.decode("utf-8", "replace"))


def _of_word(data: bytes) -> str | None:
    # Its package is there for who writes Word, and for nobody else.
    from pei_dsl.renderers.word.package import NotWordError, Package
    from pei_dsl.renderers.word.properties import SUBJECT as OF_WORD
    from pei_dsl.renderers.word.properties import read_properties

    try:
        return read_properties(Package.read(data)).get(OF_WORD)
    except NotWordError:
        return None


def _of_other_markdown(data: bytes, wanted: Sequence[str]) -> tuple[str, str] | None:
    """Return what a page is of, by its first paragraphs, and what is wanted; None where both are the same."""
    paragraphs = data.decode("utf-8-sig", "replace").replace("\r\n", "\n").split("\n\n")
    found = [each.strip() for each in paragraphs[: len(wanted)]]
    if found == list(wanted):
        return None
    one, other = (" · ".join(each).removeprefix("# ") for each in (found, wanted))
    return one, other


def _found(pattern: re.Pattern[str], text: str) -> str | None:
    found = pattern.search(text)
    return None if found is None else html.unescape(found[1])


_READERS: Mapping[str, Callable[[bytes], str | None]] = {
    "html": _of_page,
    "xlsx": _of_book,
    "pdf": _of_pdf,
    "docx": _of_word,
}
FORMATS = (*_READERS, "markdown")
"""The formats that say it."""
