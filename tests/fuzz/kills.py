"""Commands that write, killed at any moment: no file is half-written, and nothing of anybody's is lost."""

from __future__ import annotations

import contextlib
import functools
import io
import json
import os
import random
import shutil
import signal
import sys
import tempfile
import time
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path

import attrs

from pei_dsl.cli.group import pei
from pei_dsl.reports.publishing import MARK
from tests.fuzz.files import before
from tests.fuzz.laws import hold

_PLAN = """plan "P"
  periodo: 2024 a 2026
OBJETIVO oei.01 "S"
indicador ind.01.oei.01 "Indicador uno"
  Unidad: Número.
  sentido: Ascendente.
  METAS: 2024: 10
  valores: 2024: 5
"""
_CLEAN = _PLAN.replace("Número.", "número").replace("Ascendente.", "ascendente")
_MATRIX = "matriz.xlsx"

ORDERS: Mapping[str, tuple[str, ...]] = {
    "formatear": ("formatear", "plan.pei"),
    "revisar --corregir": ("revisar", "--corregir", "malo.pei"),
    "evaluar -o": ("evaluar", "plan.pei", "--periodo", "2024", "-o", "r.txt", "--reemplazar"),
    "evaluar -o json": ("evaluar", "plan.pei", "--periodo", "2024", "-o", "r.json", "--reemplazar"),
    "exportar": ("exportar", "plan.pei", "-o", "c.xlsx", "--reemplazar"),
    "exportar --a csv": ("exportar", "plan.pei", "-o", "c.csv", "--reemplazar"),
    "importar": ("importar", _MATRIX, "-o", "otro.pei"),
    "importar --reemplazar": ("importar", _MATRIX, "-o", "plan.pei", "--reemplazar"),
    "describir -o": ("describir", "plan.pei", "-o", "d.md", "--reemplazar"),
    "arbol -o": ("arbol", "plan.pei", "-o", "a.json", "--reemplazar"),
    "auditar -o": ("auditar", "plan.pei", "--periodo", "2024", "-o", "u.md", "--reemplazar"),
    "explicar -o": ("explicar", "plan.pei", "OEI.01", "--periodo", "2024", "-o", "e.json", "--reemplazar"),
    "probar -o": ("probar", "plan.pei", "-o", "p.txt", "--reemplazar"),
    "brecha -o": ("brecha", "plan.pei", "--periodo", "2024", "-o", "b.json", "--reemplazar"),
    "informe -o": ("informe", "plan.pei", "--periodo", "2024", "-o", "i.docx", "--reemplazar"),
    "ficha -o": ("ficha", "plan.pei", "-o", "f.html", "--reemplazar"),
    "seguimiento -o": ("seguimiento", "plan.pei", "--periodo", "2024", "-o", "s.json", "--reemplazar"),
    "comparar -o": ("comparar", "plan.pei", "plan.pei", "--periodo", "2024", "-o", "k.html", "--reemplazar"),
    "empaquetar": ("empaquetar", "plan.pei", "--periodo", "2024", "-o", "p.zip", "--reemplazar"),
    "publicar": ("publicar", "plan.pei", "--periodo", "2024", "-o", "sitio"),
    "verificar -o": ("verificar", "resultado.json", "-o", "v.txt", "--reemplazar"),
    "nuevo": ("nuevo", "mi-plan", "--entidad", "E", "--siglas", "E", "--periodo", "2025-2030"),
}
"""Every command that writes, with what it is given."""


@functools.cache
def _result() -> bytes:
    """Return a result of the plan, which can be verified."""
    here = Path.cwd()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "plan.pei").write_text(_CLEAN, "utf-8")
        os.chdir(folder)
        try:
            _run(("evaluar", "plan.pei", "--periodo", "2024", "-o", "resultado.json"))
        finally:
            os.chdir(here)
        return (folder / "resultado.json").read_bytes()


def _fill(folder: Path) -> None:
    """Put into `folder` what somebody would miss."""
    (folder / "plan.pei").write_text(_CLEAN, "utf-8")
    (folder / "malo.pei").write_text(_PLAN, "utf-8")
    (folder / _MATRIX).write_bytes(before("matriz"))
    (folder / "resultado.json").write_bytes(_result())
    for name in ("r.txt", "r.json", "c.xlsx", "c.csv", "d.md", "a.json", "u.md", "b.json", "e.json", "p.txt"):
        (folder / name).write_text(f"de antes: {name}\n", "utf-8")


@attrs.frozen
class Command:
    """
    A command that writes, and what it does when nobody kills it.

    Attributes:
        order: What it is given.
        before, after: What each file holds.
        seconds: How long it takes.
    """

    order: tuple[str, ...]
    before: Mapping[str, bytes]
    after: Mapping[str, bytes]
    seconds: float

    @classmethod
    def of(cls, order: tuple[str, ...]) -> Command:
        """Return the command `order`, run once to its end."""
        said = " ".join(order)
        with _folder() as folder:
            _run(order)  # all that it imports is there when it is timed
            first = _files(folder)
        with _folder() as folder:
            held = _files(folder)
            began = time.monotonic()
            _run(order)
            seconds, after = time.monotonic() - began, _files(folder)
        hold(after != held, f"{said}: it writes nothing")
        # What differs between two whole runs could not be told from what is half-written.
        varying = [name for name in {**after, **first} if after.get(name) != first.get(name)]
        hold(all(_is_whole_book(name, after.get(name, b"")) for name in varying), f"{said}: {varying} vary")
        return cls(order, held, after, seconds)

    def killed(self, chance: random.Random) -> None:
        """Run it, kill it at some moment, and look at what is left."""
        with _folder() as folder:
            child = os.fork()
            if not child:
                _run(self.order)
                os._exit(0)
            time.sleep(chance.uniform(0, self.seconds * 1.2))
            os.kill(child, signal.SIGKILL)
            os.waitpid(child, 0)
            self._look(_files(folder))

    def _look(self, left: Mapping[str, bytes]) -> None:
        order = " ".join(self.order)
        for name, data in left.items():
            is_whole = data in {self.before.get(name), self.after.get(name)} or _is_whole_book(name, data)
            hold(is_whole or self._is_mark(name, data), f"{order}: «{name}» is half-written")
        for name, data in self.before.items():
            is_kept = data in left.values() or self.after.get(name) == left.get(name)
            hold(is_kept, f"{order}: «{name}» is lost")

    def _is_mark(self, name: str, data: bytes) -> bool:
        """Tell whether `data` is the mark of a site that is being written: the last one, and what was there."""
        if name.rpartition("/")[2] != MARK or name not in self.after:
            return False
        try:
            written = json.loads(data)
        except ValueError:
            return False
        written.pop("anteriores", None)
        return bool(written == json.loads(self.after[name]))


def _is_whole_book(name: str, data: bytes) -> bool:
    """Tell whether `data` is a whole workbook: two of them differ by their times."""
    if ".xlsx" not in name:
        return False
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as book:
            return book.testzip() is None
    except zipfile.BadZipFile:
        return False


def _files(folder: Path) -> Mapping[str, bytes]:
    """Return what stands in `folder`, save what nobody sees: a name that begins with a point."""
    found = (path for path in folder.rglob("*") if path.is_file())
    named = ((path.relative_to(folder), path) for path in found)
    return {
        name.as_posix(): path.read_bytes()
        for name, path in named
        if not any(part.startswith(".") for part in name.parts)
    }


@contextlib.contextmanager
def _folder() -> Iterator[Path]:
    """Give a folder with files, in which commands run: of one name each time, since some of them print it."""
    here = Path.cwd()
    around = Path(tempfile.mkdtemp(prefix="pei-fuzz-"))
    folder = around / "carpeta"
    folder.mkdir()
    _fill(folder)
    os.chdir(folder)
    try:
        yield folder
    finally:
        os.chdir(here)
        shutil.rmtree(around)


def _run(order: tuple[str, ...]) -> None:
    out, err = sys.stdout, sys.stderr
    sys.stdout, sys.stderr = io.StringIO(), io.StringIO()
    try:
        pei.main(list(order), "pei")
    except SystemExit:
        return
    finally:
        sys.stdout, sys.stderr = out, err
