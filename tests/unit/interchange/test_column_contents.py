"""What a column is by its cells, where its heading says it vaguely or not at all."""

from __future__ import annotations

import pytest

from pei_dsl.interchange.cells import Cell
from pei_dsl.interchange.column_contents import Content, by_content, content_of, unheaded
from pei_dsl.interchange.headings import Meaning


def cells(*values: object) -> list[Cell]:
    return [Cell("Hoja1", row, 1, value) for row, value in enumerate(values, 2)]


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        (("OEI.01", "AEI.01.01"), Content.CODES),
        (("OEI.01", None, "AEI.01.01", "nada"), Content.CODES),  # two of three
        (("OEI.01", "nada"), Content.OTHER),  # half are not most
        (("OEI", "AEI", "Indicador."), Content.LEVELS),
        (("OEI", "AEI", "Aulas"), Content.OTHER),  # all must be
        (("Mejorar la salud", "Dar agua", "x"), Content.TEXTS),
        (("Mejorar la salud", "x"), Content.OTHER),
        ((1, 2, "Dar agua"), Content.OTHER),
        ((None, None), Content.OTHER),
        ((), Content.OTHER),
    ],
)
def test_what_most_cells_are(values: tuple[object, ...], expected: Content) -> None:
    assert content_of(cells(*values)) is expected


@pytest.mark.parametrize(
    ("said", "values", "expected"),
    [
        ("code", ("OEI", "AEI"), "level"),
        ("class", ("OEI", "AEI"), "level"),
        ("row_number", ("OEI", "AEI"), "level"),
        ("title", ("OEI", "AEI"), "title"),
        ("title", ("OEI.01", "AEI.01.01"), "code"),
        ("objective_title", ("OEI.01", "OEI.02"), "objective_code"),
        ("level", ("OEI.01", "OEI.02"), "code"),
        ("row_number", ("OEI.01", "OEI.02"), "code"),
        ("class", ("OEI.01", "OEI.02"), "class"),
        ("objective_code", ("Mejorar la salud", "Dar agua"), "objective_title"),
        ("action_code", ("Mejorar la salud", "Dar agua"), "action_title"),
        ("level", ("Mejorar la salud", "Dar agua"), "title"),
        ("code", ("Mejorar la salud", "Dar agua"), "code"),  # codes that are missing are told
        ("indicator_code", ("Mejorar la salud", "Dar agua"), "indicator_code"),
        ("unit", ("OEI.01", "OEI.02"), "unit"),
    ],
)
def test_what_a_heading_says_is_held_against_its_cells(
    said: str, values: tuple[object, ...], expected: str
) -> None:
    assert by_content(Meaning(said), cells(*values)) == Meaning(expected)


@pytest.mark.parametrize(
    ("values", "known", "expected"),
    [
        (("OEI.01", "AEI.01.01"), (), "code"),
        (("OEI.01", "AEI.01.01"), ("code",), None),
        (("IND.01.OEI.01", "IND.02.OEI.01"), (), "code"),
        (("IND.01.OEI.01", "IND.02.OEI.01"), ("code",), "indicator_code"),
        (("IND.01.OEI.01", "IND.02.OEI.01"), ("code", "indicator_code"), None),
        (("IND.01.OEI.01", "OEI.02"), ("code",), None),
        (("OEI", "AEI"), (), "level"),
        (("OEI", "AEI"), ("level",), None),
        (("ascendente", "Descendente"), (), "direction"),
        (("ascendente", "descendente"), ("direction",), None),
        (("ascendente", "de todo"), (), None),
        (("porcentaje", None), (), "unit"),
        ((5, 6), (), None),
        ((None, None), (), None),
    ],
)
def test_a_column_without_heading_is_what_its_cells_alone_say(
    values: tuple[object, ...], known: tuple[str, ...], expected: str | None
) -> None:
    meaning = Meaning(expected) if expected is not None else None

    assert unheaded(cells(*values), [Meaning(each) for each in known]) == meaning
