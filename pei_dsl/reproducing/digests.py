"""
Hashes: SHA-256 of texts as they are read, of files as they are kept, and of lists of both.

A text of a plan is hashed as it is read (UTF-8, NFC, lines that end in a line feed, no mark before it), so
that an editor or a copy to Windows changes nothing.  A file of data is hashed byte by byte.
"""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import attrs

from pei_dsl import cache_folder
from pei_dsl.plain_files import digest_of, state_of

ALGORITHM = "sha256"
# Smaller files are hashed in less time than it takes to look them up.
REMEMBERED_FROM = 4_000_000
MOST_REMEMBERED = 50_000
# A file that was changed less than so many seconds ago may change again within the same tick of its clock.
FRESH = 2.0
_THREADS = 4


def of_bytes(data: bytes) -> str:
    """Return the hash of `data`."""
    return hashlib.sha256(data).hexdigest()


def of_text(text: str) -> str:
    """Return the hash of a text that is read, in UTF-8."""
    return of_bytes(text.encode("utf-8", "surrogatepass"))


def of_data(data: object) -> str:
    """Return the hash of plain data: of its JSON on one line, members in the order of their names."""
    written = json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return of_text(written)


def of_names(hashes: Mapping[str, str | None]) -> str:
    """
    Return the hash of several things, each with a name: that of the lines that `sha256sum` prints of them.

    Args:
        hashes: By name; None for what is missing, which has a line with `-`.
    """
    lines = (f"{digest or '-'}  {name}\n" for name, digest in sorted(hashes.items()))
    return of_text("".join(lines))


def of_files(paths: Iterable[Path], *, remembers: bool = True) -> dict[Path, str | None]:
    """
    Return the hashes of files, None for those that cannot be read.

    Args:
        paths: The files.
        remembers: Whether the hash of a large file that is as it was is taken from the cache.
    """
    wanted = list(dict.fromkeys(paths))
    memory = _Memory.read() if remembers else _Memory()
    with ThreadPoolExecutor(_THREADS) as pool:  # hashing lets other threads run
        found = dict(zip(wanted, pool.map(memory.hash_of, wanted), strict=True))
    if remembers:
        memory.write()
    return found


@attrs.define
class _Memory:
    """The hashes of large files that were taken before, by path, each with the state of its file."""

    known: dict[str, tuple[list[int], str]] = attrs.field(factory=dict)
    is_new: bool = False

    @classmethod
    def read(cls) -> _Memory:
        file = _file()
        found = None if file is None else cache_folder.kept(file, ALGORITHM)
        if not isinstance(found, dict):
            return cls()
        return cls({path: (state, digest) for path, (state, digest) in found.items()})

    def write(self) -> None:
        file = _file()
        if file is not None and self.is_new:
            latest = [*self.known.items()][-MOST_REMEMBERED:]
            cache_folder.keep(file, ALGORITHM, {path: [*entry] for path, entry in latest})

    def hash_of(self, path: Path) -> str | None:
        before = state_of(path)
        if before is None:
            return None
        known = self.known.get(str(path))
        if known is not None and known[0] == [*before]:
            return known[1]
        try:
            digest = digest_of(path)
        except OSError:
            return None
        settled = max(before[2:]) / 1e9 < time.time() - FRESH
        if before[1] >= REMEMBERED_FROM and settled and state_of(path) == before:
            self.known.pop(str(path), None)
            self.known[str(path)] = ([*before], digest)
            self.is_new = True
        return digest


def _file() -> Path | None:
    folder = cache_folder.trusted_folder()
    return None if folder is None else folder / "huellas.json"
