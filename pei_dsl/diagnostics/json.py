"""Findings for programs: the same data as JSON, there and back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pei_dsl.diagnostics import catalogue
from pei_dsl.diagnostics.catalogue import Joined, Parameter, Term
from pei_dsl.diagnostics.finding import Diagnostic, Edit, Fix, Label, Severity
from pei_dsl.source import Source, Span


def to_json(diagnostic: Diagnostic, language: str = "es") -> dict[str, Any]:
    """Return `diagnostic` as plain dicts, lists and strings; lines and columns count from 1."""
    return {
        "codigo": diagnostic.code,
        "severidad": str(diagnostic.severity),
        "mensaje": diagnostic.message(language),
        "ayuda": diagnostic.remedy(language),
        "archivo": diagnostic.file,
        "linea": diagnostic.line,
        "celda": diagnostic.cell,
        "variante": diagnostic.variant,
        **({"veces": diagnostic.times} if diagnostic.times > 1 else {}),
        **_params_to_json(diagnostic.params, language),
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


def _params_to_json(params: Mapping[str, Parameter], language: str) -> dict[str, Any]:
    """Return parameters as `language` tells them, and those that another one tells otherwise as terms."""
    told = {name: catalogue.told(each, language) for name, each in params.items()}
    terms = {name: _term_to_json(each) for name, each in params.items() if isinstance(each, Term | Joined)}
    return {"parametros": told, **({"terminos": terms} if terms else {})}


def _term_to_json(parameter: Parameter) -> Any:  # noqa: ANN401  (what JSON holds)
    match parameter:
        case Term():
            params = {name: _term_to_json(each) for name, each in parameter.params.items()}
            return {"seccion": parameter.section, "clave": parameter.key, "parametros": params}
        case Joined():
            return {"partes": [_term_to_json(each) for each in parameter.parts], "entre": parameter.between}
        case _:
            return parameter


def _params_from_json(data: Mapping[str, Any]) -> dict[str, Parameter]:
    terms = {name: _term_from_json(each) for name, each in data.get("terminos", {}).items()}
    return {**data["parametros"], **terms}


def _term_from_json(data: Any) -> Parameter:  # noqa: ANN401  (what JSON holds)
    match data:
        case {"seccion": section, "clave": key, "parametros": params}:
            return Term(section, key, {name: _term_from_json(each) for name, each in params.items()})
        case {"partes": parts, "entre": between}:
            return Joined(tuple(_term_from_json(each) for each in parts), between)
        case str() | int():
            return data
        case _:
            raise ValueError(data)


def _label_to_json(label: Label, language: str) -> dict[str, Any]:
    place: dict[str, Any] = {
        "archivo": label.source.name if label.source else "",
        "inicio": label.span.start,
        "fin": label.span.end,
        "nota": label.note,
        "texto": label.text(language),
        **_params_to_json(label.params, language),
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
        params=_params_from_json(data),
        related=tuple(labels[1:]),
        fixes=tuple(_fix_from_json(fix, sources) for fix in data["arreglos"]),
        variant=data["variante"],
        file=data["archivo"],
        line=data["linea"],
        cell=data["celda"],
        severity=Severity(data["severidad"]),
        times=data.get("veces", 1),
    )


def _label_from_json(place: Mapping[str, Any], sources: Mapping[str, Source]) -> Label:
    source = sources[place["archivo"]] if place["archivo"] else None
    return Label(source, Span(place["inicio"], place["fin"]), place["nota"], _params_from_json(place))


def _fix_from_json(fix: Mapping[str, Any], sources: Mapping[str, Source]) -> Fix:
    edits = tuple(
        Edit(sources[edit["archivo"]], Span(edit["inicio"], edit["fin"]), edit["texto"])
        for edit in fix["cambios"]
    )
    return Fix(fix["texto"], edits, fix["seguro"])
