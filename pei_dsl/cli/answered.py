"""Questions of commands answered, with all that their results rest on."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import attrs

from pei_dsl.cli import outputs
from pei_dsl.cli.asked import undoing
from pei_dsl.cli.language import current
from pei_dsl.cli.options import STDIN

if TYPE_CHECKING:
    from pei_dsl.data.reading import Reading
    from pei_dsl.reproducing.answering import Answer
    from pei_dsl.reproducing.question import Question
    from pei_dsl.workspace.loaded import Loaded


@contextlib.contextmanager
def answering(
    loaded: Loaded, path: Path, question: Question, reading: Reading, output: outputs.Output
) -> Iterator[tuple[Answer, outputs.Output]]:
    """
    Give the answer to `question` while the block runs, and where it goes together with what it rests on.

    Args:
        loaded: The plan.
        path: Where it was read.
        question: What is asked; who aggregates, in which language and of which text is said here.
        reading: What reading may cost.
        output: Where the result goes.
    """
    from pei_dsl.reproducing.answering import answering as answers
    from pei_dsl.reproducing.grounds import Basis

    text = STDIN if str(path) == STDIN else "" if path.is_dir() else path.name
    asked = attrs.evolve(question, engine=str(reading.engine), language=current(), text=text)
    if output.tells_basis:
        basis = Basis.of(loaded, asked, reading.roots)
        reading, output = basis.reading(reading), attrs.evolve(output, basis=basis)
    with contextlib.ExitStack() as stack:
        with undoing():
            answer = stack.enter_context(answers(loaded, asked, reading))
        yield answer, output


def write(loaded: Loaded, path: Path, question: Question, reading: Reading, output: outputs.Output) -> Answer:
    """Write the answer to `question` where it goes, and return it; see `answering`."""
    with answering(loaded, path, question, reading, output) as (answer, to):
        to.write(answer.subject, answer.shown)
    return answer
