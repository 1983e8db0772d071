"""A plan as it stood on a day: what acts changed after that day says again what it said before."""

from __future__ import annotations

import datetime

from pei_dsl import vocabulary
from pei_dsl.diagnostics import Diagnostic, Label
from pei_dsl.diagnostics.errors import PlanError
from pei_dsl.edits.changes import PLAN, Address, Change, ChangeError, SetField, SetFigure
from pei_dsl.model.plan import Plan
from pei_dsl.model.versions import Amendment
from pei_dsl.workspace.loaded import Loaded
from pei_dsl.workspace.soundness import computable
from pei_dsl.workspace.workspace import Workspace


def as_stood(loaded: Loaded, day: datetime.date) -> Loaded:
    """
    Return the plan as it stood on `day`.

    The last act is undone first, so that each finds what it left.  What a plan says that no `cambio` tells
    of is taken to have been so always.

    Raises:
        PlanError: The plan has errors, or what an act says stood there before is no value of its field.
    """
    later = undone(computable(loaded), day)
    if not later:
        return loaded
    workspace = _workspace(loaded)
    for each in later:
        before = _before(workspace, each)
        if before is None:
            raise PlanError([_refused(each)])
        workspace = before
    return workspace.loaded


def undone(plan: Plan, day: datetime.date = datetime.date.min) -> list[Amendment]:
    """Return the acts that changed something after `day`, the last one first."""
    dated = [(each.date, each) for each in plan.amendments if each.is_complete and each.date is not None]
    later = [pair for pair in dated if pair[0] > day]
    return [each for _, each in sorted(later, key=lambda pair: pair[0], reverse=True)]


def undoing(amendment: Amendment) -> Change:
    """Return the change of texts that puts back what an act changed."""
    address = Address(amendment.code) if amendment.code else PLAN
    if vocabulary.field_named(amendment.field).kind == "FIGURES":
        return SetFigure(address, amendment.field, str(amendment.period), amendment.before)
    return SetField(address, amendment.field, amendment.before)


def check_amendments(loaded: Loaded) -> list[Diagnostic]:
    """Return what keeps acts from being undone: what is said to have stood there is no value of its field."""
    if loaded.errors:
        return []  # of a plan that says something else once they are mended
    found = []
    workspace = _workspace(loaded)
    for each in undone(loaded.plan):
        before = _before(workspace, each)
        if before is None:
            found.append(_refused(each))
        else:
            workspace = before
    return found


def _before(workspace: Workspace, amendment: Amendment) -> Workspace | None:
    """Return the plan before an act, or None where it cannot be written, or is no plan any more."""
    try:
        before = workspace.edited(undoing(amendment))
    except ChangeError:
        return None
    return None if before.loaded.errors else before


def _refused(amendment: Amendment) -> Diagnostic:
    place = amendment.before_at
    assert place is not None
    params = {
        "written": amendment.before or "",
        "field": vocabulary.field_named(amendment.field).spanish,
        "code": amendment.code or "plan",
    }
    variant = "before" if amendment.before is not None else "nothing_before"
    return Diagnostic("PEI238", Label(place.source, place.span, "here"), params, variant=variant)


def _workspace(loaded: Loaded) -> Workspace:
    return Workspace(loaded.root, loaded.sources, permissions=loaded.permissions)
