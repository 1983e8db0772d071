"""Nothing that others wrote is lost: not to a draft, not where a file is gone, not after a lost connection."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from pei_dsl.studio.kept_files import KeptFiles
from pei_dsl.studio.session import Session
from tests.studio_pages import DATA, Asking, asking, now, write_plan

MINE, THEIRS = DATA.replace("30", "35"), DATA.replace("Controles", "Todos los controles")


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    return write_plan(tmp_path / "plan")


def _drafted(plan: Path) -> Asking:
    """Return a page that is opened after another one left a draft."""
    page = asking(plan)
    page.write("datos.pei", MINE)
    page.ask("draft")
    return asking(plan)


def _conflicts(told: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [each for each in told if each["type"] == "conflict"]


def test_a_draft_is_not_written_over_what_others_changed_since(plan: Path) -> None:
    (plan / "datos.pei").write_text(DATA, "utf-8")
    page = _drafted(plan)
    (plan / "datos.pei").write_text(THEIRS, "utf-8")
    page = asking(plan)
    page.write("datos.pei", MINE)

    [conflict] = _conflicts(page.ask("restore", file="datos.pei"))
    assert (conflict["base"], conflict["disk"]) == (DATA, THEIRS)
    assert page.one("save")["type"] == "conflict"
    assert (plan / "datos.pei").read_text("utf-8") == THEIRS

    page.ask("settle", file="datos.pei", digest=conflict["digest"])
    assert page.one("save")["type"] == "saved"
    assert (plan / "datos.pei").read_text("utf-8") == MINE
    assert not list(plan.glob(".*"))


def test_a_draft_of_what_the_disk_still_has_is_simply_brought_back(plan: Path) -> None:
    page = _drafted(plan)
    page.write("datos.pei", MINE)

    assert _conflicts(page.ask("restore", file="datos.pei")) == []
    assert page.one("save")["type"] == "saved"
    assert (plan / "datos.pei").read_text("utf-8") == MINE


def test_what_was_written_while_nobody_heard_is_no_reason_to_write_over_others(plan: Path) -> None:
    (plan / "datos.pei").write_text(THEIRS, "utf-8")
    page = asking(plan)
    page.write("datos.pei", MINE)

    [conflict] = _conflicts(page.ask("restore", file="datos.pei", base=DATA))
    assert conflict["disk"] == THEIRS
    assert page.one("save")["type"] == "conflict"
    assert (plan / "datos.pei").read_text("utf-8") == THEIRS


def test_a_page_that_lost_its_session_gets_the_plan_that_it_had(tmp_path: Path) -> None:
    plans = [write_plan(tmp_path / each) for each in ("uno", "dos")]
    page = Asking(Session(plans, tmp_path, clock=now))

    told = page.ask("hello", path=str(plans[1]))

    assert [each["path"] for each in told if each["type"] == "plan"] == [str(plans[1])]


def test_a_file_that_is_gone_can_be_written_again(plan: Path) -> None:
    page = asking(plan)
    page.write("datos.pei", MINE)
    (plan / "datos.pei").unlink()

    conflict = page.one("save")
    assert (conflict["type"], conflict["disk"]) == ("conflict", "")
    page.ask("settle", file="datos.pei", digest=conflict["digest"])
    assert page.one("save")["type"] == "saved"
    assert (plan / "datos.pei").read_text("utf-8") == MINE


def test_data_that_are_there_already_are_brought_in_again_and_others_are_not_written_over(plan: Path) -> None:
    kept = KeptFiles(plan)
    for _ in range(2):
        kept.add("datos/a.csv", b"a\n1\n", ".csv")

    for other in (b"a\n2\n", b"a\n", b"a\n1\n2\n"):
        with pytest.raises(FileExistsError):
            kept.add("datos/a.csv", other, ".csv")
    assert (plan / "datos" / "a.csv").read_bytes() == b"a\n1\n"


def test_a_new_text_that_is_taken_back_is_no_text_of_the_plan(plan: Path) -> None:
    page = asking(plan)
    before = page.panel("show", view="findings")
    page.write("nuevo.pei", 'variable otra "Otra" = 1\n')

    page.write("nuevo.pei", "")

    assert page.session.open is not None
    assert page.session.open.unsaved == []
    assert "nuevo.pei" not in page.session.open.workspace.sources
    page.session.open.speak("es")
    assert page.panel("show", view="findings")["errors"] == before.get("errors", 0) == 0
    page.write("nuevo.pei", "# otra vez\n")
    assert page.session.open.unsaved == ["nuevo.pei"]
