"""Data that were not looked at for warnings, so that nobody takes silence for soundness."""

from __future__ import annotations

from collections.abc import Iterator

from pei_dsl.algebra.display import shown
from pei_dsl.analysis.lints.declaration import Remark, lint
from pei_dsl.analysis.lints.subject import Subject
from pei_dsl.diagnostics import Severity
from pei_dsl.diagnostics.catalogue import Parameter


@lint("PEI443", severity=Severity.NOTE, looks_at_data=True)
def not_looked_at(subject: Subject) -> Iterator[Remark]:
    """Note the sources whose rows were not looked at, and formulas that were not computed; one line each."""
    data, sources = subject.data, subject.plan.sources
    limit = shown(subject.thresholds.data_megabytes)
    if data.too_large:
        first = sources[data.too_large[0]]
        names = ", ".join(f"«{name}»" for name in data.too_large)
        params: dict[str, Parameter] = {"sources": names, "limit": limit}
        yield Remark(subject.name("source", first.name, first.declared_at), params=params)
    elif data.too_many_visits:
        first = sources[next(iter(subject.columns_read))]
        place = subject.name("source", first.name, first.declared_at)
        yield Remark(place, "formulas", params={"limit": limit})
