"""`--vigente-al`: the plan as it stood on a day, and what is said of that."""

from __future__ import annotations

import importlib
import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from pei_dsl.cli.group import COMMANDS
from pei_dsl.edits.editing import edit
from pei_dsl.workspace import as_stood

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pei_dsl.edits.changes import Change
    from pei_dsl.edits.editing import Edited
    from pei_dsl.syntax import tree
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
  rige:     2025
  carpeta:  ../otra
  equivale: IND.01.OEI.01 = IND.02.OEI.02
cambio "Reprogramación"
  de:      IND.01.OEI.01
  campo:   logros
  periodo: 2024
  antes:   "{before}"
  fecha:   2024-08-01
"""
# The plan of the other version: other codes, another period, an act of its own.
OTHER = """\
plan "PEI ajustado"
  periodo: 2025
objetivo OEI.02 "Albergue"
indicador IND.02.OEI.02 "Unidades"
  unidad:  número
  sentido: ascendente
  logros:  2025: 500
  valores: 2025: 375
cambio "Rebaja"
  de:      IND.02.OEI.02
  campo:   logros
  periodo: 2025
  antes:   "750"
  fecha:   2025-09-01
"""
LATER = ("--vigente-al", "2025-06-30")


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


def test_the_folder_of_a_version_is_not_read_without_leave(run: Run, write: Write) -> None:
    write({"plan.pei": OTHER}, folder="otra")
    folder = write({"plan.pei": PLAN.format(before="1,280")})

    done = run("evaluar", folder, "--periodo", "2025", *LATER)

    assert (done.code, done.out) == (2, "")
    assert (
        "el 2025-06-30 regía «Otra», que está en ../otra, y esa carpeta no se lee sin permiso: agregue "
        "«--raíz otra»."
    ) in " ".join(done.err.split())
    assert run("evaluar", folder, "--periodo", "2025", *LATER, "--raíz", "otra").code == 0


@pytest.mark.parametrize(
    ("files", "told"),
    [
        ({}, "y no existe la carpeta que el plan dice (../otra)"),
        ({"plan.pei": "objetivo OEI.01"}, "y el plan de ../otra tiene errores: los dice «pei revisar otra»"),
    ],
)
def test_a_folder_with_no_sound_plan_is_told(
    files: dict[str, str], told: str, run: Run, write: Write
) -> None:
    if files:
        write(files, folder="otra")
    folder = write({"plan.pei": PLAN.format(before="1,280")})

    done = run("evaluar", folder, "--periodo", "2025", *LATER, "--raíz", ".")

    assert (done.code, done.out) == (2, "")
    assert told in " ".join(done.err.split())


def test_two_versions_of_other_folders_are_one_too_many(run: Run, write: Write) -> None:
    more = 'versión tercera "Tercera"\n  rige: 2025\n  carpeta: ../tercera\n'
    folder = write({"plan.pei": PLAN.format(before="1,280") + more})

    done = run("evaluar", folder, "--periodo", "2025", *LATER)

    assert done.code == 2
    assert "regían varias versiones, cada una en otra carpeta («Otra», «Tercera»)" in " ".join(
        done.err.split()
    )


def test_a_version_that_is_not_this_plan_and_nowhere_is_told(run: Run, write: Write) -> None:
    text = (
        PLAN.format(before="1,280")
        .replace('plan "PEI"', 'plan "Primera"')
        .replace("  carpeta:  ../otra\n", "")
    )
    folder = write({"plan.pei": text})

    done = run("evaluar", folder, "--periodo", "2024", *LATER)

    assert done.code == 0
    assert done.err == (
        "El 2025-06-30 regía «Otra», y este plan es «Primera»: lo que sigue es de este. Si tiene el otro, "
        "diga dónde está con «carpeta:».\n"
    )


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
    assert "plan.pei:19:12" in done.err


def test_a_day_that_does_not_exist(run: Run, write: Write) -> None:
    folder = write({"plan.pei": PLAN.format(before="1,280")})

    assert run("evaluar", folder, "--periodo", "2024", "--vigente-al", "2024-02-30").code == 2


# ---- One way for all commands

# How each command that can be asked as of a day is asked, but for the day.
ASKED: dict[str, tuple[str, ...]] = {
    "evaluar": ("--periodo", "2024"),
    "explicar": ("IND.01.OEI.01", "--periodo", "2024"),
    "describir": ("IND.01.OEI.01",),
    "arbol": ("--periodo", "2024"),
    "auditar": ("--periodo", "2024"),
    "brecha": ("--periodo", "2024"),
    "informe": ("--periodo", "2024", "-o", "i.md"),
    "ficha": ("-o", "f.md"),
    "seguimiento": ("--periodo", "2024", "--fecha", "2024-12-31"),
    "publicar": ("--periodo", "2024", "-o", "sitio"),
    "exportar": ("--a", "csv", "-o", "e.csv"),
    "empaquetar": ("--periodo", "2024", "-o", "p.zip"),
    "comparar": ("--periodo", "2024", "--metodología", "ceplan", "--metodología", "exacta"),
}
# Of these a day makes no other plan.
WITHOUT_DAY = {
    "nuevo": "begins a plan",
    "importar": "writes the plan of today",
    "combinar": "writes the plan of today",
    "escribir": "writes the plan of today",
}
DAY = ("--vigente-al", "2024-06-30")


def test_every_command_of_a_period_can_be_asked_as_of_a_day() -> None:
    given = {}
    for name in COMMANDS:
        made = importlib.import_module(f"pei_dsl.cli.{COMMANDS[name][0]}").command
        given[name] = {option for each in made.params for option in each.opts}
    of_period = {name for name, found in given.items() if "--periodo" in found}

    assert {name for name, found in given.items() if "--vigente-al" in found} == set(ASKED)
    assert of_period <= {*ASKED, *WITHOUT_DAY}


@pytest.mark.parametrize("command", ASKED)
def test_acts_are_undone_once(command: str, run: Run, write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = write({"plan.pei": PLAN.format(before="1,280")})
    undone: list[Change] = []

    def counting(files: Sequence[tree.File], change: Change) -> Edited:
        undone.append(change)
        return edit(files, change)

    monkeypatch.setattr(as_stood, "edit", counting)

    done = run(command, folder, *ASKED[command], *DAY)

    assert done.code == 0, done.err
    # Both plans of a comparison are undone, and a package evaluates and reports.
    assert len(undone) == (2 if command in {"comparar", "empaquetar"} else 1)
    assert "Se deshace el cambio del 2024-08-01" in done.err


@pytest.mark.parametrize("command", ASKED)
def test_every_command_says_what_cannot_be_undone(command: str, run: Run, write: Write) -> None:
    folder = write({"plan.pei": PLAN.format(before="muchos")})

    done = run(command, folder, *ASKED[command], *DAY)

    assert done.code == 1
    assert "plan.pei:19:12" in done.err
    assert "revisión de git" not in done.err


@pytest.mark.parametrize("command", ["brecha", "auditar", "seguimiento", "arbol", "describir", "comparar"])
def test_every_answer_of_that_day_is_verified(command: str, run: Run, write: Write) -> None:
    folder = write({"plan.pei": PLAN.format(before="1,280")})
    run(command, folder, *ASKED[command], *DAY, "--formato", "json", "-o", "r.json")

    assert run("verificar", "r.json", folder).code == 0


def test_what_changed_between_two_days_is_what_acts_changed(run: Run, write: Write) -> None:
    folder = write({"plan.pei": PLAN.format(before="1,280")})

    done = run("comparar", folder, *DAY, "--vigente-al", "2024-12-31")

    assert done.code == 0
    assert "(2024-06-30) · Periodo 2024" in done.out
    assert "(2024-12-31) · Periodo 2024" in done.out
    assert " ".join(done.out.split()).count("25.00 → 50.00 +25.00") == 3  # mean, objective, indicator
    run("comparar", folder, *DAY, "--vigente-al", "2024-12-31", "-o", "c.json")
    assert run("verificar", "c.json", folder).code == 0


# ---- A version in a folder of its own


@pytest.mark.parametrize("command", sorted(ASKED.keys() - {"comparar", "empaquetar"}))
def test_every_command_asks_the_plan_that_was_in_force(command: str, run: Run, write: Write) -> None:
    """The code that the plan has for it leads to what it is called there; its acts are undone."""
    write({"plan.pei": OTHER}, folder="otra")
    folder = write({"plan.pei": PLAN.format(before="1,280")})
    given = [each.replace("2024", "2025") for each in ASKED[command]]

    done = run(command, folder, *given, *LATER, "--raíz", "otra")

    assert done.code == 0, done.err
    assert done.err.startswith(
        "El 2025-06-30 regía «Otra», que está en ../otra: lo que sigue es de ese plan.\n"
        "Se deshace el cambio del 2025-09-01: «logros» de 2025 de IND.02.OEI.02 decía 750.\n"
    )
    if "IND.01.OEI.01" in given:
        assert "En «Otra» IND.01.OEI.01 es IND.02.OEI.02.\n" in done.err
    written = [Path(each) for each in given if Path(each).exists()]
    shown = "".join(each.read_text("utf-8") for each in written if each.is_file()) or done.out
    if command == "publicar":
        shown = "".join(each.read_text("utf-8") for each in Path("sitio").rglob("*.json"))
    assert ("PEI ajustado" if command == "seguimiento" else "IND.02.OEI.02") in shown
    assert "IND.01.OEI.01" not in shown


@pytest.mark.parametrize("command", ["evaluar", "informe", "seguimiento"])
def test_its_answers_are_verified(command: str, run: Run, write: Write) -> None:
    write({"plan.pei": OTHER}, folder="otra")
    folder = write({"plan.pei": PLAN.format(before="1,280")})
    given = [each.replace("2024", "2025").replace("i.md", "i.html") for each in ASKED[command]]
    file = "i.html" if command == "informe" else "r.json"
    run(command, folder, *given, *LATER, "--raíz", "otra", "-o", file)

    assert run("verificar", file, folder, "--raíz", "otra").code == 0
    assert run("verificar", file, folder).code != 0  # that folder is not read without leave
    write({"plan.pei": OTHER.replace("375", "376")}, folder="otra")
    assert run("verificar", file, folder, "--raíz", "otra").code == 1


def test_days_of_two_versions_are_compared(run: Run, write: Write) -> None:
    write({"plan.pei": OTHER}, folder="otra")
    folder = write({"plan.pei": PLAN.format(before="1,280")})
    two = ("--periodo", "2024", "--periodo", "2025", "--vigente-al", "2024-12-31", *LATER)

    done = run("comparar", folder, *two, "--raíz", "otra")

    assert done.code == 0, done.err
    assert " ".join(done.out.split()).count("50.00 → 50.00") == 0
    assert "IND.02.OEI.02" in done.out
    assert run("comparar", folder, *two).code == 2
    run("comparar", folder, *two, "--raíz", "otra", "-o", "c.json")
    assert run("verificar", "c.json", folder, "--raíz", "otra").code == 0


def test_a_package_is_of_one_folder(run: Run, write: Write) -> None:
    write({"plan.pei": OTHER}, folder="otra")
    folder = write({"plan.pei": PLAN.format(before="1,280")})

    done = run("empaquetar", folder, "--periodo", "2025", "-o", "p.zip", *LATER, "--raíz", "otra")

    assert done.code == 2
    assert "empaquete «otra», con «--vigente-al 2025-06-30»" in " ".join(done.err.split())
    assert run("empaquetar", "otra", "--periodo", "2025", "-o", "p.zip", *LATER).code == 0


def test_a_template_is_of_the_plan_of_today(run: Run, write: Write) -> None:
    folder = write({"plan.pei": PLAN.format(before="1,280")})

    done = run("exportar", folder, "-o", "c.xlsx", *DAY)

    assert done.code == 2
    assert "--forma b7" in done.err
