"""The files of evidence: whether each is there, inside what may be read, and what tells it from another."""

from __future__ import annotations

import enum
import hashlib
import os
from collections.abc import Mapping, Sequence
from pathlib import Path

import attrs

from pei_dsl.data.readers.locating import locate
from pei_dsl.data.source_findings import Findings
from pei_dsl.model.follow_up import Evidence
from pei_dsl.plain_files import check_plain

# A longer file is kept elsewhere; nobody waits for it to be read at each check.
MAX_BYTES = 1024 * 1024 * 1024
_PIECE = 1024 * 1024


class FileState(enum.Enum):
    """How the file of an evidence was found."""

    PRESENT = enum.auto()
    CHANGED = enum.auto()
    """It has another fingerprint than the plan says."""
    MISSING = enum.auto()
    OUTSIDE = enum.auto()
    """It is not in a folder that may be read."""
    UNREADABLE = enum.auto()
    """It is no single file, or cannot be read."""


@attrs.frozen
class FoundFile:
    """How the file of an evidence was found, and its fingerprint, `sha256` and digits, or ""."""

    state: FileState
    fingerprint: str = ""


def found_files(
    evidence: Mapping[str, Evidence],
    root: Path | None,
    roots: Sequence[Path] = (),
    told: Mapping[str, str] | None = None,
) -> dict[str, FoundFile]:
    """
    Return how the file of each evidence that has one was found, by name of the evidence.

    Args:
        evidence: By name.
        root: The folder of the plan; None where no file may be read, and nothing is looked at.
        roots: Other folders that may be read.
        told: The fingerprints of files that are not here, as they were found elsewhere, by name.
    """
    if root is None:
        return {}
    elsewhere = told or {}
    return {
        name: _of_fingerprint(each, elsewhere[name]) if name in elsewhere else found_file(each, root, roots)
        for name, each in evidence.items()
        if each.file
    }


def found_file(evidence: Evidence, root: Path, roots: Sequence[Path] = ()) -> FoundFile:
    """Return how the file of `evidence` was found; what lies elsewhere is not read."""
    findings = Findings(evidence.file)
    located = locate(evidence, root, findings, roots)
    if located is None or located.many:
        codes = {(each.code, each.variant) for each in findings.all()}
        if ("PEI307", "") in codes:
            return FoundFile(FileState.OUTSIDE)
        is_missing = codes & {("PEI301", ""), ("PEI301", "backslash")}
        return FoundFile(FileState.MISSING if is_missing else FileState.UNREADABLE)
    fingerprint = _fingerprint(located.files[0].path)
    if not fingerprint:
        return FoundFile(FileState.UNREADABLE)
    return _of_fingerprint(evidence, fingerprint)


def _of_fingerprint(evidence: Evidence, fingerprint: str) -> FoundFile:
    changed = evidence.fingerprint not in {"", fingerprint}
    return FoundFile(FileState.CHANGED if changed else FileState.PRESENT, fingerprint)


def _fingerprint(path: Path) -> str:
    """Return `sha256` and the digits of the file at `path`, or "" where it cannot be read."""
    digest = hashlib.sha256()
    flags = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    try:
        with open(os.open(path, flags), "rb") as file:  # noqa: PTH123  (a descriptor, no path)
            state = os.fstat(file.fileno())
            check_plain(state)
            if state.st_size > MAX_BYTES:
                return ""
            while piece := file.read(_PIECE):
                digest.update(piece)
    except OSError:
        return ""
    return f"sha256 {digest.hexdigest()}"
