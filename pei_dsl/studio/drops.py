"""A workbook or data file that was dropped on the page: what it is, and the texts that it gives."""

from __future__ import annotations

import re
import tempfile
import unicodedata
from collections.abc import Callable, Mapping
from pathlib import Path

import attrs

from pei_dsl.diagnostics import Diagnostic
from pei_dsl.interchange.importing import Imported, import_workbook
from pei_dsl.interchange.merging import Known, codes_of, merge
from pei_dsl.interchange.source_text import source_text
from pei_dsl.workspace.verbs import registered_of
from pei_dsl.workspace.workspace import Workspace

_MOST_TOLD = 200


@attrs.frozen
class Dropped:
    """
    What a file gave.

    Attributes:
        texts: The texts of the plan that change, whole.
        data: Files of data to be kept in the folder, by name.
        told: What was found in it, each in a line; what it brings comes first.
    """

    texts: Mapping[str, str]
    told: tuple[str, ...]
    data: Mapping[str, bytes] = attrs.field(factory=dict)


def matrix_into(
    workspace: Workspace | None, name: str, data: bytes, say: Callable[..., str], language: str
) -> Dropped:
    """Return what a matrix or report in a workbook makes of a plan, or of none: then a new text."""
    imported = import_workbook(name, data)
    if isinstance(imported, Diagnostic):
        return Dropped({}, (_line(imported, language),))
    told = _told(imported, say, language)
    target = None if workspace is None else _target(workspace, imported)
    if workspace is None or target is None:
        return Dropped({"plan.pei": imported.text}, told)
    others = (codes_of(file) for file in workspace.loaded.files if file.source.name != target)
    registered, _ = registered_of(workspace.loaded)
    known = Known(frozenset().union(*others), registered)
    merged = merge(workspace.sources[target], imported, known)
    if merged.text == workspace.texts[target]:
        return Dropped({}, (say("import_nothing_new", name=name), *told))
    changed = say("import_changes", count=len(merged.differences), file=target)
    refused = [say("import_refused", code=each.code or "plan", what=each.what) for each in merged.refused]
    return Dropped({target: merged.text}, (changed, *refused, *told))


def _target(workspace: Workspace, imported: Imported) -> str | None:
    """Return the text that shares most codes with what was imported, or the first of the plan."""
    brought = {each for each in codes_of(imported.file) if each.kind != "plan"}
    shared = {file.source.name: len(brought & codes_of(file)) for file in workspace.loaded.files}
    return max(shared, key=lambda each: shared[each], default=None)


def _told(imported: Imported, say: Callable[..., str], language: str) -> tuple[str, ...]:
    counts = imported.counts
    brings = say(
        "import_brings",
        groups=counts.get("objective", 0) + counts.get("action", 0),
        indicators=counts.get("indicator", 0),
        figures=imported.figures,
    )
    lines = [_line(each, language) for each in imported.diagnostics[:_MOST_TOLD]]
    left = len(imported.diagnostics) - len(lines)
    return (brings, *lines, *([say("import_more", count=left)] if left > 0 else []))


def _line(each: Diagnostic, language: str) -> str:
    place = each.location
    where = f"{place.cell or place}: " if place.cell or place.line else ""
    return f"{where}{each.headline(language)} ({each.code})"


def data_into(
    workspace: Workspace, name: str, data: bytes, say: Callable[..., str], language: str
) -> Dropped:
    """Return the `fuente` of a file of data, as a text of its own, and the file to keep beside it."""
    stem, ending = _plain(Path(name).stem), Path(name).suffix.lower()
    called, number = stem, 2
    while f"{called}.pei" in workspace.texts or called in workspace.plan.sources:
        called, number = f"{stem}_{number}", number + 1
    kept = f"datos/{called}{ending}"
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / f"{called}{ending}"
        file.write_bytes(data)
        text = source_text(file, called, file=kept, english=language == "en")
    if isinstance(text, Diagnostic):
        return Dropped({}, (_line(text, language),))
    told = say("import_source", name=called, file=f"{called}.pei")
    return Dropped({f"{called}.pei": text}, (told,), {kept: data})


def _plain(stem: str) -> str:
    """Return a name for a source from that of its file: letters, digits and `_`."""
    simple = unicodedata.normalize("NFC", stem.lower())
    word = re.sub(r"[^\w]+", "_", simple).strip("_") or "datos"
    return word if word[0].isalpha() else f"datos_{word}"
