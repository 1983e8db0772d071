"""Sessions for pages, the first of them made while its page is still being loaded."""

from __future__ import annotations

import traceback
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from threading import Lock
from typing import Generic, TypeVar

from pei_dsl.host_log import LOG

T = TypeVar("T")


class ReadySessions(Generic[T]):
    """
    Gives sessions; any thread may ask.

    The first is made from now on, by a thread of its own: what it imports and reads takes longer than a
    browser takes to load the page.

    Args:
        make: Makes a session.
        prepare: Has a session read what it will be asked for first.
    """

    def __init__(self, make: Callable[[], T], prepare: Callable[[T], object]) -> None:
        self._make = make
        self._lock = Lock()
        pool = ThreadPoolExecutor(1, thread_name_prefix="pei")
        self._first: Future[T] | None = pool.submit(_prepared, make, prepare)
        pool.shutdown(wait=False)

    def take(self) -> T:
        """Return a session that no other page has."""
        with self._lock:
            first, self._first = self._first, None
        return self._make() if first is None else first.result()


def _prepared(make: Callable[[], T], prepare: Callable[[T], object]) -> T:
    made = make()
    try:
        prepare(made)
    except Exception as error:  # noqa: BLE001  (a session tells its page of a fault when it is asked)
        LOG.error("%s", "".join(traceback.format_exception(error)))
        return make()
    return made
