"""What lies in the folder of texts of reports: which no report takes, and what it may have meant."""

from __future__ import annotations

from pathlib import Path

import pytest

import pei_dsl
from pei_dsl.diagnostics import Severity
from pei_dsl.model.periods import Period
from pei_dsl.workspace.report_sections import FIXED, possible_sections
from pei_dsl.workspace.report_texts import check_texts, file_of, names_in, near_sections, without_section

PLAN = pei_dsl.load_text(
    """\
plan "Plan"
  periodo: 2024
objetivo OEI.01 "Uno"
acción AEI.01.01 "Dos"
indicador IND.01.OEI.01 "Tres"
  unidad: número de casos
  sentido: ascendente
  logros: 2024: 3
indicador IND.01.AEI.01.01 "Cuatro"
  unidad: número de casos
  sentido: ascendente
  logros: 2024: 3
"""
).plan


def written(root: Path, *names: str) -> list[tuple[str, str]]:
    for name in names:
        file = root / "textos" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text("Dicho.", "utf-8")
    return [(str(each.params["file"]), each.variant) for each in check_texts(root, PLAN)]


@pytest.mark.parametrize("section", possible_sections(PLAN))
def test_every_section_has_its_file(section: str, tmp_path: Path) -> None:
    assert written(tmp_path, f"2024/{file_of(section)}", f"2024-S1/{file_of(section)}") == []


@pytest.mark.parametrize(
    "name", [".oculto.md", "notas.txt", "foto.png", "2.1.md.anterior", "~2.1.md", ".git/2.1.md", "LEAME"]
)
def test_what_is_nobodys_section_is_let_be(name: str, tmp_path: Path) -> None:
    assert written(tmp_path, f"2024/{name}") == []


@pytest.mark.parametrize(
    ("name", "variant", "near"),
    [
        ("2024/2.5.md", "", ""),
        ("2024/9.md", "", ""),
        ("2024/notas.md", "", ""),
        ("2024/OEI.1.md", "near", "grupo.OEI.01.md"),
        ("2024/OEI01.md", "near", "grupo.OEI.01.md"),
        ("2024/2.2.OEI.01.md", "near", "grupo.OEI.01.md"),
        ("2024/ind-1-aei-1-1.md", "near", "indicador.IND.01.AEI.01.01.md"),
        ("2024/Grupo.OEI.01.md", "near", "grupo.OEI.01.md"),
        ("2024/Resumen.md", "near", "resumen.md"),
        ("2024/2.1.txt", "near", "2.1.md"),
        ("2024/2.1.MD", "near", "2.1.md"),
        ("2024/critica.AEI.01.02.titulo.md", "near", "critica.AEI.01.01.titulo.md"),
        ("2024-s1/2.1.md", "period_near", "2024-S1/2.1.md"),
        ("S1-2024/2.1.md", "period_near", "2024-S1/2.1.md"),
        ("2.1.md", "period", ""),
        ("borradores/2.1.md", "period", ""),
        ("2024/viejo/2.1.md", "period", ""),
    ],
)
def test_what_no_report_takes_is_told(name: str, variant: str, near: str, tmp_path: Path) -> None:
    assert written(tmp_path, name) == [(f"textos/{name}", variant)]
    [found] = check_texts(tmp_path, PLAN)

    assert found.severity is Severity.WARNING
    assert str(found.params["near"]).split(" · ")[0] == near


def test_only_one_period_is_looked_at_where_it_is_asked_for(tmp_path: Path) -> None:
    written(tmp_path, "2024/x.md", "2024-S1/x.md", "otra/x.md")
    [found] = check_texts(tmp_path, PLAN, Period.year_of(2024))

    assert found.file == "textos/2024/x.md"


def test_a_section_that_a_report_does_not_have_now_is_told() -> None:
    names = ["4.md", "critica.AEI.01.01.titulo.md", "4.txt", ".4.md", "4.md.anterior"]
    [found] = without_section(names, Period.year_of(2024), ["4", "5"])

    assert found.params["file"] == "textos/2024/critica.AEI.01.01.titulo.md"


def test_without_a_folder_there_is_nothing(tmp_path: Path) -> None:
    assert names_in(None) == names_in(tmp_path) == []
    assert near_sections("x.md", ()) == []


def test_every_fixed_section_is_one_of_a_report_of_inpe() -> None:
    """But for those that a comparison and a signature add."""
    from tests.cli.plans import INPE

    made = {section.id for _, section in pei_dsl.report(pei_dsl.load(INPE), 2024).walk()}

    assert {*FIXED} - made == {"comparacion", "firma"}
