"""Which plan a text belongs to: the folder above it where one is declared, or that which is open."""

from __future__ import annotations

import re
from collections.abc import Collection
from pathlib import Path

from pei_dsl.plain_files import read_plain
from pei_dsl.workspace.settings import FILE
from pei_dsl.workspace.texts import MAX_BYTES, SUFFIX

# A text lies so many folders below its plan at most, unless the editor has opened a folder.
MOST_ABOVE = 4
_DECLARES = re.compile(rb"^(?:\xef\xbb\xbf|\xff\xfe)?plan\b", re.MULTILINE | re.IGNORECASE)


def plan_of(file: Path, opened: Collection[Path]) -> Path:
    """
    Return the folder of the plan that the text `file` belongs to; the file itself where it stands alone.

    It is the nearest one above it in which a plan is declared, or its settings are; else the folder that
    the editor has opened.  A plan is never looked for above that.

    Args:
        file: A text, which need not be there yet.
        opened: The folders that the editor has opened.
    """
    within = [folder for folder in opened if file.is_relative_to(folder)]
    top = max(within, key=lambda each: len(each.parts), default=None)
    above = [*file.parents]
    above = above[: above.index(top) + 1] if top is not None else above[:MOST_ABOVE]
    return next((folder for folder in above if _holds_a_plan(folder)), top or file)


def _holds_a_plan(folder: Path) -> bool:
    try:
        files = sorted(folder.glob(f"*{SUFFIX}"))
    except OSError:  # a folder that may not be listed
        return False
    return (folder / FILE).is_file() or any(map(_declares_a_plan, files))


def _declares_a_plan(file: Path) -> bool:
    try:
        # Without zeros, so that a text in UTF-16 is read well enough.
        return _DECLARES.search(read_plain(file, MAX_BYTES).replace(b"\0", b"")) is not None
    except OSError:  # no file, or one that may not be read: the plan that it belongs to says so
        return False
