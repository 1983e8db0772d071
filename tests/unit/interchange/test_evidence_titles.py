"""The evidence that a cell of a commitment means: by name, by title, by both."""

from __future__ import annotations

import pytest

from pei_dsl.interchange.evidence_titles import meant, shown

TITLES = {"acta": "Acta (final)", "otra": "Acta", "tercera": "Informe", "cuarta": "Informe", "sin": ""}


@pytest.mark.parametrize("name", TITLES)
def test_what_is_shown_is_read_back(name: str) -> None:
    assert meant(shown(name, TITLES[name]), TITLES) == name


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("acta", "acta"),
        ("Acta", "otra"),
        ("  Acta   (final) ", "acta"),
        ("Otro título (acta)", "acta"),
        ("Informe", ""),
        ("Informe (tercera)", "tercera"),
        ("Orden de compra (OC)", ""),
        ("", ""),
        ("acta_2", ""),
    ],
)
def test_what_people_type(text: str, name: str) -> None:
    assert meant(text, TITLES) == name
