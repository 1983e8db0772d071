"""
What can be written in which format: a table by subject and format, from which every choice is derived.

A renderer takes what is shown and a `Style`.  It gives a page of text without its last line end, or its parts
one after another where a page may be too long to keep; one of bytes takes a stream too, and gives nothing.
Every text leaves by `outlet`: nothing in it steers a terminal.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, BinaryIO

from pei_dsl.diagnostics.errors import PeiError
from pei_dsl.renderers.formats import FORMATS, Format
from pei_dsl.renderers.outlet import visible, within_json
from pei_dsl.renderers.style import Style

Renderers = Mapping[tuple[str, str], str]
"""Where each renderer stands, `module:function`; the first format of a subject is the usual one."""

RENDERERS: Renderers = {
    ("evaluation", "tabla"): "pei_dsl.renderers.evaluation_text:page",
    ("evaluation", "json"): "pei_dsl.renderers.evaluation_json:page",
    ("evaluation", "csv"): "pei_dsl.renderers.evaluation_csv:page",
    ("evaluation", "markdown"): "pei_dsl.renderers.evaluation_markdown:page",
    ("breakdown", "tabla"): "pei_dsl.renderers.breakdown_text:page",
    ("breakdown", "json"): "pei_dsl.renderers.breakdown_json:parts",
    ("breakdown", "csv"): "pei_dsl.renderers.breakdown_csv:parts",
    ("breakdown", "markdown"): "pei_dsl.renderers.breakdown_markdown:page",
    ("breakdown", "parquet"): "pei_dsl.renderers.breakdown_arrow:write",
    ("explanation", "texto"): "pei_dsl.renderers.explanation_text:page",
    ("explanation", "json"): "pei_dsl.renderers.explanation_json:page",
    ("message", "texto"): "pei_dsl.renderers.message_text:page",
    ("description", "texto"): "pei_dsl.renderers.description:text_page",
    ("description", "markdown"): "pei_dsl.renderers.description:markdown_page",
    ("description", "json"): "pei_dsl.renderers.description:json_page",
    ("tree", "texto"): "pei_dsl.renderers.tree_text:page",
    ("tree", "json"): "pei_dsl.renderers.tree_json:page",
    ("tree", "mermaid"): "pei_dsl.renderers.tree_graphs:mermaid_page",
    ("tree", "dot"): "pei_dsl.renderers.tree_graphs:dot_page",
    ("audit", "tabla"): "pei_dsl.renderers.audit_text:page",
    ("audit", "json"): "pei_dsl.renderers.audit_json:page",
    ("audit", "markdown"): "pei_dsl.renderers.audit_markdown:page",
    ("gaps", "tabla"): "pei_dsl.renderers.gap_text:page",
    ("gaps", "json"): "pei_dsl.renderers.gap_json:page",
    ("follow_up", "tabla"): "pei_dsl.renderers.follow_up_text:page",
    ("follow_up", "json"): "pei_dsl.renderers.follow_up_json:page",
    ("follow_up", "markdown"): "pei_dsl.renderers.follow_up_markdown:page",
    ("comparison", "tabla"): "pei_dsl.renderers.compared_text:page",
    ("comparison", "json"): "pei_dsl.renderers.compared_json:page",
    ("comparison", "markdown"): "pei_dsl.renderers.compared_pages:markdown_page",
    ("comparison", "html"): "pei_dsl.renderers.compared_pages:html_page",
    ("comparison", "docx"): "pei_dsl.renderers.compared_pages:write_docx",
    ("tests", "texto"): "pei_dsl.renderers.tests_text:page",
    ("document", "html"): "pei_dsl.renderers.document_html:page",
    ("document", "docx"): "pei_dsl.renderers.document_docx:write",
    ("document", "pdf"): "pei_dsl.renderers.document_pdf:write",
    ("document", "markdown"): "pei_dsl.renderers.document_markdown:page",
    ("verification", "texto"): "pei_dsl.renderers.verification_text:page",
    ("verification", "json"): "pei_dsl.renderers.verification_json:page",
    ("findings", "completo"): "pei_dsl.renderers.findings_text:full_page",
    ("findings", "conciso"): "pei_dsl.renderers.findings_text:concise_page",
    ("findings", "json"): "pei_dsl.renderers.findings_json:page",
}


class NoRendererError(PeiError, LookupError):
    """Nothing writes this subject in this format."""


def formats_of(*subjects: str, renderers: Renderers = RENDERERS) -> tuple[Format, ...]:
    """Return the formats that one of `subjects` at least is written in, in the order of the table."""
    return tuple(
        FORMATS[name] for name in dict.fromkeys(name for subject, name in renderers if subject in subjects)
    )


def render(
    subject: str, name: str, shown: object, style: Style, *, renderers: Renderers = RENDERERS
) -> Iterator[str]:
    """
    Yield the text of `shown`, a part at a time, with the end of its last line.

    Raises:
        NoRendererError: No text of `subject` is written in the format `name`.
    """
    # Not a generator itself: what cannot be rendered is told here, before anything is written.
    parts = _parts(subject, name, shown, style, renderers)
    return map(within_json if name == "json" else visible, parts)


def _parts(subject: str, name: str, shown: object, style: Style, renderers: Renderers) -> Iterable[str]:
    made: str | Iterable[str] = _found(subject, name, renderers, binary=False)(shown, style)
    return (f"{made}\n",) if isinstance(made, str) else made


def write(
    subject: str,
    name: str,
    shown: object,
    style: Style,
    stream: BinaryIO,
    *,
    renderers: Renderers = RENDERERS,
) -> None:
    """
    Write `shown` to `stream` in any format; texts in UTF-8, with what a file of the format begins with.

    Where a program reads it (`style.raw`) texts are to the letter.

    Raises:
        NoRendererError: `subject` is not written in the format `name`.
    """
    if name in FORMATS and FORMATS[name].is_binary:
        _found(subject, name, renderers, binary=True)(shown, style, stream)
        return
    if style.raw:
        parts = _parts(subject, name, shown, style, renderers)
        stream.writelines(part.encode("utf-8", "backslashreplace") for part in parts)
        return
    parts = render(subject, name, shown, style, renderers=renderers)
    stream.write(FORMATS[name].begins)
    stream.writelines(part.encode() for part in parts)


def _found(subject: str, name: str, renderers: Renderers, *, binary: bool) -> Callable[..., Any]:
    target = renderers.get((subject, name))
    if target is None or FORMATS[name].is_binary is not binary:
        known = ", ".join(each.name for each in formats_of(subject, renderers=renderers)) or "nothing"
        kind = "bytes" if binary else "a text"
        message = f"{subject} is not written as {kind} in {name}; it is written in {known}"
        raise NoRendererError(message)
    module, _, function = target.partition(":")
    found: Callable[..., Any] = getattr(importlib.import_module(module), function)
    return found
