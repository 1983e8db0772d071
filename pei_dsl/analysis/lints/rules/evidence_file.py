"""Evidence whose file is not there, is another one, or cannot be looked at."""

from __future__ import annotations

from collections.abc import Iterator
from typing import assert_never

from pei_dsl.analysis.lints.declaration import Remark, lint
from pei_dsl.analysis.lints.subject import Subject
from pei_dsl.data.evidence_files import FileState


@lint("PEI452", looks_at_data=True)
def evidence_file(subject: Subject) -> Iterator[Remark]:
    """Warn of evidence whose file is missing, has changed since its fingerprint, or cannot be read."""
    for name, found in subject.data.evidence.items():
        variant = _variant(found.state)
        if variant is None:
            continue
        evidence = subject.plan.evidence[name]
        field = "fingerprint" if found.state is FileState.CHANGED else "file"
        place = subject.value_of("evidence", name, field) or evidence.declared_at
        yield Remark(place, variant, params={"name": name, "file": evidence.file})


def _variant(state: FileState) -> str | None:
    """Return the wording for a file that is not as it should be; None for one that is."""
    match state:
        case FileState.PRESENT:
            return None
        case FileState.MISSING:
            return ""
        case FileState.CHANGED:
            return "changed"
        case FileState.OUTSIDE:
            return "outside"
        case FileState.UNREADABLE:
            return "unreadable"
        case _:
            assert_never(state)
