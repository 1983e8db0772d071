"""Packages that are not made, and packages of bad intent, which are not opened."""

from __future__ import annotations

import stat
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from pei_dsl.reproducing.package_names import is_safe
from tests.cli.plans import GOOD, GOOD_FILES
from tests.cli.test_fingerprints import YEAR
from tests.cli.test_pack import OF_BASE, PACKAGE, base_of, packed, rewritten
from tests.cli.test_verify import refused

if TYPE_CHECKING:
    from tests.cli.conftest import Run, Write


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
