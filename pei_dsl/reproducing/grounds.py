"""What a result will rest on: the files of its plan and data as they are before it is computed."""

from __future__ import annotations

import contextlib
import os
import posixpath
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any

import attrs

from pei_dsl.data.readers.carriers import DATABASE, Carrier, carrier_of_path
from pei_dsl.data.readers.locating import locate, shown_path
from pei_dsl.data.reading import Reading
from pei_dsl.data.recorded_answers import Record
from pei_dsl.data.source_findings import Findings
from pei_dsl.diagnostics.errors import PeiError, PlanError
from pei_dsl.model.follow_up import Evidence
from pei_dsl.model.methodology import Methodology
from pei_dsl.model.periods import Period
from pei_dsl.model.plan import DataSource, FileOwner
from pei_dsl.plain_files import State, read_plain, state_of
from pei_dsl.reports.texts_beside import files_of
from pei_dsl.reproducing import digests, program
from pei_dsl.reproducing.compared_sides import commits_named, compared_plans
from pei_dsl.reproducing.fingerprints import Fingerprints
from pei_dsl.reproducing.question import STDIN, Asks, Question
from pei_dsl.reproducing.templates import template_hashes
from pei_dsl.source import Source, decode
from pei_dsl.workspace import settings
from pei_dsl.workspace.host_requests import day_of
from pei_dsl.workspace.in_force import NotInForceError, plan_of_day
from pei_dsl.workspace.loaded import Loaded
from pei_dsl.workspace.report_texts import FOLDER
from pei_dsl.workspace.verbs import methodology_of
from pei_dsl.workspace.version_plans import version_plans

# Of these, figures that the plan declares or registers are shown, and none that rows give.
_WITHOUT_ROWS = {Asks.DESCRIPTION, Asks.TREE, Asks.FICHAS}
# What shows no registered value: computed ones, or what is declared alone.
_WITHOUT_REGISTERS = {Asks.BREAKDOWN, Asks.FICHAS}
# What says how the files of evidence were found.
_WITH_EVIDENCE = {Asks.FOLLOW_UP, Asks.REPORT}
# What the plan is called that was in force on a day and is in a folder of its own.
_IN_FORCE = "vigente"
# What does not depend on how alcances and groups are measured.
_WITHOUT_METHODOLOGY = {Asks.DESCRIPTION, Asks.BREAKDOWN, Asks.FICHAS}


class ChangedWhileReadError(PeiError):
    """
    A file of data changed while figures were computed from it: nobody knows which of both they rest on.

    Attributes:
        file: Its path from the folder of the plan.
    """

    def __init__(self, file: str) -> None:
        super().__init__(file)
        self.file = file


@attrs.frozen
class DataFile:
    """A file of data: where it is, None for one that is missing, and as it was before it was read."""

    path: Path | None
    state: State | None


@attrs.frozen
class Basis:
    """
    What the answer to a question rests on.

    Attributes:
        loaded: The plan.
        question: What is asked.
        files: The files of data, and of evidence where they are looked at, by their path from the folder
            of the plan.
        owners: Who names each.
        carriers: What the sources are kept in.
        record: What sources without files answer while the question is answered.
        beside: Other plans that it rests on, by what their files and texts are called before their names.
        asked: The plan that is asked, which is another one where a version of another folder was in force.
        templates: The hash of the Word file that a report is begun from, by its path; None where it is not.
    """

    loaded: Loaded
    question: Question
    files: Mapping[str, DataFile]
    owners: Mapping[str, tuple[FileOwner, ...]]
    carriers: tuple[Carrier, ...]
    record: Record
    beside: Mapping[str, Loaded]
    asked: Loaded
    templates: Mapping[str, str | None] = attrs.field(factory=dict)

    @classmethod
    def of(cls, loaded: Loaded, question: Question, roots: Sequence[Path] = ()) -> Basis:
        """Return what the answer to `question` will rest on, with its files as they are now."""
        files: dict[str, DataFile] = {}
        owners: dict[str, list[FileOwner]] = {}
        carriers: dict[Carrier, None] = {}
        in_force = dict(_in_force(loaded, question, roots))
        asked = in_force.get(_IN_FORCE, loaded)
        found = [("", loaded, owner) for owner in _owners(loaded, question)] if asked is loaded else []
        beside = {
            **dict(compared_plans(loaded, question)),
            **in_force,
            **dict(_versions(asked, question, roots)),
        }
        for name, other in beside.items():
            found.extend((f"{name}/", other, owner) for owner in _owners(other, question))
        for before, plan, owner in found:
            if isinstance(owner, DataSource) and owner.connection:
                carriers[DATABASE] = None
            for shown, path, carrier in _files(owner, plan, roots):
                name = f"{before}{shown}"
                files.setdefault(name, DataFile(path, state_of(path) if path is not None else None))
                owners.setdefault(name, []).append(owner)
                if carrier is not None:
                    carriers[carrier] = None
        read_by = {name: tuple(each) for name, each in owners.items()}
        templates = template_hashes(loaded, question)
        return cls(loaded, question, files, read_by, tuple(carriers), Record(), beside, asked, templates)

    def reading(self, reading: Reading) -> Reading:
        """Return `reading` with what it needs so that nothing that is answered is forgotten."""
        return attrs.evolve(reading, record=self.record)

    def fingerprints(self, *, remembers: bool = True) -> Fingerprints:
        """
        Return the hashes of all that the answer rests on, once it is there.

        Args:
            remembers: Whether the hash of a large file that is as it was is taken from the cache.

        Raises:
            ChangedWhileReadError: A file is not as it was before it was read.
        """
        paths = [each.path for each in self.files.values() if each.path is not None]
        hashes = digests.of_files(paths, remembers=remembers)
        for name, file in self.files.items():
            if file.path is not None and state_of(file.path) != file.state:
                raise ChangedWhileReadError(name)
        return Fingerprints(
            self.question,
            self.texts(),
            {name: None if each.path is None else hashes[each.path] for name, each in self.files.items()},
            {name: digests.of_data(told) for name, told in self.record.told.items()},
            {each.name: digests.of_data(rules(each)) for each in self._methodologies()},
            program.versions(self.carriers, self.question.engine),
            self.templates,
        )

    def texts(self) -> dict[str, str]:
        """Return the hashes of the texts of the plan, and of the settings that weigh its warnings."""
        sources = self.loaded.sources
        if self.question.text == STDIN:
            return dict.fromkeys([STDIN], digests.of_text("".join(each.text for each in sources.values())))
        found = {
            unicodedata.normalize("NFC", name): digests.of_text(each.text) for name, each in sources.items()
        }
        period = Period.parse(self.question.periods) if self.question.asks is Asks.REPORT else None
        if period is not None:
            for name, data in files_of(self.asked.root, period).items():
                if data is not None:  # what cannot be read is in no report, which says so
                    found[f"{FOLDER}/{period}/{name}"] = digests.of_bytes(data)
        weighs = self.question.asks is Asks.EVALUATION  # which counts the warnings beside its figures
        found.update(
            (
                name,
                digests.of_names({text: digests.of_text(each.text) for text, each in other.sources.items()}),
            )
            for name, other in self.beside.items()
        )
        found.update(commits_named(self.question))
        file = settings.find(self.loaded.root) if weighs and self.loaded.root is not None else None
        if file is not None and self.loaded.root is not None:
            data = read_plain(file, settings.MAX_BYTES)
            source = decode(file.name, data)
            digest = digests.of_text(source.text) if isinstance(source, Source) else digests.of_bytes(data)
            found[settings.shown_name(file, self.loaded.root)] = digest
        return found

    def _methodologies(self) -> Iterator[Methodology]:
        asks = self.question.asks
        if asks in _WITHOUT_METHODOLOGY or (asks is Asks.TREE and not self.question.periods):
            return
        names: Sequence[str | None] = self.question.methodologies or (None,)
        yield from (methodology_of(self.asked, name) for name in names)
        if self.question.earlier_methodology in self.asked.plan.methodologies:
            yield methodology_of(self.asked, self.question.earlier_methodology)


def rules(methodology: Methodology) -> dict[str, Any]:
    """Return the rules of a methodology as data: all that it does, and nothing of what it is called."""
    fields = attrs.fields(Methodology)
    unnamed = {fields.name, fields.base, fields.overrides}
    return {each.name: _plain(getattr(methodology, each.name)) for each in fields if each not in unnamed}


def _plain(value: object) -> object:
    if isinstance(value, tuple):
        return [_plain(each) for each in value]
    if attrs.has(type(value)):
        fields = attrs.fields(type(value))  # type: ignore[arg-type]  # asked above
        return {each.name: _plain(getattr(value, each.name)) for each in fields}
    return str(value) if isinstance(value, str | Fraction) else value


def _in_force(loaded: Loaded, question: Question, roots: Sequence[Path]) -> Iterator[tuple[str, Loaded]]:
    """Yield the plans of other folders that were in force on the days that are asked of."""
    sides = dict(compared_plans(loaded, question))
    for name, side, written in (
        (_IN_FORCE, "despues", question.in_force_on),
        (f"{_IN_FORCE}/antes", "antes", question.earlier_in_force_on),
    ):
        day = day_of(written or None)
        if day is None:
            continue
        plan = sides.get(side, loaded)
        with contextlib.suppress(PlanError, NotInForceError):  # whoever answers says so
            found = plan_of_day(plan, day, roots)
            if found is not plan:
                yield name, found


def _versions(loaded: Loaded, question: Question, roots: Sequence[Path]) -> Iterator[tuple[str, Loaded]]:
    """Yield the plans of versions whose years a report shows, where they may be read."""
    if question.asks is Asks.REPORT:
        for each in version_plans(loaded, roots):
            if each.loaded is not None:
                yield f"version/{each.version.name}", each.loaded


def _owners(loaded: Loaded, question: Question) -> Iterator[FileOwner]:
    rows = question.asks not in _WITHOUT_ROWS or bool(question.periods)
    if rows:
        yield from loaded.plan.sources.values()
    if question.asks not in _WITHOUT_REGISTERS:
        yield from loaded.plan.registers
    if question.asks in _WITH_EVIDENCE:
        yield from (each for each in loaded.plan.evidence.values() if each.file)


def _files(
    owner: FileOwner, loaded: Loaded, roots: Sequence[Path]
) -> Iterator[tuple[str, Path | None, Carrier | None]]:
    """Yield the files of `owner`, each with its name and carrier; one that is missing without a path."""
    root = loaded.root
    if root is None or not owner.file or not (loaded.permissions.folder or loaded.permissions.roots or roots):
        return
    allowed = loaded.permissions.with_roots(roots).roots
    located = locate(owner, root, Findings(owner.file), allowed)
    if located is None:
        missing = None if isinstance(owner, Evidence) else carrier_of_path(owner.file)
        yield _named(shown_path(owner.folder, owner.file), None, root), None, missing
        return
    for file in located.files:
        carrier = None if isinstance(owner, Evidence) else located.carrier  # nobody reads what it shows
        yield _named(file.shown, file.path, root), file.path, carrier


def _named(shown: str, path: Path | None, root: Path) -> str:
    """
    Return what a file of data is called on every machine: its path from the folder of the plan.

    A file outside it has a path that begins with `..`, and its name alone on another drive of Windows.
    """
    if path is not None and Path(shown).is_absolute():
        try:
            shown = os.path.relpath(path, root.resolve())
        except ValueError:
            shown = path.name
    return unicodedata.normalize("NFC", posixpath.normpath(shown.replace(os.sep, "/")))
