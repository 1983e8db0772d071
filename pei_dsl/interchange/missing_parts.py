"""What a plan must say and a workbook does not: the objective of an action, a name, a unit, a direction."""

from __future__ import annotations

from collections.abc import Mapping

from pei_dsl import vocabulary
from pei_dsl.analysis.resolve.symbols import group_of, objective_of
from pei_dsl.diagnostics import Severity
from pei_dsl.interchange.drafts import Draft
from pei_dsl.interchange.form_columns import heading
from pei_dsl.interchange.sheet_cells import Observations

# What `pei revisar` demands of every indicator, with what a plan may say.
_DEMANDED = {
    "unit": "unidad: número",
    "direction": "sentido: ascendente",
}


def tell_missing(drafts: Mapping[str, Draft], observations: Observations) -> None:
    """Tell of what the plan that `drafts` make will lack, so that it has errors (PEI368)."""
    told: set[str] = set()
    for draft in drafts.values():
        code = draft.code.code
        above = objective_of(code) if draft.code.kind == "action" else group_of(code)
        if above and above not in drafts and above not in told:
            told.add(above)
            _tell(draft, observations, "", code=above, of=code, line=_declaration(above))
        objective = objective_of(above) if above and above not in drafts else ""
        if objective and objective not in drafts and objective not in told:
            told.add(objective)
            _tell(draft, observations, "", code=objective, of=above, line=_declaration(objective))
        if not draft.title:
            _tell(draft, observations, "title", code=code, line=_declaration(code))
    # What a cell says wrongly was told of that cell.
    told_rows = {
        (each.cell.sheet, each.cell.row)
        for each in observations.items
        if each.cell is not None and each.diagnostic.severity is Severity.ERROR
    }
    for name in _DEMANDED:
        lacking = [each for each in drafts.values() if _lacks(each, name)]
        wanting = [each for each in lacking if (each.cell.sheet, each.cell.row) not in told_rows]
        _tell_field(name, wanting, observations)


def _lacks(draft: Draft, field: str) -> bool:
    if draft.code.kind != "indicator":
        return False
    return not draft.unit_text if field == "unit" else field not in draft.texts


def _tell_field(name: str, drafts: list[Draft], observations: Observations) -> None:
    if not drafts:
        return
    word = vocabulary.field_named(name)
    first, more = drafts[0], len(drafts) - 1
    line = _DEMANDED[name]
    params = {"field": word.spanish, "heading": heading(word), "code": first.code.code, "line": line}
    if more:
        _tell(first, observations, "field_many", count=str(more), **params)
    else:
        _tell(first, observations, "field", **params)


def _tell(draft: Draft, observations: Observations, variant: str, **params: str) -> None:
    observations.add(draft.cell, "PEI368", variant, severity=Severity.NOTE, **params)


def _declaration(code: str) -> str:
    """Return the line of a plan that declares `code`."""
    keyword = {"O": "objetivo", "A": "acción", "I": "indicador"}[code[0]]
    return f'{keyword} {code} "…"'
