"""`pei empaquetar`: what travels and what stays, the same bytes everywhere, and packages of bad intent."""

from __future__ import annotations

import hashlib
import io
import json
import shutil
import sqlite3
import stat
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from pei_dsl.reproducing.package_names import is_safe
from tests.cli.plans import GOOD, GOOD_CSV, GOOD_FILES
from tests.cli.test_fingerprints import YEAR
from tests.cli.test_verify import refused

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


# ---- What is refused --------------------------------------------------------------------------------------


def test_what_cannot_be_packed(run: Run, write: Write) -> None:
    write(GOOD_FILES)
    refused(run("empaquetar", "plan", *YEAR, "-o", "p.tar"), "un paquete termina en .zip: escriba «p.zip»")
    refused(run("empaquetar", "-", *YEAR, "-o", "p.zip", given=GOOD), "no de la entrada estándar")
    refused(run("empaquetar", "plan", *YEAR), "-o")
    refused(run("empaquetar", "plan", *YEAR, "-o", "no/hay/p.zip"), "no existe la carpeta")
    Path("mio.zip").write_bytes(b"PK\x05\x06" + bytes(18))
    refused(run("empaquetar", "plan", *YEAR, "-o", "mio.zip"), "ya existe")
    packed(run)
    packed(run)  # over its own
    write({"plan.pei": GOOD.replace("fórmula:", "fórmulas:")})
    assert run("empaquetar", "plan", *YEAR, "-o", "x.zip").code == 1
    write({"plan.pei": GOOD, "dos:puntos.pei": 'objetivo OEI.02 "Otro"\n'})
    refused(run("empaquetar", "plan", *YEAR, "-o", "x.zip"), "no puede llamarse así en otras máquinas")
    assert not Path("x.zip").exists()


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


def _linked(each: zipfile.ZipInfo) -> zipfile.ZipInfo:
    each.external_attr, each.create_system = (stat.S_IFLNK | 0o777) << 16, 3
    return each


def _compressed(each: zipfile.ZipInfo) -> zipfile.ZipInfo:
    each.compress_type = zipfile.ZIP_DEFLATED
    return each


def _with(name: str) -> Callable[[dict[str, bytes]], None]:
    return lambda files: files.update({name: b"x"})


BAD: dict[str, tuple[Callable[[], object], str]] = {
    "a file out of the folder": (lambda: rewritten(_with("plan/../../x"), seals=True), "no se abre"),
    "a file at the root": (lambda: rewritten(_with("/x"), seals=True), "no se abre"),
    "a drive of Windows": (lambda: rewritten(_with("C:/x"), seals=True), "no se abre"),
    "a backslash": (lambda: rewritten(_with("plan\\..\\x"), seals=True), "no se abre"),
    "a device": (lambda: rewritten(_with("plan/nul.pei"), seals=True), "no se abre"),
    "two of one name": (lambda: rewritten(_with("plan/PLAN.pei"), seals=True), "no se abre"),
    "links": (lambda: rewritten(entry=_linked), "no se abre"),
    "what is compressed": (lambda: rewritten(entry=_compressed), "no se abre"),
    "one file more": (lambda: rewritten(_with("plan/otro.pei")), "no es lo que dice su manifiesto"),
    "one file less": (lambda: rewritten(lambda files: files.pop("programa.txt")), "no es lo que dice"),
    "another content": (
        lambda: rewritten(lambda files: files.update({"plan/plan.pei": b"# nada\n"})),
        "cambió dentro",
    ),
    "no manifest": (lambda: rewritten(lambda files: files.pop("manifiesto.json")), "no es un paquete"),
    "a manifest that says nothing": (
        lambda: rewritten(lambda files: files.update({"manifiesto.json": b"[]"})),
        "no es un paquete",
    ),
    "a manifest of later": (
        lambda: rewritten(
            lambda files: files.update(
                {"manifiesto.json": files["manifiesto.json"].replace(b'"version": 1\n}', b'"version": 2\n}')}
            )
        ),
        "de otra versión",
    ),
    "half of it": (
        lambda: PACKAGE.write_bytes(PACKAGE.read_bytes()[:2_000]),
        "incompleto o dañado",
    ),
    "a flipped bit": (
        lambda: PACKAGE.write_bytes(PACKAGE.read_bytes().replace(b"hechos", b"hechas", 1)),
        "incompleto o dañado",
    ),
}


@pytest.mark.parametrize("name", BAD)
def test_packages_of_bad_intent_are_not_opened(name: str, run: Run, write: Write, tmp_path: Path) -> None:
    write(GOOD_FILES)
    packed(run)
    before = sorted(tmp_path.rglob("*"))
    make, says = BAD[name]
    make()

    refused(run("verificar", PACKAGE), says)
    assert sorted(tmp_path.rglob("*")) == before


def test_answers_written_by_hand_give_nothing(run: Run, write: Write, tmp_path: Path) -> None:
    """Whoever writes other answers has other figures, and what is no answer is none."""
    write({"plan.pei": OF_BASE})
    packed(run, **base_of(tmp_path))

    def change(files: dict[str, bytes]) -> None:
        files["respuestas.json"] = files["respuestas.json"].replace(b'"60"', b'"60/0"')

    rewritten(change, seals=True)
    done = run("verificar", PACKAGE)
    assert done.code == 1
    assert "lo que responde «salud» cambió" in done.out
    assert "PEI901" not in done.all


@pytest.mark.parametrize("name", ["plan/a.pei", "plan/datos/población 2024.csv", "a"])
def test_names_that_are_safe(name: str) -> None:
    assert is_safe(name)


@pytest.mark.parametrize(
    "name",
    ["", "/a", "a/", "a//b", ".", "..", "a/../b", "a\\b", "C:a", "a\x00", "con", "CON.txt", "a.", "a "],
)
def test_names_that_are_not(name: str) -> None:
    assert not is_safe(name)


# ---- The report inside ------------------------------------------------------------------------------------

TOLD_BESIDE = """
evidencia acta "Acta"
  de:       IND.02.OEI.01
  periodo:  2024
  sustenta: 2
  archivo:  acta.txt
"""
WITH_REPORT: dict[str, str | bytes] = {
    **GOOD_FILES,
    "plan.pei": GOOD + OTHER + TOLD_BESIDE,
    "acta.txt": "acta",
    "textos/2024/4.md": "Lo escribió alguien.",
}
REPORT = "resultados/informe.html"


def test_a_package_holds_all_that_its_report_rests_on(
    run: Run, write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Evidence and what people wrote, too: its report comes out again where nothing else is."""
    write(WITH_REPORT)
    archive = packed(run)

    assert {"plan/acta.txt", "plan/textos/2024/4.md"} <= {*archive.namelist()}
    assert "Lo escribió alguien." in archive.read(REPORT).decode()
    code, told = verified_elsewhere(run, monkeypatch)
    assert (code, told["sale_igual"]) == (0, True), told


def test_a_changed_figure_in_the_report_of_a_package_is_found(run: Run, write: Write) -> None:
    write(WITH_REPORT)
    archive = packed(run)
    page = archive.read(REPORT).replace(b"60.0", b"61.0")
    assert page != archive.read(REPORT)
    manifest = json.loads(archive.read("manifiesto.json"))
    manifest["archivos"][REPORT]["huella"] = hashlib.sha256(page).hexdigest()
    changed = {REPORT: page, "manifiesto.json": json.dumps(manifest).encode()}
    with zipfile.ZipFile("otro.zip", "w", zipfile.ZIP_STORED) as other:
        for name in archive.namelist():
            other.writestr(name, changed.get(name, archive.read(name)))
    done = run("verificar", "otro.zip", "--formato", "json")
    told = json.loads(done.out)

    assert done.code == 1
    assert any(REPORT in str(each) and "61.0" in str(each) for each in told["diferencias"]), told


def test_the_report_of_a_package_without_its_evidence_is_not_said_to_be_the_same(
    run: Run, write: Write
) -> None:
    write(WITH_REPORT)
    packed(run, "--sin-datos")
    done = run("verificar", PACKAGE)

    assert done.code == 3
