"""`pei publicar`: a folder with a site, brought up to date where it is, and nothing else touched."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest

from tests.cli.conftest import Run, Write

PLAN = """plan "PEI"
  siglas: UE
  entidad: "Entidad"
  periodo: 2023 a 2025
objetivo OEI.01 "Salud"
indicador IND.01.OEI.01 "Número de controles"
  unidad: número de controles
  sentido: ascendente
  logros: 2024: 80
  valores: 2023: 50; 2024: 60
indicador IND.02.OEI.01 "Otro"
  unidad: número de controles
  sentido: ascendente
  logros: 2024: 80
  valores: 2024: 60
"""
ORDER = ("publicar", "plan", "--periodo", "2024", "-o", "sitio")


@pytest.fixture
def folder(write: Write, tmp_path: Path) -> Path:
    return tmp_path / write({"plan.pei": PLAN}, "plan")


@pytest.fixture
def site(tmp_path: Path) -> Path:
    return tmp_path / "sitio"


def everything(folder: Path) -> dict[str, bytes]:
    return {str(each.relative_to(folder)): each.read_bytes() for each in folder.rglob("*") if each.is_file()}


@pytest.mark.usefixtures("folder")
def test_a_new_folder_gets_the_site_and_the_same_one_again(run: Run, site: Path) -> None:
    done = run(*ORDER)
    first = everything(site)
    again = run(*ORDER)

    assert (done.code, done.out, again.code) == (0, "", 0)
    assert f"Escrito en sitio: {len(first)} archivos; ábralo por {Path('sitio') / 'index.html'}" in done.err
    assert {"index.html", "sitio.css", "datos/evaluacion.json", "indicadores/IND.01.OEI.01.csv"} <= {*first}
    assert everything(site) == first
    assert "anteriores" not in json.loads(first["pei-sitio.json"])


def test_what_is_no_longer_of_the_site_goes_and_what_is_of_people_stays(
    run: Run, folder: Path, site: Path
) -> None:
    run(*ORDER)
    (site / "logo.png").write_bytes(b"logo")
    (folder / "plan.pei").write_text(
        PLAN.partition("indicador IND.02")[0].replace("2024: 60", "2024: 72"), "utf-8"
    )
    done = run(*ORDER)
    found = everything(site)

    assert done.code == 0
    assert "se quitaron: 3" in done.err
    assert found["logo.png"] == b"logo"
    assert not [name for name in found if "IND.02" in name]
    assert "72" in found["indicadores/IND.01.OEI.01.html"].decode()


@pytest.mark.parametrize("kind", ["notes", "other plan", "damaged mark", "mark of others", "file"])
@pytest.mark.usefixtures("folder")
def test_a_folder_that_is_not_its_own_stays_as_it_is(run: Run, write: Write, site: Path, kind: str) -> None:
    if kind == "file":
        site.write_text("notas", "utf-8")
    elif kind == "other plan":
        write({"otro.pei": PLAN.replace('"PEI"', '"POI"')}, "otro")
        assert run("publicar", "otro", "--periodo", "2024", "-o", "sitio").code == 0
    else:
        site.mkdir()
        (site / "index.html").write_text("mío", "utf-8")
        marks = {
            "damaged mark": "{",
            "mark of others": '{"version": 1, "plan": ["Entidad", "PEI"], "archivos": {"../plan/plan.pei": "x"}}',
        }
        if kind in marks:
            (site / "pei-sitio.json").write_text(marks[kind], "utf-8")
    before = everything(site) if site.is_dir() else site.read_bytes()

    done = run(*ORDER)

    assert done.code == 2
    assert "sitio" in done.err
    assert (everything(site) if site.is_dir() else site.read_bytes()) == before


def test_a_mark_that_names_files_outside_removes_nothing(run: Run, folder: Path, site: Path) -> None:
    plan = folder / "plan.pei"
    digest = hashlib.sha256(plan.read_bytes()).hexdigest()
    site.mkdir()
    mark = {"version": 1, "plan": ["Entidad (UE)", "PEI"], "archivos": {"../plan/plan.pei": digest}}
    (site / "pei-sitio.json").write_text(json.dumps(mark), "utf-8")

    assert run(*ORDER).code == 2
    assert plan.exists()
    assert [each.name for each in site.iterdir()] == ["pei-sitio.json"]


@pytest.mark.parametrize("put", [False, True])
@pytest.mark.usefixtures("folder")
def test_what_somebody_changed_is_named_and_nothing_is_written(run: Run, site: Path, *, put: bool) -> None:
    run(*ORDER)
    page = site / "objetivos" / "OEI.01.html"
    if put:
        page.unlink()
        page.mkdir()
    else:
        page.write_text("cambiado", "utf-8")
    before = everything(site)

    done = run("publicar", "plan", "--periodo", "2025", "-o", "sitio")

    assert done.code == 2
    assert "objetivos/OEI.01.html" in done.err
    assert everything(site) == before


def test_a_site_that_was_half_written_is_finished(
    run: Run, folder: Path, site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from pei_dsl.cli import writing

    run(*ORDER)
    (folder / "plan.pei").write_text(PLAN.replace("2024: 60", "2024: 72"), "utf-8")
    left = [5]
    rewrite = writing.rewrite

    def stops(*args: object, **more: object) -> None:
        left[0] -= 1
        if not left[0]:
            raise KeyboardInterrupt
        rewrite(*args, **more)  # type: ignore[arg-type]

    with monkeypatch.context() as patch:
        patch.setattr(writing, "rewrite", stops)
        assert run(*ORDER).code != 0
    half = json.loads((site / "pei-sitio.json").read_text("utf-8"))
    done = run(*ORDER)

    assert "anteriores" in half
    assert done.code == 0
    assert "anteriores" not in json.loads((site / "pei-sitio.json").read_text("utf-8"))
    assert "72" in (site / "indicadores" / "IND.01.OEI.01.html").read_text("utf-8")


@pytest.mark.usefixtures("folder")
def test_the_evaluation_of_a_site_is_verified(run: Run, site: Path) -> None:
    run(*ORDER)

    assert run("verificar", str(site / "datos" / "evaluacion.json"), "plan").code == 0


@pytest.mark.usefixtures("folder")
def test_what_cannot_be_published_writes_nothing(run: Run, site: Path) -> None:
    late = run("publicar", "plan", "--periodo", "2031", "-o", "sitio")
    without = run("publicar", "plan", "--periodo", "2024")
    english = run("--lang", "en", *ORDER)

    assert (late.code, without.code, english.code) == (2, 2, 0)
    assert "PEI216" in late.err
    assert "Written to sitio" in english.err
    assert 'lang="en"' in (site / "index.html").read_text("utf-8")
