"""Data that were not looked at for warnings, so that nobody takes silence for soundness."""

from __future__ import annotations

from collections.abc import Iterator

from pei_dsl.algebra.display import shown
from pei_dsl.analysis.lints.declaration import Remark, lint
from pei_dsl.analysis.lints.subject import Subject, Unread
from pei_dsl.diagnostics import Severity
from pei_dsl.model.plan import Place


@lint("PEI443", severity=Severity.NOTE, looks_at_data=True)
def not_looked_at(subject: Subject) -> Iterator[Remark]:
    """
    Note the sources whose rows were not looked at, and formulas that were not computed; one line each.

    That cells are not what their source declares is a warning: figures that rest on them are absent.
    """
    limit = shown(subject.thresholds.data_megabytes)
    apart = {"": Unread.LARGE, "database": Unread.DATABASE, "engine": Unread.ENGINE}
    found = {
        variant: [name for name, each in subject.data.unread.items() if each.why is why]
        for variant, why in apart.items()
    }
    for variant, names in found.items():
        if names:
            listed = ", ".join(f"«{name}»" for name in names)
            yield Remark(_place(subject, names[0]), variant, params={"sources": listed, "limit": limit})
    for name, each in subject.data.unread.items():
        # That dates are in another form has its own warning, which says what to declare.
        if each.why is Unread.BROKEN and each.count > sum(found.times for found in each.dates):
            yield Remark(
                _place(subject, name),
                "broken",
                params={"source": name, "count": each.count, "place": each.place},
                severity=Severity.WARNING,
            )
    if subject.data.too_many_visits and not found[""]:
        yield Remark(_place(subject, next(iter(subject.columns_read))), "formulas", params={"limit": limit})


def _place(subject: Subject, source: str) -> Place:
    return subject.name("source", source, subject.plan.sources[source].declared_at)
