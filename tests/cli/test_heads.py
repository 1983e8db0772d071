"""`pei revisar` and the columns that data have: in Parquet files always, in databases when it is asked to."""

from __future__ import annotations

import contextlib
import json
import socket
import sqlite3
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow as arrow
import pytest
from pyarrow import parquet

from tests.cli.plans import GOOD, GOOD_CSV, GOOD_FILES

if TYPE_CHECKING:
    from tests.cli.conftest import Run, Write

PARQUET = GOOD.replace("datos/salud.csv", "datos/*.parquet")
DATABASE = GOOD.replace("archivo: datos/salud.csv", "conexión: PEI_BASE\n  tabla: controles")
PLACE = "  ::: plan.pei:{0}:11\n   |\n{0} |   columna hechos: número\n   |           ------ declarada aquí\n"


def put(name: str, *columns: str) -> None:
    table = arrow.table({column: ["2024-01"] for column in columns})
    parquet.write_table(table, Path("plan/datos") / f"{name}.parquet")


@pytest.fixture
def files(write: Write, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a plan of two Parquet files, the second without one of its columns."""
    monkeypatch.chdir(tmp_path)
    write({"plan.pei": PARQUET, "datos/nota.txt": ""})
    put("a", "fecha", "hechos", "previstos", "otra")
    put("b", "fecha", "hecho", "previstos")
    return Path("plan")


# ---- Parquet files ----------------------------------------------------------------------------------------


def test_a_column_that_a_parquet_file_lacks(files: Path, run: Run) -> None:
    done = run("revisar", files)

    assert done.code == 3
    assert "error[PEI302]: falta la columna «hechos»; ¿es «hecho»?\n  --> datos/b.parquet\n" in done.out
    assert PLACE.format(18) in done.out
    assert "1 error, 0 avisos" in done.out
    unread, found = json.loads(run("revisar", files, "--formato", "json").out)["hallazgos"]
    assert unread["codigo"] == "PEI443"
    assert [each["archivo"] for each in found["lugares"]] == ["", "plan.pei"]


def test_of_files_that_have_all_columns_only_the_rows_are_unread(files: Path, run: Run) -> None:
    (files / "datos/b.parquet").unlink()
    done = run("revisar", files)

    assert done.code == 0
    assert done.all.startswith("nota[PEI443]: no se miraron las filas de «salud»")
    assert done.all.endswith("Sin errores ni avisos en lo que se miró.\n")


def test_findings_are_kept_until_a_file_changes(files: Path, run: Run) -> None:
    assert run("revisar", files) == run("revisar", files)
    put("b", "fecha", "hechos", "previstos")

    assert run("revisar", files).code == 0


def test_a_file_that_is_none_is_one_finding_and_others_are_looked_at(files: Path, run: Run) -> None:
    (files / "datos/a.parquet").write_bytes(b"PAR1 y nada")
    done = run("revisar", files)

    assert done.code == 3
    assert "error[PEI331]" in done.out
    assert " --> datos/a.parquet\n" in done.out
    assert "error[PEI302]" in done.out
    assert "Traceback" not in done.all


def test_without_the_engine_a_note_says_what_was_not_looked_at(
    files: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patched:
        patched.setitem(sys.modules, "duckdb", None)
        done = run("revisar", files)
        english = run("check", files, "--lang=en")

    assert (done.code, done.err) == (0, "")
    assert "nota[PEI342]: no se miró si «datos/*.parquet» tiene las columnas de «salud»" in done.out
    assert 'pip install "pei_dsl[duckdb]"' in done.out
    assert (
        "note[PEI342]: whether “datos/*.parquet” has the columns of “salud” was not looked at" in english.out
    )
    assert "[PEI302]" in run("revisar", files).out, "what a missing package hides is not kept"


def test_a_plan_without_parquet_files_does_not_wait_for_the_engine(
    run: Run, write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(GOOD_FILES)
    monkeypatch.setitem(sys.modules, "duckdb", None)

    assert run("revisar", "plan").all == "Sin errores ni avisos.\n"


def test_the_plan_in_words_does_not_take_the_note_for_lack_of_data(
    files: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    (files / "datos/b.parquet").unlink()
    described = run("describir", files)
    monkeypatch.setitem(sys.modules, "duckdb", None)

    assert run("describir", files) == described


# ---- Databases --------------------------------------------------------------------------------------------


@pytest.fixture
def base(write: Write, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a plan of a table that lacks one of its columns."""
    monkeypatch.chdir(tmp_path)
    write({"plan.pei": DATABASE})
    database = sqlite3.connect("base.db")
    database.execute("CREATE TABLE controles (fecha TEXT, hecho INTEGER, previstos INTEGER)")
    database.close()
    monkeypatch.setenv("PEI_BASE", "sqlite:///base.db")
    return Path("plan")


def test_a_database_is_looked_at_only_when_that_is_asked(base: Path, run: Run) -> None:
    """The same text gives the same answer, wherever and whenever it is checked."""
    unasked = run("revisar", base)
    assert unasked.code == 0
    assert "nota[PEI443]" in unasked.out, "what was not looked at is said"
    assert "PEI302" not in unasked.out
    done = run("revisar", base, "--con-bases")

    assert done.code == 3
    assert "error[PEI302]: falta la columna «hechos»; ¿es «hecho»?\n  --> controles (PEI_BASE)\n" in done.out
    assert PLACE.format(19) in done.out
    assert run("check", base, "--with-databases").code == 3
    assert run("revisar", base).code == 0, "what a database said is not kept"


@pytest.mark.parametrize(
    ("address", "told"),
    [
        (None, "error[PEI336]"),
        ("nada", "error[PEI336]"),
        ("sqlite:///otra.db", "error[PEI337]"),
        ("sqlite:///vacía.db", "error[PEI338]"),
    ],
)
def test_a_database_that_was_asked_for_and_is_not_there(
    address: str | None, told: str, base: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    sqlite3.connect("vacía.db").close()
    if address is None:
        monkeypatch.delenv("PEI_BASE")
    else:
        monkeypatch.setenv("PEI_BASE", address)

    assert run("revisar", base).code == 0
    done = run("revisar", base, "--con-bases")
    assert done.code == 3
    assert told in done.out


def test_a_server_that_does_not_answer_is_waited_for_once_and_not_long(
    write: Write, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    twin = DATABASE.partition("fuente salud")[2].partition("prueba")[0]
    write({"plan.pei": f"{DATABASE}\nfuente otra{twin}"})
    monkeypatch.setattr("pei_dsl.workspace.checking.SECONDS", 2)
    with socket.create_server(("127.0.0.1", 0)) as server:  # it takes the call and says nothing
        monkeypatch.setenv("PEI_BASE", f"postgresql://ana:s3creto@127.0.0.1:{server.getsockname()[1]}/base")
        done = run("revisar", "plan", "--con-bases")
        calls = calls_to(server)

    assert done.out.count("error[PEI337]") == 1
    assert "s3creto" not in done.all
    assert calls == 1


def calls_to(server: socket.socket) -> int:
    """Return how often `server` was called; none of the calls was taken yet."""
    server.settimeout(0)
    calls = 0
    with contextlib.suppress(BlockingIOError):
        while True:
            server.accept()[0].close()
            calls += 1
    return calls


def test_a_driver_that_is_missing_is_named_when_it_is_needed(
    write: Write, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    write({"plan.pei": DATABASE})
    monkeypatch.setenv("PEI_BASE", "postgresql://servidor/base")
    monkeypatch.setitem(sys.modules, "psycopg", None)

    assert run("revisar", "plan").code == 0
    done = run("revisar", "plan", "--con-bases")
    assert (done.code, done.out) == (2, "")
    assert done.err.endswith('pip install "pei_dsl[postgres]"\n')


@pytest.mark.parametrize("option", ["--corregir", "--previa"])
def test_databases_have_nothing_to_mend(option: str, base: Path, run: Run) -> None:
    done = run("revisar", base, "--con-bases", option)

    assert (done.code, done.out) == (2, "")
    assert f"--con-bases no va con {option}" in done.err


def test_a_plan_without_databases_takes_the_option_too(run: Run, write: Write) -> None:
    write({**GOOD_FILES, "datos/salud.csv": GOOD_CSV})

    assert run("revisar", "plan", "--con-bases").all == "Sin errores ni avisos.\n"
