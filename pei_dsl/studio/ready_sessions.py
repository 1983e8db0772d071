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
        prepare: Has a session read what it will be asked for first, and returns what that thread goes on with
            while the session is asked already.
    """

    def __init__(self, make: Callable[[], T], prepare: Callable[[T], Callable[[], object]]) -> None:
        self._make = make
        self._lock = Lock()
        pool = ThreadPoolExecutor(1, thread_name_prefix="pei")
        prepared = pool.submit(_prepared, make, prepare)
        self._first: Future[tuple[T, Callable[[], object]]] | None = prepared
        pool.submit(lambda: _tried(prepared.result()[1]))
        pool.shutdown(wait=False)

    def take(self) -> T:
        """Return a session that no other page has."""
        with self._lock:
            first, self._first = self._first, None
        return self._make() if first is None else first.result()[0]


def _prepared(
    make: Callable[[], T], prepare: Callable[[T], Callable[[], object]]
) -> tuple[T, Callable[[], object]]:
    made = make()
    goes_on: list[Callable[[], object]] = []
    if _tried(lambda: goes_on.append(prepare(made))):
        return made, goes_on[0]
    return make(), lambda: None


def _tried(work: Callable[[], object]) -> bool:
    """Tell whether work ahead was done; a session tells its page of a fault when it is asked."""
    try:
        work()
    except Exception as error:  # noqa: BLE001  (the outermost place of its thread)
        LOG.error("%s", "".join(traceback.format_exception(error)))
        return False
    return True
