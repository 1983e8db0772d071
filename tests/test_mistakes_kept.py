"""Mistakes of planners, each told as one finding at its place, with a text to write that is then accepted."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from pei_dsl.diagnostics import Diagnostic, Severity
from pei_dsl.diagnostics.fixing import changed
from pei_dsl.workspace.loading import load_text
from tests.documents import cells, fences

PAGE = Path(__file__).with_name("mistakes_kept.md")
LINES = PAGE.read_text("utf-8").splitlines()
ROWS = [number for number, line in enumerate(LINES) if line.startswith("| `")]


@cache
def sound_plan() -> str:
    return fences(PAGE)[0].text


def wrong_plan(right: str, wrong: str) -> tuple[str, range]:
    """Return the plan with a mistake, and the characters that it takes."""
    right, wrong = right.replace("⏎", "\n"), wrong.replace("⏎", "\n")

    assert sound_plan().count(right) == 1, f"the plan does not hold {right!r} once"

    start = sound_plan().index(right)
    return sound_plan().replace(right, wrong), range(start, start + len(wrong) + 1)


def told(text: str) -> Diagnostic:
    """Return the one finding that is an error or a warning."""
    (found,) = (each for each in load_text(text).diagnostics if each.severity is not Severity.NOTE)
    return found


def accepted(found: Diagnostic, text: str) -> list[str]:
    """Return what is offered, after seeing that each leaves no error."""
    for fix in found.fixes:
        after = changed(fix.edits[0].source, fix.edits)
        left = [each for each in load_text(after).diagnostics if each.severity is Severity.ERROR]

        assert after != text
        assert left == [], (fix.text, left[0].message())
    return [fix.text for fix in found.fixes]


def test_the_plan_they_start_from_is_sound() -> None:
    assert load_text(sound_plan()).diagnostics == ()


@pytest.mark.parametrize("line", ROWS, ids=lambda line: cells(LINES[line])[1])
def test_it_is_told_with_cause_place_and_what_to_write(line: int, pytestconfig: pytest.Config) -> None:
    right, wrong, said, offered = cells(LINES[line])
    text, place = wrong_plan(right, wrong)
    found = told(text)
    source = found.primary.source
    texts = accepted(found, text)

    assert source is not None
    start, end = (source.position(each).line for each in found.primary.span)
    assert {start, end} <= {source.position(each).line for each in place}
    assert (found.code, found.variant) != ("PEI102", ""), "nobody knows what was meant"
    if pytestconfig.getoption("accept"):
        row = [f"`{right}`", f"`{wrong}`", found.message().replace("|", r"\|"), " o ".join(texts)]
        LINES[line] = f"| {' | '.join(row)} |"
        PAGE.write_text("\n".join(LINES) + "\n", "utf-8")
        return
    assert (found.message(), " o ".join(texts)) == (said, offered)
    assert found.message("en") != found.message()


def test_nine_of_ten_are_told_what_to_write() -> None:
    offered = [bool(cells(LINES[line])[3]) for line in ROWS]

    assert len(offered) >= 100
    assert sum(offered) >= 0.9 * len(offered)
