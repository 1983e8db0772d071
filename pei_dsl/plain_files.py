"""Reading files that are files: no pipe, no device, and never more bytes than somebody asked for."""

from __future__ import annotations

import errno
import hashlib
import os
import stat
from pathlib import Path
from typing import TypeAlias


class NotPlainError(OSError):
    """What was to be read is a pipe, a device or a folder: it may never end, or never begin."""


State: TypeAlias = tuple[int, ...]
"""What tells that a file is as it was: its number, size and times of change, in billionths of a second."""


def state_of(path: Path) -> State | None:
    """Return the state of a file, or None for one that is not there."""
    try:
        found = path.stat()
    except (OSError, ValueError):
        return None
    return (found.st_ino, found.st_size, found.st_mtime_ns, found.st_ctime_ns)


def read_plain(path: Path, most: int) -> bytes:
    """
    Return the first `most` bytes of the file at `path`, all of them where it has no more.

    Raises:
        NotPlainError: It is no file that has an end.
        OSError: It cannot be read.
    """
    check_plain(path.stat())
    # Between looking and opening it may have become another thing: a pipe would wait for who writes.
    flags = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    with open(os.open(path, flags), "rb") as file:  # noqa: PTH123  (a descriptor, no path)
        check_plain(os.fstat(file.fileno()))
        return file.read(most)


def digest_of(path: Path) -> str:
    """
    Return the SHA-256 of the bytes of the file at `path`.

    Raises:
        OSError: It cannot be read, or is no file that has an end.
    """
    with path.open("rb") as file:
        check_plain(os.fstat(file.fileno()))
        return hashlib.file_digest(file, "sha256").hexdigest()


def check_plain(state: os.stat_result) -> None:
    """
    Pass where `state` is that of a plain file.

    Raises:
        NotPlainError: It is that of something else.
    """
    if not stat.S_ISREG(state.st_mode):
        raise NotPlainError(errno.EINVAL, "no plain file")
