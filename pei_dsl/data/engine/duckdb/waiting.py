"""Waiting for an engine: with an end to patience, a look at how far it is, and an ear for Ctrl-C."""

from __future__ import annotations

import contextlib
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
        finally:
            done.set()

    # An event, since a thread whose `join` Ctrl-C cuts off counts as ended in Python 3.11 though it runs on.
    done = threading.Event()
    worker = threading.Thread(target=run, name="pei-engine", daemon=True)
    end = None if seconds is None else time.monotonic() + seconds
    worker.start()
    try:
        while not done.is_set():
            left = _LOOK if end is None else min(_LOOK, end - time.monotonic())
            if left <= 0:
                raise TooSlowError  # noqa: TRY301  (what is halted below is halted for this too)
            if not done.wait(left) and look is not None:
                look()
    except BaseException:
        _halt(stop, done)
        raise
    if errors:
        raise errors[0]
    return results[0]


def _halt(stop: Callable[[], None], done: threading.Event) -> None:
    """Call `stop` until the work ends: one that begins just now does not hear the first call."""
    while not done.is_set():
        with contextlib.suppress(KeyboardInterrupt):  # whoever presses Ctrl-C twice is being heard already
            stop()
            done.wait(_LOOK)
