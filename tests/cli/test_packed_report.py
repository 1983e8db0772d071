"""The report in a package, and the evidence that it tells of: what travels, what stays, what is found."""

from __future__ import annotations

import hashlib
import json
import zipfile
from typing import TYPE_CHECKING

import pytest

from tests.cli.plans import GOOD, GOOD_FILES
from tests.cli.test_fingerprints import YEAR
from tests.cli.test_pack import OTHER, PACKAGE, left, packed, rewritten, verified_elsewhere

if TYPE_CHECKING:
    from tests.cli.conftest import Run, Write

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


# ---- Evidence ---------------------------------------------------------------------------------------------

STAYS: dict[str, str | bytes] = {
    **WITH_REPORT,
    "plan.pei": GOOD + OTHER + TOLD_BESIDE.replace("  archivo:", "  viaja:    no\n  archivo:"),
}
FILE = "plan/acta.txt"


def test_the_manifest_marks_what_is_evidence_and_what_is_data(run: Run, write: Write) -> None:
    write(WITH_REPORT)
    listed = json.loads(packed(run).read("manifiesto.json"))["archivos"]

    assert listed[FILE]["evidencias"] == ["acta"]
    assert listed["plan/datos/salud.csv"]["fuentes"] == ["salud"]
    marked = {name for name, each in listed.items() if set(each) - {"huella", "bytes"}}
    assert marked == {FILE, "plan/datos/salud.csv"}


@pytest.mark.parametrize("huella", [True, False])
def test_evidence_that_may_not_travel_stays_and_nothing_else_does(
    huella: bool, run: Run, write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The result and the report come out again without it: of the file nothing but its hash is told."""
    digest = hashlib.sha256(b"acta").hexdigest()
    plan = str(STAYS["plan.pei"]) + (f"  huella:   sha256 {digest}\n" if huella else "")
    write({**STAYS, "plan.pei": plan})
    done = run("empaquetar", "plan", *YEAR, "-o", PACKAGE)
    assert "No viaja: acta.txt (viaja: no)" in done.err
    assert "Viajan evidencias" not in done.err
    with zipfile.ZipFile(PACKAGE) as archive:
        assert left(archive) == {"acta.txt": "viaja: no"}
        assert FILE not in archive.namelist()
        assert "plan/datos/salud.csv" in archive.namelist()

    code, told = verified_elsewhere(run, monkeypatch)
    assert (code, told["sale_igual"], told["no_estan"]) == (0, True, ["acta.txt (viaja: no; está su huella)"])
    assert told["diferencias"] == told["sin_recalcular"] == []


def test_a_figure_that_is_changed_beside_evidence_that_stays_is_found(run: Run, write: Write) -> None:
    """Nothing rests on what a file of evidence holds, so that it excuses no difference."""
    write(STAYS)
    packed(run)
    rewritten(
        lambda files: files.update(
            {"plan/plan.pei": files["plan/plan.pei"].replace(b"logros: 2024: 80%", b"logros: 2024: 90%")}
        ),
        seals=True,
    )
    done = run("verificar", PACKAGE, "--formato", "json")
    told = json.loads(done.out)

    assert done.code == 1
    assert any(each["lugar"][0] == "IND.01.OEI.01" for each in told["diferencias"])
    assert any(each["lugar"][0] == REPORT for each in told["diferencias"])


def test_evidence_that_was_another_file_is_told_so_elsewhere_too(
    run: Run, write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What the report says of a file that had changed already is what is said where the file is not."""
    write({**STAYS, "plan.pei": str(STAYS["plan.pei"]) + f"  huella:   sha256 {'0' * 64}\n"})
    archive = packed(run)
    page = " ".join(archive.read(REPORT).decode().split())

    assert "cambió" in page
    assert verified_elsewhere(run, monkeypatch)[0] == 0


def test_what_a_source_reads_stays_where_it_is_evidence_that_may_not_travel(
    run: Run, write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    beside = TOLD_BESIDE.replace("acta.txt", "datos/salud.csv\n  viaja:    no")
    write({**GOOD_FILES, "plan.pei": GOOD + OTHER + beside})
    archive = packed(run)
    manifest = json.loads(archive.read("manifiesto.json"))

    assert "plan/datos/salud.csv" not in archive.namelist()
    [stays] = manifest["quedan_fuera"]
    assert (stays["fuentes"], stays["evidencias"], stays["registro"]) == (["salud"], ["acta"], False)
    assert verified_elsewhere(run, monkeypatch)[0] == 3
    run("empaquetar", "plan", "--periodo", "2024..2025", "-o", "varios.zip")
    with zipfile.ZipFile("varios.zip") as several:
        assert "plan/datos/salud.csv" not in several.namelist()
