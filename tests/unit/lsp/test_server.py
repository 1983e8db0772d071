"""The server as an editor starts it: a process of its own, spoken with over its standard input and output."""

from __future__ import annotations

import asyncio
import contextlib
import os
import re
import sys
from collections.abc import AsyncIterator, Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
from lsprotocol import types
from pytest_lsp import LanguageClient, client_capabilities

import pei_dsl
from tests.documents import ROOT
from tests.edited_texts import marked

INPE = ROOT / "specs" / "inpe-2019-2027"
PLAN = """plan "PEI"
  periodo: 2024 a 2025
objetivo OEI.01 "Salud"
indicador IND.01.OEI.01 "Porcentaje de controles"
  fórmula: A / 50
  donde:
    A "Controles hechos" = hechos
  unidad: porcentaje
  sentido: ascendente
  logros: 2024: 80%; 2025: 90%
variable hechos = 30
"""
# However slow the machine is, by then it has answered or never will.
PATIENCE = 60


class Editor(LanguageClient):
    """An editor with one server, which remembers all findings that it was sent, in order."""

    def __init__(self) -> None:
        super().__init__()
        self.sent: list[types.PublishDiagnosticsParams] = []
        self.arrived = asyncio.Condition()
        self.versions: dict[str, int] = {}
        self.registered: list[types.Registration] = []

        @self.feature(types.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS)  # type: ignore[untyped-decorator]
        async def published(_: LanguageClient, params: types.PublishDiagnosticsParams) -> None:
            async with self.arrived:
                self.sent.append(params)
                self.arrived.notify_all()

        @self.feature(types.WINDOW_SHOW_MESSAGE)  # type: ignore[untyped-decorator]
        def told(_: LanguageClient, params: types.ShowMessageParams) -> None:
            self.messages.append(params)

        @self.feature(types.CLIENT_REGISTER_CAPABILITY)  # type: ignore[untyped-decorator]
        async def register(_: LanguageClient, params: types.RegistrationParams) -> None:
            async with self.arrived:
                self.registered.extend(params.registrations)
                self.arrived.notify_all()

    def shown(self, uri: str) -> list[str]:
        """Return the codes of what is shown of a text now."""
        last = next((each for each in reversed(self.sent) if each.uri == uri), None)
        return [] if last is None else [str(each.code) for each in last.diagnostics]

    async def until(self, holds: Callable[[], object]) -> None:
        """Wait until something holds of what was sent."""
        async with self.arrived:
            await asyncio.wait_for(self.arrived.wait_for(lambda: bool(holds())), PATIENCE)

    def open(self, uri: str, text: str) -> str:
        self.versions[uri] = 1
        item = types.TextDocumentItem(uri, "pei", 1, text)
        self.text_document_did_open(types.DidOpenTextDocumentParams(item))
        return uri

    def write(self, uri: str, *changes: types.TextDocumentContentChangeEvent) -> int:
        self.versions[uri] += 1
        document = types.VersionedTextDocumentIdentifier(self.versions[uri], uri)
        self.text_document_did_change(types.DidChangeTextDocumentParams(document, changes))
        return self.versions[uri]

    def replace(self, uri: str, text: str) -> int:
        return self.write(uri, types.TextDocumentContentChangeWholeDocument(text))

    async def checked(self, uri: str, version: int) -> None:
        """Wait until findings of `version` were sent, and are all that will be."""
        await self.until(lambda: any(each.uri == uri and each.version == version for each in self.sent))
        await self.settled(uri)

    async def settled(self, uri: str) -> None:
        """Wait until all that was written is checked and shown: a question is answered, and it was quiet."""
        document = types.TextDocumentIdentifier(uri)
        await self.text_document_folding_range_async(types.FoldingRangeParams(document))
        while True:
            number = len(self.sent)
            await asyncio.sleep(0.4)
            await self.text_document_folding_range_async(types.FoldingRangeParams(document))
            if number == len(self.sent):
                return


def part(line: int, start: int, end: int, text: str) -> types.TextDocumentContentChangePartial:
    return types.TextDocumentContentChangePartial(
        types.Range(types.Position(line, start), types.Position(line, end)), text
    )


@contextlib.asynccontextmanager
async def editor(*folders: Path, options: object = None, **environment: str) -> AsyncIterator[Editor]:
    client = Editor()
    await client.start_io(
        sys.executable, "-m", "pei_dsl", "lsp", "--stdio", env={**os.environ, "PEI_LANG": "es", **environment}
    )
    capabilities = client_capabilities("visual-studio-code")
    await client.initialize_session(
        types.InitializeParams(
            capabilities,
            initialization_options=options,
            workspace_folders=[types.WorkspaceFolder(each.as_uri(), each.name) for each in folders],
        )
    )
    try:
        yield client
    finally:
        await client.shutdown_session()
        await client.stop()  # type: ignore[no-untyped-call]


def place(uri: str, text: str) -> dict[str, Any]:
    """Return what says where the mark of `text` is."""
    _, position = marked(text)
    return {
        "text_document": types.TextDocumentIdentifier(uri),
        "position": types.Position(position.line, position.character),
    }


async def arguments(client: Editor, uri: str, text: str) -> tuple[int | None, list[str | tuple[int, int]]]:
    """Return which argument is written behind `redondear(30; ` at the end of a text, and where all of them are."""
    version = client.versions[uri]
    calling = f"{text}variable otra = redondear(30; |"
    client.replace(uri, calling.replace("|", ""))
    called = await client.text_document_signature_help_async(types.SignatureHelpParams(**place(uri, calling)))
    client.replace(uri, text)
    assert client.versions[uri] == version + 2
    assert called is not None
    (only,) = called.signatures
    assert only.label == "redondear(número; [número]) → número"
    return called.active_parameter, [each.label for each in only.parameters or ()]


# ---- Questions ---------------------------------------------------------------------------------------------


@pytest.mark.asyncio
async def test_a_text_without_a_file_is_answered() -> None:
    """All that an editor asks, of a text that was never saved; and it shuts down in order."""
    async with editor() as client:
        uri = client.open("untitled:Untitled-1", PLAN)
        document = types.TextDocumentIdentifier(uri)
        found = await client.text_document_hover_async(
            types.HoverParams(**place(uri, PLAN.replace("= hechos", "= hec|hos")))
        )
        assert isinstance(found, types.Hover)
        assert isinstance(found.contents, types.MarkupContent)
        assert "Variable hechos" in found.contents.value

        offered = await client.text_document_completion_async(
            types.CompletionParams(**place(uri, PLAN.replace("ascendente", "asc|endente")))
        )
        assert isinstance(offered, types.CompletionList)
        assert [each.label for each in offered.items] == ["ascendente"]

        assert await arguments(client, uri, PLAN) == (1, [(10, 16), (18, 26)])

        where = place(uri, PLAN.replace("= hechos", "= hec|hos"))
        defined = await client.text_document_definition_async(types.DefinitionParams(**where))
        assert isinstance(defined, Sequence)
        assert [each.range.start.line for each in defined if isinstance(each, types.Location)] == [10]
        context = types.ReferenceContext(include_declaration=True)
        used = await client.text_document_references_async(types.ReferenceParams(context, **where))
        assert used is not None
        assert [each.range.start.line for each in used] == [6, 10]
        lit = await client.text_document_document_highlight_async(types.DocumentHighlightParams(**where))
        assert lit is not None
        assert len(lit) == 2

        whole = types.Range(types.Position(0, 0), types.Position(99, 0))
        hints = await client.text_document_inlay_hint_async(types.InlayHintParams(document, whole))
        assert hints is not None
        assert [each.label for each in hints] == ["▲ 75.00", "▲ 75.00", "= 30"]
        symbols = await client.text_document_document_symbol_async(types.DocumentSymbolParams(document))
        assert symbols is not None
        assert [each.name for each in symbols] == ["PEI", "OEI.01", "IND.01.OEI.01", "hechos"]
        everything = await client.workspace_symbol_async(types.WorkspaceSymbolParams("controles"))
        assert everything is not None
        assert [each.name for each in everything] == ["IND.01.OEI.01 Porcentaje de controles"]
        tokens = await client.text_document_semantic_tokens_full_async(types.SemanticTokensParams(document))
        assert tokens is not None
        assert len(tokens.data) % 5 == 0
        folded = await client.text_document_folding_range_async(types.FoldingRangeParams(document))
        assert folded is not None
        assert folded[0].start_line == 0
        form = types.DocumentFormattingParams(document, types.FormattingOptions(2, insert_spaces=True))
        assert await client.text_document_formatting_async(form) is not None
        assert client.messages == []


@pytest.mark.asyncio
async def test_fixes_explanations_and_renaming_are_offered() -> None:
    async with editor() as client:
        wrong = PLAN.replace("ascendente", "sube") + "# hechos\n"
        uri = client.open("untitled:Untitled-1", wrong)
        await client.until(lambda: "PEI117" in client.shown(uri))
        where = place(uri, wrong.replace("sube", "su|be"))
        here = types.Range(where["position"], where["position"])
        context = types.CodeActionContext([])
        params = types.CodeActionParams(where["text_document"], here, context)
        offered = await client.text_document_code_action_async(params)
        assert offered is not None
        first = offered[0]
        assert isinstance(first, types.CodeAction)
        assert first.title == "Escribir «ascendente»"
        assert first.is_preferred
        assert first.edit is not None
        assert first.edit.changes is not None
        assert [each.new_text for each in first.edit.changes[uri]] == ["ascendente"]

        assert "Explicar PEI117" in [each.title for each in offered]
        page = await client.workspace_execute_command_async(
            types.ExecuteCommandParams("pei.explicarMensaje", ["PEI117", uri])
        )
        assert str(page).startswith("# PEI117")
        await client.settled(uri)
        assert [each.type for each in client.messages] == [types.MessageType.Info]

        name = place(uri, wrong.replace("= hechos", "= hec|hos"))
        ready = await client.text_document_prepare_rename_async(types.PrepareRenameParams(**name))
        assert isinstance(ready, types.PrepareRenamePlaceholder)
        assert ready.placeholder == "hechos"
        renamed = await client.text_document_rename_async(types.RenameParams(new_name="realizados", **name))
        assert renamed is not None
        assert renamed.changes is not None
        assert len(renamed.changes[uri]) == 2
        await client.settled(uri)
        assert "Untitled-1:12" in client.messages[-1].message
        with pytest.raises(Exception, match="«si»"):
            await client.text_document_rename_async(types.RenameParams(new_name="si", **name))


@pytest.mark.asyncio
async def test_places_are_in_utf_16_whatever_a_client_prefers() -> None:
    """Letters of two units, and what pygls takes for line ends, leave what is written where it was written."""
    client = Editor()
    await client.start_io(sys.executable, "-m", "pei_dsl", "lsp", env={**os.environ, "PEI_LANG": "es"})
    general = types.GeneralClientCapabilities(position_encodings=["utf-8", "utf-16"])
    answer = await client.initialize_session(
        types.InitializeParams(types.ClientCapabilities(general=general))
    )
    assert answer.capabilities.position_encoding == "utf-16"

    text = 'objetivo OEI.01 "𝔸\u2028\x0c😀"\nvariable hechos = 30\n'
    uri = client.open("untitled:Untitled-1", text)
    client.write(uri, part(1, 18, 20, "45"), part(0, 17, 19, "Á"))
    symbols = await client.text_document_document_symbol_async(
        types.DocumentSymbolParams(types.TextDocumentIdentifier(uri))
    )
    assert symbols is not None
    assert [each.detail for each in symbols if isinstance(each, types.DocumentSymbol)] == [
        "Á\u2028\x0c😀",
        None,
    ]
    found = await client.text_document_hover_async(
        types.HoverParams(types.TextDocumentIdentifier(uri), types.Position(1, 10))
    )
    assert found is not None
    assert "45" in str(found.contents)
    assert await arguments(client, uri, text) == (1, ["número", "[número]"])  # it did not say it knows places
    await client.shutdown_session()
    await client.stop()  # type: ignore[no-untyped-call]


# ---- Texts and files ---------------------------------------------------------------------------------------


def folder_with_plan(path: Path) -> Path:
    path.mkdir()
    (path / "plan.pei").write_text(PLAN.replace("variable hechos = 30\n", ""), "utf-8")
    (path / "datos.pei").write_text("variable hechos = 30\n", "utf-8")
    return path


@pytest.mark.asyncio
async def test_several_folders_are_plans_of_their_own(tmp_path: Path) -> None:
    """And so are plans beside each other in one folder; an unsaved text goes before its file."""
    first, second = folder_with_plan(tmp_path / "uno"), folder_with_plan(tmp_path / "dos")
    async with editor(tmp_path) as client:
        texts = {
            each: client.open((each / "plan.pei").as_uri(), (each / "plan.pei").read_text("utf-8"))
            for each in (first, second)
        }
        for uri in texts.values():
            await client.checked(uri, 1)
            assert client.shown(uri) == []
        data = client.open((first / "datos.pei").as_uri(), "variable otros = 30\n")
        await client.until(lambda: "PEI201" in client.shown(texts[first]))
        assert client.shown(texts[second]) == []
        await client.settled(data)
        before = len(client.sent)
        await client.checked(data, client.replace(data, "variable otros = 31\n"))
        assert {each.uri for each in client.sent[before:]} == {data}  # of the others nothing changed
        client.text_document_did_close(types.DidCloseTextDocumentParams(types.TextDocumentIdentifier(data)))
        await client.until(lambda: client.shown(texts[first]) == [])


@pytest.mark.asyncio
async def test_files_that_change_outside_are_read_again(tmp_path: Path) -> None:
    """Texts, files of data, and texts that go; but not over what the editor holds."""
    folder = folder_with_plan(tmp_path / "uno")
    (folder / "fuentes.pei").write_text(
        "fuente f\n  archivo: f.csv\n  columna a: número\nvariable total = suma(f.a)\n", "utf-8"
    )
    (folder / "f.csv").write_text("b\n1\n", "utf-8")
    async with editor(folder) as client:
        await client.until(lambda: client.registered)
        assert [each.method for each in client.registered] == [types.WORKSPACE_DID_CHANGE_WATCHED_FILES]
        uri = client.open((folder / "plan.pei").as_uri(), (folder / "plan.pei").read_text("utf-8"))
        source = (folder / "f.csv").as_uri()
        await client.until(lambda: "PEI302" in client.shown(source))

        def tell(name: str, kind: types.FileChangeType) -> None:
            event = types.FileEvent((folder / name).as_uri(), kind)
            client.workspace_did_change_watched_files(types.DidChangeWatchedFilesParams([event]))

        (folder / "f.csv").write_text("a\n1\n", "utf-8")
        tell("f.csv", types.FileChangeType.Changed)
        await client.until(lambda: "PEI302" not in client.shown(source))
        (folder / "datos.pei").write_text("variable otros = 1\n", "utf-8")
        tell("datos.pei", types.FileChangeType.Changed)
        await client.until(lambda: "PEI201" in client.shown(uri))
        (folder / "datos.pei").unlink()
        (folder / "nuevo.pei").write_text("variable hechos = 2\n", "utf-8")
        tell("datos.pei", types.FileChangeType.Deleted)
        tell("nuevo.pei", types.FileChangeType.Created)
        await client.until(lambda: "PEI201" not in client.shown(uri))
        (folder / "plan.pei").write_text("nada", "utf-8")
        tell("plan.pei", types.FileChangeType.Changed)
        await client.settled(uri)
        assert "PEI201" not in client.shown(uri)


@pytest.mark.asyncio
async def test_a_database_is_not_asked_unasked(tmp_path: Path) -> None:
    """Opening a folder reads no `conexión`, though the variable is there: figures that rest on it are absent."""
    folder = folder_with_plan(tmp_path / "uno")
    base = tmp_path / "base.sqlite"
    (folder / "fuentes.pei").write_text(
        "fuente f\n  conexión: SERVIDOR\n  tabla: t\n  columna a: número\nvariable total = suma(f.a)\n",
        "utf-8",
    )
    async with editor(folder, SERVIDOR=f"sqlite:///{base}") as client:
        uri = client.open((folder / "fuentes.pei").as_uri(), (folder / "fuentes.pei").read_text("utf-8"))
        await client.checked(uri, 1)
        whole = types.Range(types.Position(0, 0), types.Position(99, 0))
        hints = await client.text_document_inlay_hint_async(
            types.InlayHintParams(types.TextDocumentIdentifier(uri), whole)
        )
        assert not hints
        assert not base.exists()


@pytest.mark.asyncio
async def test_what_the_editor_formats_the_command_accepts() -> None:
    """Each text of a real plan, written badly: formatted by the editor, it is what `pei formatear` writes."""
    async with editor(INPE) as client:
        for name in ("objetivo-01.pei", "series.pei"):
            original = (INPE / name).read_text("utf-8")
            badly = re.sub(r"  +", "   ", original).replace("indicador", "INDICADOR")
            uri = client.open((INPE / name).as_uri(), badly)
            params = types.DocumentFormattingParams(
                types.TextDocumentIdentifier(uri), types.FormattingOptions(2, insert_spaces=True)
            )
            edits = await client.text_document_formatting_async(params)
            assert edits
            lines = badly.splitlines(keepends=True)
            for each in reversed(edits):
                lines[each.range.start.line : each.range.end.line] = [each.new_text]
            assert "".join(lines) == pei_dsl.format_text(badly)


@pytest.mark.asyncio
async def test_a_source_is_declared_when_that_is_chosen(tmp_path: Path) -> None:
    """Its file is read then, and not before; figures of other texts are asked for again."""
    folder = folder_with_plan(tmp_path / "uno")
    (folder / "egresos.csv").write_text("distrito,egresos\nLima,3\n", "utf-8")
    async with editor(folder) as client:
        uri = client.open((folder / "datos.pei").as_uri(), "variable hechos = 30\n\n")
        there = types.Range(types.Position(2, 0), types.Position(2, 0))
        document = types.TextDocumentIdentifier(uri)
        params = types.CodeActionParams(document, there, types.CodeActionContext([]))
        offered = await client.text_document_code_action_async(params)
        assert offered is not None
        [action] = [each for each in offered if "egresos.csv" in each.title]
        assert isinstance(action, types.CodeAction)
        assert action.edit is None
        chosen = await client.code_action_resolve_async(action)
        assert chosen.edit is not None
        assert chosen.edit.changes is not None
        [edit] = chosen.edit.changes[uri]
        assert edit.range.start == types.Position(1, 0)
        assert edit.new_text.startswith("\nfuente egresos\n  archivo: egresos.csv\n")
        (folder / "egresos.csv").unlink()
        with pytest.raises(Exception, match=r"egresos\.csv"):
            await client.code_action_resolve_async(action)


@pytest.mark.asyncio
async def test_settings_and_folders_may_change(tmp_path: Path) -> None:
    """The language of messages, the period of figures, and to which plan a text belongs."""
    folder = folder_with_plan(tmp_path / "uno")
    async with editor(tmp_path / "otra", options={"idioma": "en", "periodo": "2025"}) as client:
        text = (folder / "datos.pei").read_text("utf-8")
        uri = client.open((folder / "datos.pei").as_uri(), text.replace("30", "nada"))
        await client.until(lambda: "PEI201" in client.shown(uri))
        assert "is not known" in client.sent[-1].diagnostics[0].message
        client.workspace_did_change_configuration(
            types.DidChangeConfigurationParams({"pei": {"idioma": "es", "periodo": ""}})
        )
        await client.until(lambda: client.sent and "no se conoce" in client.sent[-1].diagnostics[0].message)
        plan = client.open((folder / "plan.pei").as_uri(), (folder / "plan.pei").read_text("utf-8"))
        client.replace(uri, text)
        await client.until(lambda: client.shown(uri) == [])
        whole = types.Range(types.Position(0, 0), types.Position(99, 0))
        asked = types.InlayHintParams(types.TextDocumentIdentifier(plan), whole)
        hints = await client.text_document_inlay_hint_async(asked)
        assert hints is not None
        assert "▲ 75.00" in [each.label for each in hints]
        opened = types.WorkspaceFolder(folder.as_uri(), "uno")
        event = types.WorkspaceFoldersChangeEvent(added=[opened], removed=[])
        client.workspace_did_change_workspace_folders(types.DidChangeWorkspaceFoldersParams(event))
        client.replace(uri, "variable otros = 1\n")
        await client.until(lambda: "PEI201" in client.shown(plan))


# ---- While somebody types ----------------------------------------------------------------------------------


@pytest.mark.asyncio
async def test_it_is_never_more_than_one_check_behind() -> None:
    """At twenty keys a second: after the last key come the checks that had begun, then that of the last text."""
    async with editor(INPE) as client:
        text = (INPE / "objetivo-01.pei").read_text("utf-8")
        uri = client.open((INPE / "objetivo-01.pei").as_uri(), text)
        await client.checked(uri, 1)
        line = next(number for number, each in enumerate(text.splitlines()) if "Mide el exceso" in each)
        for key in range(60):
            assert client.write(uri, part(line, 30, 30, "x")) == key + 2
            await asyncio.sleep(0.05)
        before = len(client.sent)
        last = client.write(uri, part(line, 30, 30, "x"))
        await client.checked(uri, last)
        after = [each.version for each in client.sent[before:] if each.uri == uri]
        # What was at work, what waited, and one more where the keys themselves came late; never one for each.
        assert len({*after[: after.index(last)]}) <= 3
        seen = [each.version or 0 for each in client.sent if each.uri == uri]
        assert seen == sorted(seen)
        assert client.messages == []


@pytest.mark.asyncio
async def test_mistakes_wait_until_it_is_quiet_and_go_at_once() -> None:
    async with editor() as client:
        uri = client.open("untitled:Untitled-1", PLAN)
        await client.checked(uri, 1)
        wrong = PLAN.replace("ascendente", "sube")
        first = client.replace(uri, wrong)
        await client.until(lambda: any(each.version == first for each in client.sent))
        at_first = next(each.diagnostics for each in client.sent if each.version == first)
        assert not at_first  # half written is no mistake
        await client.until(lambda: client.shown(uri) == ["PEI117"])
        second = client.replace(uri, PLAN)
        await client.until(lambda: any(each.version == second for each in client.sent))
        assert next(each.diagnostics for each in client.sent if each.version == second) == ()


@pytest.mark.asyncio
async def test_requests_that_are_cancelled_show_nothing() -> None:
    """Nor do those for texts that are not open, and commands that nobody knows."""
    async with editor() as client:
        uri = client.open("untitled:Untitled-1", PLAN)
        where = place(uri, PLAN.replace("= hechos", "= hec|hos"))
        asked = [
            client.protocol.send_request(types.TEXT_DOCUMENT_HOVER, types.HoverParams(**where), msg_id=str(n))
            for n in range(20)
        ]
        for number in range(20):
            client.cancel_request(types.CancelParams(str(number)))
        for each in asked:
            with contextlib.suppress(Exception):
                await asyncio.wrap_future(each)
        other = types.HoverParams(types.TextDocumentIdentifier("untitled:otro"), types.Position(0, 0))
        assert await client.text_document_hover_async(other) is None
        assert await client.text_document_hover_async(types.HoverParams(**where)) is not None
        assert client.messages == []
