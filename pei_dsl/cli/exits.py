"""What a command ends with: the exit codes, and which one findings call for."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pei_dsl.diagnostics import Diagnostic

FINDINGS, USAGE, DATA = 1, 2, 3
INTERRUPTED = 130
"""What shells expect of a command that Ctrl-C stopped."""


def exit_code(found: Iterable[Diagnostic]) -> int:
    """
    Return what the findings `found` end in.

    That is 0 for nothing to mend (notes are no findings), 2 when the path leads to nothing that could be
    read, 3 when only data are wrong, else 1.
    """
    from pei_dsl.diagnostics import Severity

    counting = [each for each in found if each.severity is not Severity.NOTE]
    if not counting:
        return 0
    if any(
        each.code == "PEI123" and each.variant in {"missing", "folder", "earlier", "data"}
        for each in counting
    ):
        return USAGE
    return DATA if all(map(_is_of_data, counting)) else FINDINGS


def _is_of_data(found: Diagnostic) -> bool:
    """Tell whether a finding is about data, and not about a text of the plan that is only a link."""
    return found.code.startswith("PEI3") and (found.code, found.variant) != ("PEI307", "text")
