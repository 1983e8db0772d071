"""Findings for people: what an excerpt leaves out."""

from __future__ import annotations

import pytest

from pei_dsl.diagnostics.finding import at
from pei_dsl.diagnostics.text import render
from pei_dsl.source import Source, Span


@pytest.mark.parametrize(
    ("line", "shown"),
    [
        ("x: postgres://ana:s3creto@servidor:5432/base", "x: postgres://ana:*******@servidor:5432/base"),
        ("x: postgres://:s3creto@servidor", "x: postgres://:*******@servidor"),
        ("x: postgres://ana:s3:cre/to@servidor", "x: postgres://ana:*********@servidor"),
        ("x: postgres://ana:s3@cr@servidor", "x: postgres://ana:*****@servidor"),
        ("x: Server=a;Password=s3creto;Port=1", "x: Server=a;Password=*******;Port=1"),
        ("x: https://servidor:8080/ruta", "x: https://servidor:8080/ruta"),
        ("correo: ana@servidor.pe", "correo: ana@servidor.pe"),
        ("x: clave = 5", "x: clave = 5"),
    ],
)
def test_a_password_is_left_out_of_an_excerpt(line: str, shown: str) -> None:
    """The place stays: as many signs stand for it as it has letters."""
    finding = at(Source.of("a.pei", line), Span(0, 1), "PEI114", params={"word": "x", "known": "y"})

    assert render(finding).splitlines()[3] == f"1 | {shown}"
