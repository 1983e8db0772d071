"""Means of means, shares within a group, thresholds that are computed, yes and no, ranges."""

from __future__ import annotations

from collections import defaultdict
from fractions import Fraction
from pathlib import Path

from tests.fichas_by_hand.reading import coded, mean, number, rows


def figures(data: Path) -> dict[str, Fraction]:
    meetings: dict[str, dict[str, list[bool]]] = defaultdict(lambda: defaultdict(list))
    for row in rows(data / "reuniones.csv"):
        meetings[row["espacio"]][row["entidad"]].append(row["asiste"] == "sí")
    half = {
        space: Fraction(sum(2 * sum(each) >= len(each) for each in bodies.values()), len(bodies))
        for space, bodies in meetings.items()
    }
    catches = rows(data / "capturas.csv")
    value: dict[str, Fraction] = defaultdict(Fraction)
    crew = {}
    for row in catches:
        value[row["viaje"]] += number(row["kg"]) * number(row["precio"])
        crew[row["viaje"]] = number(row["tripulantes"])
    staff = rows(data / "personal.csv")
    units: dict[str, list[bool]] = defaultdict(list)
    homes: dict[str, Fraction] = defaultdict(Fraction)
    for row in staff:
        units[row["unidad"]].append(row["capacitado"] == "sí")
        homes[row["hogar"]] += number(row["sueldo"])
    pay = [number(row["sueldo"]) for row in staff]
    parts = [Fraction(sum(each), len(each)) for each in units.values()]
    spent = sum(value.values(), Fraction()) / 1000
    return coded(
        [
            mean(half.values()),
            sum(part >= Fraction(1, 2) for part in half.values()),
            mean(value[trip] / crew[trip] for trip in value),
            sum(value.values(), Fraction()) / sum(crew.values(), Fraction()),
            sum(value.values(), Fraction()) / sum(number(row["kg"]) for row in catches),
            mean(parts),
            Fraction(sum(sum(each) for each in units.values()), len(staff)),
            mean(homes.values()),
            Fraction(sum(each < mean(pay) / 2 for each in pay), len(pay)),
            Fraction(sum(part == 1 for part in parts), len(parts)),
            sum((each for each in pay if each > mean(pay)), Fraction()) / sum(pay, Fraction()),
            Fraction(len(staff) >= 8),
            spent / Fraction(95, 100)
            if spent < Fraction(95, 100)
            else min(Fraction(1), Fraction(105, 100) / spent),
            max(homes.values()) / min(homes.values()),
            mean(len(bodies) for bodies in meetings.values()),
        ]
    )
