"""Trees as lines of text."""

from __future__ import annotations

from pei_dsl.model.methodology import Color
from pei_dsl.renderers.branches_text import draw
from pei_dsl.renderers.outlet import visible
from pei_dsl.views.branches import Branch

TREE = Branch(
    "OEI.01",
    "objective",
    "OEI.01",
    "Salud",
    cells=("", ""),
    parts=(
        Branch(
            "a",
            "indicator",
            "IND.01.OEI.01",
            "Controles de niños a tiempo",
            "↑",
            ("9 %", "● verde"),
            Color.GREEN,
        ),
        Branch(
            "b", "action", "AEI.01.01", "Postas", parts=(Branch("c", "source", "casos", "Registro de casos"),)
        ),
    ),
)


def test_boxes_and_cells() -> None:
    assert draw([TREE], "es", 60) == [
        "OEI.01 Salud",
        "├─ IND.01.OEI.01 ↑ Controles de niños a tiempo  9 %  ● verde",
        "└─ AEI.01.01 Postas",
        "   └─ fuente casos Registro de casos",
    ]


def test_a_title_is_cut_and_then_left_out() -> None:
    assert draw([TREE], "es", 50)[1] == "├─ IND.01.OEI.01 ↑ Controles de…      9 %  ● verde"
    assert draw([TREE], "es", 40)[1] == "├─ IND.01.OEI.01 ↑          9 %  ● verde"


def test_figures_stand_to_the_right() -> None:
    other = Branch("d", "indicator", "IND.02.OEI.01", cells=("100.00", "■ rojo"))
    lines = draw([TREE, other], "en", 60, figures=True)

    assert lines[1].endswith("   9 %  ● verde")
    assert lines[-1].endswith("100.00  ■ rojo")
    assert lines[3] == "   └─ source casos Registro de casos"


def test_paint_touches_the_last_cell_only() -> None:
    line = draw([TREE], "es", 60, paint=True)[1]

    assert visible(line).endswith("9 %  \x1b[32m● verde\x1b[0m")


def test_what_is_left_out_is_said() -> None:
    branch = Branch("v", "variable", "tasa", left_out="stands_above")

    assert draw([branch], "es", 60) == ["variable tasa (ya está arriba)"]
    assert draw([branch], "en", 60) == ["variable tasa (stands above)"]
