"""A registered value that the formula does not give."""

from __future__ import annotations

from collections.abc import Iterator

from pei_dsl.analysis.lints.agreement import agree
from pei_dsl.analysis.lints.declaration import Remark, lint
from pei_dsl.analysis.lints.subject import (
    Subject,
    label,
    points,
    written,
)


@lint("PEI432", looks_at_data=True, follows_from=("PEI415", "PEI434"))
def other_than_computed(subject: Subject) -> Iterator[Remark]:
    """
    Warn of a registered value that the formula does not give, at the precision in which it was registered.

    A computed 2.2270 % agrees with a registered 2.23 %: the last digit stands for half a unit on either side.
    """
    for indicator in subject.plan.indicators.values():
        for each in points(subject.registered(indicator)):
            computed = subject.computed(indicator).get(each.period)
            if computed is None or agree(each.value, computed, each.figure.decimals, indicator):
                continue
            params = {
                "code": indicator.code,
                "period": str(each.period),
                "registered": written(each.value, indicator.unit, each.figure.decimals),
                "computed": written(computed, indicator.unit, each.figure.decimals),
            }
            related = (label(subject.field(indicator, "formula")),)
            yield Remark(subject.figure(indicator, each.figure), params=params, related=related)
