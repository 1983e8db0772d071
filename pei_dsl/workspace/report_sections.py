"""Which sections a report of a plan may have: those of the official one, and one for each code."""

from __future__ import annotations

from pei_dsl.model.plan import Level, Plan

FIXED = (
    *("resumen", "1", "1.1", "1.2", "1.3"),
    *("2", "2.1", "2.2", "2.3", "2.4"),
    *("3", "3.1", "3.1.resumen", "3.2", "3.2.1", "3.2.2", "3.3"),
    *("4", "5", "comparacion"),
    *("6", "6.1", "6.2", "6.3", "6.4", "firma"),
)
"""The sections that are of no code."""


def possible_sections(plan: Plan) -> tuple[str, ...]:
    """Return the sections that a report of some period may have; which it has, its figures decide."""
    objectives = [code for code, each in plan.groups.items() if each.level is Level.OBJECTIVE]
    actions = [code for code in plan.groups if code not in objectives]
    return (
        *FIXED,
        *(f"grupo.{code}" for code in plan.groups),
        *(f"indicador.{code}" for code in plan.indicators),
        *(f"evidencias.de.{code}" for code in plan.groups),
        *(f"actividades.de.{code}" for code in actions),
        *(f"critica.{code}.titulo" for code in actions),
        *(f"ficha.{code}" for code in plan.indicators),
        *(f"calculo.{code}" for code in (*plan.groups, *plan.indicators)),
    )
