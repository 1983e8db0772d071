"""The seal of a Parquet file: the hash of its rows as they lie there, told among its metadata behind them."""

from __future__ import annotations

import hashlib
import json
from typing import BinaryIO

SEAL = "pei.sello"
"""What the metadata are called that say how many bytes there are of rows, and their hash."""


class Sealed:
    """A stream that hashes what is written through it; what `pyarrow` asks of a file, and no more."""

    closed = False

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._hash = hashlib.sha256()
        self._bytes = 0

    def write(self, data: bytes) -> int:
        """Write `data` on; return how many bytes there are of it."""
        piece = bytes(data)
        self._hash.update(piece)
        self._bytes += len(piece)
        self._stream.write(piece)
        return len(piece)

    def tell(self) -> int:
        """Return how many bytes were written."""
        return self._bytes

    def flush(self) -> None:
        """Write on what is held."""
        self._stream.flush()

    def close(self) -> None:
        """Leave the stream open: it is of whoever gave it."""

    def readable(self) -> bool:
        """Tell that nothing is read."""
        return False

    def writable(self) -> bool:
        """Tell that it is written to."""
        return True

    def seekable(self) -> bool:
        """Tell that it goes on only."""
        return False

    def seal(self) -> str:
        """Return the seal of what was written until now."""
        return json.dumps({"bytes": self._bytes, "sha256": self._hash.hexdigest()})


def is_sealed(data: bytes, told: str | bytes) -> bool:
    """Tell whether the rows of the Parquet file `data` are those that its seal `told` is of."""
    try:
        match json.loads(told):
            case {"bytes": int(many), "sha256": str(digest)}:
                return hashlib.sha256(data[:many]).hexdigest() == digest
    except ValueError:
        return False
    return False
