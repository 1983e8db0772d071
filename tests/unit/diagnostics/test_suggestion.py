"""A slip of the hand, and what only looks like one."""

from __future__ import annotations

import pytest

from pei_dsl.diagnostics.suggestion import is_slip

DIRECTIONS = ["ascendente", "descendente", "no definido", "creciente", "decreciente"]


@pytest.mark.parametrize(
    ("written", "meant", "slip"),
    [
        ("Ascendente.", "ascendente", True),
        ("ASCENDENTE", "ascendente", True),
        ("asendente", "ascendente", True),
        ("ascendentte", "ascendente", True),
        ("ascedente", "ascendente", True),
        ("acsendente", "ascendente", True),
        ("ascendemte", "ascendente", True),
        ("dscendente", "descendente", False),  # one letter from either
        ("ascendnt", "ascendente", False),  # two letters
        ("ascenso", "ascendente", False),
    ],
)
def test_a_direction(written: str, meant: str, *, slip: bool) -> None:
    assert is_slip(written, meant, DIRECTIONS) is slip


def test_short_words_are_never_sure() -> None:
    assert not is_slip("rjo", "rojo", ["verde", "amarillo", "rojo"])
