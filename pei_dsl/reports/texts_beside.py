"""The texts of people in the reports of a plan, as files beside it: `textos/2024/2.1.md`."""

from __future__ import annotations

import re
from pathlib import Path

from pei_dsl.model.periods import Period
from pei_dsl.plain_files import read_plain
from pei_dsl.views.written_texts import Text, read

FOLDER = "textos"
_SUFFIX = ".md"
BIGGEST_TEXT = 1_000_000


def folder_of(root: Path, period: Period) -> Path:
    """Return where the texts of the report of `period` lie."""
    return root / FOLDER / str(period)


def file_of(section: str) -> str:
    """Return what the file of a section is called."""
    return f"{re.sub(r'[^A-Za-z0-9._-]', '_', section)}{_SUFFIX}"


def files_of(root: Path | None, period: Period) -> dict[str, bytes]:
    """
    Return the texts of the report of `period` as bytes, by the names of their files.

    Raises:
        OSError: One cannot be read.
    """
    folder = folder_of(root, period) if root is not None else None
    if folder is None or not folder.is_dir():
        return {}
    found = sorted(each for each in folder.glob(f"*{_SUFFIX}") if each.is_file())
    return {each.name: read_plain(each, BIGGEST_TEXT) for each in found}


def texts_of(files: dict[str, bytes], sections: list[str]) -> dict[str, Text]:
    """Return the texts by the sections that they are of; bytes that are no letters are shown as such."""
    return {
        section: text
        for section in sections
        if file_of(section) in files
        and (text := read(files[file_of(section)].decode("utf-8-sig", "replace"))).pieces
    }
