"""A plan that is open on a page: its texts, what the page shows of it, and what it was sent last."""

from __future__ import annotations

import contextlib
import datetime
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import attrs

from pei_dsl.data.readers.held_databases import HeldDatabases
from pei_dsl.diagnostics import Diagnostic, Severity
from pei_dsl.diagnostics.errors import PeiError
from pei_dsl.model.periods import Period
from pei_dsl.studio.findings_view import marks, mended_texts, name_of
from pei_dsl.studio.kept_files import KeptFile, KeptFiles, OutsideError, shown
from pei_dsl.studio.measuring import Figures, Measuring, last_with_figures, periods
from pei_dsl.studio.page_places import declared_places
from pei_dsl.studio.results_view import rows_by_code
from pei_dsl.studio.shown_views import Asked, shown_view
from pei_dsl.studio.spoken_changes import ReadAloud, told_figures
from pei_dsl.studio.view_pieces import View, difference
from pei_dsl.views.evaluation_page import KnownRows, Row
from pei_dsl.workspace.read_files import read_files
from pei_dsl.workspace.texts import SUFFIX
from pei_dsl.workspace.workspace import Workspace

# No file has this digest: what rests on a draft's base is another one than the disk has.
_OF_DRAFT = "draft"


class PlanOnPage:
    """The state of one open plan: see `Session`, which alone talks to it."""

    def __init__(
        self,
        path: Path,
        language: str,
        clock: Callable[[], datetime.datetime],
        *,
        locked: bool,
        plans: Sequence[Path],
    ) -> None:
        self.kept = KeptFiles(path)
        self.language = language
        self.locked = locked
        self.plans = plans
        self.files: dict[str, KeptFile] = {}
        self.versions: dict[str, int] = {}
        self.workspace = Workspace.open(path).told_by(HeldDatabases(on_request=True))
        self._clock, self._read_at = clock, ""
        self._measuring = Measuring(clock)
        self._measuring.keep_saved(self.workspace)
        self.view, self.code = "results", ""
        self.figures: Figures | None = None
        self._found: tuple[Diagnostic, ...] = ()
        self._found_of: Workspace | None = None
        self._known_rows = KnownRows()
        self._saved_rows: tuple[int, str, dict[str, Row]] | None = None
        self._stamps: dict[str, tuple[int, int]] = {}
        for name in self.workspace.sources:
            self.files[name] = self.kept.read(name)
        self._saw_disk()
        self._data: dict[str, tuple[int, int]] | None = None  # until the plan is measured
        self._forget_sent()

    def measure_ahead(self) -> None:
        """Measure what will be shown first: in another thread, while the page takes the texts already."""
        workspace = self.workspace
        with contextlib.suppress(PeiError):  # it is told to who asks for it
            last_with_figures(workspace)

    def speak(self, language: str) -> None:
        """Say everything in another language from now on."""
        self.language = language
        self._forget_sent()

    def _forget_sent(self) -> None:
        """Send everything again."""
        self._sent: dict[str, Any] = {}
        self._shown: View | None = None
        self.aloud = ReadAloud()

    # ---- What the page is told when it opens

    def told(self) -> Mapping[str, Any]:
        """Return the texts and what may be chosen; the page forgets what it showed."""
        self._forget_sent()
        texts = {name: shown(text) for name, text in self.workspace.texts.items()}
        return {
            "type": "plan",
            "name": self.kept.path.name or str(self.kept.path),
            "path": str(self.kept.path),
            "plans": [{"path": str(each), "name": each.name or str(each)} for each in self.plans],
            "files": [
                {"name": name, "text": text, "saved": self.files.get(name, KeptFile("", "")).text}
                for name, text in texts.items()
            ],
        }

    def drafts(self) -> Iterator[Mapping[str, Any]]:
        """Yield what was written and not saved the last time."""
        found = [] if self.locked else [{"name": name, "text": text} for name, text in self.kept.drafts()]
        if found:
            yield {"type": "drafts", "drafts": found}

    # ---- Writing

    def write(self, name: str, text: str, version: int) -> None:
        """Take the text of the page for that of `name`, which may be new."""
        file = self.files.get(name)
        if file is None:
            self.kept.place(name)
            file = self.files[name] = self.kept.read(name)
        self.versions[name] = version
        if not text and not file.digest:  # a new text that was taken back
            self.workspace = self.workspace.without(name)
            return
        written = file.written(text)
        if shown(self.workspace.texts.get(name, "\0")) != text:
            self.workspace = self.workspace.with_text(name, written)

    def show(self, *, view: str, code: str, period: Period | None, methodology: str | None) -> None:
        """Show something else."""
        self.view, self.code = view, code
        if period is not None and (period, methodology) != (
            self._measuring.period,
            self._measuring.methodology,
        ):
            self._measuring.ask(period, methodology)
            self.aloud.begin()

    def rewrite(self, texts: Mapping[str, str]) -> Mapping[str, Any]:
        """Return what has the page write `texts`, if it still has those that they were made of."""
        return {
            "type": "rewrite",
            "texts": {name: shown(text) for name, text in texts.items()},
            "versions": {name: self.versions.get(name, 0) for name in texts},
        }

    def mended(self, key: str, number: int) -> Mapping[str, str]:
        """Return the texts that a fix of a finding changes."""
        return mended_texts(self._found, key, number)

    def read_databases(self) -> None:
        """Ask the databases of the plan, now that somebody wants it; the next keys ask none."""
        self.workspace = self.workspace.with_databases(periods(self.workspace.plan))
        self._measuring.tell_saved(self.workspace.databases)
        self._read_at = f"{self._clock():%H:%M}"

    def _databases(self) -> Mapping[str, str]:
        """Return whether the plan rests on databases, and when they were read."""
        plan = self.workspace.plan
        if not any(each.connection for each in plan.sources.values()):
            return {"state": "none", "at": ""}
        state = "unread" if self.workspace.databases.lacks(plan) else "read"
        return {"state": state, "at": self._read_at}

    # ---- Saving

    @property
    def unsaved(self) -> list[str]:
        """The names of the texts that say something else than their files."""
        texts = self.workspace.texts
        return [
            name for name, file in self.files.items() if name in texts and shown(texts[name]) != file.text
        ]

    def keep(self, name: str) -> Mapping[str, Any]:
        """Write a text to its file, unless that is another one than was opened: then return both."""
        text = self.workspace.texts.get(name)
        if text is None:
            raise OutsideError(name)
        disk, file = self.kept.read(name), self.files[name]
        if disk.digest != file.digest and disk.text != shown(text):
            return self._conflict(name, disk)
        digest = self.kept.keep(name, text)
        self.files[name] = attrs.evolve(file, text=shown(text), digest=digest)
        self._keep_saved()
        return {"type": "saved", "file": name, "text": shown(text)}

    def _conflict(self, name: str, disk: KeptFile) -> Mapping[str, Any]:
        return {
            "type": "conflict",
            "file": name,
            "base": self.files[name].text,
            "disk": disk.text,
            "digest": disk.digest,
        }

    def settle(self, name: str, digest: str) -> Iterator[Mapping[str, Any]]:
        """Take what the disk has for what was opened, if it still is what the page was shown."""
        disk = self.kept.read(name)
        if disk.digest != digest:
            yield self._conflict(name, disk)
            return
        self.files[name] = disk
        self._keep_saved()
        yield {"type": "saved", "file": name, "text": disk.text}

    def restore(self, name: str, base: str | None) -> Iterator[Mapping[str, Any]]:
        """
        Take `base` for what was opened: the page brings back what was made of it.

        None for what the draft says.  Where the disk has another text by now, both are shown.
        """
        disk = self.kept.read(name)
        known = self.kept.base_of_draft(name) if base is None else base
        if known is not None and known != disk.text:
            self.files[name] = attrs.evolve(disk, text=known, digest=_OF_DRAFT)
            yield self._conflict(name, disk)

    def keep_drafts(self) -> None:
        """Write what is not saved beside its file, and take away what is no longer needed."""
        unsaved = self.unsaved
        for name in self.files:
            if name in unsaved:
                self.kept.keep_draft(name, shown(self.workspace.texts[name]), self.files[name].text)
            else:
                self.kept.forget_draft(name)

    def _keep_saved(self) -> None:
        self._measure_saved()
        self._saw_disk()

    def _measure_saved(self) -> None:
        """Compare with what the disk has from now on."""
        self._measuring.keep_saved(Workspace.open(self.kept.path).told_by(self.workspace.databases))

    # ---- The disk

    def look(self) -> Iterator[Mapping[str, Any]]:
        """Yield what other programs changed in the folder since the last look."""
        before = self._stamps
        self._saw_disk()
        unsaved = self.unsaved
        for name in {*before, *self._stamps}:
            if before.get(name) == self._stamps.get(name):
                continue
            disk = self.kept.read(name)
            file = self.files.get(name)
            if file is not None and disk.digest == file.digest:
                continue
            if name in unsaved and file is not None:
                yield self._conflict(name, disk)
            elif name in self._stamps:
                self.files[name] = disk
                self.workspace = self.workspace.with_text(name, disk.written(disk.text))
                yield {"type": "replaced", "file": name, "text": disk.text}
            elif name in self.workspace.sources:
                del self.files[name]
                self.workspace = self.workspace.without(name)
                yield {"type": "gone", "file": name}
        if before != self._stamps:
            self._measure_saved()
        self._look_at_data()

    def _look_at_data(self) -> None:
        """Have everything asked again where a file of data is another one than it was."""
        before = self._data
        if before is None:
            return
        self._data = self._data_seen()
        if before != self._data and self.workspace.sources:
            name, source = next(iter(self.workspace.sources.items()))
            self.workspace = self.workspace.without(name).with_text(name, source.original)

    def _data_seen(self) -> dict[str, tuple[int, int]]:
        """Return when and how large each file is that the plan reads beside its texts."""
        found = {}
        for path in read_files(self.workspace.loaded):
            if path.suffix != SUFFIX:
                with contextlib.suppress(OSError):
                    state = path.stat()
                    found[str(path)] = (state.st_mtime_ns, state.st_size)
        return found

    def _saw_disk(self) -> None:
        """Remember when and how large each text is."""
        self._stamps = {}
        for name in self.kept.names():
            try:
                state = self.kept.place(name).stat()
            except (OSError, OutsideError):
                continue
            self._stamps[name] = (state.st_mtime_ns, state.st_size)

    # ---- What the page shows

    @property
    def period(self) -> Period:
        """The period that is measured."""
        return self._measuring.shown_period(self.workspace)

    def news(self) -> Iterator[Mapping[str, Any]]:
        """Yield what has changed of the figures and the view; nothing where nothing has."""
        if self._data is None:
            self._data = self._data_seen()
        self.figures = self._measuring.figures(self.workspace)
        spoken: Mapping[str, Any] = {}
        if self.figures is not None and self.figures.at is None:
            rows = self._known_rows.of(self.figures.evaluation, self.language)
            spoken = self.aloud.sentence(told_figures(rows), self.language)
        yield from self._panel(self._facts(), spoken)

    @property
    def is_settled(self) -> bool:
        """Whether all findings of the texts as they are now are known."""
        return self._found_of is self.workspace

    def interrupt(self) -> None:
        """Stop whoever looks for findings in another thread: somebody writes."""
        self.workspace.renewed()

    def rest(self) -> Iterator[Mapping[str, Any]]:
        """Yield what has changed of the findings, which take longer: for when nobody types any more."""
        data = self.figures.measured.diagnostics if self.figures is not None else ()
        self._found = _without_doubles((*self.workspace.diagnostics, *data))
        self._found_of = self.workspace
        counted = [each.severity for each in self._found]
        facts = {
            "errors": counted.count(Severity.ERROR),
            "warnings": counted.count(Severity.WARNING),
            "marks": marks(self._found, self.workspace.plan, self.language),
        }
        yield from self._panel(facts, {})

    def _panel(self, facts: Mapping[str, Any], spoken: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
        """Yield those of `facts` that the page does not know, and what makes its view the one of now."""
        view = shown_view(
            Asked(
                self.view,
                self.code,
                self.workspace,
                self.figures,
                self._before(),
                self._known_rows,
                self._found,
                self.language,
                self.locked,
            )
        )
        told = {name: value for name, value in facts.items() if self._sent.get(name, self) != value}
        self._sent |= told
        changed = difference(self._shown, view)
        self._shown = view
        if told or changed or spoken:
            yield {"type": "panel", "versions": dict(self.versions), **told, **changed, **spoken}

    def _before(self) -> dict[str, Row]:
        """Return the rows of what was saved last."""
        saved = self._measuring.saved(self.workspace)
        if saved is None:
            return {}
        if self._saved_rows is None or self._saved_rows[:2] != (id(saved), self.language):
            self._saved_rows = (id(saved), self.language, rows_by_code(saved, self.language))
        return self._saved_rows[2]

    def _facts(self) -> dict[str, Any]:
        plan, figures = self.workspace.plan, self.figures
        return {
            "view": self.view,
            "code": self.code,
            "heading": " · ".join(each for each in (plan.acronym or plan.entity, plan.title) if each),
            "periods": [str(each) for each in periods(plan)],
            "period": str(self.period),
            "methodologies": [*plan.methodologies],
            "methodology": self._measuring.methodology or plan.methodology.name,
            "unsaved": self.unsaved,
            "databases": self._databases(),
            "stale": figures is not None and figures.at is not None,
            "gone": self._gone(),
            "places": declared_places(self.workspace.loaded.files),
        }

    def _gone(self) -> list[str]:
        """Return which errors of the texts that the page marks are mended, so that they vanish at once."""
        if not self._found:
            return []
        now = {name_of(each, self.language) for each in self.workspace.loaded.diagnostics}
        told = {
            name_of(each, self.language) for each in self._found if each.code.startswith(("PEI1", "PEI2"))
        }
        return sorted(told - now)


def _without_doubles(found: Sequence[Diagnostic]) -> tuple[Diagnostic, ...]:
    """Return findings once each: those of data may be told both by the check and by the evaluation."""
    return tuple(dict.fromkeys(found))
