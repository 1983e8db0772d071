"""
Try what nobody chose, for minutes: `python3 dev.py fuzz --minutos 10`.

Texts, files, hostile names and killed commands share the time.  The seed is another one at each run, unless
`--semilla` says; what fails is written to `tests/fuzz/cases`, to be mended and kept.  With `--escribir` the
figures go into `docs/reliability.md`.

`--intentos 100` counts instead of timing: with a seed, the same is tried on a fast machine and on a slow one.
"""

from __future__ import annotations

import argparse
import datetime
import random
import signal
import sys
import time
import traceback
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from pathlib import Path
from types import FrameType

import attrs

from pei_dsl.data.reading import Engine
from tests.fuzz import files, kills, names, texts
from tests.fuzz.laws import BrokenLawError
from tests.strategies import ROOT

PAGE = ROOT / "docs" / "reliability.md"
CASES = Path(__file__).parent / "cases"
_BEGIN, _END = "<!-- measured: fuzz -->", "<!-- measured end -->"
# What takes longer, of less than 50,000 bytes, hangs; it is stopped after twenty times that.
_HANGS = 2.0
# Of the time, and of a hundred trials.
_SHARES = {"texts": (0.4, 100), "files": (0.2, 70), "names": (0.1, 10), "kills": (0.3, 110)}


class StoppedError(Exception):
    """A trial took so long that it was stopped."""


@attrs.define
class Tally:
    """What one kind of trial came to."""

    kind: str
    what: str
    tried: int = 0
    raised: int = 0
    broken: int = 0
    hung: int = 0
    slowest: float = 0

    @property
    def is_clean(self) -> bool:
        """Whether nothing failed."""
        return not (self.raised or self.broken or self.hung)

    def trial(self, run: Callable[[], object], keep: Callable[[], None]) -> None:
        """Run one trial, count how it ended, and keep what it was about where it failed."""
        began = time.process_time()
        try:
            signal.setitimer(signal.ITIMER_PROF, 20 * _HANGS)
            counts = run() is not False
        except BrokenLawError as error:
            counts = True
            self.broken += 1
            self._tell(error, keep)
        except Exception as error:  # noqa: BLE001  (that nothing raises is what is tried)
            counts = True
            self.raised += 1
            self._tell(error, keep)
        finally:
            signal.setitimer(signal.ITIMER_PROF, 0)
        self.tried += counts
        took = time.process_time() - began
        self.slowest = max(self.slowest, took)
        if took > _HANGS:
            self.hung += 1
            keep()

    def _tell(self, error: Exception, keep: Callable[[], None]) -> None:
        place = traceback.extract_tb(error.__traceback__)[-1]
        print(f"{self.kind}: {type(error).__name__}: {error} ({place.filename}:{place.lineno})", flush=True)
        keep()


def _stop(_: int, __: FrameType | None) -> None:
    raise StoppedError


def _until(seconds: float) -> Iterator[int]:
    """Yield numbers until the time is over."""
    end = time.monotonic() + seconds
    number = 0
    while time.monotonic() < end:
        yield number
        number += 1


def try_texts(numbers: Iterable[int], seed: int) -> list[Tally]:
    """Try texts."""
    tally = Tally("texts", "read; formatted twice in each language; every safe fix, and mended whole")
    chance = random.Random(seed)
    for number in numbers:
        text = texts.made(chance)
        keep = partial(_keep, f"text-{seed}-{number}.pei", text.encode())
        tally.trial(partial(texts.tried, text), keep)
    return [tally]


def try_files(numbers: Iterable[int], seed: int) -> list[Tally]:
    """Try a file of each kind in turn, with each engine in turn."""
    tallies = {
        kind: Tally(f"files: {kind}", "checked, and computed with, by each engine") for kind in files.KINDS
    }
    chance = random.Random(seed)
    engines = [Engine.REFERENCE, Engine.DUCKDB, Engine.AUTOMATIC]
    for number in numbers:
        kind = [*files.KINDS][number % len(files.KINDS)]
        data, engine = files.made(kind, chance), chance.choice(engines)
        keep = partial(_keep, f"file-{seed}-{number}-{files.KINDS[kind][0]}", data)
        tallies[kind].trial(partial(files.tried, kind, data, engine), keep)
    return [*tallies.values()]


def try_names(numbers: Iterable[int], seed: int) -> list[Tally]:
    """Try hostile names against every engine that can run here."""
    chance = random.Random(seed)
    with names.carriers() as carriers:
        tallies = {
            kind: Tally(f"hostile names: {kind}", "columns, tables and texts; the figure is the right one")
            for kind in carriers
        }
        for _ in numbers:
            named = names.Named.by(chance)
            for kind, (write, declared, engine) in carriers.items():
                write(named, Path())
                trial = partial(names.tried, named, declared, Path(), engine)
                tallies[kind].trial(trial, partial(print, named, flush=True))
    return [*tallies.values()]


def try_kills(numbers: Iterable[int], seed: int) -> list[Tally]:
    """Kill every command that writes, one after the other, at moments chosen by chance."""
    what = f"{len(kills.ORDERS)} commands, at random moments; nothing half-written, nothing lost"
    tally = Tally("kill -9", what)
    chance = random.Random(seed)
    commands = [kills.Command.of(order) for order in kills.ORDERS.values()]
    for number in numbers:
        command = commands[number % len(commands)]
        tally.trial(partial(command.killed, chance), partial(print, command.order, flush=True))
    return [tally]


def _keep(name: str, data: bytes) -> None:
    (CASES / name).write_bytes(data)
    print(f"kept: tests/fuzz/cases/{name}", flush=True)


# ---- The figures --------------------------------------------------------------------------------------------


def _lines(tallies: list[Tally], how_much: str, seed: int) -> list[str]:
    today = datetime.datetime.now(datetime.UTC).date()
    head = [
        f"{today}, {how_much}, seed {seed}, Python {sys.version.split()[0]}.",
        "",
        "| what | how | tried | exceptions | broken laws | over 2 s | slowest |",
        "|---|---|---|---|---|---|---|",
    ]
    return head + [
        f"| {each.kind} | {each.what} | {each.tried:,} | {each.raised} | {each.broken} | {each.hung} "
        f"| {each.slowest:.2f} s |"
        for each in tallies
    ]


def _write(lines: list[str]) -> None:
    before, _, rest = PAGE.read_text("utf-8").partition(_BEGIN)
    _, _, after = rest.partition(_END)
    text = "\n".join([_BEGIN, *lines, _END])
    PAGE.write_text(f"{before}{text}{after}", "utf-8")


def main() -> int:
    """Try everything; return 1 where anything failed."""
    parser = argparse.ArgumentParser(prog="dev.py fuzz")
    either = parser.add_mutually_exclusive_group()
    either.add_argument("--minutos", type=float, default=1, help="how long")
    either.add_argument("--intentos", type=int, help="how many texts, and of the rest in proportion")
    parser.add_argument("--semilla", type=int, default=time.time_ns() % 10**6, help="the seed of all chance")
    parser.add_argument("--escribir", action="store_true", help="write the figures into docs/reliability.md")
    asked = parser.parse_args()
    signal.signal(signal.SIGPROF, _stop)
    print(f"seed {asked.semilla}", flush=True)
    tallies: list[Tally] = []
    for name, (share, of_hundred) in _SHARES.items():
        counted = range(of_hundred * (asked.intentos or 0) // 100)
        numbers = counted or _until(60 * asked.minutos * share)
        tallies.extend(globals()[f"try_{name}"](numbers, asked.semilla))
    how_much = f"{asked.intentos} texts" if asked.intentos else f"{asked.minutos:g} minutes"
    lines = _lines(tallies, how_much, asked.semilla)
    print("\n".join(lines))
    if asked.escribir:
        _write(lines)
    failed = Counter(each.is_clean for each in tallies)[False]
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
