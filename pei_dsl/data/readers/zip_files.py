"""Archives of text files: each `.csv` in a `.zip` is read as if it lay beside it."""

from __future__ import annotations

import shutil
import tempfile
import zipfile
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

import attrs

from pei_dsl.damaged_archives import DAMAGED
from pei_dsl.data.answers import Answers
from pei_dsl.data.readers import text_files
from pei_dsl.data.readers.carriers import TEXT
from pei_dsl.data.readers.encodings import MAX_PACKED
from pei_dsl.data.readers.locating import MAX_FILES, DataFile, Located
from pei_dsl.data.readers.means import Means
from pei_dsl.data.readers.opened import Opened
from pei_dsl.data.readers.reader import Sought
from pei_dsl.data.source_findings import Findings
from pei_dsl.data.table import Table

# Whatever an archive says of itself, no more than this comes out of it, or than a table would pack into it.
SMALL = 256 * 2**20
_CHUNK = 2**20


class ZipFiles(text_files.TextFiles):
    """Reads archives of text files."""

    def open(self, sought: Sought, means: Means) -> Table | Answers | None:
        """Return what answers for the files in the archives."""
        inside = _unpacked(sought, Path(tempfile.mkdtemp(dir=means.folder())))
        return None if inside is None else text_files.READER.open(inside, means)

    def each_opened(self, sought: Sought) -> Iterator[tuple[DataFile, Opened]]:
        """Yield the files in the archives that can be read and have the declared columns."""
        with tempfile.TemporaryDirectory(prefix="pei-") as folder:
            inside = _unpacked(sought, Path(folder))
            if inside is not None:
                yield from text_files.READER.each_opened(inside)


READER = ZipFiles()


def _unpacked(sought: Sought, folder: Path) -> Sought | None:
    """Return the same source with its files in `folder`; None after reporting why not (PEI301, PEI309)."""
    findings, located = sought.findings, sought.files
    files: list[DataFile] = []
    for file in located.files:
        findings.file = file.shown
        try:
            with zipfile.ZipFile(file.path) as archive:
                found = _members(archive, file, folder / str(len(files)), findings)
        except DAMAGED as problem:
            locked = isinstance(problem, RuntimeError) and "password" in str(problem)
            findings.add("PEI309", 0, "zip_locked" if locked else "zip")
            return None
        except OSError:
            findings.add("PEI301", 0, "unreadable", file=sought.source.file)
            return None
        if found is None:
            return None
        files.extend(found)
    findings.file = findings.origin
    inside = Located(TEXT, tuple(files), many=len(files) > 1 or located.many, folders=located.folders)
    return attrs.evolve(sought, located=inside)


def _members(
    archive: zipfile.ZipFile, file: DataFile, folder: Path, findings: Findings
) -> list[DataFile] | None:
    """Return the text files of an archive, unpacked under names of our own: theirs may lead anywhere."""
    members = sorted((each for each in archive.infolist() if _is_table(each)), key=lambda each: each.filename)
    if not members or len(members) > MAX_FILES:
        findings.add("PEI309", 0, "zip_many" if members else "zip_none", limit=MAX_FILES)
        return None
    folder.mkdir()
    room = max(SMALL, MAX_PACKED * file.path.stat().st_size)
    found = []
    for number, member in enumerate(members):
        path = folder / f"{number}.csv"
        with archive.open(member) as packed, path.open("wb") as plain:
            while chunk := packed.read(_CHUNK):
                room -= len(chunk)
                if room < 0:
                    findings.add("PEI309", 0, "packed", limit=MAX_PACKED)
                    shutil.rmtree(folder)
                    return None
                plain.write(chunk)
        found.append(DataFile(path, f"{file.shown}/{member.filename}", file.named))
    return found


def _is_table(member: zipfile.ZipInfo) -> bool:
    """Tell whether what is in an archive is a text file by its name; what macOS puts beside it is none."""
    path = PurePosixPath(member.filename)
    hidden = path.name.startswith(".") or "__MACOSX" in path.parts
    return not member.is_dir() and not hidden and path.suffix.casefold() == ".csv"
