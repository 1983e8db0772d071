"""Two registers by their key, and rates: of all, of each district, weighted."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

from tests.fichas_by_hand.reading import coded, days_between, mean, number, rows


def figures(data: Path) -> dict[str, Fraction]:
    enrolled = [row for row in rows(data / "personas.csv") if row["fecha"].startswith("2024")]
    payments = [row for row in rows(data / "pagos.csv") if row["fecha"].startswith("2024")]
    districts = rows(data / "distritos.csv")
    own = {row["dni"]: [each for each in payments if each["documento"] == row["dni"]] for row in enrolled}
    paid = [row for row in enrolled if own[row["dni"]]]
    received = sum((number(each["monto"]) for row in paid for each in own[row["dni"]]), Fraction())
    soon = sum(
        days_between(row["fecha"], min(each["fecha"] for each in own[row["dni"]])) <= 30 for row in paid
    )
    rates = [
        Fraction(sum(row["distrito"] == each["nombre"] for row in enrolled)) / number(each["habitantes"])
        for each in districts
    ]
    weights = [number(each["peso"]) for each in districts]
    weighted = sum((rate * weight for rate, weight in zip(rates, weights, strict=True)), Fraction())
    return coded(
        [
            Fraction(len(paid), len(enrolled)),
            len(enrolled) - len(paid),
            received / len(paid),
            Fraction(soon, len(paid)),
            len(enrolled) / sum((number(each["habitantes"]) for each in districts), Fraction()),
            mean(rates),
            weighted / sum(weights, Fraction()),
            Fraction(len(paid), len(enrolled) - len(paid)),
        ]
    )
