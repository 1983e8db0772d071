"""Who is in another register, before or after, within a time."""

from __future__ import annotations

import statistics
from collections import defaultdict
from fractions import Fraction
from pathlib import Path

from tests.fichas_by_hand.reading import Row, coded, days_between, mean, number, rows


def days_of(some: list[Row], key: str = "dni") -> dict[str, list[str]]:
    """Return the dates of each key, in order."""
    found: dict[str, list[str]] = defaultdict(list)
    for row in sorted(some, key=lambda row: row["fecha"]):
        found[row[key]].append(row["fecha"])
    return found


def first_after(days: list[str], day: str, *, same: bool = True) -> str | None:
    return next((each for each in days if each > day or (same and each == day)), None)


def within(start: str, end: str | None, most: int) -> bool:
    return end is not None and days_between(start, end) <= most


def figures(data: Path) -> dict[str, Fraction]:
    def of_year(name: str, *years: str) -> list[Row]:
        return [row for row in rows(data / f"{name}.csv") if row["fecha"][:4] in years]

    left = {dni: days[0] for dni, days in days_of(of_year("egresos", "2022")).items()}
    titles = days_of(rows(data / "titulos.csv"))
    titled = sum(within(day, first_after(titles[dni], day), 730) for dni, day in left.items())
    enrolled = [row["dni"] for row in of_year("matricula", "2024")]
    finished = {row["dni"] for row in of_year("secundaria", "2022", "2023")}
    applied = of_year("postulantes", "2024")
    admitted = [row["dni"] for row in applied if number(row["puntaje"]) >= 60]
    visits = of_year("atenciones", "2024")
    found = days_of([row for row in visits if row["cie10"].startswith("C53")])
    checks = days_of([row for row in visits if row["cie10"] == "Z01"])
    treated = days_of(of_year("tratamientos", "2024"))
    begun = {dni: first_after(treated[dni], days[0]) for dni, days in found.items()}
    delays = [days_between(found[dni][0], day) for dni, day in begun.items() if day is not None]
    returned = sum(
        any(0 < days_between(day, each) <= 90 for each in checks[dni])
        for dni, day in begun.items()
        if day is not None
    )
    answers = days_of(rows(data / "respuestas.csv"), "alerta")
    alerts = of_year("alertas", "2024")
    answered = [next(iter(answers[row["número"]]), None) for row in alerts]
    soon = sum(within(row["fecha"], day, 30) for row, day in zip(alerts, answered, strict=True))
    freed = {dni: days[-1] for dni, days in days_of(of_year("salidas", "2023")).items()}
    again = days_of(rows(data / "ingresos.csv"))
    relapsed = sum(within(day, first_after(again[dni], day, same=False), 365) for dni, day in freed.items())
    listed = [row["dni"] for row in rows(data / "padron.csv")]
    seen = days_of(of_year("visitas", "2024"))
    elsewhere = {row["documento"] for row in rows(data / "otro.csv")}
    incomes: dict[str, dict[str, Fraction]] = defaultdict(dict)
    for row in rows(data / "encuesta.csv"):
        incomes[row["hogar"]][row["año"]] = number(row["ingreso"])
    poor = [each for each in incomes.values() if each["2022"] < 400]
    often = [dni for dni in listed if len(seen[dni]) >= 3 and seen[dni][0] < "2024-07-01"]
    return coded(
        [
            Fraction(titled, len(left)),
            Fraction(sum(dni in finished for dni in enrolled), len(enrolled)),
            Fraction(len(admitted), len(applied)),
            sum(dni not in enrolled for dni in admitted),
            Fraction(sum(each <= 60 for each in delays), len(found)),
            sum(day is None for day in begun.values()),
            Fraction(statistics.median(delays)),
            Fraction(returned, len(delays)),
            Fraction(soon, len(alerts)),
            Fraction(relapsed, len(freed)),
            Fraction(sum(not seen[dni] for dni in listed), len(listed)),
            Fraction(len(often), len(listed)),
            Fraction(sum(dni in elsewhere for dni in listed), len(listed)),
            mean(len(seen[dni]) for dni in listed if seen[dni]),
            Fraction(sum(each["2024"] >= 400 for each in poor), len(poor)),
            mean(each["2024"] / each["2022"] for each in incomes.values()) - 1,
        ]
    )
