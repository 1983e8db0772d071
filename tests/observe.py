"""What the project makes of a case: the only place in the corpus tests that knows its interface."""

from __future__ import annotations

import ast
import contextlib
import os
import sqlite3
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from pei_dsl.diagnostics import Diagnostic
from pei_dsl.diagnostics.text import render
from pei_dsl.evaluation.checks import run_tests
from pei_dsl.pipeline.verbs import reading_data
from pei_dsl.pipeline.workspace import load
from pei_dsl.reports.tests import findings as failures
from tests.markdown_cases import Case
from tests.workbook_fences import write_workbook

GIVEN = frozenset({"pei", "csv", "bytes", "xlsx", "sqlite", "variable"})
"""Kinds of fences that hold what a case starts from; all others hold what is expected."""


def observe(case: Case, folder: Path) -> dict[str, str]:
    """Return, for each kind of expected fence in `case`, what there really is; `folder` is empty."""
    workspace = write(case, folder)
    observed = {}
    for kind in {fence.kind for fence in case.fences} - GIVEN:
        if kind not in OBSERVERS:
            pytest.fail(f"{case.file.name}: there is no kind of fence called {kind!r}")
        observed[kind] = f"{OBSERVERS[kind](workspace)}\n".lstrip("\n")
    return observed


def write(case: Case, folder: Path) -> Path:
    """Write the files that `case` starts from into `folder`; return the path to load."""
    for fence in case.fences:
        if fence.kind in GIVEN:
            file = folder / (fence.path or "caso.pei")
            file.parent.mkdir(parents=True, exist_ok=True)
            if fence.kind == "xlsx":
                write_workbook(fence.text, file)
                continue
            if fence.kind == "sqlite":
                file.unlink(missing_ok=True)
                with contextlib.closing(sqlite3.connect(file)) as database:
                    database.executescript(fence.text)
                continue
            if fence.kind == "variable":  # of the environment; tests/conftest.py forgets it
                os.environ[fence.path] = fence.text.strip().replace("{carpeta}", folder.as_posix())
                continue
            content = ast.literal_eval(fence.text) if fence.kind == "bytes" else fence.text.encode()
            if content is None:  # named on the command line, but not there
                return file
            file.write_bytes(content)
    return folder


def findings(path: Path) -> list[Diagnostic]:
    """Return what is found in the workspace `path`: in its texts, its data and, without errors, its tests."""
    loaded = load(path)
    with reading_data(loaded) as (data, in_data):
        found = [*loaded.diagnostics, *in_data]
        if not loaded.errors:
            found.extend(failures(run_tests(loaded.plan, data)))
        return found


def diagnostics(path: Path) -> str:
    """Return the findings as people read them."""
    folder = path.parent if path.suffix else path
    text = "\n\n".join(render(each) for each in findings(path))
    return text.replace(f"{folder}/", "").replace(f"{folder}", "carpeta")


OBSERVERS: Mapping[str, Callable[[Path], str]] = {"diagnostics": diagnostics}
