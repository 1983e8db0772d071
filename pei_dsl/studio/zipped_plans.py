"""A plan as one file, for whoever can be given no folder: texts and data, each where it stands."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from pathlib import Path

# A zip holds no time but this, so that the same plan gives the same bytes.
_MOMENT = (1980, 1, 1, 0, 0, 0)


def zipped(files: Mapping[str, bytes]) -> bytes:
    """Return a zip of files by their names, which may have folders."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, data in files.items():
            packed.writestr(zipfile.ZipInfo(name, _MOMENT), data, zipfile.ZIP_DEFLATED)
    return stream.getvalue()


def zipped_folder(folder: str) -> bytes:
    """Return a zip of a folder, as a folder of its name; what begins with a dot is of programs, and stays."""
    root = Path(folder)
    names = (each.relative_to(root) for each in sorted(root.rglob("*")) if each.is_file())
    kept = (each for each in names if not any(part.startswith(".") for part in each.parts))
    return zipped({f"{root.name}/{each.as_posix()}": (root / each).read_bytes() for each in kept})
