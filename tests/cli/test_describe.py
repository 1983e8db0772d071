"""`pei describir`: a plan, or one thing in it, in words."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from tests.cli.plans import GOOD, GOOD_FILES, INPE

if TYPE_CHECKING:
    from tests.cli.conftest import Run, Write


def squeezed(text: str) -> str:
    return " ".join(text.split())


def test_the_plan(run: Run) -> None:
    done = run("describir", INPE)

    assert (done.code, done.err) == (0, "")
    assert max(map(len, done.out.splitlines())) <= 100
    for part in (
        "PEI 2019-2027 Ampliado",
        "Tiene 3 objetivos, 11 acciones, 17 indicadores, ",
        "Sin fórmula 11: IND.01.AEI.01.04",
        "Sin línea de base 17: todos los indicadores",
    ):
        assert part in squeezed(done.out)


def test_an_indicator(run: Run) -> None:
    done = run("describir", INPE, "ind.01.aei.01.05")

    assert (done.code, done.err) == (0, "")
    for part in (
        "Cómo se calcula «Profesionales de tratamiento intramuros y extramuros» entre «Población",
        "penitenciaria intramuros y extramuros», por cada 1,000 Donde",
        "B «Población penitenciaria intramuros y extramuros»: variable población_penitenciaria",
        "└─ variable población_penitenciaria Población penitenciaria (POPE) ├─ serie población_intramuros",
    ):
        assert part in squeezed(done.out)


def test_english(run: Run) -> None:
    done = run("describe", INPE, "programas", "--lang", "en")

    assert done.code == 0
    assert "Who reads it  IND.01.AEI.01.02, A: favorables, año" in done.out


def test_json_of_one_and_of_two_things(run: Run, write: Write) -> None:
    plan = write({"plan.pei": GOOD.replace("salud", "IND") + '\nserie IND "Otra"\n  2024: 1\n'})
    both = json.loads(run("describir", plan, "IND", "--formato", "json").out)
    one = json.loads(run("describir", plan, "OEI.01", "--format", "json").out)

    assert [each["tipo"] for each in both] == ["serie", "fuente"]
    assert one["indicadores"] == ["IND.01.OEI.01"]


def test_markdown_into_a_file(run: Run, write: Write) -> None:
    done = run("describir", write(GOOD_FILES), "salud", "--formato", "markdown", "-o", "salud.md")

    assert (done.code, done.out) == (0, "")


def test_a_plan_with_mistakes_is_described_as_far_as_it_can_be_read(run: Run, write: Write) -> None:
    done = run("describir", write({"plan.pei": GOOD.replace("80%", "80")}))

    assert done.code == 1
    assert "1 indicador" in done.out
    assert done.err == "El plan tiene errores (1) y se muestra lo que se pudo leer; los dice «pei revisar».\n"


@pytest.mark.parametrize("arguments", [("IND.09.OEI.01",), ("saluda",), ("",)])
def test_what_is_not_there(run: Run, write: Write, arguments: tuple[str, ...]) -> None:
    done = run("describir", write(GOOD_FILES), *arguments)

    assert (done.code, done.out) == (2, "")
    assert "PEI201" in done.err
    assert ("escriba «salud»" in done.err) == ("saluda" in arguments)


def test_a_path_that_leads_nowhere(run: Run) -> None:
    done = run("describir", "no-existe")

    assert (done.code, done.out) == (2, "")
    assert "PEI123" in done.err


def test_standard_input(run: Run) -> None:
    done = run("describir", "-", "IND.01.OEI.01", given=GOOD)

    assert done.code == 0
    assert "suma de hechos de «Registro de controles»" in squeezed(done.out)
