"""Registered values of a host: read as those of files are, or refused by indicator and period."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import Any, TypeAlias

from pei_dsl.algebra import display
from pei_dsl.data.cell_values import MAX_PLACES, BadCell, read_object
from pei_dsl.data.expected import Expected
from pei_dsl.diagnostics.errors import HostValueError
from pei_dsl.model.expressions import ValueType
from pei_dsl.model.periods import Period
from pei_dsl.model.plan import Figure, Indicator
from pei_dsl.model.units import Unit
from pei_dsl.workspace.host_requests import mapping, need_known, period_of

# A number, or a text that is one: what `read_object` takes, and the texts that `Fraction` does.
HostFigure: TypeAlias = Any
# By period: 2024, "2024" or "2024-S1".  A mapping's key is invariant, so a union would refuse mixed ones.
HostFigures: TypeAlias = Mapping[Any, HostFigure]
HostValues: TypeAlias = Mapping[str, HostFigures]

_PLAIN = re.compile(r"[-+]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE](?P<exponent>[-+]?\d+))?|[-+]?\d+/\d+", re.ASCII)


def host_figures(
    indicators: Mapping[str, Indicator], values: HostValues
) -> Iterable[tuple[str, dict[Period, Figure]]]:
    """
    Yield code and figures of each indicator in `values`, which are in the scale of exact values.

    Raises:
        RequestError: There is no such indicator or period.
        HostValueError: A value is no figure.
    """
    for code, given in mapping("values are figures by indicator and period", values).items():
        need_known("indicator", code, indicators)
        yield (
            code,
            {period_of(each): _figure(indicators[code], each, value) for each, value in _items(code, given)},
        )


def _items(code: str, given: object) -> Iterable[tuple[object, object]]:
    if not isinstance(given, Mapping):
        why = f"{given!r:.80} is no mapping of periods to figures"
        raise HostValueError(code, "any period", why)
    return given.items()


def _figure(indicator: Indicator, period: object, given: HostFigure) -> Figure:
    value = _exact(given)
    percent = isinstance(given, str) and "%" in given
    if isinstance(value, Fraction) and percent and not indicator.unit.is_percentage:
        value = f"{given!r:.80} is a percentage, and the unit is {indicator.unit}"
    if isinstance(value, str):
        raise HostValueError(indicator.code, str(period)[:80], value)
    return Figure(value, _decimals(value, given, indicator.unit), "anfitrión")


def _exact(given: object) -> Fraction | str:
    """Return the number that the host gives, or why it is none."""
    if given is None or isinstance(given, bool):
        return f"{given!r} is no number; leave out what is missing"
    if isinstance(given, str) and (plain := _PLAIN.fullmatch(given.strip())) is not None:
        if len(given) > MAX_PLACES or abs(int(plain["exponent"] or 0)) > MAX_PLACES:
            return f"{given!r:.80} has too many digits"
        try:
            return Fraction(given.strip())
        except ZeroDivisionError:
            return f"{given!r:.80} divides by zero"
    value = read_object(given, Expected(ValueType.NUMBER))
    if isinstance(value, BadCell) and value.variant == "beyond":
        return f"{value.written:.80} has too many digits"
    return value if isinstance(value, Fraction) else f"{given!r:.80} is no number"


def _decimals(value: Fraction, given: object, unit: Unit) -> int:
    """Return the decimals that a figure is shown with, in the scale of its unit."""
    if isinstance(given, str) and "%" in given:
        return len(given.strip().removesuffix("%").rstrip().partition(".")[2])
    least = next(
        (
            digits
            for digits in range(display.SHOWN_DECIMALS)
            if (value * unit.scale * 10**digits).denominator == 1
        ),
        display.SHOWN_DECIMALS,
    )
    written = (
        len(given.partition(".")[2])
        if isinstance(given, str) and given.strip().replace(".", "").isdigit()
        else 0
    )
    scale = len(str(int(unit.scale))) - 1
    return max(least, written - scale)
