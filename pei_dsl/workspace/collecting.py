"""Reading a plan makes many values and no circles of them: the collector of circles waits meanwhile."""

from __future__ import annotations

import contextlib
import gc
import threading
from collections.abc import Iterator

_lock = threading.Lock()
_waiting: list[bool] = []  # whether the collector was on, for each block that runs


@contextlib.contextmanager
def not_collecting() -> Iterator[None]:
    """
    Keep Python from looking for circles while the block runs, and let it again when the last block ends.

    It would look at all that was made so far again and again; a collector that the host has stopped stays so.
    """
    with _lock:
        _waiting.append(gc.isenabled() or any(_waiting))
        gc.disable()
    try:
        yield
    finally:
        with _lock:
            if _waiting.pop() and not _waiting:
                gc.enable()
