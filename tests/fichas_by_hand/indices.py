"""Composite indices: weights, figures put between 0 and 1, geometric means, caps, scores."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal, localcontext
from fractions import Fraction
from pathlib import Path

from tests.fichas_by_hand.reading import coded, mean


def root3(number: Decimal) -> Decimal:
    return (number.ln() / 3).exp()


def six(number: Decimal) -> Fraction:
    return Fraction(number.quantize(Decimal("0.000001"), ROUND_HALF_UP))


def figures(_data: Path) -> dict[str, Fraction]:
    with localcontext() as context:
        context.prec = 60
        health = (Decimal("73.5") - 20) / 65
        education = (Decimal("9.6") / 15 + Decimal("14.4") / 18) / 2
        income = (Decimal(1840).ln() - Decimal(100).ln()) / (Decimal(75000).ln() - Decimal(100).ln())
        development = six(root3(health * education * income))
        growth = six(root3(Decimal(1331) / Decimal(1000)) - 1)
    maturity = Fraction(18 + 14, 4) + Fraction(3 * 20, 10) + Fraction(2 * 9, 10)
    unbilled = 1 - Fraction(43_800, 73_000)
    medals, athletes = (2, 5, 1, 4), (50, 80, 40, 70)
    weighted = sum(number * weight for weight, number in enumerate(athletes, 1))
    return coded(
        [
            development,
            maturity,
            mean([Fraction(each, 100) for each in (50, 60, 70, 40, 30, 50)]) * Fraction(8, 10)
            + Fraction(90, 100) * Fraction(2, 10),
            Fraction(64 - 20, 85 - 20) * 100,
            100 * (1 - Fraction(10, 100)),
            Fraction(73_000 * 1000, 1_250 * 365),
            Fraction(126, 7 * 24),
            unbilled,
            Fraction(1_500 - 900 - 100, 900 + 100),
            Fraction(6, 10) * (Fraction(460, 400) - 1) + Fraction(4, 10) * (Fraction(1331, 1250) - 1),
            Fraction(sum(medals), weighted),
            (Fraction("12.5") / 11 + Fraction(4_300, 4_000)) / 2,
            growth,
            mean([min(maturity / 16, Fraction(1)), min(unbilled / Fraction(35, 100), Fraction(1))]),
            1,  # of five conditions only the first one holds: 73.5 < 74
            Fraction(1_950 - 1_460, 1_950),
        ]
    )
