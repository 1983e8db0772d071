"""What two plans call the same thing, as the versions that they declare say."""

from __future__ import annotations

from collections.abc import Iterator

from pei_dsl.model.versions import Version
from pei_dsl.workspace.loaded import Loaded
from pei_dsl.workspace.version_plans import version_folders


def codes_by_versions(before: Loaded, after: Loaded) -> dict[str, str]:
    """
    Return the code that `before` has for what `after` calls otherwise, by the latter.

    A plan says it where it declares the other one as a version: by its folder, or by its title.
    """
    found: dict[str, str] = {}
    for version in _declaring(after, before):
        found.update(version.equivalents)
    for version in _declaring(before, after):
        found.update({theirs: ours for ours, theirs in version.equivalents.items()})
    known = {*before.plan.groups, *before.plan.indicators}
    own = {*after.plan.groups, *after.plan.indicators}
    return {new: old for new, old in found.items() if new in own and old in known and new != old}


def are_versions(before: Loaded, after: Loaded) -> bool:
    """Tell whether one of both plans declares the other one as a version."""
    return any((*_declaring(after, before), *_declaring(before, after)))


def _declaring(declaring: Loaded, declared: Loaded) -> Iterator[Version]:
    """Yield the versions of one plan that are the other one."""
    folders = {version.name: folder for version, folder in version_folders(declaring)}
    for version in declaring.plan.versions.values():
        folder = folders.get(version.name)
        if folder is None:
            is_other = bool(version.title) and version.title == declared.plan.title != declaring.plan.title
        else:
            is_other = declared.root is not None and folder == declared.root.resolve()
        if is_other:
            yield version
