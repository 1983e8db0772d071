"""Trees for programs: plain dicts and lists, what lies under each thing within it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from pei_dsl.views.branches import Branch

JSON_KINDS = {
    "plan": "plan",
    "objective": "objetivo",
    "action": "acción",
    "indicator": "indicador",
    "input": "dato",
    "variable": "variable",
    "series": "serie",
    "function": "función",
    "source": "fuente",
    "period_day": "día del periodo",
    "holidays": "feriados",
    "baseline": "línea de base",
    "goal": "logro",
}


def _nothing(_: Branch) -> Mapping[str, Any]:
    return {}


def to_json(branch: Branch, more: Callable[[Branch], Mapping[str, Any]] = _nothing) -> dict[str, Any]:
    """
    Return `branch` as plain dicts and lists; `partes` is what lies under it.

    `recortado` says that what lies under it is not shown here; `more` adds members to each branch.
    """
    made: dict[str, Any] = {"tipo": JSON_KINDS[branch.kind], "codigo": branch.name, "titulo": branch.title}
    made |= more(branch)
    if branch.left_out:
        made["recortado"] = True
    made["partes"] = [to_json(each, more) for each in branch.parts]
    return made
