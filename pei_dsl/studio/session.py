"""A session of the studio: messages of a page in, messages for it out; whoever carries them drives it."""

from __future__ import annotations

import contextlib
import datetime
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

from pei_dsl.data.extras import MissingExtraError
from pei_dsl.diagnostics.errors import PeiError, RequestError
from pei_dsl.model.periods import Period
from pei_dsl.studio import new_plans
from pei_dsl.studio.kept_files import OutsideError
from pei_dsl.studio.made_changes import changed_texts
from pei_dsl.studio.messages import (
    ARRIVALS,
    DOWNLOADS,
    BadMessageError,
    Message,
    bytes_of,
    number_of,
    optional_text_of,
    text_of,
)
from pei_dsl.studio.plan_on_page import PlanOnPage
from pei_dsl.studio.said import all_said, say
from pei_dsl.studio.shown_views import VIEWS
from pei_dsl.studio.start_view import start_view
from pei_dsl.views.offered_words import offered_words

_WRITING = frozenset(
    ["new", "save", "draft", "restore", "settle", "change", "fix", "drop", "rename", "act", "format"]
)


class Session:
    """
    What one page is shown, and what it may ask.

    Args:
        plans: The plans that may be opened; the first is.
        folder: Where new plans are made.
        locked: Whether nothing is written.
        in_page: Whether the folder is in the page's own memory, which forgets it when it is closed.
        language: `es` or `en`, until the page says another.
        clock: Tells the time.
    """

    def __init__(
        self,
        plans: Sequence[Path],
        folder: Path,
        *,
        locked: bool = False,
        in_page: bool = False,
        language: str = "es",
        clock: Callable[[], datetime.datetime] = datetime.datetime.now,
    ) -> None:
        self.plans = list(plans)
        self.folder = folder
        self.locked, self.in_page = locked, in_page
        self.language = language
        self.clock = clock
        self.open: PlanOnPage | None = None
        self._ready: PlanOnPage | None = None
        self._awaited: Message | None = None
        self._answers: dict[str, Callable[[Message], Iterator[Message]]] = {
            "hello": self._hello,
            "open": self._open,
            "start": self._start,
            "new": self._new,
            "text": self._text,
            "show": self._show,
            "told": self._told,
            "save": self._save,
            "draft": self._draft,
            "restore": self._restore,
            "look": self._look,
            "settle": self._settle,
            "change": self._change,
            "fix": self._fix,
            "drop": self._drop,
            "download": self._download,
            "explain": self._explain,
            "ask": self._ask,
            "offer": self._offer,
            "rename": self._rename,
            "act": self._act,
            "databases": self._databases,
            "format": self._format,
        }

    def prepare(self) -> Callable[[], None]:
        """Read the first plan for a page that will ask for it; what is returned measures it in any thread."""
        if not self.plans:
            return lambda: None
        self._ready = self._read(self.plans[0])
        return self._ready.measure_ahead

    def receive(self, messages: Sequence[Message]) -> Iterator[Message]:
        """
        Yield what answers `messages`, all that came since the last time.

        However many keys they bring, the plan is analysed once; see `rest`.
        """
        for message in messages:
            try:
                yield from self._answer(message)
            except BadMessageError as error:
                yield self._refused("not_understood", about=f"{message.get('type')}: {error}")
        if self.open is not None:
            yield from self.open.news()

    def rest(self) -> Iterator[Message]:
        """
        Yield what takes longer and may wait until no message does: findings.

        Raises:
            SupersededError: Another thread called `interrupt`; it is asked again when no message waits.
        """
        if self.open is not None:
            yield from self.open.rest()
            awaited, self._awaited = self._awaited, None
            if awaited is not None:
                yield from self._offer(awaited)

    def interrupt(self) -> None:
        """Have `rest` stop, which goes on in another thread, for a message that came."""
        if self.open is not None:
            self.open.interrupt()

    def _answer(self, message: Message) -> Iterator[Message]:
        answer = self._answers.get(str(message.get("type")))
        if answer is None:
            raise BadMessageError(str(message.get("type")))
        if self.locked and message["type"] in _WRITING:
            yield self._refused("locked")
            return
        try:
            yield from answer(message)
        except OutsideError as error:
            yield self._refused("outside", name=str(error))
        except FileExistsError as error:
            yield self._refused("exists", name=str(error))
        except OSError as error:
            yield self._refused("not_written", why=str(error.strerror or error))
        except MissingExtraError as error:
            yield self._refused("missing_extra", command=error.command)
        except PeiError as error:
            yield self._refused("change_refused", why=error.message(self.language))

    def _refused(self, key: str, **params: str) -> Message:
        return {"type": "refused", "key": key, "message": say(key, self.language, **params)}

    @property
    def _plan(self) -> PlanOnPage:
        if self.open is None:
            message = "no plan is open"
            raise BadMessageError(message)
        return self.open

    # ---- Opening

    def _hello(self, message: Message) -> Iterator[Message]:
        """Answer the first message of a page, and one that changes the language."""
        if message.get("language") in {"es", "en"}:
            self.language = message["language"]
        yield self._words()
        if self.open is not None:
            self.open.speak(self.language)
            yield self.open.told()
        elif message.get("path") is not None:  # a page that lost its session
            yield from self._open(message)
        elif self.plans:
            yield from self._opened(self.plans[0])
        else:
            yield from self._start(message)

    def _words(self) -> Message:
        offered = [(each.text, each.kind.name.lower()) for each in offered_words(language="es")]
        offered += [(each.text, each.kind.name.lower()) for each in offered_words(language="en")]
        return {
            "type": "words",
            "language": self.language,
            "words": all_said(self.language),
            "offered": [*dict.fromkeys(offered)],
            "views": VIEWS,
            "downloads": DOWNLOADS,
            "endings": ARRIVALS,
            "locked": self.locked,
        }

    def _start(self, _: Message) -> Iterator[Message]:
        self.open, near = None, new_plans.plans_near(self.folder)
        html = start_view(self.folder, near, self.language, locked=self.locked, in_page=self.in_page)
        yield {"type": "start", "html": html}

    def _open(self, message: Message) -> Iterator[Message]:
        """Open a plan that the page was offered, and no other."""
        path = Path(text_of(message, "path"))
        if path not in [*self.plans, *new_plans.plans_near(self.folder)]:
            raise OutsideError(str(path))
        yield from self._opened(path)

    def _opened(self, path: Path) -> Iterator[Message]:
        if path not in self.plans:
            self.plans.append(path)
        ready, self._ready = self._ready, None
        self.open = ready if ready is not None and ready.kept.path == path else self._read(path)
        if self.open is ready:
            ready.speak(self.language)
            for _ in ready.look():  # the page gets the texts as they are by now
                pass
        yield self.open.told()
        yield from self.open.drafts()

    def _read(self, path: Path) -> PlanOnPage:
        return PlanOnPage(path, self.language, self.clock, locked=self.locked, plans=self.plans)

    def _new(self, message: Message) -> Iterator[Message]:
        """Make the folder of a new plan, of what the page says, and open it."""
        name, told = text_of(message, "folder"), list[Message]()
        match text_of(message, "kind"):
            case "new":
                try:
                    first, last = number_of(message, "first"), number_of(message, "last")
                    files = new_plans.files_of_new(
                        text_of(message, "entity"), text_of(message, "acronym"), first, last
                    )
                except ValueError:
                    yield self._refused("new_refused")
                    return
            case "example":
                files = new_plans.files_of_example()
            case "import":
                from pei_dsl.studio import drops  # the example does not wait for what reads workbooks

                book, data = text_of(message, "name"), bytes_of(message, "data")
                dropped = drops.matrix_into(None, book, data, self._say, self.language)
                files = {each: text.encode() for each, text in dropped.texts.items()}
                told = [{"type": "dropped", "name": book, "told": dropped.told, "changes": len(files)}]
            case kind:
                raise BadMessageError(kind)
        made = new_plans.made_folder(self.folder, name, files) if files else None
        yield from told
        if made is not None:
            yield from self._opened(made)

    # ---- Writing

    def _text(self, message: Message) -> Iterator[Message]:
        self._plan.write(text_of(message, "file"), text_of(message, "text"), number_of(message, "version"))
        yield from ()

    def _show(self, message: Message) -> Iterator[Message]:
        """Show another view, period, methodology or declaration."""
        self._plan.show(
            view=optional_text_of(message, "view") or self._plan.view,
            code=text_of(message, "code") if "code" in message else self._plan.code,
            period=Period.parse(optional_text_of(message, "period")),
            methodology=optional_text_of(message, "methodology") or None,
        )
        yield from ()

    def _databases(self, _: Message) -> Iterator[Message]:
        """Read the databases of the plan: nothing else does."""
        self._plan.read_databases()
        yield from ()

    def _told(self, message: Message) -> Iterator[Message]:
        self._plan.aloud.was_read(number_of(message, "serial"))
        yield from ()

    def _save(self, message: Message) -> Iterator[Message]:
        files = [text_of(message, "file")] if message.get("file") else self._plan.unsaved
        for name in files:
            yield self._plan.keep(name)

    def _draft(self, _: Message) -> Iterator[Message]:
        self._plan.keep_drafts()
        yield from ()

    def _restore(self, message: Message) -> Iterator[Message]:
        """Hear that the page brought back what was written before, and of which text that was made."""
        base = text_of(message, "base") if message.get("base") is not None else None
        yield from self._plan.restore(text_of(message, "file"), base)

    def _look(self, _: Message) -> Iterator[Message]:
        if self.open is not None:
            yield from self.open.look()

    def _settle(self, message: Message) -> Iterator[Message]:
        """Take the file of the disk as what was opened: what the page writes now is written over it."""
        name = text_of(message, "file")
        if message.get("discard"):
            self._plan.kept.forget_draft(name)
        else:
            yield from self._plan.settle(name, text_of(message, "digest"))

    def _change(self, message: Message) -> Iterator[Message]:
        yield self._rewrite(message, changed_texts(self._plan.workspace, message))

    def _fix(self, message: Message) -> Iterator[Message]:
        texts = self._plan.mended(text_of(message, "key"), number_of(message, "number"))
        yield self._rewrite(message, texts) if texts else self._refused("fix_gone")

    def _rewrite(self, message: Message, texts: Mapping[str, str]) -> Message:
        """Return what has the page write `texts`, and which of its wishes it answers."""
        return {**self._plan.rewrite(texts), "wish": message.get("wish")}

    # ---- Files in and out

    def _drop(self, message: Message) -> Iterator[Message]:
        """Bring a workbook or a file of data into the plan; the page writes its texts, and may undo them."""
        from pei_dsl.studio import drops

        name, data, workspace = text_of(message, "name"), bytes_of(message, "data"), self._plan.workspace
        if not name.lower().endswith(ARRIVALS):
            yield self._refused("drop_refused", name=name)
            return
        into = drops.data_into if message.get("as") == "data" else drops.matrix_into
        dropped = into(workspace, name, data, self._say, self.language)
        for path, content in dropped.data.items():
            self._plan.kept.add(path, content, Path(path).suffix)
        yield {"type": "dropped", "name": name, "told": dropped.told, "changes": len(dropped.texts)}
        if dropped.texts:
            yield self._rewrite(message, dropped.texts)

    def _download(self, message: Message) -> Iterator[Message]:
        from pei_dsl.studio import downloads

        figures = self._plan.figures
        if figures is None or text_of(message, "kind") not in DOWNLOADS:
            yield self._refused("nothing_measured")
            return
        made = downloads.download(text_of(message, "kind"), self._plan.workspace, figures, self.language)
        yield downloads.as_message(made)

    def _explain(self, message: Message) -> Iterator[Message]:
        """Say what a message means: its page."""
        from pei_dsl.diagnostics.pages import codes, page

        code = text_of(message, "code")
        if code not in codes():
            raise BadMessageError(code)
        yield {"type": "explained", "text": page(code, self.language)}

    # ---- The language

    def _ask(self, message: Message) -> Iterator[Message]:
        from pei_dsl.studio import editor_questions

        plan = self._plan
        found = editor_questions.answer(plan.workspace, message, plan.period, self.language)
        yield {"type": "answer", "serial": number_of(message, "serial"), "answer": found}

    def _rename(self, message: Message) -> Iterator[Message]:
        """Call something otherwise in all texts; the page was told what that changes and what not."""
        from pei_dsl.studio import editor_questions

        yield self._rewrite(message, editor_questions.renamed_texts(self._plan.workspace, message))

    def _offer(self, message: Message) -> Iterator[Message]:
        """Offer what can be done at a line: at once what the text alone tells, and all when that is known."""
        from pei_dsl.studio import offered_actions

        plan, file, line = self._plan, text_of(message, "file"), number_of(message, "line")
        found = None if plan.is_settled else plan.workspace.loaded.diagnostics
        self._awaited = None if plan.is_settled else message
        offered: Sequence[Mapping[str, object]] = ()
        with contextlib.suppress(RequestError):  # the text is no more
            offered = offered_actions.offered_actions(
                plan.workspace, file, line, plan.period, self.language, found
            )
        serial = number_of(message, "serial")
        yield {"type": "offered", "serial": serial, "actions": offered, "complete": plan.is_settled}

    def _act(self, message: Message) -> Iterator[Message]:
        """Do what the page was offered at a line."""
        from pei_dsl.studio import offered_actions

        plan = self._plan
        made = offered_actions.chosen_texts(plan.workspace, message, plan.period, self.language)
        if isinstance(made, str):
            yield self._refused("change_refused", why=made)
        else:
            yield self._rewrite(message, made) if made else self._refused("fix_gone")

    def _format(self, message: Message) -> Iterator[Message]:
        from pei_dsl.studio import editor_questions

        texts = editor_questions.formatted_texts(self._plan.workspace, text_of(message, "file"))
        if texts:
            yield self._rewrite(message, texts)

    def _say(self, key: str, **params: str | int) -> str:
        return say(key, self.language, **params)
