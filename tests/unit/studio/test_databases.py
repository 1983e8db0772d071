"""Databases on the page: asked when somebody presses the button, never by a key, and told until then."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from tests.studio_pages import PLAN, Asking, asking, write_plan

SOURCE = """\
variable hechos "Controles hechos" = suma(controles.hechos)

fuente controles "Registro"
  conexión: PEI_BASE_DEL_ESTUDIO
  tabla:    controles
  columna hechos: número
"""


@pytest.fixture
def base(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "base.db"
    _keep(path, 30)
    monkeypatch.setenv("PEI_BASE_DEL_ESTUDIO", f"sqlite:///{path}")
    return path


def _keep(path: Path, count: int) -> None:
    with sqlite3.connect(path) as base:
        base.executescript(
            f"drop table if exists controles; create table controles (hechos integer);"
            f"insert into controles values ({count - 10}), (10);"
        )


def _page(folder: Path) -> Asking:
    page = asking(write_plan(folder / "plan", datos=SOURCE))
    page.ask("show", period="2024")
    return page


def _whole(page: Asking) -> str:
    assert page.session.open is not None
    page.session.open.speak("es")
    return str(page.panel("show", view="results"))


def test_opening_and_writing_ask_no_database(base: Path, tmp_path: Path) -> None:
    base.unlink()
    page = _page(tmp_path)

    page.write("plan.pei", PLAN.replace("50", "60"))

    assert not base.exists()  # SQLite makes what it opens
    assert "'state': 'unread'" in _whole(page)


@pytest.mark.usefixtures("base")
def test_a_database_that_nobody_read_yet_is_no_error(tmp_path: Path) -> None:
    """It is told, with the button that reads it; what rests on it is absent, and says why."""
    page = _page(tmp_path)
    assert page.session.open is not None
    page.session.open.speak("es")

    panel = page.panel("show", view="findings")
    assert panel["errors"] == 0
    assert [each["severity"] for each in panel["marks"] if each["code"] == "PEI336"] == ["note"]
    assert "data-databases" in panel["html"]
    assert "no se ha leído" in str(page.panel("show", view="results"))

    read = page.panel("databases")
    assert "PEI336" not in {each["code"] for each in read["marks"]}


def test_what_was_read_stays_while_somebody_writes(base: Path, tmp_path: Path) -> None:
    page = _page(tmp_path)
    read = page.panel("databases")
    assert read["databases"] == {"state": "read", "at": "14:05"}
    assert "75.00" in _whole(page)

    _keep(base, 45)
    panel = page.write("plan.pei", PLAN.replace("= 50", "= 60"))
    assert "62.50" in str(panel)  # 30 of 60, in 80 %
    assert "75.00" in str(panel)  # what was saved rests on the same answers

    assert "93.75" in str(page.panel("databases"))


def test_every_period_and_view_rests_on_what_was_read(base: Path, tmp_path: Path) -> None:
    page = _page(tmp_path)
    page.ask("databases")
    base.unlink()

    assert "66.67" in str(page.panel("show", period="2025"))
    told = str(page.panel("show", view="explanation", code="IND.01.OEI.01"))
    assert "30 / 50" in told
    assert "66.67" in str(page.panel("show", view="report"))
    assert not base.exists()


@pytest.mark.usefixtures("base")
def test_what_nobody_asked_is_absent_with_its_reason(tmp_path: Path) -> None:
    page = _page(tmp_path)
    page.ask("databases")

    told = str(page.write("datos.pei", SOURCE.replace("suma(", "máximo(")))
    assert "léala otra vez" in told

    assert "50.00" in str(page.panel("databases"))  # 20 of 50, in 80 %


@pytest.mark.usefixtures("base")
def test_a_source_that_is_declared_otherwise_is_not_read(tmp_path: Path) -> None:
    page = _page(tmp_path)
    page.ask("databases")

    panel = page.write("datos.pei", SOURCE.replace("tabla:    controles", "tabla:    otra"))

    assert panel["databases"]["state"] == "unread"
    assert "75.00" not in str(panel["pieces"]["fila.OEI.01"]).partition("before")[0]


def test_a_database_that_fails_says_why_until_it_is_read_again(base: Path, tmp_path: Path) -> None:
    with sqlite3.connect(base) as made:
        made.execute("alter table controles rename to otra")
    page = _page(tmp_path)
    panel = page.panel("databases")
    assert "PEI338" in {each["code"] for each in panel["marks"]}

    page.write("plan.pei", PLAN.replace("50", "60"))
    _keep(base, 30)

    assert page.panel("databases")["errors"] == 0
