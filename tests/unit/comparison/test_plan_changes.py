"""What changed of what is declared beside figures: every field is told with what it said and says."""

from __future__ import annotations

import pytest

import pei_dsl

PLAN = """\
plan "PEI"
  periodo: 2024

objetivo OEI.01 "Salud"

acción AEI.01.01 "Atender"

indicador IND.01.OEI.01 "Porcentaje de controles"
  unidad:  porcentaje
  sentido: ascendente
  logros:  2024: 80%
  valores: 2024: 60%

actividad obra "Obra"
  acción:    AEI.01.01
  unidad:    número de obras
  programado:
    2024: 5
  ejecutado:
    2024: 4

evidencia acta "Acta"
  de:       IND.01.OEI.01
  periodo:  2024
  fecha:    2024-03-15
  sustenta: 56%
  archivo:  acta.pdf

factor lluvias "Lluvias"
  periodo: 2024
  origen:  externo
  efecto:  dificulta
  en:      OEI.01
  dicen:   "Oficina de Obras"

recomendación REC.2024.01 "Contratar"
  informe: "Informe 2024"
  para:    AEI.01.01
  situación:
    2024: no aplicada

compromiso COM.01 "Convocar"
  responde a:  REC.2024.01
  responsable: "Recursos Humanos"
  plazo:       2025-S1
  medio:       acta

versión uno "Uno"
  resolución: "R. 1"
  fecha:      2024-01-10
  rige:       2024
  carpeta:    ../uno
  equivale:   OEI.01 = OEI.02

cambio "Reprogramación"
  de:      IND.01.OEI.01
  campo:   logros
  periodo: 2024
  antes:   "90%"
  fecha:   2024-02-01
"""
# What is written otherwise, and what is told of it.
CHANGES = {
    ("    2024: 5\n", "    2024: 6\n"): ("obra", "programmed", "2024: 5", "2024: 6"),
    ("    2024: 4\n", "    2024: 3\n"): ("obra", "executed", "2024: 4", "2024: 3"),
    ("sustenta: 56%", "sustenta: 58%"): ("acta", "supports", "56 %", "58 %"),
    ("fecha:    2024-03-15", "fecha:    2024-03-16"): ("acta", "date", "2024-03-15", "2024-03-16"),
    ("archivo:  acta.pdf", "archivo:  otra.pdf"): ("acta", "file", "acta.pdf", "otra.pdf"),
    ("origen:  externo", "origen:  interno"): ("lluvias", "origin", "externo", "interno"),
    ("Oficina de Obras", "Oficina B"): ("lluvias", "told_by", "Oficina de Obras", "Oficina B"),
    ("no aplicada", "aplicada"): ("REC.2024.01", "situation", "2024: no aplicada", "2024: aplicada"),
    ("2025-S1", "2025-S2"): ("COM.01", "deadline", "2025-S1", "2025-S2"),
    ("OEI.01 = OEI.02", "OEI.01 = OEI.03"): ("uno", "equivalents", "OEI.01: OEI.02", "OEI.01: OEI.03"),
    ("rige:       2024", "rige:       2023"): ("uno", "in_force", "2024; 2024", "2023; 2023"),
    ("fecha:      2024-01-10", "fecha:      2024-01-11"): ("uno", "date", "2024-01-10", "2024-01-11"),
    ("../uno", "../dos"): ("uno", "folder", "../uno", "../dos"),
    ('"90%"', '"95%"'): ("Reprogramación", "before", "90%", "95%"),
    ("2024-02-01", "2024-02-02"): ("Reprogramación", "date", "2024-02-01", "2024-02-02"),
}


@pytest.mark.parametrize("change", CHANGES, ids=lambda each: each[1].strip())
def test_a_field_beside_figures_is_told_with_what_it_said(change: tuple[str, str]) -> None:
    assert PLAN.count(change[0]) == 1
    before = pei_dsl.load_text(PLAN)
    after = pei_dsl.load_text(PLAN.replace(*change))
    (found,) = pei_dsl.compare(before, after, 2024).plan

    assert (found.code, found.field, found.before, found.after) == CHANGES[change]


@pytest.mark.parametrize(
    "keyword", ["actividad", "evidencia", "factor", "recomendación", "compromiso", "versión", "cambio"]
)
def test_what_comes_and_what_goes_is_told(keyword: str) -> None:
    blocks = PLAN.split("\n\n")
    left = [each for each in blocks if not each.startswith(f"{keyword} ")]
    if keyword in {"recomendación", "evidencia"}:  # a commitment rests on both
        left = [each for each in left if not each.startswith("compromiso")]
    some, whole = pei_dsl.load_text("\n\n".join(left)), pei_dsl.load_text(PLAN)
    came, went = pei_dsl.compare(some, whole, 2024), pei_dsl.compare(whole, some, 2024)

    assert [str(each.kind) for each in came.plan] == ["nuevo"] * (len(blocks) - len(left))
    assert [str(each.kind) for each in went.plan] == ["termina"] * (len(blocks) - len(left))


def test_a_plan_whose_tests_changed_is_not_told_to_be_the_same() -> None:
    test = '\n\nprueba "Una"\n  año: 2024\n  OEI.01: alcance 75.00%\n'
    before, after = pei_dsl.load_text(PLAN), pei_dsl.load_text(PLAN + test)
    assert not after.errors

    assert "No cambió nada" in pei_dsl.render(pei_dsl.compare(before, before, 2024), "tabla")
    assert "No cambió nada" not in pei_dsl.render(pei_dsl.compare(before, after, 2024), "tabla")
