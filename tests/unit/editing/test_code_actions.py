"""What can be done at a place by one choice, and what comes of it."""

from __future__ import annotations

from pathlib import Path

import pytest

import pei_dsl
from pei_dsl import CodeAction, CodeActionKind, Diagnostic, RequestError, TextPosition, TextRange, Workspace
from tests.documents import ROOT
from tests.edited_texts import edited, marked, with_edits

INPE = Workspace.open(ROOT / "specs" / "inpe-2019-2027")
PLAN = 'plan "PEI"\n  periodo: 2024\nobjetivo OEI.01 "Salud"\n'
INDICATOR = """indicador IND.01.OEI.01 "Porcentaje de controles"
  fórmula: A / B
  donde:
    A "Hechos"      = hechos
    B "Programados" = 50
  unidad: porcentaje
  sentido: ascendente
  logros: 2024: 80%
"""


def actions(workspace: Workspace, name: str, position: TextPosition) -> list[CodeAction]:
    return [*pei_dsl.code_actions(workspace, name, TextRange(position, position))]


WRONG = """objetivo OEI 1 "Salud"
  priorida: 1
indicador IND.01.OEI.01 “Porcentaje de fugas"
  unidad: porcentaje
  sentido: sube
  logros: 2024: 0.56
"""


def test_every_fix_of_every_finding_is_an_action() -> None:
    """Where its finding stands; and what it writes is what `apply_fixes` writes."""
    workspace = Workspace.of({"plan.pei": f"{PLAN.splitlines()[0]}\n  periodo: 2024\n{WRONG}"})
    found = pei_dsl.placed_findings(workspace)
    fixes = 0
    for each in found:
        there = actions(workspace, "plan.pei", each.range.start)
        own = [action for action in there if action.diagnostic == each.diagnostic]
        assert [action.edits for action in own if action.kind is CodeActionKind.FIX] == [
            edits for _, edits in each.fixes
        ]
        assert CodeActionKind.EXPLAIN_FINDING in {action.kind for action in there}
        fixes += len(each.fixes)
    assert fixes >= 5
    safe = {
        edit
        for each in found
        for action in actions(workspace, "plan.pei", each.range.start)
        if action.is_safe and action.kind is CodeActionKind.FIX
        for edit in action.edits
    }
    text = workspace.texts["plan.pei"]
    assert with_edits(text, safe) == pei_dsl.apply_fixes(text, workspace.loaded.diagnostics)


@pytest.mark.parametrize("code", sorted(INPE.plan.indicators))
def test_an_example_that_is_written_holds(code: str) -> None:
    """In the language of whoever asks; where none could hold, none is offered."""
    indicator = INPE.plan.indicators[code]
    source = indicator.declared_at.source
    assert source is not None
    line = source.position(indicator.declared_at.span.start).line - 1
    found = [
        each
        for each in actions(INPE, source.name, TextPosition(line, 3))
        if each.kind is CodeActionKind.WRITE_EXAMPLE
    ]
    for each in found:
        after = edited(INPE.apart(), each.edits)
        assert after.loaded.diagnostics == () or not after.loaded.errors
        runs = {run.title: run for run in pei_dsl.run_tests(after.loaded)}
        run = runs[f"{code} «Datos de 2024»"]
        assert run.holds
        assert len(run.checks) >= 2
        assert pei_dsl.format_text(after.texts[source.name], names=_names(after)) == pei_dsl.format_text(
            after.texts[source.name], names=_names(after)
        )
    assert bool(found) == (indicator.formula is not None)


def _names(workspace: Workspace) -> list[str]:
    return [each.name for each in workspace.plan.definitions.values()]


def test_a_figure_is_explained_where_its_code_or_formula_stands() -> None:
    text, position = marked(INDICATOR.replace("A / B", "A / |B"))
    workspace = Workspace.of({"a.pei": PLAN, "b.pei": f"{text}variable hechos = 30\n"})
    found = {each.kind: each for each in actions(workspace, "b.pei", position)}

    assert found[CodeActionKind.EXPLAIN_FIGURE].asks == "IND.01.OEI.01"
    assert found[CodeActionKind.WRITE_EXAMPLE].title.endswith("con sus datos de 2024")


def test_a_value_without_end_is_written_with_two_decimals() -> None:
    workspace = Workspace.of(
        {"a.pei": PLAN, "b.pei": f"{INDICATOR.replace('= 50', '= 7')}variable hechos = 3\n"}
    )
    [action] = [
        each
        for each in actions(workspace, "b.pei", TextPosition(0, 0))
        if each.kind is CodeActionKind.WRITE_EXAMPLE
    ]
    after = edited(workspace, action.edits)

    assert "valor = 42.86%" in after.texts["b.pei"]
    assert all(run.holds for run in pei_dsl.run_tests(after.loaded))


@pytest.mark.parametrize("value", ["1 / 3", '"Lima"', "2024-01-01"])
def test_no_example_is_offered_that_could_not_hold(value: str) -> None:
    """Of a figure without end, of a text, of a day; also where the formula does without it."""
    indicator = INDICATOR.replace("A / B", "si_falta(A; 1) / B") if "/" in value else INDICATOR
    workspace = Workspace.of({"a.pei": PLAN, "b.pei": f"{indicator}variable hechos = {value}\n"})

    assert CodeActionKind.WRITE_EXAMPLE not in {
        each.kind for each in actions(workspace, "b.pei", TextPosition(0, 0))
    }


# ---- Sources -------------------------------------------------------------------------------------------------


def with_data(folder: Path) -> Workspace:
    (folder / "datos").mkdir()
    (folder / "datos" / "Egresos 2024.csv").write_text("distrito;egresos\nLima;3\nIca;4\n", "utf-8")
    (folder / "datos" / "usado.csv").write_text("a,b\n1,2\n", "utf-8")
    (folder / "plan.pei").write_text(
        f"{PLAN}fuente usado\n  archivo: datos/usado.csv\n  columna a: número\n  columna b: número\n\n",
        "utf-8",
    )
    return Workspace.open(folder)


def test_a_file_that_no_source_names_is_declared_from_its_header(tmp_path: Path) -> None:
    workspace = with_data(tmp_path)
    here = TextPosition(workspace.texts["plan.pei"].count("\n"), 0)
    found = [
        each for each in actions(workspace, "plan.pei", here) if each.kind is CodeActionKind.DECLARE_SOURCE
    ]

    assert [each.asks for each in found] == ["datos/Egresos 2024.csv"]
    edits = pei_dsl.declared_source(workspace, "plan.pei", here, found[0].asks)
    assert not isinstance(edits, Diagnostic)
    after = edited(workspace, edits)
    assert [*after.plan.sources] == ["usado", "egresos_2024"]
    assert [*after.plan.sources["egresos_2024"].columns] == ["distrito", "egresos"]
    assert not after.loaded.errors
    assert "\n\nfuente egresos_2024\n" in after.texts["plan.pei"]


def test_a_file_of_a_pattern_is_declared_already(tmp_path: Path) -> None:
    workspace = with_data(tmp_path)
    text = workspace.texts["plan.pei"].replace("archivo: datos/usado.csv", "archivo: datos/*.csv")
    here = TextPosition(text.count("\n"), 0)
    found = actions(workspace.with_text("plan.pei", text), "plan.pei", here)

    assert CodeActionKind.DECLARE_SOURCE not in {each.kind for each in found}


def test_a_file_outside_the_folder_is_refused(tmp_path: Path) -> None:
    workspace = with_data(tmp_path)
    with pytest.raises(RequestError):
        pei_dsl.declared_source(workspace, "plan.pei", TextPosition(0, 0), "../otro.csv")


def test_without_files_nothing_is_offered_to_declare() -> None:
    workspace = Workspace.of({"plan.pei": f"{PLAN}\n"})

    assert CodeActionKind.DECLARE_SOURCE not in {
        each.kind for each in actions(workspace, "plan.pei", TextPosition(3, 0))
    }
