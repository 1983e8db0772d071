"""
The one writer of files: never half-written, nothing of anybody's lost, and why the world refuses one.

A result is written to a name that is free, or over an earlier result of its own kind.  Anything else that is
there (a plan, data, notes, a form that somebody filled in) is replaced only when `--reemplazar` says so.
What is replaced stays beside, as `NAME.SUFFIX.anterior`; a file of Word as `NAME.anterior.docx`.
"""

from __future__ import annotations

import contextlib
import errno
import filecmp
import itertools
import os
import shutil
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import BinaryIO

import attrs
import click

from pei_dsl.cli import environment
from pei_dsl.cli.language import Both, say
from pei_dsl.data.readers.carriers import carrier_of_file
from pei_dsl.earlier_copies import earlier_name

_REASONS: dict[int, Both] = {
    errno.ENOENT: ("no existe la carpeta", "there is no such folder"),
    errno.ENOTDIR: ("no existe la carpeta", "there is no such folder"),
    errno.EACCES: ("falta el permiso de escritura", "the permission to write is missing"),
    errno.EPERM: ("falta el permiso de escritura", "the permission to write is missing"),
    errno.EROFS: ("la unidad es de solo lectura", "the drive is read-only"),
    errno.ENOSPC: ("no queda espacio", "there is no space left"),
    errno.ENAMETOOLONG: ("el nombre es demasiado largo", "the name is too long"),
}

_READ = f"{__name__}.read"
_REPLACE = "--reemplazar"


def _never(_: Path) -> bool:
    return False


def _always(_: Path, __: Path) -> bool:
    return True


@attrs.frozen
class Destination:
    """
    Where a result goes.

    Attributes:
        path: The file.
        hint: What named it, for messages.
        is_own: Tells whether a file is a result of the same kind, made to be made again.
        replaces: Whether `--reemplazar` was given.
        holds: Tells whether a file holds all that people wrote in another, so that the other can go.
    """

    path: Path
    hint: str
    is_own: Callable[[Path], bool] = _never
    replaces: bool = False
    holds: Callable[[Path, Path], bool] = _always


def reason(error: OSError) -> str:
    """Return why the world refused, in the language of the command."""
    told = _REASONS.get(error.errno or 0)
    return say(*told) if told else environment.reason(error)


# ---- What may be replaced ---------------------------------------------------------------------------------


def remember_read(files: Callable[[], Iterable[Path]]) -> None:
    """Remember what the run reads; `files` is asked only when something would be written over."""
    click.get_current_context().meta.setdefault(_READ, []).append(files)


def refuse_to_lose(to: Destination) -> None:
    """Refuse a file that somebody may miss: before the work is done, and again before it is written."""
    path = to.path
    with _telling_why(path, to.hint):
        if to.replaces or not path.is_file() or path.stat().st_size == 0:
            return
        is_own = to.is_own(path)
    if _is_read(path):
        raise click.UsageError(
            say(
                f"«{path}» es uno de los archivos que se leen; elija otro nombre. Con {_REPLACE} se escribe "
                f"encima, y lo que había queda en «{earlier_name(path.name)}».",
                f"“{path}” is one of the files that are read; choose another name. With {_REPLACE} it is "
                f"written over, and what was there stays in “{earlier_name(path.name)}”.",
            )
        )
    if not is_own:
        raise click.UsageError(
            say(
                f"«{path}» ya existe; elija otro nombre o agregue {_REPLACE}.",
                f"“{path}” is there already; choose another name or add {_REPLACE}.",
            )
        )


def _is_read(path: Path) -> bool:
    asked: list[Callable[[], Iterable[Path]]] = click.get_current_context().meta.get(_READ, [])
    return any(_is_same(path, each) for files in asked for each in files())


def _is_same(path: Path, other: Path) -> bool:
    try:
        return path.samefile(other)
    except OSError:
        return False


# ---- Writing ----------------------------------------------------------------------------------------------


def write(data: bytes, to: Destination) -> None:
    """Write `data` to a destination that may be written."""
    with writing(to) as stream:
        stream.write(data)


@contextlib.contextmanager
def writing(to: Destination) -> Iterator[BinaryIO]:
    """
    Give a stream to write a result with; the file is there when the block ends, and as it was when it fails.

    What it replaces stays beside.  A new file that the plan would read as data from now on is told.
    """
    refuse_to_lose(to)
    with _telling_why(to.path, to.hint):
        is_new = not to.path.exists()
        with _beside(to.path, keeps=True, is_own=to.is_own, holds=to.holds) as stream:
            yield stream
    if is_new and carrier_of_file(to.path.name) is not None and _is_read(to.path):
        click.echo(
            say(
                f"aviso: «{to.path}» está donde el plan busca sus datos, y se leerá con ellos; muévalo a "
                "otra carpeta.",
                f"warning: “{to.path}” is where the plan looks for its data, and will be read with them; "
                "move it to another folder.",
            ),
            err=True,
        )


def create(data: bytes, file: Path, hint: str) -> None:
    """Write a file of a new folder, which is made with it; `hint` is what named the folder."""
    with _telling_why(file, hint):
        file.parent.mkdir(parents=True, exist_ok=True)
    write(data, Destination(file, hint))


def rewrite(data: bytes, file: Path, hint: str, *, keeps: bool) -> None:
    """
    Write a changed text of a plan where it is.

    Args:
        data: The text as bytes.
        file: Keeps its mode.
        hint: What named the file, for messages.
        keeps: Whether what was there stays beside.
    """
    with _telling_why(file, hint), _beside(file, keeps=keeps) as stream:
        stream.write(data)


def remove(file: Path, hint: str) -> None:
    """Remove a file that a result of ours no longer has, and its folder if nothing is left there."""
    with _telling_why(file, hint):
        file.unlink()
        if not any(file.parent.iterdir()):
            file.parent.rmdir()


@contextlib.contextmanager
def _telling_why(file: Path, hint: str) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        why = reason(error)
        raise click.BadParameter(
            say(f"no se puede escribir «{file}»: {why}.", f"“{file}” cannot be written: {why}."),
            param_hint=hint,
        ) from error


@contextlib.contextmanager
def _beside(
    path: Path,
    *,
    keeps: bool,
    is_own: Callable[[Path], bool] = _never,
    holds: Callable[[Path, Path], bool] = _always,
) -> Iterator[BinaryIO]:
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
            stream.flush()
            os.fsync(stream.fileno())
        if path.exists():
            shutil.copymode(path, beside)
            if keeps and path.stat().st_size and not filecmp.cmp(path, beside, shallow=False):
                _keep(path, is_own, holds)
        beside.replace(path)
    except BaseException:  # Ctrl-C too
        with contextlib.suppress(OSError):
            beside.unlink()
        raise
    _settle(path.parent)


def _keep(path: Path, is_own: Callable[[Path], bool], holds: Callable[[Path, Path], bool]) -> None:
    """Give what `path` holds a second name; an earlier copy that nothing makes again gets a number."""
    copy = path.with_name(earlier_name(path.name))
    goes = copy.exists() and is_own(copy) and holds(path, copy)
    if copy.exists() and not goes and not filecmp.cmp(path, copy, shallow=False):
        names = (path.with_name(earlier_name(path.name, number)) for number in itertools.count(2))
        copy.rename(next(name for name in names if not name.exists()))
    made = path.with_name(f".{copy.name}.{os.getpid()}")
    try:
        os.link(path, made)
    except OSError:  # a drive without second names
        shutil.copy2(path, made)
    made.replace(copy)
    # Two names of one file are not changed by `replace`, which then leaves the first.
    made.unlink(missing_ok=True)


def _settle(folder: Path) -> None:
    """Have the names in `folder` written down too, where a system can."""
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
