"""Codes are read however a matrix writes them, and nothing else is taken for one."""

from __future__ import annotations

import pytest

from pei_dsl.interchange.cells import Cell
from pei_dsl.interchange.code_cells import Code, Named, read_code, read_named

OBJECTIVE, ACTION = Code("OEI.01", "objective"), Code("AEI.01.02", "action")
INDICATOR = Code("IND.01.AEI.01.05", "indicator")


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("OEI.01", OBJECTIVE),
        ("oei-01", OBJECTIVE),
        ("OEI 1", OBJECTIVE),
        ("OEI1", OBJECTIVE),
        ("OEI01", OBJECTIVE),
        ("OE.01", Code("OE.01", "objective")),
        ("OE 1", Code("OE.01", "objective")),
        ("OEI.04.", Code("OEI.04", "objective")),
        ("AEI.01.02", ACTION),
        ("AEI 01.02", ACTION),
        ("AEI1.2", ACTION),
        ("AEI0102", ACTION),
        ("AEI.01.02-", ACTION),
        ("AEI .01 .02", ACTION),
        ("AE.01.02", Code("AE.01.02", "action")),
        ("IND.01.\u00a0AEI.01.05", INDICATOR),
        ("IND-01-AEI-01-05", INDICATOR),
        ("IND01.AEI01.05", INDICATOR),
        ("01.05", None),
        ("5000123", None),
        ("Total", None),
        ("OEI", None),
        ("OEI/AEI", None),
        ("Meta 2025", None),
        (1.05, None),
        (None, None),
    ],
)
def test_codes(written: object, code: Code | None) -> None:
    assert read_code(Cell("Matriz", 1, 1, written)) == code


@pytest.mark.parametrize(
    ("written", "named"),
    [
        ("OEI.01", Named(OBJECTIVE)),
        ("OEI 1", Named(OBJECTIVE, "", is_official=False)),
        ("OEI.01: Mejorar la atención", Named(OBJECTIVE, "Mejorar la atención")),
        ("OEI.01. Mejorar la atención (todas).", Named(OBJECTIVE, "Mejorar la atención (todas).")),
        ("OEI 1 - Mejorar", Named(OBJECTIVE, "Mejorar", is_official=False)),
        ("OEI.01 3 servicios nuevos", Named(OBJECTIVE, "3 servicios nuevos")),
        ("AEI.01.02 Capacitar al personal", Named(ACTION, "Capacitar al personal")),
        ("Objetivo Estratégico 1: Mejorar", Named(OBJECTIVE, "Mejorar", is_official=False)),
        ("OBJETIVO ESTRATÉGICO INSTITUCIONAL N° 1", Named(OBJECTIVE, "", is_official=False)),
        ("Acción estratégica 1.2 - Dar", Named(ACTION, "Dar", is_official=False)),
        ("Mejorar la atención", None),
        ("Objetivo", None),
        ("Acción 3", None),
        (3, None),
    ],
)
def test_a_code_may_have_its_name_in_the_same_cell(written: object, named: Named | None) -> None:
    assert read_named(Cell("Matriz", 1, 1, written)) == named
