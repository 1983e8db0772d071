"""`pei comparar`: streams, exit codes, revisions of git, and what is refused."""

from __future__ import annotations

import json
import shutil
import subprocess
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING

import jsonschema
import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.cli.conftest import Run

    Put = Callable[[str, str], None]

SCHEMA = Path(__file__).resolve().parents[2] / "pei_dsl" / "renderers" / "comparacion.schema.json"
PLAN = """plan "PEI de salud"
  periodo: 2023 a 2024

objetivo OEI.01 "Salud"

indicador IND.01.OEI.01 "Porcentaje de controles"
  fórmula: suma(salud.hechos) / suma(salud.previstos)
  unidad: porcentaje
  decimales: 1
  sentido: ascendente
  logros: 2023: 90%; 2024: 80%

indicador IND.02.OEI.01 "Número de visitas"
  unidad: número de visitas
  sentido: ascendente
  logros: 2023: 10; 2024: 10
  valores: 2023: 4; 2024: 6

fuente salud "Registro"
  archivo: salud.csv
  tiempo: fecha
  columna fecha: fecha
  columna hechos: número
  columna previstos: número
"""
ROWS = "fecha,hechos,previstos\n2023-05-01,40,100\n2024-05-01,50,100\n"
EASIER = PLAN.replace("2024: 10\n", "2024: 8\n")


@pytest.fixture
def put(tmp_path: Path) -> Put:
    """Return what writes a text into a file, whatever folders it takes."""

    def fill(name: str, text: str) -> None:
        file = tmp_path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8")

    return fill


def git(folder: Path, *arguments: str) -> None:
    own = ["-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false"]
    program = shutil.which("git")
    assert program is not None
    subprocess.run([program, *own, "-C", str(folder), *arguments], check=True, capture_output=True)


@pytest.fixture
def kept(
    run: Run,  # noqa: ARG001  (which goes to its own folder first)
    tmp_path: Path,
    put: Put,
    monkeypatch: pytest.MonkeyPatch,
) -> Path:
    """Return a folder in a repository whose first commit has another plan, and data that git does not hold."""
    put("obra/plan/plan.pei", PLAN)
    put("obra/plan/salud.csv", ROWS)
    put("obra/.gitignore", "*.csv\n")
    folder = tmp_path / "obra"
    git(tmp_path, "init", "-q", "obra")
    git(folder, "add", "-A")
    git(folder, "commit", "-qm", "uno")
    put("obra/plan/plan.pei", EASIER)
    monkeypatch.chdir(folder)
    return folder


def test_two_folders(run: Run, put: Put) -> None:
    for name, text in (("antes", PLAN), ("despues", EASIER)):
        put(f"{name}/plan.pei", text)
        put(f"{name}/salud.csv", ROWS)
    done = run("comparar", "antes", "despues")

    assert done.code == 0, done
    assert "La media del plan subió 7.50 (de 61.25 a 68.75)" in " ".join(done.out.split())
    assert "7.50 vienen de hacer más fácil el logro de IND.02.OEI.01" in " ".join(done.out.split())
    assert "Archivos de datos" not in done.out  # the same bytes


def test_the_json_holds_to_its_schema_and_adds_up(run: Run, put: Put) -> None:
    put("antes/plan.pei", PLAN)
    put("antes/salud.csv", ROWS)
    put("despues/plan.pei", EASIER)
    put("despues/salud.csv", ROWS.replace("50,100", "61,100"))
    told = json.loads(run("comparar", "antes", "despues", "--formato", "json").out)

    jsonschema.validate(told, json.loads(SCHEMA.read_text("utf-8")))
    assert told["datos"][0]["fuente"] == "salud"
    for figure in told["figuras"]:
        parts = [Fraction(each["aporte"]) for each in figure["partes"]]
        assert sum(parts) == Fraction(figure["diferencia"]) != 0
    group = next(each for each in told["figuras"] if each["codigo"] == "OEI.01")
    assert {(each["parte"], each["codigo"]) for each in group["partes"]} == {
        ("logro", "IND.02.OEI.01"),
        ("datos", "IND.01.OEI.01"),
    }


def test_nothing_is_said_of_what_is_the_same(run: Run, put: Put) -> None:
    put("plan/plan.pei", PLAN)
    put("plan/salud.csv", ROWS)
    done = run("comparar", "plan", "plan")

    assert done.code == 0
    assert done.out.splitlines()[-1].startswith("No cambió nada")


def test_one_plan_in_two_periods(run: Run, put: Put) -> None:
    put("plan/plan.pei", PLAN)
    put("plan/salud.csv", ROWS)
    done = run("comparar", "plan", "--periodo", "2023", "--periodo", "2024")

    assert done.code == 0
    assert "valor de IND.02.OEI.01" in done.out
    assert "datos de IND.01.OEI.01" in done.out


def test_a_sequential_reading_takes_changes_in_its_order(run: Run, put: Put) -> None:
    put("plan/plan.pei", PLAN)
    put("plan/salud.csv", ROWS)
    asked = ("comparar", "plan", "--periodo", "2023", "--periodo", "2024", "--orden", "datos,logro")
    told = json.loads(run(*asked, "--formato", "json").out)

    assert told["orden"] == ["datos", "logro"]
    figure = next(
        each for each in told["figuras"] if each["codigo"] == "IND.01.OEI.01" and each["figura"] == "alcance"
    )
    assert [each["parte"] for each in figure["partes"]] == ["datos", "logro"]
    # With the data alone the alcance is 50/90, and from there the goal makes it 50/80.
    assert [each["aporte"] for each in figure["partes"]] == ["11.12", "6.94"]


def test_a_revision_of_git_against_the_folder(run: Run, kept: Path) -> None:
    before = sorted(each.name for each in kept.rglob("*") if ".git" not in each.parts)
    done = run("comparar", "git:HEAD", "plan")

    assert done.code == 0, done
    assert "7.50 vienen de hacer más fácil el logro de IND.02.OEI.01" in " ".join(done.out.split())
    assert "git no guarda estos datos, y son los mismos de los dos lados: salud.csv." in " ".join(
        done.out.split()
    )
    assert sorted(each.name for each in kept.rglob("*") if ".git" not in each.parts) == before


def test_two_revisions(run: Run, kept: Path) -> None:
    git(kept, "commit", "-qam", "dos")
    done = run("comparar", "git:HEAD~1", "plan")

    assert done.code == 0, done
    assert "IND.02.OEI.01" in done.out


def test_data_that_git_holds_are_those_of_the_revision(run: Run, kept: Path) -> None:
    (kept / ".gitignore").write_text("")
    git(kept, "add", "-A")
    git(kept, "commit", "-qm", "con datos")
    (kept / "plan" / "salud.csv").write_text(ROWS.replace("50,100", "61,100"))
    done = run("comparar", "git:HEAD", "plan", "--formato", "json")
    told = json.loads(done.out)

    assert [each["fuente"] for each in told["datos"]] == ["salud"]
    assert told["notas"] == []


def test_a_sealed_comparison_is_computed_again(run: Run, put: Put, kept: Path) -> None:
    for asked in (("git:HEAD", "plan"), ("plan", "--metodología", "ceplan", "--metodología", "exacta")):
        assert run("comparar", *asked, "-o", "c.json", "--reemplazar").code == 0
        done = run("verificar", "c.json", "plan")
        assert done.code == 0, done
    put("obra/otro/plan.pei", PLAN)
    put("obra/otro/salud.csv", ROWS)
    assert run("comparar", "otro", "plan", "-o", "c.json", "--reemplazar").code == 0
    assert run("verificar", "c.json", "plan").code == 0
    (kept / "otro" / "plan.pei").write_text(PLAN.replace("2024: 6", "2024: 5"))
    done = run("verificar", "c.json", "plan")
    assert done.code == 1
    assert "antes" in done.out


@pytest.mark.parametrize("asked", [("otro", "plan"), ("plan", "otro"), ("git:HEAD", "plan")])
def test_a_page_is_computed_again_wherever_its_plan_is_called_from(
    asked: tuple[str, ...], run: Run, put: Put, kept: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put("obra/otro/plan.pei", PLAN.replace("2024: 6", "2024: 5"))
    put("obra/otro/salud.csv", ROWS)
    put("obra/plan/plan.pei", PLAN.replace("2024: 6", "2024: 4"))
    assert run("comparar", *asked, "-o", "c.html").code == 0
    assert run("verificar", "c.html", kept / asked[1]).code == 0
    monkeypatch.chdir(kept / asked[1])
    written = [f"../{each}" if each == "otro" else each if ":" in each else "../plan" for each in asked]
    assert run("comparar", *written, "-o", "d.html").code == 0
    assert (kept / "c.html").read_bytes() == Path("d.html").read_bytes()


def test_plans_behind_links_are_found(run: Run, put: Put, kept: Path) -> None:
    put("obra/otro/plan.pei", PLAN.replace("2024: 6", "2024: 5"))
    put("obra/otro/salud.csv", ROWS)
    (kept / "lejos").mkdir()
    for name in ("plan", "otro"):
        (kept / "lejos" / name).mkdir()
        (kept / name).rename(kept / "lejos" / name / "suyo")
        (kept / name).symlink_to(kept / "lejos" / name / "suyo", target_is_directory=True)
    assert run("comparar", "otro", "plan", "-o", "c.json").code == 0
    assert run("verificar", "c.json", "plan").code == 0


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        (("plan",), "falta con qué comparar"),
        (("git:nada", "plan"), "git no conoce la revisión «nada»"),
        (("git:--all", "plan"), "git no conoce la revisión «--all»"),
        (("plan", "plan", "--periodo", "2031"), "2031 está fuera del plan"),
        (("plan", "plan", "--periodo", "2023", "--periodo", "2024", "--periodo", "2024"), "una vez o dos"),
        (("plan", "plan", "--orden", "logros"), "no hay una clase de cambios «logros»"),
        (("plan", "plan", "--equivale", "IND.09"), "no es NUEVO=ANTERIOR"),
        (("plan", "plan", "--equivale", "IND.09=IND.08"), "el plan de después no tiene el código IND.09;"),
        (("plan", "plan", "--equivale", "OEI.01=IND.08"), "el plan de antes no tiene el código IND.08;"),
        (("ajeno", "plan"), "ningún código en común"),
        (("corto", "plan", "--periodo", "2024"), "fuera de uno de los dos planes"),
        (("nada", "plan"), "nada"),
        (("plan", "plan", "--metodología", "otra"), "otra"),
    ],
)
@pytest.mark.usefixtures("kept")
def test_what_cannot_be_compared_is_told(run: Run, put: Put, asked: tuple[str, ...], told: str) -> None:
    put("obra/ajeno/plan.pei", PLAN.replace("OEI.01", "OEI.07"))
    put(
        "obra/corto/plan.pei",
        PLAN.replace("2023 a 2024", "2023 a 2023")
        .replace("; 2024: 80%", "")
        .replace("; 2024: 10\n", "\n")
        .replace("; 2024: 6", ""),
    )
    done = run("comparar", *asked)

    assert done.code == 2, done
    assert told in " ".join(done.err.split())
    assert not done.out


def test_a_folder_without_git(run: Run, put: Put, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    put("suelto/plan.pei", PLAN)
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path))
    done = run("comparar", "git:HEAD", "suelto")

    assert done.code == 2
    assert "git" in done.err


def test_a_side_with_errors_is_told_with_its_findings(run: Run, put: Put, kept: Path) -> None:
    put("obra/malo/plan.pei", PLAN.replace("porcentaje\n", "porsentaje\n", 1))
    done = run("comparar", "malo", "plan")

    assert done.code == 1
    assert "PEI" in done.err
    put("obra/plan/plan.pei", PLAN.replace("porcentaje\n", "porsentaje\n", 1))
    git(kept, "commit", "-qam", "con errores")
    put("obra/plan/plan.pei", PLAN)
    done = run("comparar", "git:HEAD", "plan")
    assert done.code == 1
    assert "los tiene la revisión de git" in done.err


def test_it_speaks_english(run: Run, put: Put) -> None:
    put("antes/plan.pei", PLAN)
    put("antes/salud.csv", ROWS)
    put("despues/plan.pei", EASIER)
    put("despues/salud.csv", ROWS)
    done = run("--lang", "en", "comparar", "antes", "despues")

    assert "7.50 come from making the goal of IND.02.OEI.01 easier" in " ".join(done.out.split())


def test_the_history_says_when_something_was_made_easier(run: Run, kept: Path) -> None:
    own = {"GIT_COMMITTER_DATE": "2024-06-01T12:00:00", "GIT_AUTHOR_DATE": "2024-06-01T12:00:00"}
    with pytest.MonkeyPatch.context() as patched:
        for name, value in own.items():
            patched.setenv(name, value)
        git(kept, "commit", "-qam", "más fácil")
    (kept / "plan" / "plan.pei").write_text(
        EASIER.replace("2023: 10; 2024: 8", "2023: 10; 2024: 10"), "utf-8"
    )
    git(kept, "commit", "-qam", "como antes")
    done = run("comparar", "plan", "--desde", "HEAD~2", "--formato", "json")
    told = json.loads(done.out)

    assert not told["figuras"]
    assert [(each["parte"], each["codigo"], each["periodo"], each["dia"]) for each in told["avisos"]] == [
        ("logro", "IND.02.OEI.01", "2024", "2024-06-01")
    ]
    done = run("comparar", "plan", "--desde", "HEAD~2")
    assert "aviso[PEI520]: logro de IND.02.OEI.01 se hizo más fácil para 2024" in done.err
    assert "plan.pei:" in done.err
    assert "fecha: 2024-06-01" in " ".join(done.err.split())
    shown = " ".join(done.out.split())
    assert "logro de IND.02.OEI.01, para 2024, cambiado el 2024-06-01 (commit " in shown


def test_what_an_act_declares_is_no_matter_in_the_history_either(run: Run, kept: Path) -> None:
    git(kept, "commit", "-qam", "más fácil")
    before = json.loads(run("comparar", "plan", "--desde", "HEAD~1", "--formato", "json").out)
    act = (
        'cambio "Acto"\n  de: IND.02.OEI.01\n  campo: logros\n  periodo: 2024\n  antes: "10"\n'
        "  fecha: 2024-05-01\n"
    )
    (kept / "plan" / "plan.pei").write_text(f"{EASIER}\n{act}", "utf-8")
    git(kept, "commit", "-qam", "se declara")
    done = run("comparar", "plan", "--desde", "HEAD~2", "--formato", "json")

    assert [each["codigo"] for each in before["avisos"]] == ["IND.02.OEI.01"]
    assert json.loads(done.out)["avisos"] == []
    assert "PEI520" not in done.err


def test_what_was_made_easier_before_its_year_is_no_matter(run: Run, kept: Path) -> None:
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("GIT_COMMITTER_DATE", "2023-06-01T12:00:00")
        git(kept, "commit", "-qam", "antes de 2024")
    told = json.loads(
        run("comparar", "plan", "--desde", "HEAD~1", "--periodo", "2023", "--formato", "json").out
    )

    assert told["avisos"] == []


def test_since_takes_one_plan(run: Run, kept: Path) -> None:
    done = run("comparar", "plan", "plan", "--desde", "HEAD")

    assert done.code == 2
    assert "--desde se da con una sola carpeta" in done.err
    assert kept.is_dir()


OTHER_ENTITY = """plan "PEI de cárceles"
  entidad: "INPE"
  periodo: 2024
objetivo OEI.01 "Albergue"
indicador IND.01.OEI.01 "Unidades construidas"
  unidad: número
  sentido: ascendente
  logros: 2024: 10
  valores: 2024: 5
indicador IND.02.OEI.01 "Evasiones"
  unidad: número
  sentido: ascendente
  logros: 2024: 10
  valores: 2024: 5
"""


def test_plans_that_share_nothing_but_codes_are_told_so_first(run: Run, put: Put) -> None:
    """Nobody compares two entities on purpose; a note is no error, since somebody may."""
    put("uno/plan.pei", PLAN)
    put("uno/salud.csv", ROWS)
    put("dos/plan.pei", OTHER_ENTITY)
    told = "Parece que no son dos versiones de un plan: comparten códigos, y casi ninguno nombra lo mismo"

    done = run("comparar", "uno", "dos", "--periodo", "2024")
    assert done.code == 0
    assert "".join(done.out.split("\n\n")[1:2]).startswith(told)
    assert "(OEI.01 es «Salud» antes y «Albergue» después)" in " ".join(done.out.split())
    made = json.loads(run("comparar", "uno", "dos", "--periodo", "2024", "--formato", "json").out)
    assert made["notas"] == [{"nota": "unrelated", "sobre": "OEI.01"}]
    jsonschema.validate(made, json.loads(SCHEMA.read_text("utf-8")))
    pairs = [f"--equivale={each}={each}" for each in ("OEI.01", "IND.01.OEI.01")]
    assert told not in run("comparar", "uno", "dos", "--periodo", "2024", *pairs).out
    put(
        "dos/versiones.pei",
        'versión anterior "PEI de salud"\n  carpeta: ../uno\n  equivale: OEI.01 = OEI.01\n',
    )
    assert told not in run("comparar", "uno", "dos", "--periodo", "2024").out


def test_a_plan_written_anew_is_still_the_plan_of_its_folder(run: Run, put: Put, tmp_path: Path) -> None:
    put("plan/plan.pei", PLAN)
    put("plan/salud.csv", ROWS)
    git(tmp_path, "init", "-q")
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "-qm", "uno")
    put("plan/plan.pei", OTHER_ENTITY)

    done = run("comparar", "git:HEAD", "plan", "--periodo", "2024")
    assert done.code == 0, done.err
    assert "Parece que no son" not in done.out
