"""Cells of files and of hosts."""

from __future__ import annotations

import datetime
import decimal
from fractions import Fraction

import pytest

from pei_dsl.data.cell_values import BadCell, read_object, read_text
from pei_dsl.data.expected import Expected
from pei_dsl.model.expressions import ValueType

NUMBER, TEXT, DATE, BOOLEAN = ValueType.NUMBER, ValueType.TEXT, ValueType.DATE, ValueType.BOOLEAN


@pytest.mark.parametrize(
    ("written", "wanted", "expected"),
    [
        (" 99,448.58 ", NUMBER, Fraction(9944858, 100)),
        ("-5", NUMBER, Fraction(-5)),
        ("− 5", NUMBER, Fraction(-5)),
        ("+5", NUMBER, Fraction(5)),
        (".5", NUMBER, Fraction(1, 2)),
        ("56%", NUMBER, Fraction(56, 100)),
        ("48,3", NUMBER, BadCell("48,3")),
        ("s/d", NUMBER, None),
        ("  ", NUMBER, None),
        ("-", NUMBER, BadCell("-")),
        ("%", NUMBER, BadCell("%")),
        ("1e5", NUMBER, BadCell("1e5", "exponent")),
        ("9" * 200, NUMBER, BadCell("9" * 200)),
        ("Lima ", TEXT, "Lima"),
        ("2024-07", DATE, datetime.date(2024, 7, 1)),
        ("2024-02-30", DATE, BadCell("2024-02-30")),
        ("31/12/2024", DATE, BadCell("31/12/2024")),
        ("Sí", BOOLEAN, True),
        ("FALSO", BOOLEAN, False),
        ("quizás", BOOLEAN, BadCell("quizás")),
    ],
)
def test_cells_of_files(written: str, wanted: ValueType, expected: object) -> None:
    """Numbers as Peru writes them; nothing is guessed."""
    assert read_text(written, Expected(wanted, ("s/d",))) == expected


@pytest.mark.parametrize(
    ("given", "wanted", "expected"),
    [
        (0.1, NUMBER, Fraction(1, 10)),
        (float("nan"), NUMBER, None),
        (float("-inf"), NUMBER, None),
        (decimal.Decimal("0.10"), NUMBER, Fraction(1, 10)),
        (decimal.Decimal("NaN"), NUMBER, None),
        (3, NUMBER, Fraction(3)),
        (True, NUMBER, BadCell("VERDADERO")),
        ("1,000", NUMBER, Fraction(1000)),
        (None, TEXT, None),
        (5, TEXT, "5"),
        (datetime.datetime(2024, 7, 31, 5, tzinfo=datetime.UTC), DATE, datetime.date(2024, 7, 31)),
        (2024, DATE, datetime.date(2024, 1, 1)),
        (20245, DATE, BadCell("20245")),
        (1.5, DATE, BadCell("1.5")),
        (1, BOOLEAN, True),
        (False, BOOLEAN, False),
        ([], NUMBER, BadCell("[]")),
    ],
)
def test_cells_of_hosts(given: object, wanted: ValueType, expected: object) -> None:
    """A float is the decimal that it prints as; what is not of the type is bad."""
    assert read_object(given, Expected(wanted)) == expected
