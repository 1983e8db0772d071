"""Warnings on the command line: `pei.toml`, comments that allow, exit codes, what is kept between runs."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.cli.plans import GOOD, GOOD_CSV, GOOD_FILES, HEAD

if TYPE_CHECKING:
    from tests.cli.conftest import Run, Write

ZERO = HEAD + (
    'indicador IND.01.OEI.01 "Número de locales construidos"\n'
    "  unidad:  número de locales\n"
    "  sentido: ascendente\n"
    "  logros:  2024: 0\n"
)
ALLOWED = ZERO.replace("indicador", '# pei: permite PEI414 "aún no hay terreno"\nindicador')


def test_a_warning_in_full(run: Run, write: Write) -> None:
    done = run("revisar", write({"plan.pei": ZERO}))

    assert (done.code, done.err) == (1, "")
    assert done.out == (
        "aviso[PEI414]: el logro de IND.01.OEI.01 para 2024 es cero, y un logro cero no se puede medir\n"
        "  --> plan.pei:10:18\n"
        "   |\n"
        "10 |   logros:  2024: 0\n"
        "   |                  ^\n"
        "  = ayuda: si ese año no hay nada programado, dígalo; si cero es la meta, use una metodología con\n"
        "    «logro cero: cien si se cumple»\n"
        "  = ayuda: escriba «no programado»\n"
        "\n"
        "0 errores, 1 aviso. «pei explicar PEI414» dice más.\n"
    )


def test_in_english(run: Run, write: Write) -> None:
    done = run("revisar", write({"plan.pei": ZERO}), "--lang", "en")

    assert "warning[PEI414]: the goal of IND.01.OEI.01 for 2024 is zero" in done.out


@pytest.mark.parametrize(
    ("severity", "code", "word", "counted"),
    [
        ("error", 1, "error[PEI414]", "1 error, 0 avisos."),
        ("aviso", 1, "aviso[PEI414]", "0 errores, 1 aviso."),
        ("nota", 0, "nota[PEI414]", "Sin errores ni avisos."),
        ("no", 0, "", "Sin errores ni avisos."),
    ],
)
def test_pei_toml_sets_the_severity_and_the_exit_code(
    severity: str, code: int, word: str, counted: str, run: Run, write: Write
) -> None:
    done = run("revisar", write({"plan.pei": ZERO, "pei.toml": f'[avisos]\nPEI414 = "{severity}"\n'}))

    assert done.code == code
    assert word in done.out
    assert ("PEI414]" in done.out) == bool(word)
    assert counted in done.out


def test_a_warning_as_an_error_keeps_nothing_from_being_computed(run: Run, write: Write) -> None:
    """Only `pei revisar` reads the file."""
    folder = write({"plan.pei": ZERO, "pei.toml": '[avisos]\nPEI414 = "error"\n'})

    assert run("revisar", folder).code == 1
    assert run("evaluar", folder, "--periodo", "2024").code == 0


def test_a_file_above_the_plan_counts_and_is_named_from_there(run: Run, write: Write) -> None:
    write({"pei.toml": '[avisos]\nPEI414 = "nota"\nPEI499 = "no"\n'}, ".")
    done = run("revisar", write({"plan.pei": ZERO}))

    assert done.code == 1
    assert "nota[PEI414]" in done.out
    assert (
        "aviso[PEI439]: «PEI499» no es un aviso ni un límite de pei.toml\n --> ../pei.toml:3:1\n" in done.out
    )


def test_a_mistake_in_the_file_alone_is_something_to_mend(run: Run, write: Write) -> None:
    done = run(
        "revisar", write({**GOOD_FILES, "pei.toml": "[avisos]\nPEI414 = no\n"}), "--formato", "conciso"
    )

    assert done == (1, "pei.toml:2:1: PEI439 esta línea no se puede leer\n", "")


def test_for_programs(run: Run, write: Write) -> None:
    done = run("revisar", write({"plan.pei": ZERO, "pei.toml": "[avisso]\n"}), "--formato", "json")
    told = json.loads(done.out)["hallazgos"]

    assert [(each["codigo"], each["severidad"], each["archivo"]) for each in told] == [
        ("PEI439", "aviso", "pei.toml"),
        ("PEI414", "aviso", "plan.pei"),
    ]
    assert told[0]["arreglos"][0]["texto"] == "avisos"


def test_a_change_of_pei_toml_is_seen(run: Run, write: Write) -> None:
    """What is kept of one run is not used when the file came, changed or went."""
    folder = write({"plan.pei": ZERO})
    codes = [run("revisar", folder).code]
    for text in ('[avisos]\nPEI414 = "no"\n', '[avisos]\nPEI414 = "error"\n', "[avisos]\nPEI414 = no\n"):
        write({"pei.toml": text})
        codes += [run("revisar", folder).code, run("revisar", folder).code]
    Path(folder / "pei.toml").unlink()
    codes.append(run("revisar", folder).code)

    assert codes == [1, 0, 0, 1, 1, 1, 1, 1]


def test_a_second_run_says_the_same_of_both_files(run: Run, write: Write) -> None:
    write({"pei.toml": '[avisos]\nPEI499 = "no"\n'}, ".")
    folder = write({"plan.pei": ZERO})

    assert run("revisar", folder) == run("revisar", folder) == run("revisar", folder, "--sin-caché")


def test_a_change_of_the_data_is_seen(run: Run, write: Write) -> None:
    plan = GOOD.replace("suma(salud.hechos)", 'suma(salud.hechos si red = "Norte")').replace(
        "  columna previstos: número\n", "  columna previstos: número\n  columna red: texto\n"
    )
    rows = [line + (",red" if number == 0 else ",norte") for number, line in enumerate(GOOD_CSV.splitlines())]
    csv = "\n".join(rows) + "\n"
    folder = write({"plan.pei": plan, "datos/salud.csv": csv})
    before = run("revisar", folder)
    write({"datos/salud.csv": csv.replace("norte", "Norte!").replace("Norte!", "Norte") + "\n"})
    after = run("revisar", folder)

    assert before.code == 1
    assert "nunca dice «Norte»; dice «norte»" in before.out
    assert after == (0, "Sin errores ni avisos.\n", "")


def test_an_allowed_warning_leaves_nothing(run: Run, write: Write) -> None:
    assert run("revisar", write({"plan.pei": ALLOWED})) == (0, "Sin errores ni avisos.\n", "")


def test_standard_input_has_its_warnings_and_the_settings_of_the_current_folder(
    run: Run, write: Write
) -> None:
    plain = run("revisar", "-", given=ZERO)
    write({"pei.toml": '[avisos]\nPEI414 = "nota"\n'}, ".")
    noted = run("revisar", "-", given=ZERO)
    allowed = run("revisar", "-", given=ALLOWED)

    assert (plain.code, noted.code, allowed.code) == (1, 0, 0)
    assert "nota[PEI414]" in noted.out
    assert allowed.out == "Sin errores ni avisos.\n"


def test_a_plan_that_cannot_be_read_has_no_warnings_beside(run: Run, write: Write) -> None:
    write({"pei.toml": '[avisos]\nPEI414 = "nota"\n'}, ".")
    done = run("revisar", "no-hay", "--formato", "conciso")

    assert done.code == 2
    assert done.out.count("\n") == 1
