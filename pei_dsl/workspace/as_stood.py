"""A plan as it stood on a day: what acts changed after that day says again what it said before."""

from __future__ import annotations

import datetime

import attrs

from pei_dsl import vocabulary
from pei_dsl.analysis.analyse import analyse
from pei_dsl.diagnostics import Diagnostic, Label
from pei_dsl.diagnostics.errors import PlanError
from pei_dsl.edits.changes import PLAN, Address, Change, ChangeError, SetField, SetFigure
from pei_dsl.edits.editing import edit
from pei_dsl.model.plan import Plan
from pei_dsl.model.versions import Amendment
from pei_dsl.source import Source
from pei_dsl.syntax.parse import parse
from pei_dsl.workspace.loaded import Loaded
from pei_dsl.workspace.soundness import computable


class NotUndoneError(PlanError):
    """An act cannot be undone: what it says stood there before is no value of its field."""


def as_stood(loaded: Loaded, day: datetime.date) -> Loaded:
    """
    Return the plan as it stood on `day`.

    The last act is undone first, so that each finds what it left.  What a plan says that no `cambio` tells
    of is taken to have been so always.

    Raises:
        PlanError: The plan has errors.
        NotUndoneError: What an act says stood there before is no value of its field.
    """
    later = undone(computable(loaded), day)
    if not later:
        return loaded
    for each in later:
        before = _before(loaded, each)
        if before is None:
            raise NotUndoneError([_refused(each)])
        loaded = before
    # An act that is undone had not changed anything yet.
    kept = tuple(each for each in loaded.plan.amendments if each not in later)
    return attrs.evolve(loaded, plan=attrs.evolve(loaded.plan, amendments=kept))


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
    for each in undone(loaded.plan):
        before = _before(loaded, each)
        if before is None:
            found.append(_refused(each))
        else:
            loaded = before
    return found


def _before(loaded: Loaded, amendment: Amendment) -> Loaded | None:
    """Return the plan before an act, or None where it cannot be written, or is no plan any more."""
    try:
        edited = edit(loaded.files, undoing(amendment)).texts
    except ChangeError:
        return None
    parsed = {name: parse(Source.of(name, text)) for name, text in edited.items()}
    files = tuple(
        parsed[each.source.name].file if each.source.name in parsed else each for each in loaded.files
    )
    analysed = analyse(files)
    before = attrs.evolve(
        loaded,
        plan=analysed.plan,
        diagnostics=(*(one for each in parsed.values() for one in each.diagnostics), *analysed.diagnostics),
        sources={**loaded.sources, **{name: each.file.source for name, each in parsed.items()}},
        files=files,
        answered=None,
    )
    return None if before.errors else before


def _refused(amendment: Amendment) -> Diagnostic:
    place = amendment.before_at
    params = {
        "written": amendment.before or "",
        "field": vocabulary.field_named(amendment.field).spanish,
        "code": amendment.code or "plan",
    }
    variant = "before" if amendment.before is not None else "nothing_before"
    return Diagnostic("PEI238", Label(place.source, place.span, "here"), params, variant=variant)
