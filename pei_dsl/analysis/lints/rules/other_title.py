"""A register that calls an indicator otherwise than the plan does."""

from __future__ import annotations

from collections.abc import Iterator

from pei_dsl.analysis.lints.declaration import Remark, lint
from pei_dsl.analysis.lints.plain_titles import plain
from pei_dsl.analysis.lints.subject import (
    Subject,
)
from pei_dsl.diagnostics.catalogue import Parameter


@lint("PEI428", looks_at_data=True)
def other_title(subject: Subject) -> Iterator[Remark]:
    """Warn of a register that calls an indicator otherwise than the plan does."""
    told: set[str] = set()
    for each in subject.data.titles:
        indicator = subject.plan.indicators.get(each.code)
        if indicator is None or each.code in told or plain(each.title) == plain(indicator.title):
            continue
        told.add(each.code)
        params: dict[str, Parameter] = {
            "code": each.code,
            "title": _short(each.title),
            "file": each.file,
            "line": each.line,
        }
        place = subject.title("indicator", each.code, indicator.declared_at)
        yield Remark(place, params=params)


def _short(title: str) -> str:
    return title if len(title) <= 80 else f"{title[:79]}…"
