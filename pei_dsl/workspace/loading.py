"""A folder of `.pei` files, or texts that a host holds, read into one plan."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import attrs

from pei_dsl.analysis.analyse import analyse
from pei_dsl.data.permissions import NOTHING, OWN, Permissions
from pei_dsl.data.readers.gate import look
from pei_dsl.data.readers.reader import NOT_LOOKED_AT
from pei_dsl.data.registers import read_register
from pei_dsl.diagnostics import Diagnostic, Label, Severity
from pei_dsl.model.plan import Plan
from pei_dsl.source import Source, Undecodable, decode
from pei_dsl.syntax import tree
from pei_dsl.syntax.parse import parse
from pei_dsl.values import brief, freezing

if TYPE_CHECKING:  # who only evaluates does not wait for lints and their settings
    from pei_dsl.workspace.cache import Cache
    from pei_dsl.workspace.settings import Settings

SUFFIX = ".pei"


@attrs.frozen(field_transformer=freezing)
class Loaded:
    """
    What reading a workspace gave.

    Attributes:
        plan: The plan; of what is wrong, all that is right.
        diagnostics: What was found, in the order of the texts.
        root: The folder, or None for texts of a host.
        sources: The texts by name.
        files: Their trees.
        permissions: What the plan may read.
    """

    __repr__ = brief

    plan: Plan
    diagnostics: tuple[Diagnostic, ...]
    root: Path | None
    sources: Mapping[str, Source]
    files: tuple[tree.File, ...] = attrs.field(repr=False)
    permissions: Permissions = Permissions()

    @property
    def errors(self) -> tuple[Diagnostic, ...]:
        """The findings that keep the plan from being evaluated."""
        return tuple(each for each in self.diagnostics if each.severity is Severity.ERROR)


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
    found.extend(unreadable)
    return _loaded(sources, found, root, permissions)


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
    source = Source.of(name, text)
    return _loaded({name: source}, [], Path(root) if root is not None else None, permissions)


def load_bytes(
    data: bytes,
    name: str = "plan.pei",
    root: str | Path | None = None,
    *,
    permissions: Permissions | None = None,
) -> Loaded:
    """Return the plan of one text that came as bytes, which may be no text at all; see `load_text`."""
    text = decoded(name, data)
    where = Path(root) if root is not None else None
    if isinstance(text, Diagnostic):
        return _loaded({}, [text], where, permissions)
    return _loaded({name: text}, [], where, permissions)


def reload(loaded: Loaded, sources: Mapping[str, Source]) -> Loaded:
    """Return `loaded` read again from other texts of the same names; what was no text is none still."""
    unreadable = [
        each for each in loaded.diagnostics if each.primary.source is None and each.file not in sources
    ]
    return _loaded(sources, unreadable, loaded.root, loaded.permissions)


def _loaded(
    sources: Mapping[str, Source],
    found: list[Diagnostic],
    root: Path | None,
    permissions: Permissions | None = None,
) -> Loaded:
    files: list[tree.File] = []
    for source in sources.values():
        parsed = parse(source)
        files.append(parsed.file)
        found.extend(parsed.diagnostics)
        if not parsed.file.declarations and not parsed.diagnostics:
            variant = "comments" if source.text.strip() else ""
            found.append(Diagnostic("PEI123", Label(None), variant=variant, file=source.name))
    analysed = analyse(files)
    found.extend(analysed.diagnostics)
    found.sort(key=lambda each: each.place)
    permitted = permissions or (NOTHING if root is None else Permissions())
    return Loaded(analysed.plan, tuple(found), root, sources, tuple(files), permitted)


def find(path: Path) -> tuple[Path, list[str], list[Diagnostic]]:
    """Return the root of a workspace, the names of its `.pei` files, and what keeps them from being read."""
    try:
        path.stat()
    except (OSError, ValueError):  # not there, too long for a name, behind a folder that may not be read
        params = {"file": str(path)}
        missing = Diagnostic("PEI123", Label(None), params, variant="missing", file=str(path))
        return path.parent, [], [missing]
    if not path.is_dir():
        return path.parent, [path.name], []
    names = sorted(
        each.relative_to(path).as_posix()
        for each in path.rglob(f"*{SUFFIX}")
        if each.is_file() and not any(part.startswith(".") for part in each.relative_to(path).parts)
    )
    if names:
        return path, names, []
    return path, [], [Diagnostic("PEI123", Label(None), variant="folder", file=str(path))]


def read_texts(root: Path, names: Iterable[str]) -> tuple[dict[str, Source], list[Diagnostic]]:
    """Return the texts of the files called `names`, and the findings about those that are no text."""
    sources: dict[str, Source] = {}
    found: list[Diagnostic] = []
    for name in names:
        try:
            data = (root / name).read_bytes()
        except OSError:
            params = {"file": name}
            found.append(Diagnostic("PEI123", Label(None), params, variant="unreadable", file=name))
            continue
        text = decoded(name, data)
        if isinstance(text, Diagnostic):
            found.append(text)
        else:
            sources[name] = text
    return sources, found


def decoded(name: str, data: bytes) -> Source | Diagnostic:
    """Return the text that the bytes of file `name` hold, or what is wrong with them."""
    text = decode(name, data)
    return _undecodable(name, text) if isinstance(text, Undecodable) else text


def _undecodable(name: str, problem: Undecodable) -> Diagnostic:
    if problem.reason == "binary":
        return Diagnostic("PEI112", Label(None), {"line": problem.line}, file=name, line=problem.line)
    params: dict[str, str | int] = {"line": problem.line}
    if problem.guess is None:
        return Diagnostic("PEI110", Label(None), params, variant="plain", file=name, line=problem.line)
    params["guess"] = problem.guess[:60]
    return Diagnostic("PEI110", Label(None), params, file=name, line=problem.line)


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
    loaded = _loaded(sources, found, root)
    diagnostics = (*about_settings, *_all_findings(loaded, settings, roots, databases=databases))
    # What is not looked at for lack of a package is looked at once it is installed.
    if cache is not None and key is not None and all(each.code != NOT_LOOKED_AT for each in diagnostics):
        cache.put(key, diagnostics, loaded.plan)
    return Checked(diagnostics)


def check_loaded(
    loaded: Loaded, roots: Sequence[Path] = (), *, databases: bool = False
) -> tuple[Diagnostic, ...]:
    """Return the findings about a plan that is read already, as `check` gives them for a folder."""
    from pei_dsl.workspace import settings as pei_toml
    from pei_dsl.workspace.settings import Settings

    settings, found = (Settings(), []) if loaded.root is None else pei_toml.read(loaded.root)
    return (*found, *_all_findings(loaded, settings, roots, databases=databases))


def _all_findings(
    loaded: Loaded, settings: Settings, roots: Sequence[Path], *, databases: bool
) -> list[Diagnostic]:
    from pei_dsl.workspace.lint import of_files, with_warnings

    found = [*loaded.diagnostics, *check_files(loaded, roots)]
    if databases:
        found.extend(check_databases(loaded.plan))
    if not loaded.sources:
        return found  # nothing could be read, and that was said
    return with_warnings(
        found,
        loaded.plan,
        loaded.files,
        settings,
        lambda: of_files(loaded.plan, loaded.root, settings.thresholds),
    )


def check_files(loaded: Loaded, roots: Sequence[Path] = ()) -> list[Diagnostic]:
    """Return the findings about data files: the heads of tables, and registers."""
    if loaded.root is None or not loaded.permissions.folder:
        return []
    roots = loaded.permissions.with_roots(roots).roots
    found = []
    for source in loaded.plan.sources.values():
        found.extend(look(source, loaded.root, roots))
    # A register is small, a line for each indicator and period: it is read whole.
    for register in loaded.plan.registers:
        found.extend(read_register(register, loaded.root, loaded.plan.indicators, roots)[1])
    return found


# How long a check waits for a database to answer, and for what it is asked.
SECONDS = 5


def check_databases(plan: Plan) -> list[Diagnostic]:
    """
    Return the findings about tables of databases: they answer, and have the declared columns.

    A database that cannot be opened is told of once, whatever number of sources it keeps.

    Raises:
        MissingExtraError: The driver of a database is not installed.
    """
    from pei_dsl.data.engine.engine_limits import Limits
    from pei_dsl.data.readers.databases import check_table

    found: list[Diagnostic] = []
    shut: set[str] = set()
    for source in plan.sources.values():
        if not source.connection or source.connection in shut:
            continue
        about = check_table(source, Limits(seconds=SECONDS, connecting=SECONDS))
        if any(each.code in _SHUT for each in about):
            shut.add(source.connection)
        found.extend(about)
    return found


_SHUT = frozenset({"PEI336", "PEI337"})
