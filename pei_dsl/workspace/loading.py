"""A folder of `.pei` files, or texts that a host holds, read into one plan."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import attrs

from pei_dsl.data.permissions import OWN, Permissions
from pei_dsl.data.readers.reader import NOT_LOOKED_AT
from pei_dsl.diagnostics import Diagnostic
from pei_dsl.immutable import brief
from pei_dsl.source import Source
from pei_dsl.workspace.checking import all_findings
from pei_dsl.workspace.loaded import Loaded
from pei_dsl.workspace.memory import Memory
from pei_dsl.workspace.texts import find, read_texts
from pei_dsl.workspace.workspace import Workspace

if TYPE_CHECKING:  # who only evaluates does not wait for lints and their settings
    from pei_dsl.workspace.cache import Cache


def load(path: str | Path, *, permissions: Permissions = OWN) -> Loaded:
    """
    Return the plan of a folder of `.pei` files (its subfolders included), or of one file.

    Never raises for what the files hold, nor for files that are missing: that is among the diagnostics.

    Args:
        path: The folder, or one file of it.
        permissions: What the plan may read when it is measured: its folder, and the databases that it names,
            unless the caller says otherwise.
    """
    root, names, found = find(Path(path))
    sources, unreadable = read_texts(root, names)
    return _read_once(root, sources, [*found, *unreadable], permissions)


def _read_once(
    root: Path, sources: Mapping[str, Source], found: Sequence[Diagnostic], permissions: Permissions
) -> Loaded:
    """Return what a workspace says of which there will be no other version: nothing is remembered for one."""
    return Workspace(root, sources, tuple(found), Memory(is_kept=False), permissions=permissions).loaded


def load_text(
    text: str,
    name: str = "plan.pei",
    root: str | Path | None = None,
    *,
    permissions: Permissions | None = None,
) -> Loaded:
    """
    Return the plan of one text.

    Args:
        text: The text.
        name: What messages call it.
        root: The folder that data files are looked for in; None: there are no files.
        permissions: What the plan may read; None: the files of `root`, and no database, since the text may
            come from anywhere.
    """
    return Workspace.of({name: text}, root, permissions=permissions).loaded


def load_bytes(
    data: bytes,
    name: str = "plan.pei",
    root: str | Path | None = None,
    *,
    permissions: Permissions | None = None,
) -> Loaded:
    """Return the plan of one text that came as bytes, which may be no text at all; see `load_text`."""
    return Workspace.of({name: data}, root, permissions=permissions).loaded


def reload(loaded: Loaded, sources: Mapping[str, Source]) -> Loaded:
    """Return `loaded` read again from other texts of the same names; what was no text is none still."""
    unreadable = tuple(
        each for each in loaded.diagnostics if each.primary.source is None and each.file not in sources
    )
    return Workspace(loaded.root, sources, unreadable, permissions=loaded.permissions).loaded


# ---- Checking ---------------------------------------------------------------------------------------


@attrs.frozen
class Checked:
    """What checking a workspace found: about texts, heads of data files and settings, and all warnings."""

    __repr__ = brief

    diagnostics: tuple[Diagnostic, ...]
    cached: bool = False


def check(
    path: str | Path, cache: Cache | None = None, roots: Sequence[Path] = (), *, databases: bool = False
) -> Checked:
    """
    Return the findings about a workspace: texts, heads of data files, settings and warnings.

    With a `cache`, an unchanged workspace is not analysed again: the key is the content of every text, that
    of `pei.toml`, and the state of every data file.  With `roots`, folders outside the workspace that data
    may lie in too, nothing is kept, nor with `databases`, which looks at the columns of their tables too.

    Raises:
        MissingExtraError: A package is not installed that its workbooks or databases need.
    """
    from pei_dsl.workspace import settings as pei_toml
    from pei_dsl.workspace.cache import Key

    root, names, found = find(Path(path))
    sources, unreadable = read_texts(root, names)
    found.extend(unreadable)
    settings, about_settings = pei_toml.read(root)
    texts = {**sources, settings.source.name: settings.source} if settings.source is not None else sources
    cacheable = (
        not roots and not databases and not found and (settings.source is not None or not about_settings)
    )
    key = Key.of(root, texts) if cache is not None and cacheable else None
    if cache is not None and key is not None:
        known = cache.get(key, texts)
        if known is not None:
            return Checked(known, cached=True)
    loaded = _read_once(root, sources, found, OWN)
    diagnostics = (*about_settings, *all_findings(loaded, settings, roots, databases=databases))
    # What is not looked at for lack of a package is looked at once it is installed.
    if cache is not None and key is not None and all(each.code != NOT_LOOKED_AT for each in diagnostics):
        cache.put(key, diagnostics, loaded.plan)
    return Checked(diagnostics)
