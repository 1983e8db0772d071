"""A document as a Word file."""

from __future__ import annotations

from typing import BinaryIO

from pei_dsl.data.extras import need
from pei_dsl.renderers.style import Style
from pei_dsl.views.document import Document
from pei_dsl.views.signature import signed


def write(document: Document, style: Style, stream: BinaryIO) -> None:
    """
    Write `document` as a new Word file.

    Raises:
        MissingExtraError: A package is not installed.
    """
    need("xlsxwriter", "word")
    from pei_dsl.renderers.word.new_file import new_file

    stream.write(new_file(signed(document, style.rests_on)))
