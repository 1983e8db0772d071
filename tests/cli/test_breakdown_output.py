"""Where a breakdown goes: files that are never half-written, Parquet, and a line that says how far it is."""

from __future__ import annotations

import csv
import importlib.util
import io
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from pyarrow import parquet

import pei_dsl
from pei_dsl.cli.writing import Destination, writing
from tests.cli.test_breakdown import FILES, ROWS
from tests.cli.test_reading import at_a_terminal, environment

if TYPE_CHECKING:
    from tests.cli.conftest import Run, Write

BY = ("evaluar", "plan", "--periodo", "2024", "--por", "región,mes")


# ---- Parquet ------------------------------------------------------------------------------------------


def test_a_parquet_file_has_the_rows_of_csv(run: Run, write: Write) -> None:
    write(FILES)
    done = run(*BY, "--formato", "parquet", "-o", "cifras.parquet")
    shown = list(csv.DictReader(io.StringIO(run(*BY, "--formato", "csv").out)))
    kept = parquet.read_table("cifras.parquet").to_pylist()

    assert done == (0, "", "Escrito en cifras.parquet\n")
    same = ("código", "título", "periodo", "nivel", "región", "unidad", "nd", "detalle")
    assert [[row[name] or "" for name in same] for row in kept] == [
        [row[name] for name in same] for row in shown
    ]
    assert [row["valor"] for row in kept] == [
        Decimal(row["valor"]) if row["valor"] else None for row in shown
    ]
    assert next(row["valor_exacto"] for row in kept if row["valor"] == Decimal("77.8")) == "700/9"


def test_a_parquet_file_is_a_source_of_another_plan(run: Run, write: Write) -> None:
    write(FILES)
    run(*BY, "--formato", "parquet", "-o", "plan/cifras.parquet")
    other = (
        'plan "Otro"\n  periodo: 2024 a 2024\nobjetivo OEI.01 "S"\nindicador IND.01.OEI.01 "N"\n'
        '  fórmula: suma(s.valor si nivel = "total" y código = "IND.02.OEI.01")\n  unidad: número\n'
        "  sentido: ascendente\n  logros: 2024: 3\n"
        "fuente s\n  archivo: cifras.parquet\n  tiempo: periodo\n  columna periodo: fecha\n"
        "  columna nivel: texto\n  columna código: texto\n  columna valor: número\n"
    )
    Path("plan/plan.pei").write_text(other, "utf-8")
    measured = pei_dsl.evaluate(pei_dsl.load("plan"), 2024)

    assert measured.diagnostics == ()
    assert measured.evaluation.indicators["IND.01.OEI.01"].value == 1 + 1 + 2


@pytest.mark.parametrize(
    ("options", "spanish", "english"),
    [
        (
            ("-o", "x.parquet"),
            "un archivo parquet guarda una desagregación: agregue --por, por ejemplo --por mes.",
            "a parquet file holds a breakdown: add --por, for example --por mes.",
        ),
        (
            ("--por", "mes"),
            "un archivo parquet no cabe en la pantalla: agregue -o con un nombre que termine en .parquet.",
            "a parquet file cannot be shown on the screen: add -o with a name that ends in .parquet.",
        ),
        (
            ("--por", "mes", "-o", "-"),
            "un archivo parquet no cabe en la pantalla",
            "a parquet file cannot be shown on the screen",
        ),
    ],
)
def test_parquet_that_cannot_be_is_refused(
    options: tuple[str, ...], spanish: str, english: str, run: Run, write: Write
) -> None:
    write(FILES)
    order = ("evaluar", "plan", "--periodo", "2024", "--formato", "parquet", *options)
    for told, done in ((spanish, run(*order)), (english, run("--lang", "en", *order))):
        assert (done.code, done.out) == (2, "")
        assert told in done.err
    assert not Path("x.parquet").exists()


def test_parquet_without_its_package_is_one_line(
    run: Run, write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(FILES)
    monkeypatch.setattr(importlib.util, "find_spec", lambda _: None)
    done = run(*BY, "--formato", "parquet", "-o", "x.parquet")

    assert done == (2, "", 'falta un componente; instálelo con: pip install "pei_dsl[frames]"\n')


def test_data_with_errors_are_written_as_nd_and_end_with_three(run: Run, write: Write) -> None:
    write({**FILES, "datos/salud.csv": f"{ROWS}2024-10,Lima,F,E1,s/d,5\n"})
    done = run(*BY, "--formato", "parquet", "-o", "x.parquet")

    assert (done.code, done.out) == (3, "")
    assert done.err.startswith("Escrito en x.parquet\nerror[PEI303]")
    first = parquet.read_table("x.parquet").to_pylist()[0]
    assert (first["valor"], first["nd"]) == (None, "inválido")


# ---- Files that are never half-written ----------------------------------------------------------------


@pytest.mark.parametrize("format_", ["csv", "json", "parquet", "markdown", "tabla"])
def test_a_file_that_cannot_be_is_told(format_: str, run: Run, write: Write) -> None:
    write(FILES)
    done = run(*BY, "--formato", format_, "-o", "no/hay/x")

    assert (done.code, done.out) == (2, "")
    assert "no se puede escribir «no/hay/x»: no existe la carpeta." in done.err


@pytest.mark.parametrize("format_", ["csv", "json", "markdown", "tabla"])
def test_the_file_has_what_the_screen_shows(format_: str, run: Run, write: Write) -> None:
    write(FILES)
    shown = run(*BY, "--formato", format_)
    done = run(*BY, "--formato", format_, "-o", "x")

    assert (done.code, done.out, done.err) == (0, "", "Escrito en x\n")
    assert Path("x").read_bytes().decode("utf-8-sig") == shown.out
    assert sorted(path.name for path in Path().iterdir() if path.is_file()) == ["x"]


def test_what_fails_in_the_middle_leaves_the_file_of_yesterday(tmp_path: Path) -> None:
    (tmp_path / "x").write_text("de ayer")

    def parts() -> Iterator[bytes]:
        yield b"a" * 10**6
        assert len(list(tmp_path.iterdir())) == 2
        raise KeyboardInterrupt

    to = Destination(tmp_path / "x", "-o", replaces=True)
    with pytest.raises(KeyboardInterrupt), writing(to) as stream:
        stream.writelines(parts())
    assert [(path.name, path.read_text()) for path in tmp_path.iterdir()] == [("x", "de ayer")]


# ---- How far it is ------------------------------------------------------------------------------------

SLOW = """
import sys, time
import attrs
from pei_dsl import cli
from pei_dsl.cli import progress_line
from pei_dsl.evaluation import breakdown

progress_line.PATIENCE = 0.2
plain = breakdown.break_down

def slowly(series):
    for each in series:
        time.sleep({pause})
        yield each

def break_down(*arguments):
    made = plain(*arguments)
    return attrs.evolve(made, series=slowly(made.series))

breakdown.break_down = break_down
sys.argv = ["pei", *sys.argv[1:]]
cli.main()
"""


def slow(pause: float, *arguments: str) -> list[str]:
    """Return the command that runs `pei`, each series of a breakdown after a pause."""
    return [sys.executable, "-c", SLOW.format(pause=pause), *BY, *arguments]


@pytest.mark.skipif(os.name == "nt", reason="no pseudo-terminals")
@pytest.mark.parametrize(
    ("lang", "options", "words"),
    [
        ("es", ("--formato", "csv", "-o", "x.csv"), "Escribiendo x.csv… "),
        ("en", ("--formato", "parquet", "-o", "x.parquet"), "Writing x.parquet… "),
        ("es", ("--formato", "csv"), "Escribiendo la salida… "),
        ("en", ("--formato", "json"), "Writing the output… "),
    ],
)
def test_a_terminal_shows_how_far_the_writing_is(
    lang: str, options: tuple[str, ...], words: str, tmp_path: Path, write: Write
) -> None:
    write(FILES)
    _, seen = at_a_terminal(
        slow(0.05, *options), tmp_path, environment(tmp_path, PEI_LANG=lang, COLUMNS="80")
    )
    shown = [part for part in seen.replace("\n", "\r").split("\r") if part.strip()]
    steps = [part for part in shown if part.startswith(words)]

    assert len(steps) > 2
    assert all(part.strip().endswith(" %") for part in steps)
    assert all(part.startswith((words, "Leyendo", "Reading", "Escrito en", "Written to")) for part in shown)


@pytest.mark.skipif(os.name == "nt", reason="other signals")
@pytest.mark.parametrize("format_", ["csv", "parquet"])
def test_ctrl_c_leaves_the_file_of_yesterday(format_: str, tmp_path: Path, write: Write) -> None:
    write({**FILES, "salida/x": "de ayer"})
    process = subprocess.Popen(
        slow(1, "--formato", format_, "-o", "plan/salida/x", "--reemplazar"),
        cwd=tmp_path,
        env=environment(tmp_path),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    folder = tmp_path / "plan" / "salida"
    end = time.monotonic() + 60
    while len(list(folder.iterdir())) < 2 and time.monotonic() < end:
        time.sleep(0.05)
    assert process.poll() is None
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=60)

    assert (process.returncode, out, err.decode()) == (130, b"", "Interrumpido.\n")
    assert [(path.name, path.read_text()) for path in folder.iterdir()] == [("x", "de ayer")]
