"""A year whose data end before it does, in a source that has rows of every month before."""

from __future__ import annotations

from collections.abc import Iterator

from pei_dsl.analysis.lints.declaration import Remark, lint
from pei_dsl.analysis.lints.subject import Subject
from pei_dsl.data.answers import TableAnswers
from pei_dsl.data.completeness import unfinished
from pei_dsl.diagnostics import Severity
from pei_dsl.diagnostics.catalogue import Parameter
from pei_dsl.model.periods import Period


@lint("PEI442", severity=Severity.NOTE, looks_at_data=True)
def unfinished_year(subject: Subject) -> Iterator[Remark]:
    """Note a source whose last year has rows of its first months only, or that says itself where it ends."""
    for name, dated in subject.periods.items():
        source = subject.plan.sources[name]
        if name not in subject.columns_read or not dated:
            continue
        year = Period.year_of(max(dated, key=lambda each: each.end).end.year)
        found = unfinished(source, year, TableAnswers(source, subject.data.tables[name]))
        if found is None:
            continue
        params: dict[str, Parameter] = {
            "source": name,
            "year": year.year,
            "last": str(found.last),
            "count": found.count,
        }
        yield Remark(subject.name("source", name, source.declared_at), params=params)
