"""
Measure what one key costs while a plan is written: `python3 -m tests.benchmarks.keystroke`.

Processor time, since whoever types waits for nothing else; each figure is the median of several keys, and
stands beside what reading everything anew costs in the same run, since machines differ.  Nothing passes or fails.
"""

from __future__ import annotations

import statistics
import tempfile
import threading
import time
from collections.abc import Callable, Mapping
from pathlib import Path

from pei_dsl.workspace.loading import load_text
from pei_dsl.workspace.workspace import Workspace
from tests.benchmarks.run import HEAD, INDICATOR, INPE

KEYS = 15


def milliseconds(action: Callable[[], object]) -> float:
    """Return how much processor time `action` takes."""
    start = time.process_time()
    action()
    return (time.process_time() - start) * 1000


def plan_of(indicators: int, per_file: int) -> dict[str, str]:
    """Return the texts of a plan: `per_file` indicators, ten to an action, in the file of each objective."""
    texts = {"plan.pei": HEAD.replace("  tiempo: fecha", "  archivo: datos.csv\n  tiempo: fecha")}
    for index in range(indicators):
        action, number = divmod(index, 10)
        objective, place = divmod(action, per_file // 10)
        name = f"objetivo-{objective + 1:02}.pei"
        text = texts.setdefault(name, f'objetivo OEI.{objective + 1:02} "Objetivo {objective + 1}"\n\n')
        if number == 0:
            text += f'acción AEI.{objective + 1:02}.{place + 1:02} "Acción {objective + 1}.{place + 1}"\n\n'
        texts[name] = text + INDICATOR.format(i=number + 1, o=objective + 1, a=place + 1)
    return texts


def measure(name: str, texts: Mapping[str, str], root: Path, target: str) -> None:
    """Print what one key in the first objective's file costs."""
    workspace = Workspace.of(texts, root)
    anew = milliseconds(lambda: (workspace.loaded, workspace.evaluation(2024)))
    place = texts["objetivo-01.pei"].index("responsable:") + len('responsable:   "')
    keys: dict[str, list[float]] = {"read": [], "measured": []}
    for number in range(1, KEYS + 1):
        text = texts["objetivo-01.pei"]
        workspace = workspace.with_text("objetivo-01.pei", text[:place] + "x" * number + text[place:])
        keys["read"].append(milliseconds(lambda: workspace.loaded))  # noqa: B023 - called at once
        keys["measured"].append(milliseconds(lambda: workspace.evaluation(2024)))  # noqa: B023 - called at once
    read, measured = (statistics.median(each) for each in keys.values())
    print(
        f"{name:<44} {read + measured:7.1f} ms   (parsed and analysed {read:.1f}, evaluated {measured:.1f}; "
        f"all anew {anew:.0f}; target {target})",
        flush=True,
    )


def main() -> None:
    """Print every figure."""
    texts = {path.relative_to(INPE).as_posix(): path.read_text("utf-8") for path in INPE.rglob("*.pei")}
    measure("one key in INPE", texts, INPE, "<= 12 ms")
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        rows = "2024-01-02,firme,sentenciado\n" * 50
        (root / "datos.csv").write_text(f"fecha,sentencia,condición\n{rows}", "utf-8")
        time.sleep(0.5)  # a file that was just written is not trusted to be as it was
        measure("one key, 1,000 indicators in 20 files", plan_of(1000, 50), root, "<= 150 ms")
        measure("one key, 1,000 indicators in 2 files", plan_of(1000, 500), root, "<= 150 ms")
    found: list[float] = []
    other = threading.Thread(target=lambda: found.append(_thread_time()))
    other.start()
    other.join()
    print(f"{'first text in a new thread':<44} {found[0]:7.1f} ms   (target <= 15 ms)")


def _thread_time() -> float:
    start = time.thread_time()
    load_text('plan "PEI"\n  periodo: 2024 a 2025\n')
    return (time.thread_time() - start) * 1000


if __name__ == "__main__":
    main()
