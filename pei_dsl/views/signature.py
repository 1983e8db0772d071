"""The signature of a document: the hashes of what its figures rest on, as its last annex."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

import attrs

from pei_dsl.diagnostics.catalogue import phrase
from pei_dsl.views.document import Cell, Column, Document, Paragraph, Row, Section, Table

_HASHED = ("plan", "datos", "metodologia")


def signed(document: Document, rests_on: Callable[[], str] | None) -> Document:
    """
    Return `document` with what its figures rest on, as its last section or the last one within that.

    Args:
        document: What is signed.
        rests_on: Says in JSON what it rests on, as the member `huellas` has it; None: nobody says it.
    """
    if rests_on is None or not document.sections:
        return document
    *others, last = document.sections
    number = f"{last.number}.{len(last.sections) + 1}" if last.number else ""
    section = _signature(json.loads(rests_on()), number, document.language)
    if not number:  # its sections are side by side, as fichas are
        section = attrs.evolve(section, begins_page=last.begins_page)
        return attrs.evolve(document, sections=(*document.sections, section))
    return attrs.evolve(document, sections=(*others, attrs.evolve(last, sections=(*last.sections, section))))


def _signature(prints: Mapping[str, Any], number: str, language: str) -> Section:
    def said(key: str) -> str:
        return phrase("report", f"signature_{key}", language, {})

    columns = (Column(said("what"), 4.0), Column(said("hash"), 13.0))
    rows = [
        Row((Cell(said(name)), Cell(prints[name]["huella"]))) for name in _HASHED if _rests_on(prints[name])
    ]
    program = ", ".join(f"{name} {version}" for name, version in prints["programa"].items())
    rows.append(Row((Cell(said("programa")), Cell(program))))
    table = Table("huellas", said("title"), columns, tuple(rows), is_numbered=False, has_caption=False)
    return Section("firma", number, said("title"), (Paragraph("huellas.texto", (said("text"),)), table))


def _rests_on(hashed: Mapping[str, Any]) -> bool:
    """Tell whether there is anything that a hash is of: a plan without data has none of data."""
    return any(hashed[name] for name in ("archivos", "respuestas", "nombres") if name in hashed)
