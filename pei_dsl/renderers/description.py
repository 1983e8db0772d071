"""A plan, or one thing in it, described in words: for the terminal, as Markdown and as JSON."""

from __future__ import annotations

import json
import re
import textwrap
from collections.abc import Sequence
from typing import Any

from pei_dsl import vocabulary
from pei_dsl.diagnostics.catalogue import catalogue
from pei_dsl.immutable import plain_data
from pei_dsl.renderers.branches_json import JSON_KINDS, to_json
from pei_dsl.renderers.branches_text import draw
from pei_dsl.renderers.entries import Entry
from pei_dsl.renderers.facts import Description
from pei_dsl.renderers.style import WIDTH, Style
from pei_dsl.views.branches import plain
from pei_dsl.views.wording import SECTION, said
from pei_dsl.vocabulary import fold

_JSON_KEYS = {
    "years": "periodo",
    "evaluated": "anios_evaluados",
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
    "computed": "calculo",
    "shown": "se_muestra",
    "registered": "valores_registrados",
    "data": "datos",
    "ficha_sources": "fuentes",
    "lacking": "falta",
    "used_by": "lo_usan",
    "gives": "da",
    "figures": "cifras",
    "declared": "declarado_en",
    "file_state": "estado_del_archivo",
    "columns": "columnas",
    "indicators": "indicadores",
    "actions": "acciones",
    "examples": "ejemplos",
    "read_by": "lo_leen",
    "evidence": "evidencias",
    "activities": "actividades",
    "factors": "factores",
    "recommendations": "recomendaciones",
    "followed_by": "lo_siguen",
    "progress": "avance",
    "verifies": "verifica",
    "answered_by": "le_responden",
    "replaced_by": "la_sustituyen",
    "amendments": "cambios",
}

# What is described, besides what stands in a tree.
_KINDS_BESIDE = {
    "activity": "actividad",
    "evidence": "evidencia",
    "factor": "factor",
    "recommendation": "recomendación",
    "commitment": "compromiso",
    "version": "versión",
}

MAX_LINES = 40


def text_page(found: Sequence[Description], style: Style) -> str:
    """Return all that has the name, one below the other."""
    return "\n\n".join(render(each, style.language, style.width) for each in found)


def markdown_page(found: Sequence[Description], style: Style) -> str:
    """Return all that has the name as Markdown."""
    return "\n\n".join(render_markdown(each, style.language) for each in found)


def json_page(found: Sequence[Description], _: Style) -> str:
    """Return the text of the JSON of what has the name, a list where several things have it."""
    made = [description_to_json(each) for each in found]
    return json.dumps(made[0] if len(made) == 1 else made, ensure_ascii=False, indent=2)


def render(description: Description, language: str = "es", width: int = WIDTH) -> str:
    """Return `description` for the terminal: labels on the left, what they say beside them."""
    lines = [*textwrap.wrap(_heading(description, language), width, subsequent_indent="  "), ""]
    labels = {each.key: label(each.key, language) for each in description.entries}
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
        head = f"- **{label(entry.key, language)}:**"
        if entry.is_list:
            lines += [head, *(f"  - {_markdown(text)}" for text in _shown(entry, language))]
        elif entry.key == "formula":
            [text] = entry.texts
            fence = "`" * (max(map(len, re.findall("`+", text)), default=0) + 1)
            lines.append(f"{head} {fence}{text}{fence}")
        else:
            lines.append(f"{head} {_markdown(entry.texts[0])}")
    if description.rests_on:
        fence = "```text"
        lines += ["", f"**{said('label_rests_on', language)}**", "", fence]
        lines += [*(line.replace("`", "'") for line in draw(description.rests_on, language, WIDTH)), "```"]
    return "\n".join(lines)


def description_to_json(description: Description) -> dict[str, Any]:
    """Return `description` as plain dicts; `depende_de` is a tree of the same shape as in `pei arbol`."""
    made: dict[str, Any] = {
        "version": 1,
        "tipo": {**JSON_KINDS, **_KINDS_BESIDE}[description.kind],
        "codigo": description.name,
        "titulo": description.title,
    }
    for entry in description.entries:
        texts = list(entry.texts) if entry.is_list else entry.texts[0]
        made[json_key(entry.key)] = texts if entry.data is None else plain_data(entry.data)
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


def label(key: str, language: str) -> str:
    """Return the label of the entry `key`: that of the catalogue, or the word of the field that it tells."""
    if f"label_{key}" in catalogue(language)[SECTION]:
        return said(f"label_{key}", language)
    word = vocabulary.field_named(key)
    text = word.spanish if language == "es" else word.english_form
    return f"{text[:1].upper()}{text[1:]}"


def json_key(key: str) -> str:
    """Return the member that holds the entry `key`: its own, or the word of the field without accents."""
    return _JSON_KEYS.get(key) or fold(vocabulary.field_named(key).spanish).replace(" ", "_")


def _markdown(text: str) -> str:
    return re.sub(r"([\\`*_\[\]<>|#])", r"\\\1", text)
