"""Units of indicators: the seven of CEPLAN, and how each shows an exact value."""

from __future__ import annotations

import re
from fractions import Fraction

import attrs

from pei_dsl import vocabulary
from pei_dsl.immutable import brief
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
        yes_no: Whether 1 and 0 are written as yes and no.
    """

    __repr__ = brief

    kind: str
    scale: Fraction = Fraction(1)
    counted: str = ""
    yes_no: bool = False

    @property
    def takes_yes_no(self) -> bool:
        """Whether 1 and 0 in this unit may be written as yes and no."""
        return self.kind in {"number", "index"}

    def worded(self, value: Fraction) -> str:
        """Return `value` as a word, where it is one: `sí`, `no`; else ""."""
        return {Fraction(1): "sí", Fraction(0): "no"}.get(value, "") if self.yes_no else ""

    @property
    def is_percentage(self) -> bool:
        """Whether figures in this unit are written with `%`."""
        return self.kind in {"percentage", "rate_of_change"}

    @property
    def counts(self) -> bool:
        """Whether figures in this unit say how many or how much, and are no quotient."""
        return self.kind in {"number", "quantity"}

    def is_like(self, other: Unit) -> bool:
        """Tell whether figures of both are of one kind of thing, so that they can stand on one axis."""
        return (self.kind, self.scale, self.counted) == (other.kind, other.scale, other.counted)

    def __str__(self) -> str:
        word = vocabulary.UNITS.named(self.kind).spanish
        if self.kind == "rate" and self.scale != 1:
            return f"{word} por {self.scale}"
        return f"{word} de {self.counted}" if self.counted else word


NUMBER = Unit("number")
PERCENTAGE = Unit("percentage", Fraction(100))

# Digits as they are grouped: 100000, 100,000, 100 000; or how many are said in words.
_DIGITS = r"\d{1,3}(?:[ ,_]\d{3}){1,9}(?!\d)|\d{1,30}(?!\d)"
_WORDS = {"cien": 100, "ciento": 100, "diez": 10, "un": 1, "una": 1, "hundred": 100, "ten": 10, "one": 1}
_MULTIPLES = {
    "mil": 1000,
    "miles": 1000,
    "millar": 1000,
    "millon": 1_000_000,
    "millones": 1_000_000,
    "thousand": 1000,
    "million": 1_000_000,
}
# Other numbers, of which a base is never made; read as what is counted they would be lost.
_OTHERS = """
dos tres cuatro cinco seis siete ocho nueve veinte treinta cincuenta doscientos quinientos cientos decena
decenas docena docenas centena centenas millares billon billones two five hundreds dozen dozens thousands
millions billion
"""
_UNREAD = frozenset(_OTHERS.split())
_BASE = (
    r"(?:por|per) (?:cada )?"
    rf"(?:(?P<digits>{_DIGITS})|(?P<word>{'|'.join(_WORDS)}))?\b ?(?P<multiple>(?:{'|'.join(_MULTIPLES)})\b)?"
)
_RATE = re.compile(rf"(?:tasa|rate) {_BASE}(?: ?(?:de |of )?(?P<counted>.+))?")
_IN_TITLE = re.compile(rf"\b{_BASE}")
_COUNTED = re.compile(r"(numero|number|cantidad|quantity) (?:de|of) (.+)")


def base_in_title(title: str) -> int | None:
    """Return the base that the name of a rate speaks of (`Homicidios por 100 mil habitantes`), or None."""
    found = (_base(each) for each in _IN_TITLE.finditer(fold(title)))
    return next((base for base in found if base), None)


def _base(written: re.Match[str]) -> int | None:
    if written["digits"]:
        base = int(re.sub(r"[ ,_]", "", written["digits"]))
    elif written["word"]:
        base = _WORDS[written["word"]]
    elif written["multiple"]:
        base = 1
    else:
        return None
    return base * (_MULTIPLES[written["multiple"]] if written["multiple"] else 1)


def _rate(written: re.Match[str]) -> Unit | None:
    """Return a rate with its base; None where what it says is no number that is understood whole."""
    base = _base(written)
    counted = (written["counted"] or "").strip()
    # Another number behind the base would silently be part of what is counted.
    more = {*_WORDS, *_MULTIPLES, *_UNREAD} & set(counted.split()[:1]) or re.search(r"\d", counted)
    return Unit("rate", Fraction(base), counted) if base and not more else None


def parse_unit(written: str) -> Unit | None:
    """Return the unit that `written` names (`número de personas`, `tasa por 1,000`), or None."""
    folded = fold(written)
    rate = _RATE.fullmatch(folded)
    if rate is not None:
        return _rate(rate)
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
