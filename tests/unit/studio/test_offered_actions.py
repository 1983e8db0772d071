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
    told = page.one("ask", question="actions", serial=1, file=file, line=line, character=0)
    found: list[dict[str, Any]] = told["answer"]
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
