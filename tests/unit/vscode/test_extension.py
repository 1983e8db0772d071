"""The extension for VS Code: what it is made of, and that it starts the server and speaks with it."""

from __future__ import annotations

import json
import re
import shutil
import stat
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest

from editors.vscode import vsix
from pei_dsl import __version__
from tests.vscode_files import EXTENSION

MANIFEST = json.loads((EXTENSION / "package.json").read_text("utf-8"))


def node(script: str, *arguments: str) -> str:
    """Return what a script of the extension prints; skips where node, or what it needs, is not installed."""
    program = shutil.which("node")
    if program is None or not (EXTENSION / "node_modules").is_dir():
        pytest.skip("node and editors/vscode/node_modules are not there: python3 dev.py vscode")
    done = subprocess.run(
        [program, str(EXTENSION / script), *arguments],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of what `build.js` makes."""
    folder = tmp_path_factory.mktemp("dist")
    node("build.js", str(folder))
    return folder


def command(folder: Path) -> str:
    """Return a command that is `pei` of these tests."""
    file = folder / "pei"
    file.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m pei_dsl "$@"\n', "utf-8")
    file.chmod(file.stat().st_mode | stat.S_IXUSR)
    return str(file)


def test_the_library_of_vs_code_is_answered() -> None:
    answers = json.loads(node("test/client.js", sys.executable, "-m", "pei_dsl", "lsp"))

    assert answers["encoding"] == "utf-16"
    assert answers["codes"] == ["PEI117"]
    assert "Variable hechos" in answers["hover"]
    assert answers["completion"] == ["ascendente", "descendente", "no definido"]
    assert answers["actions"] == ["Escribir «ascendente»", "Explicar PEI117"]
    assert answers["page"].startswith("# PEI117")
    assert answers["code"] == 0


def test_it_starts_the_command_that_the_settings_name(built: Path, tmp_path: Path) -> None:
    """And has the commands of the server then; nothing is told in a box."""
    found = json.loads(node("test/activate.js", str(built / "extension.js"), command(tmp_path)))

    assert found["errors"] == []
    assert {"pei.reiniciar", "pei.explicarMensaje", "pei.explicarCifra"} <= set(found["commands"])


def test_a_command_that_is_not_there_is_told_once(built: Path, tmp_path: Path) -> None:
    found = json.loads(node("test/activate.js", str(built / "extension.js"), str(tmp_path / "no_hay")))

    assert len(found["errors"]) == 1
    assert 'pip install "pei_dsl[lsp]"' in found["errors"][0]


def made(folder: Path) -> Path:
    """Return what VS Code installs, with something in place of what is built."""
    for name in MANIFEST["files"]:
        if name.startswith(vsix.BUILT):
            (folder / name.removeprefix(vsix.BUILT)).write_text("// …\n", "utf-8")
    return vsix.vsix(folder / "pei.vsix", folder)


def test_what_is_installed_is_whole(tmp_path: Path) -> None:
    """Each file that the manifest names is in it, each kind of file is listed, and both lists are XML."""
    with zipfile.ZipFile(made(tmp_path)) as archive:
        names = set(archive.namelist())
        kinds = ET.fromstring(archive.read("[Content_Types].xml"))  # noqa: S314  (our own)
        listing = ET.fromstring(archive.read("extension.vsixmanifest"))  # noqa: S314  (as above)

    named = {
        each for each in re.findall(r'"\./([^"]+)"', json.dumps(MANIFEST)) if not each.startswith("dist")
    }
    assert {f"extension/{each}" for each in named} <= names
    assert f"extension/{MANIFEST['main'].removeprefix('./')}" in names
    assert {f".{name.rpartition('.')[2]}" for name in names if name != "[Content_Types].xml"} <= {
        each.attrib["Extension"] for each in kinds
    }
    assert {each.attrib["Path"] for each in listing.iter() if "Path" in each.attrib} <= names


def test_the_same_files_give_the_same_bytes(tmp_path: Path) -> None:
    first = made(tmp_path).read_bytes()

    assert made(tmp_path).read_bytes() == first


def test_it_has_the_version_of_the_package() -> None:
    assert MANIFEST["version"] == __version__


def test_the_lock_names_no_registry() -> None:
    lock: dict[str, Any] = json.loads((EXTENSION / "package-lock.json").read_text("utf-8"))

    assert lock["packages"][""]["dependencies"] == MANIFEST["dependencies"]
    assert lock["packages"][""]["devDependencies"] == MANIFEST["devDependencies"]
    for name, each in lock["packages"].items():
        assert "resolved" not in each, name
        assert not name or each["integrity"].startswith("sha512-")
