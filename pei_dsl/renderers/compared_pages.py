"""Two plans compared as documents: Markdown, HTML, Word."""

from __future__ import annotations

from typing import BinaryIO

from pei_dsl.comparison.compared import Comparison
from pei_dsl.renderers import document_docx, document_html, document_markdown
from pei_dsl.renderers.style import Style
from pei_dsl.views.comparison_document import comparison_document


def markdown_page(comparison: Comparison, style: Style) -> str:
    """Return `comparison` as Markdown; its tables say what charts would draw."""
    return document_markdown.page(comparison_document(comparison, style.language, draws=False), style)


def html_page(comparison: Comparison, style: Style) -> str:
    """Return `comparison` as one HTML file."""
    return document_html.page(comparison_document(comparison, style.language), style)


def write_docx(comparison: Comparison, style: Style, stream: BinaryIO) -> None:
    """Write `comparison` as a document of Word."""
    document_docx.write(comparison_document(comparison, style.language), style, stream)
