"""`pei brecha`: what is missing for a colour."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from tests.cli.plans import GOOD_FILES, INPE

if TYPE_CHECKING:
    from tests.cli.conftest import Run, Write

PERIOD = ("--periodo", "2024")


def squeezed(text: str) -> str:
    return " ".join(text.split())


def test_the_whole_plan(run: Run) -> None:
    done = run("brecha", INPE, *PERIOD)

    assert (done.code, done.err) == (0, "")
    assert max(map(len, done.out.splitlines())) <= 100
    for part in (
        "Qué falta para ● verde",
        "↑ 106 90 101 +11",
        "A (penitenciarios_interconectados) 69 → 80",
        "↓ 0.72 % 2.23 % 0.75 % -1.48 p. p.",
        "población_intramuros 99,448 → ○ ni con 0 se alcanza",
        "○ no programado: el logro esperado es cero",
        "El que más lo mueve es IND.02.OEI.01: con alcance 100.00 llega a 80.19 ▲ amarillo",
        "Ninguno basta por sí solo para ● verde.",
        "IND.01.AEI.02.03: con alcance 95.00 basta; con 100.00 llega a 100.00 ● verde",
    ):
        assert part in squeezed(done.out)


@pytest.mark.parametrize(("asked", "color"), [("amarillo", "▲ amarillo"), ("YELLOW", "▲ amarillo")])
def test_another_color(run: Run, asked: str, color: str) -> None:
    done = run("brecha", INPE, "oei.01", *PERIOD, "--color", asked)

    assert done.code == 0
    assert f"Qué falta para {color}" in done.out
    assert "IND.02.OEI.01: con alcance 84.41 basta" in squeezed(done.out)
    assert "AEI.01" not in done.out


def test_nothing_is_missing(run: Run) -> None:
    done = run("brecha", INPE, "IND.03.OEI.01", *PERIOD)

    assert done.code == 0
    assert "Nada queda por debajo de ● verde." in done.out


def test_json(run: Run) -> None:
    done = run("brecha", INPE, "IND.02.OEI.01", *PERIOD, "--formato", "json")
    [found] = json.loads(done.out)["indicadores"]

    assert (found["necesario"], found["necesario_mostrado"], found["brecha"]) == ("0.0075", "0.75", "-0.0148")
    assert found["datos"][0] == {
        "nombres": ["A", "reingresantes"],
        "titulo": "POPE reingresante con nueva sentencia firme",
        "entero": True,
        "valor": "1275",
        "necesario": "432",
        "sin_respuesta": None,
    }


def test_json_tells_why_there_is_no_answer(run: Run) -> None:
    done = run("brecha", INPE, "AEI.01.03", *PERIOD, "--formato", "json")
    found = json.loads(done.out)

    assert found["indicadores"][1]["sin_respuesta"] == {
        "motivo": "zero_goal",
        "detalle": "no programado: el logro esperado es cero",
    }
    assert found["grupos"][0]["indicadores"] == [
        {
            "codigo": "IND.01.AEI.01.03",
            "alcance": "7.25",
            "alcance_pleno": "100",
            "alcance_del_grupo": "100",
            "color_del_grupo": "verde",
            "alcance_necesario": "95",
        }
    ]


def test_english(run: Run) -> None:
    done = run("brecha", INPE, "AEI.02.03", *PERIOD, "--lang", "en")

    assert done.code == 0
    assert "What is missing for ● green" in done.out
    assert "One input of the formula alone" in done.out


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("IND.09.OEI.01",), "PEI201"),
        (("--color", "azul"), "tiene verde, amarillo, rojo"),
        (("--metodología", "otra"), "PEI201"),
    ],
)
def test_what_is_not_there(run: Run, arguments: tuple[str, ...], told: str) -> None:
    done = run("brecha", INPE, *arguments, *PERIOD)

    assert done.code == 2
    assert told in done.all


def test_data_with_errors(run: Run, write: Write) -> None:
    done = run("brecha", write({**GOOD_FILES, "datos/salud.csv": "fecha,hechos,previstos\nx,1,2\n"}), *PERIOD)

    assert done.code == 3
    assert "PEI3" in done.err


def test_a_file(run: Run, write: Write) -> None:
    done = run("brecha", write(GOOD_FILES), *PERIOD, "-o", "brecha.txt")

    assert (done.code, done.out) == (0, "")
