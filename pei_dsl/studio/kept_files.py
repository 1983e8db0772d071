"""The files of a plan while somebody writes it: read, saved without loss, with drafts beside them."""

from __future__ import annotations

import contextlib
import hashlib
import os
import shutil
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

import attrs

from pei_dsl.plain_files import read_plain
from pei_dsl.source import Source, decode
from pei_dsl.workspace.texts import MAX_BYTES, SUFFIX, find

BOM = "\ufeff"
DRAFT = ".borrador"
# Beside a draft stands the text that its file had, so that what others changed since then is seen.
BASE = "-base"


class OutsideError(ValueError):
    """A name that is none of a text in the folder: it leads out of it, is hidden, or no text of a plan."""


@attrs.frozen
class KeptFile:
    r"""
    A text as the disk has it.

    Attributes:
        text: As a page shows it: lines end in `\n`, without a byte order mark.
        digest: Of its bytes; "" where there is no such file.
        begins, line_end: What the file has that the page does not: a byte order mark, lines of Windows.
    """

    text: str
    digest: str
    begins: str = ""
    line_end: str = "\n"

    def written(self, shown: str) -> str:
        """Return a text of the page as the file is written."""
        return self.begins + shown.replace("\n", self.line_end)


NO_FILE = KeptFile("", "")


def shown(text: str) -> str:
    """Return a text as the page shows it."""
    return text.removeprefix(BOM).replace("\r\n", "\n").replace("\r", "\n")


@attrs.frozen
class KeptFiles:
    """
    The texts of one folder, or of one file of it.

    Attributes:
        path: What was opened: the folder of a plan, or one of its files.
    """

    path: Path

    @property
    def root(self) -> Path:
        """The folder: nothing outside it is written."""
        return self.path if self.path.is_dir() else self.path.parent

    def names(self) -> list[str]:
        """Return the names of its texts."""
        return find(self.path)[1]

    def place(self, name: str, ending: str = SUFFIX) -> Path:
        """
        Return where the file `name` stands.

        Raises:
            OutsideError: It would stand outside the folder, be hidden, or end otherwise.
        """
        parts = PurePosixPath(name).parts
        plain = bool(parts) and not any(
            each.startswith(".") or set(each) & set('\\:*?"<>|\0') for each in parts
        )
        if not plain or name.startswith("/") or not name.endswith(ending):
            raise OutsideError(name)
        place = self.root.joinpath(*parts)
        try:
            inside = place.resolve().is_relative_to(self.root.resolve())
        except (OSError, RuntimeError):  # links in a circle
            inside = False
        if not inside:
            raise OutsideError(name)
        return place

    def read(self, name: str) -> KeptFile:
        """Return a text as the disk has it now; what cannot be read as text is `NO_FILE`, with its digest."""
        try:
            data = read_plain(self.place(name), MAX_BYTES + 1)
        except OSError:
            return NO_FILE
        digest = hashlib.sha256(data).hexdigest()
        source = decode(name, data)
        if not isinstance(source, Source):
            return attrs.evolve(NO_FILE, digest=digest)
        original = source.original
        begins = BOM if original.startswith(BOM) else ""
        return KeptFile(shown(original), digest, begins, source.line_end)

    def keep(self, name: str, text: str) -> str:
        """
        Write a text where it is, whole or not at all, and take its draft away; return its new digest.

        Raises:
            OutsideError: It is none of the folder.
            OSError: It cannot be written.
        """
        data = text.encode()
        place = self.place(name)
        place.parent.mkdir(parents=True, exist_ok=True)
        write_whole(place, data)
        self.forget_draft(name)
        return hashlib.sha256(data).hexdigest()

    def add(self, name: str, data: bytes, ending: str) -> None:
        """
        Write a new file of data into the folder; one with the same content may be there already.

        Raises:
            OutsideError: It would stand outside the folder.
            FileExistsError: There is another one of that name.
        """
        place = self.place(name, ending)
        if place.exists():
            if place.is_file() and read_plain(place, len(data) + 1) == data:
                return
            raise FileExistsError(name)
        place.parent.mkdir(parents=True, exist_ok=True)
        write_whole(place, data)

    # ---- Drafts

    def keep_draft(self, name: str, text: str, base: str) -> None:
        """Write what is not saved yet beside its file, and the `base` that it was made of."""
        draft = self._draft(name)
        draft.parent.mkdir(parents=True, exist_ok=True)
        if self.base_of_draft(name) != base:
            write_whole(self._base(name), base.encode())
        write_whole(draft, text.encode())

    def forget_draft(self, name: str) -> None:
        """Take a draft away."""
        self._draft(name).unlink(missing_ok=True)
        self._base(name).unlink(missing_ok=True)

    def base_of_draft(self, name: str) -> str | None:
        """Return the text of the file that the draft of `name` was made of; None where it is not there."""
        try:
            source = decode(name, read_plain(self._base(name), MAX_BYTES))
        except OSError:
            return None
        return shown(source.original) if isinstance(source, Source) else None

    def drafts(self) -> Iterator[tuple[str, str]]:
        """Yield the texts that were written and not saved, with their names, where they say something new."""
        for file in sorted(self.root.rglob(f".*{SUFFIX}{DRAFT}")):
            name = file.with_name(file.name.removeprefix(".").removesuffix(DRAFT)).relative_to(self.root)
            with contextlib.suppress(OSError, OutsideError):
                source = decode(file.name, read_plain(file, MAX_BYTES))
                if isinstance(source, Source) and source.original != self.read(name.as_posix()).text:
                    yield name.as_posix(), shown(source.original)

    def _base(self, name: str) -> Path:
        draft = self._draft(name)
        return draft.with_name(f"{draft.name}{BASE}")

    def _draft(self, name: str) -> Path:
        place = self.place(name)
        return place.with_name(f".{place.name}{DRAFT}")


def write_whole(place: Path, data: bytes) -> None:
    """Write a file whole or not at all: whoever reads meanwhile gets the one or the other."""
    place = place.resolve()
    beside = place.with_name(f".{place.name}.{os.getpid()}")
    try:
        with beside.open("wb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        if place.exists():
            shutil.copymode(place, beside)
        beside.replace(place)
    except BaseException:
        beside.unlink(missing_ok=True)
        raise
