"""One thread that works on the newest version alone: questions first, and never a queue of old versions."""

from __future__ import annotations

import collections
import threading
from collections.abc import Callable
from concurrent.futures import Future
from typing import Any, TypeVar

import attrs

from pei_dsl.host_log import LOG
from pei_dsl.workspace.latest import SupersededError

T = TypeVar("T")
# After so many interruptions, work that is interrupted by each key is let to its end.
PATIENCE = 8


@attrs.define(eq=False)
class NewestFirst:
    """
    A thread, and a slot for each plan: what is put there twice before its turn is worked on once.

    Attributes:
        work: Works on the newest version of a plan; interrupted, it raises a `SupersededError`.
        failed: Is told of any other error of `work`; the thread goes on.
    """

    work: Callable[[Any], None]
    failed: Callable[[Exception], None] = attrs.field(default=lambda _: None)
    _slots: dict[Any, None] = attrs.field(factory=dict)
    _questions: collections.deque[tuple[Callable[[], Any], Future[Any]]] = attrs.field(
        factory=collections.deque
    )
    _changes: threading.Condition = attrs.field(factory=threading.Condition)
    _thread: threading.Thread | None = None
    _at_work: Any = None
    _interrupted: collections.Counter[int] = attrs.field(factory=collections.Counter)
    _ended: bool = False

    def put(self, plan: Any) -> None:  # noqa: ANN401  (whatever `work` works on)
        """Let `plan` be worked on, in its newest version, when its turn comes."""
        with self._changes:
            self._slots[plan] = None
            self._begin()

    def ask(self, question: Callable[[], T]) -> Future[T]:
        """Return the answer to come of `question`, which is asked before all waiting work."""
        future: Future[T] = Future()
        with self._changes:
            self._questions.append((question, future))
            self._begin()
        return future

    def let_interrupt(self, plan: Any, *, long: bool = False) -> None:  # noqa: ANN401  (as above)
        """
        Take note that what is left of the work on `plan` may be stopped.

        Where it is `long`, a question that waits already stops it here, and it begins again behind that.

        Raises:
            SupersededError: A question waits.
        """
        with self._changes:
            self._at_work = plan
            if long and self._questions and self.may_interrupt(plan):
                self._slots[plan] = None
                message = "a question waits"
                raise SupersededError(message)

    def may_interrupt(self, plan: Any) -> bool:  # noqa: ANN401  (as above)
        """Tell whether the work on `plan` that goes on may be stopped, and not for the ninth time running."""
        with self._changes:
            if self._at_work is not plan or self._interrupted[id(plan)] >= PATIENCE:
                return False
            self._interrupted[id(plan)] += 1
            return True

    def end(self) -> None:
        """Stop when the work at hand is done; what waits is given up."""
        with self._changes:
            self._ended = True
            while self._questions:
                self._questions.popleft()[1].cancel()
            self._slots.clear()
            self._changes.notify_all()

    def _begin(self) -> None:
        if self._thread is None and not self._ended:
            self._thread = threading.Thread(target=self._run, name="pei", daemon=True)
            self._thread.start()
        self._changes.notify_all()

    def _run(self) -> None:
        while True:
            with self._changes:
                self._changes.wait_for(lambda: self._ended or self._questions or self._slots)
                if self._ended:
                    return
                asked = self._questions.popleft() if self._questions else None
                plan = None if asked is not None else next(iter(self._slots))
                if asked is None:
                    del self._slots[plan]
            if asked is not None:
                _answer(*asked)
            else:
                self._work_on(plan)

    def _work_on(self, plan: Any) -> None:  # noqa: ANN401  (as above)
        try:
            self.work(plan)
        except SupersededError:
            return  # the newer version has its slot
        except Exception as error:  # noqa: BLE001  (one plan that cannot be checked is not all)
            LOG.exception("a plan could not be checked")
            self.failed(error)
        finally:
            with self._changes:
                self._at_work = None
        with self._changes:
            self._interrupted.pop(id(plan), None)


def _answer(question: Callable[[], Any], future: Future[Any]) -> None:
    if not future.set_running_or_notify_cancel():
        return
    try:
        future.set_result(question())
    except BaseException as error:  # noqa: BLE001  (it is raised where the answer is awaited)
        future.set_exception(error)
