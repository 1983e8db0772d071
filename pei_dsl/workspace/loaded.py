"""What reading a workspace gives."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import attrs

from pei_dsl.analysis.lints.known_comments import KnownComments
from pei_dsl.data.held_registers import HeldRegisters
from pei_dsl.data.permissions import Permissions
from pei_dsl.data.readers.held_databases import HeldDatabases
from pei_dsl.data.readers.held_tables import HeldTables
from pei_dsl.diagnostics import Diagnostic, Severity
from pei_dsl.evaluation.known_results import KnownResults
from pei_dsl.immutable import brief, freezing
from pei_dsl.model.plan import Plan
from pei_dsl.source import Source
from pei_dsl.syntax import tree


@attrs.define
class Answered:
    """
    What was read and measured for earlier versions of a workspace.

    Attributes:
        tables: Rows of data files.
        looked_at: Rows that were read for warnings alone: of what an engine answers for when it is measured.
        registers: Registered values of files.
        results: Measured indicators.
        comments: What comments of the texts say of warnings.
    """

    tables: HeldTables = attrs.field(factory=HeldTables)
    looked_at: HeldTables = attrs.field(factory=HeldTables)
    registers: HeldRegisters = attrs.field(factory=HeldRegisters)
    results: KnownResults = attrs.field(factory=KnownResults)
    comments: KnownComments[Any] = attrs.field(factory=KnownComments)


@attrs.frozen(field_transformer=freezing)
class Loaded:
    """
    What reading a workspace gave.

    Attributes:
        plan: The plan; of what is wrong, all that is right.
        diagnostics: What was found, in the order of the texts.
        root: The folder, or None for texts of a host.
        sources: The texts by name.
        files: Their trees.
        permissions: What the plan may read.
        databases: What databases answered when somebody had them read; they are not asked again.
        answered: What earlier versions of a workspace answered; None for a plan that is read once.
    """

    __repr__ = brief

    plan: Plan
    diagnostics: tuple[Diagnostic, ...]
    root: Path | None
    sources: Mapping[str, Source]
    files: tuple[tree.File, ...] = attrs.field(repr=False)
    permissions: Permissions = Permissions()
    databases: HeldDatabases = attrs.field(factory=HeldDatabases, eq=False, repr=False)
    answered: Answered | None = attrs.field(default=None, eq=False, repr=False)

    @property
    def registers(self) -> HeldRegisters:
        """What was read of registers before."""
        return HeldRegisters() if self.answered is None else self.answered.registers

    @property
    def errors(self) -> tuple[Diagnostic, ...]:
        """The findings that keep the plan from being evaluated."""
        return tuple(each for each in self.diagnostics if each.severity is Severity.ERROR)
