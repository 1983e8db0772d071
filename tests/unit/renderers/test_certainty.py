"""How sure colours are, in words: who reported, between which figures, firm or conditional."""

from __future__ import annotations

from fractions import Fraction

import attrs
import pytest

from pei_dsl.evaluation.evaluation import Evaluation
from pei_dsl.evaluation.groups import group_result
from pei_dsl.model.methodology import CEPLAN, EXACTA, Methodology
from pei_dsl.renderers import evaluation_text
from pei_dsl.views import certainty_sentences
from pei_dsl.workspace.loading import load_text
from pei_dsl.workspace.verbs import evaluate
from tests.builders import GROUP, ND, indicator, result

ANY_COLOR = "condicionado: ■ rojo o ▲ amarillo o ● verde"
BOUNDLESS = attrs.evolve(CEPLAN, name="sin_tope", cap=None)


def text(*values: int | None, methodology: Methodology = CEPLAN, language: str = "es") -> str:
    """Return what is said of a group of ascending indicators with these values against goals of 100."""
    members = [
        result(indicator(number), ND if value is None else Fraction(value), methodology)
        for number, value in enumerate(values, 1)
    ]
    said = certainty_sentences.group(group_result(GROUP, members, methodology), methodology, language)
    return said.replace(certainty_sentences.NO_BREAK, " ")


def plan(*values: str) -> Evaluation:
    """Return the evaluation of a plan with one objective and these values against goals of 100."""
    lines = ['plan "P"\n  periodo: 2024 a 2024\nobjetivo OEI.01 "O"']
    for number, value in enumerate(values, 1):
        lines += [
            f'indicador IND.{number:02}.OEI.01 "I"',
            "  unidad: número\n  sentido: ascendente\n  logros: 2024: 100",
            f"  valores: 2024: {value}",
        ]
    return evaluate(load_text("\n".join(lines)), 2024).evaluation


@pytest.mark.parametrize(
    ("values", "methodology", "expected"),
    [
        (
            (100, None),
            CEPLAN,
            f"reportan 1 de 2 (50.00 % del peso) · entre 50.00 y 100.00 · {ANY_COLOR}",
        ),
        ((None, 0), CEPLAN, "reportan 1 de 2 (50.00 % del peso) · entre 0.00 y 50.00 · firme: ■ rojo"),
        (
            (100, 50, None),
            EXACTA,
            "reportan 2 de 3 (66.67 % del peso) · entre 50.00 y 83.33 · condicionado: ■ rojo o ▲ amarillo",
        ),
        (
            (100, None),
            BOUNDLESS,
            f"reportan 1 de 2 (50.00 % del peso) · entre 50.00 y sin tope · {ANY_COLOR}",
        ),
        ((100,), CEPLAN, "reportan 1 de 1 (100.00 % del peso) · entre 100.00 y 100.00 · firme: ● verde"),
    ],
)
def test_a_group(values: tuple[int | None, ...], methodology: Methodology, expected: str) -> None:
    assert text(*values, methodology=methodology) == expected


def test_a_group_in_english() -> None:
    assert text(None, 0, language="en") == (
        "1 of 2 reported (50.00 % of the weight) · between 0.00 and 50.00 · firm: ■ red"
    )


def test_a_whole_plan() -> None:
    assert certainty_sentences.whole(plan("100", "50"), "es") == (
        "Plan: reportan 2 de 2 indicadores; media de sus objetivos 75.00 "
        "(cálculo propio: no hay cifra oficial del plan)"
    )
    assert certainty_sentences.whole(plan("100", "ND"), "es").endswith("del plan), entre 50.00 y 100.00")


def test_a_plan_without_any_figure() -> None:
    assert certainty_sentences.whole(plan("ND"), "es") == "Plan: reportan 0 de 1 indicadores"
    assert certainty_sentences.whole(plan("no aplica"), "es") == "Ningún indicador tenía cifra programada"


def test_only_groups_that_miss_a_figure_are_listed() -> None:
    assert "Grupos a los que les faltan cifras" not in evaluation_text.render(plan("100", "50"))
    shown = evaluation_text.render(plan("100", "ND")).splitlines()
    at = shown.index("Grupos a los que les faltan cifras:")
    assert shown[at + 1].startswith("  OEI.01  reportan 1 de 2 (50.00 % del peso)")


@pytest.mark.parametrize("width", [80, 100, 140])
def test_lines_fit_and_a_color_keeps_its_symbol(width: int) -> None:
    lines = evaluation_text.render(plan("100", "ND"), "es", width).splitlines()

    assert max(map(len, lines)) <= width
    assert not any(line.endswith(("●", "▲", "■")) for line in lines)
