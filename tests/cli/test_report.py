"""`pei informe` and `pei ficha`: every format, and a Word file that is there already."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import pytest

from pei_dsl.renderers.html.page_texts import page_texts
from pei_dsl.renderers.word import element_marks
from pei_dsl.renderers.word.package import DOCUMENT, Package
from pei_dsl.renderers.word.xml import node, qualified
from tests.cli.conftest import Run, Write
from tests.cli.plans import INPE

PLAN = """plan "PEI"
  siglas: UE
  periodo: 2023 a 2025
objetivo OEI.01 "Salud"
indicador IND.01.OEI.01 "Número de controles"
  unidad: número de controles
  sentido: ascendente
  logros: 2024: 80
  valores: 2023: 50; 2024: 60
"""
ASKED = ("plan", "--periodo", "2024", "-o")


@pytest.fixture
def folder(write: Write, tmp_path: Path) -> Path:
    return tmp_path / write({"plan.pei": PLAN}, "plan")


def text_of(file: Path) -> str:
    root = Package.read(file.read_bytes()).tree(DOCUMENT)
    return "\n".join(element_marks.said(each) for each in root[0])


def add_text(file: Path, text: str) -> None:
    package = Package.read(file.read_bytes())
    root = package.changing(DOCUMENT)
    root[0].insert(3, node("w:p", node("w:r", node("w:t", text=text))))
    file.write_bytes(package.written())


def change(folder: Path) -> None:
    (folder / "plan.pei").write_text(PLAN.replace("2024: 60", "2024: 72"), "utf-8")


@pytest.mark.usefixtures("folder")
def test_a_new_word_file_tells_what_is_left_to_write(run: Run, tmp_path: Path) -> None:
    done = run("informe", *ASKED, "informe.docx")

    assert done.code == 0
    assert "Escrito en informe.docx" in done.err
    assert "Por escribir: " in done.err
    assert "En 2024 se obtuvo 60 (número de controles) frente a un logro esperado de 80" in text_of(
        tmp_path / "informe.docx"
    )


def test_a_word_file_is_brought_up_to_date_and_what_people_wrote_stays(
    run: Run, folder: Path, tmp_path: Path
) -> None:
    file = tmp_path / "informe.docx"
    run("informe", *ASKED, "informe.docx")
    add_text(file, "Escrito por una persona.")
    change(folder)
    before = file.read_bytes()

    shown = run("informe", *ASKED, "informe.docx", "--previa")
    assert file.read_bytes() == before
    done = run("informe", *ASKED, "informe.docx")

    assert done.code == 0
    assert "bloques actualizados" in shown.err
    assert done.err.startswith(shown.err.splitlines()[0])
    assert "Escrito por una persona." in text_of(file)
    assert "se obtuvo 72 (número de controles) frente" in text_of(file)
    assert (tmp_path / "informe.anterior.docx").read_bytes() == before


@pytest.mark.usefixtures("folder")
def test_pending_lists_what_is_left_and_strict_ends_with_one(run: Run, tmp_path: Path) -> None:
    run("informe", *ASKED, "informe.docx")
    listed = run("informe", *ASKED, "informe.docx", "--pendientes")
    strict = run("informe", *ASKED, "informe.docx", "--estricto")

    assert listed.code == 0
    assert "1. [Resuma" in listed.out
    assert strict.code == 1
    package = Package.read((tmp_path / "informe.docx").read_bytes())
    root = package.changing(DOCUMENT)
    for each in list(root.iter(qualified("w:p"))):
        if element_marks.said(each).startswith("["):
            each.parent.remove(each)  # type: ignore[union-attr]  # it stands in the body
    (tmp_path / "informe.docx").write_bytes(package.written())

    assert run("informe", *ASKED, "informe.docx", "--estricto").code == 0
    assert "no queda nada por escribir" in run("informe", *ASKED, "informe.docx", "--pendientes").out


@pytest.mark.parametrize("kind", ["text", "zip", "protected", "broken", "other plan"])
@pytest.mark.usefixtures("folder")
def test_a_file_that_is_no_report_of_the_plan_stays_as_it_is(
    run: Run, write: Write, tmp_path: Path, kind: str
) -> None:
    file = tmp_path / "informe.docx"
    if kind == "text":
        file.write_text("notas", "utf-8")
    elif kind == "zip":
        with zipfile.ZipFile(file, "w") as archive:
            archive.writestr("a.txt", "a")
    elif kind == "broken":
        run("informe", *ASKED, "informe.docx")
        package = Package.read(file.read_bytes())
        package.put("word/styles.xml", b"<w:styles>")
        package.put(DOCUMENT, b"<w:document>")
        file.write_bytes(package.written())
    elif kind == "protected":
        file.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"0" * 600)
    else:
        write({"otro.pei": PLAN.replace("UE", "OTRA")}, "otra")
        assert run("informe", "otra", "--periodo", "2024", "-o", "informe.docx").code == 0
    before = file.read_bytes()

    done = run("informe", *ASKED, "informe.docx")

    assert done.code == 2
    assert "--reemplazar" in done.err
    assert file.read_bytes() == before
    if kind != "other plan":
        assert run("informe", *ASKED, "informe.docx", "--pendientes").code == 2


@pytest.mark.parametrize("lock", ["~$forme.docx", ".~lock.informe.docx#"])
def test_a_file_that_is_open_elsewhere_is_left(run: Run, folder: Path, tmp_path: Path, lock: str) -> None:
    run("informe", *ASKED, "informe.docx")
    (tmp_path / lock).write_text("", "utf-8")
    before = (tmp_path / "informe.docx").read_bytes()
    change(folder)

    done = run("informe", *ASKED, "informe.docx")

    assert done.code == 2
    assert lock in done.err
    assert (tmp_path / "informe.docx").read_bytes() == before


@pytest.mark.usefixtures("folder")
def test_flags_of_word_are_for_word(run: Run) -> None:
    done = run("informe", *ASKED, "informe.html", "--estricto")

    assert done.code == 2
    assert "-o informe.docx" in done.err


@pytest.mark.usefixtures("folder")
def test_a_screen_shows_no_word_file(run: Run) -> None:
    assert run("informe", "plan", "--periodo", "2024", "--formato", "docx").code == 2


@pytest.mark.usefixtures("folder")
def test_sheets_of_some_indicators(run: Run) -> None:
    done = run("ficha", "plan", "ind.01.oei.01", "--formato", "markdown")
    unknown = run("ficha", "plan", "IND.09.OEI.01")

    assert done.code == 0
    assert "| Nombre del indicador | Número de controles |" in done.out
    assert unknown.code == 2
    assert "IND.01.OEI.01" in unknown.err


# ---- Templates ---------------------------------------------------------------------------------------------


def make_template(run: Run, tmp_path: Path, name: str) -> None:
    """Write the file of an institution: one of ours without what is ours, and a bookmark."""
    run("informe", *ASKED, "plantilla.docx")
    file = tmp_path / "plantilla.docx"
    package = Package.read(file.read_bytes())
    body = package.changing(DOCUMENT)[0]
    for each in list(body)[:-1]:
        body.remove(each)
    start, end = node("w:bookmarkStart", w_id=1, w_name=name), node("w:bookmarkEnd", w_id=1)
    body.insert(0, node("w:p", node("w:r", node("w:t", text="Carátula propia"))))
    body.insert(1, node("w:p", start, end))
    file.write_bytes(package.written())


@pytest.mark.usefixtures("folder")
def test_a_report_begins_from_the_file_of_an_entity(run: Run, tmp_path: Path) -> None:
    make_template(run, tmp_path, "pei_informe")
    done = run("informe", *ASKED, "informe.docx", "--plantilla", "plantilla.docx")
    again = run("informe", *ASKED, "informe.docx")
    refused = run("informe", *ASKED, "informe.docx", "--plantilla", "plantilla.docx")

    assert (done.code, again.code, refused.code) == (0, 0, 2)
    assert text_of(tmp_path / "informe.docx").startswith("Carátula propia\nResumen ejecutivo")
    assert "sin lugar" not in done.err
    assert again.err.startswith("0 bloques actualizados")
    assert "--reemplazar" in refused.err


@pytest.mark.usefixtures("folder")
def test_a_report_says_which_file_it_was_begun_from(run: Run, tmp_path: Path) -> None:
    """Also once it was brought up to date; another file is told, and one that is not there is no difference."""
    make_template(run, tmp_path, "pei_informe")
    file = tmp_path / "plantilla.docx"
    whole, name = file.read_bytes(), "../plantilla.docx"
    run("informe", *ASKED, "informe.docx", "--plantilla", "plantilla.docx")
    for again in (False, True):
        if again:
            assert run("informe", *ASKED, "informe.docx").code == 0
        file.write_bytes(whole)
        done = run("verificar", "informe.docx", "plan")
        assert (done.code, f"Plantilla    igual ({name})" in done.out) == (0, True), done
        file.write_bytes(whole + b"otra")
        done = run("verificar", "informe.docx", "plan")
        assert (done.code, f"{name} cambió" in done.out) == (1, True), done
        assert "valores salen iguales" in done.out
        file.unlink()
        done = run("verificar", "informe.docx", "plan")
        assert (done.code, f"{name} no está aquí; ninguna cifra sale de ella" in done.out) == (0, True), done


@pytest.mark.usefixtures("folder")
def test_a_report_without_a_template_names_none(run: Run) -> None:
    run("informe", *ASKED, "informe.docx")

    assert "Plantilla" not in run("verificar", "informe.docx", "plan").out


@pytest.mark.usefixtures("folder")
def test_what_a_template_has_no_place_for_is_told(run: Run, tmp_path: Path) -> None:
    make_template(run, tmp_path, "pei_bloque_oei")
    done = run("informe", *ASKED, "informe.docx", "--plantilla", "plantilla.docx")

    assert done.code == 0
    assert "sin lugar en la plantilla: " in done.err
    assert text_of(tmp_path / "informe.docx").count("Tabla ") == 1


@pytest.mark.parametrize(("name", "told"), [("otro", "pei_informe"), ("pei_bloque_x", "«pei_bloque_x»")])
@pytest.mark.usefixtures("folder")
def test_a_template_that_does_not_do_is_told_and_nothing_is_written(
    run: Run, tmp_path: Path, name: str, told: str
) -> None:
    make_template(run, tmp_path, name)
    done = run("informe", *ASKED, "informe.docx", "--plantilla", "plantilla.docx")

    assert done.code == 2
    assert told in done.err
    assert "--bloques" in done.err
    assert not (tmp_path / "informe.docx").exists()


@pytest.mark.usefixtures("folder")
def test_a_template_that_is_no_word_document_is_told(run: Run, tmp_path: Path) -> None:
    (tmp_path / "plantilla.docx").write_text("notas", "utf-8")
    done = run("informe", *ASKED, "informe.docx", "--plantilla", "plantilla.docx")

    assert done.code == 2
    assert "no es un documento de Word" in done.err


@pytest.mark.usefixtures("folder")
def test_the_bookmarks_of_parts_are_listed(run: Run, tmp_path: Path) -> None:
    done = run("informe", "plan", "--periodo", "2024", "--bloques")

    assert done.code == 0
    assert done.out.splitlines()[0].startswith("pei_informe ")
    assert "pei_bloque_oei" in done.out
    assert "Tabla 1. " in done.out
    assert list(tmp_path.glob("*.docx")) == []


# ---- What it rests on --------------------------------------------------------------------------------------


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize("name", ["informe.html", "informe.docx"])
def test_a_report_shows_what_its_figures_rest_on(run: Run, tmp_path: Path, name: str) -> None:
    result = json.loads(run("evaluar", "plan", "--periodo", "2024", "--formato", "json").out)
    run("informe", *ASKED, name)
    run("informe", *ASKED, "sin." + name, "--sin-huellas")

    shown, bare = (said_in(tmp_path / each) for each in (name, f"sin.{name}"))
    for part in ("plan", "metodologia"):
        assert result["huellas"][part]["huella"] in shown
        assert result["huellas"][part]["huella"] not in bare
    assert "6.5. Huellas" in shown
    assert "6.5. Huellas" not in bare
    assert f"pei_dsl {result['huellas']['programa']['pei_dsl']}" in shown
    assert run("verificar", name, "plan").code == 0


@pytest.mark.usefixtures("folder")
def test_a_page_on_the_screen_shows_it_too_and_markdown_has_it_at_its_foot(run: Run) -> None:
    page = run("informe", "plan", "--periodo", "2024", "--formato", "html").out
    text = run("informe", "plan", "--periodo", "2024", "--formato", "markdown").out

    assert "6.5. Huellas" in page
    assert text.rstrip().rpartition("\n")[2].startswith("Huellas: plan ")


@pytest.mark.usefixtures("folder")
def test_a_word_file_brought_up_to_date_shows_what_it_rests_on_now(
    run: Run, folder: Path, tmp_path: Path
) -> None:
    run("informe", *ASKED, "informe.docx")
    change(folder)
    run("informe", *ASKED, "informe.docx")
    result = json.loads(run("evaluar", "plan", "--periodo", "2024", "--formato", "json").out)

    assert result["huellas"]["plan"]["huella"] in said_in(tmp_path / "informe.docx")


def test_the_page_of_a_real_plan_is_small(run: Run, tmp_path: Path) -> None:
    run("informe", INPE, "--periodo", "2024", "-o", "informe.html")

    assert (tmp_path / "informe.html").stat().st_size <= 150_000


def said_in(file: Path) -> str:
    """Return what a reader of a file sees."""
    if file.suffix == ".docx":
        return text_of(file)
    return "\n".join(text for texts in page_texts(file.read_text("utf-8")).values() for text in texts)


# ---- Texts of people beside the plan -----------------------------------------------------------------------


def write_in(file: Path, heading: str, text: str) -> None:
    """Write a paragraph below a heading of a Word file, as a person does."""
    package = Package.read(file.read_bytes())
    found = next(
        each
        for each in package.changing(DOCUMENT)[0]
        if element_marks.said(each) == heading and any(each.iter(qualified("w:bookmarkStart")))
    )
    found.addnext(node("w:p", node("w:r", node("w:t", text=text))))
    file.write_bytes(package.written())


def test_texts_of_people_go_beside_the_plan_and_into_every_format(
    run: Run, folder: Path, tmp_path: Path
) -> None:
    run("informe", *ASKED, "informe.docx")
    write_in(tmp_path / "informe.docx", "4. Conclusiones", "Se avanzó *mucho*.")
    before = (tmp_path / "informe.docx").read_bytes()
    done = run("informe", *ASKED, "informe.docx", "--recoger")
    file = folder / "textos" / "2024" / "4.md"

    assert done.code == 0
    assert "1 sección" in done.err
    assert [each.name for each in (folder / "textos" / "2024").iterdir()] == ["4.md"]
    assert "Se avanzó *mucho*.\n\n<!-- conclusion.OEI.01 -->" in file.read_text("utf-8")
    assert (tmp_path / "informe.docx").read_bytes() == before

    for name in ("i.html", "i.md", "nuevo.docx"):
        assert run("informe", *ASKED, name).code == 0
    assert "Se avanzó *mucho*." in (tmp_path / "i.html").read_text("utf-8")
    assert "Se avanzó \\*mucho\\*." in (tmp_path / "i.md").read_text("utf-8")
    assert "Se avanzó *mucho*." in text_of(tmp_path / "nuevo.docx")
    again = run("informe", *ASKED, "nuevo.docx", "--recoger")
    assert "Nada que recoger: «nuevo.docx» no tiene texto de personas" in again.err
    assert run("verificar", "i.html", "plan").code == 0
    file.write_text(file.read_text("utf-8").replace("mucho", "poco"), "utf-8")
    changed = run("verificar", "i.html", "plan")
    assert changed.code == 1
    assert "textos/2024/4.md" in changed.out


def test_a_text_that_changed_beside_the_plan_is_told_and_left(run: Run, folder: Path, tmp_path: Path) -> None:
    run("informe", *ASKED, "informe.docx")
    write_in(tmp_path / "informe.docx", "4. Conclusiones", "Uno.")
    run("informe", *ASKED, "informe.docx", "--recoger")
    file = folder / "textos" / "2024" / "4.md"
    file.write_text(file.read_text("utf-8").replace("Uno.", "Dos."), "utf-8")
    done = run("informe", *ASKED, "informe.docx", "--recoger")
    again = run("informe", *ASKED, "informe.docx")

    assert (done.code, again.code) == (0, 0)
    assert "Dos." in file.read_text("utf-8")
    assert "textos/2024" in done.err
    assert "con otro texto en textos/2024" in again.err
    assert "Uno." in text_of(tmp_path / "informe.docx")


def test_where_both_changed_nothing_is_written_and_both_are_shown(
    run: Run, folder: Path, tmp_path: Path
) -> None:
    run("informe", *ASKED, "informe.docx")
    write_in(tmp_path / "informe.docx", "4. Conclusiones", "Uno.")
    run("informe", *ASKED, "informe.docx", "--recoger")
    file = folder / "textos" / "2024" / "4.md"
    file.write_text(file.read_text("utf-8").replace("Uno.", "Dos."), "utf-8")
    write_in(tmp_path / "informe.docx", "4. Conclusiones", "Tres.")
    write_in(tmp_path / "informe.docx", "5. Recomendaciones", "Cuatro.")
    had = file.read_bytes()
    done = run("informe", *ASKED, "informe.docx", "--recoger")

    assert done.code == 1
    assert "-Dos." in done.err
    assert "+Tres." in done.err
    assert file.read_bytes() == had
    assert not file.with_name("5.md").exists()


def test_a_text_that_was_taken_out_in_word_is_taken_out_beside_the_plan(
    run: Run, folder: Path, tmp_path: Path
) -> None:
    run("informe", *ASKED, "informe.docx")
    plain = (tmp_path / "informe.docx").read_bytes()
    write_in(tmp_path / "informe.docx", "4. Conclusiones", "Uno.")
    run("informe", *ASKED, "informe.docx", "--recoger")
    run("informe", *ASKED, "nuevo.docx")
    package = Package.read((tmp_path / "nuevo.docx").read_bytes())
    for each in list(package.changing(DOCUMENT)[0]):
        if element_marks.said(each) == "Uno.":
            each.parent.remove(each)  # type: ignore[union-attr]  # it stands in the body
    (tmp_path / "nuevo.docx").write_bytes(package.written())
    (tmp_path / "informe.docx").write_bytes(plain)
    done = run("informe", *ASKED, "nuevo.docx", "--recoger")

    assert done.code == 0
    assert not (folder / "textos" / "2024" / "4.md").exists()


@pytest.mark.usefixtures("folder")
def test_texts_are_gathered_from_a_file_that_is_there(run: Run, tmp_path: Path) -> None:
    assert run("informe", *ASKED, "informe.docx", "--recoger").code == 2
    (tmp_path / "informe.docx").write_text("notas", "utf-8")
    assert run("informe", *ASKED, "informe.docx", "--recoger").code == 2


# ---- What there is nothing of ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('plan "PEI"\n  siglas: UE\n  periodo: 2023 a 2025\n', "el plan no tiene indicadores"),
        (PLAN.replace("  valores: 2023: 50; 2024: 60\n", ""), "ningún indicador tiene valor en 2024"),
        (PLAN.replace("; 2024: 60", ""), "ningún indicador tiene valor en 2024"),
        (PLAN, ""),
    ],
)
@pytest.mark.parametrize("name", ["informe.docx", "informe.html"])
def test_a_report_without_values_says_so(run: Run, write: Write, text: str, told: str, name: str) -> None:
    write({"plan.pei": text}, "plan")
    done = run("informe", *ASKED, name)

    assert done.code == 0
    assert ("aviso: " in done.err) == bool(told)
    assert told in done.err


@pytest.mark.usefixtures("folder")
def test_a_period_outside_the_plan_is_told(run: Run, tmp_path: Path) -> None:
    done = run("informe", "plan", "--periodo", "2031", "-o", "informe.docx")

    assert done.code == 2
    assert "PEI216" in done.err
    assert not (tmp_path / "informe.docx").exists()


def break_marks(file: Path, kind: str) -> None:
    """Do to the marks of a file what programs and people do."""
    package = Package.read(file.read_bytes())
    root = package.changing(DOCUMENT)
    for number, start in enumerate(list(root.iter(qualified("w:bookmarkStart")))):
        name = start.get(qualified("w:name"), "")
        if kind == "cut":
            start.set(qualified("w:name"), name[:-3])
        elif kind == "same id":
            start.set(qualified("w:id"), "7")
        elif kind == "unnamed":
            start.attrib.clear()
        elif kind == "doubled" and number % 2:
            start.addnext(node("w:bookmarkStart", w_id=900 + number, w_name=f"{name}_Copy_1"))
        elif kind == "one name":
            start.set(qualified("w:name"), "pei_ta_oei_000000")
    if kind == "endless":
        for end in list(root.iter(qualified("w:bookmarkEnd"))):
            end.parent.remove(end)  # type: ignore[union-attr]  # it stands in the body
    file.write_bytes(package.written())


@pytest.mark.parametrize("kind", ["cut", "same id", "unnamed", "doubled", "one name", "endless"])
def test_marks_that_are_doubled_or_broken_lose_nothing_and_hide_nothing(
    run: Run, folder: Path, tmp_path: Path, kind: str
) -> None:
    file = tmp_path / "informe.docx"
    run("informe", *ASKED, "informe.docx")
    add_text(file, "Escrito por una persona.")
    break_marks(file, kind)
    change(folder)
    done = run("informe", *ASKED, "informe.docx")
    again = run("informe", *ASKED, "informe.docx")

    assert (done.code, again.code) == (0, 0)
    assert "Escrito por una persona." in text_of(file)
    assert again.err.startswith("0 bloques actualizados")
    stale = "se obtuvo 60 (número de controles) frente" in text_of(file) or "\t60\t" in text_of(file)
    assert not stale or "cambiados a mano" in done.err or "faltan en este archivo" in done.err


# ---- What was there before ---------------------------------------------------------------------------------


def test_what_people_wrote_is_in_the_file_or_beside_it_however_often_it_is_written(
    run: Run, folder: Path, tmp_path: Path
) -> None:
    file = tmp_path / "informe.docx"
    run("informe", *ASKED, "informe.docx")
    write_in(file, "4. Conclusiones", "Escrito por una persona.")
    for value in ("72", "73", "74", "75"):
        (folder / "plan.pei").write_text(PLAN.replace("2024: 60", f"2024: {value}"), "utf-8")
        extra = ("--reemplazar",) if value == "73" else ()
        assert run("informe", *ASKED, "informe.docx", *extra).code == 0

    texts = {each.name: text_of(each) for each in tmp_path.glob("*.docx")}
    assert texts.keys() == {"informe.docx", "informe.anterior.docx", "informe.anterior.2.docx"}
    assert "Escrito por una persona." not in texts["informe.docx"]
    assert "Escrito por una persona." in texts["informe.anterior.2.docx"]


# ---- What changed since another plan or period


@pytest.fixture
def earlier(write: Write, folder: Path) -> Path:
    """Return another plan beside that of `folder`, with a higher goal."""
    return folder.parent / write({"plan.pei": PLAN.replace("2024: 80", "2024: 90")}, "antes")


@pytest.mark.usefixtures("earlier")
def test_a_report_tells_what_changed_since_another_plan_and_can_be_verified(run: Run) -> None:
    done = run("informe", *ASKED, "informe.html", "--comparar-con", "antes")

    assert done.code == 0
    page = Path("informe.html").read_text("utf-8")
    assert "Antes: antes · Periodo 2024" in page
    assert "La media del plan subió 8.33 (de 66.67 a 75.00)" in page
    assert run("verificar", "informe.html", "plan").code == 0
    Path("antes/plan.pei").write_text(PLAN.replace("2024: 80", "2024: 95"), "utf-8")
    again = run("verificar", "informe.html", "plan")
    assert again.code == 1
    assert "antes cambió" in again.out


@pytest.mark.usefixtures("folder")
def test_a_report_tells_what_changed_since_another_period(run: Run) -> None:
    done = run("informe", *ASKED, "informe.md", "--comparar-con", "2023")

    assert done.code == 0
    assert "Antes: plan · Periodo 2023" in Path("informe.md").read_text("utf-8")


@pytest.mark.usefixtures("earlier")
@pytest.mark.parametrize(
    ("against", "told"),
    [
        ("nada", "no existe el archivo o la carpeta «nada»"),
        ("2031", "2031 está fuera del plan"),
        ("git:HEAD", "repositorio de git"),
    ],
)
def test_what_a_report_cannot_be_compared_with_is_told_and_nothing_is_written(
    against: str, told: str, run: Run
) -> None:
    done = run("informe", *ASKED, "informe.md", "--comparar-con", against)

    assert done.code == 2
    assert told in done.err
    assert not Path("informe.md").exists()


@pytest.mark.usefixtures("folder")
def test_what_the_program_wrote_and_nobody_touched_is_no_ones(run: Run, tmp_path: Path) -> None:
    """A comparison that is asked for no more leaves sentences and a placeholder, which are not of people."""
    file = tmp_path / "i.docx"
    run("informe", *ASKED, file, "--comparar-con", "2023")
    done = run("informe", *ASKED, file)

    assert "0 párrafos de personas conservados." in done.err
    assert "ya no corresponden a este informe, quítelos: Qué cambió" in done.err
    assert ", ," not in done.err
    add_text(file, "Lo escribió una persona.")
    assert "1 párrafo de personas conservado." in run("informe", *ASKED, file).err


@pytest.mark.usefixtures("folder")
def test_a_document_in_another_language_is_told_as_such(run: Run, tmp_path: Path) -> None:
    """Word keeps what people wrote, in their language; Markdown says what it is in its first lines alone."""
    file, page = tmp_path / "i.docx", tmp_path / "i.md"
    for each in (file, page):
        run("informe", *ASKED, each)
    before = file.read_bytes()

    refused = run("--lang", "en", "informe", *ASKED, file)
    assert (refused.code, file.read_bytes()) == (2, before)
    assert "is in Spanish, and so is what people wrote in it" in refused.err
    assert "“--lang es”" in refused.err
    told = run("--lang", "en", "informe", *ASKED, page)
    assert told.code == 2
    assert "is a document of Informe de Evaluación Institucional 2024" in " ".join(told.err.split())
    assert "not of Institutional Evaluation Report 2024" in " ".join(told.err.split())
    assert run("--lang", "en", "informe", *ASKED, file, "--reemplazar").code == 0
    assert "está en inglés" in run("informe", *ASKED, file).err
