"""What an engine may use of the machine."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import attrs


@attrs.frozen
class Limits:
    """
    What an engine may use.

    Attributes:
        memory: Memory, as DuckDB writes it: `2GB`; "" for the engine's own choice, most of the machine's.
        folder: Where it may put what does not fit; None for a temporary folder.
        seconds: How long one query may take; None for any time.
        rows: How many rows may come home from one query.
        look: Told from time to time how far a query is, in hundredths.
        connecting: How many seconds to wait for a server that does not answer.
    """

    memory: str = ""
    folder: Path | None = None
    seconds: float | None = None
    rows: int = 5_000_000
    look: Callable[[int], None] | None = None
    connecting: int = 15

    @property
    def patience(self) -> str:
        """How long one query may take, as people write it."""
        return f"{self.seconds or 0:g}"
