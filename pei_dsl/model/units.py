"""Units of indicators: the seven of CEPLAN, and how each shows an exact value."""

from __future__ import annotations

import re
from fractions import Fraction

import attrs

from pei_dsl import vocabulary
from pei_dsl.values import brief
from pei_dsl.vocabulary import fold


@attrs.frozen
class Unit:
    """
    A unit.

    Attributes:
        kind: `number`, `quantity`, `percentage`, `ratio`, `rate`, `index` or `rate_of_change`.
        scale: What the exact value is multiplied by when shown: 100 for a percentage, 1000 for
            `tasa por 1000`, otherwise 1.
        counted: What is counted (`personas`), or "".
    """

    __repr__ = brief

    kind: str
    scale: Fraction = Fraction(1)
    counted: str = ""

    @property
    def is_percentage(self) -> bool:
        """Whether figures in this unit are written with `%`."""
        return self.kind in {"percentage", "rate_of_change"}

    def __str__(self) -> str:
        word = vocabulary.UNITS.named(self.kind).spanish
        if self.kind == "rate" and self.scale != 1:
            return f"{word} por {self.scale}"
        return f"{word} de {self.counted}" if self.counted else word


NUMBER = Unit("number")
PERCENTAGE = Unit("percentage", Fraction(100))

_RATE = re.compile(r"(?:tasa|rate) (?:por|per) (?:cada )?(\d[\d,_]{0,30})(?: (.+))?")
_COUNTED = re.compile(r"(numero|number|cantidad|quantity) (?:de|of) (.+)")


def parse_unit(written: str) -> Unit | None:
    """Return the unit that `written` names (`número de personas`, `tasa por 1,000`), or None."""
    folded = fold(written)
    rate = _RATE.fullmatch(folded)
    if rate is not None:
        base = int(re.sub(r"[,_]", "", rate[1]))
        return Unit("rate", Fraction(base), rate[2] or "") if base else None
    counted = _COUNTED.fullmatch(folded)
    if counted is not None:
        kind = "number" if counted[1] in {"numero", "number"} else "quantity"
        return Unit(kind, counted=" ".join(written.split()[2:]))
    word = vocabulary.UNITS.find(written)
    if word is None:
        return None
    # A rate of change is a relative change, and official fichas show it as a percentage.
    scale = Fraction(100) if word.name in {"percentage", "rate_of_change"} else Fraction(1)
    return Unit(word.name, scale)
