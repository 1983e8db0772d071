"""The words of a report's workbook, and what its sheets may be called."""

from __future__ import annotations

from pei_dsl.diagnostics.catalogue import phrase


def said(key: str, language: str) -> str:
    """Return the text `key` of workbooks of reports."""
    return phrase("report", f"book_{key}", language)
