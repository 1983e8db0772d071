"""What the machine refuses while a command runs: said in one line, and as no fault of the program."""

from __future__ import annotations

import contextlib
import errno
import io
import os
import sys
from typing import NoReturn

import click

from pei_dsl.cli.exits import USAGE
from pei_dsl.cli.language import Both, say

_REASONS: dict[int, Both] = {
    errno.ENOSPC: ("no queda espacio", "there is no space left"),
    errno.EDQUOT: ("no queda espacio para este usuario", "this user has no space left"),
    errno.EFBIG: ("el archivo sería demasiado grande", "the file would be too large"),
    errno.EBADF: ("la salida está cerrada", "the output is closed"),
    errno.EIO: ("falla la unidad o la conexión con ella", "the drive fails, or the connection with it"),
    errno.EACCES: ("falta el permiso", "the permission is missing"),
    errno.EPERM: ("falta el permiso", "the permission is missing"),
    errno.EROFS: ("la unidad es de solo lectura", "the drive is read-only"),
    errno.EMFILE: ("hay demasiados archivos abiertos", "too many files are open"),
    errno.ENFILE: ("hay demasiados archivos abiertos", "too many files are open"),
    errno.ENOENT: ("falta un archivo o una carpeta", "a file or a folder is missing"),
    errno.ENOMEM: ("no alcanza la memoria", "there is not enough memory"),
    errno.ETIMEDOUT: ("se agotó el tiempo de espera", "the time to wait ran out"),
}


def reason(error: OSError | MemoryError) -> str:
    """Return what the machine refused, in the language of the command: it has its own words for itself."""
    number = errno.ENOMEM if isinstance(error, MemoryError) else error.errno or 0
    name = errno.errorcode.get(number, str(number))
    return say(*_REASONS.get(number, (f"el sistema responde {name}", f"the system answers {name}")))


def refuse(error: OSError | MemoryError) -> NoReturn:
    """Say what the machine refused, and exit with 2."""
    why = reason(error)
    file = getattr(error, "filename", None)
    of = f" «{file}»" if isinstance(file, str) else ""
    click.echo(say(f"No se pudo seguir{of}: {why}.", f"This could not go on{of}: {why}."), err=True)
    _forget()
    raise SystemExit(USAGE)


def _forget() -> None:
    """Throw away what standard output did not take, which Python would try to write once more at its end."""
    with contextlib.suppress(OSError, ValueError), open(os.devnull, "wb") as nowhere:  # noqa: PTH123  (a device)
        os.dup2(nowhere.fileno(), sys.stdout.fileno())


class _ClosedBytes(io.RawIOBase):
    def writable(self) -> bool:
        return True

    def write(self, _: object) -> int:
        raise OSError(errno.EBADF, "closed")


def closed() -> io.TextIOWrapper:
    """
    Return the stream of a process that was started without one.

    Nobody would read what is written to it, so it refuses, as the machine does; nothing can be read from it.
    """
    return io.TextIOWrapper(io.BufferedWriter(_ClosedBytes()), "utf-8")
