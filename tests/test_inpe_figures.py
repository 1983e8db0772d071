"""
Every figure that the report of INPE for 2024 prints stands in its plan or its data.

`tests/data/inpe_2024_figures.csv` says of each where: a file of `specs/inpe-2019-2027`, the declaration in it,
and the words with the figure.  What the report only counts is counted in the plan.
"""

from __future__ import annotations

import csv
import functools
import re
from collections.abc import Callable, Mapping
from fractions import Fraction
from pathlib import Path

import pytest

import pei_dsl
from pei_dsl.model.methodology import Color
from pei_dsl.model.plan import Level

ROOT = Path(__file__).resolve().parents[1]
PLAN = ROOT / "specs" / "inpe-2019-2027"
with (ROOT / "tests" / "data" / "inpe_2024_figures.csv").open(encoding="utf-8", newline="") as table:
    FIGURES = list(csv.DictReader(table))
# So many figures were read off the report, one by one.
READ = 273


@functools.cache
def measured() -> pei_dsl.Evaluation:
    return pei_dsl.evaluate(pei_dsl.load(PLAN), 2024).evaluation


def groups(level: Level, *, below: str = "", color: Color | None = None, kind: str = "") -> int:
    return sum(
        each.group.level is level
        and (not below or each.group.parent == below)
        and (color is None or each.color == color)
        and (not kind or each.group.type_class == kind)
        for each in measured().groups.values()
    )


def limit(color: Color) -> Fraction:
    [band] = [each for each in measured().methodology.bands if each.color == color]
    assert band.limit is not None
    return band.limit


COUNTED: Mapping[str, Callable[[], int | Fraction]] = {
    "objetivos": lambda: groups(Level.OBJECTIVE),
    "acciones": lambda: groups(Level.ACTION),
    "objetivos de clase tipo I": lambda: groups(Level.OBJECTIVE, kind="tipo I"),
    "objetivos de clase tipo II": lambda: groups(Level.OBJECTIVE, kind="tipo II"),
    "acciones del OEI.01": lambda: groups(Level.ACTION, below="OEI.01"),
    "acciones del OEI.02": lambda: groups(Level.ACTION, below="OEI.02"),
    "acciones rojas": lambda: groups(Level.ACTION, color=Color.RED),
    "acciones rojas del OEI.01": lambda: groups(Level.ACTION, below="OEI.01", color=Color.RED),
    "acciones verdes": lambda: groups(Level.ACTION, color=Color.GREEN),
    "indicadores de objetivos": lambda: sum(".OEI." in code for code in measured().indicators),
    "límite verde": lambda: limit(Color.GREEN),
    "límite amarillo": lambda: limit(Color.YELLOW),
}


@functools.cache
def blocks(file: str) -> tuple[str, ...]:
    """Return the declarations of a text, and the lines of a table, each in one line."""
    text = (PLAN / file).read_text("utf-8")
    if file.endswith(".csv"):
        return tuple(text.splitlines())
    return tuple(" ".join(each.split()) for each in re.split(r"\n(?=[^\s#])", text))


def stands(figure: Mapping[str, str]) -> bool:
    """Tell whether the words of a figure stand where the table says, as words of their own."""
    words = rf"(?<![\w.]){re.escape(figure['texto'])}(?![\d]|[.,]\d)"
    if figure["archivo"].endswith(".csv"):
        words = rf"(?:^|,){re.escape(figure['texto'])}(?:,|$)"
    of = re.fullmatch(r'(.*") (\S+)', figure["bloque"])
    beginning, period = (of[1], of[2]) if of is not None else (figure["bloque"], "")
    return any(
        re.search(words, each) is not None
        for each in blocks(figure["archivo"])
        if each.startswith(beginning) and (not period or f": {period} " in each)
    )


def numbers(figure: Mapping[str, str]) -> set[Fraction | str]:
    """Return the figures in the words, without the signs that stand in some places and not in others."""
    words = figure["texto"]
    if figure["archivo"].endswith(".csv"):
        return {number(each) for each in words.split(",") if re.fullmatch(r"[\d.]+", each)}
    return {number(each) for each in re.findall(r"\d[\d,]*(?:\.\d+)?%?|ND", words)}


def number(written: str) -> Fraction | str:
    bare = written.replace(",", "").rstrip("%")
    return bare if bare == "ND" else Fraction(bare)


@pytest.mark.parametrize("figure", FIGURES, ids=lambda each: f"{each['sección']} {each['cifra']}")
def test_a_printed_figure_stands_in_the_plan(figure: dict[str, str]) -> None:
    if figure["bloque"] == "cuenta":
        assert COUNTED[figure["texto"]]() == Fraction(figure["valor"])
        return

    assert stands(figure), figure
    assert number(figure["valor"]) in numbers(figure)


def test_nothing_that_was_read_is_left_out() -> None:
    assert len(FIGURES) == READ
    assert {each["texto"] for each in FIGURES if each["bloque"] == "cuenta"} == {*COUNTED}


def test_what_does_not_stand_there_is_told() -> None:
    figure = next(each for each in FIGURES if each["archivo"] == "citas.pei")

    assert not stands({**figure, "texto": "OEI.02: 10"})  # of 100%
    assert not stands({**figure, "bloque": 'cita "Tabla 3"'})
