"""Firms, their products and their regions: years that a firm exported in, shares, means of means."""

from __future__ import annotations

from collections import defaultdict
from fractions import Fraction
from pathlib import Path
from statistics import median

from tests.fichas_by_hand.reading import coded, mean, number, rows


def figures(data: Path) -> dict[str, Fraction]:
    value: dict[tuple[int, str], Fraction] = defaultdict(Fraction)
    product: dict[str, dict[str, Fraction]] = defaultdict(lambda: defaultdict(Fraction))
    years: dict[str, set[int]] = defaultdict(set)
    region = {}
    for row in rows(data / "exportaciones.csv"):
        year, ruc = int(row["fecha"][:4]), row["ruc"]
        value[year, ruc] += number(row["valor"])
        years[ruc].add(year)
        if year == 2024:
            product[ruc][row["producto"]] += number(row["valor"])
            region[ruc] = row["region"]
    now = {ruc: Fraction(value[2024, ruc]) for ruc in region}
    total = sum(now.values())
    lately = [ruc for ruc, found in years.items() if found & set(range(2020, 2025))]
    steady = [ruc for ruc in lately if set(range(2020, 2025)) <= years[ruc]]
    rose = [ruc for ruc in now if value[2023, ruc] and now[ruc] > value[2023, ruc]]
    share_of_coffee = {ruc: Fraction(product[ruc]["café"]) / now[ruc] for ruc in now}
    per_region: dict[str, list[Fraction]] = defaultdict(list)
    for ruc, where in region.items():
        per_region[where].append(now[ruc])
    average = mean(now.values())
    return coded(
        [
            len(steady),
            Fraction(len(steady), len(lately)),
            Fraction(len(rose), len(now)),
            average,
            mean(share_of_coffee.values()),
            Fraction(sum(product[ruc]["café"] for ruc in now)) / total,
            sum(part > Fraction(1, 2) for part in share_of_coffee.values()),
            sum((each / total) ** 2 for each in now.values()),
            max(now.values()) / total,
            sum(min(years[ruc]) == 2024 for ruc in now),
            Fraction(median(now.values())),
            Fraction(sum(each > average for each in now.values()), len(now)),
            sum(len(firms) >= 2 for firms in per_region.values()),
            mean(mean(firms) for firms in per_region.values()),
            mean(sum(1 for each in product[ruc].values() if each) for ruc in now),
            Fraction(sum(2023 in years[ruc] for ruc in now), sum(2023 in found for found in years.values())),
            max(sum(firms, Fraction()) for firms in per_region.values()) / total,
        ]
    )
