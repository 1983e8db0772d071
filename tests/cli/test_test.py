"""`pei probar`: what holds, what does not, and what a report contradicts itself on."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.cli.plans import GOOD, GOOD_CSV, GOOD_FILES, HEAD, INPE
from tests.documents import EXAMPLES

if TYPE_CHECKING:
    from tests.cli.conftest import Run, Write


@pytest.mark.parametrize("path", [INPE, *EXAMPLES], ids=lambda path: path.name)
@pytest.mark.parametrize("lang", ["es", "en"])
def test_the_plans_of_the_project_hold(path: Path, lang: str, run: Run) -> None:
    done = run("--lang", lang, "probar", path)

    assert (done.code, done.err) == (0, "")
    assert "✗" not in done.out
    assert max(map(len, done.out.splitlines())) <= 100


def test_a_test_that_holds(run: Run, write: Write) -> None:
    done = run("probar", write(GOOD_FILES))

    assert (done.code, done.err) == (0, "")
    assert done.out == "✓ Controles (3)\n\nPruebas que se cumplen: 1 de 1 (comparaciones: 3).\n"


def test_a_test_that_does_not_hold(run: Run, write: Write) -> None:
    folder = write({**GOOD_FILES, "plan.pei": GOOD.replace("alcance 75.00%", "alcance 76.00%")})

    done = run("probar", folder)

    assert (done.code, done.err) == (1, "")
    assert done.out.startswith("✗ Controles (3)\n")
    assert "error[PEI501]: IND.01.OEI.01 alcance: se esperaba 76.00%" in done.out
    assert " --> plan.pei:" in done.out
    assert "Pruebas que se cumplen: 0 de 1 (comparaciones: 3)." in done.out


def test_a_contradiction_that_is_none(run: Run, write: Write) -> None:
    stale = GOOD.replace("amarillo\n", 'amarillo contradice "Tabla 3: 60; Tabla 4: 61"\n')

    done = run("probar", write({**GOOD_FILES, "plan.pei": stale}))

    assert done.code == 1
    assert "error[PEI502]" in done.out


def test_a_plan_without_tests(run: Run, write: Write) -> None:
    done = run("probar", write({"plan.pei": HEAD}))

    assert (done.code, done.err) == (0, "")
    assert done.out == "el plan no declara pruebas ni ejemplos\n"


def test_data_with_errors_weigh_more_than_tests_that_fail_for_them(run: Run, write: Write) -> None:
    folder = write({"plan.pei": GOOD, "datos/salud.csv": GOOD_CSV + "2024-10-01,s/d,5\n"})

    done = run("probar", folder)

    assert done.code == 3
    assert "✗ Controles" in done.out
    assert "error[PEI303]" in done.err


def test_standard_input(run: Run, write: Write) -> None:
    write({"datos/salud.csv": GOOD_CSV}, ".")

    assert run("probar", "-", given=GOOD) == run("probar", write(GOOD_FILES))
