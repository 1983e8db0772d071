"""`pei` as its users run it: a process with two outputs, pipes, and terminals that lack characters."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.cli.plans import GOOD, GOOD_CSV, GOOD_FILES, INPE

if TYPE_CHECKING:
    from tests.cli.conftest import Write

ROOT = Path(__file__).resolve().parents[2]
SPEAKING = ("PEI_", "LANG", "LC_", "NO_COLOR", "FORCE_COLOR", "PYTHON", "COLUMNS")


def pei(
    folder: Path, *arguments: str | Path, given: bytes | str = b"", **env: str
) -> subprocess.CompletedProcess[bytes]:
    """Run `python -m pei_dsl` in `folder`, in an environment that says only what `env` says."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith(SPEAKING)}
    return subprocess.run(
        [sys.executable, "-m", "pei_dsl", *map(str, arguments)],
        cwd=folder,
        env={**clean, "PYTHONPATH": str(ROOT), "PEI_CACHE_DIR": str(folder / ".cache"), **env},
        input=given.encode() if isinstance(given, str) else given,
        capture_output=True,
        check=False,
    )


@pytest.fixture
def folder(tmp_path: Path, write: Write) -> Path:
    write(GOOD_FILES)
    write({"plan.pei": GOOD.replace("80%", "80")}, "errado")
    write({"plan.pei": GOOD, "datos/salud.csv": GOOD_CSV + "2024-10-01,s/d,5\n"}, "datos_malos")
    return tmp_path


@pytest.mark.parametrize(
    ("arguments", "code", "printed", "told"),
    [
        (("revisar", "plan"), 0, True, False),
        (("revisar", "errado"), 1, True, False),
        (("revisar", "no-existe"), 2, True, False),
        (("evaluar", "plan", "--periodo", "2024"), 0, True, False),
        (("evaluar", "errado", "--periodo", "2024"), 1, False, True),
        (("evaluar", "plan"), 2, False, True),
        (("evaluar", "plan", "--periodo", "2031"), 2, False, True),
        (("evaluar", "datos_malos", "--periodo", "2024"), 3, True, True),
        (("probar", "plan"), 0, True, False),
        (("explicar", "PEI203"), 0, True, False),
        (("explicar", "PEI999"), 2, False, True),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else "",
)
def test_exit_codes_and_the_two_outputs(
    arguments: tuple[str, ...], code: int, printed: bool, told: bool, folder: Path
) -> None:
    done = pei(folder, *arguments)

    assert done.returncode == code
    assert bool(done.stdout) == printed
    assert bool(done.stderr) == told
    assert b"Traceback" not in done.stdout + done.stderr


def test_a_pipe_is_plain_and_a_hundred_wide_or_as_it_is_told(folder: Path) -> None:
    done = pei(folder, "evaluar", INPE, "--periodo", "2024", PYTHONUTF8="1")
    told = [pei(folder, "evaluar", INPE, "--periodo", "2024", COLUMNS=wide) for wide in ("90", "120", "200")]
    painted = pei(folder, "evaluar", INPE, "--periodo", "2024", FORCE_COLOR="1", PYTHONUTF8="1")

    assert b"\x1b" not in done.stdout
    assert max(len(line) for line in done.stdout.decode().splitlines()) == 100
    wide = [max(len(line) for line in each.stdout.decode().splitlines()) for each in told]
    assert wide == [90, 120, 160]
    assert b"\x1b[31m" in painted.stdout


@pytest.mark.parametrize(
    "order",
    [(), ("revisar",), ("evaluar",), ("explicar",), ("describir",), ("arbol",), ("probar",), ("completado",)],
    ids=lambda order: "".join(order) or "pei",
)
@pytest.mark.parametrize(("columns", "widest"), [("70", 70), ("100", 100), ("300", 100)])
def test_help_fits_the_terminal(order: tuple[str, ...], columns: str, widest: int, folder: Path) -> None:
    for lang in ("es", "en"):
        done = pei(folder, "--lang", lang, *order, "--help", COLUMNS=columns, PYTHONUTF8="1")

        assert done.returncode == 0
        assert max(len(line) for line in done.stdout.decode().splitlines()) <= widest


@pytest.mark.skipif(os.name == "nt", reason="pipes close otherwise on Windows")
def test_a_reader_that_leaves_early_is_no_crash(folder: Path) -> None:
    command = f'"{sys.executable}" -m pei_dsl evaluar "{INPE}" --periodo 2024 | head -n 1'
    done = subprocess.run(
        ["/bin/sh", "-c", command],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1", "PEI_LANG": "es"},
        capture_output=True,
        check=False,
    )

    assert done.stdout.decode().startswith("PEI 2019-2027")
    assert not done.stderr


_WHOLE: dict[tuple[str, ...], subprocess.CompletedProcess[bytes]] = {}


def with_all_characters(arguments: tuple[str, ...], folder: Path) -> subprocess.CompletedProcess[bytes]:
    """Return what a terminal that shows everything shows: the same in each folder, so that it is asked once."""
    if arguments not in _WHOLE:
        _WHOLE[arguments] = pei(folder, *arguments, PYTHONUTF8="1")
    return _WHOLE[arguments]


@pytest.mark.parametrize(
    "env",
    [
        {"LC_ALL": "C"},
        {"LC_ALL": "POSIX", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
        {"PYTHONIOENCODING": "ascii"},
        {"PYTHONIOENCODING": "cp1252"},
        {"PYTHONIOENCODING": "cp850"},
    ],
    ids=str,
)
@pytest.mark.parametrize(
    "arguments",
    [
        ("evaluar", "plan", "--periodo", "2024"),
        ("revisar", "errado"),
        ("explicar", "plan", "IND.01.OEI.01", "--año", "2024"),
        ("explicar", "PEI203"),
        ("--ayuda",),
        ("frobnicar",),
        ("revisar", "año–inexistente●"),
    ],
    ids=" ".join,
)
def test_a_terminal_that_lacks_characters(
    arguments: tuple[str, ...], env: dict[str, str], folder: Path
) -> None:
    """What it cannot show is shown as a question mark; the rest arrives, and the exit code is the same."""
    done, expected = pei(folder, *arguments, **env), with_all_characters(arguments, folder)

    assert done.returncode == expected.returncode
    assert b"Traceback" not in done.stderr
    assert b"PEI901" not in done.stderr
    assert len(done.stdout.splitlines()) == len(expected.stdout.splitlines())


def test_a_file_is_utf_8_whatever_the_terminal(folder: Path) -> None:
    done = pei(
        folder, "evaluar", "plan", "--periodo", "2024", "-o", "resultado.txt", PYTHONIOENCODING="ascii"
    )

    assert done.returncode == 0
    assert "▲ amarillo" in (folder / "resultado.txt").read_text("utf-8")


def test_standard_input_is_utf_8_whatever_the_terminal(folder: Path) -> None:
    done = pei(
        folder,
        "revisar",
        "-",
        given=GOOD.replace("datos/", "plan/datos/").encode(),
        PYTHONIOENCODING="cp1252",
    )

    assert (done.returncode, done.stdout) == (0, b"Sin errores ni avisos." + os.linesep.encode())


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere names of files are text")
def test_names_of_files_that_are_no_text(folder: Path) -> None:
    """As an archive made on Windows leaves them."""
    old = os.fsdecode(b"Gesti\xf3n")
    (folder / "plan").rename(folder / old)
    (folder / old / f"{old}.pei").write_bytes(b"")

    for order in ("revisar", "evaluar", "probar"):
        period = ("--periodo", "2024") if order == "evaluar" else ()
        done = pei(folder, order, old, *period)

        assert done.returncode == 1
        assert b"error[PEI123]" in done.stdout + done.stderr
        assert b"PEI901" not in done.stderr


def test_nothing_is_written_but_the_cache(folder: Path) -> None:
    before = sorted(folder.rglob("*"))

    for order in ("revisar plan", "evaluar plan --periodo 2024", "probar plan"):
        assert pei(folder, *order.split()).returncode == 0

    assert sorted(path for path in folder.rglob("*") if ".cache" not in path.parts) == before


@pytest.mark.skipif(os.name == "nt", reason="permissions are others on Windows")
@pytest.mark.parametrize("cache", ["/dev/null/cache", "plan/plan.pei"])
def test_a_cache_that_cannot_be_made_is_no_loss(cache: str, folder: Path) -> None:
    done = pei(folder, "revisar", "plan", PEI_CACHE_DIR=cache)

    assert (done.returncode, done.stderr) == (0, b"")
