"""The line that says how far reading or writing is: on a terminal only, and only when it takes a while."""

from __future__ import annotations

import contextlib
import os
import shutil
import sys
import threading
import time
from collections.abc import Iterable, Iterator
from types import TracebackType
from typing import TYPE_CHECKING, Self, TextIO, TypeVar

import attrs

from pei_dsl.cli.language import say
from pei_dsl.renderers.outlet import below

if TYPE_CHECKING:
    from pei_dsl.data.reading import ReadingStep

T = TypeVar("T")

# Seconds before anything is shown, and between two looks.
PATIENCE = 2
_EACH = 0.2


def shows() -> bool:
    """Tell whether there is anybody to show progress to: a terminal that can go back in a line."""
    return sys.stderr.isatty() and os.environ.get("TERM") != "dumb"


@contextlib.contextmanager
def writing(name: str, parts: Iterable[T], total: int, *, onto_terminal: bool) -> Iterator[Iterable[T]]:
    """
    Give `parts`, and show how far the writing of `name` is while they are taken.

    Args:
        name: The file.
        parts: What is written.
        total: How many there are.
        onto_terminal: Whether what is written stands on the terminal itself; then nothing else does.
    """
    from pei_dsl.data.reading import ReadingStep

    if onto_terminal or not shows():
        yield parts
        return
    with Line(below(sys.stderr), columns(), say("Escribiendo", "Writing")) as line:

        def told() -> Iterator[T]:
            for number, part in enumerate(parts):
                line.told(ReadingStep(name, "", 100 * number // total))
                yield part

        yield told()


def columns() -> int:
    """Return how long a line may be that the terminal does not fold."""
    return shutil.get_terminal_size().columns - 1


@attrs.define
class Line:
    """
    A line on standard error, written over and over and taken away at the end.

    Attributes:
        stream: Where it stands.
        width: How long it may be.
        verb: `Leyendo`, in the language of the command, which other threads do not know.
    """

    stream: TextIO
    width: int
    verb: str
    _step: ReadingStep | None = None
    _shown: int = 0
    _since: float = 0
    _lock: threading.Lock = attrs.field(factory=threading.Lock)
    _done: threading.Event = attrs.field(factory=threading.Event)
    _thread: threading.Thread | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.told(None)
        self._done.set()
        if self._thread is not None:
            self._thread.join()

    def told(self, step: ReadingStep | None) -> None:
        """Take note of what is being read or written; None takes the line away."""
        with self._lock:
            if step is None:
                self._write("")
            elif self._step is None or self._step.source != step.source:
                self._since = time.monotonic()
            self._step = step
        if step is not None and self._thread is None:
            self._thread = threading.Thread(target=self._repeat, name="pei-progress", daemon=True)
            self._thread.start()

    def _repeat(self) -> None:
        wait: float = PATIENCE
        while not self._done.wait(wait):
            wait = _EACH
            with self._lock:
                if self._step is not None:
                    self._write(self._text(self._step))

    def _text(self, step: ReadingStep) -> str:
        from pei_dsl.views.words import printable

        far = f"{int(time.monotonic() - self._since)} s" if step.percent is None else f"{step.percent} %"
        place = f" ({printable(step.place)})" if step.place else ""
        text = f"{self.verb} {step.source}{place}"
        return f"{text[: self.width - len(far) - 3]}… {far}"

    def _write(self, text: str) -> None:
        """Write `text` over what stands there; an empty one leaves an empty line."""
        if not text and not self._shown:
            return
        blank = " " * (self._shown - len(text))
        back = "\r" if not text else ""
        self.stream.write(f"\r{text}{blank}{back}")
        self.stream.flush()
        self._shown = len(text)
