"""Which cells of a column of numbers have the sign of percentages, as they are written."""

from __future__ import annotations

import attrs


@attrs.define
class PercentSigns:
    """
    How many cells of a column have the sign `%`.

    Attributes:
        with_it: How many have it.
        first_without: The first cell that has none, and is not zero, which is the same with it and without.
    """

    with_it: int = 0
    first_without: str = ""

    def take(self, written: str) -> None:
        """Look at one more cell."""
        bare = written.strip()
        if bare.endswith("%"):
            self.with_it += 1
        elif not self.first_without and bare.strip("0.,"):
            self.first_without = bare
