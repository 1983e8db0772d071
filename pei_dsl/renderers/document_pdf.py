"""A document as PDF, tagged for those who hear it read."""

from __future__ import annotations

import json
from functools import partial
from importlib.metadata import version
from typing import BinaryIO

from pei_dsl.data.extras import OldExtraError, need
from pei_dsl.diagnostics.catalogue import phrase
from pei_dsl.renderers.style import Style
from pei_dsl.views.document import Document
from pei_dsl.views.signature import signed

_PACKAGE, _EXTRA = "typst", "pdf"


def write(document: Document, style: Style, stream: BinaryIO) -> None:
    """
    Write `document` as a PDF.

    Raises:
        MissingExtraError: A package is not installed, or too old.
    """
    need(_PACKAGE, _EXTRA)
    _refuse_old()
    from pei_dsl.renderers.pdf.compiling import compiled
    from pei_dsl.renderers.pdf.typst_source import source

    shown = signed(document, style.rests_on)
    attached = "" if style.rests_on is None else _attached(shown)
    stream.write(compiled(partial(source, shown, attached=attached)))


TEXTS = "textos"
"""The member of the file that a PDF carries with the texts of its sections: nobody reads them of pages."""


def _attached(document: Document) -> str:
    """Return what attaches the file that whoever writes the PDF fills with what it rests on."""
    from pei_dsl.renderers.pdf.attached_file import attaching
    from pei_dsl.renderers.pdf.texts_in_sections import texts_in_sections

    title = phrase("report", "signature_title", document.language)
    return attaching(json.dumps({TEXTS: texts_in_sections(document)}), title)


OLDEST = (0, 15)
"""The first version of typst that checks PDF/UA-1 when a program asks it to."""


def _refuse_old() -> None:
    found = version(_PACKAGE)
    if tuple(map(int, found.split(".")[:2])) < OLDEST:
        raise OldExtraError(_EXTRA, _PACKAGE, found, ".".join(map(str, OLDEST)))
