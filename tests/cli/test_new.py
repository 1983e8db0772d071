"""`pei nuevo`: a folder that passes every check from its first minute."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from pei_dsl.workspace.loading import check

if TYPE_CHECKING:
    from tests.cli.conftest import Run, Write

ANSWERS = ("--entidad", "Municipalidad de «Ejemplo»", "--siglas", "MDE", "--periodo", "2025-2030")


def test_the_folder_passes_every_check(run: Run) -> None:
    done = run("nuevo", "mi-plan", *ANSWERS)

    assert (done.code, done.err) == (0, "")
    assert done.out.splitlines() == [
        "Creado en mi-plan: plan.pei y datos/solicitudes.csv",
        "  pei revisar mi-plan                  después de cada cambio: ¿está bien escrito?",
        "  pei evaluar mi-plan --periodo 2025   valores, alcances y semáforo",
        "  pei probar mi-plan                   ¿salen las cifras que ya conoce?",
    ]
    assert check("mi-plan").diagnostics == ()
    assert run("revisar", "mi-plan").code == 0
    assert run("probar", "mi-plan").code == 0
    assert run("formatear", "mi-plan", "--revisar").code == 0
    assert "▲ amarillo" in run("evaluar", "mi-plan", "--periodo", "2025").out


@pytest.mark.parametrize("period", ["2025-2025", "2025 a 2039", "1950..1952"])
@pytest.mark.parametrize("entity", ["X", 'Con "comillas" y «otras»', "# numeral", "Ñandú 100% : ; “raro”"])
def test_whatever_the_answers(run: Run, period: str, entity: str) -> None:
    done = run("new", "p", "--entidad", entity, "--siglas", "A B", "--periodo", period)

    assert done.code == 0
    assert run("revisar", "p").out == "Sin errores ni avisos.\n"
    assert run("probar", "p").code == 0


def test_what_is_not_said_is_asked_for_on_a_terminal(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pei_dsl.cli.new._on_a_terminal", lambda: True)
    done = run("nuevo", "p", given="Instituto Nacional de Ejemplo\n\nayer\n2026-2028\n")
    text = Path("p/plan.pei").read_text("utf-8")

    assert done.code == 0
    assert "Siglas [INE]" in done.out
    assert "no es un periodo" in done.all
    assert 'siglas:      "INE"' in text
    assert "periodo:     2026 a 2028" in text


@pytest.mark.parametrize("missing", [0, 2, 4])
def test_without_a_terminal_all_must_be_said(run: Run, missing: int) -> None:
    done = run("nuevo", "p", *ANSWERS[:missing], *ANSWERS[missing + 2 :])

    assert done.code == 2
    assert ANSWERS[missing] in done.err
    assert not Path("p").exists()


@pytest.mark.parametrize("period", ["2025", "2030-2025", "2025-2060", "ayer", "9998-9999"])
def test_a_period_that_is_none(run: Run, period: str) -> None:
    done = run("nuevo", "p", *ANSWERS[:4], "--periodo", period)

    assert done.code == 2
    assert "2025-2030" in done.err


def test_a_folder_with_something_in_it_is_refused(run: Run, write: Write) -> None:
    folder = write({"notas.txt": "mías"})
    done = run("nuevo", folder, *ANSWERS)

    assert done.code == 2
    assert "no está vacía" in done.err
    assert [each.name for each in Path(folder).iterdir()] == ["notas.txt"]


def test_an_empty_folder_will_do(run: Run) -> None:
    Path("vacía").mkdir()

    assert run("nuevo", "vacía", *ANSWERS).code == 0


def test_a_file_is_no_folder(run: Run, write: Write) -> None:
    folder = write({"notas.txt": "mías"})

    assert run("nuevo", folder / "notas.txt", *ANSWERS).code == 2


def test_in_english(run: Run) -> None:
    done = run("new", "p", "--entidad", "X", "--siglas", "X", "--periodo", "2025-2030", "--lang", "en")

    assert "Made in p: plan.pei and datos/solicitudes.csv" in done.out


def test_where_no_folder_can_be(run: Run, write: Write) -> None:
    folder = write({"notas.txt": "mías"})
    done = run("nuevo", folder / "notas.txt" / "p", *ANSWERS)

    assert done.code == 2
    assert "no existe la carpeta" in done.err
