"""Who reads the data and what that may cost: options, limits, packages that are missing, Ctrl-C, progress."""

from __future__ import annotations

import io
import os
import pty
import select
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb
import openpyxl
import pytest

import pei_dsl
from pei_dsl import Reading
from pei_dsl.cli import evaluate
from tests.cli.plans import GOOD, GOOD_CSV, GOOD_FILES, SPECS
from tests.cli.test_process import ROOT, SPEAKING

if TYPE_CHECKING:
    from tests.cli.conftest import Run, Write

EVALUATE = ("evaluar", "plan", "--periodo", "2024")
VALUE = "60.0 %"


@pytest.mark.parametrize("engine", ["auto", "referencia", "duckdb", "sqlite", "reference", "DUCKDB"])
def test_every_engine_gives_the_same(engine: str, run: Run, write: Write) -> None:
    write(GOOD_FILES)

    assert run(*EVALUATE, "--motor", engine) == run(*EVALUATE)
    assert VALUE in run(*EVALUATE).out


@pytest.mark.parametrize("engine", ["duckdb", "sqlite"])
def test_more_summed_up_rows_than_allowed_are_a_finding(engine: str, run: Run, write: Write) -> None:
    write(GOOD_FILES)
    done = run("evaluar", "plan", "--periodo", "2024-S1..2024-S2", "--motor", engine, "--filas", "1")

    assert done.code == 3
    assert "error[PEI334]: de una consulta volverían más de 1 fila\n" in done.err
    assert "ND" in done.out
    assert VALUE not in done.out


@pytest.mark.parametrize("memory", ["1KB", "0GB", "2 MB"])
def test_too_little_memory_is_a_finding(memory: str, run: Run, write: Write) -> None:
    write(GOOD_FILES)
    done = run(*EVALUATE, "--motor", "duckdb", "--memoria", memory)

    assert done.code == 3
    assert "error[PEI332]: el cálculo necesita más memoria de la permitida" in done.err


def test_a_size_that_no_engine_takes_is_a_finding(run: Run, write: Write) -> None:
    write(GOOD_FILES)
    done = run(*EVALUATE, "--motor", "duckdb", "--memoria", "999999999999999999999TB")

    assert done.code == 3
    if "error[PEI332]" not in done.err:  # DuckDB 1.3 takes it for a small one
        assert "error[PEI331]: el motor de datos no aceptó la configuración\n" in done.err
        assert "corrija --memoria o --carpeta-temporal" in done.err


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (("--memoria", "mucha"), "«mucha» no es un tamaño; escriba por ejemplo 2GB."),
        (("--memoria", "2"), "«2» no es un tamaño"),
        (("--segundos", "0"), "--segundos"),
        (("--segundos", "-1"), "--segundos"),
        (("--filas", "0"), "--filas"),
        (("--motor", "oráculo"), "oráculo"),
        (("--carpeta-temporal", "no-existe"), "no-existe"),
        (("--raíz", "no-existe"), "no-existe"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else "",
)
def test_options_that_say_nothing_sensible(
    options: tuple[str, ...], told: str, run: Run, write: Write
) -> None:
    write(GOOD_FILES)
    done = run(*EVALUATE, *options)

    assert (done.code, done.out) == (2, "")
    assert told in done.err


@pytest.mark.parametrize("engine", ["referencia", "duckdb", "sqlite"])
def test_data_outside_the_folder_need_its_root(engine: str, run: Run, write: Write) -> None:
    write({"salud.csv": GOOD_CSV}, "lejos")
    write({"plan.pei": GOOD.replace("datos/salud.csv", "../lejos/salud.csv")})
    refused = run(*EVALUATE, "--motor", engine)
    allowed = run(*EVALUATE, "--motor", engine, "--raíz", "lejos")

    assert (refused.code, VALUE in refused.out) == (3, False)
    assert "error[PEI307]" in refused.err
    assert (allowed.code, allowed.err, VALUE in allowed.out) == (0, "", True)
    assert (run("revisar", "plan").code, run("revisar", "plan", "--raíz", "lejos").code) == (3, 0)


def test_what_does_not_fit_goes_to_the_folder_and_goes_from_it(run: Run, write: Write) -> None:
    write({**GOOD_FILES, "copias/nada": ""})
    done = run(*EVALUATE, "--motor", "duckdb", "--carpeta-temporal", "plan/copias")

    assert (done.code, VALUE in done.out) == (0, True)
    assert [path.name for path in Path("plan/copias").iterdir()] == ["nada"]


PLANS = sorted(path.parent for path in SPECS.rglob("plan.pei"))


@pytest.mark.parametrize("plan", PLANS, ids=lambda path: path.name)
def test_no_engine_changes_what_is_printed_of_the_shipped_plans(plan: Path, run: Run) -> None:
    loaded = pei_dsl.load(plan)
    assert loaded.plan.period is not None
    first, last = loaded.plan.period
    year = "2024" if first.year <= 2024 <= last.year else str(first)
    codes = [*loaded.plan.indicators]
    every = [
        ("evaluar", plan, "--periodo", f"{first}..{last}", "--formato", "csv"),
        ("probar", plan),
        # What a result rests on says who was asked to aggregate.
        ("evaluar", plan, "--periodo", year, "--formato", "json", "--metodología", "exacta", "--sin-huellas"),
        ("evaluar", plan, "--periodo", year, "--por", "semestre"),
        ("brecha", plan, "--periodo", year),
        *(("explicar", plan, code, "--periodo", year) for code in dict.fromkeys((codes[0], codes[-1]))),
    ]
    # A plan without data asks no engine for anything.
    for order in every if loaded.plan.sources else every[:1]:
        reference = run(*order, "--motor", "referencia")
        for engine in ("duckdb", "sqlite"):
            assert run(*order, "--motor", engine) == reference, order


# ---- Packages that are missing ------------------------------------------------------------------------------


def test_an_engine_that_is_not_installed_is_one_line(
    run: Run, write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(GOOD_FILES)
    monkeypatch.setitem(sys.modules, "duckdb", None)
    done = run(*EVALUATE, "--motor", "duckdb")

    assert done == (
        2,
        "",
        'falta un paquete para leer estos datos; instálelo con: pip install "pei_dsl[duckdb]"\n',
    )
    assert run(*EVALUATE).code == 0


def test_an_engine_that_is_too_old_is_one_line(
    run: Run, write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(GOOD_FILES)
    monkeypatch.setattr(duckdb, "__version__", "1.2.2")

    assert run(*EVALUATE, "--motor", "duckdb") == (
        2,
        "",
        'DuckDB 1.2.2 es muy antiguo para leer estos datos: hace falta 1.3 o más nuevo; instálelo con: pip install "pei_dsl[duckdb]"\n',
    )
    assert run("--lang", "en", *EVALUATE, "--motor", "duckdb") == (
        2,
        "",
        'DuckDB 1.2.2 is too old to read these data: it takes 1.3 or newer; install it with: pip install "pei_dsl[duckdb]"\n',
    )
    assert run(*EVALUATE).code == 0


def test_parquet_files_without_an_engine_are_one_line(
    run: Run, write: Write, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    write({"plan.pei": GOOD.replace("salud.csv", "salud.parquet"), "datos/salud.csv": GOOD_CSV})
    duckdb.sql(f"COPY (FROM '{tmp_path}/plan/datos/salud.csv') TO '{tmp_path}/plan/datos/salud.parquet'")
    assert VALUE in run(*EVALUATE).out
    monkeypatch.setitem(sys.modules, "duckdb", None)
    done = run(*EVALUATE)
    english = run("--lang", "en", *EVALUATE)

    assert (done.code, done.out, done.err.count("\n")) == (2, "", 1)
    assert 'pip install "pei_dsl[duckdb]"' in done.err
    assert (
        english.err
        == 'a package is missing to read these data; install it with: pip install "pei_dsl[duckdb]"\n'
    )


# ---- A slow engine --------------------------------------------------------------------------------------------

SLOW = """
import sys
from pei_dsl import cli
from pei_dsl.cli import progress_line
from pei_dsl.data.engine.duckdb.duckdb_connection import DuckDBConnection

progress_line.PATIENCE = 0.2
plain = DuckDBConnection.rows

waiting, seen = [None], []
write = progress_line.Line._write

def noted(line, text):
    seen.append(text.endswith(" %"))
    write(line, text)

def rows(connection, query):
    size = {size}
    while waiting:
        plain(connection, f"SELECT SUM(hash(a.range + b.range)) FROM range(100_000) a, range({{size}}) b")
        size *= 2
        if any(seen) or not {until_seen}:
            waiting.pop()
    return plain(connection, query)

DuckDBConnection.rows = rows
progress_line.Line._write = noted
sys.argv = ["pei", *sys.argv[1:]]
cli.main()
"""


def slow(size: int, *arguments: str, until_seen: bool = False) -> list[str]:
    """
    Return the command that runs `pei` with an engine that has work of `size` before its first query.

    With `until_seen` it has more and more until the line says how far it is, however fast the machine is.
    """
    return [sys.executable, "-c", SLOW.format(size=size, until_seen=until_seen), *arguments]


def environment(folder: Path, **env: str) -> dict[str, str]:
    (folder / "tmp").mkdir(exist_ok=True)
    clean = {name: value for name, value in os.environ.items() if not name.startswith(SPEAKING)}
    own = {"PYTHONPATH": str(ROOT), "PEI_CACHE_DIR": str(folder / ".cache"), "TMPDIR": str(folder / "tmp")}
    return {**clean, **own, "PYTHONUTF8": "1", "PEI_LANG": "es", **env}


@pytest.mark.skipif(os.name == "nt", reason="other signals")
@pytest.mark.parametrize("times", [1, 2])
def test_ctrl_c_leaves_nothing_behind(times: int, tmp_path: Path, write: Write) -> None:
    write({**GOOD_FILES, "informe.txt": "de ayer"})
    arguments = [
        "evaluar",
        "plan",
        "--periodo",
        "2024",
        "--motor",
        "duckdb",
        "-o",
        "plan/informe.txt",
        "--reemplazar",
    ]
    process = subprocess.Popen(
        slow(10**9, *arguments),
        cwd=tmp_path,
        env=environment(tmp_path),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    end = time.monotonic() + 60
    while not list((tmp_path / "tmp").iterdir()) and time.monotonic() < end:
        time.sleep(0.05)
    time.sleep(0.5)
    assert process.poll() is None
    for _ in range(times):
        process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=60)

    assert (process.returncode, out, err.decode()) == (130, b"", "Interrumpido.\n")
    assert not list((tmp_path / "tmp").iterdir())
    assert sorted(path.name for path in (tmp_path / "plan").iterdir()) == ["datos", "informe.txt", "plan.pei"]
    assert (tmp_path / "plan" / "informe.txt").read_text() == "de ayer"


def test_a_slow_query_is_given_up(tmp_path: Path, write: Write) -> None:
    """Without an end to its patience it would not come to one: the query takes days."""
    write(GOOD_FILES)
    done = subprocess.run(
        slow(10**9, "evaluar", "plan", "--periodo", "2024", "--motor", "duckdb", "--segundos", "0.5"),
        cwd=tmp_path,
        env=environment(tmp_path),
        capture_output=True,
        check=False,
    )

    assert done.returncode == 3
    assert "la consulta tardó más de lo permitido: 0.5 segundos" in done.stderr.decode()


def at_a_terminal(command: list[str], folder: Path, env: dict[str, str]) -> tuple[str, str]:
    """Return what `command` writes to a pipe, and to a terminal on standard error."""
    ours, theirs = pty.openpty()
    with subprocess.Popen(command, cwd=folder, env=env, stdout=subprocess.PIPE, stderr=theirs) as process:
        os.close(theirs)
        seen = b""
        while True:
            if select.select([ours], [], [], 60)[0]:
                try:
                    more = os.read(ours, 4096)
                except OSError:  # what Linux says when the other end is closed
                    break
                if not more:
                    break
                seen += more
        assert process.stdout is not None
        out = process.stdout.read()
    os.close(ours)
    assert process.returncode == 0
    return out.decode(), seen.decode()


@pytest.mark.skipif(os.name == "nt", reason="no pseudo-terminals")
@pytest.mark.parametrize(
    ("lang", "words"),
    [("es", "Leyendo salud (datos/salud.csv)… "), ("en", "Reading salud (datos/salud.csv)… ")],
)
def test_a_terminal_shows_how_far_the_reading_is(lang: str, words: str, tmp_path: Path, write: Write) -> None:
    write(GOOD_FILES)
    command = slow(500, "evaluar", "plan", "--periodo", "2024", "--motor", "duckdb", until_seen=True)
    out, seen = at_a_terminal(command, tmp_path, environment(tmp_path, PEI_LANG=lang, COLUMNS="80"))
    shown = seen.split("\r")

    assert VALUE in out
    assert any(part.startswith(words) and part.strip().endswith(" %") for part in shown)
    assert all(part.startswith(words) or not part.strip() for part in shown)
    assert not shown[-1].strip()
    assert max(map(len, shown)) < 80


@pytest.mark.skipif(os.name == "nt", reason="no pseudo-terminals")
@pytest.mark.parametrize("term", ["dumb", "xterm"])
def test_neither_a_dumb_terminal_nor_quick_work_shows_any(term: str, tmp_path: Path, write: Write) -> None:
    write(GOOD_FILES)
    command = slow(1500 if term == "dumb" else 1, "evaluar", "plan", "--periodo", "2024", "--motor", "duckdb")
    if term == "xterm":
        command = [part.replace("PATIENCE = 0.2", "PATIENCE = 60") for part in command]
    out, seen = at_a_terminal(command, tmp_path, environment(tmp_path, TERM=term))

    assert VALUE in out
    assert seen == ""


def test_a_pipe_shows_no_progress(tmp_path: Path, write: Write) -> None:
    write(GOOD_FILES)
    done = subprocess.run(
        slow(1500, "evaluar", "plan", "--periodo", "2024", "--motor", "duckdb"),
        cwd=tmp_path,
        env=environment(tmp_path),
        capture_output=True,
        check=False,
    )

    assert (done.returncode, done.stderr) == (0, b"")


@pytest.mark.parametrize(
    "command",
    [
        ("evaluar", "plan", "--periodo", "2024"),
        ("explicar", "plan", "IND.01.OEI.01", "--periodo", "2024"),
        ("brecha", "plan", "--periodo", "2024"),
        ("auditar", "plan", "--periodo", "2024"),
        ("probar", "plan"),
        ("arbol", "plan", "--periodo", "2024"),
        ("exportar", "plan", "-o", "captura.xlsx"),
        ("exportar", "plan", "--forma", "b7", "--periodo", "2024", "-o", "b7.xlsx"),
        ("exportar", "plan", "--a", "csv"),
        ("revisar", "plan"),
        ("revisar", "plan", "--corregir"),
        ("revisar", "plan", "--previa"),
    ],
)
def test_what_is_said_of_data_outside_the_folder_can_be_done(
    command: tuple[str, ...], run: Run, write: Write
) -> None:
    """The message names the option, and every command that gives the message has it."""
    write({"salud.csv": GOOD_CSV}, "lejos")
    write({"plan.pei": GOOD.replace("datos/salud.csv", "../lejos/salud.csv")})
    refused = run(*command)
    allowed = run(*command, "--raíz", "lejos")

    assert refused.code == 3
    assert "agregue a la orden «--raíz CARPETA»" in " ".join(refused.all.split())
    assert "PEI307" not in allowed.all
    assert allowed.code == 0
    assert "--root FOLDER" in " ".join(run(*command, "--lang", "en").all.split())


def test_a_workbook_of_data_outside_the_folder_has_their_values(write: Write, tmp_path: Path) -> None:
    write({"salud.csv": GOOD_CSV}, "lejos")
    write({"plan.pei": GOOD.replace("datos/salud.csv", "../lejos/salud.csv")})
    loaded = pei_dsl.load(tmp_path / "plan")
    reading = pei_dsl.Reading(roots=(tmp_path / "lejos",))
    made = pei_dsl.report_b7_workbook(loaded, 2024, reading=reading)

    cells = openpyxl.load_workbook(io.BytesIO(made), read_only=True).worksheets[0].iter_rows(values_only=True)
    assert any(0.6 in row for row in cells)


def test_what_the_options_say_without_being_given_is_what_the_library_does() -> None:
    """The defaults are written twice, so that `pei --help` need not import what reads data."""
    defaults = {option.name: option.default for option in evaluate.command.params}
    reading = Reading()

    assert (defaults["rows"], defaults["cells"]) == (reading.rows, reading.cells)
    assert defaults["engine"] == reading.engine
