"""The plans of a comparison as a question names them: by their path from the plan, or by a commit."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from pei_dsl.reproducing import digests
from pei_dsl.reproducing.question import STDIN, Question
from pei_dsl.workspace.loaded import Loaded
from pei_dsl.workspace.loading import load
from pei_dsl.workspace.revisions import PREFIX, commit_of, revision_asked

# So much of the hash of a commit tells it from others, as elsewhere in a comparison.
_SHORT = 10


def side_named(written: str, root: Path) -> str:
    """
    Return what a question calls the plan that was asked for as `written`.

    Args:
        written: A path, or `git:REV`.
        root: The folder of the plan that the question is asked of.

    Raises:
        ComparisonError: It is no revision that can be read.
    """
    revision = revision_asked(written)
    if revision is not None:
        return f"{PREFIX}{commit_of(revision, root)}"
    # What is beside a folder is beside where it really is: `..` of a link leads there.
    asked = Path(written).absolute()
    there = asked.parent.resolve() / asked.name
    return PurePosixPath(os.path.relpath(there, os.path.realpath(root)).replace(os.sep, "/")).as_posix()


def shown_names(loaded: Loaded, question: Question) -> tuple[str, str]:
    """Return what a document calls both plans: the same wherever it is written, so it can be verified."""
    first, last = (_shown(loaded, question.text, named) for _, named in _sides(question))
    return days_told(question, first, last)


def days_told(question: Question, first: str, last: str) -> tuple[str, str]:
    """Return the names of both plans, each with the day on which it stood so, where one is asked of."""
    days = question.earlier_in_force_on or question.in_force_on, question.in_force_on
    told = [f"{name} ({day})" if day else name for name, day in zip((first, last), days, strict=True)]
    return told[0], told[1]


def _shown(loaded: Loaded, text: str, named: str) -> str:
    revision = revision_asked(named) if named else None
    if revision is not None:
        return f"{PREFIX}{revision[:_SHORT]}"
    root = os.path.realpath(loaded.root or Path())
    own = text if text and text != STDIN else ""
    place = os.path.join(root, named or own)  # noqa: PTH118  (`..` is taken away next)
    return PurePosixPath(os.path.relpath(place, os.path.dirname(root)).replace(os.sep, "/")).as_posix()  # noqa: PTH120


def side_given(loaded: Loaded, named: str) -> Loaded | str | Path:
    """Return the plan that a question of `loaded` calls so, as it is compared."""
    if not named:
        return loaded
    if revision_asked(named) is not None:
        return named
    return (loaded.root or Path()) / named


def compared_plans(loaded: Loaded, question: Question) -> Iterator[tuple[str, Loaded]]:
    """Yield the plans of other folders that a question compares, called `antes` and `despues`."""
    for name, named in _sides(question):
        if named and revision_asked(named) is None:
            yield name, load((loaded.root or Path()) / named)


def commits_named(question: Question) -> Iterator[tuple[str, str]]:
    """Yield the hashes of the commits that a question compares: what a commit holds never changes."""
    for name, named in _sides(question):
        commit = revision_asked(named)
        if commit is not None:
            yield name, digests.of_text(commit)


def _sides(question: Question) -> tuple[tuple[str, str], tuple[str, str]]:
    return ("antes", question.before), ("despues", question.after)
