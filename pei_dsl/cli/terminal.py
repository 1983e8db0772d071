"""What standard output is: how wide, whether it is painted, and that nothing steers it."""

from __future__ import annotations

import contextlib
import io
import os
import shutil
import sys
from collections.abc import Iterator

from pei_dsl.cli.environment import closed
from pei_dsl.cli.language import current
from pei_dsl.renderers.outlet import Outlet
from pei_dsl.renderers.style import WIDTH


@contextlib.contextmanager
def guarded() -> Iterator[None]:
    """Let nothing onto the screen that would steer it, whoever prints, click included."""
    before = sys.stdin, sys.stdout, sys.stderr
    sys.stdin = sys.stdin or io.TextIOWrapper(io.BytesIO())
    sys.stdout = Outlet(sys.stdout or closed(), current())
    sys.stderr = Outlet(sys.stderr or io.StringIO(), current())
    try:
        yield
    finally:
        sys.stdin, sys.stdout, sys.stderr = before


def paints() -> bool:
    """Tell whether to paint: only on a terminal, never with NO_COLOR, always with FORCE_COLOR."""
    if os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR"):
        return True
    return sys.stdout.isatty() and os.environ.get("TERM") != "dumb"


def width() -> int:
    """Return how wide the output may be: the terminal or `COLUMNS`, up to 160, or 100 when piped."""
    if not sys.stdout.isatty() and not os.environ.get("COLUMNS", "").isdecimal():
        return WIDTH
    return min(160, shutil.get_terminal_size((WIDTH, 24)).columns)
