"""How far rows are from their goals, drawn: where each dot stands, and what a reader hears in its place."""

from __future__ import annotations

import re
from fractions import Fraction

import pytest

import pei_dsl
from pei_dsl.model.methodology import CEPLAN_BANDS, Band
from pei_dsl.renderers.html.svg_distances import distances
from pei_dsl.views.document import Table
from pei_dsl.views.plotted import Distance, Distances
from tests.documents import ROOT

PLAN = """plan "Plan"
  periodo: 2024 a 2024
objetivo OEI.01 "Objetivo"
indicador IND.01.OEI.01 "Uno"
  unidad: número
  sentido: ascendente
  logros: 2024: 8
  valores: 2024: 1
indicador IND.02.OEI.01 "Dos"
  unidad: número
  sentido: ascendente
  logros: 2024: 2
  valores: 2024: 5
indicador IND.03.OEI.01 "Tres"
  unidad: número
  sentido: ascendente
  logros: 2024: 2
"""


def drawn(*alcances: int | None, bands: tuple[Band, ...] = CEPLAN_BANDS) -> list[str]:
    """Return the drawings of rows that reached so much."""
    rows = tuple(Distance(None if each is None else Fraction(each), f"«{each}»") for each in alcances)
    return [*map(str, distances(Distances("Distancia", bands, rows), "d.tabla"))]


def dot(markup: str) -> float:
    found = re.search(r'(?:cx="|M)([\d.]+)[^>]*class="dot"', markup)
    assert found is not None
    return float(found[1])


def test_a_dot_stands_further_right_the_further_it_got() -> None:
    places = [dot(each) for each in drawn(0, 20, 75, 95, 100)]

    assert places == sorted(set(places))
    assert places[0] == 6
    assert places[-1] == 114


def test_it_stands_on_the_colour_that_its_alcance_gives() -> None:
    first, *rest = drawn(74, 76, 94, 96)
    grounds = {
        color: (float(x), float(x) + float(width))
        for x, width, color in re.findall(r'<rect x="([\d.]+)"[^>]*width="([\d.]+)"[^>]*class="(\w+)"', first)
    }

    assert set(grounds) == {"green", "yellow", "red"}
    for markup, color in zip((first, *rest), ("red", "yellow", "yellow", "green"), strict=True):
        left, right = grounds[color]
        assert left <= dot(markup) < right


def test_what_got_beyond_the_goal_makes_the_axis_longer_for_all() -> None:
    (alone,), (beside, beyond) = drawn(100), drawn(100, 140)

    assert dot(beside) < dot(alone)
    assert dot(beyond) > dot(beside)


@pytest.mark.parametrize(("alcance", "towards"), [(1000, "l6 5l-6 5z"), (-30, "l-6 5l6 5z")])
def test_what_the_axis_does_not_reach_is_a_point_in_that_direction(alcance: int, towards: str) -> None:
    (found,) = drawn(alcance)

    assert towards in found
    assert "circle" not in found


def test_bands_are_drawn_once_and_what_has_no_figure_is_words() -> None:
    absent, first, second = drawn(None, 50, 60)

    assert absent == "«None»"
    assert first.count("<rect") == 3
    assert 'id="d.tabla"' in first
    assert "<rect" not in second
    assert 'href="#d.tabla"' in second
    assert 'aria-label="«60»"' in second


def test_the_report_says_what_is_left_beside_each_alcance() -> None:
    document = pei_dsl.report(pei_dsl.load_text(PLAN), 2024)
    table = next(each for each in document.blocks() if isinstance(each, Table) and each.distances)

    assert table.distances is not None
    assert [each.text for each in table.distances.rows] == [
        "faltan 62.50 puntos",
        "faltan 87.50 puntos",
        "meta alcanzada",
        "ND",
    ]
    assert "Distancia a la meta" in pei_dsl.render(document, "html")


@pytest.mark.parametrize("period", ["2024", "2024-S1"])
def test_what_is_left_and_what_was_reached_add_up_to_the_goal(period: str) -> None:
    document = pei_dsl.report(pei_dsl.load(ROOT / "specs" / "inpe-2019-2027"), period, language="en")
    tables = [each for each in document.blocks() if isinstance(each, Table) and each.distances]

    assert len(tables) == 2
    for table in tables:
        assert table.distances is not None
        for row, told in zip(table.rows, table.distances.rows, strict=True):
            alcance = row.cells[5].text
            if left := re.fullmatch(r"([\d.]+) points to go", told.text):
                assert Fraction(left[1]) + Fraction(alcance) == 100
            else:
                assert (alcance, told.text) in {("ND", "ND"), ("100.00", "goal reached")}
