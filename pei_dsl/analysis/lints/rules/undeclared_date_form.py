"""Dates in a form that nothing declares, with the declaration that reads them."""

from __future__ import annotations

from collections.abc import Iterator

from pei_dsl.analysis.lints.declaration import Remark, lint
from pei_dsl.analysis.lints.subject import Subject
from pei_dsl.data.contract.date_doubts import IN_ONE_FORM, IN_SEVERAL
from pei_dsl.diagnostics.finding import Diagnostic
from pei_dsl.model.plan import Place


@lint("PEI444", looks_at_data=True)
def undeclared_date_form(subject: Subject) -> Iterator[Remark]:
    """Warn of a column of dates whose cells are written in another form; tell every format that fits them."""
    for name, unread in subject.data.unread.items():
        for found in unread.dates:
            yield Remark(
                _place(subject, name, found),
                "" if found.variant == IN_ONE_FORM else IN_SEVERAL,
                params={**found.params, "source": name},
                fixes=found.fixes,
            )


def _place(subject: Subject, source: str, found: Diagnostic) -> Place:
    columns = subject.plan.sources[source].columns
    return columns[str(found.params["column"])].declared_at
