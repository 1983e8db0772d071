"""Ctrl-C ends a command with one line and the exit code that shells expect, also while modules are read."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.cli.plans import GOOD_FILES
from tests.documents import ROOT

if TYPE_CHECKING:
    from tests.cli.conftest import Write

# Presses Ctrl-C when a module is looked for.
PROGRAM = """
import os, signal, sys
from pei_dsl.cli import main

module, sys.argv = sys.argv[1], ["pei", *sys.argv[2:]]

class Press:
    def find_spec(self, name, path=None, target=None):
        if name == module:
            sys.meta_path.remove(self)
            os.kill(os.getpid(), signal.SIGINT)

sys.meta_path.insert(0, Press())
main()
"""


@pytest.mark.skipif(os.name == "nt", reason="other signals")
@pytest.mark.parametrize(
    "module", ["click", "pei_dsl.cli.group", "pei_dsl.cli.evaluate", "pei_dsl.workspace.loading"]
)
def test_ctrl_c_is_one_line_whatever_is_being_read(module: str, tmp_path: Path, write: Write) -> None:
    write(GOOD_FILES)
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, module, "evaluar", "plan", "--periodo", "2024"],
        cwd=tmp_path,
        env={
            **os.environ,
            "PYTHONPATH": str(ROOT),
            "PEI_CACHE_DIR": str(tmp_path / ".cache"),
            "PEI_LANG": "es",
        },
        capture_output=True,
        check=False,
    )

    assert (done.returncode, done.stdout, done.stderr.decode()) == (130, b"", "Interrumpido.\n")
