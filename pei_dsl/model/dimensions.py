"""What a figure counts, as a product of counted things: `personas / establecimientos`."""

from __future__ import annotations

import enum
import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import TypeAlias

import attrs

from pei_dsl.model.units import Unit
from pei_dsl.vocabulary import fold

_NO_WORDS: Mapping[str, str] = MappingProxyType({})


@attrs.frozen
class Dimension:
    """
    A product of counted things with exponents; without any, it is a pure number.

    Attributes:
        factors: Each counted thing with its exponent, which is not zero; in alphabetical order.
        words: How each is written where it was declared; no part of what it is.
    """

    factors: tuple[tuple[str, int], ...] = ()
    words: Mapping[str, str] = attrs.field(default=_NO_WORDS, eq=False, repr=False)

    @classmethod
    def of(cls, counted: str) -> Dimension:
        """Return what a number of `counted` counts; singular, plural and accents make no difference."""
        thing = stem(counted)
        return cls(((thing, 1),), {thing: " ".join(counted.split())})

    def __mul__(self, other: Dimension) -> Dimension:
        exponents = dict(self.factors)
        for thing, exponent in other.factors:
            exponents[thing] = exponents.get(thing, 0) + exponent
        factors = tuple(sorted((thing, exponent) for thing, exponent in exponents.items() if exponent))
        return Dimension(factors, {**other.words, **self.words})

    def __truediv__(self, other: Dimension) -> Dimension:
        return self * other**-1

    def __pow__(self, exponent: int) -> Dimension:
        if not exponent:
            return ONE
        return Dimension(tuple((thing, each * exponent) for thing, each in self.factors), self.words)

    def root(self) -> Dimension | None:
        """Return the dimension whose square this is, or None."""
        if any(exponent % 2 for _, exponent in self.factors):
            return None
        return Dimension(tuple((thing, exponent // 2) for thing, exponent in self.factors), self.words)

    @property
    def is_count(self) -> bool:
        """Whether it is one counted thing as such."""
        return len(self.factors) == 1 and self.factors[0][1] == 1

    @property
    def divides(self) -> tuple[str, ...]:
        """The counted things by which it divides."""
        return tuple(thing for thing, exponent in self.factors if exponent < 0)

    def __str__(self) -> str:
        above = [self._power(thing, exponent) for thing, exponent in self.factors if exponent > 0]
        below = [self._power(thing, -exponent) for thing, exponent in self.factors if exponent < 0]
        return " / ".join([" × ".join(above) or "1", *below])

    def _power(self, thing: str, exponent: int) -> str:
        word = self.words.get(thing, thing)
        return word if exponent == 1 else f"{word}^{exponent}"


ONE = Dimension()


class Loose(enum.Enum):
    """What is known of a figure that has no dimension of which anything could be said."""

    UNKNOWN = "unknown"
    COUNT = "count"  # a count of rows: nobody says of what, but no ratio
    LITERAL = "literal"  # a number as written, which may count anything


Measure: TypeAlias = Dimension | Loose


# ---- From declared units -----------------------------------------------------------------------------

# Words that say how many are taken together: `millones de soles` are not `soles`.
_MULTIPLES = frozenset(map(fold, ("par", "decena", "docena", "cien", "ciento", "mil", "millar", "millón")))
# Words before the name of what is counted.
_BEFORE = frozenset(map(fold, ("nuevo", "nueva", "primer", "primera", "distinto", "distinta", "total")))
# A number of these may be a ratio, or a figure without unit: points of a score, percentage points.
_NO_THINGS = frozenset(map(fold, ("vez", "punto", "grado", "nivel")))


def declared(unit: Unit | None) -> Measure:
    """Return what a figure in `unit` counts, as far as the unit says so."""
    if unit is None:
        return Loose.UNKNOWN
    if unit.is_percentage:
        return ONE
    if unit.counts and unit.counted and _names_one_thing(unit.counted):
        return Dimension.of(unit.counted)
    return Loose.UNKNOWN


def fits(unit: Unit, measure: Measure) -> bool:
    """Tell whether a figure that counts `measure` may be given in `unit`, as far as both are known."""
    if measure in {Loose.UNKNOWN, Loose.LITERAL}:
        return True
    if unit.is_percentage:
        return measure == ONE
    if unit.kind in {"ratio", "rate"}:
        return isinstance(measure, Dimension) and _is_quotient(unit, measure)
    wanted = declared(unit)
    if wanted in {Loose.UNKNOWN, measure} or measure is Loose.COUNT:
        return True
    return only_scaled(wanted, measure)  # a power of ten may have converted one into the other


def only_scaled(first: Measure, second: Measure) -> bool:
    """Tell whether both count one thing, by different multiples: soles and millions of soles."""
    if not isinstance(first, Dimension) or not isinstance(second, Dimension):
        return False
    nouns = {thing.split()[-1] for each in (first, second) for thing, _ in each.factors}
    return first != second and len(nouns) == 1 and first.is_count and second.is_count


def _is_quotient(unit: Unit, dimension: Dimension) -> bool:
    if dimension == ONE:
        return True
    return stem(unit.counted) in dimension.divides if unit.counted else bool(dimension.divides)


def clash(first: Measure, second: Measure) -> bool:
    """Tell whether it is known of both that they count different things."""
    if isinstance(first, Dimension) and isinstance(second, Dimension):
        return first != second
    dimension = first if isinstance(first, Dimension) else second
    if Loose.COUNT in {first, second} and isinstance(dimension, Dimension):
        return dimension == ONE or bool(dimension.divides)
    return False


def _names_one_thing(counted: str) -> bool:
    """Tell whether `counted` names one thing: `internos por agente` may be a quotient, or may not."""
    words = fold(counted).split()
    if {"por", "per"} & set(words[1:]):
        return False
    return stem(counted) not in _STEMS_OF_NO_THINGS


def stem(counted: str) -> str:
    """
    Return what makes two counted things the same: the stem of their noun.

    What follows the noun tells some of the things from others of their kind (`personas atendidas`), and those
    may well be added, so it does not count.
    """
    words = [_singular(word) for word in re.findall(r"\w+", fold(counted))]
    while len(words) > 1 and words[0] in _STEMS_BEFORE:
        words = words[2:] if words[1] in {"de", "of"} and len(words) > 2 else words[1:]
    if len(words) > 2 and words[0] in _STEMS_OF_MULTIPLES:
        return " ".join(words[:1] + words[2:3])
    return words[0] if words else ""


def _singular(word: str) -> str:
    """Return `word` without the endings in which singular and plural differ; what is left need be no word."""
    if word.endswith("z"):
        return word[:-1] + "c"
    while len(word) > 3 and word.endswith(("s", "e")):
        word = word[:-1]
    return word


_STEMS_OF_MULTIPLES = frozenset(map(_singular, _MULTIPLES))
_STEMS_BEFORE = frozenset(map(_singular, _BEFORE))
_STEMS_OF_NO_THINGS = frozenset(map(_singular, _NO_THINGS))
