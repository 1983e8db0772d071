"""The plans of versions in folders of their own: read where the caller allows it, and else why not."""

from __future__ import annotations

import enum
from collections.abc import Iterator, Sequence
from pathlib import Path

import attrs

from pei_dsl.model.versions import Version
from pei_dsl.workspace.loaded import Loaded
from pei_dsl.workspace.loading import load


class Access(enum.Enum):
    """How the folder of a version was found."""

    READ = enum.auto()
    OUTSIDE = enum.auto()
    """It is in no folder that may be read, so that nobody looked whether it is there."""
    MISSING = enum.auto()
    BROKEN = enum.auto()
    """Its plan has errors, and is not computed."""


@attrs.frozen
class VersionPlan:
    """
    A version in a folder of its own.

    Attributes:
        version: What the plan declares of it.
        access: How its folder was found.
        loaded: Its plan; None unless it was read and has no errors.
    """

    version: Version
    access: Access
    loaded: Loaded | None = None


def version_plans(loaded: Loaded, roots: Sequence[Path] = ()) -> tuple[VersionPlan, ...]:
    """
    Return the versions of a plan that are in folders of their own, in the order in which it declares them.

    Args:
        loaded: The plan.
        roots: Folders outside that of the plan that may be read, beside those that its permissions name.
            Links are followed before a path is compared, so that none leads elsewhere.
    """
    return tuple(
        _opened(each, access, folder, loaded, roots) for each, access, folder in versions_found(loaded, roots)
    )


def version_plan(loaded: Loaded, version: Version, roots: Sequence[Path] = ()) -> tuple[VersionPlan, Path]:
    """Return one version of a plan that is in a folder of its own, and that folder; see `version_plans`."""
    for each, access, folder in versions_found(loaded, roots):
        if each is version:
            return _opened(each, access, folder, loaded, roots), folder
    return VersionPlan(version, Access.MISSING), Path(version.folder_written)  # the plan has no folder itself


def versions_found(loaded: Loaded, roots: Sequence[Path] = ()) -> Iterator[tuple[Version, Access, Path]]:
    """Yield the versions in folders of their own, each with how its folder was found; none is read for it."""
    permissions = loaded.permissions.with_roots(roots)
    own = [loaded.root] if permissions.folder and loaded.root is not None else []
    allowed = [each.resolve() for each in (*own, *permissions.roots)]
    for version, folder in version_folders(loaded):
        access = Access.OUTSIDE
        if any(folder.is_relative_to(each) for each in allowed):
            access = Access.READ if folder.is_dir() else Access.MISSING
        yield version, access, folder


def version_folders(loaded: Loaded) -> Iterator[tuple[Version, Path]]:
    """Yield the versions in folders of their own, each with its folder, whether or not it may be read."""
    for version in loaded.plan.versions.values():
        if version.folder_written and loaded.root is not None:
            yield version, (loaded.root / version.folder / version.folder_written).resolve()


def _opened(
    version: Version, access: Access, folder: Path, loaded: Loaded, roots: Sequence[Path]
) -> VersionPlan:
    if access is not Access.READ:
        return VersionPlan(version, access)
    other = load(folder, permissions=loaded.permissions.with_roots(roots))
    if other.errors:
        return VersionPlan(version, Access.BROKEN)
    return VersionPlan(version, Access.READ, other)
