"""The databases of a plan, read once because somebody asks for it."""

from __future__ import annotations

from collections.abc import Sequence

import attrs

from pei_dsl.data.readers.held_databases import HeldDatabases
from pei_dsl.data.reading import Reading
from pei_dsl.data.recorded_answers import Record
from pei_dsl.model.periods import Period
from pei_dsl.workspace.loaded import Loaded
from pei_dsl.workspace.verbs import evaluate_many


def read_databases(loaded: Loaded, periods: Sequence[Period]) -> HeldDatabases:
    """
    Ask the databases of `loaded` what its figures of `periods` rest on, and return what they answer.

    Every variable that a `conexión` names may be used.  What cannot be read is among the findings.

    Raises:
        MissingExtraError: The driver of a database is not installed.
    """
    record = Record()
    permitted = attrs.evolve(loaded.permissions, variables=None)
    asked = attrs.evolve(loaded, permissions=permitted, databases=HeldDatabases(), answered=None)
    evaluate_many(
        asked,
        periods,
        methodologies=[*loaded.plan.methodologies],
        reading=Reading(record=record),
        partial=True,
    )
    return HeldDatabases.of(loaded.plan, record)
