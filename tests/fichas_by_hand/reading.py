"""Rows of a CSV file as texts, and what cells hold."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from datetime import date
from fractions import Fraction
from pathlib import Path

Row = dict[str, str]


def rows(file: Path) -> list[Row]:
    """Every row below the header."""
    with file.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def day(text: str) -> date:
    return date.fromisoformat(text)


def number(text: str) -> Fraction:
    return Fraction(text.replace(",", ""))


def percentage(text: str) -> Fraction:
    return number(text.removesuffix("%").strip()) / 100


def mean(values: Iterable[Fraction | int]) -> Fraction:
    found = [Fraction(value) for value in values]
    return sum(found, Fraction()) / len(found)


def coded(values: Iterable[Fraction | int]) -> dict[str, Fraction]:
    """Figures in the order of the plan, by the code of their indicator."""
    return {f"IND.{place:02}.OEI.01": Fraction(value) for place, value in enumerate(values, 1)}


def days_between(earlier: str, later: str) -> int:
    return (day(later) - day(earlier)).days
