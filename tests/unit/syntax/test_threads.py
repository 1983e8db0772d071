"""One parser serves all threads of a process."""

from __future__ import annotations

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pei_dsl

ROOT = Path(__file__).resolve().parents[3]
TEXTS = [path.read_text("utf-8") for path in sorted((ROOT / "specs").rglob("*.pei"))]

# Many threads ask a process that has read nothing yet: each must see what one thread alone sees.
PROGRAM = """
import sys, threading
import pei_dsl
sys.setswitchinterval(1e-6)
text = 'indicador IND.01.OEI.01 "x"\\n  unidad: porcentaje\\n  logros:\\n    2024: 5%\\n'
barrier = threading.Barrier(16)
found = []
def read():
    barrier.wait()
    loaded = pei_dsl.load_text(text)
    found.append((len(loaded.files[0].declarations[0].items), [each.code for each in loaded.diagnostics]))
threads = [threading.Thread(target=read) for _ in range(16)]
[each.start() for each in threads]
[each.join() for each in threads]
print(set(map(str, found)), len(found))
"""


def test_threads_that_begin_together_read_the_same() -> None:
    run = subprocess.run(
        [sys.executable, "-c", PROGRAM], capture_output=True, text=True, check=True, cwd=ROOT
    )

    assert run.stdout == "{\"(2, ['PEI403', 'PEI120', 'PEI204'])\"} 16\n", run.stderr


def test_threads_share_the_parser_and_nothing_that_was_found() -> None:
    alone = [pei_dsl.load_text(text).files for text in TEXTS]
    with ThreadPoolExecutor(8) as pool:
        together = list(pool.map(lambda text: pei_dsl.load_text(text).files, TEXTS * 3))

    assert together == alone * 3
