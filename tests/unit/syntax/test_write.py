"""The canonical form."""

from __future__ import annotations

from fractions import Fraction

import attrs
import pytest

from pei_dsl.source import NOWHERE
from pei_dsl.syntax import made, tree
from pei_dsl.syntax.line_tokens import quoted
from pei_dsl.syntax.write import write
from tests.builders import read


@pytest.mark.parametrize(
    ("written", "canonical"),
    [
        ("FUENTE DE DATOS  s   'T'", None),
        ("objective OEI.01 “T”", 'objetivo OEI.01 "T"\n'),
        ("indicator AEI.01 \n  unit:porcentaje # nota", "indicador AEI.01\n  unidad: porcentaje\n"),
        ("plan\n  horizonte: 2019 - 2027", "plan\n  periodo: 2019 a 2027\n"),
        ("plan\n  period: 2024-2024", "plan\n  periodo: 2024\n"),
        ("variable x = ((a+b))×2÷c", "variable x = (a + b) * 2 / c\n"),
        ("variable x = no a≤b Y c≠d", "variable x = no a <= b y c <> d\n"),
        ("función f ( a;b )=a^-b", "función f(a; b) = a ^ -b\n"),
        ("variable x=99448.50", "variable x = 99,448.5\n"),
        (
            "serie s\n  2023:  -0.50%\n  2024: no  programado",
            "serie s\n  2023: -0.50%\n  2024: no  programado\n",
        ),
        ("indicador A.01\n  metas: 2023: 5 2024: 6", "indicador A.01\n  logros:\n    2023: 5\n    2024: 6\n"),
        ("indicador A.01\n  línea base: 2018: 0.90%", "indicador A.01\n  línea de base: 2018: 0.90%\n"),
        ("indicador A.01\n  fórmula: ?", "indicador A.01\n  fórmula: ?\n"),
        ("fuente s\n  column [a b]: texto\n  columna c:", "fuente s\n  columna [a b]: texto\n  columna c:\n"),
        (
            "indicador A.01\n  example: A=1;color=rojo",
            "indicador A.01\n  ejemplo:\n    A     = 1\n    color = rojo\n",
        ),
        ("prueba «T»\n  A.01:valor 5,rojo contradice 'x'", None),
        (
            "prueba\n  A.01: valor 5%  , no aplica contradice “x”",
            'prueba\n  A.01: valor 5%, no aplica contradice "x"\n',
        ),
        ("prueba\n  acciones: 3 verde; 2 rojo", "prueba\n  acciones: 3 verde, 2 rojo\n"),
        ("metodología m\n  semáforo: verde≥95%, rojo", "metodología m\n  semáforo: verde >= 95%; rojo\n"),
        ("## a\n##b\nplan", "## a\n## b\nplan\n"),
        ("variable x = suma(a si b al cierre si c)", "variable x = suma(a si b si c al cierre)\n"),
        ("fuente institucional", "fuente institucional\n"),
    ],
)
def test_canonical_form(written: str, canonical: str | None) -> None:
    """One way to write each thing; None where the text has a mistake."""
    parsed = read(written)

    assert bool(parsed.diagnostics) == (canonical is None)
    if canonical is not None:
        assert write(parsed.file) == canonical


@pytest.mark.parametrize(
    ("text", "expected"), [("a", '"a"'), ('a "b"', '«a "b"»'), ('a "b» c', '“a "b» c”'), ('"“»', '""“»"')]
)
def test_quotes_fit_what_they_hold(text: str, expected: str) -> None:
    """The first kind that the text does not hold; none fits a text with all three."""
    assert quoted(text) == expected


def test_what_could_not_be_read_stands_as_written() -> None:
    """A broken field keeps its words, an unknown declaration its line."""
    text = 'plan "P"\n  periodo: dos   mil\n  siglas:  A\n\nplam "Q"\n'

    assert write(read(text).file) == text


def test_a_negative_number_made_by_a_program_keeps_its_sign() -> None:
    """No text gives such a node, but what reads a spreadsheet may make one."""
    node = tree.Number(Fraction(-5, 2), span=NOWHERE)
    variable = made.declaration("variable", {}, name="x")
    header = attrs.evolve(variable.header, expression=node)

    assert write(made.file([attrs.evolve(variable, header=header)])) == "variable x = -2.5\n"
