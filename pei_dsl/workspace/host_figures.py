"""Registered values of a host: read as those of files are, or refused by indicator and period."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import Any, TypeAlias

from pei_dsl.algebra import display
from pei_dsl.data.cell_values import MAX_PLACES, BadCell, read_object
from pei_dsl.data.expected import Expected
from pei_dsl.diagnostics.catalogue import Term
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
    for code, given in mapping("values_are", values).items():
        need_known("indicator", code, indicators)
        yield (
            code,
            {period_of(each): _figure(indicators[code], each, value) for each, value in _items(code, given)},
        )


def _items(code: str, given: object) -> Iterable[tuple[object, object]]:
    if not isinstance(given, Mapping):
        raise HostValueError(code, "", _why("no_figures", given))
    return given.items()


def _figure(indicator: Indicator, period: object, given: HostFigure) -> Figure:
    value = _exact(given)
    percent = isinstance(given, str) and "%" in given
    if isinstance(value, Fraction) and percent and not indicator.unit.is_percentage:
        value = _why("percentage", given, unit=str(indicator.unit))
    if isinstance(value, Term):
        raise HostValueError(indicator.code, str(period)[:80], value)
    return Figure(value, _decimals(value, given, indicator.unit), "anfitrión")


def _exact(given: object) -> Fraction | Term:
    """Return the number that the host gives, or why it is none."""
    if given is None or isinstance(given, bool):
        return _why("nothing", given)
    if isinstance(given, str) and (plain := _PLAIN.fullmatch(given.strip())) is not None:
        if len(given) > MAX_PLACES or abs(int(plain["exponent"] or 0)) > MAX_PLACES:
            return _why("digits", given)
        try:
            return Fraction(given.strip())
        except ZeroDivisionError:
            return _why("zero", given)
    value = read_object(given, Expected(ValueType.NUMBER))
    if isinstance(value, BadCell) and value.variant == "beyond":
        return Term("requests", "value_digits", {"given": f"{value.written:.80}"})
    return value if isinstance(value, Fraction) else _why("number", given)


def _why(key: str, given: object, **params: str) -> Term:
    """Return why what a host gave is no figure."""
    return Term("requests", f"value_{key}", {"given": f"{given!r:.80}", **params})


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
