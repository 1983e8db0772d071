"""The files of a source, found inside the workspace only: one, those of a folder, or those of a pattern."""

from __future__ import annotations

import contextlib
import os
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TypeAlias

import attrs

from pei_dsl.data.letters import normal
from pei_dsl.data.readers.carriers import TEXT, Carrier, carrier_of_file
from pei_dsl.data.readers.file_names import NamePattern, is_pattern, pattern_of
from pei_dsl.data.source_findings import Findings
from pei_dsl.earlier_copies import is_earlier_copy
from pei_dsl.model.plan import DataSource, FileOwner

# A file of this many bytes is for the data engine, not for the reader in plain Python.
MAX_BYTES = 512 * 1024 * 1024
# More files than this are no table that somebody keeps.
MAX_FILES = 10_000


@attrs.frozen
class DataFile:
    """
    One file of a source.

    Attributes:
        path: Where it is, links followed.
        shown: What messages call it: its path from the workspace.
        named: What its name says of its rows, by column.
    """

    path: Path
    shown: str
    named: Mapping[str, str] = attrs.field(factory=dict)


@attrs.frozen
class Located:
    """
    The files of a source.

    Attributes:
        carrier: What all of them are.
        files: In the order of their names.
        many: Whether a folder or a pattern named them.
        folders: The folders in which they were looked for.
    """

    carrier: Carrier
    files: tuple[DataFile, ...]
    many: bool = False
    folders: tuple[str, ...] = ()


def locate(owner: FileOwner, root: Path, findings: Findings, roots: Sequence[Path] = ()) -> Located | None:
    """
    Return the files of `owner`, or None after reporting why there are none (PEI301, PEI307, PEI320).

    Args:
        owner: Whose files; the path counts from the folder of the `.pei` file that declares it.
        root: The workspace.
        findings: Where to report.
        roots: Folders outside the workspace that may be read too.  Links are followed before a path is
            compared, so that none leads elsewhere.
    """
    allowed = _Allowed((root, *roots))
    base = root / owner.folder
    try:
        if is_pattern(owner):
            return _matching(base, owner, root, allowed, findings)
        declared = _as_on_disk(base / owner.file, allowed)
        path = declared.resolve()
        if not allowed.contains(path):
            findings.add("PEI307", file=owner.file)
            return None
        if is_earlier_copy(declared.name):
            findings.add("PEI301", 0, "earlier", file=owner.file)
            return None
        if path.is_dir():
            return _of_folder(declared, owner, root, allowed, findings)
        path.stat()
        if not path.is_file():  # a device or a pipe, which may never end
            findings.add("PEI301", 0, "unreadable", file=owner.file)
            return None
    except FileNotFoundError:
        slashed = owner.file.replace("\\", "/")
        variant = "backslash" if slashed != owner.file else ""
        findings.add("PEI301", 0, variant, file=owner.file, meant=slashed)
        return None
    except (OSError, ValueError, RuntimeError):  # no path at all, no permission, or links in a circle
        findings.add("PEI301", 0, "unreadable", file=owner.file)
        return None
    single = DataFile(path, shown_path(owner.folder, owner.file))
    return Located(carrier_of_file(owner.file) or TEXT, (single,))


def shown_table(source: DataSource) -> str:
    """Return what messages call the table of a database that `source` reads."""
    return f"{source.table} ({source.connection})"


def shown_path(folder: str, file: str) -> str:
    """Return the path of a data file relative to the workspace, for messages."""
    return f"{folder}/{file}" if folder else file


@attrs.frozen
class _Allowed:
    """The folders that may be read."""

    roots: Sequence[Path]

    def contains(self, path: Path) -> bool:
        """Tell whether `path`, links followed, is inside one of them."""
        resolved = path.resolve()
        return any(resolved.is_relative_to(root.resolve()) for root in self.roots)


def _as_on_disk(path: Path, allowed: _Allowed) -> Path:
    """Return `path`, or where nothing is called so, the one path of its letters in another normal form."""
    if path.exists() or path.parent == path:
        return path
    folder = _as_on_disk(path.parent, allowed)
    if not allowed.contains(folder) or not folder.is_dir():
        return folder / path.name
    name = unicodedata.normalize("NFC", path.name)
    twins = [each for each in folder.iterdir() if unicodedata.normalize("NFC", each.name) == name]
    return twins[0] if len(twins) == 1 else folder / path.name


def _of_folder(
    folder: Path, owner: FileOwner, root: Path, allowed: _Allowed, findings: Findings
) -> Located | None:
    """Return the files of a folder that are data by their names; all others are left alone."""
    paths: list[_Named] = [
        (path, {}) for path in _entries(folder) if carrier_of_file(path.name) and path.is_file()
    ]
    return _located(paths, [folder], owner, root, allowed, findings)


def _matching(
    base: Path, owner: FileOwner, root: Path, allowed: _Allowed, findings: Findings
) -> Located | None:
    """Return the files that a pattern names; `*` stands for any letters within one name, `?` for one."""
    *above, last = Path(owner.file).parts
    folders: list[_Named] = [(base, {})]
    for part in above:
        pattern = pattern_of(part, owner)
        if pattern.compiled is None:
            folders = [(_as_on_disk(folder / part, allowed), said) for folder, said in folders]
            continue
        if not _may_list(folders, owner, allowed, findings):
            return None
        folders = [each for each in _matched(folders, pattern) if each[0].is_dir()]
    if not _may_list(folders, owner, allowed, findings):
        return None
    pattern = pattern_of(last, owner)
    if pattern.compiled is None:
        pattern = NamePattern(re.compile(re.escape(normal(last))))
    paths = [each for each in _matched(folders, pattern) if each[0].is_file()]
    unsaid = next((path.name for path, said in paths if "" in said.values()), None)
    if unsaid is not None:
        findings.add("PEI320", 0, "name", file=owner.file, name=unsaid)
        return None
    return _located(paths, [folder for folder, _ in folders], owner, root, allowed, findings)


# A path, with what the names in it say.
_Named: TypeAlias = tuple[Path, Mapping[str, str]]


def _matched(folders: Sequence[_Named], pattern: NamePattern) -> Iterable[_Named]:
    """Yield what is in `folders` and is called so, with what its name says beside that of its folder."""
    for folder, said in folders:
        for path in _entries(folder):
            cells = pattern.named(normal(path.name))
            # A name that says two things of one column is not one that was meant.
            if cells is not None and all(said.get(each, cell) == cell for each, cell in cells.items()):
                yield path, {**said, **cells}


def _may_list(folders: Sequence[_Named], owner: FileOwner, allowed: _Allowed, findings: Findings) -> bool:
    """Tell whether the names in `folders` may be looked at; report when not."""
    if len(folders) > MAX_FILES:
        findings.add("PEI320", 0, "many", file=owner.file, limit=MAX_FILES)
        return False
    if not all(allowed.contains(folder) for folder, _ in folders):
        findings.add("PEI307", file=owner.file)
        return False
    return True


def _entries(folder: Path) -> Iterable[Path]:
    """
    Yield what is in `folder`, save what nobody means by a pattern.

    That is hidden files, those that Excel keeps beside an open workbook, and what a command replaced.
    """
    for path in folder.iterdir():
        name = unicodedata.normalize("NFC", path.name)
        if name.startswith((".", "~$")) or is_earlier_copy(name):
            continue
        yield path


def _located(
    paths: Sequence[_Named],
    folders: Sequence[Path],
    owner: FileOwner,
    root: Path,
    allowed: _Allowed,
    findings: Findings,
) -> Located | None:
    """Return `paths` in the order of their names, or None after reporting why they are no table."""
    found = (DataFile(path.resolve(), _shown(path, root), said) for path, said in paths)
    files = sorted(found, key=lambda file: file.shown)
    for file in files:
        if not allowed.contains(file.path):
            findings.add("PEI307", file=file.shown)
            return None
    kinds = {carrier_of_file(file.shown) or TEXT: file for file in reversed(files)}
    if not files or len(files) > MAX_FILES:
        findings.add("PEI320", 0, "many" if files else "", file=owner.file, limit=MAX_FILES)
        return None
    if len(kinds) > 1:
        first, second, *_ = sorted(Path(file.shown).name for file in kinds.values())
        findings.add("PEI320", 0, "mixed", file=owner.file, first=first, second=second)
        return None
    [carrier] = kinds
    return Located(carrier, tuple(files), many=True, folders=tuple(_shown(each, root) for each in folders))


def _shown(path: Path, root: Path) -> str:
    return path.relative_to(root).as_posix() if path.is_relative_to(root) else path.as_posix()


def from_here(place: Path) -> str:
    """Return a path as it is shown: from the current folder, where that is shorter."""
    with contextlib.suppress(ValueError):  # another drive of Windows
        return min((str(place), os.path.relpath(place)), key=len)
    return str(place)
