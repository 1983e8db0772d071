"""One title on two codes."""

from __future__ import annotations

from collections.abc import Iterator

from pei_dsl.analysis.lints.declaration import Remark, lint
from pei_dsl.analysis.lints.plain_titles import plain
from pei_dsl.analysis.lints.subject import (
    Subject,
    label,
)
from pei_dsl.diagnostics.catalogue import Parameter
from pei_dsl.model.plan import Indicator, Place
from pei_dsl.model.terms import term


@lint("PEI429")
def repeated_title(subject: Subject) -> Iterator[Remark]:
    """Warn of one title on two codes; of indicators the more when their directions differ."""
    first: dict[str, Indicator] = {}
    for indicator in subject.plan.indicators.values():
        twin = first.setdefault(plain(indicator.title), indicator)
        if twin is not indicator and plain(indicator.title):
            variant = "direction" if twin.direction is not indicator.direction else ""
            params: dict[str, Parameter] = {
                "code": indicator.code,
                "twin": twin.code,
                "title": _short(indicator.title),
                "direction": term(indicator.direction),
                "other": term(twin.direction),
            }
            place = subject.title("indicator", indicator.code, indicator.declared_at)
            other = subject.title("indicator", twin.code, twin.declared_at)
            yield Remark(place, variant, params=params, related=(label(other, "first"),))
    yield from _groups(subject)


def _groups(subject: Subject) -> Iterator[Remark]:
    first: dict[str, tuple[str, Place]] = {}
    # Objectives first: of an action that is named like its objective, the action is what to rename.
    for code, group in sorted(subject.plan.groups.items(), key=lambda pair: (bool(pair[1].parent), pair[0])):
        kind = "objective" if not group.parent else "action"
        place = subject.title(kind, code, group.declared_at)
        twin, other = first.setdefault(plain(group.title), (code, place))
        if twin != code and plain(group.title):
            params: dict[str, Parameter] = {"code": code, "twin": twin, "title": _short(group.title)}
            yield Remark(place, params=params, related=(label(other, "first"),))


def _short(title: str) -> str:
    return title if len(title) <= 60 else f"{title[:59]}…"
