"""Waiting for an engine: with an end to patience, a look at how far it is, and an ear for Ctrl-C."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")

# How often one looks, in seconds; what takes less is not looked at.
_LOOK = 0.1


class TooSlowError(Exception):
    """The work took longer than it may."""


def wait_for(
    work: Callable[[], T],
    stop: Callable[[], None],
    seconds: float | None = None,
    look: Callable[[], None] | None = None,
) -> T:
    """
    Return what `work` returns; it runs in a thread of its own, so that this one hears Ctrl-C meanwhile.

    Args:
        work: Runs until it is done or told to stop.
        stop: Tells it so, from this thread; then `work` raises.
        seconds: How long it may take; None for any time.
        look: Called from time to time while it runs.

    Raises:
        TooSlowError: `work` took longer than `seconds`.
    """
    results: list[T] = []
    errors: list[BaseException] = []

    def run() -> None:
        try:
            results.append(work())
        except BaseException as error:  # noqa: BLE001  (raised again where it is waited for)
            errors.append(error)

    thread = threading.Thread(target=run, name="pei-engine", daemon=True)
    end = None if seconds is None else time.monotonic() + seconds
    thread.start()
    try:
        while thread.is_alive():
            left = _LOOK if end is None else min(_LOOK, end - time.monotonic())
            if left <= 0:
                raise TooSlowError
            thread.join(left)
            if look is not None and thread.is_alive():
                look()
    except BaseException:
        while thread.is_alive():  # a query that begins just now does not hear the first call
            stop()
            thread.join(_LOOK)
        raise
    if errors:
        raise errors[0]
    return results[0]
