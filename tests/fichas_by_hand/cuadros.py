"""Statistical tables and downloads: years, months and sexes as columns, headings in two rows, a file each month."""

from __future__ import annotations

import csv
import json
from datetime import date
from fractions import Fraction
from pathlib import Path

from tests.fichas_by_hand.reading import coded, number, rows


def figures(data: Path) -> dict[str, Fraction]:
    people = {row["departamento"]: row for row in rows(data / "poblacion.csv")}
    regions = {row["nombre"]: row["region"] for row in rows(data / "departamentos.csv")}
    now = {name: number(row["2024 p/"]) for name, row in people.items()}
    everybody = sum(now.values(), Fraction())
    before = sum((number(row["2022"]) for row in people.values()), Fraction())
    highland = sum((each for name, each in now.items() if regions[name] == "Sierra"), Fraction())
    with (data / "atendidos.csv").open(encoding="utf-8", newline="") as lines:
        table = [*csv.reader(lines)][4:]
    men, women = (sum((number(row[column]) for row in table), Fraction()) for column in (1, 2))
    offices = [[*row.values()][1:] for row in rows(data / "mensual.csv")]
    months = [sum((number(each) for each in column), Fraction()) for column in zip(*offices, strict=True)]
    spent = [row for row in rows(data / "gasto.csv") if row["ANIO"] == "2024"]
    budget = sum((number(row["PIM"]) for row in spent), Fraction())
    paid = {date(2024, int(row["MES"]), 1): number(row["DEVENGADO"]) for row in spent}
    total = sum(paid.values(), Fraction())
    files = {path.stem[-7:]: rows(path) for path in data.glob("egresos-2024-*.csv")}
    left = sum((number(row["cantidad"]) for each in files.values() for row in each), Fraction())
    complaints = [json.loads(line) for line in (data / "quejas.ndjson").read_text("utf-8").splitlines()]
    own = [each for each in complaints if each["fecha"].endswith("/2024")]
    open_ones = [each for each in own if each["estado"] != "resuelta"]
    with (data / "casos.csv").open(encoding="utf-8", newline="") as lines:
        cases = [row for row in csv.reader(lines) if row[0] not in {"distrito", "TOTAL"}]
    return coded(
        [
            (men + women) / everybody,
            everybody / before - 1,
            now["Cusco"],
            highland / everybody,
            women / (men + women),
            sum(months[6:], Fraction()),
            sum(months, Fraction()) / 12,
            max(months) / (sum(months, Fraction()) / 12),
            total / budget,
            paid[date(2024, 12, 1)] / total,
            sum((each for day, each in paid.items() if day <= date(2024, 6, 30)), Fraction()) / budget,
            left,
            Fraction(len(files), 12),
            Fraction(len(own) - len(open_ones), len(own)),
            len({each["sede"]["nombre"] for each in open_ones}),
            sum((Fraction(row[2].rstrip("*").removesuffix("p/").strip()) for row in cases), Fraction()),
        ]
    )
