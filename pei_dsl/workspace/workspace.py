"""A plan whose texts are being written: cheap versions of it, and whatever one may ask of each."""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Concatenate, ParamSpec, TypeVar

import attrs

from pei_dsl.analysis.analyse import Analysed, analyse
from pei_dsl.data.permissions import NOTHING, Permissions
from pei_dsl.data.readers.held_databases import HeldDatabases
from pei_dsl.diagnostics import Diagnostic, Label
from pei_dsl.diagnostics.fixing import safe_fix
from pei_dsl.model.periods import Period
from pei_dsl.model.plan import Plan
from pei_dsl.source import Source
from pei_dsl.syntax.parse import Parsed
from pei_dsl.syntax.tree import File
from pei_dsl.workspace.collecting import not_collecting
from pei_dsl.workspace.loaded import Loaded
from pei_dsl.workspace.memory import Memory
from pei_dsl.workspace.proven import proven
from pei_dsl.workspace.questions import definition_values, explain
from pei_dsl.workspace.texts import decoded, find, read_texts
from pei_dsl.workspace.verbs import evaluate

if TYPE_CHECKING:  # each question brings what it needs
    from pei_dsl.edits.changes import Change, Rename
    from pei_dsl.edits.renaming import Mention

P = ParamSpec("P")
T = TypeVar("T")


def _in_order(sources: Mapping[str, Source]) -> Mapping[str, Source]:
    return dict(sorted(sources.items()))


def _asked(name: str, verb: Callable[Concatenate[Loaded, P], T]) -> Callable[Concatenate[Workspace, P], T]:
    """Return the method `name` of a workspace, which asks `verb` of its plan, with the same arguments."""

    @functools.wraps(verb)
    def ask(workspace: Workspace, /, *arguments: P.args, **options: P.kwargs) -> T:
        with workspace._memory.latest.working():  # noqa: SLF001  (a method of the class)
            return verb(workspace._answering, *arguments, **options)  # noqa: SLF001

    signature = inspect.signature(verb)
    own = inspect.Parameter("self", inspect.Parameter.POSITIONAL_OR_KEYWORD)
    ask.__signature__ = signature.replace(parameters=[own, *[*signature.parameters.values()][1:]])  # type: ignore[attr-defined]
    ask.__module__, ask.__name__, ask.__qualname__ = __name__, name, f"Workspace.{name}"
    ask.__doc__ = f"""
    What `{verb.__name__}` gives of this plan, with the same arguments.

    Raises:
        PlanError, RequestError: As `{verb.__name__}` does.
        SupersededError: A newer version was made meanwhile.
    """
    return ask


@attrs.frozen(eq=False, repr=False)
class Workspace:
    """
    The texts of a plan as they are at one moment; a change gives another workspace.

    A workspace never changes, and costs nothing until it is asked.  Those that come from one another share
    what they have read: a declaration that is as it was is not read, resolved or measured again, and a data
    file is read again when it, or what declares it, has changed.  What they answer is what reading the same
    texts anew would give.

    Any thread may ask.  One version is worked on at a time, and work that was begun before a newer version
    was made stops with a `SupersededError`: who asks then asks the newer one.

    Attributes:
        root: The folder that data files are looked for in; None: there are no files.
        sources: The texts by name, in the order of their names.
        permissions: What the plan may read when it is measured.
        databases: What its databases answered when somebody had them read; see `with_databases`.
    """

    root: Path | None
    sources: Mapping[str, Source] = attrs.field(converter=_in_order)
    _unreadable: tuple[Diagnostic, ...] = ()
    _memory: Memory = attrs.field(factory=Memory)
    permissions: Permissions = attrs.field(default=Permissions(), kw_only=True)
    databases: HeldDatabases = attrs.field(factory=HeldDatabases, kw_only=True)
    _version: int = attrs.field(init=False)

    @_version.default
    def _next_version(self) -> int:
        return self._memory.latest.next()

    @classmethod
    def open(cls, path: str | Path, *, permissions: Permissions = Permissions()) -> Workspace:  # noqa: B008
        """
        Return the workspace of a folder of `.pei` files (its subfolders included), or of one file.

        Reads the texts and no data; measuring it reads no database unless `permissions` say so.  Never raises
        for what the files hold, nor for files that are missing: that is among the diagnostics.
        """
        root, names, found = find(Path(path))
        sources, unreadable = read_texts(root, names)
        return cls(root, sources, (*found, *unreadable), permissions=permissions)

    @classmethod
    def of(
        cls,
        texts: Mapping[str, str | bytes],
        root: str | Path | None = None,
        *,
        permissions: Permissions | None = None,
    ) -> Workspace:
        """
        Return the workspace of texts that a host holds.

        Args:
            texts: The texts by name, or the bytes of files, which may be no text at all.
            root: The folder that data files are looked for in; None: there are no files.
            permissions: What the plan may read; None: the files of `root`, and no database.
        """
        permitted = permissions or (NOTHING if root is None else Permissions())
        empty = cls(Path(root) if root is not None else None, {}, permissions=permitted)
        for name, text in texts.items():
            empty = empty.with_text(name, text)
        return empty

    def with_text(self, name: str, text: str | bytes) -> Workspace:
        """
        Return this workspace with `text` as its text called `name`, whether it had one or not.

        The name is a path from the folder, `objetivos/oei-01.pei`: the files of a source are looked for from
        there.  Bytes that are no text give a finding.
        """
        known = self.sources.get(name)
        if known is not None and known.original == text:
            return self
        read = Source.of(name, text) if isinstance(text, str) else decoded(name, text)
        others = {key: each for key, each in self.sources.items() if key != name}
        about_others = tuple(each for each in self._about_texts if each.file != name)
        if isinstance(read, Diagnostic):
            return self._next(others, (*about_others, read))
        return self._next({**others, name: read}, about_others)

    def without(self, name: str) -> Workspace:
        """
        Return this workspace without its text called `name`.

        Raises:
            KeyError: It has none.
        """
        about_others = tuple(each for each in self._about_texts if each.file != name)
        if name not in self.sources and about_others == self._unreadable:
            raise KeyError(name)
        others = {key: each for key, each in self.sources.items() if key != name}
        return self._next(others, about_others)

    def edited(self, change: Change) -> Workspace:
        """
        Return this workspace with `change` made in its texts.

        Raises:
            ChangeError: The change cannot be made.
        """
        from pei_dsl.edits.editing import edit

        made = self
        for name, text in edit(self.loaded.files, change).texts.items():
            made = made.with_text(name, text)
        return made

    def mentions(self, change: Rename) -> tuple[Mention, ...]:
        """
        Return what says the old name of a `Rename` and stays as it is: comments, texts, headings, registers.

        Raises:
            ChangeError: The change cannot be made.
        """
        from pei_dsl.workspace.data_mentions import mentions_of

        return mentions_of(self.loaded, change)

    def with_databases(self, periods: Sequence[Period]) -> Workspace:
        """
        Return this workspace with what its databases answer now for the figures of `periods`.

        They are asked here and nowhere else: later versions tell the same again, as long as a source is
        declared as it is, and know nothing of one that is declared otherwise.

        Raises:
            MissingExtraError: The driver of a database is not installed.
        """
        from pei_dsl.workspace.reading_databases import read_databases

        return self.told_by(read_databases(self.loaded, periods))

    def told_by(self, databases: HeldDatabases) -> Workspace:
        """Return this workspace with what databases answered elsewhere."""
        made = self._next(self.sources, self._unreadable)
        return attrs.evolve(made, databases=databases)

    def apart(self) -> Workspace:
        """Return this workspace as one of its own: work on it is not stopped by changes of the others."""
        return Workspace(
            self.root,
            self.sources,
            self._unreadable,
            permissions=self.permissions,
            databases=self.databases,
        )

    def renewed(self) -> Workspace:
        """Return a newer version with the same texts, so that work on this one stops for something else."""
        return self._next(self.sources, self._unreadable)

    @property
    def is_latest(self) -> bool:
        """Whether no newer version was made of it."""
        return self._version == self._memory.latest.number

    @property
    def texts(self) -> dict[str, str]:
        """The texts by name, as they came."""
        return {name: source.original for name, source in self.sources.items()}

    @functools.cached_property
    def loaded(self) -> Loaded:
        """
        The plan and the findings about its texts, as `load` gives them.

        Raises:
            SupersededError: A newer version was made meanwhile.
        """
        with self._memory.latest.working(), not_collecting():
            return self._load()

    @property
    def plan(self) -> Plan:
        """The plan; of what is wrong, all that is right."""
        return self.loaded.plan

    @functools.cached_property
    def diagnostics(self) -> tuple[Diagnostic, ...]:
        """
        All findings, warnings and heads of data files too, as `check` gives them; no database is asked.

        Raises:
            SupersededError: A newer version was made meanwhile.
        """
        from pei_dsl.workspace.checking import check_loaded

        with self._memory.latest.working():
            loaded = self._answering
            self._memory.latest.check()
            return check_loaded(loaded, go_on=self._memory.latest.check)

    evaluation = _asked("evaluation", evaluate)
    explanation = _asked("explanation", explain)
    definition_values = _asked("definition_values", definition_values)

    def __reduce__(self) -> tuple[Callable[..., Workspace], tuple[object, ...]]:
        """Pickle the texts; what was found of them is found again where it is needed."""
        return _restored, (self.root, dict(self.sources), self._unreadable, self.permissions)

    def __repr__(self) -> str:
        """Return the names of the texts, as many as fit."""
        names = ", ".join([*self.sources][:5])
        more = f" and {len(self.sources) - 5} more" if len(self.sources) > 5 else ""
        return f"<Workspace of {names or 'no texts'}{more}>"

    @property
    def _answering(self) -> Loaded:
        return attrs.evolve(self.loaded, answered=self._memory.answered)

    def _next(self, sources: Mapping[str, Source], unreadable: tuple[Diagnostic, ...]) -> Workspace:
        """Return the next version, of other texts."""
        return Workspace(
            self.root,
            sources,
            unreadable,
            self._memory,
            permissions=self.permissions,
            databases=self.databases,
        )

    # ---- Reading the texts

    @property
    def _about_texts(self) -> tuple[Diagnostic, ...]:
        """What was found about texts one by one; that a folder has none of them is said of the folder."""
        return tuple(each for each in self._unreadable if each.variant != "folder")

    def _load(self) -> Loaded:
        files, analysed, found = self._read(self._memory)
        self._memory.forget(self.sources)
        if any(map(safe_fix, found)):
            trials = Memory()
            found = proven(found, self.sources, lambda texts: self._findings(texts, trials))
        return Loaded(
            analysed.plan,
            tuple(found),
            self.root,
            self.sources,
            files,
            self.permissions,
            databases=self.databases,
        )

    def _findings(self, sources: Mapping[str, Source], memory: Memory) -> list[Diagnostic]:
        """Return what would be found in these texts, apart from all versions."""
        other = Workspace(self.root, sources, self._unreadable, permissions=self.permissions)
        return other._read(memory)[2]

    def _read(self, memory: Memory) -> tuple[tuple[File, ...], Analysed, list[Diagnostic]]:
        """Return the trees of the texts, their analysis and all that was found; `memory` saves work."""
        found = list(self._unreadable)
        files = []
        for source in self.sources.values():
            memory.latest.check()
            parsed = memory.parsed(source)
            files.append(parsed.file)
            found.extend(parsed.diagnostics)
            found.extend(_empty(source, parsed))
        analysed = analyse(files, memory.known)
        found.extend(analysed.diagnostics)
        found.sort(key=lambda each: each.place)
        return tuple(files), analysed, found


def _restored(
    root: Path | None,
    sources: Mapping[str, Source],
    unreadable: tuple[Diagnostic, ...],
    permissions: Permissions,
) -> Workspace:
    """Return a workspace as it was pickled, apart from all others."""
    return Workspace(root, sources, unreadable, permissions=permissions)


def _empty(source: Source, parsed: Parsed) -> list[Diagnostic]:
    """Report a text that says nothing."""
    if parsed.file.declarations or parsed.diagnostics:
        return []
    variant = "comments" if source.text.strip() else ""
    return [Diagnostic("PEI123", Label(None), variant=variant, file=source.name)]
