"""A plan with errors is refused, or computed as far as no error touches it."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

import pei_dsl

PLAN = """plan "PEI"
  periodo: 2024
objetivo OEI.01 "Salud"
objetivo OEI.02 "Agua"
indicador IND.01.OEI.01 "Controles"
  unidad: número
  sentido: ascendente
  logros: 2024: 10
  fórmula: doble / 2
indicador IND.02.OEI.01 "Camas"
  unidad: número
  sentido: ascendente
  logros: 2024: 10
  valores: 2024: 10
indicador IND.01.OEI.02 "Pozos"
  unidad: número
  sentido: ascendente
  logros: 2024: 10
  valores: 2024: 10
variable doble = 2 * suma(s.n)
fuente s
  columna n: número
prueba "cifras"
  año: 2024
  IND.01.OEI.02: alcance 100%
"""
ROWS = {"s": [{"n": 10}]}
VERBS: dict[str, Callable[[pei_dsl.Loaded], object]] = {
    "evaluate": lambda loaded: pei_dsl.evaluate(loaded, 2024),
    "evaluate_many": lambda loaded: pei_dsl.evaluate_many(loaded, [2024]),
    "break_down": lambda loaded: pei_dsl.break_down(loaded, [2024]),
    "explain": lambda loaded: pei_dsl.explain(loaded, "OEI.01", 2024),
    "gap": lambda loaded: pei_dsl.gap(loaded, 2024),
    "audit": lambda loaded: pei_dsl.audit(loaded, 2024),
    "run_tests": pei_dsl.run_tests,
    "capture_workbook": pei_dsl.capture_workbook,
    "report_b7_workbook": lambda loaded: pei_dsl.report_b7_workbook(loaded, 2024),
    "long_table": pei_dsl.long_table,
}
# What is changed in the plan, and what is then inválido; all else is as before.
MISTAKES = {
    "an indicator": (
        "  logros: 2024: 10\n  fórmula",
        "  logros: 2024: diez\n  fórmula",
        {"IND.01.OEI.01", "OEI.01"},
    ),
    "a variable": ("doble = 2 * suma(s.n)", "doble = 2 * suma(s.m)", {"IND.01.OEI.01", "OEI.01"}),
    "a source": ("  columna n: número", "  columna n: numerro", {"IND.01.OEI.01", "OEI.01"}),
    "a group": ('OEI.02 "Agua"', 'OEI.02 "Agua"\n  prioridad: alta', {"OEI.02"}),
    "a test": ("IND.01.OEI.02: alcance", "IND.09.OEI.02: alcance", set()),
    "the plan": ("periodo: 2024\nobjetivo", "periodo: 2024\n  metodología: otra\nobjetivo", None),
    "no declaration": ("variable doble", "vrbl doble = 1\nvariable doble", None),
}


@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_refuses_a_plan_with_errors(verb: str) -> None:
    broken = pei_dsl.load_text(PLAN.replace("unidad: número", "unidad: nmero", 1))

    with pytest.raises(pei_dsl.PlanError) as caught:
        VERBS[verb](broken)

    assert caught.value.findings == broken.errors
    assert str(caught.value).startswith("PEI117")


@pytest.mark.parametrize("mistake", MISTAKES)
def test_what_an_error_touches_is_invalid(mistake: str) -> None:
    right, wrong, touched = MISTAKES[mistake]
    assert right in PLAN
    sound = pei_dsl.evaluate(pei_dsl.load_text(PLAN), 2024, data=ROWS).evaluation
    broken = pei_dsl.load_text(PLAN.replace(right, wrong, 1))
    assert broken.errors

    partial = pei_dsl.evaluate(
        broken, 2024, data=ROWS if "s" in broken.plan.sources else {}, partial=True
    ).evaluation

    before: dict[str, pei_dsl.IndicatorResult | pei_dsl.GroupResult]
    after: dict[str, pei_dsl.IndicatorResult | pei_dsl.GroupResult]
    before, after = {**sound.indicators, **sound.groups}, {**partial.indicators, **partial.groups}
    for code in after if touched is None else touched:
        absence = after[code].absence
        assert absence is not None, code
        assert absence.reason is pei_dsl.Reason.INVALID
        assert "PEI" in absence.sentence()
        assert after[code].color is None
    for code in set() if touched is None else {*after} - touched:
        assert after[code].achievement == before[code].achievement, code
        assert after[code].color == before[code].color
    assert (partial.whole.mean is None) == (touched != set())


def test_no_function_of_absences_hides_an_error() -> None:
    text = PLAN.replace("fórmula: doble / 2", "fórmula: si_nd(doble; 10)").replace("suma(s.n)", "suma(s.m)")
    broken = pei_dsl.load_text(text)
    assert [each.code for each in broken.errors] == ["PEI201"], [each.message() for each in broken.errors]

    partial = pei_dsl.evaluate(broken, 2024, data=ROWS, partial=True).evaluation
    breakdown, _ = pei_dsl.break_down(broken, [2024], data=ROWS, partial=True)
    explained = pei_dsl.explain(broken, "IND.01.OEI.01", 2024, data=ROWS, partial=True)

    assert partial.indicators["IND.01.OEI.01"].absence is not None
    assert isinstance(next(iter(breakdown.series)).total, pei_dsl.Absence)
    assert isinstance(explained, pei_dsl.Explanation)
    assert explained.result.absence is not None
    assert pei_dsl.render(explained)


def test_the_command_refuses_what_the_verb_refuses(tmp_path: Path) -> None:
    (tmp_path / "plan.pei").write_text(PLAN.replace("unidad: número", "unidad: nmero", 1), "utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "pei_dsl", "evaluar", str(tmp_path), "--periodo", "2024"],
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 1
    assert "No se calcula un plan con errores." in done.stderr
    assert done.stdout == ""
