"""Test vectors of the General Decimal Arithmetic specification, as `tests/data/dectest` has them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import attrs

FOLDER = Path(__file__).parent / "data" / "dectest"
# Numbers of more digits than this are nobody's data: Python alone would take minutes to write them.
MAX_EXPONENT = 2000

_TOKEN = re.compile(r"'(?:[^']|'')*'|\"(?:[^\"]|\"\")*\"|\S+")
_DIRECTIVE = re.compile(r"(\w+):\s*(\S+)")


@attrs.frozen
class Vector:
    """
    A case: an operation, what it is given, and what comes out.

    Attributes:
        name: What it is called; no other has the name, in whatever file.
        operation: In lower case.
        operands: As they are spelled.
        result: As it is spelled.
        conditions: What else comes of it, in lower case: `inexact`, `rounded`, …
        settings: The directives that hold there: `precision`, `rounding`, …
    """

    name: str
    operation: str
    operands: tuple[str, ...]
    result: str
    conditions: frozenset[str]
    settings: Mapping[str, str]

    @property
    def numbers(self) -> tuple[Fraction, ...] | None:
        """The operands as exact numbers; None where one is none, or beyond all measure."""
        found = [number(operand) for operand in self.operands]
        return None if None in found else tuple(each for each in found if each is not None)

    @property
    def exact(self) -> Fraction | None:
        """The result that the vector itself says, where it says an exact one."""
        return None if "inexact" in self.conditions else number(self.result)


def number(spelled: str) -> Fraction | None:
    """Return the number that `spelled` says; None for NaN, infinities, and exponents beyond all measure."""
    if re.fullmatch(r"[-+]?(\d+\.?\d*|\.\d+)([eE][-+]?\d+)?", spelled) is None:
        return None
    said = Decimal(spelled)
    exponent = said.as_tuple().exponent
    assert isinstance(exponent, int)
    return Fraction(said) if max(abs(exponent), abs(said.adjusted())) <= MAX_EXPONENT else None


def vectors(*names: str) -> list[Vector]:
    """Return the vectors of the files called `names`, in their order."""
    return [vector for name in names for vector in _read(FOLDER / f"{name}.decTest")]


def _read(path: Path) -> Iterator[Vector]:
    settings: dict[str, str] = {}
    for line in path.read_text(encoding="ascii").splitlines():
        directive = _DIRECTIVE.match(line)
        if directive is not None:
            settings[directive[1].lower()] = directive[2].lower()
            continue
        tokens = _tokens(line)
        if "->" not in tokens:
            assert not tokens, f"{path.name}: {line}"
            continue
        arrow = tokens.index("->")
        name, operation, *operands = tokens[:arrow]
        result, *conditions = tokens[arrow + 1 :]
        told = frozenset(condition.lower() for condition in conditions)
        yield Vector(name, operation.lower(), tuple(operands), result, told, dict(settings))


def _tokens(line: str) -> list[str]:
    """Return the words of a line, up to a comment, without the quotes around them."""
    found = []
    for token in _TOKEN.findall(line):
        if token.startswith("--"):
            break
        quote = token[0]
        quoted = quote in "'\"" and len(token) > 1
        found.append(token[1:-1].replace(quote * 2, quote) if quoted else token)
    return found
