"""A period for which the plan and a register give different values."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from pei_dsl.analysis.lints.agreement import agree
from pei_dsl.analysis.lints.declaration import Remark, lint
from pei_dsl.analysis.lints.subject import (
    Subject,
    written,
)
from pei_dsl.diagnostics.catalogue import Joined, Parameter
from pei_dsl.model.absence import Absence
from pei_dsl.model.plan import Figure, Indicator
from pei_dsl.model.terms import term


@lint("PEI433", looks_at_data=True)
def registered_twice(subject: Subject) -> Iterator[Remark]:
    """Warn of a period for which the plan and a register give different values: the plan's would enter."""
    for indicator in subject.plan.indicators.values():
        for when, other in sorted(subject.data.registered.get(indicator.code, {}).items()):
            own = indicator.values.get(when)
            if own is None or _says_the_same(own, other, indicator):
                continue
            params = {
                "code": indicator.code,
                "period": str(when),
                "value": _shown(own, indicator),
                "other": _shown(other, indicator),
                "origin": other.origin,
            }
            yield Remark(subject.figure(indicator, own), params=params)


def _says_the_same(own: Figure, other: Figure, indicator: Indicator) -> bool:
    match own.value, other.value:
        case Absence(reason=one), Absence(reason=two):
            return one is two
        case Fraction() as first, Fraction() as second:
            return agree(first, second, min(own.decimals, other.decimals), indicator)
        case _:
            return False


def _shown(figure: Figure, indicator: Indicator) -> Parameter:
    if isinstance(figure.value, Absence):
        return Joined(("ND (", term(figure.value.reason), ")"))
    return written(figure.value, indicator.unit, figure.decimals)
