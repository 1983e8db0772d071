"""All that is found about a plan: texts, heads of data files, settings and warnings."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from pei_dsl.data.readers.gate import look
from pei_dsl.diagnostics import Diagnostic
from pei_dsl.model.plan import Plan
from pei_dsl.workspace.collecting import not_collecting
from pei_dsl.workspace.loaded import Loaded
from pei_dsl.workspace.report_texts import check_texts

if TYPE_CHECKING:  # who only evaluates does not wait for lints and their settings
    from pei_dsl.workspace.settings import Settings


def check_loaded(
    loaded: Loaded,
    roots: Sequence[Path] = (),
    *,
    databases: bool = False,
    go_on: Callable[[], None] = lambda: None,
) -> tuple[Diagnostic, ...]:
    """
    Return the findings about a plan that is read already, as `check` gives them for a folder.

    `go_on` is asked again and again; what it raises ends the work.
    """
    from pei_dsl.workspace import settings as pei_toml
    from pei_dsl.workspace.settings import Settings

    settings, found = (Settings(), []) if loaded.root is None else pei_toml.read(loaded.root)
    return (*found, *all_findings(loaded, settings, roots, databases=databases, go_on=go_on))


def all_findings(
    loaded: Loaded,
    settings: Settings,
    roots: Sequence[Path],
    *,
    databases: bool,
    go_on: Callable[[], None] = lambda: None,
) -> list[Diagnostic]:
    """Return the findings about a plan that is read already, but those about the settings themselves."""
    from pei_dsl.workspace.as_stood import check_amendments
    from pei_dsl.workspace.lint import of_files, with_warnings
    from pei_dsl.workspace.looked_at_rows import looked_at_rows

    permitted = loaded.permissions
    found = [*loaded.diagnostics, *check_amendments(loaded), *check_files(loaded, roots, go_on)]
    if permitted.folder:
        found.extend(check_texts(loaded.root, loaded.plan))
    if databases:
        found.extend(check_databases(loaded.plan))
    if not loaded.sources:
        return found  # nothing could be read, and that was said
    with not_collecting():
        return with_warnings(
            found,
            loaded.plan,
            loaded.files,
            settings,
            lambda: of_files(
                loaded.plan,
                loaded.root if permitted.folder else None,
                settings.thresholds,
                lambda source: looked_at_rows(loaded, source, roots, go_on),
                loaded.registers,
                permitted.with_roots(roots).roots,
                found,
                go_on,
            ),
            go_on,
            loaded.answered.comments if loaded.answered is not None else None,
        )


def check_files(
    loaded: Loaded, roots: Sequence[Path] = (), go_on: Callable[[], None] = lambda: None
) -> list[Diagnostic]:
    """Return the findings about data files: the heads of tables, and registers."""
    if loaded.root is None or not loaded.permissions.folder:
        return []
    roots = loaded.permissions.with_roots(roots).roots
    found = []
    for source in loaded.plan.sources.values():
        go_on()
        found.extend(look(source, loaded.root, roots))
    # A register is small, a line for each indicator and period: it is read whole.
    for register in loaded.plan.registers:
        go_on()
        found.extend(loaded.registers.read(register, loaded.root, loaded.plan.indicators, roots)[1])
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
