"""What the project makes of a case: the only place in the corpus tests that knows its interface."""

from __future__ import annotations

import ast
import contextlib
import difflib
import os
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path

import pytest

from pei_dsl.auditing.audit import audit
from pei_dsl.diagnostics import Diagnostic
from pei_dsl.diagnostics.fixing import changed
from pei_dsl.diagnostics.text import render
from pei_dsl.evaluation.checks import run_tests
from pei_dsl.interchange.importing import import_workbook
from pei_dsl.interchange.mapping import decode_mapping
from pei_dsl.renderers.audit_text import render as render_audit
from pei_dsl.renderers.tests_text import findings as failures
from pei_dsl.views.audit_words import diagnostics as contradictions
from pei_dsl.workspace.loading import check, load
from pei_dsl.workspace.verbs import reading_data
from tests.markdown_cases import Case, Fence
from tests.workbook_fences import write_workbook
from tests.workbooks import workbook

GIVEN = frozenset({"pei", "csv", "toml", "md", "bytes", "hoja", "xlsx", "sqlite", "variable"})
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


@contextlib.contextmanager
def forgotten_environment() -> Iterator[None]:
    """Forget what is written into the environment meanwhile."""
    before = dict(os.environ)
    try:
        yield
    finally:
        if dict(os.environ) != before:
            os.environ.clear()
            os.environ.update(before)


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
            content = _content(fence)
            if content is None:  # named on the command line, but not there
                return file
            file.write_bytes(content)
    return folder


def _content(fence: Fence) -> bytes | None:
    if fence.kind == "bytes":
        content: bytes | None = ast.literal_eval(fence.text)
        return content
    return workbook(fence.text) if fence.kind == "hoja" else fence.text.encode()


def findings(path: Path, language: str = "es") -> list[Diagnostic]:
    """
    Return what is found in the workspace `path`: in its texts, its data and, without errors, its tests.

    Where there is a `libro` to import, that is what is looked at.
    """
    books = sorted(path.glob("libro*")) if path.is_dir() else []
    if books:
        return [each for book in books for each in imported(book)]
    loaded = load(path)
    with reading_data(loaded) as (data, in_data):
        found = [*loaded.diagnostics, *in_data]
        if not loaded.errors:
            found.extend(failures(run_tests(loaded.plan, data)))
            # What is quoted is audited too, for each period that it is of.
            for period in dict.fromkeys(each.period for each in loaded.plan.citations):
                found.extend(contradictions(audit(loaded.plan, period, data), language))
        return found


def imported(book: Path) -> list[Diagnostic]:
    """Return what `pei importar` finds in `book`, with the mapping `mapa.toml` where there is one."""
    mapping = book.with_name("mapa.toml")
    declared = decode_mapping(mapping.name, mapping.read_bytes()) if mapping.exists() else None
    if isinstance(declared, Diagnostic):
        return [declared]
    found = import_workbook(book.name, book.read_bytes(), declared)
    return [found] if isinstance(found, Diagnostic) else list(found.diagnostics)


def checked(path: Path) -> list[Diagnostic]:
    """Return what `pei revisar` finds in the workspace `path`: all warnings too."""
    return list(check(path).diagnostics)


def diagnostics(path: Path) -> str:
    """Return the findings as people read them."""
    return told(findings(path), path)


def warnings(path: Path) -> str:
    """Return what `pei revisar` finds, as people read it."""
    return told(checked(path), path)


def told(found: Iterable[Diagnostic], path: Path) -> str:
    """Return findings about the workspace `path` in full, without the folder that it happens to be in."""
    folder = path.parent if path.suffix else path
    text = "\n\n".join(render(each) for each in found)
    return text.replace(f"{folder}/", "").replace(f"{folder}", "carpeta")


def english(path: Path) -> str:
    """Return the findings as people read them in English."""
    return "\n\n".join(render(each, "en") for each in findings(path))


def mended(path: Path) -> str:
    """Return the lines that the first fix of the first finding changes, before and after it."""
    [told, *_] = findings(path)
    edits = told.fixes[0].edits
    before, after = edits[0].source.text.splitlines(), changed(edits[0].source, edits).splitlines()
    lines = [line for line in difflib.ndiff(before, after) if line[0] in "+-"]
    return "\n".join(line.rstrip() for line in lines)


def audits(path: Path) -> str:
    """Return what `pei auditar` prints for each period that something is quoted of."""
    loaded = load(path)
    periods = dict.fromkeys(each.period for each in loaded.plan.citations)
    with reading_data(loaded) as (data, _):
        return "\n\n".join(render_audit(audit(loaded.plan, period, data)) for period in periods)


OBSERVERS: Mapping[str, Callable[[Path], str]] = {
    "auditar": audits,
    "diagnostics": diagnostics,
    "english": english,
    "mended": mended,
    "revisar": warnings,
}
