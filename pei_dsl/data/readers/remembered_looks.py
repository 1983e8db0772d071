"""Looks at all rows of big files, which need not be taken again while the files are as they were."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from pei_dsl import cache_folder
from pei_dsl.plain_files import State, state_of

# Smaller files are looked at in less time than it takes to find what was told.
REMEMBERED_FROM = 4_000_000
MOST_REMEMBERED = 2_000
# A file that was changed less than so many seconds ago may change again within the same tick of its clock.
FRESH = 2.0
# What is kept; another number when it means something else.
_FORM = "looks 1"


def remembered(question: str, files: Sequence[Path], look: Callable[[], Sequence[int]]) -> Sequence[int]:
    """
    Return the numbers that `look` counts, without looking where they are known.

    They are kept in the cache folder with the number, size and times of change of each file, as hashes of
    files are, where there is such a folder and the files are big.

    Args:
        question: All that the numbers rest on beside the bytes of the files: queries, names, versions.
        files: The files; none where nothing tells when the rows change.
        look: Counts.
    """
    place, states = _place(), _states(files)
    if place is None or states is None or sum(size for _, size, *_ in states) < REMEMBERED_FROM:
        return look()
    key = hashlib.sha256(question.encode("utf-8", "surrogatepass")).hexdigest()
    known = _known(place).get(key)
    if known is not None and known[0] == [list(each) for each in states]:
        return known[1]
    numbers = list(look())
    changed = max(moment for each in states for moment in each[2:]) / 1e9
    if changed < time.time() - FRESH and _states(files) == states:
        latest = _known(place)  # others may have written meanwhile
        latest.pop(key, None)
        latest[key] = ([list(each) for each in states], numbers)
        cache_folder.keep(place, _FORM, dict([*latest.items()][-MOST_REMEMBERED:]))
    return numbers


def _place() -> Path | None:
    folder = cache_folder.trusted_folder()
    return None if folder is None else folder / "miradas.json"


def _states(files: Sequence[Path]) -> list[State] | None:
    """Return the states of all files; None where there are none, or one is not there."""
    states = [state_of(each) for each in files]
    found = [each for each in states if each is not None]
    return found if found and len(found) == len(states) else None


def _known(place: Path) -> dict[str, tuple[list[list[int]], list[int]]]:
    found = cache_folder.kept(place, _FORM)
    if not isinstance(found, dict):
        return {}
    return {key: (states, numbers) for key, (states, numbers) in found.items()}
