"""Persons with several rows each, counted with sets and dictionaries."""

from __future__ import annotations

from collections import defaultdict
from fractions import Fraction
from pathlib import Path

from tests.fichas_by_hand.reading import Row, coded, day, days_between, mean, number, rows


def figures(data: Path) -> dict[str, Fraction]:
    all_rows = [row for row in rows(data / "atenciones.csv") if row["dni"]]
    by_year: dict[int, dict[str, list[Row]]] = defaultdict(lambda: defaultdict(list))
    for row in all_rows:
        by_year[day(row["fecha"]).year][row["dni"]].append(row)
    now, last, before = by_year[2024], by_year[2023], by_year[2022]
    lately = set(now) | set(last) | set(before)
    spent = {who: sum(number(row["monto"]) for row in mine) for who, mine in now.items()}
    attended = {
        who: Fraction(sum(row["presente"] == "sí" for row in mine), len(mine)) for who, mine in now.items()
    }
    services = {who: {row["servicio"] for row in mine} for who, mine in now.items()}
    first = {
        who: min(
            day(row["fecha"]) for row in all_rows if row["dni"] == who and day(row["fecha"]).year <= 2024
        )
        for who in now
    }
    span = [
        days_between(min(row["fecha"] for row in mine), max(row["fecha"] for row in mine))
        for mine in now.values()
        if len(mine) > 1
    ]
    return coded(
        [
            Fraction(sum(len(mine) > 1 for mine in now.values()), len(now)),
            len(now),
            mean(len(mine) for mine in now.values()),
            Fraction(len(set(now) & set(last) & set(before)), len(lately)),
            Fraction(sum(part >= Fraction(1, 2) for part in attended.values()), len(now)),
            sum(each.year == 2024 for each in first.values()),
            mean(spent.values()),
            Fraction(sum({"salud", "legal"} <= used for used in services.values()), len(now)),
            Fraction(len(set(last) - set(now)), len(last)),
            Fraction(sum(mine[-1]["sexo"] == "F" for mine in now.values()), len(now)),
            mean(span),
            mean(len(used) for used in services.values()),
            mean(attended.values()),
            Fraction(max(spent.values()), sum(spent.values())),
            Fraction(len(set(now) & set(last)), len(last)),
        ]
    )
