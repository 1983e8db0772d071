"""A plan, or one thing in it, described in words: for the terminal, as Markdown and as JSON."""

from __future__ import annotations

import re
import textwrap
from typing import Any

from pei_dsl.renderers.branches import JSON_KINDS, draw, plain, to_json
from pei_dsl.renderers.facts import Description, Entry
from pei_dsl.views.wording import said

_JSON_KEYS = {
    "entity": "entidad",
    "years": "periodo",
    "evaluated": "anios_evaluados",
    "resolution": "resolucion",
    "methodology": "metodologia",
    "documentation": "documentacion",
    "contents": "contenido",
    "sources": "lista_de_fuentes",
    "values": "series_y_variables",
    "units": "unidades",
    "lacking_formula": "sin_formula",
    "lacking_data": "sin_datos",
    "lacking_goal": "sin_logros",
    "lacking_baseline": "sin_linea_de_base",
    "lacking_responsible": "sin_responsable",
    "empty_groups": "sin_indicadores",
    "lacking_file": "sin_archivo",
    "unused": "sin_uso",
    "belongs_to": "pertenece_a",
    "justification": "justificacion",
    "computed": "calculo",
    "where": "donde",
    "formula": "formula",
    "shown": "se_muestra",
    "direction": "sentido",
    "relevance": "relevancia",
    "weight": "peso",
    "baseline": "linea_de_base",
    "goals": "logros",
    "registered": "valores_registrados",
    "data": "datos",
    "ficha_sources": "fuentes",
    "database": "base_de_datos",
    "collection": "recoleccion",
    "responsible": "responsable",
    "executing_unit": "unidad_ejecutora",
    "cost_center": "centro_de_costo",
    "technical_notes": "especificaciones",
    "limitations": "limitaciones",
    "assumptions": "supuestos",
    "lacking": "falta",
    "used_by": "lo_usan",
    "description": "descripcion",
    "class": "clase",
    "priority": "prioridad",
    "aligns_with": "articula",
    "indicators": "indicadores",
    "actions": "acciones",
    "gives": "da",
    "unit": "unidad",
    "figures": "cifras",
    "declared": "declarado_en",
    "file": "archivo",
    "file_state": "estado_del_archivo",
    "columns": "columnas",
    "coverage": "cobertura",
    "read_by": "lo_leen",
}

MAX_LINES = 40


def render(description: Description, language: str = "es", width: int = 100) -> str:
    """Return `description` for the terminal: labels on the left, what they say beside them."""
    lines = [*textwrap.wrap(_heading(description, language), width, subsequent_indent="  "), ""]
    labels = {each.key: _label(each, language) for each in description.entries}
    left = max(map(len, labels.values()), default=0)
    indent = " " * (left + 2)
    for entry in description.entries:
        for number, text in enumerate(_shown(entry, language)):
            head = labels[entry.key] if number == 0 else ""
            wrapped = textwrap.wrap(
                text,
                max(width - len(indent), 20),
                break_on_hyphens=False,
                subsequent_indent="  " if entry.is_list else "",
            ) or [""]
            lines.append(f"{head.ljust(left)}  {wrapped[0]}")
            lines.extend(indent + more for more in wrapped[1:])
    if description.rests_on:
        lines += ["", f"{said('label_rests_on', language)}:"]
        lines += [f"  {line}" for line in draw(description.rests_on, language, width - 2)]
    return "\n".join(line.rstrip() for line in lines)


def render_markdown(description: Description, language: str = "es") -> str:
    """Return `description` as Markdown."""
    lines = [f"# {_markdown(_heading(description, language))}", ""]
    for entry in description.entries:
        label = f"- **{_label(entry, language)}:**"
        if entry.is_list:
            lines += [label, *(f"  - {_markdown(text)}" for text in _shown(entry, language))]
        elif entry.key == "formula":
            [text] = entry.texts
            fence = "`" * (max(map(len, re.findall("`+", text)), default=0) + 1)
            lines.append(f"{label} {fence}{text}{fence}")
        else:
            lines.append(f"{label} {_markdown(entry.texts[0])}")
    if description.rests_on:
        fence = "```text"
        lines += ["", f"**{said('label_rests_on', language)}**", "", fence]
        lines += [*(line.replace("`", "'") for line in draw(description.rests_on, language, 100)), "```"]
    return "\n".join(lines)


def description_to_json(description: Description) -> dict[str, Any]:
    """Return `description` as plain dicts; `depende_de` is a tree of the same shape as in `pei arbol`."""
    made: dict[str, Any] = {
        "version": 1,
        "tipo": JSON_KINDS[description.kind],
        "codigo": description.name,
        "titulo": description.title,
    }
    for entry in description.entries:
        texts = list(entry.texts) if entry.is_list else entry.texts[0]
        made[_JSON_KEYS[entry.key]] = texts if entry.data is None else entry.data
    if description.kind != "plan":
        made["depende_de"] = [to_json(each) for each in description.rests_on]
    return made


def _shown(entry: Entry, language: str) -> list[str]:
    """Return the texts of `entry` for people: the first of a very long list, and how many more there are."""
    more = len(entry.texts) - MAX_LINES
    last = [said("more", language, {"count": more})] if more > 0 else []
    return [*entry.texts[:MAX_LINES], *last]


def _heading(description: Description, language: str) -> str:
    if description.kind == "plan":
        return plain(description.title) or said("plan_untitled", language)
    kind = said(f"head_{description.kind}", language)
    title = plain(description.title)
    return f"{kind} {description.name}{f': {title}' if title else ''}"


def _label(entry: Entry, language: str) -> str:
    return said(f"label_{entry.key}", language)


def _markdown(text: str) -> str:
    return re.sub(r"([\\`*_\[\]<>|#])", r"\\\1", text)
