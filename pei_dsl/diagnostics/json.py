"""Findings for programs: the same data as JSON, there and back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pei_dsl.diagnostics import catalogue
from pei_dsl.diagnostics.finding import Diagnostic, Edit, Fix, Label, Severity
from pei_dsl.source import Source, Span


def to_json(diagnostic: Diagnostic, language: str = "es") -> dict[str, Any]:
    """Return `diagnostic` as plain dicts, lists and strings; lines and columns count from 1."""
    return {
        "codigo": diagnostic.code,
        "severidad": str(diagnostic.severity),
        "mensaje": catalogue.message(diagnostic, language),
        "ayuda": catalogue.remedy(diagnostic, language),
        "archivo": diagnostic.file,
        "linea": diagnostic.line,
        "celda": diagnostic.cell,
        "variante": diagnostic.variant,
        "parametros": dict(diagnostic.params),
        "lugares": [_label_to_json(label, language) for label in (diagnostic.primary, *diagnostic.related)],
        "arreglos": [
            {
                "texto": fix.text,
                "seguro": fix.safe,
                "cambios": [
                    {
                        "archivo": edit.source.name,
                        "inicio": edit.span.start,
                        "fin": edit.span.end,
                        "texto": edit.text,
                    }
                    for edit in fix.edits
                ],
            }
            for fix in diagnostic.fixes
        ],
    }


def _label_to_json(label: Label, language: str) -> dict[str, Any]:
    place: dict[str, Any] = {
        "archivo": label.source.name if label.source else "",
        "inicio": label.span.start,
        "fin": label.span.end,
        "nota": label.note,
        "texto": catalogue.note(label, language),
        "parametros": dict(label.params),
    }
    if label.source is not None:
        start = label.source.position(label.span.start)
        end = label.source.position(label.span.end)
        place |= {
            "linea": start.line,
            "columna": start.column,
            "linea_final": end.line,
            "columna_final": end.column,
        }
    return place


def from_json(data: Mapping[str, Any], sources: Mapping[str, Source]) -> Diagnostic:
    """
    Return the diagnostic that `to_json` wrote.

    Args:
        data: What `to_json` returned, perhaps read back from a file.
        sources: The texts it points into, by name; a KeyError means they changed.
    """
    labels = [_label_from_json(place, sources) for place in data["lugares"]]
    return Diagnostic(
        code=data["codigo"],
        primary=labels[0],
        params=data["parametros"],
        related=tuple(labels[1:]),
        fixes=tuple(_fix_from_json(fix, sources) for fix in data["arreglos"]),
        variant=data["variante"],
        file=data["archivo"],
        line=data["linea"],
        cell=data["celda"],
        severity=Severity(data["severidad"]),
    )


def _label_from_json(place: Mapping[str, Any], sources: Mapping[str, Source]) -> Label:
    source = sources[place["archivo"]] if place["archivo"] else None
    return Label(source, Span(place["inicio"], place["fin"]), place["nota"], place["parametros"])


def _fix_from_json(fix: Mapping[str, Any], sources: Mapping[str, Source]) -> Fix:
    edits = tuple(
        Edit(sources[edit["archivo"]], Span(edit["inicio"], edit["fin"]), edit["texto"])
        for edit in fix["cambios"]
    )
    return Fix(fix["texto"], edits, fix["seguro"])
