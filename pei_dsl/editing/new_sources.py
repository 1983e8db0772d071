"""A source declared from its file of data, where somebody writes."""

from __future__ import annotations

import os
import re
from pathlib import Path, PurePosixPath

from pei_dsl.diagnostics import Diagnostic
from pei_dsl.editing.data_files import data_files
from pei_dsl.editing.spot import Spot, declarations
from pei_dsl.editing.text_positions import TextEdit
from pei_dsl.edits.edit_places import Page
from pei_dsl.interchange.source_text import source_text
from pei_dsl.source import Span
from pei_dsl.vocabulary import fold, is_name
from pei_dsl.workspace.host_requests import need_known


def source_edits(spot: Spot, file: str, *, english: bool = False) -> tuple[TextEdit, ...] | Diagnostic:
    """Return the edit that declares `file` behind the declaration at `spot`, or why it cannot be read."""
    root = spot.workspace.root
    need_known("file", file, data_files(spot.workspace))
    assert root is not None
    beside = PurePosixPath(spot.source.name).parent
    path = os.path.relpath(file, beside).replace(os.sep, "/")
    written = source_text(Path(root) / file, _free_name(spot, file), file=path, english=english)
    if isinstance(written, Diagnostic):
        return written
    place = _behind(spot)
    text = spot.source.text
    before = text[: place.start]
    gap = "" if not before or before.endswith("\n\n") else "\n" if before.endswith("\n") else "\n\n"
    after = "\n" if text[place.end :].strip() and not text[place.end :].startswith("\n") else ""
    return (spot.text.edit(place, f"{gap}{written}{after}"),)


def _behind(spot: Spot) -> Span:
    """Return the place behind the declaration in which `spot` is; the end of the text where none is."""
    page = Page.of(spot.file)
    for index, declaration in enumerate(page.file.declarations):
        if declaration is spot.declaration:
            end = page.extent(index).end
            return Span(end, end)
    end = len(page.text)
    return Span(end, end)


def _free_name(spot: Spot, file: str) -> str:
    """Return a free name for the source of `file`: `datos/Egresos 2024.csv` gives `egresos_2024`."""
    words = re.findall(r"\w+", PurePosixPath(file).name.partition(".")[0].lower())
    name = "_".join(words)
    name = name if is_name(name) else f"datos_{name}" if is_name(f"datos_{name}") else "datos"
    taken = {fold(each.header.name or "") for each in declarations(spot.workspace)}
    free, number = name, 2
    while fold(free) in taken:
        free, number = f"{name}_{number}", number + 1
    return free
