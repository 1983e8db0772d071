"""CSV that no spreadsheet runs and that loses nothing: over all texts, and over every output."""

from __future__ import annotations

import csv
import io
from fractions import Fraction

import attrs
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from pei_dsl.algebra.display import exact
from pei_dsl.interchange.renderers import RENDERERS as EXCHANGED
from pei_dsl.renderers import csv_lines
from pei_dsl.renderers.registry import RENDERERS, render, write
from pei_dsl.renderers.style import Style
from tests.unit.renderers.test_registry import shown

RUN = "=+-@\t\r\n＝＋－＠"
ALL = {**RENDERERS, **EXCHANGED}
texts = st.text(
    st.one_of(st.sampled_from([*RUN, "'", ",", '"', "1", "A", " "]), st.characters(codec="utf-8"))
)


def read(text: str) -> list[str]:
    [cells] = csv.reader(io.StringIO(f"{text}\r\n", newline=""))
    return cells


@given(st.lists(texts, min_size=2))
@example(["=1+1", "-2+3", "@A1", "'=1", "''-x", "-", "'"])
@example(['=HYPERLINK("http://x","y")', "\tx", "+51 999"])
def test_no_text_is_run_and_none_is_lost(cells: list[str]) -> None:
    found = read(csv_lines.line(cells))

    for cell, text in zip(found, cells, strict=True):
        assert csv_lines.as_meant(cell) == text
        changed = cell != text
        assert changed or len(cell) < 2 or cell[0] not in RUN or csv_lines._IS_FIGURE.fullmatch(cell)
    assert read(csv_lines.line(cells, raw=True)) == cells


@given(st.fractions(max_denominator=1000), st.sampled_from(["", "%", " %"]))
def test_a_figure_stays_a_figure(number: Fraction, sign: str) -> None:
    for text in (f"{exact(number)}{sign}", f"{float(number):.4f}{sign}", f"{int(number):,}{sign}"):
        assert csv_lines.escaped(text) == text


@pytest.mark.parametrize("subject", sorted(subject for subject, name in ALL if name == "csv"))
def test_every_csv_opens_in_excel(subject: str) -> None:
    """A file has the mark; the screen has none; programs get neither mark nor apostrophes."""
    made, raw = io.BytesIO(), io.BytesIO()
    write(subject, "csv", shown()[subject], Style(), made, renderers=ALL)
    write(subject, "csv", shown()[subject], attrs.evolve(Style(), raw=True), raw, renderers=ALL)

    assert (
        made.getvalue()
        == csv_lines.BOM + "".join(render(subject, "csv", shown()[subject], Style(), renderers=ALL)).encode()
    )
    assert made.getvalue().removeprefix(csv_lines.BOM) == raw.getvalue()
