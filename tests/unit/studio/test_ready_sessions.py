"""Sessions that are made before a page asks for them."""

from __future__ import annotations

import itertools
import threading
from collections.abc import Callable
from pathlib import Path

from pei_dsl.studio.ready_sessions import ReadySessions
from pei_dsl.studio.session import Session
from tests.studio_pages import DATA, Asking, now, write_plan


def test_the_first_is_prepared_by_another_thread_and_given_once() -> None:
    numbers = itertools.count()
    prepared: list[tuple[int, bool]] = []
    gone_on, taken = threading.Event(), threading.Event()

    def prepare(made: int) -> Callable[[], object]:
        prepared.append((made, threading.current_thread() is threading.main_thread()))
        return goes_on

    def goes_on() -> None:
        if taken.wait(60):
            gone_on.set()

    ready = ReadySessions(lambda: next(numbers), prepare)

    assert sorted([ready.take(), ready.take(), ready.take()]) == [0, 1, 2]
    assert len(prepared) == 1
    assert prepared[0][1] is False
    taken.set()  # whoever took it did not wait for what goes on
    assert gone_on.wait(60)


def test_one_that_cannot_be_prepared_is_made_anew() -> None:
    numbers = itertools.count()

    def fails(_: int) -> Callable[[], object]:
        raise RuntimeError

    assert ReadySessions(lambda: next(numbers), fails).take() == 1


def _asked(folder: Path, *, changes: str = "", draft: str = "", prepared: bool) -> list[dict[str, object]]:
    plan = write_plan(folder / "plan")
    if draft:
        (plan / ".datos.pei.borrador").write_text(draft, "utf-8")
    session = Session([plan], folder, clock=now)
    if prepared:
        session.prepare()()
    if changes:
        (plan / "datos.pei").write_text(changes, "utf-8")
    page = Asking(session)
    told = [*page.ask("hello", language="en"), *page.ask("show", period="2024")]
    return [{key: value for key, value in each.items() if key != "path"} for each in told]


def test_a_page_is_told_the_same_by_one_that_was_prepared(tmp_path: Path) -> None:
    for given in ({}, {"changes": DATA.replace("30", "35")}, {"draft": DATA.replace("30", "36")}):
        one, other = (_asked(tmp_path, prepared=each, **given) for each in (True, False))
        assert one == other
        assert any(each["type"] == "drafts" for each in one) == ("draft" in given)
