"""A value of which evidence shows another amount."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from pei_dsl.analysis.lints.agreement import agree
from pei_dsl.analysis.lints.declaration import Remark, lint
from pei_dsl.analysis.lints.subject import Subject, label, written
from pei_dsl.model.follow_up import Evidence, supported
from pei_dsl.model.plan import Figure, Indicator


@lint("PEI450", looks_at_data=True)
def unsupported_value(subject: Subject) -> Iterator[Remark]:
    """Warn of a value of which the evidence that says how much shows less, or more."""
    for indicator in subject.plan.indicators.values():
        own = [each for each in subject.plan.evidence.values() if each.indicator == indicator.code]
        if own:
            yield from _of_indicator(subject, indicator, own)


def _of_indicator(subject: Subject, indicator: Indicator, own: list[Evidence]) -> Iterator[Remark]:
    registered, computed = subject.registered(indicator), subject.computed(indicator)
    for when in sorted({*registered, *computed}):
        pieces = [each for each in own if each.is_for(when)]
        shown, figure = supported(pieces, indicator.unit), registered.get(when)
        value = figure.value if figure is not None else computed.get(when)
        decimals = figure.decimals if figure is not None else (indicator.decimals or 0)
        if shown is None or not isinstance(value, Fraction) or agree(value, shown, decimals, indicator):
            continue
        params = {
            "code": indicator.code,
            "period": str(when),
            "shown": written(shown, indicator.unit),
            "value": written(value, indicator.unit, decimals),
        }
        place = subject.figure(indicator, figure or Figure(value))
        supports = (subject.value_of("evidence", each.name, "supports") for each in pieces)
        related = tuple(label(each) for each in supports if each is not None)
        yield Remark(place, "more" if shown > value else "", params=params, related=related)
