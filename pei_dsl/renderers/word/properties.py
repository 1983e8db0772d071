"""Properties of a Word file: title, language, whose document it is, every figure, what elements said."""

from __future__ import annotations

from collections.abc import Mapping

from pei_dsl.renderers.word import element_marks
from pei_dsl.renderers.word.figure_fields import PROPERTY_PREFIX
from pei_dsl.renderers.word.package import DOCUMENT, Package
from pei_dsl.renderers.word.xml import NAMES, Element, composed, node, qualified
from pei_dsl.views.document import Document

CUSTOM, CORE = "docProps/custom.xml", "docProps/core.xml"
SUBJECT = "pei"
"""The property that says which plan and period a file is about."""
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
    package.build(CORE, core, _CORE_TYPE)
    package.relate("", "core-properties", CORE)


def _date(name: str) -> Element:
    made = node(name, text=_CREATED)
    made.set(f"{{{NAMES['xsi']}}}type", "dcterms:W3CDTF")
    return made


def write_figures(package: Package, document: Document) -> None:
    """Write what the file is about, every figure, and what each of our elements says, as properties."""
    mine = {SUBJECT: document.subject}
    mine |= {f"{PROPERTY_PREFIX}{name}": text for name, text in document.figures().items()}
    mine |= _said(package)
    if CUSTOM not in package.parts:
        package.add(CUSTOM, composed(node("op:Properties")), _CUSTOM_TYPE)
        package.relate("", "custom-properties", CUSTOM)
    root = package.changing(CUSTOM)
    for each in [each for each in root if _is_ours(each.get("name", ""))]:
        root.remove(each)
    for name, text in mine.items():
        root.append(node("op:property", node("vt:lpwstr", text=text), fmtid=_FORMAT, name=name))
    for number, each in enumerate(root, 2):
        each.set("pid", str(number))


def _is_ours(name: str) -> bool:
    return name == SUBJECT or name.startswith((PROPERTY_PREFIX, "pei_"))


def _said(package: Package) -> Mapping[str, str]:
    """Return the hash of each marked element, under the name of its mark without it."""
    found = {}
    for start in package.tree(DOCUMENT).iter(qualified("w:bookmarkStart")):
        mark = element_marks.read(start.get(qualified("w:name"), ""))
        if mark is not None:
            found[f"pei_{mark.role.value}_{mark.id}"] = mark.hash
    return found


def read_properties(package: Package) -> dict[str, str]:
    """Return the properties that somebody gave a file, as texts by their names."""
    if CUSTOM not in package.parts:
        return {}
    return {
        each.get("name", ""): "".join(text or "" for text in each.itertext()) for each in package.tree(CUSTOM)
    }
