"""Where the files of a source lie: names are the same in any normal form."""

from __future__ import annotations

import unicodedata
from pathlib import Path
from typing import Literal

import pytest

from pei_dsl import evaluate, load

Form = Literal["NFC", "NFD"]
FORMS: tuple[Form, ...] = ("NFC", "NFD")

PLAN = """plan "P"
  periodo: 2024
objetivo OEI.01 "O"
indicador IND.01.OEI.01 "I"
  unidad: número
  sentido: ascendente
  logros: 2024: 10
  fórmula: suma(f.n)
fuente f
  archivo: {file}
  columna n: número
"""
DECLARED = ["año/región.csv", "año/*.csv", "año", "*/región.csv"]


def outcome(folder: Path, declared: str, form: Form) -> tuple[list[str], list[str]]:
    """Return the figures, and the codes of the findings, of a plan whose file names `declared` in `form`."""
    (folder / "plan.pei").write_text(PLAN.format(file=unicodedata.normalize(form, declared)), "utf-8")
    measured = evaluate(load(folder), 2024)
    return [str(each.value) for each in measured.evaluation.indicators.values()], [
        found.code for found in measured.diagnostics
    ]


@pytest.mark.parametrize("on_disk", FORMS)
@pytest.mark.parametrize("in_plan", FORMS)
@pytest.mark.parametrize("declared", DECLARED)
def test_a_name_is_found_in_any_normal_form(
    declared: str, in_plan: Form, on_disk: Form, tmp_path: Path
) -> None:
    """macOS and some archives write «ó» as two letters."""
    file = tmp_path / unicodedata.normalize(on_disk, "año/región.csv")
    file.parent.mkdir()
    file.write_text("n\n4\n", "utf-8")

    assert outcome(tmp_path, declared, in_plan) == (["4"], [])


def test_the_name_as_written_comes_first(tmp_path: Path) -> None:
    for figure, form in enumerate(FORMS, start=4):
        (tmp_path / unicodedata.normalize(form, "región.csv")).write_text(f"n\n{figure}\n", "utf-8")

    assert outcome(tmp_path, "región.csv", "NFC") == (["4"], [])


def test_a_link_in_another_normal_form_leads_nowhere_else(tmp_path: Path) -> None:
    outside, inside = tmp_path / "fuera.csv", tmp_path / "plan"
    outside.write_text("n\n4\n", "utf-8")
    inside.mkdir()
    (inside / unicodedata.normalize("NFD", "región.csv")).symlink_to(outside)

    assert outcome(inside, "región.csv", "NFC")[1] == ["PEI307"]
