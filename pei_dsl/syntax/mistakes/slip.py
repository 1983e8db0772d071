"""A slip with the patch that lets the rest be read."""

from __future__ import annotations

import attrs

from pei_dsl.diagnostics import Diagnostic
from pei_dsl.source import Span


@attrs.frozen
class Slip:
    """What is wrong, and the characters that stand in its place while the declaration is read."""

    finding: Diagnostic
    patches: tuple[tuple[Span, str], ...]
