"""
Measure the studio in Chromium: `python3 -m tests.benchmarks.studio`.

From a key to the repainted panel by the clock of the page, and the processor time that the server took for
it; the first page from the command on; what travels at first; the playground.  Nothing passes or fails.
"""

from __future__ import annotations

import gzip
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from tests.benchmarks.keystroke import plan_of
from tests.browser import chromium
from tests.studio_pages import FIRST_LOAD, ROOT, copy_of_inpe, first_load, serving

KEYS = 40
# Types a figure, and waits until the panel was painted with what came of it.
ONE_KEY = """
([row, text]) => new Promise((resolve) => {
  const cell = document.querySelector(`#panel tr[data-code="${row}"]`);
  const start = performance.now();
  new MutationObserver((_, watch) => {
    watch.disconnect();
    requestAnimationFrame(() => setTimeout(() => resolve(performance.now() - start)));
  }).observe(cell, { subtree: true, childList: true, characterData: true });
  document.execCommand("insertText", false, text);
})
"""


def main() -> None:
    """Print every figure."""
    path = chromium()
    if path is None:
        sys.exit("there is no Chromium")
    first = [each for each in (ROOT / "pei_dsl" / "studio" / "web").iterdir() if each.name != "licenses.txt"]
    loaded = [each for each in first if not each.name.startswith("merge")]
    size = sum(len(gzip.compress(each.read_bytes())) for each in loaded)
    print(f"{'first load':<44} {size / 1000:7.1f} kB, compressed (target <= 165)")
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        inpe = copy_of_inpe(Path(folder))
        keys(
            browser, inpe, "INPE, 17 indicators", ("objetivo-01.pei", "0.72%", "IND.02.OEI.01"), "<= 100, 30"
        )
        large = Path(folder) / "grande"
        large.mkdir()
        for name, text in plan_of(1000, 50).items():
            (large / name).write_text(text, "utf-8")
        rows = "2024-01-02,firme,sentenciado\n" * 50
        (large / "datos.csv").write_text(f"fecha,sentencia,condición\n{rows}", "utf-8")
        goal = next(
            line.strip() for line in plan_of(1000, 50)["objetivo-01.pei"].split("\n") if "2024:" in line
        )
        where = ("objetivo-01.pei", goal.partition(": ")[2], "IND.01.AEI.01.01")
        keys(browser, large, "1,000 indicators", where, "<= 400")
        playground(browser, Path(folder) / "sitio")
        browser.close()


def keys(browser: Browser, plan: Path, name: str, where: tuple[str, str, str], target: str) -> None:
    """Print what a key costs in a figure of a text, whose row is watched."""
    file, figure, code = where
    began = time.perf_counter()
    with serving(plan, folder=plan.parent) as (address, process):
        page = browser.new_page()
        page.goto(address)
        page.wait_for_selector("#panel tr[data-code]", timeout=60_000)
        opened = time.perf_counter() - began
        page.select_option("#period", "2024")
        page.select_option("#file", file)
        put_cursor(page, figure)
        times: list[float] = []
        costs: list[float] = []
        for number in range(KEYS):
            before = processor_time(process)
            page.keyboard.press("Shift+ArrowLeft")
            times.append(page.evaluate(ONE_KEY, [code, str(1 + number % 9)]))
            page.wait_for_timeout(50)
            costs.append((processor_time(process) - before) * 1000)
        page.close()
    print(f"{name + ': first page':<44} {opened:7.2f} s (target <= 2)")
    print(f"{name + ': key to repainted panel':<44} {told(times)} ms (target p95 {target})")
    print(f"{name + ': processor time of the server':<44} {told(costs)} ms, findings included", flush=True)


def playground(browser: Browser, folder: Path) -> None:
    """Print what the playground loads, and the processor time until it shows the figures of the example."""
    subprocess.run([sys.executable, ROOT / "studio" / "playground.py", folder], check=True)
    print(
        f"{'playground: first load':<44} {first_load(folder) / 1e6:7.2f} MB, compressed "
        f"(target <= {FIRST_LOAD / 1e6:.0f})"
    )
    command = [sys.executable, "-m", "http.server", "8123", "--bind", "127.0.0.1", "--directory", str(folder)]
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        time.sleep(1)
        before, began = computed(browser), time.perf_counter()
        page = browser.new_page()
        page.goto("http://127.0.0.1:8123/")
        page.wait_for_selector("#start h1", timeout=120_000)
        page.click('[data-start="example"] button')
        page.wait_for_selector("#panel tr[data-code]", timeout=120_000)
        cost, clock = computed(browser) - before, time.perf_counter() - began
        print(
            f"{'playground: first result':<44} {cost:7.2f} s of processor time (target <= 6), {clock:.1f} s"
        )
        page.close()
    finally:
        server.terminate()
        server.wait()


def computed(browser: Browser) -> float:
    """Return how many seconds the browser has computed, in all its processes."""
    session = browser.new_browser_cdp_session()
    found = session.send("SystemInfo.getProcessInfo")["processInfo"]
    session.detach()
    return float(sum(each["cpuTime"] for each in found))


def put_cursor(page: Page, figure: str) -> None:
    """Put the cursor behind the first digit of a figure."""
    page.click("#text .cm-content")
    page.keyboard.press("Control+f")
    page.locator(".cm-search [name=search]").press_sequentially(figure)
    page.keyboard.press("Enter")
    page.keyboard.press("Escape")
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("ArrowRight")


def told(found: Sequence[float]) -> str:
    """Return the median and the 95th percentile."""
    ordered = sorted(found)
    return f"{statistics.median(ordered):7.1f}, p95 {ordered[int(len(ordered) * 0.95) - 1]:.1f}"


def processor_time(process: int) -> float:
    """Return how many seconds a process has computed."""
    fields = Path(f"/proc/{process}/stat").read_text("ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


if __name__ == "__main__":
    main()
