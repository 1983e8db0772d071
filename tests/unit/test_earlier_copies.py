"""Copies of what was there before are known by their names, however many there are."""

from __future__ import annotations

import pytest

from pei_dsl.earlier_copies import earlier_name, is_earlier_copy


@pytest.mark.parametrize(
    ("name", "number", "copy"),
    [
        ("informe.docx", 1, "informe.anterior.docx"),
        ("informe.docx", 2, "informe.anterior.2.docx"),
        ("INFORME.DOCX", 1, "INFORME.anterior.DOCX"),
        ("datos.csv", 1, "datos.csv.anterior"),
        ("datos.csv", 3, "datos.csv.anterior.3"),
    ],
)
def test_a_copy_is_known(name: str, number: int, copy: str) -> None:
    assert earlier_name(name, number) == copy
    assert is_earlier_copy(copy)
    assert not is_earlier_copy(name)


@pytest.mark.parametrize("name", ["anterior.docx", "informe-anterior.docx", "informe.anterior.csv"])
def test_what_is_called_alike_is_none(name: str) -> None:
    assert not is_earlier_copy(name)
