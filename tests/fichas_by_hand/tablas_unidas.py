"""Tables joined by a key: people, quintile, cost and goals looked up; weights and rates adjusted by age."""

from __future__ import annotations

from collections import defaultdict
from fractions import Fraction
from pathlib import Path

from tests.fichas_by_hand.reading import Row, coded, mean, number, percentage, rows


def group_of(age: str) -> str:
    return "0-14" if int(age) < 15 else "15-59" if int(age) < 60 else "60+"


def figures(data: Path) -> dict[str, Fraction]:
    own = [row for row in rows(data / "distritos.csv") if row["año"] == "2024"]
    people = {
        row["ubigeo"]: number(row["habitantes"])
        for row in rows(data / "poblacion.csv")
        if row["anio"] == "2024"
    }
    catalogue = {row["ubigeo"]: row for row in rows(data / "catalogo.csv")}
    known = [row for row in own if row["ubigeo"].zfill(6) in people]

    def total(column: str, some: list[Row]) -> Fraction:
        return sum((number(row[column]) for row in some), Fraction())

    def inhabitants(row: Row) -> Fraction:
        return people[row["ubigeo"].zfill(6)]

    def beside(row: Row, column: str) -> str:
        return catalogue[row["ubigeo"].zfill(6)][column]

    def coverage(row: Row) -> Fraction:
        return number(row["atendidos"]) / number(row["demanda"])

    def of_quintile(quintile: str) -> Fraction:
        some = [row for row in own if beside(row, "quintil") == quintile]
        return total("atendidos", some) / total("demanda", some)

    rates = [number(row["atendidos"]) / inhabitants(row) * 1000 for row in known]
    everybody = sum((inhabitants(row) for row in known), Fraction())
    poor = [row for row in own if int(beside(row, "quintil")) <= 2]
    highland = [row for row in own if beside(row, "region") == "Sierra"]
    deaths = [group_of(row["edad"]) for row in rows(data / "defunciones.csv") if row["fecha"][:4] == "2024"]
    alive: dict[str, Fraction] = defaultdict(Fraction)
    for row in rows(data / "censo.csv"):
        alive[row["grupo"]] += number(row["personas"])
    standard = rows(data / "estandar.csv")
    adjusted = sum(
        (deaths.count(row["grupo"]) / alive[row["grupo"]] * number(row["peso"]) for row in standard),
        Fraction(),
    )
    young = [row for row in standard if number(row["punto_medio"]) < 70]
    lost = sum((deaths.count(row["grupo"]) * (70 - number(row["punto_medio"])) for row in young), Fraction())
    offices = [row for row in rows(data / "presupuesto.csv") if row["año"] == "2024"]
    goals = {row["unidad"]: percentage(row["meta"]) for row in rows(data / "metas.csv")}
    cost = sum((number(row["atendidos"]) * number(beside(row, "costo")) for row in own), Fraction())
    return coded(
        [
            sum((coverage(row) * inhabitants(row) for row in known), Fraction()) / everybody,
            total("atendidos", own) / total("demanda", own),
            mean(coverage(row) for row in own),
            # The district without inhabitants counts above, as the formula is written: `pei` warns of it.
            total("atendidos", own) / everybody,
            max(rates),
            sum(rate < 50 for rate in rates),
            total("atendidos", poor) / total("atendidos", own),
            of_quintile("1") / of_quintile("5"),
            Fraction(sum(coverage(row) >= Fraction(3, 5) for row in highland), len(highland)),
            adjusted / total("peso", standard),
            Fraction(len(deaths)) / sum(alive.values(), Fraction()),
            lost / sum((alive[row["grupo"]] for row in young), Fraction()),
            total("devengado", offices) / total("pim", offices),
            Fraction(
                sum(number(row["devengado"]) / number(row["pim"]) >= goals[row["unidad"]] for row in offices),
                len(offices),
            ),
            cost / total("atendidos", own),
            Fraction(len(known), len(own)),
        ]
    )
