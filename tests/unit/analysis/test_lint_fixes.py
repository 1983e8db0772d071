"""Every suggestion of a warning works: once it is made the warning is gone, and nothing new is wrong."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from pei_dsl.diagnostics import Diagnostic, Severity
from pei_dsl.diagnostics.finding import Fix
from tests.markdown_cases import Case, read_cases
from tests.observe import checked, write

CORPUS = Path(__file__).resolve().parents[2] / "corpus" / "warnings"
CASES = [
    pytest.param(case, id=f"{file.stem}: {case.name.rpartition(' / ')[2]}")
    for file in sorted(CORPUS.glob("*.md"))
    for case in read_cases(file)
    if "ayuda: escriba" in (case.text("revisar") or "")
]


@pytest.mark.parametrize("case", CASES)
def test_a_suggestion_works(case: Case, tmp_path: Path) -> None:
    folder = write(case, tmp_path)
    before = checked(folder)
    for finding, fix in fixes(before):
        write(case, tmp_path)
        make(fix, tmp_path)
        after = checked(folder)

        assert codes(after)[finding.code] < codes(before)[finding.code], fix.text
        assert errors(after) <= errors(before), fix.text


def fixes(found: list[Diagnostic]) -> Iterator[tuple[Diagnostic, Fix]]:
    for each in found:
        if each.code.startswith("PEI4"):
            yield from ((each, fix) for fix in each.fixes if fix.edits)


def make(fix: Fix, folder: Path) -> None:
    """Change the files of `folder` as `fix` says, the last change first."""
    for edit in sorted(fix.edits, key=lambda each: each.span, reverse=True):
        path = folder / edit.source.name
        text = path.read_text("utf-8")
        path.write_text(text[: edit.span.start] + edit.text + text[edit.span.end :], "utf-8")


def codes(found: list[Diagnostic]) -> Counter[str]:
    return Counter(each.code for each in found)


def errors(found: list[Diagnostic]) -> Counter[str]:
    return Counter(each.code for each in found if each.severity is Severity.ERROR)
