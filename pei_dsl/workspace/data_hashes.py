"""The files of the sources and registers of two plans, told apart by their hashes."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterator, Mapping, Sequence
from pathlib import Path

from pei_dsl.data.readers.locating import DataFile, locate
from pei_dsl.data.source_findings import Findings
from pei_dsl.model.plan import DataSource, Register
from pei_dsl.plain_files import digest_of
from pei_dsl.workspace.loaded import Loaded


def hashes_of_both(
    before: Loaded, after: Loaded, given: Collection[str], roots: Sequence[Path] = ()
) -> tuple[dict[str, str], dict[str, str]]:
    """
    Return the hashes of the files of each plan by source or register.

    Args:
        before, after: The plans.
        given: The sources whose rows a host hands over: they are the same for both.
        roots: Other folders that may be read.

    What both read from the same places is the same, and is not read.
    """
    files = [dict(_files(each, given, roots)) for each in (before, after)]
    same = {name for name, each in files[0].items() if _paths(each) == _paths(files[1].get(name))}
    one, other = (_hashes(each, same) for each in files)
    return one, other


def _files(
    loaded: Loaded, given: Collection[str], roots: Sequence[Path]
) -> Iterator[tuple[str, tuple[DataFile, ...]]]:
    if loaded.root is None or not loaded.permissions.folder:
        return
    allowed = loaded.permissions.with_roots(roots).roots
    for owner in loaded.plan.file_owners:
        if not isinstance(owner, DataSource | Register) or _name(owner) in given:
            continue
        located = locate(owner, loaded.root, Findings(owner.file), allowed)
        yield _name(owner), () if located is None else located.files


def _name(owner: DataSource | Register) -> str:
    return owner.name if isinstance(owner, DataSource) else owner.title or owner.file


def _paths(files: Sequence[DataFile] | None) -> list[Path] | None:
    return None if files is None else [each.path for each in files]


def _hashes(files: Mapping[str, Sequence[DataFile]], same: Collection[str]) -> dict[str, str]:
    return {name: _hash(each) for name, each in files.items() if name not in same}


def _hash(files: Sequence[DataFile]) -> str:
    """Return one hash of several files, that of the file where there is one; "" for none that can be read."""
    found = []
    for each in files:
        try:
            found.append(digest_of(each.path))
        except OSError:
            return ""
    if len(found) == 1:
        return found[0]
    return hashlib.sha256("\n".join(found).encode()).hexdigest() if found else ""
