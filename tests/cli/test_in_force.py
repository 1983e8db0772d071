"""`--vigente-al`: the plan as it stood on a day, and what is said of that."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.cli.conftest import Run, Write

PLAN = """\
plan "PEI"
  periodo: 2024
objetivo OEI.01 "Albergue"
indicador IND.01.OEI.01 "Unidades"
  unidad:  número
  sentido: ascendente
  logros:  2024: 640
  valores: 2024: 320
versión primera "Primera"
  rige: 2024
versión otra "Otra"
  rige:    2025
  carpeta: ../otra
cambio "Reprogramación"
  de:      IND.01.OEI.01
  campo:   logros
  periodo: 2024
  antes:   "{before}"
  fecha:   2024-08-01
"""


def test_an_evaluation_of_that_day_can_be_verified(run: Run, write: Write) -> None:
    folder = write({"plan.pei": PLAN.format(before="1,280")})

    done = run("evaluar", folder, "--periodo", "2024", "--vigente-al", "2024-06-30", "--formato", "json")
    result = json.loads(done.out)

    assert done.code == 0
    assert result["indicadores"][0]["alcance"] == "25.00"
    assert result["huellas"]["pedido"]["vigente_al"] == "2024-06-30"
    assert done.err.splitlines() == [
        "El 2024-06-30 regía «Primera».",
        "Se deshace el cambio del 2024-08-01: «logros» de 2024 de IND.01.OEI.01 decía 1,280.",
    ]
    (folder / "resultado.json").write_text(done.out, "utf-8")
    assert run("verificar", folder / "resultado.json", folder).code == 0


def test_the_version_of_another_folder_is_named(run: Run, write: Write) -> None:
    folder = write({"plan.pei": PLAN.format(before="1,280")})

    done = run("explicar", folder, "IND.01.OEI.01", "--periodo", "2024", "--vigente-al", "2025-06-30")

    assert (
        done.err
        == "El 2025-06-30 regía «Otra», que está en ../otra: evalúe esa carpeta para tener sus cifras.\n"
    )
    assert "640" in done.out


def test_no_version(run: Run, write: Write) -> None:
    folder = write({"plan.pei": PLAN.format(before="1,280")})

    done = run("evaluar", folder, "--periodo", "2024", "--vigente-al", "2023-06-30")

    assert done.err.startswith("El 2023-06-30 no regía ninguna de las versiones que el plan declara.\n")


def test_what_cannot_be_undone_stops_with_its_place(run: Run, write: Write) -> None:
    folder = write({"plan.pei": PLAN.format(before="muchos")})

    done = run("evaluar", folder, "--periodo", "2024", "--vigente-al", "2024-06-30")

    assert done.code == 1
    assert done.out == ""
    assert "error[PEI238]: «muchos» no es un valor de «logros» en IND.01.OEI.01" in done.err
    assert "plan.pei:18:12" in done.err


def test_a_day_that_does_not_exist(run: Run, write: Write) -> None:
    folder = write({"plan.pei": PLAN.format(before="1,280")})

    assert run("evaluar", folder, "--periodo", "2024", "--vigente-al", "2024-02-30").code == 2
