"""`pei empaquetar`: what travels and what stays, and the same bytes everywhere."""

from __future__ import annotations

import io
import json
import shutil
import sqlite3
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.cli.plans import GOOD, GOOD_CSV, GOOD_FILES
from tests.cli.test_fingerprints import YEAR

if TYPE_CHECKING:
    from tests.cli.conftest import Run, Write

PACKAGE = Path("p.zip")
OTHER = """
indicador IND.02.OEI.01 "Número de actas"
  unidad:  número de actas
  sentido: ascendente
  logros:  2024: 4
  valores: 2024: 2

objetivo OEI.02 "Registrar"

indicador IND.01.OEI.02 "Número de libros"
  unidad:  número de libros
  sentido: ascendente
  logros:  2024: 4
  valores: 2024: 3
"""
PRIVATE = GOOD.replace("  archivo: datos", "  viaja: no\n  archivo: datos") + OTHER
OF_BASE = GOOD.replace("  archivo: datos/salud.csv\n", "  conexión: BASE\n  tabla: controles\n") + OTHER


def packed(run: Run, *more: str | Path, **env: str) -> zipfile.ZipFile:
    done = run("empaquetar", "plan", *YEAR, "-o", PACKAGE, *more, **env)
    assert (done.code, done.out) == (0, ""), done
    return zipfile.ZipFile(io.BytesIO(PACKAGE.read_bytes()))


def left(archive: zipfile.ZipFile) -> dict[str, str]:
    manifest = json.loads(archive.read("manifiesto.json"))
    return {each["nombre"]: each["motivo"] for each in manifest["quedan_fuera"]}


def rewritten(
    change: Callable[[dict[str, bytes]], object] = lambda _: None,
    entry: Callable[[zipfile.ZipInfo], zipfile.ZipInfo] = lambda each: each,
    *,
    seals: bool = False,
) -> None:
    """Write the package anew with a change; with `seals` the manifest says what is there then."""
    from pei_dsl.reproducing.digests import of_bytes

    with zipfile.ZipFile(io.BytesIO(PACKAGE.read_bytes())) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    change(files)
    if seals:
        manifest = json.loads(files["manifiesto.json"])
        names = [name for name in files if name != "manifiesto.json"]
        manifest["archivos"] = {name: {"huella": of_bytes(files[name])} for name in names}
        files["manifiesto.json"] = json.dumps(manifest).encode()
    with zipfile.ZipFile(PACKAGE, "w") as archive:
        for name, data in files.items():
            archive.writestr(entry(zipfile.ZipInfo(name)), data)


def verified_elsewhere(run: Run, monkeypatch: pytest.MonkeyPatch, name: Path = PACKAGE) -> Any:  # noqa: ANN401
    """Return what verifying says on a machine that has the package alone."""
    far = Path("lejos")
    shutil.rmtree(far, ignore_errors=True)
    far.mkdir()
    shutil.copy(name, far)
    here = Path.cwd()
    monkeypatch.chdir(far)
    done = run("verificar", name.name, "--formato", "json")
    monkeypatch.chdir(here)
    return done.code, json.loads(done.out) if done.out else done.err


def test_a_package_is_verified_elsewhere(run: Run, write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    write({**GOOD_FILES, "notas.txt": "privado", ".env": "CLAVE=1", "datos/otros.csv": "a\n1\n"})
    archive = packed(run, "--fecha", "2025-02-01", "--metodología", "exacta")

    assert {name for name in archive.namelist() if name.startswith("plan/")} == {
        "plan/plan.pei",
        "plan/datos/salud.csv",
    }
    assert left(archive) == {}
    code, told = verified_elsewhere(run, monkeypatch)
    assert (code, told["sale_igual"], told["diferencias"]) == (0, True, [])
    assert told["pedido"] == "evaluar 2024 exacta 2025-02-01"
    assert run("verificar", PACKAGE, "plan").code == 0
    write({"plan.pei": GOOD.replace("80%", "90%")})
    assert run("verificar", PACKAGE, "plan").code == 1
    assert run("verificar", PACKAGE).code == 0


def test_the_same_bytes_everywhere(run: Run, write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    write(GOOD_FILES)
    packed(run)
    first = PACKAGE.read_bytes()
    other = Path("otra")
    shutil.copytree("plan", other / "plan")
    (other / "plan/plan.pei").touch()
    (other / "plan/datos/salud.csv").chmod(0o600)
    monkeypatch.chdir(other)
    monkeypatch.setenv("TZ", "Asia/Tokyo")
    packed(run)

    assert PACKAGE.read_bytes() == first


def test_what_may_not_travel_stays(run: Run, write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    """What rests on it is told as not computed again, and is never a success."""
    write({"plan.pei": PRIVATE, "datos/salud.csv": GOOD_CSV})
    archive = packed(run)

    assert left(archive) == {"datos/salud.csv": "viaja: no"}
    assert GOOD_CSV.encode() not in PACKAGE.read_bytes()
    code, told = verified_elsewhere(run, monkeypatch)
    assert (code, told["sale_igual"], told["diferencias"], told["cambios"]) == (3, False, [], [])
    assert told["no_estan"] == ["datos/salud.csv (viaja: no)"]
    codes = {each["lugar"][0] for each in told["sin_recalcular"]}
    assert {"IND.01.OEI.01", "OEI.01"} <= codes
    assert not {"IND.02.OEI.01", "IND.01.OEI.02", "OEI.02"} & codes
    done = run("verificar", PACKAGE)
    assert "quedan sin comprobar" in " ".join(done.out.split())


def test_a_changed_figure_beside_what_stays_is_found(run: Run, write: Write) -> None:
    write({"plan.pei": PRIVATE, "datos/salud.csv": GOOD_CSV})
    packed(run)

    def change(files: dict[str, bytes]) -> None:
        files["plan/plan.pei"] = files["plan/plan.pei"].replace(b"2024: 3", b"2024: 4")

    rewritten(change, seals=True)
    done = run("verificar", PACKAGE, "--formato", "json")
    places = {tuple(each["lugar"][:2]) for each in json.loads(done.out)["diferencias"]}
    assert done.code == 1
    assert ("IND.01.OEI.02", "alcance") in places
    assert not {"IND.01.OEI.01", "OEI.01"} & {place[0] for place in places}


def test_no_data_at_all(run: Run, write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    write(GOOD_FILES)
    assert left(packed(run, "--sin-datos")) == {"datos/salud.csv": "sin datos"}
    assert verified_elsewhere(run, monkeypatch)[0] == 3


def test_nothing_outside_the_folder_travels(run: Run, write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    write({"salud.csv": GOOD_CSV}, "fuera")
    write({"plan.pei": GOOD.replace("datos/salud.csv", "../fuera/salud.csv")})
    archive = packed(run, "--raíz", "fuera")

    assert left(archive) == {"../fuera/salud.csv": "fuera de la carpeta"}
    assert verified_elsewhere(run, monkeypatch)[0] == 3


def test_a_link_out_of_the_folder_does_not_travel(run: Run, write: Write) -> None:
    write({"salud.csv": GOOD_CSV}, "fuera")
    write({"plan.pei": GOOD, "datos/nada.txt": ""})
    Path("plan/datos/salud.csv").symlink_to(Path("fuera/salud.csv").resolve())
    archive = packed(run, "--raíz", "fuera")

    assert left(archive) == {"datos/salud.csv": "fuera de la carpeta"}


def base_of(tmp_path: Path) -> dict[str, str]:
    file = tmp_path / "clave-secreta.db"
    with sqlite3.connect(file) as base:
        base.execute("create table controles (fecha text, dni text, hechos integer, previstos integer)")
        rows = [("2024-03-01", "40506070", 20, 50), ("2024-09-01", "41516171", 40, 50)]
        base.executemany("insert into controles values (?, ?, ?, ?)", rows)
    base.close()
    return {"BASE": f"sqlite:///{file}"}


def test_what_a_database_answered_travels(
    run: Run, write: Write, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its figures and no row, and never where it is."""
    write({"plan.pei": OF_BASE})
    archive = packed(run, **base_of(tmp_path))

    assert left(archive) == {}
    assert b"clave-secreta" not in PACKAGE.read_bytes()
    assert list(json.loads(archive.read("respuestas.json"))) == ["salud"]
    code, told = verified_elsewhere(run, monkeypatch)
    assert (code, told["sale_igual"]) == (0, True), told


def test_what_a_database_answered_may_stay_too(
    run: Run, write: Write, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write({"plan.pei": OF_BASE.replace("  conexión: BASE\n", "  conexión: BASE\n  viaja: no\n")})
    archive = packed(run, **base_of(tmp_path))

    assert left(archive) == {"respuestas/salud": "viaja: no"}
    assert "respuestas.json" not in archive.namelist()
    code, told = verified_elsewhere(run, monkeypatch)
    assert (code, told["diferencias"], told["cambios"]) == (3, [], [])


OF_PEOPLE = (
    GOOD[: GOOD.index("\nprueba")]
    .replace("suma(salud.hechos) / suma(salud.previstos)", "contar(personas si veces >= 1) / 4")
    .replace("  archivo: datos/salud.csv\n", "  conexión: BASE\n  tabla: controles\n")
    .replace("  columna hechos", "  columna dni: texto\n  columna hechos")
    + "\nfuente personas\n  una fila por: salud.dni\n  columna veces = contar(salud)\n"
)


@pytest.mark.parametrize("engine", ["auto", "referencia"])
def test_nobody_travels_by_a_key(engine: str, run: Run, write: Write, tmp_path: Path) -> None:
    """Figures of single persons are told to a source that is made of rows, and stay where they are."""
    write({"plan.pei": OF_PEOPLE})
    packed(run, "--motor", engine, **base_of(tmp_path))

    assert b"40506070" not in PACKAGE.read_bytes()
    assert run("verificar", PACKAGE).code in {0, 3}
