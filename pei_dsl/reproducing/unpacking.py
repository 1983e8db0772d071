"""
Packages opened: only what their manifest lists, only as they were packed, only into a folder of our own.

A package comes from somebody else.  A name that leads out of the folder, a link, two names that are one on
some machine, a compressed file, one that is not listed or has another content: each refuses the whole.
"""

from __future__ import annotations

import hashlib
import json
import stat
import unicodedata
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import attrs

from pei_dsl.damaged_archives import DAMAGED
from pei_dsl.data.answers_as_data import PlainData
from pei_dsl.reproducing.package_names import is_safe
from pei_dsl.reproducing.packaging import ANSWERS, MANIFEST, PLAN, REPORT, RESULT, VERSION
from pei_dsl.reproducing.travelling import Left, left_of_json
from pei_dsl.reproducing.written_documents import result_within
from pei_dsl.reproducing.written_results import Result, UnverifiableError, WhyNot, result_of_bytes

MAX_FILES = 30_000
MAX_MANIFEST = 50_000_000
_PIECE = 1 << 20


@attrs.frozen
class Unpacked:
    """
    What a package holds.

    Attributes:
        result: The result.
        plan: The folder that its plan was written to.
        answers: What sources without files answered, by source.
        left: What the result rests on and that is not in it.
        report: The report, or None where there is none.
    """

    result: Result
    plan: Path
    answers: Mapping[str, Mapping[str, PlainData]]
    left: tuple[Left, ...]
    report: Result | None


def is_package(path: Path) -> bool:
    """Tell whether the file at `path` begins as packages do."""
    try:
        with path.open("rb") as file:
            return file.read(4) == b"PK\x03\x04"
    except OSError:
        return False


def holds_package(path: Path) -> bool:
    """Tell whether the file at `path` is a package, and no other ZIP."""
    try:
        with zipfile.ZipFile(path) as archive:
            return {MANIFEST, RESULT} <= {*archive.namelist()}
    except (*DAMAGED, OSError):
        return False


def unpack(path: Path, folder: Path) -> Unpacked:
    """
    Return what the package at `path` holds, its plan written into the empty `folder`.

    Raises:
        UnverifiableError: It is damaged, no package, or holds what no package does.
    """
    name = path.name
    try:
        with zipfile.ZipFile(path) as archive:
            listed, left = _manifest(archive, name)
            entries = _entries(archive, listed, name)
            result = result_of_bytes(_bytes(archive, entries[RESULT], listed, name), RESULT)
            answers = _answers(archive, entries, listed, name)
            report = (
                result_within(_bytes(archive, entries[REPORT], listed, name), REPORT)
                if REPORT in entries
                else None
            )
            for entry in entries.values():
                if entry.filename.startswith(PLAN):
                    _extract(archive, entry, folder, listed, name)
                else:
                    _bytes(archive, entry, listed, name)
    except (*DAMAGED, OSError) as error:
        raise UnverifiableError(WhyNot.BROKEN_PACKAGE, file=name) from error
    return Unpacked(result, folder / PLAN, answers, left, report)


def _refuse(package: str, entry: str) -> UnverifiableError:
    return UnverifiableError(WhyNot.UNSAFE_PACKAGE, file=package, entry=entry[:80])


def _manifest(archive: zipfile.ZipFile, package: str) -> tuple[Mapping[str, str], tuple[Left, ...]]:
    """Return the hashes of the files of a package by name, and what is not in it."""
    try:
        entry = archive.getinfo(MANIFEST)
    except KeyError as error:
        raise UnverifiableError(WhyNot.NO_PACKAGE, file=package) from error
    if entry.file_size > MAX_MANIFEST or entry.compress_type != zipfile.ZIP_STORED:
        raise _refuse(package, MANIFEST)
    try:
        found: Any = json.loads(archive.read(entry))
        if found["version"] != VERSION:
            raise UnverifiableError(WhyNot.NEWER_PACKAGE, file=package)
        listed = {str(each): str(said["huella"]) for each, said in found["archivos"].items()}
        left = tuple(map(left_of_json, found["quedan_fuera"]))
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise UnverifiableError(WhyNot.NO_PACKAGE, file=package) from error
    if RESULT not in listed:
        raise UnverifiableError(WhyNot.NO_PACKAGE, file=package)
    return listed, left


def _entries(
    archive: zipfile.ZipFile, listed: Mapping[str, str], package: str
) -> Mapping[str, zipfile.ZipInfo]:
    """Return the entries of a package by name, once all are what a package may hold."""
    entries = archive.infolist()
    if len(entries) > MAX_FILES:
        raise _refuse(package, str(len(entries)))
    seen: set[str] = set()
    for entry in entries:
        folded = unicodedata.normalize("NFC", entry.filename).casefold()
        kind = stat.S_IFMT(entry.external_attr >> 16)
        sound = (
            is_safe(entry.filename)
            and folded not in seen
            and kind in {0, stat.S_IFREG}
            and entry.compress_type == zipfile.ZIP_STORED
            and not entry.flag_bits & 0x1
            and entry.file_size == entry.compress_size
        )
        if not sound:
            raise _refuse(package, entry.filename)
        seen.add(folded)
    found = {entry.filename: entry for entry in entries if entry.filename != MANIFEST}
    odd = sorted(set(found) ^ set(listed))
    if odd:
        raise UnverifiableError(WhyNot.OTHER_FILES, file=package, entry=odd[0][:80])
    return found


def _bytes(
    archive: zipfile.ZipFile, entry: zipfile.ZipInfo, listed: Mapping[str, str], package: str
) -> bytes:
    data = archive.read(entry)
    if hashlib.sha256(data).hexdigest() != listed[entry.filename]:
        raise UnverifiableError(WhyNot.OTHER_CONTENT, file=package, entry=entry.filename[:80])
    return data


def _extract(
    archive: zipfile.ZipFile, entry: zipfile.ZipInfo, folder: Path, listed: Mapping[str, str], package: str
) -> None:
    target = folder / entry.filename
    target.parent.mkdir(parents=True, exist_ok=True)
    seal = hashlib.sha256()
    with archive.open(entry) as source, target.open("xb") as file:
        while piece := source.read(_PIECE):
            seal.update(piece)
            file.write(piece)
    if seal.hexdigest() != listed[entry.filename]:
        raise UnverifiableError(WhyNot.OTHER_CONTENT, file=package, entry=entry.filename[:80])


def _answers(
    archive: zipfile.ZipFile,
    entries: Mapping[str, zipfile.ZipInfo],
    listed: Mapping[str, str],
    package: str,
) -> Mapping[str, Mapping[str, PlainData]]:
    if ANSWERS not in entries:
        return {}
    try:
        found = json.loads(_bytes(archive, entries[ANSWERS], listed, package))
        return {str(source): dict(told) for source, told in found.items()}
    except (ValueError, TypeError, AttributeError, RecursionError) as error:
        raise UnverifiableError(WhyNot.NO_PACKAGE, file=package) from error
