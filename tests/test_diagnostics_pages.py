"""Each page of docs/diagnostics tells the truth: its wrong program gives that finding, its right one none."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from pei_dsl.diagnostics import Diagnostic
from pei_dsl.diagnostics.text import render
from tests.markdown_cases import Case, accept, read_cases
from tests.observe import checked, findings, observe, write

PAGES = Path(__file__).resolve().parents[1] / "docs" / "diagnostics"
HEADINGS = ["Qué significa", "Mal", "Bien", "In English", "Mensajes"]
# A finding of the program itself has no program that shows it, nor have those that take a server
# (tests/unit/data/engine/test_databases.py shows them), a missing package (tests/cli/test_heads.py) or options
# (tests/cli/test_reading.py, tests/cli/test_breakdown.py), or two plans (tests/unit/comparison); some only
# follow from others.
WITHOUT_CASES = {"PEI332", "PEI333", "PEI334", "PEI335", "PEI339", "PEI340", "PEI342", "PEI520", "PEI901"}
AFTER_OTHERS = {"PEI311", "PEI515", "PEI518"}

CASES = {
    (page.stem, case.name.rpartition(" / ")[2]): case
    for page in sorted(PAGES.glob("PEI*.md"))
    for case in read_cases(page)
    if case.name.endswith((" / Mal", " / Bien"))
}


def cases(heading: str) -> list[object]:
    return [pytest.param(code, case, id=code) for (code, under), case in CASES.items() if under == heading]


@pytest.mark.parametrize(("code", "case"), cases("Mal"))
def test_what_is_wrong(code: str, case: Case, tmp_path: Path, pytestconfig: pytest.Config) -> None:
    if code in AFTER_OTHERS:
        [last] = [each for each in findings(write(case, tmp_path)) if each.code == code]
        observed = {"diagnostics": f"{render(last)}\n"}
    else:
        observed = observe(case, tmp_path)
        assert [each.code for each in looked(code)(write(case, tmp_path))] == [code]
    if pytestconfig.getoption("accept"):
        accept(case, observed)
        return

    assert observed == {kind: case.text(kind) for kind in observed} != {}


def looked(code: str) -> Callable[[Path], list[Diagnostic]]:
    """Return how the page of `code` looks at its texts: as `pei revisar` where it says so (```revisar)."""
    return checked if CASES[code, "Mal"].text("revisar") is not None else findings


@pytest.mark.parametrize(("code", "case"), cases("Bien"))
def test_what_is_right(code: str, case: Case, tmp_path: Path) -> None:
    assert [render(each) for each in looked(code)(write(case, tmp_path))] == [], code


@pytest.mark.parametrize("page", sorted(PAGES.glob("PEI*.md")), ids=lambda page: page.stem)
def test_the_parts_of_a_page(page: Path) -> None:
    lines = page.read_text(encoding="utf-8").splitlines()
    shown = {under for code, under in CASES if code == page.stem}

    if page.stem in WITHOUT_CASES:
        assert not shown
    else:
        assert shown == {"Mal", "Bien"}
        assert [line[3:] for line in lines if line.startswith("## ")] == HEADINGS
