"""Fixed base years, sums since a year, moving means, changes, the own baseline and goals."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

from tests.fichas_by_hand.reading import coded, mean, number, rows

START, LAST_GOAL = 100, 200
POPULATION = {2019: 190, 2020: 200, 2021: 204, 2022: 210, 2023: 215, 2024: 220}


def figures(data: Path) -> dict[str, Fraction]:
    sold: dict[int, Fraction] = dict.fromkeys(range(2012, 2026), Fraction())
    first_half: dict[int, Fraction] = dict.fromkeys(range(2012, 2026), Fraction())
    works = 0
    for row in rows(data / "ventas.csv"):
        year, month = int(row["mes"][:4]), int(row["mes"][5:])
        sold[year] += number(row["monto"])
        first_half[year] += number(row["monto"]) if month <= 6 else 0
        works += 2022 <= year <= 2024
    since = sum(sold[year] for year in range(2012, 2025))
    return coded(
        [
            sold[2024] / sold[2019],
            sold[2024] / sold[2020] - 1,
            sold[2024] / sold[2023] - 1,
            (sold[2024] - sold[2023]) / sold[2023],
            since,
            sum(sold[year] for year in range(2022, 2025)),
            mean(sold[year] for year in (2022, 2023, 2024)),
            max(sold[year] for year in range(2020, 2025)),
            Fraction(sold[2024]) / mean(sold[year] for year in (2021, 2022, 2023)) - 1,
            Fraction(POPULATION[2024], POPULATION[2020]),
            sold[2024] / POPULATION[2024],
            first_half[2024] / first_half[2020],
            (sold[2024] - START) / (LAST_GOAL - START),
            min(sold[2024], Fraction(LAST_GOAL)),
            Fraction(2, 5) + Fraction(works, POPULATION[2024]),
            mean(POPULATION[year] for year in (2022, 2023, 2024)),
            (sold[2024] / POPULATION[2024]) / (sold[2020] / POPULATION[2020]),
            sold[2024] - sold[2022],
        ]
    )
