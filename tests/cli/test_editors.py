"""`pei lsp` where no editor is: what is missing is said in a line."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tests.documents import ROOT

HIDDEN = """
import importlib.util, sys
find = importlib.util.find_spec
importlib.util.find_spec = lambda name, *more: None if name == "pygls" else find(name, *more)
from pei_dsl.cli import main
main()
"""


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("es", 'falta un componente; instálelo con: pip install "pei_dsl[lsp]"'),
        ("en", 'a component is missing; install it with: pip install "pei_dsl[lsp]"'),
    ],
)
def test_a_missing_package_is_told_in_a_line(language: str, told: str) -> None:
    done = subprocess.run(
        [sys.executable, "-c", HIDDEN, "lsp", "--lang", language],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        cwd=ROOT,
        stdin=subprocess.DEVNULL,
    )

    assert (done.returncode, done.stdout, done.stderr) == (2, "", f"{told}\n")


def test_it_ends_with_its_editor() -> None:
    """When the editor is gone, without a word."""
    done = subprocess.run(
        [sys.executable, "-m", "pei_dsl", "lsp"],
        capture_output=True,
        check=False,
        cwd=ROOT,
        stdin=subprocess.DEVNULL,
        timeout=60,
    )

    assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")


def test_other_commands_do_not_wait_for_it() -> None:
    """The protocol's library takes long to import: only the server has it."""
    code = "import sys, pei_dsl; pei_dsl.hover; import pei_dsl.cli.group; print({'pygls', 'lsprotocol'} & {*sys.modules})"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)

    assert done.stdout.strip() == "set()"
