"""Numbers as digits, and without marks of absence, in SQL: as the reader of cells sees them."""

from __future__ import annotations

from collections.abc import Sequence

from pei_dsl.data.contract.conversions import Kept
from pei_dsl.data.engine.dialect import Dialect
from pei_dsl.numerals import Notation, Numeral


def digits(number: str, kept: Kept, dialect: Dialect) -> str:
    """Return the digits of an exact `number`, no more than it needs, as a text."""
    text = dialect.written(f"({number})")
    if kept is Kept.WHOLE:
        return text
    bare = f"TRIM(TRAILING '.' FROM TRIM(TRAILING '0' FROM {text}))"
    return f"(CASE WHEN POSITION('.' IN {text}) > 0 THEN {bare} ELSE {text} END)"


def unmarked(number: str, missing: Sequence[str]) -> str:
    """Return `number`, or NULL where its digits are a mark of absence: 999 is one in any carrier."""
    marks = [mark for mark in missing if _is_number(mark)]
    return f"(CASE WHEN {number} NOT IN ({', '.join(marks)}) THEN {number} END)" if marks else number


_PLAIN = Notation(".", ())


def _is_number(mark: str) -> bool:
    """Tell whether a mark is written as the digits of a number are."""
    bare = mark.removeprefix("-")
    if not bare.isascii() or not bare[:1].isdigit() or (bare[0] == "0" and bare[:2] not in {"0", "0."}):
        return False
    read = _PLAIN.read(bare)
    return isinstance(read, Numeral) and not ("." in bare and bare.endswith(("0", "."))) and mark != "-0"
