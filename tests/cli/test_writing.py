"""Nothing of anybody's is lost: every command that writes, over everything that may already be there."""

from __future__ import annotations

import ast
import os
from pathlib import Path
from typing import TYPE_CHECKING

import openpyxl
import pytest

from pei_dsl.cli import writing
from tests.cli.plans import GOOD, GOOD_CSV, GOOD_FILES
from tests.cli.test_outputs import MATRIX

if TYPE_CHECKING:
    from tests.cli.conftest import Run, Write

PACKAGE = Path(writing.__file__).parents[1]
YEAR = ("--periodo", "2024")
# Each command that writes a result, and what its file ends in.
WRITES = {
    ("revisar", "plan"): ".txt",
    ("revisar", "plan", "--formato", "json"): ".json",
    ("evaluar", "plan", *YEAR): ".txt",
    ("evaluar", "plan", *YEAR, "--formato", "markdown"): ".md",
    ("evaluar", "plan", *YEAR, "--formato", "csv"): ".csv",
    ("evaluar", "plan", *YEAR, "--formato", "json"): ".json",
    ("evaluar", "plan", *YEAR, "--por", "mes", "--formato", "csv"): ".csv",
    ("evaluar", "plan", *YEAR, "--por", "mes", "--formato", "parquet"): ".parquet",
    ("explicar", "plan", "OEI.01", *YEAR): ".txt",
    ("explicar", "PEI203"): ".txt",
    ("describir", "plan"): ".txt",
    ("describir", "plan", "--formato", "markdown"): ".md",
    ("arbol", "plan"): ".txt",
    ("arbol", "plan", "--formato", "mermaid"): ".mmd",
    ("auditar", "plan", *YEAR): ".txt",
    ("auditar", "plan", *YEAR, "--formato", "markdown"): ".md",
    ("brecha", "plan", *YEAR): ".txt",
    ("probar", "plan"): ".txt",
    ("exportar", "plan", "--a", "csv"): ".csv",
    ("exportar", "plan", "--a", "xlsx"): ".xlsx",
    ("exportar", "plan", "--a", "xlsx", "--forma", "b7", *YEAR): ".xlsx",
    ("importar", "matriz.csv"): ".pei",
}
# What people fill in, or a plan reads: no result that is made again by itself.
MADE_ONCE = {"importar"}
OTHERS = {
    "notes": b"Pendientes: revisar el objetivo 1\n",
    "plan": GOOD.encode(),
    "data": GOOD_CSV.encode(),
    "archive": b"PK\x03\x04 no es un libro",
}


def _prepared(write: Write) -> None:
    write(GOOD_FILES)
    Path("matriz.csv").write_text(MATRIX, "utf-8")


def _everything() -> dict[str, bytes]:
    return {
        str(path): path.read_bytes()
        for path in Path().rglob("*")
        if path.is_file() and ".cache" not in path.parts
    }


@pytest.mark.parametrize("order", WRITES, ids=" ".join)
def test_what_is_something_else_stays(order: tuple[str, ...], run: Run, write: Write) -> None:
    _prepared(write)
    file = Path(f"salida{WRITES[order]}")
    for other, content in OTHERS.items():
        file.write_bytes(content)
        before = _everything()
        done = run(*order, "-o", file)

        assert done.code == 2, (other, done)
        assert f"«{file}» ya existe; elija otro nombre o agregue --reemplazar" in " ".join(done.err.split())
        assert _everything() == before, other


@pytest.mark.parametrize("order", [each for each in WRITES if each[0] != "importar"], ids=" ".join)
def test_what_is_replaced_stays_beside(order: tuple[str, ...], run: Run, write: Write) -> None:
    _prepared(write)
    file = Path(f"salida{WRITES[order]}")
    file.write_bytes(OTHERS["notes"])
    before = _everything()
    done = run(*order, "-o", file, "--reemplazar")

    assert done.code in {0, 1}, done
    assert file.read_bytes() != OTHERS["notes"]
    after = _everything()
    assert after.pop(f"{file}.anterior") == OTHERS["notes"]
    assert {**after, str(file): OTHERS["notes"]} == before


@pytest.mark.parametrize("order", [each for each in WRITES if each[0] not in MADE_ONCE], ids=" ".join)
def test_a_result_is_made_again(order: tuple[str, ...], run: Run, write: Write) -> None:
    """No flag, and no copy where nothing changes; a result that somebody wrote into stays beside."""
    _prepared(write)
    file = Path(f"salida{WRITES[order]}")
    codes = [run(*order, "-o", file).code for _ in range(2)]
    assert codes[0] in {0, 1}
    assert codes == [codes[0]] * 2
    made = file.read_bytes()
    if file.suffix != ".xlsx":  # which holds the time of its making
        assert not Path(f"{file}.anterior").exists()

    if file.suffix not in {".parquet", ".xlsx"}:
        file.write_bytes(made + b"\n")
        assert run(*order, "-o", file).code == codes[0]
        assert file.read_bytes() == made
        assert Path(f"{file}.anterior").read_bytes() == made + b"\n"


@pytest.mark.parametrize("order", [each for each in WRITES if WRITES[each] == ".csv"], ids=" ".join)
def test_what_is_read_stays(order: tuple[str, ...], run: Run, write: Write) -> None:
    """Also under another name, and where it looks like a result."""
    _prepared(write)
    Path("enlace.csv").symlink_to("plan/datos/salud.csv")
    os.link("plan/datos/salud.csv", "otro.csv")
    before = _everything()
    for file in ("plan/datos/salud.csv", "enlace.csv", "otro.csv"):
        done = run(*order, "-o", file)
        assert done.code == 2
        assert "es uno de los archivos que se leen" in " ".join(done.err.split()) or "ya existe" in done.err
        assert _everything() == before


def test_data_that_look_like_a_result_are_data(run: Run, write: Write) -> None:
    write(GOOD_FILES)
    order = ("evaluar", "plan", *YEAR, "--formato", "csv", "-o", "plan/datos/v.csv")
    assert run(*order).code == 0
    with Path("plan/plan.pei").open("a", encoding="utf-8") as plan:
        plan.write('\nfuente v "Valores"\n  archivo: datos/*.csv\n  columna código: texto\n')
    before = _everything()
    done = run(*order)

    assert done.code == 2
    assert "«plan/datos/v.csv» es uno de los archivos que se leen" in " ".join(done.err.split())
    assert _everything() == before


def test_a_new_file_among_the_data_is_told(run: Run, write: Write) -> None:
    write({**GOOD_FILES, "plan.pei": GOOD.replace("datos/salud.csv", "datos/*.csv")})
    order = ("evaluar", "plan", *YEAR, "--formato", "csv", "-o")

    assert "está donde el plan busca sus datos, y se leerá con ellos" in run(*order, "plan/datos/v.csv").err
    assert "aviso" not in run(*order, "v.csv").err


def test_a_link_keeps_being_one(run: Run, write: Write) -> None:
    write(GOOD_FILES)
    Path("lejos").mkdir()
    Path("lejos/informe.md").write_bytes(OTHERS["notes"])
    Path("informe.md").symlink_to("lejos/informe.md")
    order = ("evaluar", "plan", *YEAR, "--formato", "markdown", "-o", "informe.md")

    assert run(*order).code == 2
    assert run(*order, "--reemplazar").code == 0
    assert Path("informe.md").is_symlink()
    assert Path("lejos/informe.md.anterior").read_bytes() == OTHERS["notes"]


def test_earlier_copies_are_never_lost(run: Run, write: Write) -> None:
    """Two different things replaced one after another both stay; the later one is `.anterior`."""
    write(GOOD_FILES)
    order = ("evaluar", "plan", *YEAR, "-o", "x.txt", "--reemplazar")
    for content in (b"uno", b"dos", b"tres"):
        Path("x.txt").write_bytes(content)
        assert run(*order).code == 0

    assert Path("x.txt.anterior").read_bytes() == b"tres"
    assert Path("x.txt.anterior.2").read_bytes() == b"uno"
    assert Path("x.txt.anterior.3").read_bytes() == b"dos"


def test_a_folder_a_device_and_an_empty_file(run: Run, write: Write) -> None:
    write(GOOD_FILES)
    Path("carpeta").mkdir()
    Path("vacío.txt").touch()
    order = ("evaluar", "plan", *YEAR)

    assert run(*order, "-o", "carpeta", "--reemplazar").code == 2
    assert run(*order, "-o", "vacío.txt").code == 0
    assert run(*order, "-o", os.devnull).code == 0
    assert not Path("vacío.txt.anterior").exists()


def test_an_earlier_copy_is_no_plan_and_no_data(run: Run, write: Write) -> None:
    files = {**GOOD_FILES, "datos/salud.csv.anterior": GOOD_CSV, "plan.pei.anterior": "basura"}
    write({**files, "plan.pei": GOOD.replace("datos/salud.csv", "datos/salud*")})
    assert run("evaluar", "plan", *YEAR).out == run("evaluar", "plan", *YEAR).out
    assert "60.0 %" in run("evaluar", "plan", *YEAR).out

    done = run("revisar", "plan/plan.pei.anterior")
    assert done.code == 2
    assert "es lo que había antes de que una orden lo reemplazara" in done.all
    write({**files, "plan.pei": GOOD.replace("datos/salud.csv", "datos/salud.csv.anterior")})
    done = run("evaluar", "plan", *YEAR)
    assert done.code == 3
    assert "es lo que había antes de que una orden lo reemplazara" in done.all


def test_a_form_that_failed_leaves_all_as_it_was(
    run: Run, write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(GOOD_FILES)
    Path("x.txt").write_bytes(b"uno")
    before = _everything()

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    done = run("evaluar", "plan", *YEAR, "-o", "x.txt", "--reemplazar")

    assert done.code == 2
    assert "no queda espacio" in done.err
    assert _everything() == before


# ---- Forms that people fill in ----------------------------------------------------------------------------


@pytest.fixture
def filled(run: Run, write: Write) -> Path:
    """Return a capture book in which somebody has written the value of 2024."""
    write({"plan.pei": GOOD_FILES["plan.pei"], "datos/salud.csv": GOOD_CSV})
    assert run("exportar", "plan", "-o", "captura.xlsx").code == 0
    book = openpyxl.load_workbook("captura.xlsx")
    sheet = book["Captura"]
    [row] = [each[0].row for each in sheet.iter_rows() if each[0].value == "IND.01.OEI.01"]
    top = next(
        each for each in sheet.iter_rows() if any("Valor obtenido" in str(cell.value) for cell in each)
    )
    column = next(int(cell.column or 0) for cell in top if "Valor obtenido" in str(cell.value))
    sheet.cell(row, column).value = 0.75
    book.save("captura.xlsx")
    return Path("captura.xlsx")


def test_a_filled_book_is_never_emptied(filled: Path, run: Run) -> None:
    before = _everything()
    for flag in ((), ("--reemplazar",)):
        done = run("exportar", "plan", "-o", filled, *flag)
        assert done.code == 2
        assert _everything() == before
    assert "tiene una cifra que el plan no tiene (IND.01.OEI.01 2024)" in " ".join(done.err.split())
    assert "with" not in done.err


def test_a_filled_book_whose_figures_the_plan_has_is_replaced_when_asked(filled: Path, run: Run) -> None:
    plan = Path("plan/plan.pei")
    plan.write_text(plan.read_text("utf-8").replace("80%\n", "80%\n  valores: 2024: 75%\n"), "utf-8")
    content = filled.read_bytes()

    assert run("exportar", "plan", "-o", filled).code == 2
    assert run("exportar", "plan", "-o", filled, "--reemplazar").code == 0
    assert Path("captura.xlsx.anterior").read_bytes() == content


def test_a_long_table_with_more_figures_is_never_emptied(run: Run, write: Write) -> None:
    write(GOOD_FILES)
    assert run("exportar", "plan", "-o", "cifras.csv").code == 0
    with Path("cifras.csv").open("a", encoding="utf-8") as table:
        table.write("IND.01.OEI.01,Porcentaje de controles,porcentaje,ascendente,valor obtenido,2024,75%,\n")
    for flag in ((), ("--reemplazar",)):
        assert run("exportar", "plan", "-o", "cifras.csv", *flag).code == 2


# ---- No other way to write --------------------------------------------------------------------------------

# Files that are no output of a command, and why they are written elsewhere.
ELSEWHERE = {
    "cache_folder.py": "what is kept for the next run, in a folder of our own",
    "cli/environment.py": "to nowhere, what standard output did not take",
    "data/readers/text_columns.py": "a copy in the temporary folder, for the engine that reads it",
    "data/engine/into_engine.py": "rows in the temporary folder, for the engine that reads them",
    "interchange/workbook.py": "into memory",
    "data/readers/zip_files.py": "what an archive holds, in the temporary folder",
    "reproducing/packaging.py": "into the archive, which the one writer writes",
    "reproducing/unpacking.py": "what a package holds, in a temporary folder",
    "studio/drops.py": "what was dropped on the page, in a temporary folder",
    "studio/kept_files.py": "what a person saves in the studio: whole or not at all, by the hash that was opened",
    "workspace/revisions.py": "a revision of a plan and the data beside it, in a temporary folder",
    "cli/writing.py": "the one writer",
}
NAMES = {"write_text", "write_bytes", "NamedTemporaryFile", "mkstemp", "copyfile", "copy2", "save"}


def _writes(node: ast.AST) -> bool:
    if not isinstance(node, ast.Call):
        return False
    called = node.func
    name = called.attr if isinstance(called, ast.Attribute) else getattr(called, "id", "")
    if name in NAMES:
        return True
    if name != "open":
        return False
    words = [*node.args, *(each.value for each in node.keywords if each.arg == "mode")]
    modes = [each.value for each in words if isinstance(each, ast.Constant) and isinstance(each.value, str)]
    return any(set(mode) <= set("rwaxbt+") and set(mode) & set("wax+") for mode in modes)


def test_nothing_else_writes() -> None:
    found = {
        path.relative_to(PACKAGE).as_posix()
        for path in PACKAGE.rglob("*.py")
        if any(map(_writes, ast.walk(ast.parse(path.read_text("utf-8")))))
    }
    assert found == set(ELSEWHERE)


def test_a_book_with_a_cell_that_nobody_understands_is_never_emptied(filled: Path, run: Run) -> None:
    """That no figure was read from a cell does not make it an empty one."""
    book = openpyxl.load_workbook(filled)
    [cell] = [each for row in book["Captura"].iter_rows() for each in row if each.value == 0.75]
    cell.value, cell.number_format = "setenta y cinco", "General"
    book.save(filled)
    before = _everything()

    done = run("exportar", "plan", "-o", filled, "--reemplazar")

    assert done.code == 2
    assert _everything() == before
    assert f"Captura!{cell.coordinate}" in done.err
