"""Percentiles, deviations, modes, indices with logarithms; with the statistics module and 60 decimals."""

from __future__ import annotations

from collections import Counter, defaultdict
from decimal import Decimal, localcontext
from fractions import Fraction
from pathlib import Path
from statistics import median, multimode, pvariance, variance

from tests.fichas_by_hand.reading import coded, mean, number, rows

DIGITS = 60


def rounded(value: Decimal, digits: int) -> Fraction:
    """Half away from zero, as REDONDEAR."""
    with localcontext(prec=DIGITS):
        return Fraction(value.quantize(Decimal(1).scaleb(-digits), rounding="ROUND_HALF_UP"))


def decimal(value: Fraction) -> Decimal:
    with localcontext(prec=DIGITS):
        return Decimal(value.numerator) / Decimal(value.denominator)


def percentile(values: list[Fraction], part: Fraction) -> Fraction:
    """Of Excel's PERCENTILE.INC: the point at part × (n − 1), between its neighbours."""
    ordered = sorted(values)
    below, beyond = divmod(part * (len(ordered) - 1), 1)
    if not beyond:
        return ordered[below]
    return ordered[below] + beyond * (ordered[below + 1] - ordered[below])


def root(value: Fraction) -> Decimal:
    with localcontext(prec=DIGITS):
        return decimal(value).sqrt()


def figures(data: Path) -> dict[str, Fraction]:
    visits = rows(data / "citas.csv")
    waits = [number(row["espera"]) for row in visits]
    women = [number(row["espera"]) for row in visits if row["sexo"] == "F"]
    grades = [number(row["nota"]) for row in rows(data / "notas.csv")]
    schools: dict[str, list[Fraction]] = defaultdict(list)
    for row in rows(data / "notas.csv"):
        schools[row["colegio"]].append(number(row["nota"]))
    kinds = {row["especie"]: number(row["individuos"]) for row in rows(data / "especies.csv")}
    total = sum(kinds.values(), Fraction())
    parts = [each / total for each in kinds.values() if each]
    factors = [number(row["factor"]) for row in rows(data / "factores.csv")]
    sizes = Counter(row["respuesta"] for row in visits)
    [most] = multimode(int(row["respuesta"]) for row in visits)
    with localcontext(prec=DIGITS):
        shannon = -sum((decimal(part) * decimal(part).ln() for part in parts), Decimal())
        evenness = shannon / Decimal(len(parts)).ln()
        growth = (sum((decimal(each).ln() for each in factors), Decimal()) / len(factors)).exp() - 1
        spread = root(Fraction(pvariance(grades))) / decimal(mean(grades))
        sample = root(Fraction(variance(grades)))
        logarithm = decimal(total).log10()
        logistic = 1 / (1 + (-(decimal(mean(waits)) - 10) / 10).exp())
        margin = Decimal("1.96") * sample / Decimal(len(grades)).sqrt()
    return coded(
        [
            percentile(waits, Fraction(9, 10)),
            percentile(waits, Fraction(3, 4)) - percentile(waits, Fraction(1, 4)),
            Fraction(median(waits)),
            percentile(women, Fraction(9, 10)),
            Fraction(sum(each > percentile(waits, Fraction(9, 10)) for each in waits), len(waits)),
            rounded(sample, 4),
            rounded(spread, 4),
            most,
            Fraction(sizes[str(most)], len(visits)),
            rounded(shannon, 4),
            1 - sum(part**2 for part in parts),
            rounded(evenness, 4),
            rounded(growth, 6),
            rounded(logarithm, 4),
            rounded(logistic, 6),
            max(mean(each) for each in schools.values()) - min(mean(each) for each in schools.values()),
            rounded(margin, 4),
            mean(Fraction(int(row["respuesta"])) for row in visits),
            Fraction(sum(int(row["respuesta"]) >= 4 for row in visits), len(visits)),
            (mean(women) / mean(number(row["espera"]) for row in visits if row["sexo"] == "M")),
        ]
    )
