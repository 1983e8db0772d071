"""What is said of versions where a plan is asked: which held on a day, what is undone, what was not read."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from pathlib import Path

from pei_dsl import vocabulary
from pei_dsl.model.periods import Period
from pei_dsl.model.plan import Plan
from pei_dsl.model.versions import Amendment, Version, versions_on
from pei_dsl.views.wording import said
from pei_dsl.workspace.as_stood import undone
from pei_dsl.workspace.loaded import Loaded
from pei_dsl.workspace.version_plans import Access, versions_found


def in_force_words(declaring: Plan, asked: Plan, day: datetime.date, language: str) -> list[str]:
    """
    Return a line for each version that held on `day`, and one for each act that is undone.

    Args:
        declaring: The plan that declares the versions.
        asked: The plan that was in force: of the version that held, or the same.
        day: The day.
        language: Of the lines.
    """
    lines = [_held(each, declaring, day, language) for each in versions_on(declaring.versions, day)]
    if declaring.versions and not lines:
        lines.append(said("no_version_held", language, {"day": day.isoformat()}))
    return [*lines, *(_undone(each, language) for each in undone(asked, day))]


def unread_words(loaded: Loaded, period: Period, roots: Sequence[Path], language: str) -> list[str]:
    """Return a line for each version that held before `period` and whose folder could not be read."""
    words = {Access.OUTSIDE: "version_outside", Access.MISSING: "version_missing"}
    return [
        said(words[access], language, {"name": each.title or each.name, "folder": each.folder_written})
        for each, access, _ in versions_found(loaded, roots)
        if access in words and (each.in_force is None or each.in_force[0].year < period.year)
    ]


def _held(version: Version, plan: Plan, day: datetime.date, language: str) -> str:
    """Return which version held; where the plan is another one of those that it declares, that it is."""
    params = {
        "day": day.isoformat(),
        "name": version.title or version.name,
        "folder": version.folder_written,
        "plan": plan.title,
    }
    if version.folder_written:
        return said("version_held_elsewhere", language, params)
    others = [each.title for each in plan.versions.values() if each is not version]
    is_another = plan.title in others and version.title != plan.title
    return said("version_held_unread" if is_another else "version_held", language, params)


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
