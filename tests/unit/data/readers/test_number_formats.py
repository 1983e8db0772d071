"""Formats of numbers: which show percentages, and which put zeros before a number."""

from __future__ import annotations

import pytest

from pei_dsl.data.readers.number_formats import Shown, formats_of, shown_by


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("0%", Shown(percent=True)),
        ("0.00%;[Red]-0.00%", Shown(percent=True)),
        ('0"%"', Shown()),
        (r"0\%", Shown()),
        ("000000", Shown(width=6)),
        ('"UBIGEO "000000', Shown(width=6)),
        ("000000;-000000", Shown(width=6)),
        ("0", Shown()),
        ("0.00", Shown()),
        ("#,##0", Shown()),
        ("General", Shown()),
        ("yyyy-mm-dd", Shown()),
        ("", Shown()),
    ],
)
def test_what_a_format_shows(code: str, expected: Shown) -> None:
    assert shown_by(code) == expected


def test_styles_of_cells_are_counted_as_excel_does() -> None:
    """By their place among `cellXfs`; formats 9 and 10 are percentages without being declared."""
    styles = (
        '<styleSheet><numFmts><numFmt formatCode="000000" numFmtId="164"/></numFmts>'
        '<cellStyleXfs><xf numFmtId="10"/></cellStyleXfs>'
        '<cellXfs count="3"><xf numFmtId="0"/><xf numFmtId="9"/><xf numFmtId="164"><alignment/></xf></cellXfs>'
        "</styleSheet>"
    )

    assert formats_of(styles) == {1: Shown(percent=True), 2: Shown(width=6)}
