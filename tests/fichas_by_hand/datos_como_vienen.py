"""Dates with the day first, signs of money, codes without their zero, rows of totals, percentages in points."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

from tests.fichas_by_hand.reading import coded, mean, number, rows


def figures(data: Path) -> dict[str, Fraction]:
    own = [row for row in rows(data / "atenciones.csv") if row["FECHA"].endswith("/2024")]
    paid = [number(row["MONTO"].removeprefix("S/").strip()) for row in own]
    amazonas = sum(row["UBIGEO"].zfill(6).startswith("01") for row in own)
    first_half = sum(int(row["FECHA"].split("/")[1]) <= 6 for row in own)
    works = [row for row in rows(data / "avances.csv") if row["Mes"].startswith("2024")]
    progress = [number(row["Avance"].removesuffix("%").strip()) for row in works]
    return coded(
        [
            len(own),
            sum(paid, Fraction()),
            Fraction(amazonas, len(own)),
            mean(paid),
            Fraction(first_half, len(own)),
            Fraction(sum(each >= 40 for each in progress), len(works)),
            sum(paid, Fraction()) / 3200,
        ]
    )
