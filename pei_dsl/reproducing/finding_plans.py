"""The folder of a plan that a result is of: a result holds no path, since those differ between machines."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from pei_dsl.plain_files import read_plain
from pei_dsl.reproducing import digests
from pei_dsl.reproducing.fingerprints import Fingerprints
from pei_dsl.source import Source, decode
from pei_dsl.workspace.texts import MAX_BYTES, SUFFIX

# Nobody keeps more plans beside each other, and looking at more takes long.
MAX_FOLDERS = 1_000


def find_plan(prints: Fingerprints, beside: Path, here: Path) -> Path | None:
    """
    Return the folder of the plan that a result rests on, or None.

    It is looked for where the result is and where the command is given, in their folders and above them.  One
    whose texts are as they were comes before one that only has texts of those names.

    Args:
        prints: What the result rests on.
        beside: The folder of the result.
        here: The current folder.
    """
    names = [name for name in prints.texts if name.endswith(SUFFIX)]
    if not names:
        return None
    found = [each for each in _candidates(beside, here) if all((each / name).is_file() for name in names)]
    same = (each for each in found if all(_hash(each / name) == prints.texts[name] for name in names))
    return next(same, found[0] if found else None)


def _candidates(beside: Path, here: Path) -> Iterator[Path]:
    seen: set[Path] = set()
    starts = [beside.resolve(), here.resolve()]
    above = [parent for start in starts for parent in start.parents[:3]]
    for folder in (*starts, *_inside(starts), *above):
        if folder not in seen:
            seen.add(folder)
            yield folder


def _inside(folders: list[Path]) -> Iterator[Path]:
    for folder in folders:
        try:
            inside = sorted(each for each in folder.iterdir() if each.is_dir() and each.name[:1] != ".")
        except OSError:
            continue  # a folder that may not be listed holds no plan for us
        yield from inside[:MAX_FOLDERS]


def _hash(path: Path) -> str | None:
    try:
        source = decode(path.name, read_plain(path, MAX_BYTES + 1))
    except OSError:
        return None
    return digests.of_text(source.text) if isinstance(source, Source) else None
