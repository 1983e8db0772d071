"""Which version of a workspace is the newest one, so that work on an older one stops."""

from __future__ import annotations

import contextlib
import itertools
import threading
from collections.abc import Iterator

import attrs

from pei_dsl.diagnostics.errors import PeiError


class SupersededError(PeiError):
    """The workspace was changed while this version of it was worked on: ask the newer one."""


@attrs.define
class Latest:
    """
    The newest version of a workspace, told to whoever works on one.

    One version is worked on at a time.  Work begun before a newer version was made stops at the next
    checkpoint; what is asked of an older version afterwards is answered.
    """

    number: int = 0
    _numbers: Iterator[int] = attrs.field(factory=lambda: itertools.count(1))
    _working: threading.RLock = attrs.field(factory=threading.RLock)
    _begun_at: int | None = None

    def next(self) -> int:
        """Return the number of a version that is made now."""
        self.number = next(self._numbers)
        return self.number

    @contextlib.contextmanager
    def working(self) -> Iterator[None]:
        """
        Hold the workspace while the block runs: nobody else works on another version meanwhile.

        Raises:
            SupersededError: A newer version was made while this work waited for its turn.
        """
        asked_at = self.number
        with self._working:
            outermost = self._begun_at is None
            if outermost:
                self._begun_at = asked_at
            try:
                self.check()
                yield
            finally:
                if outermost:
                    self._begun_at = None

    def check(self) -> None:
        """
        Go on, unless a newer version was made since the work at hand began.

        Raises:
            SupersededError: There is one.
        """
        if self._begun_at is not None and self._begun_at != self.number:
            message = "the workspace was changed while an older version of it was worked on"
            raise SupersededError(message)
