"""A planner's whole way in Chromium: a new plan, a matrix, mistakes, values, colours, the report, and again."""

from __future__ import annotations

import functools
import http.server
import io
import re
import subprocess
import sys
import threading
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path

import docx
import openpyxl
import pytest
from playwright.sync_api import Browser, Download, Page, expect

from tests.browser import faults, opened
from tests.studio_pages import DATA, FIRST_LOAD, PLAN, ROOT, first_load, served
from tests.word_files import judged

MATRIX = (
    (
        "Código",
        "Denominación",
        "Unidad de medida",
        "Sentido esperado",
        "Logro esperado 2025",
        "Logro esperado 2026",
    ),
    ("OEI.02", "Mejorar la salud de la población", None, None, None, None),
    ("IND.01.OEI.02", "Porcentaje de controles hechos", "porcentaje", "ascendente", "80%", "85%"),
    ("IND.02.OEI.02", "Número de brotes", "número", "descendente", 4, 3),
)
MEANT = re.compile(r"Corregir: (70%|80%|3)$")  # 0.7 may be 0.7 % too: the planner says
PATIENCE = 60_000  # milliseconds, on a busy machine
expect.set_options(timeout=PATIENCE)
STARTING = 180_000  # Python starts in the browser, on a busy machine
PYODIDE = ROOT / "studio" / "pyodide" / "node_modules"


@pytest.fixture(scope="module")
def matrix(tmp_path_factory: pytest.TempPathFactory) -> Path:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in MATRIX:
        sheet.append(row)
    file = tmp_path_factory.mktemp("matriz") / "matriz.xlsx"
    book.save(file)
    return file


def go_the_whole_way(page: Page, matrix: Path) -> None:
    """Make a plan in a page that has none, as a planner does, and save it."""
    page.set_default_timeout(PATIENCE)
    page.get_by_label("Nombre de la entidad").fill("Municipalidad de Ayacucho")
    page.get_by_label("Siglas").fill("MPH")
    page.get_by_role("button", name="Crear el plan").click()
    expect(page.locator("#counts")).to_contain_text("Errores: 0")

    page.set_input_files("#chosen", matrix)
    page.get_by_role("button", name="Una matriz").click()
    expect(page.locator("dialog")).to_contain_text("indicadores: 2")
    page.get_by_role("button", name="Cerrar").click()
    expect(page.locator("#panel")).to_contain_text("Número de brotes")

    # Three mistakes, each mended by a click.
    page.click("#view-values")
    for code, period, value in (
        ("IND.01.OEI.02", "2025", "0.7"),
        ("IND.01.OEI.02", "2026", "0.8"),
        ("IND.02.OEI.02", "2025", "3 casos"),
    ):
        page.get_by_label(f"{code}, {period}").fill(value)
        page.keyboard.press("Tab")
    expect(page.locator("#counts")).to_contain_text("Errores: 3")
    page.click("#view-findings")
    for left in (2, 1, 0):
        page.get_by_role("button", name=MEANT).first.click()
        expect(page.locator("#counts")).to_contain_text(f"Errores: {left}")

    page.click("#view-results")
    page.select_option("#period", "2025")
    expect(page.locator('#panel tr[data-code="IND.02.OEI.02"] td.color')).to_contain_text("verde")
    expect(page.locator('#panel tr[data-code="IND.01.OEI.02"] td.color')).to_contain_text("amarillo")

    page.click("#save")
    expect(page.locator("#state")).to_contain_text("guardado")


def downloaded(page: Page, report: str, ending: str) -> bytes:
    """Return the report that is downloaded."""
    if not page.locator("#download").evaluate("(menu) => menu.open"):
        page.click("#download summary")
    # The zip of the plan that was saved may come while the report is made.
    with page.expect_download(
        lambda each: each.suggested_filename.endswith(f".{ending}"), timeout=STARTING
    ) as waiting:
        page.get_by_role("button", name=f"Informe en {report}").click()
    assert waiting.value.suggested_filename == f"informe-MPH-2025.{ending}"
    return Path(waiting.value.path()).read_bytes()


def said_in_word(data: bytes) -> str:
    """Return what a report in Word says, as python-docx reads it: paragraphs, then cells."""
    file = docx.Document(io.BytesIO(data))
    cells = (cell.text for table in file.tables for row in table.rows for cell in row.cells)
    return "\n".join([*(each.text for each in file.paragraphs), *cells])


def said_in_excel(data: bytes) -> str:
    """Return what a workbook says, a cell a line."""
    book = openpyxl.load_workbook(io.BytesIO(data))
    rows = (row for sheet in book for row in sheet.iter_rows(values_only=True))
    return "\n".join(str(cell) for row in rows for cell in row if cell is not None)


def check_reports(page: Page) -> None:
    """Download the report in each of its formats: each names the indicators, and is whole."""
    for report, ending, said in (
        ("Word", "docx", said_in_word),
        ("Excel", "xlsx", said_in_excel),
        ("HTML", "html", bytes.decode),
    ):
        data = downloaded(page, report, ending)
        text = said(data)
        assert "Número de brotes" in text, ending
        assert "Porcentaje de controles hechos" in text, ending
        assert ending == "html" or judged(data, f".{ending}") == [], ending


def test_a_planner_goes_the_whole_way(browser: Browser, tmp_path: Path, matrix: Path) -> None:
    with served(folder=tmp_path) as address:
        page = opened(browser, address)
        go_the_whole_way(page, matrix)
        check_reports(page)
        page.context.close()

    with served("mi-plan", folder=tmp_path) as address:
        page = opened(browser, address)
        page.set_default_timeout(PATIENCE)
        page.wait_for_selector("#panel tr[data-code]")
        page.select_option("#period", "2025")
        expect(page.locator('#panel tr[data-code="IND.01.OEI.02"] td.color')).to_contain_text("amarillo")
        page.context.close()


# ---- The playground --------------------------------------------------------------------------------------


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture(scope="module")
def playground(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the playground; return its folder."""
    if not PYODIDE.is_dir() or not (ROOT / "studio" / "node_modules").is_dir():
        pytest.skip("the playground was not tried: it takes `python3 dev.py playground --build` once")
    folder = tmp_path_factory.mktemp("patio") / "sitio"
    subprocess.run([sys.executable, ROOT / "studio" / "playground.py", folder], check=True)
    return folder


@pytest.fixture(scope="module")
def address(playground: Path) -> Iterator[str]:
    """Give the address of the playground, as any server of files serves it."""
    handler = functools.partial(_Quiet, directory=playground)
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()
        thread.join()


def test_what_travels_at_first_is_no_more_than_is_said(playground: Path) -> None:
    assert first_load(playground) <= FIRST_LOAD


PUT_A_PLAN = """
async ([name, files]) => {
  const folder = await (await navigator.storage.getDirectory()).getDirectoryHandle(name, { create: true });
  for (const [path, text] of Object.entries(files)) {
    const parts = path.split("/");
    let place = folder;
    for (const part of parts.slice(0, -1)) place = await place.getDirectoryHandle(part, { create: true });
    const stream = await (await place.getFileHandle(parts.at(-1), { create: true })).createWritable();
    await stream.write(text);
    await stream.close();
  }
  window.showDirectoryPicker = async () => folder;
}
"""
READ_A_FILE = """
async (name) => {
  const folder = await window.showDirectoryPicker();
  return await (await (await folder.getFileHandle(name)).getFile()).text();
}
"""


def save_into_a_folder(page: Page) -> None:
    """Open a folder that the browser lets the page write, change a text, save it."""
    page.evaluate(PUT_A_PLAN, ["plan", {"plan.pei": PLAN, "datos.pei": DATA}])
    page.click("#others")
    page.click("#open-folder")
    page.wait_for_selector('#panel tr[data-code="IND.01.OEI.01"]')
    page.click('#panel button[data-go="IND.01.OEI.01"]')
    page.click("#view-form")
    page.select_option('[data-field="direction"]', "descendente")
    expect(page.locator("#state")).to_contain_text("sin guardar: plan.pei")
    page.click("#save")
    expect(page.locator("#state")).to_contain_text("guardado")
    page.wait_for_function(f"({READ_A_FILE})('plan.pei').then((text) => text.includes('descendente'))")


def keep(kept: dict[str, str], download: Download) -> None:
    """Keep the files of a plan, which the page gives out as a zip of its folder where it may write none."""
    if download.suggested_filename.endswith(".zip"):
        folder = download.suggested_filename.removesuffix(".zip")
        with zipfile.ZipFile(download.path()) as packed:
            for name in packed.namelist():
                assert name.startswith(f"{folder}/")
                kept[name.removeprefix(f"{folder}/")] = packed.read(name).decode()


def reopen(page: Page, kept: Mapping[str, str]) -> None:
    """Open what was saved: all is there again, the data of the first page too."""
    assert any(name.endswith(".pei") for name in kept)
    assert any(not name.endswith(".pei") for name in kept)
    page.evaluate(PUT_A_PLAN, ["guardado", kept])
    page.click("#others")
    page.click("#open-folder")
    expect(page.locator("#heading")).to_contain_text("MPH")
    expect(page.locator("#counts")).to_contain_text("Errores: 0")
    page.click("#view-results")
    page.select_option("#period", "2025")
    expect(page.locator('#panel tr[data-code="IND.01.OEI.02"] td.color')).to_contain_text("amarillo")


def test_what_is_used_at_first_is_compiled_and_the_rest_is_text(playground: Path) -> None:
    """A browser would compile it anew at each visit; all of it compiled would take twice as much to be fetched."""
    parts = {"python.zip": "pei_dsl/studio/session", "pyodide/python_stdlib.zip": "dataclasses"}
    for name, used in parts.items():
        with zipfile.ZipFile(playground / name) as part:
            names = set(part.namelist())
        assert f"{used}.pyc" in names
        assert f"{used}.py" not in names
    with zipfile.ZipFile(playground / "later.zip") as part:
        later = set(part.namelist())
    assert {"tarfile.py", "pei_dsl/interchange/importing.py"} <= later
    assert not {each for each in later if each.startswith(("encodings/", "pyodide/"))}


def test_the_same_way_is_gone_without_a_server(browser: Browser, address: str, matrix: Path) -> None:
    """Nothing is asked of any other place than where the files lie."""
    page = opened(browser, "about:blank")
    asked: list[str] = []
    kept: dict[str, str] = {}
    page.context.on("request", lambda request: asked.append(request.url))
    page.on("download", functools.partial(keep, kept))
    page.goto(address)
    page.wait_for_selector("#start h1", timeout=STARTING)
    assert "Nada sale de su máquina" in page.inner_text("#start")
    assert "al cerrarla, lo que no guardó se pierde" in page.inner_text("#start")
    assert faults(page) == []

    go_the_whole_way(page, matrix)
    check_reports(page)
    page.context.set_offline(True)  # all is there that it takes
    check_reports(page)
    save_into_a_folder(page)
    reopen(page, kept)
    assert {each for each in asked if not each.startswith((address, "blob:", "data:"))} == set()
    page.context.close()
