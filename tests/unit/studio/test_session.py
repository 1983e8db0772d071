"""A session of the studio: what a page is told of what it says."""

from __future__ import annotations

import base64
import io
import os
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tests.studio_pages import DATA, PLAN, Asking, asking, write_plan

NO_PLAN = "indicador IND.09.OEI.09"


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    return write_plan(tmp_path / "plan")


def test_a_page_gets_texts_and_figures(plan: Path) -> None:
    page = asking(plan)
    [words, opened, panel] = page.ask("hello")

    assert words["words"]["save"] == "Guardar"
    assert [each["name"] for each in opened["files"]] == ["datos.pei", "plan.pei"]
    assert (panel["period"], panel["periods"], panel["errors"]) == ("2026", ["2024", "2025", "2026"], 0)
    assert 'id="fila.IND.01.OEI.01"' in panel["html"]


def test_only_what_changed_is_sent_and_told_with_what_was_saved(plan: Path) -> None:
    page = asking(plan)
    page.ask("show", period="2024")

    panel = page.write("datos.pei", DATA.replace("30", "35"))

    assert panel.keys() == {"type", "versions", "unsaved", "pieces", "spoken", "serial"}
    assert panel["pieces"].keys() == {"fila.OEI.01", "fila.IND.01.OEI.01", "notas"}
    assert "75.00 ▲ amarillo" in panel["pieces"]["fila.OEI.01"]  # before
    assert panel["spoken"] == (
        "OEI.01: 75.00 a 87.50, sigue amarillo; IND.01.OEI.01: 75.00 a 87.50, sigue amarillo"
    )


def test_what_was_not_read_aloud_is_told_with_what_follows(plan: Path) -> None:
    page = asking(plan)
    page.ask("show", period="2024")
    first = page.write("datos.pei", DATA.replace("30", "35"))
    second = page.write("datos.pei", DATA.replace("30", "45"))
    assert second["spoken"].startswith("OEI.01: 75.00 a 100.00, de amarillo a verde")

    page.ask("told", serial=first["serial"])
    page.ask("told", serial=second["serial"])

    assert page.write("datos.pei", DATA.replace("30", "20"))["spoken"].startswith("OEI.01: 100.00 a")


def test_however_many_keys_come_the_plan_is_analysed_once(plan: Path) -> None:
    page = asking(plan)
    page.ask("show", period="2024")
    keys = [
        {"type": "text", "file": "datos.pei", "text": DATA.replace("30", str(number)), "version": number}
        for number in range(1, 37)
    ]

    [panel] = page.session.receive(keys)

    assert panel["versions"] == {"datos.pei": 36}
    assert "90.00" in panel["pieces"]["fila.OEI.01"]
    assert panel["spoken"].startswith("OEI.01: 75.00 a 90.00")


def test_data_that_change_outside_are_read_again(tmp_path: Path) -> None:
    source = 'fuente controles "Registro"\n  archivo: controles.csv\n  columna hechos: número\n'
    data = "variable hechos = suma(controles.hechos)\n" + source
    folder = write_plan(tmp_path / "plan", datos=data)
    _changed(folder / "controles.csv", "hechos\n30\n")
    page = asking(folder)
    assert "75.00" in str(page.panel(period="2024"))
    _changed(folder / "controles.csv", "hechos\nmuchos\n")

    panel = page.panel("look")

    assert panel["errors"] == 1


def test_the_last_good_figures_stay_while_the_text_errs(plan: Path) -> None:
    page = asking(plan)
    page.ask("show", period="2024")

    panel = page.write("datos.pei", DATA.replace("30", "30 +"))

    assert panel["errors"] == 1
    assert panel["stale"] is True
    assert "Cifras de las 14:05:06" in panel["pieces"]["encabezado"]
    assert "fila.OEI.01" not in panel["pieces"]
    [mark] = _errors(panel)
    assert mark["file"] == "datos.pei"


def _errors(panel: dict[str, Any]) -> list[dict[str, Any]]:
    return [each for each in panel["marks"] if each["severity"] == "error"]


def test_a_plan_with_errors_from_the_start_shows_what_none_touches(tmp_path: Path) -> None:
    broken = PLAN + '\nindicador IND.02.OEI.01 "Otro"\n  unidad: ???\n'
    page = asking(write_plan(tmp_path / "plan", plan=broken))

    [panel] = [each for each in page.ask("show", period="2024") if each["type"] == "panel"]

    assert "75.00" in str(panel)


def test_saving_writes_the_file_and_nothing_else(plan: Path) -> None:
    page = asking(plan)
    page.write("datos.pei", DATA.replace("30", "35"))
    page.ask("draft")
    assert (plan / ".datos.pei.borrador").read_text("utf-8") == DATA.replace("30", "35")

    assert page.one("save")["type"] == "saved"

    assert sorted(each.name for each in plan.iterdir()) == ["datos.pei", "plan.pei"]
    assert (plan / "datos.pei").read_text("utf-8") == DATA.replace("30", "35")
    assert page.session.open is not None
    assert page.session.open.unsaved == []


def test_a_file_of_windows_stays_one(tmp_path: Path) -> None:
    folder = write_plan(tmp_path / "plan")
    data = ("\ufeff" + DATA.replace("\n", "\r\n")).encode()
    (folder / "datos.pei").write_bytes(data)
    page = asking(folder)
    assert page.write("datos.pei", DATA) == {}

    page.write("datos.pei", DATA.replace("30", "35"))
    page.ask("save")

    assert (folder / "datos.pei").read_bytes() == data.replace(b"30", b"35")


def test_a_file_that_changed_outside_is_never_written_over(plan: Path) -> None:
    page = asking(plan)
    mine, theirs = DATA.replace("30", "35"), DATA.replace('hechos" =', 'realizados" =')
    page.write("datos.pei", mine)
    (plan / "datos.pei").write_text(theirs, "utf-8")

    conflict = page.one("save")

    assert (conflict["type"], conflict["base"], conflict["disk"]) == ("conflict", DATA, theirs)
    assert (plan / "datos.pei").read_text("utf-8") == theirs
    page.ask("settle", file="datos.pei", digest=conflict["digest"])
    assert page.one("save")["type"] == "saved"
    assert (plan / "datos.pei").read_text("utf-8") == mine


def test_a_second_change_outside_is_seen_while_the_first_is_settled(plan: Path) -> None:
    page = asking(plan)
    page.write("datos.pei", DATA.replace("30", "35"))
    (plan / "datos.pei").write_text(DATA.replace("30", "36"), "utf-8")
    conflict = page.one("save")
    (plan / "datos.pei").write_text(DATA.replace("30", "37"), "utf-8")

    again = page.one("settle", file="datos.pei", digest=conflict["digest"])

    assert (again["type"], again["disk"]) == ("conflict", DATA.replace("30", "37"))


def test_what_others_change_is_read_again_unless_it_was_written_here(plan: Path) -> None:
    page = asking(plan)
    page.write("plan.pei", PLAN.replace("90%", "95%"))
    _changed(plan / "datos.pei", DATA.replace("30", "35"))
    _changed(plan / "plan.pei", PLAN.replace("90%", "85%"))
    _changed(plan / "nuevo.pei", "# nuevo\n")

    told = {each["file"]: each["type"] for each in page.ask("look") if "file" in each}

    assert told == {"datos.pei": "replaced", "plan.pei": "conflict", "nuevo.pei": "replaced"}
    (plan / "nuevo.pei").unlink()
    assert {each["type"] for each in page.ask("look") if "file" in each} == {"gone"}
    assert [each for each in page.ask("look") if "file" in each] == []


def _changed(file: Path, text: str) -> None:
    """Write a file so that its time is another one, however fast the test is."""
    file.write_text(text, "utf-8")
    os.utime(file, ns=(1, file.stat().st_size))


def test_a_draft_is_offered_and_discarded(plan: Path) -> None:
    page = asking(plan)
    page.write("datos.pei", DATA.replace("30", "35"))
    page.ask("draft")

    [drafts] = [each for each in asking(plan).ask("hello") if each["type"] == "drafts"] or [
        each for each in asking(plan).ask("open", path=str(plan)) if each["type"] == "drafts"
    ]

    assert drafts["drafts"] == [{"name": "datos.pei", "text": DATA.replace("30", "35")}]
    page.ask("settle", file="datos.pei", discard=True)
    assert not list(plan.glob(".*"))


# ---- Forms, fixes ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("change", "written"),
    [
        ({"what": "figure", "field": "values", "period": "2025", "value": "70%"}, "2025: 70%"),
        ({"what": "figure", "field": "goals", "period": "2025", "value": ""}, "2024: 80%\n"),
        ({"what": "field", "field": "direction", "value": "descendente"}, "sentido: descendente"),
        ({"what": "field", "field": "responsible", "value": 'La "oficina"'}, 'responsable: «La "oficina"»'),
        ({"what": "title", "value": "Otro"}, 'IND.01.OEI.01 "Otro"'),
    ],
)
def test_forms_write_the_text(plan: Path, change: dict[str, str], written: str) -> None:
    page = asking(plan)

    rewrite = page.one("change", of="IND.01.OEI.01", **change)

    [text] = rewrite["texts"].values()
    assert written in text
    assert page.write("plan.pei", text)["errors"] == 0 if "errors" in page.last[0] else True


@pytest.mark.parametrize(
    "change",
    [
        {"what": "figure", "of": "IND.01.OEI.01", "field": "goals", "period": "pronto", "value": "7%"},
        {"what": "field", "of": "IND.09.OEI.01", "field": "unit", "value": "número"},
        {"what": "title", "of": "IND.01.OEI.01", "value": ""},
    ],
)
def test_what_a_form_cannot_write_is_refused_in_words(plan: Path, change: dict[str, str]) -> None:
    assert asking(plan).one("change", **change)["key"] == "change_refused"


@pytest.mark.parametrize(
    ("code", "behind"),
    [("OEI.02", "2025: 90%\n\n"), ("AEI.01.01", '"Salud"\n\n'), ("ind.02.oei.01", "2025: 90%\n\n")],
)
def test_a_form_adds_what_belongs_to_the_plan_and_takes_it_away(plan: Path, code: str, behind: str) -> None:
    page = asking(plan)

    [text] = page.one("change", what="add", of=code, value="Otro")["texts"].values()

    assert f'{code.upper()} "Otro"' in text.partition(behind)[2].split("\n")[0]
    page.write("plan.pei", text)
    assert page.one("change", what="remove", of=code.upper(), value="")["texts"] == {"plan.pei": PLAN}


@pytest.mark.parametrize(("code", "title"), [("IND.01.OEI.01", "Otro"), ("OEI.02", " "), ("salud", "Otro")])
def test_what_a_form_cannot_add_is_refused(plan: Path, code: str, title: str) -> None:
    assert asking(plan).one("change", what="add", of=code, value=title)["key"] == "change_refused"


def test_a_form_adds_no_line_that_nobody_meant(plan: Path) -> None:
    told = asking(plan).one(
        "change", what="field", of="IND.01.OEI.01", field="unit", value="número\n  peso: 3"
    )

    assert "\n  peso" not in str(told.get("texts", {}).get("plan.pei"))


def test_a_fix_is_made_and_one_that_is_gone_is_said(plan: Path) -> None:
    page = asking(plan)
    wrong = PLAN.replace("sentido: ascendente", "sentido: asendente")
    panel = page.write("plan.pei", wrong)
    [mark] = _errors(panel)

    rewrite = page.one("fix", key=mark["key"], number=0)
    assert rewrite["texts"] == {"plan.pei": PLAN}
    page.write("plan.pei", PLAN)

    assert page.one("fix", key=mark["key"], number=0)["key"] == "fix_gone"


# ---- The language ----------------------------------------------------------------------------------------


def test_the_editor_asks_of_places(plan: Path) -> None:
    page = asking(plan)
    line = PLAN.split("\n").index('    A "Hechos"    = hechos')
    at = {"file": "plan.pei", "line": line, "character": 22, "serial": 7}
    assert page.one("ask", question="complete", **at)["answer"][0]["text"] == "hechos"
    assert "Controles hechos" in page.one("ask", question="hover", **at)["answer"]["markdown"]
    [declared] = page.one("ask", question="define", **at)["answer"]
    assert (declared["file"], declared["line"], declared["character"]) == ("datos.pei", 1, 9)
    assert len(page.one("ask", question="references", **at)["answer"]) == 2
    assert page.one("ask", question="renamable", **at)["answer"] == "hechos"
    assert page.one("ask", question="hints", **at)["answer"]
    assert page.one("ask", question="hover", **{**at, "file": "otro.pei"})["answer"] is None
    assert page.one("ask", question="other", **at)["key"] == "not_understood"


def test_a_name_is_changed_in_all_texts_and_a_text_gets_its_form(plan: Path) -> None:
    page = asking(plan)
    at = {"file": "datos.pei", "line": 0, "character": 10}
    told = page.one("rename", name="realizados", **at)
    assert {name: "realizados" in text for name, text in told["texts"].items()} == {
        "datos.pei": True,
        "plan.pei": True,
    }
    assert page.one("rename", name="si", **at)["key"] == "change_refused"
    shown = page.one("ask", question="renaming", serial=1, name="realizados", **at)["answer"]
    assert [(each["file"], each["line"], each["after"]) for each in shown["lines"]] == [
        ("datos.pei", 1, DATA.replace("hechos", "realizados", 1).strip()),
        ("plan.pei", 11, 'A "Hechos"    = realizados'),
    ]
    assert shown["mentions"] == ["datos.pei:1: hechos"]  # in its title
    refused = page.one("ask", question="renaming", serial=1, name="si", **at)["answer"]
    assert "«si»" in refused["refused"]
    page.write("plan.pei", PLAN.replace("siglas:  EP", "siglas: EP"))
    assert page.one("format", file="plan.pei")["texts"] == {"plan.pei": PLAN}


def test_a_message_is_explained(plan: Path) -> None:
    assert asking(plan).one("explain", code="PEI208")["text"].startswith("# PEI208")


# ---- Views -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["es", "en"])
@pytest.mark.parametrize("locked", [True, False])
def test_every_view_shows_something(plan: Path, language: str, locked: bool) -> None:
    from pei_dsl.studio.shown_views import VIEWS

    page = asking(plan, language=language, locked=locked)
    page.ask("show", period="2024", code="IND.01.OEI.01")
    for view in [*VIEWS[1:], VIEWS[0]]:
        panel = page.panel(view=view)
        assert panel["view"] == view
        assert "IND.01.OEI.01" in panel["html"] or view in {"findings", "charts"}, view


@pytest.mark.parametrize("view", ["form", "ficha", "explanation", "gap", "charts"])
def test_a_view_of_what_is_not_there_says_so(plan: Path, view: str) -> None:
    page = asking(plan)

    assert "<" in page.panel(view=view, code=NO_PLAN)["html"]


def test_an_empty_folder_of_texts_shows_no_figures(tmp_path: Path) -> None:
    page = asking(write_plan(tmp_path / "plan", plan="", datos=""))
    from pei_dsl.studio.shown_views import VIEWS

    for view in [*VIEWS[1:], VIEWS[0]]:
        assert page.panel(view=view)["view"] == view


def test_titles_are_escaped_wherever_they_are_shown(tmp_path: Path) -> None:
    from pei_dsl.studio.shown_views import VIEWS

    hostile = "<img src=x onerror=alert(1)>"
    page = asking(
        write_plan(tmp_path / "plan", plan=PLAN.replace("controles", hostile).replace("Salud", hostile))
    )
    page.ask("show", period="2024", code="IND.01.OEI.01")
    for view in [*VIEWS[1:], VIEWS[0]]:
        html = page.panel(view=view)["html"]
        assert "<img" not in html, view


# ---- Bad messages ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "message",
    [
        {},
        {"type": "other"},
        {"type": "text"},
        {"type": "text", "file": 3, "text": "", "version": 1},
        {"type": "change", "what": "field", "of": "IND.01.OEI.01", "field": "other", "value": ""},
        {"type": "change", "what": "other", "of": "IND.01.OEI.01", "value": ""},
        {"type": "drop", "name": "a.xlsx", "data": "%%%"},
        {"type": "fix", "key": None, "number": "x"},
        {"type": "told"},
        {"type": "explain", "code": "../../README"},
    ],
)
def test_a_message_that_is_none_is_refused_in_words(plan: Path, message: dict[str, object]) -> None:
    page = asking(plan)

    [told] = [each for each in page.session.receive([message]) if each["type"] != "panel"]

    assert told["key"] == "not_understood"


@pytest.mark.parametrize(
    "name",
    [
        "../fuera.pei",
        "/etc/fuera.pei",
        "a/../../fuera.pei",
        ".oculto.pei",
        "datos.csv",
        "a\\b.pei",
        "enlace/x.pei",
    ],
)
def test_nothing_outside_the_folder_is_written(plan: Path, tmp_path: Path, name: str) -> None:
    (tmp_path / "otra").mkdir()
    (plan / "enlace").symlink_to(tmp_path / "otra")
    page = asking(plan)

    assert page.write(name, "# hola\n")["key"] == "outside"
    assert page.one("save", file=name)["key"] == "outside"
    assert sorted(each.name for each in tmp_path.rglob("*.pei")) == ["datos.pei", "plan.pei"]


def test_a_plan_that_was_not_offered_is_not_opened(plan: Path, tmp_path: Path) -> None:
    other = write_plan(tmp_path / "a" / "b" / "c" / "otro")

    assert asking(plan).one("open", path=str(other))["key"] == "outside"


@pytest.mark.parametrize("kind", ["save", "draft", "settle", "change", "fix", "drop", "new"])
def test_read_only_writes_nothing(plan: Path, kind: str) -> None:
    assert asking(plan, locked=True).one(kind)["key"] == "locked"


# ---- Files in and out ------------------------------------------------------------------------------------


def test_a_workbook_goes_into_the_plan(plan: Path) -> None:
    page = asking(plan)
    book = _book([["Código", "Año", "Valor"], ["IND.01.OEI.01", 2025, "70%"]])

    [dropped, rewrite] = [
        each for each in page.ask("drop", name="v.xlsx", data=book) if each["type"] != "panel"
    ]

    assert "Cambia 1 cosa en plan.pei" in dropped["told"][0]
    assert "2025: 70%" in rewrite["texts"]["plan.pei"]


def test_a_file_of_data_becomes_a_source(plan: Path) -> None:
    page = asking(plan)
    data = base64.b64encode("región,hechos\nLima,3\nCusco,4\n".encode()).decode()

    told = page.ask("drop", name="Mis controles.csv", data=data, **{"as": "data"})

    assert "fuente mis_controles" in told[1]["texts"]["mis_controles.pei"]
    assert (plan / "datos" / "mis_controles.csv").read_text("utf-8").startswith("región")


def test_what_is_no_workbook_is_said(plan: Path) -> None:
    page = asking(plan)

    assert page.one("drop", name="foto.png", data="")["key"] == "drop_refused"
    dropped = page.one("drop", name="roto.xlsx", data=base64.b64encode(b"no").decode())
    assert dropped["changes"] == 0
    assert "PEI350" in dropped["told"][0]


def _book(rows: list[list[object]]) -> str:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in rows:
        sheet.append(row)
    stream = io.BytesIO()
    book.save(stream)
    return base64.b64encode(stream.getvalue()).decode()


@pytest.mark.parametrize(
    ("kind", "begins"),
    [
        ("docx", b"PK"),
        ("html", b"<!DOCTYPE html>"),
        ("xlsx", b"PK"),
        ("b7", b"PK"),
        ("captura", b"PK"),
        ("plan", b"PK"),
    ],
)
def test_reports_and_forms_are_handed_out(plan: Path, kind: str, begins: bytes) -> None:
    page = asking(plan)

    made = page.one("download", kind=kind)

    assert base64.b64decode(made["data"]).startswith(begins)
    if kind not in {"b7", "captura"}:  # forms say when they were made
        assert page.one("download", kind=kind) == made


def test_a_report_of_another_kind_is_refused(plan: Path) -> None:
    assert asking(plan).one("download", kind="exe")["key"] == "nothing_measured"


# ---- Where there is no plan ------------------------------------------------------------------------------


def _starting(folder: Path) -> Asking:
    from pei_dsl.studio.session import Session

    return Asking(Session([], folder))


def test_the_page_says_where_new_plans_are_made(tmp_path: Path) -> None:
    """In a folder that is named; of one in its own memory, which no person has, that it is to be saved."""
    from pei_dsl.studio.session import Session

    [_, start] = _starting(tmp_path).ask("hello")
    assert str(tmp_path) in start["html"]
    [_, start] = Asking(Session([], tmp_path, in_page=True)).ask("hello")
    assert str(tmp_path) not in start["html"]
    assert "al cerrarla, lo que no guardó se pierde" in start["html"]


def test_without_a_plan_a_new_one_is_offered(tmp_path: Path) -> None:
    page = _starting(tmp_path)
    [_, start] = page.ask("hello")
    assert 'data-start="new"' in start["html"]

    told = page.ask(
        "new", kind="new", folder="mi-plan", entity="Municipalidad", acronym="M", first=2025, last=2026
    )

    assert [each["type"] for each in told] == ["plan", "panel"]
    assert told[1]["errors"] == 0
    assert (tmp_path / "mi-plan" / "plan.pei").is_file()


def test_the_example_is_sound(tmp_path: Path) -> None:
    page = _starting(tmp_path)
    page.ask("hello")

    panel = page.panel("new", kind="example", folder="ejemplo")

    assert panel["errors"] == 0


def test_a_workbook_becomes_a_plan(tmp_path: Path) -> None:
    page = _starting(tmp_path)
    page.ask("hello")
    rows: list[list[object]] = [
        ["Código", "Denominación", "Unidad de medida", "Sentido", 2025],
        ["OEI.01", "Salud", "", "", ""],
        ["IND.01.OEI.01", "Número de controles", "número", "ascendente", 80],
    ]

    told = page.ask("new", kind="import", folder="importado", name="m.xlsx", data=_book(rows))

    assert [each["type"] for each in told] == ["dropped", "plan", "panel"]
    assert "IND.01.OEI.01" in (tmp_path / "importado" / "plan.pei").read_text("utf-8")


@pytest.mark.parametrize(
    ("folder", "key"), [("../x", "outside"), ("", "outside"), ("lleno", "exists"), (".git", "outside")]
)
def test_a_new_plan_is_made_only_where_nothing_is(tmp_path: Path, folder: str, key: str) -> None:
    write_plan(tmp_path / "lleno")
    page = _starting(tmp_path)

    told = page.one("new", kind="example", folder=folder)

    assert told["key"] == key


def test_plans_that_lie_near_are_offered_and_opened(tmp_path: Path) -> None:
    near = write_plan(tmp_path / "a" / "plan")
    page = _starting(tmp_path)
    [_, start] = page.ask("hello")
    assert f'data-open="{near}"' in start["html"]

    assert page.one("open", path=str(near))["type"] == "plan"
