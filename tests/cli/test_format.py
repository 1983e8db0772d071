"""`pei formatear`: what it writes, what it only tells, and how it ends."""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

import pei_dsl
from pei_dsl.cli.group import pei

if TYPE_CHECKING:
    from tests.cli.conftest import Run, Write

LOOSE = "PLAN   “P”\n siglas:A # nota\nserie s\n 2024:5"
FORM = 'plan "P"\n  siglas: A  # nota\n\nserie s\n  2024: 5\n'
BROKEN = 'plan "P\n  siglas: A\nserie   s\n  2024: 5\n'


def test_a_folder_gets_the_form(run: Run, write: Write) -> None:
    folder = write({"a.pei": LOOSE, "b/c.pei": FORM, "otro.txt": LOOSE})

    done = run("formatear", folder)

    assert (done.code, done.out) == (0, "")
    assert done.err == "1 archivo formateado, 1 sin cambios.\n"
    assert [(folder / name).read_text("utf-8") for name in ("a.pei", "b/c.pei", "otro.txt")] == [
        FORM,
        FORM,
        LOOSE,
    ]
    assert sorted(path.name for path in folder.iterdir()) == ["a.pei", "b", "otro.txt"]


def test_a_file_that_has_the_form_is_not_written(run: Run, write: Write) -> None:
    file = write({"a.pei": FORM}) / "a.pei"
    os.utime(file, (1, 1))

    assert run("formatear", file).err == "0 archivos formateados, 1 sin cambios.\n"
    assert file.stat().st_mtime == 1


def test_each_file_once(run: Run, write: Write) -> None:
    folder = write({"a.pei": LOOSE})

    assert run("formatear", folder, folder / "a.pei").err == "1 archivo formateado, 0 sin cambios.\n"


@pytest.mark.parametrize("name", ["format", "fmt", "FORMATEAR"])
def test_other_names(name: str, run: Run, write: Write) -> None:
    done = run(name, write({"a.pei": LOOSE}), "--check", "--lang", "en")

    assert (done.code, done.out) == (1, "plan/a.pei\n")
    assert done.err == "1 file would change, 0 would not.\n"


def test_check_writes_nothing(run: Run, write: Write) -> None:
    folder = write({"a.pei": LOOSE, "b.pei": FORM})

    done = run("formatear", folder, "--revisar")

    assert (done.code, done.out) == (1, f"{folder / 'a.pei'}\n")
    assert done.err == "1 archivo cambiaría, 1 no.\n"
    assert (folder / "a.pei").read_text("utf-8") == LOOSE
    assert run("formatear", folder / "b.pei", "--revisar").code == 0


def test_differences_write_nothing(run: Run, write: Write) -> None:
    folder = write({"a.pei": LOOSE})

    done = run("formatear", folder, "--diferencias")

    assert done.code == 1
    assert done.out == (
        "--- plan/a.pei\n"
        "+++ plan/a.pei\n"
        "@@ -1,4 +1,5 @@\n"
        "-PLAN   “P”\n"
        "- siglas:A # nota\n"
        '+plan "P"\n'
        "+  siglas: A  # nota\n"
        "+\n"
        " serie s\n"
        "- 2024:5\n"
        "\\ Sin fin de línea al final\n"
        "+  2024: 5\n"
    )
    assert (folder / "a.pei").read_text("utf-8") == LOOSE


def test_line_ends_and_encoding_are_a_change_that_no_difference_shows(run: Run, write: Write) -> None:
    folder = write({"a.pei": FORM.replace("\n", "\r\n", 1), "b.pei": FORM.encode("utf-16")})

    told = run("formatear", folder, "--diferencias")
    done = run("formatear", folder)

    assert told.out == (
        "plan/a.pei: solo cambian los fines de línea o la codificación\n"
        "plan/b.pei: solo cambian los fines de línea o la codificación\n"
    )
    assert done.err == "2 archivos formateados, 0 sin cambios.\n"
    assert {(folder / name).read_bytes() for name in ("a.pei", "b.pei")} == {FORM.encode()}


def test_the_line_ends_of_windows_stay(run: Run, write: Write) -> None:
    of_windows = FORM.replace("\n", "\r\n").encode()
    folder = write({"a.pei": LOOSE.replace("\n", "\r\n"), "b.pei": of_windows})

    assert "\r" not in run("formatear", folder, "--diferencias").out
    assert run("formatear", folder).err == "1 archivo formateado, 1 sin cambios.\n"
    assert {(folder / name).read_bytes() for name in ("a.pei", "b.pei")} == {of_windows}
    assert CliRunner().invoke(pei, ["formatear", "-"], input=of_windows).stdout_bytes == of_windows


def test_standard_input_goes_to_standard_output(run: Run) -> None:
    done = run("formatear", "-", given=b"\xef\xbb\xbf" + LOOSE.encode())

    assert (done.code, done.out, done.err) == (0, FORM, "")


def test_english_words(run: Run) -> None:
    done = run("formatear", "-", "--en-inglés", given="indicador A.01\n sentido: creciente\n")

    assert done.out == "indicator A.01\n  direction: ascending\n"


EXAMPLE = "indicador A.01\n  ejemplo:\n    {} = 1\n"


@pytest.mark.parametrize("path", ["plan", "plan/a.pei", "plan/parte/c.pei"])
def test_results_follow_the_language_unless_another_file_declares_their_name(
    path: str, run: Run, write: Write
) -> None:
    """`valor` must not become the variable `value`, wherever in the plan that one is."""
    files = {"a.pei": EXAMPLE.format("valor"), "parte/c.pei": EXAMPLE.format("alcance")}
    write({**files, "b.pei": "variable value = 2\n", "parte/d.pei": "serie otra\n  2024: 1\n"})
    done = run("formatear", path, "--en-inglés")
    first, second = ((Path("plan") / name).read_text("utf-8") for name in files)

    assert done.code == 0
    assert "    valor = 1\n" in first
    assert ("    achievement = 1\n" in second) == (path != "plan/a.pei")


def test_a_text_by_itself_is_taken_for_the_whole_plan(run: Run) -> None:
    done = run("formatear", "-", "--en-inglés", given=EXAMPLE.format("valor"))

    assert done.out == "indicator A.01\n  example:\n    value = 1\n"
    assert pei_dsl.format_text(EXAMPLE.format("valor"), english=True) == done.out
    kept = pei_dsl.format_text(EXAMPLE.format("valor"), english=True, names=["value"])
    assert kept == "indicator A.01\n  example:\n    valor = 1\n"


def test_a_declaration_with_a_mistake_stays_and_is_reported(run: Run, write: Write) -> None:
    folder = write({"a.pei": BROKEN})

    done = run("formatear", folder)

    assert done.code == 1
    assert (folder / "a.pei").read_text("utf-8") == 'plan "P\n  siglas: A\n\nserie s\n  2024: 5\n'
    assert "error[PEI103]: la comilla no se cierra en esta línea\n --> plan/a.pei:1:6\n" in done.err
    assert done.err.endswith(
        "1 archivo formateado, 0 sin cambios.\nLo que tiene errores queda como estaba.\n"
    )


def test_what_is_no_text_is_reported_and_left(run: Run, write: Write) -> None:
    folder = write({"a.pei": b"plan\0", "b.pei": "plan \xf1".encode("latin-1"), "c.pei": FORM})

    done = run("formatear", folder)

    assert done.code == 1
    assert "PEI112" in done.err
    assert "PEI110" in done.err
    assert (folder / "a.pei").read_bytes() == b"plan\0"
    assert "0 archivos formateados, 1 sin cambios." in done.err


def test_a_file_that_is_no_plan_is_left(run: Run, write: Write) -> None:
    data = "año,valor\r\n2024,5\r\n"
    folder = write({"a.csv": data, "b.txt": data.encode("utf-16")})

    done = run("formatear", folder / "a.csv", folder / "b.txt")

    assert done.code == 2
    assert "error[PEI123]: «" in done.err
    assert "0 archivos formateados, 1 sin cambios." in done.err
    assert (folder / "a.csv").read_bytes() == data.encode()
    assert (folder / "b.txt").read_bytes() == data.encode("utf-16")


def test_nothing_there(run: Run, write: Write) -> None:
    done = run("formatear", "nada")
    empty = run("formatear", write({}))

    assert (done.code, empty.code) == (2, 2)
    assert "no existe el archivo o la carpeta «nada»" in done.err
    assert "PEI123" in empty.err


def test_the_mode_of_a_file_stays_and_a_link_stays_one(run: Run, write: Write) -> None:
    folder = write({"a.pei": LOOSE})
    (folder / "a.pei").chmod(0o640)
    Path("b.pei").symlink_to(folder / "a.pei")

    assert run("formatear", "b.pei").code == 0
    assert Path("b.pei").is_symlink()
    assert (folder / "a.pei").read_text("utf-8") == FORM
    assert stat.S_IMODE((folder / "a.pei").stat().st_mode) == 0o640


def test_a_file_that_cannot_be_written(run: Run, write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = write({"a.pei": LOOSE})

    def refuse(*_: object) -> None:
        raise PermissionError(errno.EACCES, "")

    monkeypatch.setattr(Path, "replace", refuse)

    done = run("formatear", folder)

    assert done.code == 2
    assert "no se puede escribir «plan/a.pei»: falta el permiso de escritura." in done.err
    assert (folder / "a.pei").read_text("utf-8") == LOOSE
    assert [path.name for path in folder.iterdir()] == ["a.pei"]
