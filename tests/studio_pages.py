"""The studio as a page sees it: a session that is asked, and a server whose page a browser opens."""

from __future__ import annotations

import contextlib
import datetime
import functools
import gzip
import operator
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pei_dsl.studio.session import Session

ROOT = Path(__file__).resolve().parents[1]
INPE = ROOT / "specs" / "inpe-2019-2027"

PLAN = """\
plan "PEI de prueba"
  entidad: "Entidad de prueba"
  siglas:  EP
  periodo: 2024 a 2026

objetivo OEI.01 "Salud"

indicador IND.01.OEI.01 "Porcentaje de controles"
  fórmula: A / B
  donde:
    A "Hechos"    = hechos
    B "Previstos" = 50
  unidad:  porcentaje
  sentido: ascendente
  logros:
    2024: 80%
    2025: 90%
"""
DATA = """\
variable hechos "Controles hechos" = 30
"""


def now() -> datetime.datetime:
    return datetime.datetime(2026, 3, 4, 14, 5, 6)  # noqa: DTZ001  (as the clock of the wall tells it)


def write_plan(folder: Path, **files: str) -> Path:
    """Write a small plan of two texts into `folder`, without drafts and data; others by their stem."""
    folder.mkdir(parents=True, exist_ok=True)
    for left in (*folder.glob(".*.borrador*"), *folder.glob("*.csv")):
        left.unlink()
    for name, text in {"plan": PLAN, "datos": DATA, **files}.items():
        (folder / f"{name}.pei").write_bytes(text.encode())
    return folder


class Asking:
    """A page that asks a session: what it says is kept, and what it is told."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.version = 0
        self.last: list[dict[str, Any]] = []

    def ask(self, kind_: str, /, **values: object) -> list[dict[str, Any]]:
        """Send one message; return all that answers it."""
        told = [dict(each) for each in self.session.receive([{"type": kind_, **values}])]
        told += [dict(each) for each in self.session.rest()]
        panels = [each for each in told if each["type"] == "panel"]
        others = [each for each in told if each["type"] != "panel"]
        self.last = [*others, *([functools.reduce(operator.or_, panels)] if panels else [])]
        return self.last

    def one(self, kind_: str, /, **values: object) -> dict[str, Any]:
        """Send one message; return the first answer that is not the panel."""
        return next(each for each in self.ask(kind_, **values) if each["type"] != "panel")

    def write(self, file: str, text: str) -> dict[str, Any]:
        """Write a text; return the panel, or nothing where nothing changed."""
        self.version += 1
        told = self.ask("text", file=file, text=text, version=self.version)
        return told[0] if told else {}

    def panel(self, kind_: str = "show", /, **values: object) -> dict[str, Any]:
        """Send one message; return what it changed on the page."""
        return next(each for each in self.ask(kind_, **values) if each["type"] == "panel")


def asking(path: Path, *, locked: bool = False, language: str = "es") -> Asking:
    """Return a page that has a plan open."""
    page = Asking(Session([path], path.parent, locked=locked, language=language, clock=now))
    page.ask("hello")
    return page


@contextlib.contextmanager
def served(*arguments: str | Path, folder: Path) -> Iterator[str]:
    """Give the address that `pei estudio` prints, run in `folder`, while the block runs."""
    with serving(*arguments, folder=folder) as (address, _):
        yield address


@contextlib.contextmanager
def serving(*arguments: str | Path, folder: Path) -> Iterator[tuple[str, int]]:
    """Give the address, and the number of the process."""
    command = [sys.executable, "-m", "pei_dsl", "estudio", "--sin-navegador", *map(str, arguments)]
    process = subprocess.Popen(command, cwd=folder, stdout=subprocess.PIPE, encoding="utf-8")
    try:
        assert process.stdout is not None
        yield process.stdout.readline().strip(), process.pid
    finally:
        process.terminate()
        process.wait()
        assert process.stdout is not None
        process.stdout.close()


def copy_of_inpe(folder: Path) -> Path:
    """Return a copy of the plan of INPE that may be written."""
    return Path(shutil.copytree(INPE, folder / "inpe"))


# ---- The playground -----------------------------------------------------------------------------------------

FIRST_LOAD = 8_000_000
"""How many bytes may travel before the playground shows anything."""


def first_load(folder: Path) -> int:
    """Return how many bytes a playground sends at first, compressed as servers of files do."""
    later = {"excel.zip", "later.zip", "licenses.txt"}
    loaded = [each for each in folder.rglob("*") if each.is_file() and each.name not in later]
    return sum(min(len(gzip.compress(each.read_bytes())), each.stat().st_size) for each in loaded)
