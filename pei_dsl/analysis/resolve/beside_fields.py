"""Fields that all have which is told beside figures: what it is called, periods and days that a text says."""

from __future__ import annotations

from typing import Any

from pei_dsl.analysis.resolve.fields import Fields
from pei_dsl.diagnostics.finding import replace
from pei_dsl.model.periods import Granularity, Period
from pei_dsl.syntax import tree
from pei_dsl.written_periods import meant_period


def head(fields: Fields, *, coded: bool = False) -> dict[str, Any]:
    """Return what all of them have: name or code, title, texts, documentation, place."""
    header = fields.declaration.header
    return {
        "code" if coded else "name": header.code if coded else header.name,
        "title": header.title or "",
        "documentation": fields.declaration.documentation,
        "declared_at": fields.place(header.span),
        **fields.plain(),
    }


def one_period(fields: Fields) -> Period | None:
    """Return the one period of `periodo:`; report several."""
    value, periods = fields.value("period", tree.Periods), fields.periods("period")
    if value is None or periods is None:
        return None
    first, last = periods
    if first != last:
        params = {"first": str(first), "last": str(last), "keyword": fields.declaration.header.keyword}
        fields.findings.add(fields.source, value.span, "PEI116", "one", params=params, note="here")
    return first


def written_period(fields: Fields, name: str, variant: str = "") -> Period | None:
    """Return the period that a field of text says; report what is none, with the period that it may mean."""
    value = fields.value(name, tree.Texts)
    if value is None or not value.items:
        return None
    [*others, text] = value.items
    written = text.value if not others else fields.source[value.span]
    period = Period.parse(written)
    if period is None:
        meant = meant_period(written)
        fixes = (replace(fields.source, value.span, meant),) if meant else ()
        params = {"written": written[:60]}
        fields.findings.add(
            fields.source, value.span, "PEI116", variant, params=params, note="here", fixes=fixes
        )
    return period


def written_day(fields: Fields, name: str) -> Period | None:
    """Return the day that a field says; report a longer period."""
    period = written_period(fields, name, "day")
    if period is None or period.granularity is Granularity.DAY:
        return period
    value = fields.value(name, tree.Texts)
    assert value is not None
    params = {"written": str(period)}
    fields.findings.add(fields.source, value.span, "PEI116", "day", params=params, note="here")
    return None
