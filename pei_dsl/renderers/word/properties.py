"""Properties of a Word file: title, language, whose document it is, every figure, what elements said."""

from __future__ import annotations

from collections.abc import Mapping

from pei_dsl.renderers.no_break import kept_together
from pei_dsl.renderers.word import element_marks
from pei_dsl.renderers.word.figure_fields import PROPERTY_PREFIX
from pei_dsl.renderers.word.package import DOCUMENT, Package
from pei_dsl.renderers.word.xml import NAMES, composed, node, qualified
from pei_dsl.renderers.word.xml_tree import Element
from pei_dsl.views.document import Document

CUSTOM, CORE = "docProps/custom.xml", "docProps/core.xml"
SUBJECT = "pei"
"""The property that says which plan and period a file is about."""
LANGUAGE = "pei_idioma"
"""The property that says in which language a file was begun; a template's own says something else."""
_ELEMENT = "pei_"
_CUSTOM_TYPE = "application/vnd.openxmlformats-officedocument.custom-properties+xml"
_CORE_TYPE = "application/vnd.openxmlformats-package.core-properties+xml"
_FORMAT = "{D5CDD505-2E9C-101B-9397-08002B2CF9AE}"
_CREATED = "2000-01-01T00:00:00Z"


def write_core(package: Package, document: Document) -> None:
    """Write title, subject, author and language; the dates are fixed, so that the bytes are."""
    cover = document.cover
    core = node(
        "cp:coreProperties",
        node("dc:title", text=cover.title),
        node("dc:subject", text=cover.subtitle),
        node("dc:creator", text=cover.entity),
        node("dc:language", text="es-PE" if document.language == "es" else "en"),
        _date("dcterms:created"),
        _date("dcterms:modified"),
    )
    name = _part(package, "core-properties", CORE)
    package.build(name, core, _CORE_TYPE)
    package.relate("", "core-properties", name)


def _part(package: Package, kind: str, usual: str) -> str:
    """Return the name of a part of which a file has one, wherever the file has it."""
    return next((name for _, known, name in package.relations("") if known == kind), usual)


def _date(name: str) -> Element:
    made = node(name, text=_CREATED)
    made.set(f"{{{NAMES['xsi']}}}type", "dcterms:W3CDTF")
    return made


LEFT_OUT = "-"
"""Stands in place of what an element said where nobody wants it in the file."""


def figures_of(document: Document) -> dict[str, str]:
    """Return every figure by its name, as fields show it, and what a cover may show."""
    cover = document.cover
    return {
        "documento.entidad": cover.entity,
        "documento.titulo": cover.title,
        "documento.plan": cover.subtitle,
        **{name: kept_together(text) for name, text in document.figures().items()},
    }


def element_name(place: tuple[element_marks.Role, str]) -> str:
    """Return the property that holds what an element said."""
    return f"{_ELEMENT}{place[0].value}_{place[1]}"


def write_figures(package: Package, document: Document, held: Mapping[str, str]) -> None:
    """
    Write what the file is about, every figure, and what each of our elements says, as properties.

    Args:
        held: What was held before: of an element that is gone it is kept, so that it is known to be gone.
    """
    mine = {SUBJECT: document.subject, LANGUAGE: document.language}
    mine |= {f"{PROPERTY_PREFIX}{name}": text for name, text in figures_of(document).items()}
    mine |= {name: text for name, text in held.items() if name.startswith(_ELEMENT)}
    mine |= _said(package)
    part = _part(package, "custom-properties", CUSTOM)
    if part not in package.parts:
        package.add(part, composed(node("op:Properties")), _CUSTOM_TYPE)
        package.relate("", "custom-properties", part)
    root = package.changing(part)
    for each in [each for each in root if _is_ours(each.get("name", ""))]:
        root.remove(each)
    for name, text in mine.items():
        root.append(node("op:property", node("vt:lpwstr", text=text), fmtid=_FORMAT, name=name))
    for number, each in enumerate(root, 2):
        each.set("pid", str(number))


def _is_ours(name: str) -> bool:
    return name == SUBJECT or name.startswith((PROPERTY_PREFIX, _ELEMENT))


def _said(package: Package) -> Mapping[str, str]:
    """Return the hash of each marked element, under the name of its mark without it."""
    found = {}
    for start in package.tree(DOCUMENT).iter(qualified("w:bookmarkStart")):
        mark = element_marks.read(start.get(qualified("w:name"), ""))
        if mark is not None:
            found[element_name(mark.element)] = mark.hash
    return found


def read_properties(package: Package) -> dict[str, str]:
    """Return the properties that somebody gave a file, as texts by their names."""
    part = _part(package, "custom-properties", CUSTOM)
    if part not in package.parts:
        return {}
    return {
        each.get("name", ""): "".join(text or "" for text in each.itertext()) for each in package.tree(part)
    }
