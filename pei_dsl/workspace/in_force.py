"""The plan that was in force on a day: that of the version which held, as it stood then."""

from __future__ import annotations

import datetime
import enum
from collections.abc import Sequence
from pathlib import Path

from pei_dsl.data.readers.locating import from_here
from pei_dsl.diagnostics.errors import RequestError
from pei_dsl.model.plan import Plan
from pei_dsl.model.versions import Version, versions_on
from pei_dsl.workspace.as_stood import as_stood
from pei_dsl.workspace.loaded import Loaded
from pei_dsl.workspace.soundness import computable
from pei_dsl.workspace.version_plans import Access, version_plan


class WhyNotInForce(enum.StrEnum):
    """Why the plan of a day is not asked: the key of a sentence in the catalogues."""

    OUTSIDE = "outside"
    MISSING = "missing"
    BROKEN = "broken"
    SEVERAL = "several"


class NotInForceError(RequestError):
    """
    The plan that was in force on a day is in a folder that is not read.

    Attributes:
        reason: Why.
        params: What its sentence mentions.
    """

    section = "in_force_errors"

    def __init__(self, reason: WhyNotInForce, **params: str) -> None:
        super().__init__(reason, **params)


_REASONS = {
    Access.OUTSIDE: WhyNotInForce.OUTSIDE,
    Access.MISSING: WhyNotInForce.MISSING,
    Access.BROKEN: WhyNotInForce.BROKEN,
}


def in_force(loaded: Loaded, day: datetime.date, roots: Sequence[Path] = ()) -> Loaded:
    """
    Return the plan that was in force on `day`, as it stood then.

    Where the version that held is in a folder of its own, it is the plan of that folder.

    Args:
        loaded: The plan that declares the versions.
        day: The day.
        roots: Folders outside that of the plan that may be read, beside those that its permissions name.

    Raises:
        PlanError: The plan has errors, or an act that changed it cannot be undone.
        NotInForceError: The version that held is in a folder that may not be read, or holds no sound plan.
    """
    return as_stood(plan_of_day(loaded, day, roots), day)


def plan_of_day(loaded: Loaded, day: datetime.date, roots: Sequence[Path] = ()) -> Loaded:
    """Return the plan that was in force on `day` as it stands today; see `in_force`."""
    version = elsewhere_on(computable(loaded), day)
    if version is None:
        return loaded
    found, folder = version_plan(loaded, version, roots)
    if found.loaded is not None:
        return found.loaded
    raise NotInForceError(
        _REASONS[found.access],
        day=day.isoformat(),
        name=version.title or version.name,
        folder=version.folder_written,
        path=from_here(folder),
    )


def elsewhere_on(plan: Plan, day: datetime.date) -> Version | None:
    """
    Return the version that held on `day`, if it is in a folder of its own; None where it is this plan.

    Raises:
        NotInForceError: Several held, each in a folder of its own.
    """
    held = versions_on(plan.versions, day)
    if not held or any(not each.folder_written for each in held):
        return None
    if len(held) > 1:
        names = ", ".join(f"«{each.title or each.name}»" for each in held)
        raise NotInForceError(WhyNotInForce.SEVERAL, day=day.isoformat(), names=names)
    return held[0]
