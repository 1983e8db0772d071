"""
A reader of printed calculations: it computes every line of `pei explicar` again, from its digits alone.

It knows nothing of the program: numbers, the four operations, brackets, percentages and powers; `=` joins what
must be equal, `→` what a figure becomes: rounded, or for the reason that stands after it in brackets.  A figure
that ends in an ellipsis is any number that begins with those digits, so the reader computes with intervals.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction

Span = tuple[Fraction, Fraction]

_NUMBER = re.compile(r"(\d[\d,]*(?:\.\d+)?)(…?)")
_UNIT = re.compile(r"\((?:tasa por|rate per) ([\d,]+)\)$")
_ROUNDED = re.compile(r"^(?:a|to) (\d+) (?:decimal(?:es|s)?), (.+)$")
_CAPPED = re.compile(r"^(?:como máximo|at most) ")
# Lines whose figures are all of one scale, with the sign of percentages behind some of them.
_POINTS = re.compile(r"\s*(Alcance|Suma de los aportes|Sum of the contributions|Redondeo|Rounding)\b")
_HALVES = {
    "la mitad al par": "even",
    "halves to even": "even",
    "la mitad hacia arriba": "up",
    "halves up": "up",
}


class WrongError(AssertionError):
    """A printed line that is not so."""


def check(page: str) -> int:
    """Return how many equalities and arrows of a page were computed again; raise `WrongError` for one that is not so."""
    return sum(_line(line) for line in _joined(page.splitlines()))


def _joined(lines: list[str]) -> Iterator[str]:
    """Yield the lines of a page that is not folded; the figures of a formula with its result."""
    figures = ""
    for line in lines:
        if re.match(r"(Sustitución|Substitution)\s", line):
            figures = line
            continue
        yield f"{figures} {re.sub(r'^[^=]*', '', line)}" if figures else line
        figures = ""
    yield figures


def _line(line: str) -> int:
    text = re.sub(r"\s+\[[^\]]*\]", "", line)
    text = re.sub(r"^\s*(IND|OEI|AEI)[\w.]*: ", "", text)
    text = re.sub(r"^\s*[^=→:]*: (?=[\d(-])", "", text)
    text = re.sub(r"^[^\d=→]*?\d{0,4}\s{2,}", "", text)
    if _POINTS.match(line):
        text = text.replace(" %", "")
    done = 0
    before: Span | None = None
    for position, part in enumerate(re.split(r" (=|→) ", text)):
        if part in {"=", "→"}:
            sign = part
            continue
        bare, note = _noted(part.strip())
        span = _value(bare)
        if position and span is not None and before is not None:
            done += 1
            if sign == "=":
                if span[1] < before[0] or before[1] < span[0]:
                    message = f"{line!r}: {part!r} is not what stands before it"
                    raise WrongError(message)
            else:
                _becomes(line, before, span, bare, note)
        before = span
    return done


def _noted(part: str) -> tuple[str, str]:
    """Return a figure and the note in brackets after it."""
    if _UNIT.search(part):
        return part, ""
    found = re.match(r"^(.*?\S)\s+\(([^()]*[^\d()][^()]*)\)$", part)
    if found is None or not re.search(r"[a-z]", found[2]):
        return re.sub(r"\s{2,}.*$", "", part), ""
    return found[1].strip(), found[2]


def _becomes(line: str, before: Span, after: Span, written: str, note: str) -> None:
    """Check that a figure becomes the next one: by a limit, or by rounding to the digits that are printed."""
    if _CAPPED.match(note):
        so = before[1] > after[0]
    elif "línea de base" in note or "baseline" in note:
        so = before[0] < 0 and not any(after)
    else:
        found = _ROUNDED.match(note)
        decimals = int(found[1]) if found else len(written.rstrip("…").partition(".")[2])
        half = Fraction(1, 2 * 10**decimals)
        low, high = before[0] - half, before[1] + half
        so = low <= after[1] and after[0] <= high
        if found and so and before[0] == before[1] and after[0] == after[1]:
            so = after[0] == _round(before[0], decimals, _HALVES[found[2]])
    if not so:
        message = f"{line!r}: {written!r} is not what the figure before it becomes"
        raise WrongError(message)


def _round(number: Fraction, decimals: int, half: str) -> Fraction:
    scaled = abs(number) * 10**decimals
    whole, rest = divmod(scaled, 1)
    up = rest > Fraction(1, 2) or (rest == Fraction(1, 2) and (half == "up" or whole % 2 == 1))
    return Fraction(whole + up, 10**decimals) * (1 if number >= 0 else -1)


# ---- Expressions ------------------------------------------------------------------------------------------


def _value(text: str) -> Span | None:
    """Return what an expression of digits alone gives; None where it has names, or cannot be told."""
    unit = _UNIT.search(text)
    scale = Fraction(1)
    if unit is not None:
        text, scale = text[: unit.start()].strip(), Fraction(unit[1].replace(",", ""))
    try:
        parser = _Parser(text)
        low, high = parser.sum()
    except (ValueError, ZeroDivisionError, OverflowError):
        return None
    return (low / scale, high / scale) if parser.at_end() else None


class _Parser:
    def __init__(self, text: str) -> None:
        self.text = text.replace("÷", "/").replace("*", "×").replace("−", "-")
        self.place = 0

    def _next(self) -> str:
        while self.text[self.place : self.place + 1] == " ":
            self.place += 1
        return self.text[self.place : self.place + 1]

    def at_end(self) -> bool:
        return not self._next()

    def sum(self) -> Span:
        total = self.product()
        while self._next() in {"+", "-"}:
            sign = self.text[self.place]
            self.place += 1
            low, high = self.product()
            total = (total[0] + low, total[1] + high) if sign == "+" else (total[0] - high, total[1] - low)
        return total

    def product(self) -> Span:
        total = self.signed()
        while self._next() in {"×", "/"}:
            sign = self.text[self.place]
            self.place += 1
            other = self.signed()
            if sign == "/":
                if other[0] <= 0 <= other[1]:
                    raise ZeroDivisionError
                other = (1 / other[1], 1 / other[0])
            ends = [a * b for a in total for b in other]
            total = (min(ends), max(ends))
        return total

    def signed(self) -> Span:
        if self._next() == "-":
            self.place += 1
            low, high = self.signed()
            return -high, -low
        return self.power()

    def power(self) -> Span:
        base = self.atom()
        if self._next() == "^":
            self.place += 1
            exponent = self.signed()
            if base[0] != base[1] or exponent[0] != exponent[1] or exponent[0].denominator != 1:
                raise ValueError
            if abs(exponent[0]) > 50:
                raise OverflowError
            made = base[0] ** int(exponent[0])
            return made, made
        return base

    def atom(self) -> Span:
        if self._next() == "(":
            self.place += 1
            inner = self.sum()
            if self._next() != ")":
                raise ValueError
            self.place += 1
            return self._percent(inner)
        found = _NUMBER.match(self.text, self.place)
        if found is None:
            raise ValueError
        self.place = found.end()
        low = Fraction(found[1].replace(",", ""))
        decimals = len(found[1].partition(".")[2])
        return self._percent((low, low + Fraction(1, 10**decimals) if found[2] else low))

    def _percent(self, span: Span) -> Span:
        if self._next() == "%":
            self.place += 1
            return span[0] / 100, span[1] / 100
        return span
