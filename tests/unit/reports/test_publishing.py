"""A published site: every link leads somewhere, pages are accessible, data say what `evaluar` says."""

from __future__ import annotations

import csv
import io
import json
import posixpath
import urllib.parse
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import jsonschema
import pytest
from playwright.sync_api import Browser

import pei_dsl
from pei_dsl.reports.publishing import Site
from tests.browser import faults, opened, overflow
from tests.documents import ROOT

INPE = ROOT / "specs" / "inpe-2019-2027"
HOSTILE = "</script><script>alert(1)</script>'><img src=x onerror=alert(1)> & &amp; \u202e"
# Axe reads style sheets anew to see how an element would look turned; from the disk no browser lets it.
ASKED = {"resultTypes": ["violations"], "preload": False}


class Page(HTMLParser):
    """Links, names and tags of a page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.names: list[str] = []
        self.tags: list[str] = []
        self.texts: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        for name, value in attrs:
            if name in {"href", "src"}:
                self.links.append(value or "")
            if name == "id":
                self.names.append(value or "")
            assert not name.startswith("on")

    def handle_data(self, data: str) -> None:
        self.texts.append(data)


def site(period: str = "2024", language: str = "es") -> Site:
    return pei_dsl.publish(pei_dsl.load(INPE), period, language=language)


def pages(found: Site) -> Iterator[tuple[str, Page]]:
    for name, data in found.files.items():
        if name.endswith(".html"):
            yield name, Page(data.decode())


def test_every_code_has_a_page_and_its_data() -> None:
    loaded = pei_dsl.load(INPE)
    found = {*site().files}

    for code, group in loaded.plan.groups.items():
        folder = "objetivos" if group.level is pei_dsl.Level.OBJECTIVE else "acciones"
        assert {f"{folder}/{code}.{each}" for each in ("html", "csv", "json")} <= found
    for code in loaded.plan.indicators:
        assert {f"indicadores/{code}.{each}" for each in ("html", "csv", "json")} <= found


@pytest.mark.parametrize(("period", "language"), [("2024", "es"), ("2024-S1", "en")])
def test_every_link_is_relative_and_leads_somewhere(period: str, language: str) -> None:
    found = site(period, language)

    for name, page in pages(found):
        assert len(page.links) > 4
        assert len(page.names) == len(set(page.names))
        for link in page.links:
            parts = urllib.parse.urlsplit(link)
            assert not parts.scheme
            assert not parts.netloc
            target = (
                posixpath.normpath(posixpath.join(posixpath.dirname(name), parts.path))
                if parts.path
                else name
            )
            assert target in found.files, (name, link)
            assert not parts.fragment or parts.fragment in page.names


def test_no_page_needs_a_script_or_anything_from_elsewhere() -> None:
    for _, page in pages(site()):
        assert not {"script", "img", "iframe", "form", "input"} & {*page.tags}
        assert page.tags.count("h1") == 1
        assert page.tags.count("main") == 1


def test_what_others_wrote_is_text() -> None:
    text = (
        f'plan "{HOSTILE}"\n  entidad: "{HOSTILE}"\n  periodo: 2024 a 2024\nobjetivo OEI.01 "{HOSTILE}"\n'
        f'indicador IND.01.OEI.01 "{HOSTILE}"\n  unidad: número\n  sentido: ascendente\n'
        f'  justificación: "{HOSTILE}"\n  logros: 2024: 2\n  valores: 2024: 1\n'
    )
    found = pei_dsl.publish(pei_dsl.load_text(text), 2024)

    for _, page in pages(found):
        assert not {"script", "img"} & {*page.tags}
    assert not [name for name, data in found.files.items() if "\u202e" in data.decode("utf-8-sig")]


def test_pages_print_the_figures_of_the_evaluation() -> None:
    found = site()
    evaluation = pei_dsl.evaluate(pei_dsl.load(INPE), 2024).evaluation
    told = {name: [" ".join(each.split()) for each in page.texts] for name, page in pages(found)}

    for row in csv.DictReader(io.StringIO(found.files["datos/evaluacion.csv"].decode("utf-8-sig"))):
        code = row["código"]
        name = next(each for each in told if each.endswith(f"/{code}.html"))
        reached = row["alcance"] or "ND"
        home = told["index.html"]
        assert reached in told[name]
        assert reached in home[home.index(code) : home.index(code) + 12]
    assert len(evaluation.rows()) == sum(name != "index.html" for name in told)


def test_data_follow_their_schemas_and_are_those_of_commands() -> None:
    found = site()
    loaded = pei_dsl.load(INPE)
    measured = pei_dsl.evaluate(loaded, 2024).evaluation
    schemas = {
        name: json.loads(found.files[f"datos/{name}.schema.json"]) for name in ("evaluacion", "explicacion")
    }

    for name, data in found.files.items():
        if name.startswith("datos/") and name.endswith(("evaluacion.json", "evolucion.json")):
            jsonschema.validate(json.loads(data), schemas["evaluacion"])
        elif name.endswith(".json") and not name.startswith(("datos/", "pei-sitio")):
            jsonschema.validate(json.loads(data), schemas["explicacion"])
    assert json.loads(found.files["datos/evaluacion.json"]) == pei_dsl.evaluation_to_json(measured)
    rows = list(csv.reader(io.StringIO(found.files["indicadores/IND.01.AEI.01.05.csv"].decode("utf-8-sig"))))
    assert [row[3] for row in rows[1:]] == [str(year) for year in range(2019, 2025)]
    assert {row[0] for row in rows[1:]} == {"IND.01.AEI.01.05"}


def test_no_row_of_the_data_is_published() -> None:
    text = (
        'plan "Plan"\n  periodo: 2024 a 2024\nobjetivo OEI.01 "Salud"\n'
        "fuente fichas\n  archivo: fichas.csv\n  tiempo: día\n  columna día: fecha\n"
        "  columna dni: texto\n  columna monto: número\n"
        'indicador IND.01.OEI.01 "Monto"\n  fórmula: suma(fichas.monto si dni <> "1")\n'
        "  unidad: número\n  sentido: ascendente\n  logros: 2024: 2\n"
    )
    rows = {"fichas": [{"día": "2024-03-01", "dni": "45678901", "monto": 77123}]}
    loaded = pei_dsl.load_text(text)
    explained = pei_dsl.explain(loaded, "IND.01.OEI.01", 2024, data=rows)
    found = pei_dsl.publish(loaded, 2024, data=rows)

    assert "45678901" in pei_dsl.render(explained)
    assert not [name for name, data in found.files.items() if b"45678901" in data]
    assert b"77,123" in found.files["indicadores/IND.01.OEI.01.html"]


def test_the_same_plan_gives_the_same_bytes() -> None:
    assert site() == site()


@pytest.mark.parametrize("width", [1200, 320])
@pytest.mark.parametrize("is_dark", [False, True])
def test_pages_are_accessible(browser: Browser, tmp_path: Path, width: int, *, is_dark: bool) -> None:
    for name, data in site().files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(data)
    for name in ("index.html", "objetivos/OEI.01.html", "indicadores/IND.01.AEI.01.05.html"):
        page = opened(browser, (tmp_path / name).as_uri(), width=width, is_dark=is_dark)
        assert faults(page, ASKED) == []
        assert overflow(page) == 0
        page.context.close()
