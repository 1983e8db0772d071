"""A figure that two formats of a report print is the same figure, of drawn plans and of those that are shipped."""

from __future__ import annotations

import io

from hypothesis import given, settings
from hypothesis import strategies as st

import pei_dsl
from pei_dsl.views.document import Document, Table
from tests import strategies, workbook_texts


def printed(document: Document) -> dict[str, list[str]]:
    """Return what the tables of results print of each code: goal, value, alcance and state."""
    return {
        row.cells[0].text: [each.text for each in row.cells[3:7]]
        for block in document.blocks()
        if isinstance(block, Table) and block.id.startswith("semaforo.")
        for row in block.rows
    }


def assert_workbook_prints_the_same(document: Document) -> None:
    made = io.BytesIO()
    pei_dsl.write(document, "xlsx", made)
    rows = {row[1]: row[4:8] for row in workbook_texts.sheet(made.getvalue(), "Semaforización") if row[1]}
    for code, figures in printed(document).items():
        told = [each.replace("…", "") for each in rows[code]]
        assert told == [each.replace("…", "") for each in figures]


@settings(max_examples=25, deadline=None)
@given(strategies.projects(), st.sampled_from([*strategies.YEARS, "2023-S1"]))
def test_a_workbook_prints_the_figures_of_the_report(project: strategies.Project, period: int | str) -> None:
    loaded = pei_dsl.load_text(project.text)
    document = pei_dsl.report(loaded, period, data=project.rows, values=project.values)

    assert_workbook_prints_the_same(document)
