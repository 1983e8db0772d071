"""The words that every document has, whatever it is about."""

from __future__ import annotations

from pei_dsl.diagnostics.catalogue import phrase

_NAMES = (
    "table",
    "figure",
    "note",
    "origin",
    "contents",
    "tables",
    "figures",
    "explanation",
    "data",
    "skip",
    "find",
    "found",
)


def document_names(language: str) -> tuple[tuple[str, str], ...]:
    """Return the words that every document has, as `Document.names` takes them."""
    return tuple((name, phrase("report", f"name_{name}", language)) for name in _NAMES)
