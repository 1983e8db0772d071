"""Thirty mistakes that planners make: each is one finding at its place, in two languages, and mended by its fix."""

from __future__ import annotations

import pytest

from pei_dsl.diagnostics.fixing import apply_fixes, safe_fix
from pei_dsl.diagnostics.text import render
from pei_dsl.workspace.loading import load_text
from tests.mistakes import Row, after, finding, rows, sound_plan, wrong_plan

ROWS = [pytest.param(row, id=f"{row['n.º']}: {row['error']}") for row in rows()]


def test_there_are_thirty_and_nearly_all_can_be_mended() -> None:
    mendable = [row for row in rows() if finding(wrong_plan(row)[0]).fixes]

    assert [row["n.º"] for row in rows()] == [str(number) for number in range(1, 31)]
    assert len(mendable) >= 27


def test_the_plan_they_start_from_is_sound() -> None:
    assert load_text(sound_plan()).diagnostics == ()


@pytest.mark.parametrize("row", ROWS)
def test_it_is_found_at_its_place(row: Row) -> None:
    """On the line that was mistyped; a goal that is not there, at the header of what lacks it."""
    text, place = wrong_plan(row)
    told = finding(text)
    assert told.primary.source is not None
    lines = {told.primary.source.position(each).line for each in place}

    start, end = (told.primary.source.position(each).line for each in told.primary.span)
    assert {start, end} <= lines or told.code == "PEI402"


@pytest.mark.parametrize("row", ROWS)
def test_its_fix_gives_the_plan_as_it_was(row: Row) -> None:
    """The right text is among what is offered, and whatever is offered leaves nothing to find."""
    text, _ = wrong_plan(row)
    offered = [after(text, fix) for fix in finding(text).fixes]

    assert sound_plan() in offered
    assert [load_text(each).diagnostics for each in offered] == [()] * len(offered)


@pytest.mark.parametrize("row", ROWS)
def test_what_mends_itself_does(row: Row) -> None:
    text, _ = wrong_plan(row)
    found = load_text(text).diagnostics
    mended = apply_fixes(text, found)

    assert mended == (sound_plan() if safe_fix(found[0]) is not None else text)


@pytest.mark.parametrize("row", ROWS)
def test_it_is_told_in_two_languages(row: Row) -> None:
    """Each says what is wrong, and what to do."""
    told = finding(wrong_plan(row)[0])

    assert told.message("es") != told.message("en")
    assert "= ayuda: escriba «" in render(told, "es") or not any(fix.text for fix in told.fixes)
    assert "= help: write «" in render(told, "en") or not any(fix.text for fix in told.fixes)
