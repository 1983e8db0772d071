"""A plan while it is written: the texts of its folder, and those that an editor holds over them."""

from __future__ import annotations

import threading
from pathlib import Path

import attrs

from pei_dsl.diagnostics import Diagnostic
from pei_dsl.lsp.settling import Findings, Settling
from pei_dsl.workspace.texts import SUFFIX, bytes_of
from pei_dsl.workspace.workspace import Workspace


@attrs.frozen
class Published:
    """
    What was sent of one text or file.

    Attributes:
        version: Of the text; None for what the editor does not hold.
        language: In which it was told.
    """

    version: int | None
    language: str
    # in how many places a finding was met is no part of its equality, but told
    findings: Findings = attrs.field(eq=lambda found: [(each, each.diagnostic.times) for each in found])


@attrs.define(eq=False)
class OpenPlan:
    """
    A plan that an editor has open; any thread may ask.

    Attributes:
        path: Its folder, or its one file; None for a text that has no file.
        name: What its one text is called where it has no file.
        held: The texts that the editor holds, by name, each with its version.
        settling: Which findings are shown.
        published: What was sent last, by address, of what has findings or is held.
    """

    path: Path | None
    name: str = ""
    held: dict[str, tuple[str, int]] = attrs.field(factory=dict)
    settling: Settling = attrs.field(factory=Settling)
    published: dict[str, Published] = attrs.field(factory=dict)
    _workspace: Workspace | None = None
    _changed: dict[str, None] = attrs.field(factory=dict)
    _lock: threading.RLock = attrs.field(factory=threading.RLock)

    @property
    def root(self) -> Path | None:
        """The folder that names of texts and data files begin at."""
        if self.path is None or self.path.suffix != SUFFIX or self.path.is_dir():
            return self.path
        return self.path.parent

    def hold(self, name: str, text: str, version: int) -> None:
        """Let the editor's text be the one called `name`."""
        with self._lock:
            self.held[name] = text, version
            self._changed[name] = None

    def release(self, name: str) -> None:
        """Let the file be the text called `name` again, or nothing where there is none."""
        with self._lock:
            self.held.pop(name, None)
            self._changed[name] = None

    def reread(self, name: str) -> None:
        """Take note that a file changed outside, unless the editor holds its text."""
        with self._lock:
            if name not in self.held:
                self._changed[name] = None

    def newest(self) -> tuple[Workspace, dict[str, int]]:
        """
        Return the newest version, and the versions of the editor's texts in it.

        Whoever works on an older one stops there.
        """
        with self._lock:
            workspace = self._workspace
            if workspace is None:
                workspace = Workspace.of({}) if self.path is None else Workspace.open(self.path)
                self._changed = {**dict.fromkeys(self.held), **self._changed}
            for name in self._changed:
                workspace = self._with(workspace, name)
            self._changed = {}
            self._workspace = workspace
            return workspace, {name: version for name, (_, version) in self.held.items()}

    def interrupt(self) -> None:
        """Stop whoever works on it, although nothing was changed: somebody asks something short."""
        with self._lock:
            if self._workspace is not None:
                self._workspace = self._workspace.renewed()

    def forget(self) -> None:
        """Let all files be read again, and what rests on them be found again."""
        with self._lock:
            self._workspace = None

    def _with(self, workspace: Workspace, name: str) -> Workspace:
        held = self.held.get(name)
        if held is not None:
            return workspace.with_text(name, held[0])
        file = self.root / name if self.root is not None else None
        data = bytes_of(file, name) if file is not None and file.is_file() else None
        if isinstance(data, bytes):
            return workspace.with_text(name, data)
        if isinstance(data, Diagnostic):  # there is something that cannot be read: opening the folder says it
            return self._opened_again(workspace)
        return workspace.without(name) if name in workspace.sources else workspace

    def _opened_again(self, workspace: Workspace) -> Workspace:
        opened = workspace if self.path is None else Workspace.open(self.path)
        for name, (text, _) in self.held.items():
            opened = opened.with_text(name, text)
        return opened
