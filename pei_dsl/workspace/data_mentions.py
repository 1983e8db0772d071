"""What data say by a name that a renaming changes: headings, columns of tables, codes of registers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from pei_dsl.data.readers.gate import look
from pei_dsl.data.readers.locating import locate, shown_path
from pei_dsl.data.registers import read_codes
from pei_dsl.data.source_findings import Findings
from pei_dsl.edits.changes import Rename
from pei_dsl.edits.edit_places import Page, find
from pei_dsl.edits.renaming import Mention, mentions, renamed_names
from pei_dsl.model.plan import DataSource
from pei_dsl.workspace.loaded import Loaded


def mentions_of(loaded: Loaded, change: Rename) -> tuple[Mention, ...]:
    """
    Return what says the old name and stays as it is when `change` is made: comments, texts, and data.

    Data are looked for as far as the plan may read them; of a table of a database its column is told unasked.

    Raises:
        ChangeError: The change cannot be made.
    """
    pages = [Page.of(file) for file in loaded.files]
    found = [*mentions(pages, change)]
    page, index = find(pages, change.of)
    declaration = page.file.declarations[index]
    if not change.item:
        found.extend(_in_registers(renamed_names(pages, change), loaded))
    elif declaration.kind == "source":
        found.extend(_in_headings(loaded.plan.sources[declaration.header.name or ""], change.item, loaded))
    return tuple(found)


def _in_headings(source: DataSource, column: str, loaded: Loaded) -> Iterator[Mention]:
    """Yield the files and the table whose column is called so."""
    if source.connection:
        yield Mention(f"{source.table} ({source.connection})", 0, column)
    root, roots = _readable(loaded)
    if root is None or not source.file:
        return
    missing = {each.params.get("column") for each in look(source, root, roots) if each.code == "PEI302"}
    located = locate(source, root, Findings(shown_path(source.folder, source.file)), roots)
    if located is not None and column not in missing:
        yield from (Mention(file.shown, 0, column) for file in located.files)


def _in_registers(names: set[str], loaded: Loaded) -> Iterator[Mention]:
    """Yield the rows of registers with one of the codes `names`."""
    root, roots = _readable(loaded)
    for register in loaded.plan.registers if root is not None else ():
        assert root is not None
        for file, line, code in read_codes(register, root, roots):
            if code in names:
                yield Mention(file, line, code)


def _readable(loaded: Loaded) -> tuple[Path | None, Sequence[Path]]:
    """Return the folder that the plan may read, None for none, and others beside it."""
    return (loaded.root if loaded.permissions.folder else None), loaded.permissions.roots
