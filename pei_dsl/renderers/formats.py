"""The formats that results are written in: how each is called, and which names of files say it."""

from __future__ import annotations

import attrs

from pei_dsl.renderers.csv_lines import BOM


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
    """

    name: str
    suffixes: tuple[str, ...]
    english: str = ""
    is_binary: bool = False
    begins: bytes = b""
    needs: tuple[str, str] | None = None


_TEXT = (".txt",)

FORMATS = {
    each.name: each
    for each in (
        Format("tabla", _TEXT, english="table"),
        Format("texto", _TEXT, english="text"),
        Format("completo", _TEXT, english="full"),
        Format("conciso", _TEXT, english="concise"),
        Format("json", (".json",)),
        Format("csv", (".csv",), begins=BOM),
        Format("markdown", (".md", ".markdown")),
        Format("html", (".html", ".htm")),
        Format("mermaid", (".mmd", ".mermaid")),
        Format("dot", (".dot", ".gv")),
        Format("pei", (".pei",)),
        Format("parquet", (".parquet",), is_binary=True, needs=("pyarrow", "frames")),
        Format("docx", (".docx",), is_binary=True, needs=("xlsxwriter", "word")),
        Format("pdf", (".pdf",), is_binary=True, needs=("typst", "pdf")),
        Format("xlsx", (".xlsx",), is_binary=True, needs=("xlsxwriter", "excel")),
    )
}
