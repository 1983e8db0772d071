"""Commands over folders of files and workbooks: places, caches, packages that are not installed, secrets."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.cli.plans import GOOD, GOOD_CSV, HEAD
from tests.workbook_fences import write_workbook

if TYPE_CHECKING:
    from tests.cli.conftest import Run, Write

ROOT = Path(__file__).resolve().parents[2]
FOLDER = GOOD.replace("datos/salud.csv", "datos/")
BOOK = GOOD.replace("datos/salud.csv", "datos/salud.xlsx")


@pytest.fixture
def with_book(write: Write, tmp_path: Path) -> Path:
    """Return a plan whose rows are in a workbook."""
    folder = write({"plan.pei": BOOK, "datos/nota.txt": ""})
    write_workbook(f"[Salud]\n{GOOD_CSV}", tmp_path / folder / "datos" / "salud.xlsx")
    return folder


def test_a_row_of_many_files_is_named_with_its_file(run: Run, write: Write) -> None:
    header, first, second = GOOD_CSV.splitlines()
    files = {"datos/a.csv": f"{header}\n{first}\n", "datos/b.csv": f"{header}\n{second}\n"}
    folder = write({"plan.pei": FOLDER, **files})

    done = run("explicar", folder, "IND.01.OEI.01", "--periodo", "2024")
    assert done.code == 0
    assert "fila 2 de datos/a.csv: hechos = 30" in done.out
    assert "fila 2 de datos/b.csv: hechos = 30" in done.out
    assert (
        "row 2 of datos/b.csv" in run("explain", folder, "IND.01.OEI.01", "--period", "2024", "--lang=en").out
    )


def test_a_workbook_gives_what_a_file_of_texts_gives(run: Run, with_book: Path) -> None:
    assert run("probar", with_book).code == 0


def test_a_finding_of_a_workbook_names_its_cell(run: Run, with_book: Path, tmp_path: Path) -> None:
    rows = GOOD_CSV.replace("30,50\n2024-09", "treinta,50\n2024-09")
    write_workbook(f"[Salud]\n{rows}", tmp_path / with_book / "datos" / "salud.xlsx")

    done = run("evaluar", with_book, "--periodo", "2024")
    assert done.code == 3
    assert "--> datos/salud.xlsx:Salud!B2" in done.err


def test_without_the_reader_of_workbooks_one_line_tells_how_to_get_it(
    run: Run, with_book: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "python_calamine", None)

    for arguments in (
        ("revisar", with_book),
        ("evaluar", with_book, "--periodo", "2024"),
        ("probar", with_book),
    ):
        done = run(*arguments)
        assert (done.code, done.out) == (2, "")
        assert done.err == (
            'falta un paquete para leer estos datos; instálelo con: pip install "pei_dsl[excel]"\n'
        )
    assert run("check", with_book, "--lang=en").err == (
        'a package is missing to read these data; install it with: pip install "pei_dsl[excel]"\n'
    )


def test_what_was_found_is_forgotten_when_a_file_appears_or_changes(
    run: Run, write: Write, tmp_path: Path
) -> None:
    """Findings are kept by the state of the files, and of the folder that they are in."""
    folder = write({"plan.pei": FOLDER, "datos/a.csv": GOOD_CSV})
    assert run("revisar", folder).code == 0

    write({"datos/b.csv": "fecha,hecho,previstos\n"})
    assert "datos/b.csv:1" in run("revisar", folder).all
    write({"datos/b.csv": "fecha,hechos,previstos\n\n"})
    assert run("revisar", folder).code == 0
    write({"datos/c.parquet": ""})
    assert "[PEI320]" in run("revisar", folder).all
    (tmp_path / folder / "datos" / "c.parquet").unlink()
    assert run("revisar", folder).code == 0


def test_a_pattern_without_files_is_looked_at_each_time(run: Run, write: Write) -> None:
    folder = write({"plan.pei": GOOD.replace("salud.csv", "salud-*.csv"), "datos/nota.txt": ""})
    assert "[PEI320]" in run("revisar", folder).all

    write({"datos/salud-2024.csv": GOOD_CSV})
    assert run("revisar", folder).code == 0


@pytest.mark.parametrize("field", ["conexión", "conexon", "archivo"])
def test_a_password_is_never_printed(field: str, run: Run, write: Write) -> None:
    """Wherever an address was written by mistake; findings end up in logs."""
    text = f"{HEAD}fuente s\n  {field}: postgres://ana:s3creto@servidor/base\n  tabla: t\n  columna n: numero uno\n"
    folder = write({"plan.pei": text})

    for arguments in (("revisar", folder), ("revisar", folder, "--formato", "json")):
        done = run(*arguments)
        assert done.code in {1, 3}
        assert "s3creto" not in done.all


def test_a_plan_without_workbooks_loads_nothing_that_reads_them(tmp_path: Path, write: Write) -> None:
    """Commands start fast: what reads workbooks and packed files is imported when there is one."""
    folder = write({"plan.pei": GOOD, "datos/salud.csv": GOOD_CSV})
    program = (
        "import sys\nfrom pei_dsl.cli.group import pei\n"
        f"pei(['probar', {str(folder)!r}], standalone_mode=False)\n"
        "print([n for n in ('python_calamine', 'gzip', 'pei_dsl.data.readers.workbooks') if n in sys.modules])\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=tmp_path,
        env={"PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"},
        capture_output=True,
        text=True,
        check=True,
    )

    assert done.stdout.splitlines()[-1] == "[]"
