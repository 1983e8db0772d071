"""What a plan is compared with, as commands are asked for it; and why it cannot be."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pei_dsl.cli import asked, telling
from pei_dsl.cli.exits import USAGE
from pei_dsl.cli.language import current, say

if TYPE_CHECKING:
    from pei_dsl.workspace.loaded import Loaded


def side(given: Path, loaded: Loaded, path: Path) -> str:
    """Return what the question calls one of both plans; a plan with errors is told."""
    from pei_dsl.reproducing.compared_sides import side_named
    from pei_dsl.workspace.revisions import revision_asked

    if given == path:
        return ""
    if revision_asked(str(given)) is None:
        asked.load_or_exit(given)
    return side_named(str(given), loaded.root or Path())


def against(written: str, loaded: Loaded, path: Path) -> tuple[str, str]:
    """
    Return what a question calls the plan before, and its period: a folder, a text, `git:REV`, or a period.

    A period is of the plan itself; what is both a period and a path is the path.
    """
    from pei_dsl.model.periods import Period

    if Period.parse(written) is not None and not Path(written).exists():
        return "", str(asked.period_or_exit(written, loaded))
    return side(Path(written), loaded, path), ""


@contextlib.contextmanager
def told() -> Iterator[None]:
    """Say why two plans cannot be compared, and exit with 2, or as a plan with errors does."""
    from pei_dsl.cli.exits import exit_code
    from pei_dsl.diagnostics.errors import PlanError, RequestError

    try:
        yield
    except PlanError as problem:
        telling.report(problem.findings)
        text = say(
            "No se compara un plan con errores: los tiene la revisión de git.",
            "A plan with errors is not compared: the revision of git has them.",
        )
        click.echo(text, err=True)
        sys.exit(exit_code(problem.findings))
    except RequestError as problem:
        click.echo(problem.message(current()), err=True)
    else:
        return
    sys.exit(USAGE)
