"""A plan that is laid out as a matrix in any way comes back as that plan, or what differs is told."""

from __future__ import annotations

import re

from hypothesis import given, settings
from hypothesis import strategies as st

from pei_dsl.diagnostics import Severity
from pei_dsl.interchange.importing import Imported, import_workbook
from pei_dsl.workspace.loading import load_text
from tests import matrices
from tests.example_counts import examples
from tests.matrices import Group, Look

ENCODINGS = ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252")


def imported(data: bytes, name: str) -> Imported:
    found = import_workbook(name, data)
    assert isinstance(found, Imported), found
    return found


def gives(found: Imported) -> object:
    return matrices.read(load_text(found.text).plan)


def mistakes(found: Imported) -> list[str]:
    """Return what is told besides notes and codes that are written otherwise."""
    return [
        each.message()
        for each in found.diagnostics
        if each.severity is not Severity.NOTE and (each.code, each.variant) != ("PEI355", "read")
    ]


@settings(max_examples=examples(40), deadline=None)
@given(matrices.groups(), matrices.looks(), st.data())
def test_every_layout_comes_back_as_the_same_plan(
    found: list[Group], look: Look, data: st.DataObject
) -> None:
    drawn = matrices.sheet(found, look)
    if data.draw(st.booleans(), label="xlsx"):
        read = imported(matrices.as_xlsx(drawn), "libro.xlsx")
    else:
        encoding = data.draw(st.sampled_from(ENCODINGS))
        separator = data.draw(st.sampled_from(",;\t"))
        says = data.draw(st.booleans(), label="sep=")
        read = imported(matrices.as_csv(drawn, encoding, separator, says=says), "libro.csv")

    assert mistakes(read) == []
    assert gives(read) == matrices.told(found)
    assert load_text(read.text).errors == ()


@settings(max_examples=examples(40), deadline=None)
@given(matrices.groups(), matrices.looks(), st.data())
def test_a_spoilt_heading_loses_nothing_in_silence(
    found: list[Group], look: Look, data: st.DataObject
) -> None:
    """What stands below a heading that says something else is read all the same, or told."""
    drawn = matrices.sheet(found, look)
    before = imported(matrices.as_csv(drawn, "utf-8", ";", says=False), "libro.csv")
    heads = [(row, column) for row in drawn.heads for column, text in enumerate(drawn.grid[row]) if text]
    row, column = data.draw(st.sampled_from(heads))
    drawn.grid[row][column] = data.draw(st.sampled_from(["", "Columna X", "7", "Presupuesto", "Observación"]))
    after = import_workbook("libro.csv", matrices.as_csv(drawn, "utf-8", ";", says=False))

    if isinstance(after, Imported) and gives(after) != matrices.told(found):
        assert {each.message() for each in after.diagnostics} - {
            each.message() for each in before.diagnostics
        }


@settings(max_examples=examples(40), deadline=None)
@given(matrices.groups(), matrices.looks(), st.data())
def test_what_stands_in_no_column_of_the_plan_is_told(
    found: list[Group], look: Look, data: st.DataObject
) -> None:
    """Something that is added in an empty place is in the plan, or told of by its place."""
    drawn = matrices.sheet(found, look)
    width = max(map(len, drawn.grid)) + 2
    for cells in drawn.grid:
        cells.extend([""] * (width - len(cells)))
    places = [
        (row, column) for row, cells in enumerate(drawn.grid) for column in range(width) if not cells[column]
    ]
    joined = {
        (row, column)
        for top, left, bottom, right in drawn.merges
        for row in range(top, bottom + 1)
        for column in range(left, right + 1)
    }
    before = imported(matrices.as_xlsx(drawn), "libro.xlsx")
    # A row that is left out whole, as a total, is told with its place already.
    told = " ".join(each.message() for each in before.diagnostics)
    free = [each for each in places if each not in joined and not re.search(rf"!A{each[0] + 1}:", told)]
    row, column = data.draw(st.sampled_from(free))
    drawn.grid[row][column] = data.draw(
        st.sampled_from(["7", "12.5%", "por confirmar", "Columna X", "TOTAL"])
    )
    after = import_workbook("libro.xlsx", matrices.as_xlsx(drawn))

    assert isinstance(after, Imported)
    assert (after.text, after.diagnostics) != (before.text, before.diagnostics)
