"""What a PDF says in each of its sections: the strings of its source, for the file that it carries."""

from __future__ import annotations

import re

from pei_dsl.renderers.pdf.typst_literals import BREAK
from pei_dsl.renderers.pdf.typst_source import source_by_section
from pei_dsl.views.document import Document

_STRING = re.compile(r'"((?:[^"\\]|\\.)*)"')
_SIGNS = {"n": "\n", "t": "\t", '"': '"', "\\": "\\"}


def texts_in_sections(document: Document) -> dict[str, list[str]]:
    """Return the texts of each section by its `id`; of a drawing what is said instead of it."""
    return {name: [*map(_text, _strings(text))] for name, text in source_by_section(document)}


def _strings(source: str) -> list[str]:
    return [each for each in _STRING.findall(source) if each and not each.startswith("<svg")]


def _text(written: str) -> str:
    return re.sub(r"\\(.)", lambda escaped: _SIGNS[escaped[1]], written).replace(BREAK, "")
