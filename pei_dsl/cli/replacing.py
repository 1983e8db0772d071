"""Files that are never half-written, and why the world refuses one."""

from __future__ import annotations

import contextlib
import errno
import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

import click

from pei_dsl.cli.language import Both, say

_REASONS: dict[int, Both] = {
    errno.ENOENT: ("no existe la carpeta", "there is no such folder"),
    errno.ENOTDIR: ("no existe la carpeta", "there is no such folder"),
    errno.EACCES: ("falta el permiso de escritura", "the permission to write is missing"),
    errno.EPERM: ("falta el permiso de escritura", "the permission to write is missing"),
    errno.EROFS: ("la unidad es de solo lectura", "the drive is read-only"),
    errno.ENOSPC: ("no queda espacio", "there is no space left"),
    errno.ENAMETOOLONG: ("el nombre es demasiado largo", "the name is too long"),
}


def reason(error: OSError) -> str:
    """Return why the world refused, in the language of the command."""
    told = _REASONS.get(error.errno or 0)
    return say(*told) if told else str(error.strerror)


def replace(data: bytes, file: Path, hint: str) -> None:
    """Write `data` to a file that is never half-written and keeps its mode; `hint` is what named the file."""
    with replacing(file, hint) as stream:
        stream.write(data)


@contextlib.contextmanager
def replacing(file: Path, hint: str) -> Iterator[BinaryIO]:
    """
    Give a stream to write a file with; the file is replaced when the block ends, and as it was when it fails.

    Args:
        file: Keeps its mode.
        hint: What named the file.
    """
    try:
        with _beside(file) as stream:
            yield stream
    except OSError as error:
        why = reason(error)
        raise click.BadParameter(
            say(f"no se puede escribir «{file}»: {why}.", f"“{file}” cannot be written: {why}."),
            param_hint=hint,
        ) from error


@contextlib.contextmanager
def _beside(path: Path) -> Iterator[BinaryIO]:
    if path.exists() and not path.is_file():
        with path.open("wb") as stream:
            yield stream  # a device or a pipe: written to, never replaced
        return
    path = path.resolve()
    if path.exists() and not os.access(path, os.W_OK):
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        with beside.open("wb") as stream:
            yield stream
        if path.exists():
            shutil.copymode(path, beside)
        beside.replace(path)
    except BaseException:  # Ctrl-C too
        with contextlib.suppress(OSError):
            beside.unlink()
        raise
