"""What is said of a plan that is asked as it stood on a day: which version held then, and what is undone."""

from __future__ import annotations

import datetime

from pei_dsl import vocabulary
from pei_dsl.model.plan import Plan
from pei_dsl.model.versions import Amendment, Version
from pei_dsl.views.wording import said
from pei_dsl.workspace.as_stood import undone


def in_force_words(plan: Plan, day: datetime.date, language: str) -> list[str]:
    """Return a line for each version that held on `day`, and one for each act that is undone."""
    held = [each for each in plan.versions.values() if each.holds_on(day)]
    replaced = {each.replaces for each in held}
    lines = [_held(each, day, language) for each in held if each.name not in replaced]
    if plan.versions and not lines:
        lines.append(said("no_version_held", language, {"day": day.isoformat()}))
    return [*lines, *(_undone(each, language) for each in undone(plan, day))]


def _held(version: Version, day: datetime.date, language: str) -> str:
    params = {"day": day.isoformat(), "name": version.title or version.name, "folder": version.folder_written}
    return said("version_held_elsewhere" if version.folder_written else "version_held", language, params)


def _undone(amendment: Amendment, language: str) -> str:
    word = vocabulary.field_named(amendment.field)
    params = {
        "field": word.spanish if language == "es" else word.english_form,
        "code": amendment.code or "plan",
        "period": str(amendment.period or ""),
        "before": amendment.before or "",
        "date": str(amendment.date),
    }
    kind = "" if amendment.before is not None else "_nothing"
    return said(f"undone{'_period' if amendment.period is not None else ''}{kind}", language, params)
