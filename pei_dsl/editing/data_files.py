"""The files of data in the folder of a plan: what a source may name, and which none names yet."""

from __future__ import annotations

import os
from pathlib import Path

from pei_dsl.data.readers.carriers import CARRIERS
from pei_dsl.earlier_copies import is_earlier_copy
from pei_dsl.workspace.workspace import Workspace

# Whoever writes does not wait for a folder that is no folder of a plan.
MOST_FILES, MOST_ENTRIES = 200, 3000


def data_files(workspace: Workspace) -> list[str]:
    """Return the files beside the texts that a source can read, by their paths in the folder, in order."""
    root = workspace.root
    if root is None or not workspace.permissions.folder:
        return []
    endings = tuple(ending for each in CARRIERS for ending in each.suffixes)
    found: list[str] = []
    seen = 0
    for folder, folders, names in os.walk(root):
        folders[:] = sorted(each for each in folders if not each.startswith("."))
        seen += len(names) + len(folders)
        if seen > MOST_ENTRIES:
            break
        inside = Path(folder).relative_to(root)
        found.extend(
            (inside / name).as_posix()
            for name in sorted(names)
            if name.lower().endswith(endings)
            and not name.startswith((".", "~"))
            and not is_earlier_copy(name)
        )
    return found[:MOST_FILES]


def undeclared_files(workspace: Workspace) -> list[str]:
    """Return the files of data that nothing in the plan names, not even by a pattern."""
    plan = workspace.plan
    declared = {
        *(_path(each.folder, each.file) for each in plan.sources.values() if each.file),
        *(_path(each.folder, each.file) for each in plan.registers),
        *(each.file for each in plan.evidence.values()),
    }
    return [each for each in data_files(workspace) if not any(_is(each, written) for written in declared)]


def _path(folder: str, file: str) -> str:
    return os.path.normpath(os.path.join(folder, file)).replace(os.sep, "/")  # noqa: PTH118  (paths of texts)


def _is(file: str, written: str) -> bool:
    return Path(file).match(written) if any(each in written for each in "*?[") else file == written
