"""How the tests run `pei`: within this process, in an environment that says nothing, in an empty folder."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple, Protocol

import pytest
from click.testing import CliRunner

from pei_dsl.cli.group import pei

SILENT = (
    "PEI_LANG",
    "PEI_DEBUG",
    "LANGUAGE",
    "LC_ALL",
    "LC_MESSAGES",
    "LANG",
    "NO_COLOR",
    "FORCE_COLOR",
    "COLUMNS",
)


class Done(NamedTuple):
    """How a command ended, and what it printed."""

    code: int
    out: str
    err: str

    @property
    def all(self) -> str:
        return self.out + self.err


class Run(Protocol):
    def __call__(self, *arguments: str | Path, given: bytes | str = b"", **env: str) -> Done: ...


class Write(Protocol):
    def __call__(self, files: Mapping[str, str | bytes], folder: str = "plan") -> Path: ...


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Return what runs `pei` with its arguments, standard input and environment."""
    monkeypatch.chdir(tmp_path)
    for name in SILENT:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("PEI_CACHE_DIR", str(tmp_path / ".cache"))

    def invoke(*arguments: str | Path, given: bytes | str = b"", **env: str) -> Done:
        result = CliRunner(env=env).invoke(pei, [str(each) for each in arguments], input=given)
        return Done(result.exit_code, result.stdout, result.stderr)

    return invoke


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Return what writes files into a folder and says where that is."""

    def fill(files: Mapping[str, str | bytes], folder: str = "plan") -> Path:
        root = tmp_path / folder
        root.mkdir(exist_ok=True)
        for name, content in files.items():
            path = root / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content.encode() if isinstance(content, str) else content)
        return root.relative_to(tmp_path)

    return fill
