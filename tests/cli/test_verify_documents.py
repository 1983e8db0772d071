"""`pei verificar` of what people read: pages, Word files and workbooks, as written, edited, saved by others."""

from __future__ import annotations

import json
import re
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from pei_dsl.reproducing.carried_prints import PARTS, prints_within, with_prints
from pei_dsl.reproducing.document_contents import kind_of
from pei_dsl.reproducing.fingerprints import fingerprints_of_json
from tests.changed_pdfs import appended, number_of_page
from tests.cli.plans import GOOD, GOOD_CSV, GOOD_FILES

if TYPE_CHECKING:
    from tests.cli.conftest import Done, Run, Write

REPORT = ("informe", "plan", "--periodo", "2024")
FOLLOW_UP = ("seguimiento", "plan", "--periodo", "2024", "--fecha", "2025-01-15")
ORDERS = {
    "informe.html": REPORT,
    "informe.docx": REPORT,
    "informe.xlsx": REPORT,
    "informe.pdf": REPORT,
    "seguimiento.xlsx": FOLLOW_UP,
    "captura.xlsx": ("exportar", "plan"),
}
# What says how files of evidence were found.
WITH_EVIDENCE = [name for name in ORDERS if name != "captura.xlsx"]
SAME = "Nada difiere: el resultado sale otra vez, valor por valor."


def made(run: Run, write: Write, name: str, *more: str) -> Path:
    write(GOOD_FILES)
    assert run(*ORDERS[name], *more, "-o", name).code == 0
    return Path(name)


def changed(path: Path, part: str, change: Callable[[str], str]) -> None:
    """Change the text of a part of an Office file, as somebody's program would."""
    with zipfile.ZipFile(path) as archive:
        parts = {each.filename: archive.read(each) for each in archive.infolist()}
    before = parts[part].decode()
    assert change(before) != before
    parts[part] = change(before).encode()
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in parts.items():
            archive.writestr(name, data)


@pytest.mark.parametrize("name", ORDERS)
@pytest.mark.parametrize("language", ["es", "en"])
def test_as_it_was_written_nothing_differs(name: str, language: str, run: Run, write: Write) -> None:
    write(GOOD_FILES)
    assert run("--lang", language, *ORDERS[name], "-o", name).code == 0
    done = run("verificar", name)

    assert (done.code, done.err) == (0, ""), done
    assert SAME in done.out


@pytest.mark.parametrize("name", ORDERS)
def test_what_changed_since_is_told(name: str, run: Run, write: Write) -> None:
    made(run, write, name)
    write({"datos/salud.csv": GOOD_CSV.replace("30", "31", 1)})
    done = run("verificar", name)

    assert done.code == 1
    assert "datos/salud.csv cambió" in done.out
    assert "el archivo está como se escribió" in done.out
    if name.startswith("informe"):
        assert re.search(r"60\.0 ?%? → 61\.0|0\.6 → 0\.61", done.out), done.out


def with_another_figure(path: Path) -> None:
    """Change a figure by hand, in a table."""
    old, new = "75.00", "99.99"
    if path.suffix == ".html":
        text = path.read_text("utf-8")
        assert f">{old}<" in text
        path.write_text(text.replace(f">{old}<", f">{new}<"), "utf-8")
    elif path.suffix == ".docx":
        changed(path, "word/document.xml", lambda text: text.replace(f">{old}<", f">{new}<"))
    else:
        changed(path, "xl/sharedStrings.xml", lambda text: text.replace("Mejorar la salud", "Mejorar"))


@pytest.mark.parametrize("name", ["informe.html", "informe.docx", "informe.xlsx"])
def test_what_somebody_changed_by_hand_is_told(name: str, run: Run, write: Write) -> None:
    path = made(run, write, name)
    with_another_figure(path)
    done = run("verificar", name)

    assert done.code == 1
    assert "su sello es de otro contenido" in done.out
    assert re.search(r"99\.99 → 75\.00|Mejorar → Mejorar la salud", done.out), done.out
    assert "alguien lo cambió después de escribirlo" in " ".join(done.out.split())


def test_a_page_of_a_pdf_that_somebody_changed_is_told(run: Run, write: Write) -> None:
    path = made(run, write, "informe.pdf")
    data = path.read_bytes()
    path.write_bytes(appended(data, number_of_page(data), b"BT (99.99) Tj ET"))
    done = run("verificar", path)

    assert done.code == 1
    assert "su sello es de otro contenido" in done.out
    assert "Alguien cambió el archivo, y los valores que dice son los que salen." in " ".join(
        done.out.split()
    )


def test_a_pdf_that_was_signed_is_as_it_was_written(run: Run, write: Write) -> None:
    path = made(run, write, "informe.pdf")
    path.write_bytes(appended(path.read_bytes(), 9_000, b"BT (Firmado) Tj ET"))

    assert SAME in run("verificar", path).out


def test_what_people_write_in_word_is_theirs(run: Run, write: Write) -> None:
    path = made(run, write, "informe.docx")
    changed(
        path,
        "word/document.xml",
        lambda text: text.replace("<w:body>", "<w:body><w:p><w:r><w:t>Nuestro texto</w:t></w:r></w:p>"),
    )
    written = re.compile(r"<w:t[^>]*>\[[^<]*\]</w:t>")
    changed(path, "word/document.xml", lambda text: written.sub("<w:t>Dicho.</w:t>", text, count=1))

    assert SAME in run("verificar", path).out


def test_a_file_brought_up_to_date_says_what_it_rests_on_now(run: Run, write: Write) -> None:
    path = made(run, write, "informe.docx")
    write({"datos/salud.csv": GOOD_CSV.replace("30", "31", 1)})
    assert run("verificar", path).code == 1
    assert run(*REPORT, "-o", path).code == 0

    assert SAME in run("verificar", path).out
    with zipfile.ZipFile(path) as archive:
        names = re.findall(r'name="(pei_huellas_\d+)"', archive.read("docProps/custom.xml").decode())
    assert len(names) == len({*names}) > 1


@pytest.mark.parametrize("name", ORDERS)
def test_the_same_bytes(name: str, run: Run, write: Write) -> None:
    first = made(run, write, name).read_bytes()
    Path(name).unlink()

    assert made(run, write, name).read_bytes() == first
    if name.endswith(".xlsx"):  # whatever the clock says
        with zipfile.ZipFile(name) as archive:
            assert b"2000-01-01T00:00:00Z</dcterms:created>" in archive.read("docProps/core.xml")


@pytest.mark.parametrize("name", ORDERS)
def test_without_them_it_says_so(name: str, run: Run, write: Write) -> None:
    made(run, write, name, "--sin-huellas")
    done = run("verificar", name)

    assert (done.code, done.out) == (2, "")
    assert "no tiene huellas" in done.err


def broken(name: str, data: bytes) -> bytes:
    """Return a document whose fingerprints are there, and cannot be read."""
    if name.endswith(".html"):
        return data.replace(b'id="huellas">{', b'id="huellas">{{')
    if name.endswith(".pdf"):
        return data.replace(b"/Type/EmbeddedFile", b"/Type/EmbeddedFiel")
    return data.replace(b"PK\x03\x04", b"PK\x03\x05")


@pytest.mark.parametrize("name", ORDERS)
def test_what_is_damaged_is_one_line(name: str, run: Run, write: Write) -> None:
    path = made(run, write, name)
    whole = path.read_bytes()
    for data in (broken(name, whole), whole[: len(whole) // 2], whole[:40]):
        path.write_bytes(data)
        done = run("verificar", name)

        assert (done.code, done.out) == (2, ""), done
        assert done.err.count("Error: ") == 1


def test_of_another_version(run: Run, write: Write) -> None:
    path = made(run, write, "informe.html")
    path.write_text(path.read_text("utf-8").replace('id="huellas">{"version":1', 'id="huellas">{"version":9'))
    done = run("verificar", path)

    assert done.code == 2
    assert "es de otra versión" in done.err


def test_names_that_would_end_the_element(run: Run, write: Write) -> None:
    """Whatever a file is called, the page stays one page."""
    write({"plan.pei": GOOD, "datos/salud.csv": GOOD_CSV, "a<b&«c».pei": 'objetivo OEI.02 "Otro"\n'})
    assert run(*REPORT, "-o", "informe.html").code == 0
    text = Path("informe.html").read_text("utf-8")

    assert text.count('id="huellas"') == 1
    assert "a<b" not in text
    assert SAME in run("verificar", "informe.html").out


@pytest.mark.parametrize("name", ORDERS)
def test_what_is_carried_comes_back_and_is_replaced(name: str, run: Run, write: Write) -> None:
    data = made(run, write, name).read_bytes()
    kind = kind_of(data)
    assert kind == name.rpartition(".")[2]
    carried = prints_within(kind, data)
    assert carried is not None
    prints = fingerprints_of_json(carried)

    assert {**prints.to_json(), PARTS: carried[PARTS]} == json.loads(json.dumps(dict(carried)))
    assert prints_within(kind, with_prints(kind, data, prints)) == carried


def test_a_package_has_the_report_of_its_period(run: Run, write: Write) -> None:
    write(GOOD_FILES)
    assert run("empaquetar", "plan", "--periodo", "2024", "-o", "p.zip").code == 0
    assert run("empaquetar", "plan", "--periodo", "2024..2025", "-o", "varios.zip").code == 0
    with zipfile.ZipFile("p.zip") as archive:
        Path("informe.html").write_bytes(archive.read("resultados/informe.html"))
    with zipfile.ZipFile("varios.zip") as archive:
        assert "resultados/informe.html" not in archive.namelist()

    done: Done = run("verificar", "informe.html", "plan")
    assert SAME in done.out
    assert run("verificar", "p.zip").code == 0


EVIDENCE = """\
evidencia acta "Acta"
  de:      IND.01.OEI.01
  fecha:   2024-05-02
  archivo: evidencias/acta.pdf
"""


@pytest.mark.parametrize("name", WITH_EVIDENCE)
def test_a_file_of_evidence_is_among_what_it_rests_on(name: str, run: Run, write: Write) -> None:
    """It is looked at and never read: another one is told, and so is one that went away."""
    write({**GOOD_FILES, "evidencia.pei": EVIDENCE, "evidencias/acta.pdf": b"uno"})
    assert run(*ORDERS[name], "-o", name).code == 0
    assert SAME in run("verificar", name).out
    write({"evidencias/acta.pdf": b"otro"})
    assert "evidencias/acta.pdf cambió" in run("verificar", name).out
    Path("plan/evidencias/acta.pdf").unlink()
    done = run("verificar", name)

    assert done.code == 1
    assert "evidencias/acta.pdf" in done.out


@pytest.mark.parametrize("stays", [False, True])
def test_evidence_travels_with_what_rests_on_it_unless_data_stay(stays: bool, run: Run, write: Write) -> None:
    write({**GOOD_FILES, "evidencia.pei": EVIDENCE, "evidencias/acta.pdf": b"uno"})
    option = ["--sin-datos"] if stays else []
    done = run("empaquetar", "plan", "--periodo", "2024", "-o", "p.zip", *option)
    assert done.code == 0
    assert ("Viajan evidencias: evidencias/acta.pdf" in done.err) is not stays
    with zipfile.ZipFile("p.zip") as archive:
        found = [each for each in archive.namelist() if each.endswith("acta.pdf")]
        assert found == ([] if stays else ["plan/evidencias/acta.pdf"])
    if not stays:
        assert run("verificar", "p.zip").code == 0
