"""What the next run may use again: the folder that keeps it, whose it is, and plain data in files of it."""

from __future__ import annotations

import contextlib
import json
import os
import stat
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from pei_dsl.plain_files import read_plain

VARIABLE = "PEI_CACHE_DIR"
# What is kept has some hundred thousand bytes at most; what has many more, nobody kept.
MAX_BYTES = 50_000_000


def default_folder() -> Path:
    """
    Return where caches go: `PEI_CACHE_DIR`, else the user's cache folder.

    A variable that is empty or names no absolute path says nothing: nobody wants a cache beside whatever
    folder a command is given in.
    """
    own = _folder_of(VARIABLE)
    if own is not None:
        return own
    # Nothing in it is needed: whoever deletes it loses a moment of the next run.
    if sys.platform == "win32":
        return (_folder_of("LOCALAPPDATA") or Path.home() / "AppData" / "Local") / "pei_dsl"
    return (_folder_of("XDG_CACHE_HOME") or Path.home() / ".cache") / "pei_dsl"


def prepare() -> None:
    """Make the cache folder, for this user only, and tell the library of it; having none is no loss."""
    folder = default_folder()
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError:
        return
    os.environ[VARIABLE] = str(folder)


def trusted_folder() -> Path | None:
    """Return the folder that `PEI_CACHE_DIR` names, unless others may write in it; a library makes none."""
    folder = _folder_of(VARIABLE)
    return folder if folder is not None and is_private(folder) else None


def is_private(folder: Path) -> bool:
    """Tell whether `folder` is there, this user's, and nobody else may write in it."""
    try:
        state = folder.stat()
    except OSError:
        return False
    if not stat.S_ISDIR(state.st_mode):
        return False
    if sys.platform == "win32":  # a profile is its user's by the rights that Windows gives it
        return True
    return state.st_uid == os.getuid() and not state.st_mode & (stat.S_IWGRP | stat.S_IWOTH)


def keep(file: Path, made_of: str, content: object) -> bool:
    """
    Write `content`, which is plain data, for `kept` to read; tell whether it could be.

    Args:
        file: Its folder is made where it is missing; one in which others may write keeps nothing.
        made_of: What `content` was computed from: who asks for it by something else gets none.
        content: Mappings, lists, texts, numbers.
    """
    written = json.dumps(content, separators=(",", ":")).encode()
    beside = file.with_suffix(f".{os.getpid()}")
    try:
        file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        if not is_private(file.parent):
            return False
        beside.write_bytes(_mark(made_of, written) + b"\n" + written)
        beside.replace(file)
    except OSError:
        with contextlib.suppress(OSError):
            beside.unlink()
        return False
    return True


def kept(file: Path, made_of: str, hook: Callable[[dict[str, Any]], Any] | None = None) -> Any:  # noqa: ANN401  (plain data)
    """
    Return what `keep` wrote into `file`, or None where nothing fits `made_of`; half a file fits nothing.

    It is JSON, so that reading it runs nothing, whoever wrote it.

    Args:
        file: Where it was written.
        made_of: What it was computed from.
        hook: What each mapping is turned into.
    """
    try:
        if not is_private(file.parent):
            return None
        mark, _, written = read_plain(file, MAX_BYTES).partition(b"\n")
        return json.loads(written, object_hook=hook) if mark == _mark(made_of, written) else None
    except (OSError, ValueError, RecursionError):
        return None


def _mark(made_of: str, written: bytes) -> bytes:
    import hashlib  # OpenSSL, for which help need not wait

    return hashlib.sha256(made_of.encode(errors="surrogatepass") + b"\0" + written).hexdigest().encode()


def _folder_of(variable: str) -> Path | None:
    given = os.environ.get(variable, "")
    return Path(given) if os.path.isabs(given) else None  # noqa: PTH117  (no path of what may be no path)
