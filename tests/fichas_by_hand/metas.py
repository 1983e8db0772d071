"""Goals: intervals, milestones that a condition reaches, baselines that are kept, most and least allowed."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

from tests.fichas_by_hand.reading import coded, mean, number, rows


def between(value: Fraction, lower: Fraction | int, upper: Fraction | int) -> Fraction:
    """Return the alcance of a value against an interval, in percent."""
    part = value / lower if value < lower else upper / value if value > upper else Fraction(1)
    return part * 100


def figures(data: Path) -> dict[str, Fraction]:
    progress = rows(data / "avance.csv")

    def done(*parts: str) -> Fraction:
        some = [row for row in progress if row["componente"] in parts]
        due = sum((number(row["programado"]) for row in some), Fraction())
        return sum((number(row["ejecutado"]) for row in some), Fraction()) / due

    degrees = [number(row["grados"]) for row in rows(data / "lecturas.csv")]
    norms = [row for row in rows(data / "normas.csv") if row["fecha"].startswith("2024")]
    approved = any(row["tipo"] == "reglamento" and row["estado"] == "aprobada" for row in norms)
    published = any(row["tipo"] == "plan" and row["fecha"] < "2024-07-01" for row in norms)
    visits = rows(data / "atenciones.csv")
    running = len({row["fecha"][5:7] for row in visits}) == 12
    stages = rows(data / "etapas.csv")
    weights = [number(row["peso"]) for row in stages]
    over = [number(row["peso"]) for row in stages if row["concluida"] == "sí"]
    covered = rows(data / "cobertura.csv")
    reached = [sum((number(row[column]) for row in covered), Fraction()) for column in ("atendidos", "total")]
    return coded(
        [
            done("A", "B", "C"),
            done("A"),
            done("B"),
            Fraction(690, 30),
            mean(degrees),
            Fraction(sum(2 <= each <= 8 for each in degrees), len(degrees)),
            int(approved),
            int(published),
            int(running),
            approved + published + running,
            sum(over, Fraction()) / sum(weights, Fraction()),
            reached[0] / reached[1],
            Fraction(9, 3_800),
            mean(number(row["horas"]) for row in visits),
            Fraction("2.4"),
            Fraction(40, 100) + Fraction(150, 4_000),
        ]
    )


def alcances(data: Path) -> dict[tuple[str, str], Fraction | None]:
    """Return the exact alcances in percent, by methodology and code; None where there is none."""
    value = {code[4:6]: figure for code, figure in figures(data).items()}
    low, high = Fraction(95, 100), Fraction(105, 100)
    of_goal = {
        "01": between(value["01"], low, high),
        "02": between(value["02"], low, high),
        "03": between(value["03"], low, high),
        "04": between(value["04"], 18, 22),
        "05": between(value["05"], 2, 8),
        "06": value["06"] / low * 100,
        "07": value["07"] * 100,
        "08": value["08"] * 100,
        "09": value["09"] * 100,
        "12": Fraction(100),
        "13": Fraction(100),
        "14": 2 / value["14"] * 100,
        "15": value["15"] / 3 * 100,
    }
    kept = {"12": Fraction(100), "13": Fraction(100), "01": None}
    return {
        (methodology, f"IND.{number}.OEI.01"): alcance
        for methodology, some in (("ceplan", of_goal), ("mantiene", kept))
        for number, alcance in some.items()
    }
