"""The formats that results are written in: how each is called, and which names of files say it."""

from __future__ import annotations

import enum
from collections.abc import Iterable

import attrs

from pei_dsl.renderers.csv_lines import BOM


class Tells(enum.StrEnum):
    """How a result in a format tells what it rests on."""

    WITHIN = "within"
    """Whole, where programs read it: it can be computed again."""
    AT_ITS_FOOT = "at_its_foot"
    """In one line for people, with the first digits of each hash."""
    NOTHING = "nothing"
    """Not at all: each line is a row or a sentence, and whatever is added would be taken for one."""


@attrs.frozen
class Format:
    """
    A way to write results.

    Attributes:
        name: How `--formato` calls it.
        suffixes: How names of files end that say it, the usual one first.
        english: Another word for it, or "".
        is_binary: Whether it is bytes that no screen can show.
        begins: What a file of it begins with, for programs that would else take its letters for others.
        needs: The package and the extra of ours that it takes, or None.
        tells: How an answer in it tells what it rests on.
    """

    name: str
    suffixes: tuple[str, ...]
    english: str = ""
    is_binary: bool = False
    begins: bytes = b""
    needs: tuple[str, str] | None = None
    tells: Tells = Tells.NOTHING


_TEXT = (".txt",)

FORMATS = {
    each.name: each
    for each in (
        Format("tabla", _TEXT, english="table"),
        Format("texto", _TEXT, english="text"),
        Format("completo", _TEXT, english="full"),
        Format("conciso", _TEXT, english="concise"),
        Format("json", (".json",), tells=Tells.WITHIN),
        Format("csv", (".csv",), begins=BOM),
        Format("markdown", (".md", ".markdown"), tells=Tells.AT_ITS_FOOT),
        Format("html", (".html", ".htm"), tells=Tells.WITHIN),
        Format("mermaid", (".mmd", ".mermaid")),
        Format("dot", (".dot", ".gv")),
        Format("pei", (".pei",)),
        Format("parquet", (".parquet",), is_binary=True, needs=("pyarrow", "frames"), tells=Tells.WITHIN),
        Format("docx", (".docx",), is_binary=True, needs=("xlsxwriter", "word"), tells=Tells.WITHIN),
        Format("pdf", (".pdf",), is_binary=True, needs=("typst", "pdf"), tells=Tells.WITHIN),
        Format("xlsx", (".xlsx",), is_binary=True, needs=("xlsxwriter", "excel"), tells=Tells.WITHIN),
    )
}

VERIFIED = tuple(each for each in FORMATS.values() if each.tells is Tells.WITHIN)
"""The formats of which an answer can be computed again."""


def suffixes_listed(formats: Iterable[Format], last: str) -> str:
    """Return what the names of files in some formats usually end in: `.json, .html and .pdf`."""
    *most, end = (each.suffixes[0] for each in formats)
    return f"{', '.join(most)} {last} {end}" if most else end
