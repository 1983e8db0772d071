"""Codes as people write them: one form for each, in plans, workbooks, registers and commands."""

from __future__ import annotations

import pytest

from pei_dsl import evaluate
from pei_dsl.diagnostics.fixing import apply_fixes
from pei_dsl.workspace.loading import load_text
from pei_dsl.written_codes import apart, official_code


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("OEI 1", "OEI.01"),
        ("OEI.1", "OEI.01"),
        ("oei-01", "OEI.01"),
        ("OEI.001", "OEI.01"),
        ("0EI.O1", "OEI.01"),
        ("AEI 1.1", "AEI.01.01"),
        ("IND 1 OEI 1", "IND.01.OEI.01"),
        ("IND.01.\u00a0AEI.01.05", "IND.01.AEI.01.05"),
        ("IND.120.OEI.10", "IND.120.OEI.10"),
        ("OEI.00", "OEI.00"),
    ],
)
def test_a_code_has_one_form(written: str, code: str) -> None:
    assert official_code(written) == code
    assert official_code(code) == code


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("OEI1", "OEI.01"),
        ("OEI01", "OEI.01"),
        ("AEI1.2", "AEI.01.02"),
        ("AEI0102", "AEI.01.02"),
        ("ind1.aei1.2", "IND.01.AEI.01.02"),
        ("OEI.O1", "OEI.01"),
        ("OEI.01", "OEI.01"),
        ("Total", "TOTAL"),
    ],
)
def test_letters_and_numbers_that_stick_together(written: str, code: str) -> None:
    assert official_code(apart(written)) == code


def test_what_a_plan_offers_for_a_code_is_accepted() -> None:
    """However its parts are written: header and references come to the same code."""
    text = (
        'plan "P"\n  periodo: 2024\nobjetivo OEI 1 "Servicios"\nacción AEI 1.1 "Servicio"\n'
        'indicador IND 1 OEI 1 "Uno"\n  unidad: número\n  sentido: ascendente\n  logros: 2024: 1\n'
        "  fórmula: IND.1.AEI.1.1 + 1\n"
        'indicador IND.01.AEI.1.1 "Dos"\n  unidad: número\n  sentido: ascendente\n  logros: 2024: 1\n'
        "  fórmula: 4\n"
    )
    mended = apply_fixes(text, load_text(text).diagnostics)

    loaded = load_text(mended)
    assert loaded.diagnostics == ()
    assert sorted(loaded.plan.indicators) == ["IND.01.AEI.01.01", "IND.01.OEI.01"]
    assert evaluate(loaded, 2024).evaluation.indicators["IND.01.OEI.01"].value == 5
