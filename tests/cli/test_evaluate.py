"""`pei evaluar`: formats, periods, methodologies, and where the result goes."""

from __future__ import annotations

import csv
import io
import json
import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.cli.plans import GOOD, GOOD_CSV, GOOD_FILES, INPE

if TYPE_CHECKING:
    from tests.cli.conftest import Run, Write

BROKEN = {"plan.pei": GOOD, "datos/salud.csv": GOOD_CSV + "2024-10-01,s/d,5\n"}
FORMATS = ["tabla", "json", "csv", "markdown"]


def test_the_table_of_inpe(run: Run) -> None:
    done = run("evaluar", INPE, "--periodo", "2024")
    lines = done.out.splitlines()

    assert (done.code, done.err) == (0, "")
    assert lines[0] == "PEI 2019-2027 Ampliado · Instituto Nacional Penitenciario (INPE)"
    assert lines[1] == "Periodo 2024 · metodología ceplan"
    assert any(line.startswith("OEI.01  ") and line.endswith(" 57.62  ■ rojo") for line in lines)
    assert any(line.endswith("↓  0.72 %   2.23 %    32.29  ■ rojo") for line in lines)
    assert "Acciones     3 ● verde   2 ▲ amarillo   5 ■ rojo   1 ○ ND" in lines
    assert max(map(len, lines)) <= 100
    assert "\x1b" not in done.out


def test_the_table_for_programs(run: Run) -> None:
    """The schema has its own tests; here, that it is what is printed."""
    done = run("evaluar", INPE, "--periodo", "2024", "--formato", "json")
    told = json.loads(done.out)

    assert (done.code, done.err) == (0, "")
    assert (told["version"], told["periodo"]) == (1, "2024")
    assert {each["codigo"]: each["alcance"] for each in told["grupos"]}["OEI.01"] == "57.62"


def test_the_table_for_spreadsheets(run: Run) -> None:
    done = run("evaluar", INPE, "--periodo", "2024", "--formato", "csv")
    rows = {row["código"]: row for row in csv.DictReader(io.StringIO(done.out))}

    assert (done.code, done.err) == (0, "")
    assert rows["IND.02.OEI.01"]["valor"] == "2.23"
    assert rows["IND.02.OEI.01"]["alcance"] == "32.29"
    assert rows["AEI.02.02"]["alcance"] == ""
    assert rows["AEI.02.02"]["nd"] == "no programado"


def test_the_table_for_documents(run: Run) -> None:
    done = run("evaluar", INPE, "--periodo", "2024", "--formato", "markdown")

    assert (done.code, done.err) == (0, "")
    assert done.out.startswith("## PEI 2019-2027 Ampliado: periodo 2024\n")
    assert "| ↓" not in done.out
    assert "| descendente | 0.72 % | 2.23 % | 32.29 | ■ rojo |" in done.out


@pytest.mark.parametrize(
    "options",
    [
        ("--periodo", "2024"),
        ("--periodo=2024",),
        ("--año", "2024"),
        ("--an\u0303o", "2024"),
        ("--anio", "2024"),
        ("--year", "2024"),
        ("--period", "2024"),
        ("--período", "2024"),
        ("--PERIODO", " 2024 "),
        ("--periodo", "2024", "--formato", "TABLA"),
        ("--periodo", "2024", "--format", "table"),
        ("--periodo", "2024", "--metodologia", "ceplan"),
        ("--periodo", "2024", "--methodology", "ceplan"),
    ],
    ids=" ".join,
)
def test_options_have_several_spellings(options: tuple[str, ...], run: Run, write: Write) -> None:
    folder = write(GOOD_FILES)

    assert run("evaluar", folder, *options) == run("evaluar", folder, "--periodo", "2024")
    assert run("evaluar", folder, *options).code == 0


@pytest.mark.parametrize("period", ["2024-S1", "2024-T3", "2024-09", "2024-09-01", "2024-s2"])
def test_parts_of_a_year(period: str, run: Run, write: Write) -> None:
    done = run("evaluar", write(GOOD_FILES), "--periodo", period)

    assert done.code == 0
    assert f"Periodo {period.upper()}" in done.out


def test_another_methodology(run: Run) -> None:
    done = run("evaluar", INPE, "--periodo", "2024", "--metodología", "exacta")

    assert done.code == 0
    assert "metodología exacta" in done.out


def test_standard_input(run: Run, write: Write) -> None:
    folder = write(GOOD_FILES)
    write({"datos/salud.csv": GOOD_CSV}, ".")

    assert run("evaluar", "-", "--periodo", "2024", given=GOOD) == run("evaluar", folder, "--periodo", "2024")


# ---- Where the result goes ---------------------------------------------------------------------


@pytest.mark.parametrize("format_", FORMATS)
def test_a_file_holds_what_the_screen_shows(format_: str, run: Run, write: Write, tmp_path: Path) -> None:
    order = ("evaluar", write(GOOD_FILES), "--periodo", "2024", "--formato", format_)
    shown, written = run(*order), run(*order, "-o", "resultado")

    assert (written.code, written.out, written.err) == (0, "", "Escrito en resultado\n")
    assert (tmp_path / "resultado").read_text("utf-8-sig") == shown.out
    assert {path.name for path in tmp_path.iterdir()} - {".cache"} == {"plan", "resultado"}


def test_a_file_is_replaced_whole(run: Run, write: Write, tmp_path: Path) -> None:
    (tmp_path / "viejo").write_text("x" * 100_000)
    (tmp_path / "nombre").symlink_to("viejo")

    done = run(
        "evaluar",
        write(GOOD_FILES),
        "--periodo",
        "2024",
        "--formato",
        "csv",
        "--output",
        "nombre",
        "--replace",
    )

    assert done.code == 0
    assert (tmp_path / "nombre").is_symlink()
    assert (tmp_path / "viejo").read_text("utf-8-sig").startswith("código,")


def test_a_dash_is_the_screen(run: Run, write: Write, tmp_path: Path) -> None:
    order = ("evaluar", write(GOOD_FILES), "--periodo", "2024")

    assert run(*order, "-o", "-") == run(*order)
    assert not (tmp_path / "-").exists()


def test_a_device_is_written_to_and_stays_one(run: Run, write: Write) -> None:
    done = run("evaluar", write(GOOD_FILES), "--periodo", "2024", "-o", os.devnull)

    assert done.code == 0
    assert not Path(os.devnull).is_file()


@pytest.mark.parametrize("format_", FORMATS)
def test_findings_about_data_never_mix_with_the_result(format_: str, run: Run, write: Write) -> None:
    done = run("evaluar", write(BROKEN), "--periodo", "2024", "--formato", format_)

    assert done.code == 3
    assert "PEI303" not in done.out
    assert "error[PEI303]: columna «hechos»: «s/d» parece decir que no hay dato" in done.err
    assert " --> datos/salud.csv:4\n" in done.err
    if format_ == "json":
        [indicator] = json.loads(done.out)["indicadores"]
        assert indicator["nd"] == {
            "motivo": "inválido",
            "detalle": "los datos de la fuente «salud» tienen errores (datos/salud.csv)",
        }


def test_a_file_is_written_though_data_have_errors(run: Run, write: Write, tmp_path: Path) -> None:
    done = run("evaluar", write(BROKEN), "--periodo", "2024", "-o", "resultado")

    assert done.code == 3
    assert "○ ND" in (tmp_path / "resultado").read_text("utf-8")


def test_a_plan_with_errors_writes_nothing(run: Run, write: Write, tmp_path: Path) -> None:
    folder = write({**GOOD_FILES, "plan.pei": GOOD.replace("80%", "80")})

    done = run("evaluar", folder, "--periodo", "2024", "-o", "resultado")

    assert (done.code, done.out) == (1, "")
    assert "No se calcula un plan con errores." in done.err
    assert not (tmp_path / "resultado").exists()


# ---- Colours on the screen ---------------------------------------------------------------------


def test_colours_are_painted_where_asked_for(run: Run, write: Write) -> None:
    order = ("evaluar", write(GOOD_FILES), "--periodo", "2024")

    assert "\x1b[33m▲ amarillo\x1b[0m" in run(*order, FORCE_COLOR="1").out
    assert "\x1b" not in run(*order).out
    assert "\x1b" not in run(*order, FORCE_COLOR="1", NO_COLOR="1").out
    assert "\x1b" not in run(*order, "--formato", "csv", FORCE_COLOR="1").out


def test_paint_changes_no_character(run: Run, write: Write) -> None:
    import re

    order = ("evaluar", write(GOOD_FILES), "--periodo", "2024")

    assert re.sub(r"\x1b\[\d+m", "", run(*order, FORCE_COLOR="1").out) == run(*order).out


def test_a_file_is_never_painted(run: Run, write: Write, tmp_path: Path) -> None:
    run("evaluar", write(GOOD_FILES), "--periodo", "2024", "-o", "resultado", FORCE_COLOR="1")

    assert "\x1b" not in (tmp_path / "resultado").read_text("utf-8")


# ---- Several periods, several methodologies, the day ---------------------------------------------

COMPARED = ("--metodología", "ceplan", "--metodología", "logro_cero_es_cero")


def test_a_range_of_periods(run: Run) -> None:
    done = run("evaluar", INPE, "--periodo", "2023..2024")
    lines = done.out.splitlines()

    assert (done.code, done.err) == (0, "")
    assert lines[1] == "Periodo 2023 … 2024 · metodología ceplan"
    assert max(map(len, lines)) <= 100
    assert any(line.startswith("OEI.01 ") and line.endswith("ND ○   57.62 ■") for line in lines)


@pytest.mark.parametrize(
    "period", ["2024..2024", "2024-S1..2024-S2", "2024-t1..2024-t4", " 2024-01 .. 2024-12 "]
)
def test_ranges(period: str, run: Run, write: Write) -> None:
    assert run("evaluar", write(GOOD_FILES), "--periodo", period).code == 0


@pytest.mark.parametrize(
    ("period", "code"),
    [
        ("2024..2023", "PEI116"),
        ("2024..2024-S1", "PEI116"),
        ("2024..", "PEI116"),
        ("..2024", "PEI116"),
        ("2024...2025", "PEI116"),
        ("2024..x", "PEI116"),
        ("2024-S1..2024-S3", "PEI116"),
        ("1900-01..2200-12", "PEI116"),
    ],
)
def test_ranges_that_are_none(period: str, code: str, run: Run, write: Write) -> None:
    done = run("evaluar", write(GOOD_FILES), "--periodo", period)

    assert done.code == 2
    assert not done.out
    assert f"error[{code}]: «{period}» no es un rango de periodos" in done.err


@pytest.mark.parametrize("period", ["2020..2024", "2024..2030"])
def test_a_range_outside_the_plan(period: str, run: Run, write: Write) -> None:
    done = run("evaluar", write(GOOD_FILES), "--periodo", period)

    assert (done.code, done.out) == (2, "")
    [outside] = {*period.split("..")} - {"2024"}
    assert done.err == run("evaluar", write(GOOD_FILES), "--periodo", outside).err


def test_the_two_readings_of_the_report_side_by_side(run: Run) -> None:
    """Table 7 prints 7.25 for AEI.01.03, section 3.2.2 prints 3.62."""
    done = run("evaluar", INPE, "--periodo", "2024", *COMPARED)
    lines = done.out.splitlines()
    [row] = [line for line in lines if " AEI.01.03 " in line and "IND" not in line]

    assert (done.code, done.err) == (0, "")
    assert row.split()[-6:] == ["7.25", "■", "rojo", "3.62", "■", "rojo"]
    assert "Códigos cuyo color cambia (≠): 3" in lines
    assert max(map(len, lines)) <= 100


def test_the_same_methodology_twice_is_one(run: Run) -> None:
    once = run("evaluar", INPE, "--periodo", "2024", "--metodología", "exacta")

    assert run("evaluar", INPE, "--periodo", "2024", *["--metodología", "exacta"] * 2) == once


def test_an_unknown_methodology_among_known_ones(run: Run) -> None:
    done = run("evaluar", INPE, "--periodo", "2024", "--metodología", "ceplan", "--metodología", "ceplam")

    assert (done.code, done.out) == (2, "")
    assert "PEI201" in done.err


def test_periods_under_several_methodologies(run: Run) -> None:
    """An evolution for each methodology, the first one first."""
    done = run("evaluar", INPE, "--periodo", "2023..2024", *COMPARED)
    heads = [line for line in done.out.splitlines() if line.startswith("Periodo ")]

    assert heads == [
        "Periodo 2023 … 2024 · metodología ceplan",
        "Periodo 2023 … 2024 · metodología logro_cero_es_cero (base ceplan; logro cero: cero)",
    ]


def test_several_evaluations_for_programs(run: Run) -> None:
    done = run("evaluar", INPE, "--periodo", "2023..2024", *COMPARED, "--formato", "json")
    told = json.loads(done.out)

    assert set(told) == {"version", "plan", "evaluaciones", "huellas"}
    assert [(each["metodologia"], each["periodo"]) for each in told["evaluaciones"]] == [
        ("ceplan", "2023"),
        ("ceplan", "2024"),
        ("logro_cero_es_cero", "2023"),
        ("logro_cero_es_cero", "2024"),
    ]


def test_several_evaluations_for_spreadsheets(run: Run) -> None:
    done = run("evaluar", INPE, "--periodo", "2023..2024", *COMPARED, "--formato", "csv")
    rows = list(csv.DictReader(io.StringIO(done.out)))
    found = {
        (row["periodo"], row["metodología"]): row["alcance"] for row in rows if row["código"] == "AEI.01.03"
    }

    assert found == {
        ("2023", "ceplan"): "",
        ("2024", "ceplan"): "7.25",
        ("2023", "logro_cero_es_cero"): "",
        ("2024", "logro_cero_es_cero"): "3.62",
    }


def test_several_evaluations_for_documents(run: Run) -> None:
    done = run("evaluar", INPE, "--periodo", "2023..2024", "--formato", "markdown")

    assert [line for line in done.out.splitlines() if line.startswith("## ")] == [
        "## PEI 2019-2027 Ampliado: periodo 2023",
        "## PEI 2019-2027 Ampliado: periodo 2024",
    ]


@pytest.mark.parametrize(
    ("day", "reason"), [("2024-12-30", "no vencido"), ("2024-12-31", ""), ("2025-06-01", "")]
)
def test_a_period_that_has_not_ended(day: str, reason: str, run: Run, write: Write) -> None:
    done = run("evaluar", write(GOOD_FILES), "--periodo", "2024", "--fecha", day, "--formato", "json")
    [indicator] = json.loads(done.out)["indicadores"]

    assert done.code == 0
    assert (indicator["nd"] or {"motivo": ""})["motivo"] == reason


def test_why_a_period_is_not_due(run: Run, write: Write) -> None:
    out = run("evaluar", write(GOOD_FILES), "--periodo", "2024", "--fecha", "2024-06-30").out

    assert "no vencido: el periodo 2024 no ha terminado al 2024-06-30" in out
    assert "Ningún indicador tenía cifra programada" in out


@pytest.mark.parametrize("day", ["2024-02-30", "2024", "hoy", "", "30/06/2024", "2024-13-01"])
def test_days_that_are_none(day: str, run: Run, write: Write) -> None:
    done = run("evaluar", write(GOOD_FILES), "--periodo", "2024", "--fecha", day)

    assert (done.code, done.out) == (2, "")
    assert f"error[PEI122]: «{day}» no es una fecha" in done.err
