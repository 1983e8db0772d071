"""`pei arbol`: a plan as a tree."""

from __future__ import annotations

import json
import shutil
import subprocess
from typing import TYPE_CHECKING

import pytest

from tests.cli.plans import GOOD, GOOD_FILES, HEAD, INPE

if TYPE_CHECKING:
    from tests.cli.conftest import Run, Write


def test_the_plan(run: Run, write: Write) -> None:
    done = run("arbol", write(GOOD_FILES))

    assert (done.code, done.err) == (0, "")
    assert done.out.splitlines() == [
        "Plan de prueba",
        "",
        "OEI.01 Mejorar la salud",
        f"└─ IND.01.OEI.01 ↑ {'Porcentaje de controles'.ljust(71)}porcentaje",
        "",
        "↑ ascendente   ↓ descendente",
    ]


def test_what_is_missing_is_marked(run: Run, write: Write) -> None:
    plan = (
        HEAD
        + 'acción AEI.01.01 "Postas"\nindicador IND.01.OEI.01 "C"\n  unidad: ratio\n  sentido: ascendente\n'
    )
    done = run("arbol", write({"plan.pei": plan}))

    assert done.code == 0
    assert "ratio  sin fórmula, sin datos, sin logros" in done.out
    assert "└─ AEI.01.01 Postas" in done.out
    assert "sin indicadores" in done.out
    assert "sin logros: 1" in done.out


@pytest.mark.parametrize("name", ["arbol", "árbol", "tree", "ÁRBOL"])
def test_dependencies(run: Run, name: str) -> None:
    done = run(name, INPE, "ind.01.aei.01.05", "--dependencias")

    assert done.code == 0
    assert "   └─ variable población_penitenciaria Población penitenciaria (POPE)" in done.out
    assert "      └─ serie población_extramuros Población penitenciaria extramuros" in done.out


def test_figures_of_a_period(run: Run) -> None:
    done = run("arbol", INPE, "--periodo", "2024")
    painted = run("arbol", INPE, "--periodo", "2024", FORCE_COLOR="1")

    assert done.code == 0
    assert max(map(len, done.out.splitlines())) <= 100
    assert "Periodo 2024" in done.out
    assert next(line for line in done.out.splitlines() if "IND.02.OEI.01" in line).endswith(
        "2.23 %   32.29  ■ rojo"
    )
    assert "sin fórmula" not in done.out
    assert "\x1b[31m■ rojo\x1b[0m" in painted.out


def test_json(run: Run) -> None:
    done = run("arbol", INPE, "AEI.01.05", "--dependencias", "--año", "2024", "--formato", "json")
    found = json.loads(done.out)
    [indicator] = found["partes"]

    assert (found["tipo"], found["alcance"], found["periodo"]) == ("acción", "28.62", "2024")
    assert (indicator["sentido"], indicator["unidad"]) == ("ascendente", "tasa por 1000")
    assert (indicator["valor"], indicator["color"]) == ("0.00579", "rojo")
    assert [each["codigo"] for each in indicator["partes"]] == ["A", "B"]


def test_english(run: Run) -> None:
    done = run("tree", INPE, "--lang", "en")

    assert "no formula: 11" in done.out
    assert "↑ ascending" in done.out


def test_drawings(run: Run, write: Write) -> None:
    hostile = GOOD.replace('"Porcentaje de controles"', '«<b>"x" -> [y]; %% end»')
    plan = write({**GOOD_FILES, "plan.pei": hostile})
    mermaid = run("arbol", plan, "--dependencias", "--formato", "mermaid")
    dot = run("arbol", plan, "--dependencias", "--formato", "dot")

    assert (mermaid.code, dot.code) == (0, 0)
    assert mermaid.out.splitlines() == [
        "flowchart LR",
        '  n0(["Plan de prueba"])',
        '  n1(["OEI.01<br/>Mejorar la salud"])',
        '  n2["IND.01.OEI.01 #8593;<br/>#60;b#62;#34;x#34; -#62; #91;y#93;#59; #37;#37; end"]',
        '  n3[("fuente salud<br/>Registro de controles")]',
        "  n0 --> n1",
        "  n1 --> n2",
        "  n2 --> n3",
    ]
    assert '  n2 [label="IND.01.OEI.01 ↑\\n<b>\\"x\\" -> [y]; %% end", shape=box];' in dot.out


@pytest.mark.skipif(shutil.which("dot") is None, reason="Graphviz is not installed")
def test_graphviz_draws_it(run: Run) -> None:
    drawn = run("arbol", INPE, "--dependencias", "--formato", "dot").out
    done = subprocess.run(
        [str(shutil.which("dot")), "-Tplain"], input=drawn.encode(), capture_output=True, check=False
    )

    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout.count(b"\nnode ") == drawn.count("[label=")


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("IND.09.OEI.01",), "PEI201"),
        (("--periodo", "2031"), "PEI216"),
        (("--periodo", "ayer"), "PEI116"),
        (("--formato", "svg"), "svg"),
    ],
)
def test_what_cannot_be_drawn(run: Run, write: Write, arguments: tuple[str, ...], told: str) -> None:
    done = run("arbol", write(GOOD_FILES), *arguments)

    assert (done.code, done.out) == (2, "")
    assert told in done.err


def test_a_plan_with_mistakes_has_no_figures(run: Run, write: Write) -> None:
    plan = write({"plan.pei": GOOD.replace("80%", "80")})

    assert run("arbol", plan).code == 1
    assert "IND.01.OEI.01" in run("arbol", plan).out
    assert (run("arbol", plan, "--periodo", "2024").code, run("arbol", plan, "--periodo", "2024").out) == (
        1,
        "",
    )


def test_data_with_errors(run: Run, write: Write) -> None:
    plan = write({**GOOD_FILES, "datos/salud.csv": "fecha,hechos,previstos\nx,1,2\n"})
    done = run("arbol", plan, "--periodo", "2024")

    assert done.code == 3
    assert "PEI3" in done.err
    assert "○ ND" in done.out


def test_what_belongs_to_nothing_comes_last(run: Run, write: Write) -> None:
    plan = 'acción AEI.05.01 "B"\nobjetivo OEI.09 "A \x1b[31mrojo"\nindicador IND.01.AEI.07.01 "C"\n  unidad: número\n'
    done = run("arbol", write({"plan.pei": plan}))

    assert [line.partition(" ")[0] for line in done.out.splitlines()[2:5]] == [
        "OEI.09",
        "AEI.05.01",
        "IND.01.AEI.07.01",
    ]
    assert "\x1b" not in done.out


def test_nothing_to_draw(run: Run, write: Write) -> None:
    done = run("arbol", write({"plan.pei": 'plan "Solo"\n  periodo: 2024\n'}))

    assert (done.code, done.out) == (0, "Solo\n\nNo hay objetivos, acciones ni indicadores.\n")
