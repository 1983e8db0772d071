"""
Measure what the hashes of a result cost: hashing a big file, beside `pei evaluar … -o r.json` over it without.

    python -m tests.benchmarks.hashing FOLDER [--rows 10000000]

Times are those of the processor; each evaluation is a process of its own.
"""

from __future__ import annotations

import argparse
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from pei_dsl.reproducing import digests
from tests.benchmarks import entities
from tests.benchmarks.engine import ROOT, Figure


def processor(plan: Path, cache: Path, *options: str) -> float:
    """Return the processor's seconds of the command."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    command = [sys.executable, "-m", "pei_dsl", "evaluar", str(plan), "--periodo", "2024", *options]
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PEI_CACHE_DIR": str(cache)}
    with tempfile.TemporaryDirectory() as folder:
        result = Path(folder) / "r.json"
        told = subprocess.run(
            [*command, "-o", str(result)],
            check=False,
            capture_output=True,
            text=True,
            env=environment,
            cwd=ROOT,
        )
        assert result.exists(), told.stderr
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime


def figures(folder: Path, rows: int, rounds: int) -> Iterator[Figure]:
    """Measure a plan of four figures by person: hashing its file, in turn with all else."""
    plan = entities.plan_of(entities.write(folder, rows, rows // 10), len(entities.FORMULAS))
    file = plan / "visitas.parquet"
    for again, what in ((False, "the first time"), (True, "when all is as it was")):
        pairs = []
        with tempfile.TemporaryDirectory() as name:
            for number in range(rounds):
                cache = Path(name) / ("again" if again else str(number))
                cache.mkdir(mode=0o700, exist_ok=True)
                if again and not number:
                    processor(plan, cache)
                pairs.append(
                    (_hashed(file, cache if again else None), processor(plan, cache, "--sin-huellas"))
                )
        one, other = (statistics.median(column) for column in zip(*pairs, strict=True))
        yield Figure(
            f"what hashing adds to `pei evaluar` over {rows:,} rows in {file.stat().st_size / 2**20:,.0f} MB, {what}",
            "≤ 5 %",
            f"{one / other:.1%}",
            f"processor {one:.3f} s and {other:.2f} s; {rounds} rounds",
        )


def _hashed(file: Path, cache: Path | None) -> float:
    """Return the processor's seconds of hashing; of looking it up, where `cache` has it."""
    os.environ["PEI_CACHE_DIR"] = str(cache or "")
    before = time.process_time()
    assert digests.of_files([file])[file]
    return time.process_time() - before


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument("--rows", type=int, default=10_000_000)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    for figure in figures(options.folder, options.rows, options.rounds):
        print(figure, flush=True)


if __name__ == "__main__":
    main()
