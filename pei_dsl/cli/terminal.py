"""What standard output is: how wide, and whether it is painted."""

from __future__ import annotations

import os
import shutil
import sys

from pei_dsl.renderers.style import WIDTH


def paints() -> bool:
    """Tell whether to paint: only on a terminal, never with NO_COLOR, always with FORCE_COLOR."""
    if os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR"):
        return True
    return sys.stdout.isatty() and os.environ.get("TERM") != "dumb"


def width() -> int:
    """Return how wide the output may be: the terminal, up to 140 columns, or 100 when piped."""
    if not sys.stdout.isatty():
        return WIDTH
    return min(140, shutil.get_terminal_size((WIDTH, 24)).columns)
