"""What reading a workspace gives."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import attrs

from pei_dsl.diagnostics import Diagnostic, Severity
from pei_dsl.model.plan import Plan
from pei_dsl.source import Source
from pei_dsl.syntax import tree


@attrs.frozen
class Loaded:
    """
    What reading a workspace gave.

    Attributes:
        plan: The plan; of what is wrong, all that is right.
        diagnostics: What was found, in the order of the texts.
        root: The folder, or None for texts of a host.
        sources: The texts by name.
        files: Their trees.
    """

    plan: Plan
    diagnostics: tuple[Diagnostic, ...]
    root: Path | None
    sources: Mapping[str, Source]
    files: tuple[tree.File, ...] = attrs.field(repr=False)

    @property
    def errors(self) -> tuple[Diagnostic, ...]:
        """The findings that keep the plan from being evaluated."""
        return tuple(each for each in self.diagnostics if each.severity is Severity.ERROR)
