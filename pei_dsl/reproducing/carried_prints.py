"""
Fingerprints within documents, where no reader sees them and programs that save the document keep them.

A page has them in an element for data; a Word file and a workbook in properties that no page or sheet shows,
which Word, Excel and LibreOffice keep; a PDF in a file that is attached to it; a Parquet file among its
metadata, where whoever writes its rows puts them.  Beside what the result rests on stands a hash of each part
of the document, by which a change by hand is told.
"""

from __future__ import annotations

import base64
import binascii
import io
import json
import re
import zipfile
from collections.abc import Mapping
from typing import Any

from pei_dsl.interchange.book_property import PLACE
from pei_dsl.reproducing.document_contents import HTML, PARQUET, PDF, contents, seals
from pei_dsl.reproducing.fingerprints import Fingerprints
from pei_dsl.reproducing.parquet_results import rests_on_told

PARTS = "partes"
"""The member with the hash of each part of the document."""

_ELEMENT = '<script type="application/json" id="huellas">'
_IN_PAGE = re.compile(re.escape(_ELEMENT) + r"(.*?)</script>\n?", re.DOTALL)

_NAME = "pei_huellas_"
_LONGEST = 240  # letters; Office takes 255 in a property
_TYPES = "http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes"
_FORMAT = "{D5CDD505-2E9C-101B-9397-08002B2CF9AE}"
_ROOT = re.compile(r"<(\w+:)?Properties\b")
_PROPERTY = re.compile(rf'<(?:\w+:)?property\b[^>]*\bname="{_NAME}(\d+)".*?</(?:\w+:)?property>', re.DOTALL)
_VALUE = re.compile(r"<(?:\w+:)?lpwstr\b[^>]*>([\w+/=\s]*)</")
_NUMBER = re.compile(r'\bpid="(\d+)"')
_MOST = 50_000_000  # bytes of properties


def with_prints(kind: str, data: bytes, prints: Fingerprints, name: str = "") -> bytes:
    """
    Return the document `data` with what it rests on; what it carried before is replaced.

    Args:
        kind: Its format.
        data: Its bytes.
        prints: What it rests on.
        name: What it is called.
    """
    parts = contents(kind, data, name)
    told = {**prints.to_json(), PARTS: seals(kind, data, parts)}
    written = json.dumps(told, ensure_ascii=False, separators=(",", ":"))
    if kind == PDF:
        return _in_pdf(data, told, parts)
    return _in_page(data, written) if kind == HTML else _in_properties(data, written)


def prints_within(kind: str, data: bytes) -> Mapping[str, Any] | None:
    """
    Return what `with_prints` wrote into a document, or None where there is nothing of the kind.

    Raises:
        DamagedParquetError: It is a Parquet file that cannot be read.
        MissingExtraError: A package is not installed that reads it.
    """
    read = {HTML: _of_page, PDF: _of_pdf, PARQUET: rests_on_told}.get(kind, _of_properties)
    try:
        written = read(data)
        found = json.loads(written) if written is not None else None
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None


# ---- Pages -------------------------------------------------------------------------------------------------


def _in_page(data: bytes, written: str) -> bytes:
    # No text ends the element, whatever stands in a name.
    inner = written.replace("<", "\\u003c")
    head, end, tail = _IN_PAGE.sub("", data.decode()).rpartition("</body>")
    return f"{head}{_ELEMENT}{inner}</script>\n{end}{tail}".encode()


def _of_page(data: bytes) -> str | None:
    found = _IN_PAGE.search(data.decode("utf-8-sig", "replace"))
    return None if found is None else found[1]


# ---- PDF and Parquet ---------------------------------------------------------------------------------------


def _in_pdf(data: bytes, told: Mapping[str, object], texts: Mapping[str, object]) -> bytes:
    from pei_dsl.renderers.document_pdf import TEXTS
    from pei_dsl.renderers.pdf.attached_file import filled

    return filled(data, json.dumps({**told, TEXTS: texts}, ensure_ascii=False, indent=1).encode())


def _of_pdf(data: bytes) -> str | None:
    from pei_dsl.renderers.document_pdf import TEXTS
    from pei_dsl.renderers.pdf.attached_file import attached

    written = attached(data)
    if written is None:
        return None
    found = json.loads(written)
    if not isinstance(found, dict) or "pedido" not in found:
        return None
    return json.dumps({name: each for name, each in found.items() if name != TEXTS})


# ---- Word files and workbooks ------------------------------------------------------------------------------


def _in_properties(data: bytes, written: str) -> bytes:
    made = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as before,
        zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as after,
    ):
        for each in before.infolist():
            content = before.read(each)
            if each.filename == PLACE:
                content = _told(content.decode(), written).encode()
            after.writestr(each, content)
    return made.getvalue()


def _told(properties: str, written: str) -> str:
    """Return the properties of a file with those that hold `written`, in pieces that Office takes."""
    properties = _PROPERTY.sub("", properties)
    root = _ROOT.search(properties)
    prefix = (root[1] or "") if root is not None else ""
    number = max((int(each) for each in _NUMBER.findall(properties)), default=1)
    coded = base64.b64encode(written.encode()).decode()
    pieces = [coded[start : start + _LONGEST] for start in range(0, len(coded), _LONGEST)]
    more = "".join(
        f'<{prefix}property fmtid="{_FORMAT}" pid="{number + index}" name="{_NAME}{index:03}">'
        f'<vt:lpwstr xmlns:vt="{_TYPES}">{piece}</vt:lpwstr></{prefix}property>'
        for index, piece in enumerate(pieces, 1)
    )
    head, end, tail = properties.rpartition("</")
    return f"{head}{more}{end}{tail}"


def _of_properties(data: bytes) -> str | None:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        if PLACE not in archive.namelist() or archive.getinfo(PLACE).file_size > _MOST:
            return None
        properties = archive.read(PLACE).decode("utf-8", "replace")
    pieces = {
        int(each[1]): value[1] for each in _PROPERTY.finditer(properties) if (value := _VALUE.search(each[0]))
    }
    try:
        return base64.b64decode("".join(pieces[number] for number in sorted(pieces))).decode() or None
    except (binascii.Error, ValueError):
        return None
