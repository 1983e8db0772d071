"""A mark of quality stands behind a figure, and behind the words of an absence, on the same line or the next."""

from __future__ import annotations

import pytest

from pei_dsl import format_text, load_text
from pei_dsl.model.absence import Absence
from pei_dsl.model.periods import Period

PLAN = """objetivo OEI.01 "O"

indicador IND.01.OEI.01 "I"
  unidad:  índice
  sentido: ascendente
  logros:
    2024: 5
  valores:
    2024: {written}
"""


@pytest.mark.parametrize("word", ["ND", "no programado", "sin dato", "no aplica"])
@pytest.mark.parametrize("mark", ["preliminar", "estimado", "rectificado"])
@pytest.mark.parametrize("between", [" ", "   ", "\n      "])
def test_a_mark_behind_an_absence(word: str, mark: str, between: str) -> None:
    text = PLAN.format(written=f"{word}{between}{mark}")
    loaded = load_text(text)
    figure = loaded.plan.indicators["IND.01.OEI.01"].values[Period.year_of(2024)]

    assert not loaded.errors
    assert isinstance(figure.value, Absence)
    assert str(figure.quality) == mark
    assert f"2024: {word} {mark}\n" in format_text(text)
    assert format_text(format_text(text)) == format_text(text)


@pytest.mark.parametrize(
    "written", ["preliminar", "rojo preliminar", "ND ND", "preliminar ND", "ND preliminar x"]
)
def test_what_is_no_absence_with_a_mark_is_told(written: str) -> None:
    loaded = load_text(PLAN.format(written=written))

    assert [each.code for each in loaded.errors]
