"""Which findings are shown while somebody types, and which work is done."""

from __future__ import annotations

import threading

import pytest
from hypothesis import given
from hypothesis import strategies as st

import pei_dsl
from pei_dsl import PlacedFinding, SupersededError, Workspace
from pei_dsl.lsp.newest_first import PATIENCE, NewestFirst
from pei_dsl.lsp.settling import QUIET, Settling

FIELDS = ("uno", "dos", "tres")


def found(*fields: str, above: int = 0) -> tuple[PlacedFinding, ...]:
    """Return the findings that fields which nobody knows give, so many lines further down."""
    text = "\n" * above + 'objetivo OEI.01 "S"\n' + "".join(f"  {each}: 1\n" for each in fields)
    workspace = Workspace.of({"a.pei": f'plan "P"\n  periodo: 2024\n{text}'})
    return tuple(each for each in pei_dsl.placed_findings(workspace) if each.diagnostic.code == "PEI114")


def test_what_is_found_before_anybody_typed_is_shown_at_once() -> None:
    settling = Settling()

    assert settling.found(found("uno"), 0) == found("uno")
    assert settling.waiting is None


def test_a_new_mistake_waits_and_a_cleared_one_goes() -> None:
    settling = Settling()
    settling.found(found("uno", "dos"), 0)
    settling.changed(10)

    assert settling.found(found("dos", "tres"), 10) == found("dos", "tres")[:1]
    assert settling.settled(10 + QUIET / 2) is None
    assert settling.settled(10 + QUIET) == found("dos", "tres")
    assert settling.settled(10 + QUIET) is None


def test_each_key_makes_it_wait_anew() -> None:
    settling = Settling()
    settling.changed(10)
    settling.found(found("uno"), 10)
    settling.changed(10 + QUIET / 2)

    assert settling.settled(10 + QUIET) is None
    assert settling.settled(10 + QUIET * 3 / 2) == found("uno")


def test_what_stays_moves_with_its_text() -> None:
    settling = Settling()
    settling.found(found("uno"), 0)
    settling.changed(10)
    moved = found("uno", above=3)

    assert settling.found(moved, 10) == moved
    assert moved[0].range != found("uno")[0].range


def test_what_only_a_whole_check_finds_stays_until_the_next_one() -> None:
    settling = Settling()
    settling.found(found("uno"), 0, is_complete=False)
    settling.found(found("uno", "dos"), 0)
    settling.changed(10)

    assert settling.found((), 10, is_complete=False) == found("uno", "dos")[1:]
    assert settling.found((), 10) == ()


@given(
    st.lists(
        st.tuples(st.sampled_from([(), ("uno",), ("uno", "dos"), ("tres",)]), st.floats(0, 1)), max_size=6
    )
)
def test_in_the_end_all_is_shown_and_nothing_else(steps: list[tuple[tuple[str, ...], float]]) -> None:
    """Whatever was found while somebody typed; and what is shown meanwhile is among what was found last."""
    settling = Settling()
    now = 0.0
    last: tuple[PlacedFinding, ...] = ()
    for fields, passed in steps:
        now += passed
        settling.changed(now)
        last = found(*fields)
        assert set(settling.found(last, now)) <= set(last)
    settling.settled(now + QUIET)

    assert settling.shown == last


# ---- Work ----------------------------------------------------------------------------------------------------


def test_what_is_put_twice_before_its_turn_is_worked_on_once() -> None:
    """So that at any speed of typing there is one version at work, and one that waits."""
    begun, go_on, done = threading.Event(), threading.Event(), threading.Event()
    worked: list[int] = []
    newest = [0]

    def work(_: object) -> None:
        worked.append(newest[0])
        begun.set()
        go_on.wait(60)
        if newest[0] == worked[-1]:
            done.set()

    worker = NewestFirst(work)
    worker.put("plan")
    begun.wait(60)
    for key in range(1, 61):
        newest[0] = key
        worker.put("plan")
    go_on.set()
    assert done.wait(60)
    worker.end()

    assert worked == [0, 60]


def test_questions_go_before_work() -> None:
    begun, go_on = threading.Event(), threading.Event()
    order: list[str] = []

    def work(plan: str) -> None:
        order.append(plan)
        begun.set()
        go_on.wait(60)

    worker = NewestFirst(work)
    worker.put("first")
    begun.wait(60)
    worker.put("second")
    answer = worker.ask(lambda: order.append("question"))
    go_on.set()
    answer.result(60)
    assert worker.ask(lambda: 7).result(60) == 7
    worker.end()

    assert order[:2] == ["first", "question"]


@pytest.mark.parametrize(
    ("long", "order"), [(True, ["begun", "question", "begun", "done"]), (False, ["begun", "done"])]
)
def test_a_question_that_came_before_long_work_is_answered_before_it(long: bool, order: list[str]) -> None:
    """A text is written and asked about at once: what is short is done, and the question does not wait for the rest."""
    begun, go_on, done = threading.Event(), threading.Event(), threading.Event()
    happened: list[str] = []
    worker: NewestFirst

    def work(plan: str) -> None:
        happened.append("begun")
        begun.set()
        go_on.wait(60)
        worker.let_interrupt(plan, long=long)
        happened.append("done")
        done.set()

    worker = NewestFirst(work)
    worker.put("plan")
    begun.wait(60)
    answer = worker.ask(lambda: happened.append("question"))
    go_on.set()
    answer.result(60)
    assert done.wait(60)
    worker.end()

    assert happened[: len(order)] == order


def test_a_question_that_fails_is_told_and_the_thread_goes_on() -> None:
    worker = NewestFirst(lambda _: None)
    with pytest.raises(ZeroDivisionError):
        worker.ask(lambda: 1 // 0).result(60)
    assert worker.ask(lambda: 1).result(60) == 1
    worker.end()


def test_work_that_fails_is_told_and_the_thread_goes_on() -> None:
    told: list[Exception] = []

    def work(plan: str) -> None:
        if plan == "bad":
            raise ZeroDivisionError

    worker = NewestFirst(work, told.append)
    worker.put("bad")
    while not told:
        worker.ask(lambda: None).result(60)
    worker.end()

    assert [type(each) for each in told] == [ZeroDivisionError]


def test_work_is_interrupted_only_so_often() -> None:
    """Then it comes to its end, however fast somebody types."""
    interrupted, go_on = threading.Event(), threading.Semaphore(0)
    worker: NewestFirst

    def work(plan: str) -> None:
        worker.let_interrupt(plan)
        interrupted.set()
        go_on.acquire(timeout=60)
        raise SupersededError

    worker = NewestFirst(work)
    allowed = []
    for _ in range(PATIENCE + 2):
        interrupted.clear()
        worker.put("plan")
        interrupted.wait(60)
        allowed.append(worker.may_interrupt("plan"))
        go_on.release()
        worker.ask(lambda: None).result(60)
    worker.end()

    assert allowed == [True] * PATIENCE + [False, False]
