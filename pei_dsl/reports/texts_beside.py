"""The texts of people in the reports of a plan, as files beside it: `textos/2024/2.1.md`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

import attrs

from pei_dsl.diagnostics import Diagnostic, Label
from pei_dsl.model.periods import Period
from pei_dsl.plain_files import read_plain
from pei_dsl.source import Source
from pei_dsl.views.written_texts import Text, read
from pei_dsl.workspace.report_texts import FOLDER, SUFFIX, file_of, folder_of, without_section
from pei_dsl.workspace.texts import decoded

BIGGEST_TEXT = 1_000_000


@attrs.frozen
class Texts:
    """
    What people wrote in a report.

    Attributes:
        sections: The texts by the sections that they are of.
        diagnostics: Of files that give no text: what is wrong with each.
    """

    sections: Mapping[str, Text]
    diagnostics: tuple[Diagnostic, ...]


def files_of(root: Path | None, period: Period) -> dict[str, bytes | None]:
    """Return the texts of the report of `period` by the names of their files; None for what gives none."""
    folder = folder_of(root, period) if root is not None else None
    if folder is None or not folder.is_dir():
        return {}
    return {each.name: _bytes_of(each) for each in sorted(folder.glob(f"*{SUFFIX}"))}


def _bytes_of(file: Path) -> bytes | None:
    """Return the bytes of a text, one more than it may have at most; None for what cannot be read."""
    try:
        return read_plain(file, BIGGEST_TEXT + 1)
    except OSError:
        return None


def texts_of(root: Path | None, period: Period, sections: Iterable[str]) -> Texts:
    """
    Return what people wrote in those of `sections` that have a text beside the plan at `root`.

    Of a text that is of none of them a warning says which it may have meant.
    """
    found: dict[str, Text] = {}
    problems: list[Diagnostic] = []
    files = files_of(root, period)
    own = tuple(sections)
    for section in own:
        name = file_of(section)
        if name not in files:
            continue
        read_text = _read(f"{FOLDER}/{period}/{name}", files[name])
        if isinstance(read_text, Diagnostic):
            problems.append(read_text)
        elif (text := read(read_text.text)).pieces:
            found[section] = text
    return Texts(found, (*problems, *without_section(files, period, own)))


def _read(name: str, data: bytes | None) -> Source | Diagnostic:
    """Return the text in the bytes of the file `name`, or why they hold none."""
    if data is None:
        return Diagnostic("PEI123", Label(None), {"file": name}, variant="unreadable", file=name)
    if len(data) > BIGGEST_TEXT:
        params = {"limit": BIGGEST_TEXT}
        return Diagnostic("PEI109", Label(None), params, variant="report", file=name)
    return decoded(name, data)
