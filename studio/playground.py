"""
Build the playground: the page of the studio with Python in a worker, as a folder of static files.

    python studio/playground.py FOLDER

`python3 dev.py playground` does what comes before: npm packages, and an environment with ours.
"""

from __future__ import annotations

import importlib.metadata
import json
import shutil
import subprocess
import sys
import tomllib
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
PYODIDE = HERE / "pyodide" / "node_modules" / "pyodide"
LOCK = "pyodide-lock.json"
PARTS = ("pyodide.mjs", "pyodide.asm.mjs", "pyodide.asm.wasm", "python_stdlib.zip")
# What is fetched at first, and what when a workbook or a report in Word is asked for.
FIRST, EXCEL = ("attrs", "lark"), ("openpyxl", "et-xmlfile", "xlsxwriter")
LEFT_OUT = (
    "pei_dsl/cli/",
    "pei_dsl/lsp/",
    "pei_dsl/pytest_plugin.py",
    "pei_dsl/studio/web/",
    "pei_dsl/studio/server.py",
    "pei_dsl/studio/guard.py",
    "pei_dsl/studio/listening.py",
)
# A zip holds no time but this, so that the same sources give the same bytes.
MOMENT = (1980, 1, 1, 0, 0, 0)
NONCE = "estudio"
POLICY = (
    "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'self'; connect-src 'self'; "
    f"style-src 'self' 'nonce-{NONCE}'; img-src 'self' data:; base-uri 'none'; form-action 'none'"
)


def build(to: Path) -> None:
    """Fill the folder `to`, which is made anew."""
    shutil.rmtree(to, ignore_errors=True)
    (to / "pyodide").mkdir(parents=True)
    node = shutil.which("node")
    if node is None or not PYODIDE.is_dir():
        sys.exit("the playground takes node and its packages: python3 dev.py playground")
    subprocess.run([node, HERE / "build.js", to, "playground"], check=True)
    for name in PARTS:
        shutil.copyfile(PYODIDE / name, to / "pyodide" / name)
    lock = json.loads((PYODIDE / LOCK).read_text("utf-8"))
    # None of the packages that it lists is fetched: the list would only travel.
    (to / "pyodide" / LOCK).write_text(json.dumps({**lock, "packages": {}}), "utf-8")
    page = to / "index.html"
    told = f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">\n<meta name="viewport"'
    text = page.read_text("utf-8").replace("{nonce}", NONCE).replace('<meta name="viewport"', told, 1)
    page.write_text(text, "utf-8")
    (to / "palette.css").write_text(_palette(), "utf-8")
    _zip(to / "python.zip", [*_ours(), *_installed(FIRST)])
    _zip(to / "excel.zip", _installed(EXCEL))
    subprocess.run([node, HERE / "pyodide" / "compiled.mjs", to], check=True)
    package = json.loads((PYODIDE / "package.json").read_text("utf-8"))
    with (to / "licenses.txt").open("a", encoding="utf-8") as file:
        file.write(
            f"\n\n----\n\npyodide {package['version']}\n\n{package['license']}: {package['homepage']}\n"
        )


def _palette() -> str:
    from pei_dsl.renderers.palette import variables

    return variables()


def _ours() -> Iterator[tuple[str, Path]]:
    """Yield the files of the package as a wheel has them."""
    for file in sorted((ROOT / "pei_dsl").rglob("*")):
        name = file.relative_to(ROOT).as_posix()
        if file.is_file() and "__pycache__" not in name and not name.startswith(LEFT_OUT):
            yield name, file
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    for source, name in project["tool"]["hatch"]["build"]["targets"]["wheel"]["force-include"].items():
        place = ROOT / source
        for file in [place] if place.is_file() else sorted(place.rglob("*")):
            if file.is_file():
                inner = "" if place.is_file() else f"/{file.relative_to(place).as_posix()}"
                yield f"{name}{inner}", file


def _installed(names: Iterable[str]) -> Iterator[tuple[str, Path]]:
    """Yield the files of packages as they are installed here."""
    for name in names:
        for file in importlib.metadata.distribution(name).files or ():
            if ".." not in file.parts and "__pycache__" not in file.parts:
                yield file.as_posix(), Path(str(file.locate()))


def _zip(to: Path, files: Iterable[tuple[str, Path]]) -> None:
    with zipfile.ZipFile(to, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as packed:
        for name, file in files:
            packed.writestr(zipfile.ZipInfo(name, MOMENT), file.read_bytes(), zipfile.ZIP_DEFLATED)


if __name__ == "__main__":
    build(Path(sys.argv[1]))
