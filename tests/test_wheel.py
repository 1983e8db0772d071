"""What is installed works without the checkout."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
WHERE_THE_PACKAGE_LIES = """
import importlib.resources
for part in (
    "syntax/pei.lark",
    "diagnostics/pages/PEI203.md",
    "renderers/arbol.schema.json",
    "renderers/auditoria.schema.json",
    "renderers/descripcion.schema.json",
    "renderers/desagregacion.schema.json",
    "renderers/evaluacion.schema.json",
    "workspace/pei-toml.schema.json",
    "cli/locale/es/LC_MESSAGES/pei_dsl.mo",
):
    print(importlib.resources.files("pei_dsl").joinpath(part).resolve(strict=True))
"""


def test_the_wheel_works_without_the_checkout(tmp_path: Path) -> None:
    """What the package reads travels with it: grammar, pages of the diagnostics, schema, messages of click."""
    elsewhere = tmp_path / "elsewhere"
    shutil.copytree(ROOT / "specs" / "plantilla-2025-2030", elsewhere / "plantilla")
    run(ROOT, sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", tmp_path)
    [wheel] = tmp_path.glob("*.whl")
    with zipfile.ZipFile(wheel) as file:
        assert {name.split("/")[0].split("-")[0] for name in file.namelist()} == {"pei_dsl"}
        assert not [name for name in file.namelist() if name.endswith(".decTest")]
    commands = install(wheel, tmp_path / "env")

    carried = run(elsewhere, commands / "python", "-c", WHERE_THE_PACKAGE_LIES).splitlines()
    version = run(elsewhere, commands / "pei", "--version")
    run(elsewhere, commands / "pei", "revisar", "plantilla")
    page = run(elsewhere, commands / "pei", "explicar", "PEI203")

    assert all(Path(part).is_relative_to((tmp_path / "env").resolve()) for part in carried)
    assert wheel.name.split("-")[1] in version
    assert "PEI203" in page


def install(wheel: Path, environment: Path) -> Path:
    """Install `wheel` and what it needs into a new `environment`; return where its commands are."""
    commands = environment / ("Scripts" if os.name == "nt" else "bin")
    if uv := shutil.which("uv"):
        run(ROOT, uv, "venv", "--python", sys.executable, environment)
        run(wheel.parent, uv, "pip", "install", "--python", commands / "python", wheel)
    else:
        run(ROOT, sys.executable, "-m", "venv", "--without-pip", environment)
        run(wheel.parent, sys.executable, "-m", "pip", "--python", environment, "install", wheel)
    return commands


def run(folder: Path, *command: str | Path) -> str:
    """Return what `command` prints when run in `folder`, where it must succeed."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    clean["PYTHONUTF8"] = "1"
    done = subprocess.run(command, cwd=folder, env=clean, capture_output=True, encoding="utf-8", check=False)

    assert done.returncode == 0, (command, done.stdout, done.stderr)
    return done.stdout
