"""
Versions of a plan, and acts that changed something in it.

Neither enters arithmetic: a plan is computed as its texts say.  What stood before an act is known from the
act, so that a plan can be asked how it stood on a day.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping

import attrs

from pei_dsl.immutable import brief, freezing
from pei_dsl.model.figure import Place, declared_place
from pei_dsl.model.periods import Period


@attrs.frozen(field_transformer=freezing)
class Version:
    """
    A version of the plan that an act approved.

    Attributes:
        name: As other versions refer to it.
        resolution: The act.
        date: The day of the act, or None.
        in_force: First and last period for which it holds, or None where nothing says so.
        replaces: The name of the version that it replaces, or "".
        folder_written: The folder of its texts, relative to that of the declaring text; "" for this plan.
        equivalents: What a code of this plan is called in that version.
        folder: Folder of the declaring text, relative to the workspace.
    """

    __repr__ = brief

    name: str
    title: str = ""
    resolution: str = ""
    date: datetime.date | None = None
    in_force: tuple[Period, Period] | None = None
    replaces: str = ""
    folder_written: str = ""
    equivalents: Mapping[str, str] = attrs.field(factory=dict, hash=False)
    description: str = ""
    folder: str = ""
    documentation: str = ""
    declared_at: Place = declared_place()

    def holds_on(self, day: datetime.date) -> bool:
        """Tell whether it is in force on `day`, as far as it says."""
        if self.date is not None and day < self.date:
            return False
        return self.in_force is None or self.in_force[0].start <= day <= self.in_force[1].end


def versions_on(versions: Mapping[str, Version], day: datetime.date) -> tuple[Version, ...]:
    """Return those of `versions` that held on `day` and that no other one which held replaces."""
    held = [each for each in versions.values() if each.holds_on(day)]
    replaced = {each.replaces for each in held}
    return tuple(each for each in held if each.name not in replaced)


@attrs.frozen
class Amendment:
    """
    An act that changed a field of the plan.

    Attributes:
        title: What the act is called.
        code: The code of what it changed; "" for the plan itself.
        field: The vocabulary's identifier of the field, or "" where that is not known.
        period: The period of the figure that it changed, or None where the field holds no figures.
        before: What stood there before, as it was written; None: nothing stood there.
        resolution: The act.
        date: The day of the act, or None where it could not be read.
        before_at: Where it says what stood there, or the act itself.
    """

    __repr__ = brief

    title: str
    code: str = ""
    field: str = ""
    period: Period | None = None
    before: str | None = None
    resolution: str = ""
    date: datetime.date | None = None
    description: str = ""
    documentation: str = ""
    declared_at: Place = declared_place()
    before_at: Place = declared_place()

    @property
    def is_complete(self) -> bool:
        """Whether it is known what it changed, and when."""
        return bool(self.field) and self.date is not None

    @property
    def target(self) -> tuple[str, str, Period | None]:
        """What it changed."""
        return self.code, self.field, self.period
