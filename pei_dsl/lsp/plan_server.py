"""The server: an editor tells and asks by the protocol, and one thread works on the newest version."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Generator
from concurrent.futures import Future
from functools import partial
from typing import Any, TypeVar

from lsprotocol import types
from pygls.exceptions import JsonRpcException
from pygls.lsp.server import LanguageServer
from pygls.protocol import LanguageServerProtocol, lsp_method

from pei_dsl import __version__
from pei_dsl.editing.placed_findings import PlacedFinding, placed
from pei_dsl.host_log import LOG
from pei_dsl.lsp import protocol_values
from pei_dsl.lsp.newest_first import NewestFirst
from pei_dsl.lsp.open_plan import OpenPlan, Published
from pei_dsl.lsp.open_plans import OpenPlans
from pei_dsl.lsp.settling import Findings
from pei_dsl.workspace.latest import SupersededError
from pei_dsl.workspace.workspace import Workspace

T = TypeVar("T")


class RefusedError(JsonRpcException):
    """What was asked cannot be done, and why: an editor shows the sentence."""

    CODE = -32803  # RequestFailed


# A check that takes longer is stopped for a question; a shorter one costs less than to begin it again.
SHORT = 0.1


class PlanProtocol(LanguageServerProtocol):
    """The protocol, with places in UTF-16 whatever a client prefers, and texts as this server keeps them."""

    @lsp_method(types.INITIALIZE)
    def lsp_initialize(self, params: types.InitializeParams) -> Generator[Any, Any, types.InitializeResult]:
        """Let places be counted in UTF-16, which every client knows."""
        if params.capabilities.general is not None:
            params.capabilities.general.position_encodings = [types.PositionEncodingKind.Utf16]
        result: types.InitializeResult = yield from super().lsp_initialize(params)
        return result

    @lsp_method(types.TEXT_DOCUMENT_DID_CHANGE)
    def lsp_text_document__did_change(
        self, params: types.DidChangeTextDocumentParams
    ) -> Generator[Any, Any, None]:
        """Leave the text to the server: pygls takes letters for line ends that no editor does."""
        yield self.fm.features[types.TEXT_DOCUMENT_DID_CHANGE], (params,), None


class PlanServer(LanguageServer):
    """
    A language server for plans; one for each client.

    Whoever has another channel than standard input sets `protocol.set_writer` and hands messages to
    `protocol.handle_message`, within a running event loop, and calls `end` when the client is gone.

    Attributes:
        plans: The plans that the client has open.
        spoken: `es` or `en`: in which language the client is told.
        period: Whose figures are shown; None for what is usual for each plan.
    """

    def __init__(self, language: str = "es") -> None:
        super().__init__(
            "pei",
            __version__,
            text_document_sync_kind=types.TextDocumentSyncKind.Incremental,
            protocol_cls=PlanProtocol,
            max_workers=2,
        )
        self.plans = OpenPlans()
        self.spoken = language
        self.period: str | None = None
        self._worker = NewestFirst(self._check, self._failed)
        self._loop: asyncio.AbstractEventLoop | None = None
        self._took: dict[OpenPlan, float] = {}
        self._timers: dict[OpenPlan, asyncio.TimerHandle] = {}

    # ---- For whoever builds on it

    def checked(self, plan: OpenPlan, workspace: Workspace) -> None:
        """Take note, on the loop, that a version of a plan was checked whole; here nothing comes of it."""

    async def ask(self, plan: OpenPlan, question: Callable[[Workspace], T]) -> T:
        """
        Return what `question` answers of the newest version of a plan.

        It is asked by the thread that works on plans, before all that waits there, and again where a newer
        version came between.
        """
        self._interrupt(plan, only_long=True)
        return await asyncio.wrap_future(self._asked(plan, question))

    async def ask_text(self, uri: str, question: Callable[[Workspace, str], T]) -> T | None:
        """Return what `question` answers of the text at `uri`, by its name; None for one that is not open."""
        found = self.plans.find(uri)
        if found is None:
            return None
        plan, name = found
        return await self.ask(plan, lambda workspace: question(workspace, name))

    def address_of(self, uri: str) -> protocol_values.Addresses:
        """Return what gives the addresses of texts of the plan that the text at `uri` belongs to."""
        found = self.plans.find(uri)
        return (lambda name: name) if found is None else partial(self.plans.address, found[0])

    def end(self) -> None:
        """Stop working: the client is gone."""
        for timer in self._timers.values():
            timer.cancel()
        self._worker.end()

    def shutdown(self) -> None:
        """Stop the server."""
        self.end()
        super().shutdown()  # type: ignore[no-untyped-call]

    def report_server_error(self, error: Exception, source: object) -> None:
        """Log what went wrong, here and in the output of the client, which has no use for a box about it."""
        told = f"{getattr(source, '__name__', source)}: {error}"
        LOG.error("%s", told)
        self.window_log_message(types.LogMessageParams(types.MessageType.Error, told))

    # ---- What was changed

    def changed(self, plan: OpenPlan) -> None:
        """Let a plan be checked, of which a text was written."""
        plan.settling.changed(time.monotonic())
        self.check(plan)

    def check(self, plan: OpenPlan) -> None:
        """Let a plan be checked when its turn comes, and stop what goes on with an older version."""
        self._loop = asyncio.get_running_loop()
        self._worker.put(plan)
        self._interrupt(plan)

    def _interrupt(self, plan: OpenPlan, *, only_long: bool = False) -> None:
        if only_long and not self._takes_long(plan):
            return
        if self._worker.may_interrupt(plan):
            plan.interrupt()
            self._worker.put(plan)

    def _takes_long(self, plan: OpenPlan) -> bool:
        """Tell whether checking a plan is stopped for questions; before it was checked once nobody knows."""
        return self._took.get(plan, SHORT) >= SHORT

    def closed(self, plan: OpenPlan) -> None:
        """Take back all that was said of a plan of which nothing is open any more."""
        timer = self._timers.pop(plan, None)
        if timer is not None:
            timer.cancel()
        self._took.pop(plan, None)
        self._send(plan, (), {})

    # ---- In the thread that works on plans

    def _asked(self, plan: OpenPlan, question: Callable[[Workspace], T]) -> Future[T]:
        def asked() -> T:
            while True:
                workspace, _ = plan.newest()
                try:
                    return question(workspace)
                except SupersededError:
                    continue

        return self._worker.ask(asked)

    def _check(self, plan: OpenPlan) -> None:
        """Check the newest version: first its texts, which is never interrupted, then all else."""
        workspace, versions = plan.newest()
        found = placed(workspace, workspace.loaded.diagnostics)
        self._tell(plan, found, versions, None)
        self._worker.let_interrupt(plan, long=self._takes_long(plan))
        begun = time.monotonic()
        complete = placed(workspace, workspace.diagnostics)
        self._took[plan] = time.monotonic() - begun
        self._tell(plan, complete, versions, workspace)

    def _failed(self, error: Exception) -> None:
        """Tell the client's output of a fault of this program, from the thread that met it."""
        if self._loop is not None and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self.report_server_error, error, type(error))

    def _tell(
        self, plan: OpenPlan, found: Findings, versions: dict[str, int], workspace: Workspace | None
    ) -> None:
        if self._loop is not None and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._found, plan, found, versions, workspace)

    # ---- What is shown

    def _found(
        self, plan: OpenPlan, found: Findings, versions: dict[str, int], workspace: Workspace | None
    ) -> None:
        if plan not in self.plans.plans.values():
            return  # it was closed meanwhile
        now = time.monotonic()
        self._send(plan, plan.settling.found(found, now, is_complete=workspace is not None), versions)
        if plan.settling.waiting is not None:
            self._settle_later(plan, versions)
        elif workspace is not None:
            self._refresh()
        if workspace is not None:
            self.checked(plan, workspace)

    def _settle_later(self, plan: OpenPlan, versions: dict[str, int]) -> None:
        timer = self._timers.pop(plan, None)
        if timer is not None:
            timer.cancel()
        wait = plan.settling.wait(time.monotonic())
        self._timers[plan] = asyncio.get_running_loop().call_later(wait, self._settled, plan, versions)

    def _settled(self, plan: OpenPlan, versions: dict[str, int]) -> None:
        shown = plan.settling.settled(time.monotonic())
        if shown is not None:
            self._send(plan, shown, versions)
            self._refresh()
        elif plan.settling.waiting is not None:
            self._settle_later(plan, versions)

    def _refresh(self) -> None:
        """Let a client that can ask for figures again: those beside one text may rest on another."""
        workspace = self.client_capabilities.workspace
        hints = workspace.inlay_hint if workspace is not None else None
        if hints is not None and hints.refresh_support:
            self.workspace_inlay_hint_refresh(None)

    def _send(self, plan: OpenPlan, found: Findings, versions: dict[str, int]) -> None:
        """Send what is shown of each text and file where that is not what was sent of it before."""

        def address(name: str) -> str:
            return self.plans.address(plan, name)

        numbers = {address(name): number for name, number in versions.items()}
        shown: dict[str, list[PlacedFinding]] = {uri: [] for uri in (*numbers, *plan.published)}
        for each in found:
            shown.setdefault(address(each.file), []).append(each)
        for uri, own in shown.items():
            told = Published(numbers.get(uri), self.spoken, tuple(own))
            if plan.published.get(uri) == told:
                continue
            plan.published[uri] = told
            diagnostics = [protocol_values.finding(each, address, self.spoken) for each in own]
            params = types.PublishDiagnosticsParams(uri, diagnostics, version=told.version)
            self.text_document_publish_diagnostics(params)
            if not own and told.version is None:
                del plan.published[uri]
