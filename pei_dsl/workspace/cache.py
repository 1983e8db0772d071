"""Findings kept from one run to the next, by content: an unchanged workspace is not analysed again."""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

import attrs

from pei_dsl import cache_folder
from pei_dsl.data.readers.carriers import WILDCARDS
from pei_dsl.data.readers.locating import locate, shown_path
from pei_dsl.data.source_findings import Findings
from pei_dsl.diagnostics import Diagnostic
from pei_dsl.diagnostics.json import from_json, to_json
from pei_dsl.model.plan import FileOwner, Plan
from pei_dsl.source import Source
from pei_dsl.workspace.report_texts import names_in

FORMAT = 2
MAX_ENTRIES = 200


@attrs.frozen
class Key:
    """What findings depend on: the program, the folder, its texts, and what texts of reports are called."""

    root: Path
    digest: str

    @classmethod
    def of(cls, root: Path, sources: Mapping[str, Source]) -> Key:
        """Return the key of the texts `sources` in the folder `root`."""
        content = hashlib.sha256(f"{FORMAT} {_program()} {sys.version}\0".encode())
        content.update(str(root.resolve()).encode(errors="surrogatepass"))
        for name, source in sorted(sources.items()):
            content.update(f"\0{name}\0{len(source.original)}\0".encode(errors="surrogatepass"))
            content.update(source.original.encode(errors="surrogatepass"))
        for name in names_in(root):
            content.update(f"\0{name}".encode(errors="surrogatepass"))
        return cls(root, content.hexdigest())


def _program() -> str:
    """Return what tells one state of the program from another, in a checkout too."""
    package = Path(__file__).parents[1]
    states = (path.stat() for path in sorted(package.rglob("*")) if path.suffix in {".py", ".toml", ".lark"})
    return hashlib.sha256(repr([(s.st_mtime_ns, s.st_size) for s in states]).encode()).hexdigest()


@attrs.frozen
class Cache:
    """
    A folder of findings.

    A cache that cannot be read or written is as good as none: results never depend on it.
    """

    folder: Path

    def get(self, key: Key, sources: Mapping[str, Source]) -> tuple[Diagnostic, ...] | None:
        """Return the findings kept under `key`, unless a data file has changed since."""
        found = cache_folder.kept(self._file(key), key.digest)
        if found is None or found["data"] != _states(key.root, list(found["data"])):
            return None
        return tuple(from_json(each, sources) for each in found["findings"])

    def put(self, key: Key, diagnostics: Sequence[Diagnostic], plan: Plan) -> None:
        """Keep `diagnostics` under `key`, with the state of the data files that they rest on."""
        files: list[str] = []
        for each in plan.file_owners:
            own = _files(each, key.root)
            if own is None:
                return  # nothing tells when files of that name appear
            files.extend(own)
        findings = [to_json(each) for each in diagnostics]
        content = {"data": _states(key.root, files), "findings": findings}
        if cache_folder.keep(self._file(key), key.digest, content):
            self._forget_oldest()

    def _file(self, key: Key) -> Path:
        return self.folder / f"{key.digest}.json"

    def _forget_oldest(self) -> None:
        try:
            entries = sorted(self.folder.glob("*.json"), key=lambda path: path.stat().st_mtime)
            for path in entries[:-MAX_ENTRIES]:
                path.unlink(missing_ok=True)
        except OSError:
            return  # another run is forgetting the same


def _files(owner: FileOwner, root: Path) -> list[str] | None:
    """
    Return what the rows of `owner` rest on: its files, and the folders in which others could appear.

    None for a pattern that names no file.
    """
    located = locate(owner, root, Findings(owner.file))
    if located is None:
        pattern = any(sign in owner.file for sign in WILDCARDS)
        return None if pattern else [shown_path(owner.folder, owner.file)]
    return [*located.folders, *(file.shown for file in located.files)]


def _states(root: Path, files: Sequence[str]) -> dict[str, list[int]]:
    """Return size and time of change of data files; a missing one has none."""
    states = {}
    for file in files:
        try:
            state = (root / file).stat()
            states[file] = [state.st_size, state.st_mtime_ns]
        except (OSError, ValueError):
            states[file] = []
    return states
