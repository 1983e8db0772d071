"""All plans that an editor has open: which text, under which address, belongs to which of them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import attrs
from pygls.uris import from_fs_path, to_fs_path

from pei_dsl.lsp.open_plan import OpenPlan
from pei_dsl.lsp.plan_folders import plan_of
from pei_dsl.workspace.texts import SUFFIX


@attrs.define
class OpenPlans:
    """
    The plans of the folders and texts that an editor has open.

    Attributes:
        folders: The folders that it has opened.
        plans: The plans, by folder or file, or by address where a text has no file.
        texts: The texts that it holds by address, each with its version.
    """

    folders: list[Path] = attrs.field(factory=list)
    plans: dict[Path | str, OpenPlan] = attrs.field(factory=dict)
    texts: dict[str, tuple[str, int]] = attrs.field(factory=dict)
    _homes: dict[str, tuple[Path | str, str]] = attrs.field(factory=dict)

    def hold(self, uri: str, text: str, version: int) -> OpenPlan:
        """Let the editor's text be the one at `uri`; return its plan."""
        self.texts[uri] = text, version
        key, name = self._home(uri)
        plan = self.plans.get(key)
        if plan is None:
            plan = self.plans[key] = OpenPlan(key if isinstance(key, Path) else None, name)
        plan.hold(name, text, version)
        return plan

    def release(self, uri: str) -> OpenPlan | None:
        """Let the file be the text at `uri` again; return its plan, which is closed with its last text."""
        self.texts.pop(uri, None)
        key, name = self._home(uri)
        self._homes.pop(uri, None)
        plan = self.plans.get(key)
        if plan is None:
            return None
        plan.release(name)
        if not plan.held:
            del self.plans[key]
        return plan

    def find(self, uri: str) -> tuple[OpenPlan, str] | None:
        """Return the plan of the text at `uri` and its name there; None for one that is not open."""
        if uri not in self.texts:
            return None
        key, name = self._home(uri)
        return self.plans[key], name

    def changed_outside(self, uri: str) -> Iterator[OpenPlan]:
        """Yield the plans that a changed file concerns: as one of their texts, or as data."""
        path = _path(uri)
        for plan in self.plans.values():
            if path is None or plan.root is None or not path.is_relative_to(plan.root):
                continue
            if path.suffix == SUFFIX and plan.path != path and (plan.path is None or plan.path.is_dir()):
                plan.reread(path.relative_to(plan.root).as_posix())
            yield plan

    def settle(self) -> list[OpenPlan]:
        """Bring each text to its plan, after plans or folders came and went; return those that changed."""
        before = dict(self._homes)
        self._homes.clear()
        changed: list[OpenPlan] = []
        for uri, (text, version) in self.texts.items():
            if before.get(uri) == self._home(uri):
                continue
            old = self.plans.get(before[uri][0]) if uri in before else None
            if old is not None:
                old.release(before[uri][1])
                changed.append(old)
            changed.append(self.hold(uri, text, version))
        for key in [key for key, plan in self.plans.items() if not plan.held]:
            del self.plans[key]
        return [*dict.fromkeys(changed)]

    def address(self, plan: OpenPlan, name: str) -> str:
        """Return the address of the text or file called `name` in a plan, as the editor writes it."""
        for uri in [*self.texts]:
            key, own = self._home(uri)
            if own == name and self.plans.get(key) is plan:
                return uri
        path = plan.root / name if plan.root is not None else Path(name)
        return from_fs_path(str(path)) or name

    def _home(self, uri: str) -> tuple[Path | str, str]:
        """Return the key of the plan of a text, and its name there."""
        found = self._homes.get(uri)
        if found is None:
            path = _path(uri)
            if path is None:
                found = uri, uri.rpartition(":")[2].rpartition("/")[2] or "texto"
            else:
                key = plan_of(path, self.folders)
                found = key, path.name if key == path else path.relative_to(key).as_posix()
            self._homes[uri] = found
        return found


def _path(uri: str) -> Path | None:
    """Return the path of a file by its address; None for what is no file."""
    path = to_fs_path(uri) if uri.startswith("file:") else None
    return Path(path) if path else None
