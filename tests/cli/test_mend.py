"""`pei revisar --corregir` and `--previa`: what is written, what is told, and what is left alone."""

from __future__ import annotations

import hashlib
import json
import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.cli.plans import GOOD, GOOD_CSV, GOOD_FILES

if TYPE_CHECKING:
    from tests.cli.conftest import Run, Write

SLIPPED = GOOD.replace("2024: 80%", "2024: 80,5%").replace("ascendente", "Ascendente.")
MENDED = GOOD.replace("2024: 80%", "2024: 80.5%")
CHOICE = GOOD.replace("2024: 80%", "2024: 0.8")


def files(text: str | bytes) -> dict[str, str | bytes]:
    return {"plan.pei": text, "datos/salud.csv": GOOD_CSV}


def text_of(folder: Path) -> str:
    return (folder / "plan.pei").read_bytes().decode()


def test_what_was_changed_is_told(run: Run, write: Write) -> None:
    folder = write(files(SLIPPED))
    done = run("revisar", folder, "--corregir")

    assert (done.code, done.err) == (0, "")
    assert done.out == (
        "Corregido: 2 líneas en 1 archivo\n"
        "  plan.pei:11  sentido: Ascendente.  →  sentido: ascendente\n"
        "  plan.pei:12  logros: 2024: 80,5%  →  logros: 2024: 80.5%\n"
        "\n"
        "Sin errores ni avisos.\n"
    )
    assert text_of(folder) == MENDED


def test_a_choice_is_left_to_people(run: Run, write: Write) -> None:
    folder = write(files(CHOICE))
    done = run("revisar", folder, "--corregir")

    assert done.code == 1
    assert done.out.startswith("Nada que corregir sin preguntarle.\n\nerror[PEI208]")
    assert "escriba «0.8%» o «80%»" in done.out
    assert text_of(folder) == CHOICE


def test_the_preview_writes_nothing(run: Run, write: Write) -> None:
    folder = write(files(SLIPPED))
    for option in ("--previa", "--diferencias", "--diff"):
        done = run("revisar", folder, option)

        assert done.code == 1
        assert done.out.startswith("--- plan.pei\n+++ plan.pei\n@@")
        assert "-  sentido: Ascendente.\n" in done.out
        assert "+  sentido: ascendente\n" in done.out
        assert "Se corregiría: 2 líneas en 1 archivo\n" in done.err
        assert text_of(folder) == SLIPPED


def test_a_sound_plan_is_not_touched(run: Run, write: Write) -> None:
    folder = write(GOOD_FILES)
    before = (folder / "plan.pei").stat()
    done = run("revisar", folder, "--corregir")
    after = (folder / "plan.pei").stat()

    assert done.out == "Nada que corregir sin preguntarle.\n\nSin errores ni avisos.\n"
    assert (before.st_mtime_ns, before.st_ino) == (after.st_mtime_ns, after.st_ino)
    assert run("revisar", folder, "--previa").out == ""


def test_mending_twice_does_nothing_more(run: Run, write: Write) -> None:
    folder = write(files(SLIPPED))
    run("revisar", folder, "--corregir")

    assert run("revisar", folder, "--corregir").out.startswith("Nada que corregir")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        pytest.param(
            SLIPPED.replace("\n", "\r\n").encode(), MENDED.replace("\n", "\r\n").encode(), id="windows"
        ),
        pytest.param(SLIPPED.encode("utf-8-sig"), MENDED.encode("utf-8-sig"), id="byte order mark"),
        pytest.param(SLIPPED.encode("utf-16"), MENDED.encode("utf-16"), id="utf-16"),
        pytest.param(SLIPPED.rstrip().encode(), MENDED.rstrip().encode(), id="no line end"),
    ],
)
def test_a_file_keeps_its_form(before: bytes, after: bytes, run: Run, write: Write) -> None:
    folder = write(files(before))

    assert run("revisar", folder, "--corregir").code == 0
    assert (folder / "plan.pei").read_bytes() == after


def test_a_missing_line_has_the_line_ends_of_its_file(run: Run, write: Write) -> None:
    folder = write(files(GOOD.replace("  unidad", "12\n  unidad").replace("\n", "\r\n")))

    assert "12  →  (se quita la línea)" in run("revisar", folder, "--corregir").out
    assert text_of(folder) == GOOD.replace("\n", "\r\n")


def test_a_file_keeps_its_permissions(run: Run, write: Write) -> None:
    folder = write(files(SLIPPED))
    (folder / "plan.pei").chmod(0o640)
    run("revisar", folder, "--corregir")

    assert (folder / "plan.pei").stat().st_mode & 0o777 == 0o640
    assert sorted(each.name for each in folder.iterdir()) == ["datos", "plan.pei", "plan.pei.anterior"]


def test_standard_input_gives_the_mended_text(run: Run, write: Write) -> None:
    """It alone is on standard output, so that an editor may take it."""
    write({"datos/salud.csv": GOOD_CSV}, ".")
    done = run("revisar", "-", "--corregir", given=SLIPPED)
    sound = run("revisar", "-", "--corregir", given=MENDED)

    assert (done.code, done.out) == (0, MENDED)
    assert "Corregido: 2 líneas en 1 archivo\n" in done.err
    assert (sound.code, sound.out) == (0, MENDED)


def test_for_programs(run: Run, write: Write) -> None:
    told = json.loads(run("revisar", write(files(SLIPPED)), "--corregir", "--formato", "json").out)

    assert told["hallazgos"] == []
    assert told["cambios"] == [
        {
            "archivo": "plan.pei",
            "linea": 11,
            "codigos": ["PEI117"],
            "antes": "sentido: Ascendente.",
            "despues": "sentido: ascendente",
        },
        {
            "archivo": "plan.pei",
            "linea": 12,
            "codigos": ["PEI104"],
            "antes": "logros: 2024: 80,5%",
            "despues": "logros: 2024: 80.5%",
        },
    ]


def test_on_one_line(run: Run, write: Write) -> None:
    done = run("revisar", write(files(SLIPPED)), "--corregir", "--formato", "conciso")

    assert done.out.splitlines()[0] == "plan.pei:11: PEI117 sentido: Ascendente.  →  sentido: ascendente"


def test_in_english(run: Run, write: Write) -> None:
    done = run("--lang", "en", "check", write(files(SLIPPED)), "--fix")

    assert done.out.startswith("Mended: 2 lines in 1 file\n")
    assert done.out.endswith("No errors, no warnings.\n")


def test_several_files(run: Run, write: Write) -> None:
    head, _, rest = SLIPPED.partition("\n\n")
    folder = write(
        {"a.pei": head.replace("a 2025", "al 2025") + "\n", "b.pei": rest, "datos/salud.csv": GOOD_CSV}
    )
    done = run("revisar", folder, "--corregir")

    assert done.code == 0
    assert done.out.startswith("Corregido: 2 líneas en 1 archivo\n  b.pei:")


def test_a_file_that_may_not_be_written(run: Run, write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = write(files(SLIPPED))
    allowed = os.access
    monkeypatch.setattr(os, "access", lambda path, mode: mode != os.W_OK and allowed(path, mode))
    done = run("revisar", folder, "--corregir")

    assert done.code == 2
    assert "falta el permiso de escritura" in done.err
    assert text_of(folder) == SLIPPED


def test_what_is_no_text_stays(run: Run, write: Write) -> None:
    folder = write({**files(SLIPPED), "otro.pei": b"objetivo \xff"})
    done = run("revisar", folder, "--corregir")

    assert done.code == 1
    assert "error[PEI110]" in done.out
    assert (folder / "otro.pei").read_bytes() == b"objetivo \xff"
    assert text_of(folder) == MENDED


def test_what_was_hidden_comes_to_light_and_is_mended(run: Run, write: Write) -> None:
    """A header without its word hides all that stands below it."""
    folder = write(files(SLIPPED.replace("indicador IND", "IND")))
    done = run("revisar", folder, "--corregir")

    assert done.code == 0
    assert "Corregido: 3 líneas en 1 archivo\n" in done.out
    assert text_of(folder) == MENDED


def test_a_path_that_leads_nowhere(run: Run) -> None:
    done = run("revisar", "nada", "--corregir")

    assert done.code == 2
    assert "error[PEI123]" in done.out


HEAD_OF_CASES = """plan "Plan de prueba"
  periodo: 2024
objetivo OEI.01 "Servicios"
indicador IND.01.OEI.01 "Indicador 1"
  sentido: ascendente
"""
SOURCE_OF_CASES = """fuente f
  archivo: f.csv
  tiempo: t
  columna t: fecha
  columna n: número
  columna m: número
"""


def test_a_comma_before_a_clause_is_mended_as_the_clause_that_it_is(run: Run, write: Write) -> None:
    """A semicolon in its place would make three errors of one."""
    text = f"{HEAD_OF_CASES}  unidad: número\n  logros: 2024: 10\n  fórmula: suma(f.n, año anterior)\n{SOURCE_OF_CASES}"
    folder = write({"plan.pei": text, "f.csv": "t,n,m\n2024-01-01,1,2\n"})
    done = run("revisar", folder, "--corregir", "--formato", "conciso")

    assert (folder / "plan.pei").read_text() == text.replace("f.n, año", "f.n en año")
    assert "los argumentos se separan" not in done.out


def test_what_an_input_is_goes_between_quotes(run: Run, write: Write) -> None:
    text = (
        f"{HEAD_OF_CASES}  unidad: ratio\n  logros: {{2024: 80}}\n  fórmula: A / B\n  donde:\n"
        f"    A: Trámites a tiempo = suma(f.n)\n    B: Trámites = suma(f.m)\n{SOURCE_OF_CASES}"
    )
    folder = write({"plan.pei": text, "f.csv": "t,n,m\n2024-01-01,1,2\n"})
    run("revisar", folder, "--corregir")

    assert (folder / "plan.pei").read_text() == text.replace(
        "A: Trámites a tiempo =", 'A "Trámites a tiempo" ='
    ).replace("B: Trámites =", 'B "Trámites" =').replace("{2024: 80}", "2024: 80")


def test_a_line_that_is_a_field_and_an_input_is_left_to_the_planner(run: Run, write: Write) -> None:
    """Its two fixes would undo each other: moved out it is the unit, left there it is an input."""
    text = f'{HEAD_OF_CASES}  fórmula: A\n  donde:\n    A "x" = 50%\n    unidad: porcentaje\n  logros: 2024: 8%\n'
    folder = write({"plan.pei": text})
    for _ in range(3):
        done = run("revisar", folder, "--corregir")
    assert "Nada que corregir" in done.out


def test_a_changed_indentation_is_told(run: Run, write: Write) -> None:
    folder = write(files(GOOD.replace("  sentido:", "sentido:")))
    done = run("revisar", folder, "--corregir")
    assert "  plan.pei:11  sentido: ascendente  →  (cambia la sangría)\n" in done.out


EVIDENCE = """\
plan "P"
  periodo: 2024

objetivo OEI.01 "O"

indicador IND.01.OEI.01 "Número de actas"
  unidad: número de actas
  sentido: ascendente
  logros: 2024: 10
  valores: 2024: 10

evidencia acta "Acta"
  de:      IND.01.OEI.01
  periodo: 2024
"""
DIGITS = f"sha256 {hashlib.sha256(b'acta').hexdigest()}"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("  archivo: acta.txt\n", f"  archivo: acta.txt\n  huella:  {DIGITS}\n"),
        ("  archivo: acta.txt", f"  archivo: acta.txt\n  huella:  {DIGITS}"),
        (
            "  archivo: acta.txt  # escaneada\n  sustenta: 10\n",
            f"  archivo: acta.txt  # escaneada\n  huella:  {DIGITS}\n  sustenta: 10\n",
        ),
        ("  file: acta.txt\n", f"  file: acta.txt\n  fingerprint: {DIGITS}\n"),
    ],
    ids=["below", "at the end", "behind a comment", "in English"],
)
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_the_fingerprint_of_a_file_is_written_as_it_is(
    before: str, after: str, end: str, run: Run, write: Write
) -> None:
    """It is that of the bytes; who changes the file is told, and asked again nothing more is written."""
    before, after = ((EVIDENCE + each).replace("\n", end) for each in (before, after))
    folder = write({"plan.pei": before.encode(), "acta.txt": b"acta"})
    done = run("revisar", folder, "--corregir")

    assert text_of(folder) == after, done
    assert "PEI45" not in run("revisar", folder).out
    assert run("revisar", folder, "--corregir").code == 0
    assert text_of(folder) == after
    (folder / "acta.txt").write_bytes(b"otra")
    assert "PEI452" in run("revisar", folder).out
