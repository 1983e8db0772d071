"""Codes: prefixes, ranges, lists, departments of an ubigeo, groups of age."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

from tests.fichas_by_hand.reading import Row, coded, number, rows


def cancer(row: Row) -> bool:
    return "C00" <= row["cie10"][:3] <= "C97"


def figures(data: Path) -> dict[str, Fraction]:
    seen = [row for row in rows(data / "atenciones.csv") if row["fecha"].startswith("2024")]
    population = {row["departamento"]: number(row["personas"]) for row in rows(data / "poblacion.csv")}
    cervix = {row["dni"] for row in seen if row["cie10"].startswith("C53") and row["sexo"] == "F"}
    treated = {row["dni"] for row in seen if row["cpms"] in {"96402", "96407", "96409"}}
    people = {row["dni"] for row in seen}

    def share(rule: object) -> Fraction:
        assert callable(rule)
        return Fraction(sum(bool(rule(row)) for row in seen), len(seen))

    return coded(
        [
            sum(row["cie10"].startswith("C53") for row in seen),
            Fraction(len({row["dni"] for row in seen if cancer(row)})) / sum(population.values()),
            share(lambda row: cancer(row) or row["cie10"] == "Z851"),
            Fraction(len(cervix & treated), len(cervix)),
            share(lambda row: row["ubigeo"][:2] == "15"),
            Fraction(len({row["dni"] for row in seen if row["ubigeo"][:2] == "15"})) / population["15"],
            len({row["ubigeo"][:2] for row in seen}),
            share(lambda row: 0 <= int(row["edad"]) <= 4),
            share(lambda row: int(row["edad"]) <= 4 or int(row["edad"]) >= 60),
            share(
                lambda row: (
                    row["establecimiento"].startswith("HOSPITAL") or "Hospital" in row["establecimiento"]
                )
            ),
            sum(row["establecimiento"].endswith("S.A.C.") for row in seen),
            Fraction(
                sum(row["cie10"][:3] == "J18" and int(row["edad"]) < 5 for row in seen),
                sum("J00" <= row["cie10"][:3] <= "J99" for row in seen),
            ),
            Fraction(sum(15 <= int(row["edad"]) <= 49 and row["sexo"] == "F" for row in seen), len(seen)),
            Fraction(len(people & treated), len(people)),
            len({row["ubigeo"][:4] for row in seen if row["ubigeo"][:4] != "1501"}),
        ]
    )
