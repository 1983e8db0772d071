"""What was made easier by an act that the later plan declares, which is no reason to warn."""

from __future__ import annotations

from collections.abc import Iterable

from pei_dsl.comparison.compared import ChangePart, MadeEasier
from pei_dsl.comparison.easier_findings import FIELDS
from pei_dsl.model.plan import Plan
from pei_dsl.model.versions import Amendment


def undeclared(easier: Iterable[MadeEasier], plan: Plan) -> tuple[MadeEasier, ...]:
    """Return what no `cambio` of `plan` tells of."""
    return tuple(each for each in easier if not any(_tells(act, each, plan) for act in plan.amendments))


def _tells(act: Amendment, made: MadeEasier, plan: Plan) -> bool:
    if act.field not in FIELDS.get(made.part, ()) or not act.is_complete:
        return False
    if act.period is not None and made.part is ChangePart.GOAL and not act.period.contains(made.period):
        return False
    if made.part is not ChangePart.WEIGHTS:
        return act.code == made.code
    indicator = plan.indicators.get(act.code)
    return indicator is not None and made.code in {indicator.group, indicator.code}
