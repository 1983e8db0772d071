"""No command, in no format, lets a title, a cell or a name of a file steer the terminal."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.cli.plans import GOOD_FILES

if TYPE_CHECKING:
    from tests.cli.conftest import Run, Write

EVIL = "x\x1b[31mrojo\x1b]0;t\x07\x1b\\\u202eabc\u2066\x9b2J\x7f"
PLAN = f"""plan "Plan {EVIL}"
  periodo: 2024
objetivo OEI.01 "Servicios {EVIL}"
indicador IND.01.OEI.01 "Porcentaje {EVIL}"
  unidad: número de {EVIL}
  sentido: ascendente
  logros: 2024: 10
  fórmula: suma(s.n)
  responsable: "{EVIL}"
indicador IND.02.OEI.01 "Otro {EVIL}"
  unidad: número
  sentido: ascendente
  logros: 2024: 10
  fórmula: suma(s.m)
fuente s "R {EVIL}"
  archivo: d.csv
  desagregación: sede
  columna sede: texto
  columna n: número
  columna m: número
""".replace(f"  unidad: número de {EVIL}\n", "  unidad: número\n")
FILES = {"plan.pei": PLAN, "d.csv": f"sede,n,m\n{EVIL},1,{EVIL}\nb{EVIL},2,3\n", f"b{EVIL}.pei": f"x{EVIL}\n"}
ORDERS = [
    ("revisar", "PLAN"),
    ("revisar", "PLAN", "--formato", "conciso"),
    ("revisar", "PLAN", "--formato", "json"),
    ("revisar", "PLAN", "--previa"),
    ("revisar", "PLAN", "--corregir"),
    ("evaluar", "PLAN", "--periodo", "2024"),
    ("evaluar", "PLAN", "--periodo", "2024", "--formato", "json"),
    ("evaluar", "PLAN", "--periodo", "2024", "--formato", "csv"),
    ("evaluar", "PLAN", "--periodo", "2024", "--formato", "markdown"),
    ("evaluar", "PLAN", "--periodo", "2024", "--por", "sede"),
    ("evaluar", "PLAN", "--periodo", "2024", "--por", "sede", "--formato", "json"),
    ("evaluar", "PLAN", "--periodo", "2024", "--por", "sede", "--formato", "csv"),
    ("evaluar", "PLAN", "--periodo", "2024", "--por", "sede", "--formato", "markdown"),
    ("explicar", "PLAN", "IND.01.OEI.01", "--periodo", "2024"),
    ("explicar", "PLAN", "IND.01.OEI.01", "--periodo", "2024", "--formato", "json"),
    ("describir", "PLAN"),
    ("describir", "PLAN", "s"),
    ("describir", "PLAN", "--formato", "json"),
    ("describir", "PLAN", "--formato", "markdown"),
    ("arbol", "PLAN"),
    ("arbol", "PLAN", "--formato", "json"),
    ("arbol", "PLAN", "--formato", "mermaid"),
    ("arbol", "PLAN", "--formato", "dot"),
    ("auditar", "PLAN", "--periodo", "2024"),
    ("auditar", "PLAN", "--periodo", "2024", "--formato", "json"),
    ("auditar", "PLAN", "--periodo", "2024", "--formato", "markdown"),
    ("brecha", "PLAN", "--periodo", "2024"),
    ("brecha", "PLAN", "--periodo", "2024", "--formato", "json"),
    ("probar", "PLAN"),
    ("exportar", "PLAN", "--a", "csv"),
    ("formatear", "PLAN", "--diferencias"),
    ("formatear", "PLAN", "--revisar"),
    ("evaluar", f"no-hay-{EVIL}", "--periodo", "2024"),
    ("evaluar", "PLAN", "--periodo", EVIL),
    ("evaluar", "PLAN", "--periodo", "2024", "--metodología", EVIL),
    (EVIL,),
    ("revisar", f"--{EVIL}"),
]


@pytest.mark.parametrize("order", ORDERS, ids=lambda order: " ".join(order).replace(EVIL, "EVIL"))
@pytest.mark.parametrize("paint", ["", "1"])
def test_nothing_steers_the_terminal(order: tuple[str, ...], paint: str, run: Run, write: Write) -> None:
    files = (
        FILES if order[0] in {"revisar", "formatear"} else {k: v for k, v in FILES.items() if "b" not in k}
    )
    folder = write(files)
    done = run(*(str(folder) if each == "PLAN" else each for each in order), FORCE_COLOR=paint)
    assert "PEI901" not in done.all
    shown = re.sub(r"\x1b\[\d\d?m", "", done.all) if paint else done.all
    assert not re.findall("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]", shown)
    assert "\x1b[31mrojo" not in done.all
    if "json" in order:
        assert json.loads(done.out), done


def test_a_file_is_as_safe_as_the_screen(run: Run, write: Write, tmp_path: Path) -> None:
    folder = write({name: each for name, each in FILES.items() if "b" not in name})
    for name in ("r.txt", "r.md", "r.json", "r.csv"):
        run("evaluar", folder, "--periodo", "2024", "-o", name)
        assert not re.findall("[\x00-\x08\x0e-\x1f\x7f-\x9f\u202e]", (tmp_path / name).read_text("utf-8"))


@pytest.mark.parametrize(
    ("order", "streams"),
    [
        (("evaluar", "plan", "--periodo", "2024"), ">/dev/full"),
        (("evaluar", "plan", "--periodo", "2024"), ">&-"),
        (("evaluar", "plan", "--periodo", "2024", "--formato", "json"), ">/dev/full"),
        (("revisar", "plan"), ">/dev/full"),
        (("revisar", "plan"), ">&-"),
        (("describir", "plan"), ">&-"),
        (("formatear", "-"), "<plan/plan.pei >&-"),
        (("formatear", "-"), "<plan/plan.pei >/dev/full"),
        (("exportar", "plan", "--a", "csv"), ">&-"),
        (("--ayuda",), ">/dev/full"),
    ],
)
def test_an_output_that_takes_nothing_is_no_fault_of_the_program(
    order: tuple[str, ...], streams: str, write: Write, tmp_path: Path
) -> None:
    write(GOOD_FILES)
    command = f"{sys.executable} -m pei_dsl {' '.join(order)} {streams}"
    root = Path(__file__).parents[2]
    environment = {"PYTHONPATH": str(root), "HOME": str(tmp_path), "LANG": "C.UTF-8"}
    done = subprocess.run(
        ["/bin/sh", "-c", command], cwd=tmp_path, env=environment, capture_output=True, check=False
    )
    told = done.stderr.decode()
    assert done.returncode == 2
    assert told.startswith("No se pudo seguir: ")
    assert told.count("\n") == 1


def test_no_stream_at_all(write: Write, tmp_path: Path) -> None:
    write(GOOD_FILES)
    root = Path(__file__).parents[2]
    command = f"{sys.executable} -m pei_dsl evaluar plan --periodo 2024 -o r.txt <&- >&- 2>&-"
    done = subprocess.run(
        ["/bin/sh", "-c", command],
        cwd=tmp_path,
        env={"PYTHONPATH": str(root), "HOME": str(tmp_path)},
        check=False,
    )
    assert done.returncode == 0
    assert (tmp_path / "r.txt").is_file()
