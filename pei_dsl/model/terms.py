"""How messages call units and what the model enumerates: terms, which each catalogue says in its language."""

from __future__ import annotations

import enum
from collections.abc import Mapping
from types import MappingProxyType

from pei_dsl.diagnostics.catalogue import Parameter, Term
from pei_dsl.model.absence import Reason
from pei_dsl.model.expressions import ValueType
from pei_dsl.model.methodology import Color
from pei_dsl.model.plan import Direction
from pei_dsl.model.quality import Quality
from pei_dsl.model.units import Unit

SECTIONS: Mapping[type[enum.Enum], str] = MappingProxyType(
    {ValueType: "types", Direction: "words", Reason: "words", Quality: "words", Color: "words"}
)
"""The section of the catalogues that has the words of an enumeration."""


def term(member: enum.Enum) -> Term:
    """Return the word of `member`."""
    return Term(SECTIONS[type(member)], member.name.lower())


def unit_term(unit: Unit) -> Term:
    """Return the name of `unit`: `número de personas`."""
    key, params = unit.kind, dict[str, Parameter]()
    if unit.kind == "rate" and unit.scale != 1:
        key, params = "rate_per", {"scale": str(unit.scale)}
    if unit.counted:
        key, params["counted"] = f"{key}_of", unit.counted
    return Term("units", key, params)
