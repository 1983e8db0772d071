"""Days, working days without holidays, waits in minutes, parts of dates."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from fractions import Fraction
from pathlib import Path

from tests.fichas_by_hand.reading import coded, day, days_between, mean, rows

LAST = date(2024, 12, 31)


def working_days(earlier: str, later: str, holidays: set[date]) -> int:
    """Monday to Friday after the first day up to the last, without holidays."""
    following = (day(earlier) + timedelta(n) for n in range(1, days_between(earlier, later) + 1))
    return sum(each.weekday() < 5 and each not in holidays for each in following)


def minutes(earlier: str, later: str) -> Fraction:
    apart = datetime.fromisoformat(later) - datetime.fromisoformat(earlier)
    return Fraction(int(apart.total_seconds()), 60)


def clock(text: str) -> Fraction:
    hours, past, seconds = (int(part) for part in text.split(":"))
    return Fraction(hours * 3600 + past * 60 + seconds, 60)


def figures(data: Path) -> dict[str, Fraction]:
    holidays = {day(row["fecha"]) for row in rows(data / "feriados.csv")}
    files = rows(data / "expedientes.csv")
    closed = [row for row in files if row["resolucion"]]
    admitted = [working_days(row["ingreso"], row["admision"], holidays) for row in files]
    working = [working_days(row["ingreso"], row["resolucion"], holidays) for row in closed]
    calendar = [days_between(row["ingreso"], row["resolucion"]) for row in closed]
    pending = [row for row in files if not row["resolucion"] or day(row["resolucion"]) > LAST]
    open_now = [row for row in files if not row["resolucion"]]
    visits = rows(data / "citas.csv")
    waits = [minutes(row["llega"], row["entra"]) for row in visits]
    began = [day(row["ingreso"]) for row in files]
    return coded(
        [
            mean(admitted),
            Fraction(sum(each <= 30 for each in working), len(files)),
            mean(working),
            mean(calendar),
            Fraction(sum(calendar), len(closed)),
            Fraction(sum(each < 30 for each in calendar), len(files)),
            len(pending),
            mean((LAST - day(row["ingreso"])).days for row in open_now),
            Fraction(sum((LAST - day(row["ingreso"])).days > 90 for row in open_now), len(open_now)),
            mean(waits),
            Fraction(sum(each <= 30 for each in waits), len(waits)),
            Fraction(sum(int(row["llega"][11:13]) >= 12 for row in visits), len(visits)),
            mean(minutes(row["llega"], row["sale"]) / 60 for row in visits),
            mean(clock(row["duracion"]) for row in visits),
            Fraction(sum(day(row["llega"][:10]).weekday() >= 5 for row in visits), len(visits)),
            Fraction(sum(each.month <= 6 for each in began), len(began)),
            Fraction(sum(each.month >= 10 for each in began), len(began)),
            sum(day(row["ingreso"]) + timedelta(365) <= LAST + timedelta(60) for row in open_now),
            Fraction(sum(each.day <= 10 for each in began), len(began)),
            len({row["llega"][:10] for row in visits}),
        ]
    )
