"""`pei probar`: the plan's tests and worked examples."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from pei_dsl.cli import reading as reading_options
from pei_dsl.cli import shared
from pei_dsl.cli.language import current

if TYPE_CHECKING:
    from pei_dsl.data.reading import Reading


@shared.command(
    texts=(
        "Comprueba las pruebas y los ejemplos del plan.",
        "Run the plan's tests and worked examples.",
    ),
    details=shared.PATH_HELP,
    examples=("pei probar mi-plan",),
)
@shared.path_argument
@reading_options.options
@click.pass_context
def command(context: click.Context, path: Path, reading: Reading) -> None:
    """Run the tests of the plan at `path`; exit with 1 if one does not hold, with 3 if data have errors."""
    from pei_dsl.evaluation.checks import requests_of_tests, run_tests
    from pei_dsl.renderers.tests import render
    from pei_dsl.workspace.verbs import reading_data

    loaded = shared.load_or_exit(path)
    requests = requests_of_tests(loaded.plan)
    with reading_data(loaded, requests=requests, reading=reading) as (data, problems):
        runs = run_tests(loaded.plan, data)
    click.echo(render(runs, current()))
    if problems:
        shared.report(problems)
        context.exit(shared.DATA)
    if not all(run.holds for run in runs):
        context.exit(shared.FINDINGS)
