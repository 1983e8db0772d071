"""What an editor shows of a whole text: figures beside it, its outline, folds, colours, its form."""

from __future__ import annotations

import pytest

import pei_dsl
from pei_dsl import TextPosition, TextRange, Workspace
from pei_dsl.editing.shown_figures import usual_period
from tests.documents import ROOT
from tests.edited_texts import with_edits

INPE = Workspace.open(ROOT / "specs" / "inpe-2019-2027")
PLAN = """plan "PEI"
  periodo: 2024 a 2026
objetivo OEI.01 "Salud"
indicador IND.01.OEI.01 "Porcentaje de controles"
  fórmula: A / B
  donde:
    A "Hechos" = hechos + 1  # uno más
    B "Programados" = 50
  unidad: porcentaje
  sentido: ascendente
  logros: 2024: 80%; 2025: 90%
variable hechos = 29
variable dobles = hechos * 2
"""


def test_figures_stand_beside_what_they_are_of() -> None:
    """Before a comment; not beside what is a figure already."""
    found = pei_dsl.inlay_hints(Workspace.of({"a.pei": PLAN}), "a.pei")

    assert [(each.position.line, each.text, each.of) for each in found] == [
        (2, "■ 75.00", "OEI.01"),
        (3, "■ 75.00", "IND.01.OEI.01"),
        (6, "= 30", "IND.01.OEI.01"),
        (12, "= 58", "dobles"),
    ] or [each.text for each in found] == ["▲ 75.00", "▲ 75.00", "= 30", "= 58"]
    assert found[2].position.character == PLAN.splitlines()[6].index("  #")


def test_only_the_figures_of_a_part_are_shown() -> None:
    part = TextRange(TextPosition(12, 0), TextPosition(12, 5))

    assert pei_dsl.inlay_hints(Workspace.of({"a.pei": PLAN}), "a.pei", part) == ()
    whole_line = TextRange(TextPosition(12, 0), TextPosition(13, 0))
    assert [
        each.text for each in pei_dsl.inlay_hints(Workspace.of({"a.pei": PLAN}), "a.pei", whole_line)
    ] == ["= 58"]


def test_figures_that_no_error_touches_stay() -> None:
    workspace = Workspace.of({"a.pei": f"{PLAN}variable mala = nada\n"})

    assert "= 30" in [each.text for each in pei_dsl.inlay_hints(workspace, "a.pei")]


@pytest.mark.parametrize(
    ("text", "year"),
    [
        (PLAN, 2024),
        (f"{PLAN}".replace("  sentido", "  valores: 2024: 3%; 2025: 4%\n  sentido"), 2025),
        ('objetivo OEI.01 "X"\nindicador IND.01.OEI.01 "X"\n  unidad: número\n  logros: 2027: 3\n', 2027),
        ('objetivo OEI.01 "X"\n', None),
    ],
)
def test_the_usual_period(text: str, year: int | None) -> None:
    found = usual_period(Workspace.of({"a.pei": text}).plan)

    assert (None if found is None else found.year) == year


def test_the_outline_has_every_declaration_with_its_parts() -> None:
    found = pei_dsl.document_symbols(Workspace.of({"a.pei": PLAN}), "a.pei")

    assert [(each.kind, each.name, each.within) for each in found] == [
        ("plan", "PEI", ""),
        ("objective", "OEI.01", ""),
        ("indicator", "IND.01.OEI.01", "OEI.01"),
        ("variable", "hechos", ""),
        ("variable", "dobles", ""),
    ]
    assert [(each.kind, each.name, each.title) for each in found[2].parts] == [
        ("definition", "A", "Hechos"),
        ("definition", "B", "Programados"),
    ]


@pytest.mark.parametrize("name", [*INPE.sources])
def test_names_of_the_outline_stand_within_what_they_name(name: str) -> None:
    for each in pei_dsl.document_symbols(INPE, name):
        for symbol in (each, *each.parts):
            assert symbol.range.start <= symbol.name_range.start
            assert symbol.name_range.end <= symbol.range.end
            assert each.range.start <= symbol.range.start


def test_symbols_of_all_texts_come_in_the_order_of_the_plan() -> None:
    coded = [
        each.name
        for each in pei_dsl.workspace_symbols(INPE)
        if each.kind in {"objective", "action", "indicator"}
    ]

    assert coded[:6] == [
        "OEI.01",
        "IND.01.OEI.01",
        "IND.02.OEI.01",
        "IND.03.OEI.01",
        "AEI.01.01",
        "IND.01.AEI.01.01",
    ]
    assert {each.name for each in pei_dsl.workspace_symbols(INPE, "POBLACION intramuros")} >= {
        "población_intramuros"
    }
    assert pei_dsl.workspace_symbols(INPE, "nadie lo llama así") == ()


def test_declarations_fields_and_comments_fold() -> None:
    text = f"# uno\n# dos\n\n# tres\n{PLAN}"
    found = pei_dsl.folds(Workspace.of({"a.pei": text}), "a.pei")

    assert [(each.first, each.last, each.kind) for each in found] == [
        (0, 1, "comment"),
        (4, 5, "declaration"),
        (7, 14, "declaration"),
        (9, 11, "field"),
    ]


@pytest.mark.parametrize("name", [*INPE.sources])
def test_every_letter_has_a_colour_once(name: str) -> None:
    """All that is no blank, in order, none twice."""
    lines = [list(line) for line in INPE.texts[name].splitlines()]
    last = TextPosition(0, 0)
    for each in pei_dsl.semantic_tokens(INPE, name):
        assert last <= each.start
        last = TextPosition(each.start.line, each.start.character + each.length)
        for column in range(each.start.character, last.character):
            assert lines[each.start.line][column] != "\0"
            lines[each.start.line][column] = "\0"
    assert "".join(letter for line in lines for letter in line).replace("\0", "").strip() == ""


@pytest.mark.parametrize(
    "text",
    [
        PLAN,
        "OBJETIVO oei.01 “Salud” # nota\r\n tipo:I\r\n\r\n\r\n",
        'objetivo OEI.01 "Salud"',
        'objetivo OEI.01 "Salud"\n\n\n\n\nvariable   x=1',
        "\ufeffvariable   x=1\n",
        'variable x = \nobjetivo   OEI.01 "Salud"\n',
    ],
)
def test_the_form_is_that_of_the_command(text: str) -> None:
    """And lines that have it are not touched."""
    workspace = Workspace.of({"a.pei": text})
    edits = pei_dsl.formatting_edits(workspace, "a.pei")
    after = with_edits(text.removeprefix("\ufeff"), edits)

    assert after.replace("\r\n", "\n") == pei_dsl.format_text(text).removeprefix("\ufeff")
    assert pei_dsl.formatting_edits(workspace.with_text("a.pei", after), "a.pei") == ()
    kept = [line for line in text.splitlines() if line in after.splitlines()]
    changed = sum(each.range.end.line - each.range.start.line for each in edits)
    assert changed <= len(text.splitlines()) - len(kept) + text.count("\n\n") + 1
