"""`pei revisar`: formats, exit codes, standard input and what is kept between runs."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import pei_dsl
from tests.cli.plans import GOOD, GOOD_CSV, GOOD_FILES, INPE, SPECS, indicator
from tests.documents import EXAMPLES

if TYPE_CHECKING:
    from tests.cli.conftest import Run, Write

WRONG = indicator("logros: 2024: 80")
WARNED = indicator().replace("  años evaluados: 2024\n", "")
BROKEN_CSV = GOOD_CSV.replace("previstos", "programados")


@pytest.mark.parametrize(
    "path",
    [INPE, SPECS / "plantilla-2025-2030", *EXAMPLES],
    ids=lambda path: path.name,
)
def test_the_plans_of_the_project_are_clean(path: Path, run: Run) -> None:
    done = run("revisar", path)

    assert (done.code, done.err) == (0, "")
    assert done.out == "Sin errores ni avisos.\n"


def test_a_finding_in_full(run: Run, write: Write) -> None:
    done = run("revisar", write({"plan.pei": WRONG}))

    assert (done.code, done.err) == (1, "")
    assert done.out == (
        "error[PEI208]: «80» no dice si es porcentaje o razón, y la unidad es porcentaje\n"
        " --> plan.pei:8:17\n"
        "  |\n"
        "8 |   logros: 2024: 80\n"
        "  |                 ^^ aquí\n"
        "  = ayuda: escriba «80%»\n"
        "\n"
        "1 error, 0 avisos. «pei explicar PEI208» dice más.\n"
    )


def test_a_finding_on_one_line(run: Run, write: Write) -> None:
    done = run("revisar", write({"plan.pei": WRONG}), "--formato", "conciso")

    assert done.code == 1
    assert (
        done.out == "plan.pei:8:17: PEI208 «80» no dice si es porcentaje o razón, y la unidad es porcentaje\n"
    )


def test_a_finding_for_programs(run: Run, write: Write) -> None:
    done = run("revisar", write({"plan.pei": WRONG}), "--formato", "json")
    told = json.loads(done.out)

    assert done.code == 1
    assert told["version"] == 1
    assert [each["codigo"] for each in told["hallazgos"]] == ["PEI208"]
    assert told["hallazgos"][0]["lugares"][0]["linea"] == 8


def test_nothing_found_for_programs(run: Run, write: Write) -> None:
    folder = write(GOOD_FILES)

    assert json.loads(run("revisar", folder, "--formato", "json").out) == {"version": 1, "hallazgos": []}
    assert run("revisar", folder, "--formato", "conciso").out == ""


@pytest.mark.parametrize("format_", ["completo", "conciso", "json"])
@pytest.mark.parametrize(
    ("files", "code"),
    [
        pytest.param(GOOD_FILES, 0, id="clean"),
        pytest.param({"plan.pei": WRONG}, 1, id="error"),
        pytest.param({"plan.pei": WARNED}, 1, id="warning"),
        pytest.param({"plan.pei": GOOD, "datos/salud.csv": BROKEN_CSV}, 3, id="data"),
        pytest.param(
            {"plan.pei": GOOD.replace("80%", "80"), "datos/salud.csv": BROKEN_CSV}, 1, id="plan and data"
        ),
    ],
)
def test_the_exit_code_does_not_depend_on_the_format(
    files: dict[str, str | bytes], code: int, format_: str, run: Run, write: Write
) -> None:
    assert run("revisar", write(files), "--formato", format_).code == code


def test_a_warning_is_called_so(run: Run, write: Write) -> None:
    done = run("revisar", write({"plan.pei": WARNED}))

    assert "aviso[PEI402]" in done.out
    assert "0 errores, 1 aviso. " in done.out


def test_several_paths(run: Run, write: Write) -> None:
    good, wrong = write(GOOD_FILES), write({"plan.pei": WRONG}, "otro")

    assert run("revisar", good, wrong).out.count("PEI208]") == 1
    assert run("revisar", good, wrong).code == 1


def test_one_file_of_a_folder(run: Run, write: Write) -> None:
    assert run("revisar", write(GOOD_FILES) / "plan.pei").code == 0


def test_standard_input(run: Run, write: Write) -> None:
    """Its data are looked for in the current folder."""
    write({"datos/salud.csv": GOOD_CSV}, ".")
    done = run("revisar", "-", given="\ufeff" + GOOD.replace("\n", "\r\n"))
    wrong = run("revisar", "-", given=WRONG)
    without = run("revisar", "-", given=GOOD.replace("salud.csv", "otro.csv"))

    assert (done.code, done.out) == (0, "Sin errores ni avisos.\n")
    assert (wrong.code, without.code) == (1, 3)
    assert " --> <entrada>:8:17\n" in wrong.out


def test_a_second_run_says_the_same(run: Run, write: Write) -> None:
    folder = write({"plan.pei": WRONG + "\n" + GOOD.partition("\n\n")[2], "datos/salud.csv": BROKEN_CSV})
    first, second = run("revisar", folder), run("revisar", folder)

    assert first == second == run("revisar", folder, "--sin-caché")


def test_a_change_is_seen(run: Run, write: Write) -> None:
    folder = write(GOOD_FILES)
    codes = [run("revisar", folder).code]
    write({"datos/salud.csv": BROKEN_CSV})
    codes.append(run("revisar", folder).code)
    write({"plan.pei": WRONG})
    codes.append(run("revisar", folder).code)
    write(GOOD_FILES)
    codes.append(run("revisar", folder).code)

    assert codes == [0, 3, 1, 0]


def test_the_version(run: Run) -> None:
    assert run("--version") == (0, f"pei {pei_dsl.__version__}\n", "")
