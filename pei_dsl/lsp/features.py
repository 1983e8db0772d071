"""A server for one client, ready to be started: what it is told of folders, settings and texts."""

from __future__ import annotations

from pathlib import Path

from lsprotocol import types
from pygls.uris import to_fs_path

from pei_dsl.data.readers.carriers import CARRIERS
from pei_dsl.editing.text_positions import with_edit
from pei_dsl.lsp import action_features, place_features, text_features
from pei_dsl.lsp import protocol_values as values
from pei_dsl.lsp.open_plan import OpenPlan
from pei_dsl.lsp.plan_server import PlanServer
from pei_dsl.workspace.settings import FILE
from pei_dsl.workspace.texts import SUFFIX


def server(language: str = "es") -> PlanServer:
    """Return a server for one client, ready to be started."""
    made = PlanServer(language)
    made.feature(types.INITIALIZE)(_initialize)
    made.feature(types.INITIALIZED)(_initialized)
    made.feature(types.WORKSPACE_DID_CHANGE_CONFIGURATION)(_configured)
    made.feature(types.WORKSPACE_DID_CHANGE_WORKSPACE_FOLDERS)(_folders_changed)
    made.feature(types.TEXT_DOCUMENT_DID_OPEN)(_opened)
    made.feature(types.TEXT_DOCUMENT_DID_CHANGE)(_changed)
    made.feature(types.TEXT_DOCUMENT_DID_SAVE)(_saved)
    made.feature(types.TEXT_DOCUMENT_DID_CLOSE)(_closed)
    made.feature(types.WORKSPACE_DID_CHANGE_WATCHED_FILES)(_changed_outside)
    for features in (place_features, text_features, action_features):
        features.register(made)
    return made


# ---- Beginning and settings ------------------------------------------------------------------------------


def _initialize(ls: PlanServer, params: types.InitializeParams) -> None:
    folders = [each.uri for each in params.workspace_folders or ()]
    uris = folders or [each for each in [params.root_uri] if each]
    ls.plans.folders = [Path(path) for uri in uris if (path := to_fs_path(uri))]
    _set(ls, params.initialization_options)


async def _initialized(ls: PlanServer, _: types.InitializedParams) -> None:
    """Ask to be told when texts, settings and files of data change outside."""
    watching = ls.client_capabilities.workspace
    watched = watching.did_change_watched_files if watching is not None else None
    if watched is None or not watched.dynamic_registration:
        return
    endings = [SUFFIX, *(ending for each in CARRIERS for ending in each.suffixes)]
    patterns = [*(f"**/*{each}" for each in endings), f"**/{FILE}"]
    watchers = [types.FileSystemWatcher(each) for each in patterns]
    options = types.DidChangeWatchedFilesRegistrationOptions(watchers)
    kind = types.WORKSPACE_DID_CHANGE_WATCHED_FILES
    registration = types.Registration(kind, kind, options)
    await ls.client_register_capability_async(types.RegistrationParams([registration]))


def _configured(ls: PlanServer, params: types.DidChangeConfigurationParams) -> None:
    told = params.settings
    _set(ls, told.get("pei", told) if isinstance(told, dict) else None)
    for plan in ls.plans.plans.values():
        ls.check(plan)


def _set(ls: PlanServer, options: object) -> None:
    """Take over what a client wishes: the language, and the period of the figures."""
    if not isinstance(options, dict):
        return
    if options.get("idioma") in {"es", "en"}:
        ls.spoken = options["idioma"]
    if "periodo" in options:
        ls.period = str(options["periodo"]) if options["periodo"] else None


def _folders_changed(ls: PlanServer, params: types.DidChangeWorkspaceFoldersParams) -> None:
    gone = {to_fs_path(each.uri) for each in params.event.removed}
    kept = [each for each in ls.plans.folders if str(each) not in gone]
    added = [Path(path) for each in params.event.added if (path := to_fs_path(each.uri))]
    ls.plans.folders = [*kept, *added]
    _settle(ls)


# ---- Texts -----------------------------------------------------------------------------------------------


def _opened(ls: PlanServer, params: types.DidOpenTextDocumentParams) -> None:
    given = params.text_document
    ls.check(ls.plans.hold(given.uri, given.text, given.version))


def _changed(ls: PlanServer, params: types.DidChangeTextDocumentParams) -> None:
    uri = params.text_document.uri
    text = ls.plans.texts.get(uri, ("", 0))[0]
    for each in params.content_changes:
        if isinstance(each, types.TextDocumentContentChangePartial):
            text = with_edit(text, values.text_range(each.range), each.text)
        else:
            text = each.text
    ls.changed(ls.plans.hold(uri, text, params.text_document.version))


def _saved(ls: PlanServer, params: types.DidSaveTextDocumentParams) -> None:
    """Look again which plan each text belongs to: what was saved may declare one."""
    _settle(ls)
    found = ls.plans.find(params.text_document.uri)
    if found is not None:
        ls.check(found[0])


def _closed(ls: PlanServer, params: types.DidCloseTextDocumentParams) -> None:
    plan = ls.plans.release(params.text_document.uri)
    if plan is not None:
        _check_or_close(ls, plan)


def _changed_outside(ls: PlanServer, params: types.DidChangeWatchedFilesParams) -> None:
    if any(each.type is not types.FileChangeType.Changed for each in params.changes):
        _settle(ls)
    concerned = {plan: None for each in params.changes for plan in ls.plans.changed_outside(each.uri)}
    for plan in concerned:
        plan.interrupt()  # what rests on files of data is found again, though no text changed
        ls.check(plan)


def _settle(ls: PlanServer) -> None:
    for plan in ls.plans.settle():
        _check_or_close(ls, plan)


def _check_or_close(ls: PlanServer, plan: OpenPlan) -> None:
    if plan.held:
        ls.check(plan)
    else:
        ls.closed(plan)
