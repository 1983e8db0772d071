"""Where the text speaks of data that a finding is about: a column it goes against, or what names its file."""

from __future__ import annotations

import functools
import posixpath

from pei_dsl.data.letters import normal
from pei_dsl.data.readers.file_names import is_pattern, pattern_of
from pei_dsl.data.readers.locating import shown_path, shown_table
from pei_dsl.diagnostics import Diagnostic
from pei_dsl.model.plan import DataSource, FileOwner, Place, Plan


def data_place(finding: Diagnostic, plan: Plan) -> Place | None:
    """Return where `plan` speaks of the file or table that `finding` is about; None where it does not."""
    for each in finding.related:
        if each.source is not None:
            return Place(each.source, each.span)
    for owner in plan.file_owners:
        if _owns(owner, finding.file):
            return owner.declared_at
    called = (each for each in plan.sources.values() if finding.file in _names_of(each))
    return next((each.declared_at for each in called), None)


def _owns(owner: FileOwner, file: str) -> bool:
    """Tell whether `file` is one of the files of `owner`, lies in its folder, or is what its path says."""
    own, parts = _parts(shown_path(owner.folder, owner.file)), _parts(file)
    return len(parts) >= len(own) and all(map(functools.partial(_is_called, owner), own, parts))


def _parts(path: str) -> list[str]:
    return posixpath.normpath(path).split("/")


def _is_called(owner: FileOwner, declared: str, part: str) -> bool:
    pattern = pattern_of(declared, owner) if is_pattern(owner) else None
    if pattern is None or pattern.compiled is None:
        return normal(declared) == normal(part)
    return declared == part or pattern.named(normal(part)) is not None


def _names_of(source: DataSource) -> tuple[str, str]:
    """Return what messages call a source without files."""
    return shown_table(source), f"«{source.name}»"
