"""A measurement in a process of its own, so that its peak of memory is its own; and two ways in turn."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import attrs

from tests.benchmarks.engine import ROOT


@attrs.frozen
class Run:
    """One measurement: by the clock, of the processor, the peak in bytes, and what came out; None: it failed."""

    clock: float
    processor: float
    peak: int
    figures: tuple[str, ...] | None


def tell(measured: Callable[[], Sequence[str]]) -> None:
    """Print what `measured` took of this process, and the figures that it returned."""
    clock, processor = time.perf_counter(), time.process_time()
    figures = measured()
    took = time.perf_counter() - clock, time.process_time() - processor
    lines = Path("/proc/self/status").read_text("ascii").splitlines()
    peak = next(line.split()[1] for line in lines if line.startswith("VmHWM"))
    print(*took, peak, *figures)


def run(module: str, *arguments: str, cache: str = "") -> Run:
    """
    Run a module of the benchmarks that calls `tell`.

    Args:
        module: Its name.
        arguments: What it is given.
        cache: The folder of what earlier runs keep for later ones; none by itself.
    """
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PEI_CACHE_DIR": cache}
    command = [sys.executable, "-m", f"tests.benchmarks.{module}", *arguments]
    found = subprocess.run(command, check=False, capture_output=True, text=True, env=environment, cwd=ROOT)
    if found.returncode:
        assert "OutOfMemory" in found.stderr, found.stderr
        return Run(0, 0, 0, None)
    clock, processor, peak, *figures = found.stdout.split()
    return Run(float(clock), float(processor), int(peak) * 1024, tuple(figures))


def ratio(pairs: Sequence[tuple[Run, Run]]) -> tuple[str, str]:
    """Return how many times as long the first of each pair took, and the details of it."""
    clock, processor = (
        statistics.median(getattr(one, name) / getattr(other, name) for one, other in pairs)
        for name in ("clock", "processor")
    )
    mine, other = (statistics.median(pair[place].clock for pair in pairs) for place in (0, 1))
    spent, theirs = (statistics.median(pair[place].processor for pair in pairs) for place in (0, 1))
    details = (
        f"{mine:.1f} s against {other:.1f} s; of the processor {processor:.2f} "
        f"({spent:.1f} s and {theirs:.1f} s); {len(pairs)} rounds"
    )
    return f"{clock:.2f}", details
