"""The studio in Chromium: what a planner does there, what a hostile page may not, what axe says of it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from pei_dsl.studio import shown_views
from tests.browser import faults, opened, overflow
from tests.studio_pages import DATA, PLAN, served, write_plan

HOSTILE = '<img src=x onerror="document.title=1"><script>document.title=2</script>'
PATIENCE = 15_000  # milliseconds, on a busy machine
expect.set_options(timeout=PATIENCE)
VIEWS = (*shown_views.VIEWS[1:], shown_views.VIEWS[0])


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("estudio")


@pytest.fixture(scope="module")
def address(root: Path) -> Iterator[str]:
    """Give the address of a studio with a plan and a hostile one."""
    write_plan(root / "plan")
    hostile = HOSTILE.replace('"', "'")
    write_plan(
        root / "hostil", plan=PLAN.replace("Salud", hostile).replace("Porcentaje de controles", hostile)
    )
    with served("plan", "hostil", folder=root) as found:
        yield found


@pytest.fixture
def page(browser: Browser, address: str, root: Path) -> Iterator[Page]:
    """Give the page of the plan, as it was at first."""
    write_plan(root / "plan")
    page = opened(browser, address)
    page.set_default_timeout(PATIENCE)
    page.wait_for_selector("#panel tr[data-code]")
    page.select_option("#period", "2024")
    expect(page.locator('#panel tr[data-code="OEI.01"]')).to_contain_text("75.00")
    yield page
    page.context.close()


def row(page: Page, code: str) -> str:
    return page.inner_text(f'#panel tr[data-code="{code}"]')


def write(page: Page, old: str, new: str) -> None:
    """Write `new` in place of `old` in the text that is shown, as one step."""
    page.click("#text .cm-content")
    page.keyboard.press("Control+f")
    page.locator(".cm-search [name=search]").press_sequentially(old)
    page.keyboard.press("Enter")
    page.keyboard.press("Escape")
    page.keyboard.insert_text(new)


def test_what_is_typed_changes_the_panel_and_is_told(page: Page) -> None:
    page.select_option("#file", "datos.pei")
    write(page, "30", "35")

    expect(page.locator('#panel tr[data-code="OEI.01"]')).to_contain_text("87.50")
    assert "75.00" in row(page, "OEI.01")  # before
    expect(page.locator("#status")).to_contain_text("OEI.01: 75.00 a 87.50, sigue amarillo")
    expect(page.locator("#state")).to_contain_text("sin guardar: datos.pei")

    page.keyboard.type(" +")
    expect(page.locator("#panel")).to_have_class("stale")
    assert "87.50" in row(page, "OEI.01")
    page.keyboard.press("Control+z")
    expect(page.locator("#panel")).not_to_have_class("stale")

    page.click("#changes")
    dialog = page.locator("dialog")
    expect(dialog).to_contain_text("= 35")
    expect(dialog).to_contain_text("= 30")
    assert faults(page) == []
    dialog.get_by_role("button", name="Volver a lo guardado").click()
    expect(page.locator("#state")).to_contain_text("guardado")
    expect(page.locator("#changes")).to_be_hidden()


def test_the_cursor_and_the_row_find_each_other(page: Page) -> None:
    page.click('#panel button[data-go="IND.01.OEI.01"]')
    assert page.input_value("#file") == "plan.pei"
    assert page.evaluate("document.activeElement.closest('#text') !== null")
    expect(page.locator('#panel tr[data-code="IND.01.OEI.01"]')).to_have_attribute("aria-current", "true")

    for _ in range(3):
        page.keyboard.press("ArrowUp")
    expect(page.locator('#panel tr[data-code="OEI.01"]')).to_have_attribute("aria-current", "true")


def test_a_mistake_is_mended_by_a_click_and_a_form_writes_the_text(page: Page, root: Path) -> None:
    page.select_option("#file", "plan.pei")
    write(page, "ascendente", "asendente")
    page.click("#view-findings")
    page.locator("#panel li.error button[data-fix]").first.click()
    expect(page.locator("#counts")).to_contain_text("Errores: 0")

    page.click("#view-form")
    page.select_option('[data-field="direction"]', "descendente")
    expect(page.locator("#text .cm-content")).to_contain_text("descendente")
    page.click("#view-values")
    page.fill('[aria-label="IND.01.OEI.01, 2025"]', "70%")
    page.keyboard.press("Enter")
    expect(page.locator("#state")).to_contain_text("sin guardar")
    page.click("#save")
    expect(page.locator("#state")).to_contain_text("guardado")
    expect(page.locator("#told")).to_contain_text("plan.pei: guardado")  # a screen reader hears of it
    saved = (root / "plan" / "plan.pei").read_text("utf-8")
    assert "sentido: descendente" in saved
    assert "2025: 70%" in saved


def test_a_change_outside_is_settled_side_by_side(page: Page, root: Path) -> None:
    page.select_option("#file", "datos.pei")
    write(page, "30", "35")
    expect(page.locator("#state")).to_contain_text("sin guardar")
    theirs = DATA.replace("Controles hechos", "Controles")
    (root / "plan" / "datos.pei").write_text(theirs, "utf-8")
    page.click("#save")
    page.click("#notice button")
    dialog = page.locator("dialog")
    expect(dialog.locator(".cm-since")).to_have_count(2)
    expect(dialog).to_contain_text("◆")
    assert faults(page) == []
    dialog.get_by_role("button", name="Traer este trozo").click()
    dialog.get_by_role("button", name="Seguir con").click()
    expect(page.locator("#text .cm-content")).to_contain_text('"Controles"')
    assert (root / "plan" / "datos.pei").read_text("utf-8") == theirs


def test_a_hostile_title_runs_nothing(page: Page, root: Path) -> None:
    page.select_option("#plan", str((root / "hostil").resolve()))
    expect(page.locator("#panel")).to_contain_text("<img")
    page.click('#panel button[data-go="IND.01.OEI.01"]')
    for view in VIEWS:
        page.click(f"#view-{view}")
        expect(page.locator("#panel")).to_have_attribute("data-view", view)
        assert page.title() == "Estudio PEI"
    assert page.locator("#panel img, #panel script").count() == 0


@pytest.mark.parametrize("is_dark", [False, True])
def test_axe_finds_nothing_in_any_view(browser: Browser, address: str, *, is_dark: bool) -> None:
    page = opened(browser, address, is_dark=is_dark)
    page.set_viewport_size({"width": 1200, "height": 300})  # so that the text scrolls
    page.wait_for_selector("#panel tr[data-code]")
    page.click('#panel button[data-go="IND.01.OEI.01"]')
    for view in VIEWS:
        page.click(f"#view-{view}")
        expect(page.locator("#panel")).to_have_attribute("data-view", view)
        assert faults(page) == [], view
    page.context.close()


def test_it_fits_at_two_hundred_percent_and_by_keyboard(browser: Browser, address: str) -> None:
    page = opened(browser, address, width=640)
    page.wait_for_selector("#panel tr[data-code]")
    assert overflow(page) == 0
    assert faults(page) == []
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")  # to the panel
    page.focus("#view-results")
    page.keyboard.press("ArrowRight")
    expect(page.locator("#panel")).to_have_attribute("data-view", "findings")

    # Who passes by with Tab changes nothing; who writes indents.
    page.focus("#act")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('#text') !== null")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.id") == "view-findings"
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Control+Home")
    text = page.inner_text("#text .cm-line >> nth=0")
    page.keyboard.press("Tab")
    assert page.inner_text("#text .cm-line >> nth=0") == f"  {text}"
    page.keyboard.press("Shift+Tab")
    assert page.inner_text("#text .cm-line >> nth=0") == text
    page.click("#keys")
    expect(page.locator("dialog")).to_contain_text("Escape")
    assert faults(page) == []
    page.context.close()


def test_what_may_be_written_is_offered_and_a_name_is_told(page: Page) -> None:
    page.select_option("#file", "plan.pei")
    write(page, "sentido: ascendente", "sentido: de")
    page.keyboard.type("s")
    page.locator(".cm-tooltip-autocomplete li").get_by_text("descendente").click()
    expect(page.locator("#text .cm-content")).to_contain_text("sentido: descendente")
    page.get_by_text("hechos", exact=True).hover()
    expect(page.locator(".cm-said")).to_contain_text("Controles hechos")


def test_what_can_be_done_at_a_line_is_offered_and_done_by_keyboard(page: Page) -> None:
    page.select_option("#file", "plan.pei")
    write(page, "ascendente", "asendente")
    expect(page.locator("#counts")).to_contain_text("Errores: 1")
    page.keyboard.press("Control+.")
    expect(page.locator("dialog")).to_contain_text("Explicar PEI")
    assert faults(page) == []
    page.keyboard.press("Enter")  # the first is the fix
    expect(page.locator("#text .cm-content")).to_contain_text("sentido: ascendente")

    page.click('#panel button[data-go="IND.01.OEI.01"]')
    page.click("#act")
    page.get_by_role("button", name="Explicar la cifra de IND.01.OEI.01").click()
    expect(page.locator("#panel")).to_have_attribute("data-view", "explanation")
    page.click("#act")
    page.get_by_role("button", name="Escribir el ejemplo de IND.01.OEI.01").click()
    expect(page.locator("#text .cm-content")).to_contain_text("ejemplo")


def test_a_name_is_changed_after_its_lines_were_shown(page: Page) -> None:
    page.select_option("#file", "datos.pei")
    write(page, "hechos", "hechos")
    page.keyboard.press("F2")
    page.fill("#asked", "realizados")
    page.keyboard.press("Enter")
    dialog = page.locator("dialog")
    expect(dialog.locator("del")).to_have_count(2)
    expect(dialog).to_contain_text("= realizados")
    assert faults(page) == []
    dialog.get_by_role("button", name="Cancelar").click()
    expect(page.locator("#state")).to_contain_text("guardado")

    page.keyboard.press("F2")
    expect(page.locator("#asked")).to_be_visible()
    # A browser may tell of the last question's closing when this one is open already.
    dialog.dispatch_event("close")
    page.fill("#asked", "si")
    page.keyboard.press("Enter")
    expect(page.locator("#notice")).to_contain_text("«si»")

    page.keyboard.press("F2")
    page.fill("#asked", "realizados")
    page.keyboard.press("Enter")
    dialog.get_by_role("button", name="Cambiar el nombre").click()
    expect(page.locator("#state")).to_contain_text("sin guardar: datos.pei, plan.pei")


def test_a_finding_about_data_stands_in_the_text(page: Page, root: Path) -> None:
    (root / "plan" / "muchos.csv").write_text("hechos\n30\nmuchos\n", "utf-8")
    page.select_option("#file", "datos.pei")
    write(page, "= 30", "= suma(muchos.hechos)")
    page.keyboard.type("\nfuente muchos\n  archivo: muchos.csv\ncolumna hechos: número")
    page.locator(".cm-lintRange-error").first.hover()
    expect(page.locator(".cm-tooltip-lint")).to_contain_text("muchos.csv:3")
    page.click("#view-findings")
    page.locator("#panel").get_by_role("button", name="Declarado en datos.pei:").click()
    assert page.evaluate("document.activeElement.closest('#text') !== null")


def test_a_filter_is_chosen_without_writing_text(page: Page, root: Path) -> None:
    (root / "plan" / "controles.csv").write_text("región,hechos\nLima,30\nPuno,10\n", "utf-8")
    page.select_option("#file", "datos.pei")
    write(page, "= 30", "= 30")
    page.keyboard.press("Control+End")
    page.keyboard.type("\nfuente controles\n  archivo: controles.csv\n")
    page.keyboard.type("columna región: texto\ncolumna hechos: número")
    page.click("#view-form")
    expect(page.locator("#panel")).to_contain_text("Agregar una columna")
    assert faults(page) == []
    page.click("#view-results")
    page.click('#panel button[data-go="IND.01.OEI.01"]')
    page.click("#view-form")
    page.locator("#panel details:has([data-count=A]) summary").click()
    assert faults(page) == []
    page.select_option("[id='cuenta.A.hace']", "suma")
    page.select_option("[id='cuenta.A.columna']", "hechos")
    page.select_option("[id='cuenta.A.0.columna']", "región")
    page.fill("[id='cuenta.A.0.valor']", "Puno")
    page.click("[data-count=A]")
    expect(page.locator("#text .cm-content")).to_contain_text('suma(controles.hechos si región = "Puno")')
    page.click("#view-results")
    expect(page.locator('#panel tr[data-code="OEI.01"]')).to_contain_text("25.00")


def test_databases_are_read_with_a_button_alone(page: Page) -> None:
    page.select_option("#file", "datos.pei")
    button = page.locator("#databases")
    expect(button).to_be_hidden()
    write(page, "= 30", "= suma(base.hechos)")
    page.keyboard.type("\nfuente base\n  conexión: BASE_QUE_NO_HAY\n")
    page.keyboard.type("tabla: t\ncolumna hechos: número")
    expect(button).to_have_text("Leer las bases de datos")
    page.click("#view-findings")
    expect(page.locator("#panel")).to_contain_text("no se ha leído")
    expect(page.locator("#counts")).to_contain_text("Errores: 0")
    page.locator("#panel").get_by_role("button", name="Leer las bases de datos").click()
    expect(page.locator("#panel")).to_contain_text("no hay ninguna variable de entorno «BASE_QUE_NO_HAY»")
    expect(button).to_contain_text("leer otra vez")
    assert faults(page) == []


def test_a_draft_is_brought_back(page: Page, root: Path) -> None:
    page.select_option("#file", "datos.pei")
    write(page, "30", "35")
    expect(page.locator("#state")).to_contain_text("sin guardar")
    draft = root / "plan" / ".datos.pei.borrador"
    for _ in range(50):
        if draft.exists():
            break
        page.wait_for_timeout(100)
    page.reload()
    expect(page.locator("dialog")).to_contain_text("datos.pei")
    assert faults(page) == []
    page.get_by_role("button", name="Recuperarlo").click()
    expect(page.locator("#state")).to_contain_text("sin guardar: datos.pei")
    assert draft.read_text("utf-8") == DATA.replace("30", "35")
    assert (root / "plan" / "datos.pei").read_text("utf-8") == DATA


DROP_A_FILE = """
([name, text]) => {
  const carried = new DataTransfer();
  carried.items.add(new File([text], name));
  for (const kind of ["dragenter", "dragover", "drop"]) {
    document.body.dispatchEvent(new DragEvent(kind, { dataTransfer: carried, bubbles: true, cancelable: true }));
  }
}
"""


def test_a_file_is_dropped_and_undone(page: Page, root: Path) -> None:
    page.evaluate(DROP_A_FILE, ["valores.csv", "Código;Año;Valor\nIND.01.OEI.01;2025;70%\n"])
    page.get_by_role("button", name="Una matriz").click()
    expect(page.locator("dialog")).to_contain_text("Cambia 1 cosa en plan.pei")
    assert faults(page) == []
    page.keyboard.press("Escape")
    expect(page.locator("#state")).to_contain_text("sin guardar: plan.pei")

    page.evaluate(DROP_A_FILE, ["controles.csv", "región,hechos\nLima,3\n"])
    page.get_by_role("button", name="Datos").click()
    expect(page.locator("dialog")).to_contain_text("Se declara la fuente")
    page.keyboard.press("Escape")
    expect(page.locator("#file")).to_contain_text("controles.pei")
    expect(page.locator("#state")).to_contain_text("controles.pei")
    shutil.rmtree(root / "plan" / "datos")
    # What was done last is undone first, whichever text it is in.
    page.click("#undo")
    expect(page.locator("#state")).to_have_text("sin guardar: plan.pei")
    expect(page.locator("#file")).not_to_contain_text("controles.pei")
    page.click("#undo")
    expect(page.locator("#state")).to_contain_text("guardado")
    page.click("#redo")
    expect(page.locator("#state")).to_have_text("sin guardar: plan.pei")


def test_what_cannot_be_brought_in_is_refused_until_something_else_is_done(page: Page) -> None:
    page.evaluate(DROP_A_FILE, ["informe.docx", "PK"])
    expect(page.locator("#notice")).to_contain_text("«informe.docx» no es un libro de Excel")
    assert page.locator("dialog[open]").count() == 0
    page.select_option("#file", "datos.pei")
    write(page, "30", "35")
    expect(page.locator("#notice")).to_be_empty()


def test_a_file_is_chosen_where_nothing_can_be_dropped(page: Page) -> None:
    """By its button, which the keyboard reaches too: not every browser lets a file be dropped."""
    with page.expect_file_chooser() as chooser:
        page.focus("#import")
        page.keyboard.press("Enter")
    content = "Código;Año;Valor\nIND.01.OEI.01;2025;70%\n".encode()
    chooser.value.set_files({"name": "valores.csv", "mimeType": "text/csv", "buffer": content})
    page.get_by_role("button", name="Una matriz").click()
    expect(page.locator("dialog")).to_contain_text("Cambia 1 cosa en plan.pei")
    page.keyboard.press("Escape")
    expect(page.locator("#state")).to_contain_text("sin guardar: plan.pei")


def test_a_lost_connection_loses_no_text(browser: Browser, address: str, root: Path) -> None:
    """What is written while nobody hears it is sent again, and what changed outside meanwhile is not lost."""
    write_plan(root / "plan")
    context = browser.new_context()
    page = context.new_page()
    page.add_init_script(
        """
        const Real = WebSocket;
        window.WebSocket = class extends Real { constructor(...all) { super(...all); window.channel = this; } };
        """
    )
    page.goto(address)
    page.wait_for_selector("#panel tr[data-code]")
    page.select_option("#period", "2024")
    page.select_option("#file", "datos.pei")
    page.evaluate("window.channel.close()")
    write(page, "30", "35")
    (root / "plan" / "datos.pei").write_text(DATA.replace("Controles hechos", "Controles"), "utf-8")

    expect(page.locator("#panel tr[data-code='OEI.01']")).to_contain_text("87.50")
    expect(page.locator("#text .cm-content")).to_contain_text("= 35")
    expect(page.locator("#notice")).to_contain_text("cambió fuera")

    # Until the findings of now are known, the marks of before stay with their words.
    page.select_option("#file", "plan.pei")
    write(page, "ascendente", "asendente")
    mark = page.locator(".cm-lintRange-error")
    expect(mark).to_have_text("asendente")
    page.evaluate("window.channel.onmessage = null")
    page.keyboard.press("Control+Home")
    page.keyboard.type("# nota\n")
    page.wait_for_timeout(500)  # longer than new marks wait for who is typing
    expect(mark).to_have_text("asendente")
    context.close()


def test_it_speaks_english(page: Page) -> None:
    page.select_option("#file", "plan.pei")
    write(page, "90%", "95%")
    page.click("#save")
    expect(page.locator("#state")).to_contain_text("guardado")
    page.click("#language")
    expect(page.locator("#view-results")).to_have_text("Results")
    assert page.get_attribute("html", "lang") == "en"
    expect(page.locator("#panel")).to_contain_text("yellow")
    # Text, cursor and undo are as they were, and forms go on writing.
    assert page.input_value("#file") == "plan.pei"
    page.click("#view-goals")
    page.fill('[aria-label="IND.01.OEI.01, 2026"]', "97%")
    page.keyboard.press("Tab")
    expect(page.locator("#text .cm-content")).to_contain_text("2026: 97%")
    page.click("#undo")
    page.click("#undo")
    expect(page.locator("#text .cm-content")).to_contain_text("2025: 90%")


def test_who_only_reads_writes_nothing(browser: Browser, root: Path) -> None:
    write_plan(root / "plan")
    with served("plan", "--solo-lectura", folder=root) as address:
        page = opened(browser, address)
        page.wait_for_selector("#panel tr[data-code]")
        page.click("#text .cm-content")
        page.keyboard.type("x")
        page.click("#view-values")
        assert page.locator("#panel input:enabled").count() == 0
        expect(page.locator("#state")).to_have_text("solo lectura")
        assert faults(page) == []
        page.context.close()
    assert {each.name: each.read_text("utf-8") for each in (root / "plan").iterdir()} == {
        "plan.pei": PLAN,
        "datos.pei": DATA,
    }


def test_another_page_gets_nothing(browser: Browser, address: str) -> None:
    page = browser.new_page()
    wrong = page.goto(address.rstrip("/") + "x/")
    assert wrong is not None
    assert wrong.status == 403
    page.goto("about:blank")
    channel = address.replace("http", "ws") + "canal"
    told = page.evaluate(
        """(address) => new Promise((resolve) => {
          const socket = new WebSocket(address);
          socket.onopen = () => resolve("open");
          socket.onerror = () => resolve("refused");
        })""",
        channel,
    )
    assert told == "refused"
    page.close()
