"""`pei importar --reemplazar`: a workbook goes into the plan that is there, and loses nothing of it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.cli.test_import import GOOD

if TYPE_CHECKING:
    from tests.cli.conftest import Run, Write

PLAN = """\
# De la oficina.
plan "Plan de la oficina"
  periodo: 2025 a 2026

objetivo OEI.01 "Mejorar la atención"

indicador IND.01.OEI.01 "Trámites a tiempo"
  unidad: porcentaje
  sentido: ascendente
  logros: 2025: 70%
  fórmula: suma(v.n) / 7   # la de siempre

fuente v
  archivo: v.csv
  columna n: número
"""
TABLE = "Código;Denominación;Unidad;Logro 2025\nIND.01.OEI.01;Trámites a tiempo;porcentaje;80%\n"
TWO = TABLE + "IND.02.OEI.01;Número de quejas;número;9\n"


def test_what_the_book_says_changes_and_all_else_stays(run: Run, write: Write) -> None:
    write({"plan.pei": PLAN, "m.csv": TWO})
    done = run("importar", "plan/m.csv", "-o", "plan/plan.pei", "--reemplazar")
    text = Path("plan/plan.pei").read_text("utf-8")

    assert done.code == 0
    assert text.startswith(PLAN.partition("  fórmula")[0].replace("70%", "80%"))
    assert all(line in text for line in PLAN.replace("70%", "80%").splitlines())
    assert "  IND.01.OEI.01, logros 2025: 70% → 80%\n  IND.02.OEI.01: nuevo\n" in done.err
    assert (
        "Cambiado en plan/plan.pei: 1 cifra, 1 declaración nueva; lo demás queda como estaba, y lo anterior, "
        "en plan.pei.anterior.\n"
    ) in done.err
    assert Path("plan/plan.pei.anterior").read_text("utf-8") == PLAN
    again = run("importar", "plan/m.csv", "-o", "plan/plan.pei", "--reemplazar")
    assert "«plan/plan.pei» ya dice todo eso: no cambia." in again.err
    assert Path("plan/plan.pei.anterior").read_text("utf-8") == PLAN


def test_a_preview_shows_the_lines_and_writes_nothing(run: Run, write: Write) -> None:
    write({"plan.pei": PLAN, "m.csv": TABLE})
    for flags in (("--previa",), ("--previa", "--reemplazar")):
        done = run("importar", "plan/m.csv", "-o", "plan/plan.pei", *flags)
        assert done.code == 0
        assert "-  logros: 2025: 70%\n+  logros: 2025: 80%\n" in done.out
        assert "Cambiaría en plan/plan.pei: 1 cifra; lo demás quedaría como está." in done.out
    assert Path("plan/plan.pei").read_text("utf-8") == PLAN
    assert not Path("plan/plan.pei.anterior").exists()


@pytest.mark.parametrize(("encoding", "end"), [("utf-8", "\r\n"), ("utf-16", "\n"), ("utf-8-sig", "\n")])
def test_line_ends_and_encoding_stay(encoding: str, end: str, run: Run, write: Write) -> None:
    text = PLAN.replace("\n", end)
    write({"plan.pei": text.encode(encoding), "m.csv": TWO})

    assert run("importar", "plan/m.csv", "-o", "plan/plan.pei", "--reemplazar").code == 0
    made = Path("plan/plan.pei").read_bytes().decode(encoding)
    assert made.count("\n") == made.count(end)
    assert text.partition("  logros")[0] in made


def test_what_another_file_declares_stays_there(run: Run, write: Write) -> None:
    head, _, rest = PLAN.partition("indicador")
    write({"plan.pei": head, "b.pei": f"indicador{rest}", "m.csv": TWO})
    done = run("importar", "plan/m.csv", "-o", "plan/plan.pei", "--reemplazar")

    assert "quedan como estaban, porque los declara otro archivo de la carpeta: IND.01.OEI.01" in done.err
    assert Path("plan/b.pei").read_text("utf-8") == f"indicador{rest}"
    assert "IND.02.OEI.01" in Path("plan/plan.pei").read_text("utf-8")
    assert run("revisar", "plan").all.count("PEI202") == 0


def test_a_plan_that_cannot_be_read_is_left_alone(run: Run, write: Write) -> None:
    data = PLAN.encode("cp1252")
    write({"plan.pei": data, "m.csv": TABLE})
    done = run("importar", "plan/m.csv", "-o", "plan/plan.pei", "--reemplazar")

    assert done.code == 2
    assert "no se puede leer, así que no se le agrega nada" in " ".join(done.err.split())
    assert Path("plan/plan.pei").read_bytes() == data


def test_a_register_keeps_its_other_rows(run: Run, write: Write) -> None:
    old = "código,periodo,valor,estado\nIND.01.OEI.01,2023,60%,\nIND.01.OEI.01,2025,1%,\nIND.09.OEI.01,2025,3,\n"
    write({"libro.xlsx": GOOD, "v.csv": old})
    order = ("importar", "plan/libro.xlsx", "-o", "plan/v.csv")

    assert run(*order).code == 2
    done = run(*order, "--reemplazar")
    made = Path("plan/v.csv").read_text("utf-8-sig").splitlines()
    assert made[:2] == old.splitlines()[:2]
    assert "IND.09.OEI.01,2025,3," in made
    assert "los demás quedan" in done.err
    assert Path("plan/v.csv.anterior").read_text("utf-8") == old
