"""The files that a plan is read from: its texts, its settings, what its sources and registers name."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from pei_dsl.data.readers.locating import locate
from pei_dsl.data.source_findings import Findings
from pei_dsl.workspace import settings
from pei_dsl.workspace.loaded import Loaded


def read_files(loaded: Loaded) -> Iterator[Path]:
    """Yield the files that `loaded` and what is computed from it rest on, wherever they are."""
    root = loaded.root
    if root is None:
        return
    yield from (root / name for name in loaded.sources)
    found = settings.find(root)
    if found is not None:
        yield found
    # What may be read is another question: a file that a source names is data to whoever keeps it.
    anywhere = [Path(root.resolve().anchor)]
    for owner in loaded.plan.file_owners:
        located = locate(owner, root, Findings(owner.file), anywhere)
        if located is not None:
            yield from (each.path for each in located.files)
