"""What is installed works without the checkout."""

from __future__ import annotations

import importlib.metadata
import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

from packaging.requirements import Requirement

ROOT = Path(__file__).resolve().parents[1]
WHERE_THE_PACKAGE_LIES = """
import importlib.resources
for part in (
    "syntax/pei.lark",
    "diagnostics/pages/PEI203.md",
    "renderers/arbol.schema.json",
    "renderers/auditoria.schema.json",
    "renderers/comparacion.schema.json",
    "renderers/seguimiento.schema.json",
    "renderers/descripcion.schema.json",
    "renderers/desagregacion.schema.json",
    "renderers/evaluacion.schema.json",
    "renderers/explicacion.schema.json",
    "renderers/pdf/document.typ",
    "reproducing/huellas.schema.json",
    "workspace/pei-toml.schema.json",
    "studio/web/index.html",
    "studio/web/licenses.txt",
    "studio/example/plan.pei",
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
    """Install `wheel` and what it needs, as it is installed here, into a new `environment`; return its commands."""
    run(ROOT, sys.executable, "-m", "venv", "--without-pip", environment)
    into = run(
        ROOT, python_of(environment), "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"
    ).strip()
    [built] = importlib.metadata.distributions(path=[str(wheel)])
    for name in needed(built):
        copy(importlib.metadata.distribution(name), Path(into))
    pip: list[str | Path] = [sys.executable, "-m", "pip", "--python", environment]
    run(wheel.parent, *pip, "install", "--no-index", "--no-deps", wheel)
    run(wheel.parent, *pip, "check")
    return python_of(environment).parent


def python_of(environment: Path) -> Path:
    return environment / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def needed(distribution: importlib.metadata.Distribution) -> set[str]:
    """Return the names of all that `distribution` needs here, without its extras."""
    found = set()
    for text in distribution.requires or ():
        requirement = Requirement(text)
        if requirement.marker is None or requirement.marker.evaluate({"extra": ""}):
            found |= {requirement.name} | needed(importlib.metadata.distribution(requirement.name))
    return found


def copy(distribution: importlib.metadata.Distribution, folder: Path) -> None:
    """Copy the files of an installed package into another `folder` of packages."""
    for file in distribution.files or ():
        if ".." not in file.parts:
            target = folder / file
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(str(file.locate()), target)


def run(folder: Path, *command: str | Path) -> str:
    """Return what `command` prints when run in `folder`, where it must succeed."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    clean["PYTHONUTF8"] = "1"
    done = subprocess.run(command, cwd=folder, env=clean, capture_output=True, encoding="utf-8", check=False)

    assert done.returncode == 0, (command, done.stdout, done.stderr)
    return done.stdout
