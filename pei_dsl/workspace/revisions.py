"""A plan as git keeps it at a revision: read without touching the folder that is worked in."""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import tarfile
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import IO

import attrs

from pei_dsl.data.permissions import OWN, Permissions
from pei_dsl.data.readers.locating import locate
from pei_dsl.data.source_findings import Findings
from pei_dsl.workspace.comparison_errors import ComparisonError, WhyNotCompared
from pei_dsl.workspace.loaded import Loaded
from pei_dsl.workspace.loading import load

PREFIX = "git:"
# Paths of data may lead some folders up from the plan, never out of what was made for it.
_UP = "a/b/c/d"
_SECONDS = 120


@attrs.frozen
class Revision:
    """
    A plan at a revision.

    Attributes:
        name: The revision as it was asked for.
        commit: The commit that it is.
        loaded: The plan.
        elsewhere: The data files that git does not hold: they are those of the folder today.
    """

    name: str
    commit: str
    loaded: Loaded
    elsewhere: tuple[str, ...]


def revision_asked(written: str) -> str | None:
    """Return the revision that `git:REV` names, or None for what is a path."""
    return written.removeprefix(PREFIX) if written.startswith(PREFIX) else None


@contextlib.contextmanager
def plan_at(name: str, path: Path, permissions: Permissions = OWN) -> Iterator[Revision]:
    """
    Give the plan at `path` as it was at revision `name`, while the block runs.

    Raises:
        ComparisonError: There is no git, no repository, no such revision, or no plan in it.
    """
    folder = path if path.is_dir() else path.parent
    commit = commit_of(name, folder)
    with tempfile.TemporaryDirectory(prefix="pei-") as made:
        root = Path(made) / _UP / "plan"
        root.mkdir(parents=True)
        _extract(commit, folder, root, name)
        place = root if path.is_dir() else root / path.name
        if not place.exists():
            raise ComparisonError(WhyNotCompared.NO_PLAN_THERE, revision=name, folder=str(path))
        first = load(place, permissions=permissions)
        elsewhere = _bring(first, folder, root)
        allowed = permissions.with_roots([folder.resolve()])
        yield Revision(name, commit, attrs.evolve(first, permissions=allowed), tuple(elsewhere))


def commit_of(name: str, folder: Path) -> str:
    """
    Return the commit that `name` is in the repository of `folder`.

    Raises:
        ComparisonError: There is no git, no repository, or no such revision.
    """
    _git(folder, ["rev-parse", "--is-inside-work-tree"], WhyNotCompared.NO_REPOSITORY, folder=str(folder))
    asked = ["rev-parse", "--verify", "--quiet", "--end-of-options", f"{name}^{{commit}}"]
    return _git(folder, asked, WhyNotCompared.UNKNOWN_REVISION, revision=name).decode().strip()


def commits_since(name: str, path: Path, last: str = "HEAD") -> list[tuple[str, str]]:
    """
    Return the commits since revision `name` up to `last` that changed `path`, oldest first, with their days.

    Raises:
        ComparisonError: There is no git, no repository, or no such revision.
    """
    folder = path if path.is_dir() else path.parent
    first, end = commit_of(name, folder), commit_of(last, folder)
    asked = ["log", "--reverse", "--format=%H %cs", f"{first}..{end}", "--", str(path.resolve())]
    lines = _git(folder, asked, WhyNotCompared.UNKNOWN_REVISION, revision=name).decode().splitlines()
    return [(commit, day) for commit, _, day in (line.partition(" ") for line in lines)]


# ---- The program ------------------------------------------------------------------------------------------


def _git(at: Path, arguments: Sequence[str], otherwise: WhyNotCompared, **params: str) -> bytes:
    """Return what git answers; what it refuses is told as `otherwise`."""
    try:
        done = subprocess.run(  # noqa: S603  (no shell, and what follows a revision is none of its options)
            [_program(), "-C", str(at), *arguments],
            capture_output=True,
            check=True,
            timeout=_SECONDS,
            env=_environment(),
        )
    except (subprocess.SubprocessError, OSError, ValueError) as error:
        raise ComparisonError(otherwise, **params) from error
    return done.stdout


def _program() -> str:
    found = shutil.which("git")
    if found is None:
        raise ComparisonError(WhyNotCompared.NO_GIT)
    return found


def _environment() -> dict[str, str]:
    """Return an environment in which git asks nobody and locks nothing, in the repository of the folder."""
    own = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    return {**own, "GIT_TERMINAL_PROMPT": "0", "GIT_OPTIONAL_LOCKS": "0", "LC_ALL": "C"}


def _extract(commit: str, folder: Path, root: Path, name: str) -> None:
    """Write what `folder` held at a commit below `root`."""
    params = {"revision": name, "folder": str(folder)}
    asked = ["rev-parse", "--show-toplevel", "--show-prefix"]
    answer = _git(folder, asked, WhyNotCompared.NO_REPOSITORY, folder=str(folder)).decode().split("\n")
    # Of a folder below, git would take what lies in that of the same name.
    top, inside = answer[0], answer[1].rstrip("/")
    with tempfile.TemporaryFile() as archive:
        try:
            subprocess.run(  # noqa: S603  (as above)
                [_program(), "-C", top, "archive", "--format=tar", f"{commit}:{inside}"],
                stdout=archive,
                stderr=subprocess.DEVNULL,
                check=True,
                timeout=_SECONDS,
                env=_environment(),
            )
        except (subprocess.SubprocessError, OSError) as error:
            raise ComparisonError(WhyNotCompared.NO_PLAN_THERE, **params) from error
        archive.seek(0)
        _unpack(archive, root)


def _unpack(archive: IO[bytes], root: Path) -> None:
    with tarfile.open(fileobj=archive, mode="r:") as packed:
        # Links are left out: what they lead to may be anywhere.
        packed.extractall(root, [each for each in packed if each.isfile() or each.isdir()], filter="data")


# ---- Data that git does not hold --------------------------------------------------------------------------


def _bring(loaded: Loaded, folder: Path, root: Path) -> list[str]:
    """Put the data files of the folder that git does not hold where the plan looks for them."""
    held = _git(folder, ["ls-files", "-z"], WhyNotCompared.NO_REPOSITORY, folder=str(folder))
    tracked = {
        (folder / name).resolve() for name in held.decode(errors="surrogateescape").split("\0") if name
    }
    brought: dict[str, None] = {}
    for owner in loaded.plan.file_owners:
        located = locate(owner, folder, Findings(owner.file), loaded.permissions.roots)
        for file in located.files if located is not None else ():
            target = Path(os.path.normpath(root / file.shown))
            if file.path in tracked or target.exists() or not target.is_relative_to(root.parents[3]):
                continue
            target.parent.mkdir(parents=True, exist_ok=True)
            _link(file.path, target)
            brought[file.shown] = None
    return [*brought]


def _link(file: Path, target: Path) -> None:
    try:
        target.symlink_to(file)
    except OSError:  # Windows asks for a right that few have
        shutil.copyfile(file, target)
