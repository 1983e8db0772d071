"""What the page offers at a line, and what comes of choosing it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from pei_dsl.editing.code_actions import CodeActionKind
from tests.studio_pages import DATA, PLAN, Asking, asking, write_plan


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    folder = write_plan(tmp_path / "plan", plan=PLAN.replace("ascendente", "asendente"))
    (folder / "controles.csv").write_text("región,hechos\nLima,3\n", "utf-8")
    return folder


def _line(text: str, piece: str) -> int:
    return text[: text.index(piece)].count("\n")


def _offered(page: Asking, line: int, file: str = "plan.pei") -> list[dict[str, Any]]:
    told = [each for each in page.ask("offer", serial=1, file=file, line=line) if each["type"] == "offered"]
    found: list[dict[str, Any]] = told[-1]["actions"]
    assert told[-1]["complete"]
    return found


def _chosen(page: Asking, line: int, action: dict[str, Any], file: str = "plan.pei") -> dict[str, Any]:
    return page.one("act", file=file, line=line, character=0, wish=7, **action)


def test_every_kind_of_action_is_offered_where_it_belongs(plan: Path) -> None:
    page = asking(plan)
    (plan / "nuevo.pei").write_text("\n", "utf-8")
    found = [
        *_offered(page, _line(PLAN, "sentido")),
        *_offered(page, _line(PLAN, "fórmula")),
        *_offered(page, DATA.count("\n"), "datos.pei"),
    ]

    assert {each["kind"] for each in found} == {each.value for each in CodeActionKind}


def test_what_the_text_alone_tells_is_offered_before_the_warnings_are_known(plan: Path) -> None:
    """Nobody who wants to mend a word waits for lints; what they find is offered as soon as they have."""
    session = asking(plan).session
    text = f"# pei: permite PEI412\n{PLAN.replace('ascendente', 'asendente')}"
    list(session.receive([{"type": "text", "file": "plan.pei", "text": text, "version": 1}]))
    wanted = {"type": "offer", "serial": 3, "file": "plan.pei", "line": _line(text, "sentido")}

    [early] = [each for each in session.receive([wanted]) if each["type"] == "offered"]
    assert not early["complete"]
    assert [each["kind"] for each in early["actions"]][:2] == ["fix", "explain_finding"]
    assert session.open is not None
    assert not session.open.is_settled

    [late] = [each for each in session.rest() if each["type"] == "offered"]
    assert late["complete"]
    assert late["serial"] == 3
    assert {each["title"] for each in early["actions"]} <= {each["title"] for each in late["actions"]}
    assert [each for each in session.rest() if each["type"] == "offered"] == []


def test_what_warnings_offer_comes_when_they_are_known(plan: Path) -> None:
    """A comment that allows no warning has a fix that only the warnings know."""
    write_plan(plan)
    session = asking(plan).session
    text = PLAN.replace("    2024: 80%", "    2024: 0%  # pei: permite PEI4")
    list(session.receive([{"type": "text", "file": "plan.pei", "text": text, "version": 1}]))
    wanted = {"type": "offer", "serial": 3, "file": "plan.pei", "line": _line(text, "permite")}

    [early] = [each for each in session.receive([wanted]) if each["type"] == "offered"]
    [late] = [each for each in session.rest() if each["type"] == "offered"]

    assert {each["title"] for each in early["actions"]} < {each["title"] for each in late["actions"]}


def test_a_fix_is_written(plan: Path) -> None:
    page = asking(plan)
    line = _line(PLAN, "sentido")
    [fix] = [each for each in _offered(page, line) if each["kind"] == "fix"]

    told = _chosen(page, line, fix)

    assert (told["type"], told["wish"]) == ("rewrite", 7)
    assert told["texts"] == {"plan.pei": PLAN}


def test_an_example_is_written_of_the_period_that_is_shown(plan: Path) -> None:
    write_plan(plan)
    page = asking(plan)
    page.ask("show", period="2024")
    line = _line(PLAN, "fórmula")
    [example] = [each for each in _offered(page, line) if each["kind"] == "write_example"]
    assert "2024" in example["title"]

    [text] = _chosen(page, line, example)["texts"].values()

    assert text.startswith(PLAN.rstrip("\n"))
    assert "A = 30" in text
    page.write("plan.pei", text)
    assert page.session.open is not None
    assert page.session.open.workspace.loaded.errors == ()


def test_a_source_is_declared_where_the_cursor_is(plan: Path) -> None:
    page = asking(plan)
    line = DATA.count("\n")
    [source] = [each for each in _offered(page, line, "datos.pei") if each["kind"] == "declare_source"]

    [text] = _chosen(page, line, source, "datos.pei")["texts"].values()

    assert text.startswith(DATA)
    assert "fuente controles" in text
    assert "columna hechos" in text


def test_what_cannot_be_read_is_refused_with_the_reason(plan: Path) -> None:
    page = asking(plan)
    (plan / "controles.csv").write_bytes(b"")
    line = DATA.count("\n")
    [source] = [each for each in _offered(page, line, "datos.pei") if each["kind"] == "declare_source"]

    told = _chosen(page, line, source, "datos.pei")

    assert told["key"] == "change_refused"
    assert len(told["message"]) > len("No se puede escribir así: ")


def test_what_is_offered_no_more_is_refused(plan: Path) -> None:
    page = asking(plan)
    line = _line(PLAN, "sentido")
    [fix] = [each for each in _offered(page, line) if each["kind"] == "fix"]
    page.write("plan.pei", PLAN)

    assert _chosen(page, line, fix)["key"] == "fix_gone"


@pytest.mark.parametrize("line", [-1, 10_000])
def test_a_line_that_is_not_there_offers_no_fix(plan: Path, line: int) -> None:
    assert [each for each in _offered(asking(plan), line) if each["kind"] == "fix"] == []


def test_who_only_reads_writes_nothing(plan: Path) -> None:
    page = asking(plan, locked=True)
    line = _line(PLAN, "sentido")
    [fix] = [each for each in _offered(page, line) if each["kind"] == "fix"]

    assert _chosen(page, line, fix)["key"] == "locked"
