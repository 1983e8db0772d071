"""Lists in a form: what is shown of definitions, columns and examples, and what filling them in writes."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from pei_dsl.studio.shown_views import VIEWS
from tests.studio_pages import PLAN, Asking, asking, write_plan

CODE = "IND.01.OEI.01"
DATA = """\
fuente controles "Registro"
  archivo: controles.csv
  columna región: texto  # como en el padrón
  columna [Edad en años]: número; mínimo 0
  columna hechos: número
  columna doble: número = hechos * 2
"""
EXAMPLE = """\
  ejemplo "Con los datos de 2024":
    A = 30
    B = 50
    valor = 60%
"""


@pytest.fixture
def page(tmp_path: Path) -> Asking:
    text = PLAN.replace("= hechos", '= suma(controles.hechos si región = "Lima" y [Edad en años] >= 15)')
    folder = write_plan(tmp_path / "plan", plan=f"{text}{EXAMPLE}", datos=DATA)
    (folder / "controles.csv").write_text("región,Edad en años,hechos\nLima,20,30\n", "utf-8")
    return asking(folder)


def _form(page: Asking, code: str) -> str:
    page.ask("show", view="results")
    return str(page.panel("show", view="form", code=code)["html"])


def _text(page: Asking, **change: object) -> str:
    [text] = page.one("change", **change)["texts"].values()
    return str(text)


def test_a_simple_count_is_shown_in_parts(page: Asking) -> None:
    form = _form(page, CODE)

    assert '<option value="suma" selected="">' in form
    assert '<option value="Edad en años" selected="">' in form
    assert 'id="cuenta.A.0.valor" type="text" value="Lima"' in form
    assert 'id="cuenta.A.1.valor" type="text" value="15"' in form
    assert 'id="cuenta.A.2.valor" type="text" value=""' in form
    assert "Escribirlo con filtros, en lugar de la fórmula" in form  # B is a number


@pytest.mark.parametrize(
    ("aggregate", "column", "filters", "written"),
    [
        ("contar", "", [], "contar(controles)"),
        ("contar", "hechos", [("región", "<>", "San Martín")], 'contar(controles si región <> "San Martín")'),
        ("promedio", "Edad en años", [], "promedio(controles.[Edad en años])"),
        (
            "suma",
            "hechos",
            [("Edad en años", "<", "5"), ("región", "=", 'La "Lima"'), ("", "=", "x"), ("región", "=", " ")],
            "suma(controles.hechos si [Edad en años] < 5 y región = ",
        ),
    ],
)
def test_a_count_is_written_and_shown_again(
    page: Asking, aggregate: str, column: str, filters: list[tuple[str, str, str]], written: str
) -> None:
    rows = [dict(zip(("column", "operator", "value"), each, strict=True)) for each in filters]
    text = _text(
        page,
        what="count",
        of=CODE,
        name="A",
        value="",
        aggregate=aggregate,
        source="controles",
        column=column,
        filters=rows,
    )

    assert f'    A "Hechos" = {written}' in text
    assert '    B "Previstos" = 50\n' in text
    page.write("plan.pei", text)
    assert page.session.open is not None
    assert page.session.open.workspace.loaded.errors == ()
    form = _form(page, CODE)
    for number, (name, _, value) in enumerate(each for each in filters if each[0] and each[2].strip()):
        assert f'id="cuenta.A.{number}.valor"' in form, (name, value)


@pytest.mark.parametrize(
    ("change", "written"),
    [
        ({"list": "where", "name": "B", "value": "60"}, '    B "Previstos" = 60\n'),
        ({"list": "where", "name": "C", "value": "7", "title": "Otros"}, '    C "Otros" = 7\n'),
        ({"list": "example", "name": "A", "value": "31", "within": "Con los datos de 2024"}, "    A = 31\n"),
        (
            {"list": "example", "name": "año", "value": "2024", "within": "Con los datos de 2024"},
            "    año = 2024",
        ),
    ],
)
def test_an_item_is_written_where_it_stands(page: Asking, change: dict[str, str], written: str) -> None:
    text = _text(page, what="item", of=CODE, **change)

    assert written in text
    assert text.count("donde:") == text.count("ejemplo ") == 1
    assert "    valor = 60%" in text


@pytest.mark.parametrize(
    ("name", "value", "line"),
    [
        ("hechos", "número de personas; obligatoria", "  columna hechos: número de personas; obligatoria\n"),
        ("sede", "texto", "columna sede:"),
        ("Edad en años", "número; mínimo 18", "  columna [Edad en años]: número; mínimo 18\n"),
        ("Fecha de alta", "fecha", "columna [Fecha de alta]:"),
    ],
)
def test_a_column_is_written(page: Asking, name: str, value: str, line: str) -> None:
    text = _text(page, what="item", of="controles", list="column", name=name, value=value)

    assert line in text
    assert "# como en el padrón" in text
    assert "columna doble: número = hechos * 2" in text


def test_an_empty_item_is_taken_away(page: Asking) -> None:
    assert "columna hechos" not in _text(
        page, what="item", of="controles", list="column", name="hechos", value=" "
    )
    text = _text(page, what="item", of=CODE, list="where", name="B", value="")
    assert "Previstos" not in text
    assert "Hechos" in text


def test_columns_are_shown_and_a_computed_one_stays_in_the_text(page: Asking) -> None:
    form = _form(page, "controles")

    assert 'value="número; mínimo 0"' in form
    assert 'data-name="doble"' not in form
    assert "En el texto están además: columna" in form


@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize("code", [CODE, "controles", "OEI.01", ""])
def test_no_view_shows_its_own_markup_as_text(page: Asking, view: str, code: str) -> None:
    page.ask("show", view="findings" if view == "results" else "results")

    assert not re.search("&lt;/?[a-z]", str(page.ask("show", view=view, code=code)))


def test_what_is_wrong_is_refused(page: Asking) -> None:
    for change in (
        {"list": "where", "name": "", "value": "5"},
        {"list": "column", "name": "x", "value": "texto"},
    ):
        told = page.one("change", what="item", of=CODE, **change)
        assert told["key"] == "change_refused", change
    assert (
        page.one("change", what="item", of=CODE, list="otra", name="x", value="1")["key"] == "not_understood"
    )
    bad = {"what": "count", "of": CODE, "name": "A", "value": "", "source": "controles", "column": ""}
    assert page.one("change", **bad, aggregate="borrar", filters=[])["key"] == "not_understood"
    assert page.one("change", **bad, aggregate="contar", filters="x")["key"] == "not_understood"
