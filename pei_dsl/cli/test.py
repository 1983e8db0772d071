"""`pei probar`: the plan's tests and worked examples."""

from __future__ import annotations

from pathlib import Path

import click

from pei_dsl.cli import shared
from pei_dsl.cli.language import current


@shared.command(
    texts=(
        "Comprueba las pruebas y los ejemplos del plan.",
        "Run the plan's tests and worked examples.",
    ),
    details=shared.PATH_HELP,
    examples=("pei probar mi-plan",),
)
@shared.path_argument
@click.pass_context
def command(context: click.Context, path: Path) -> None:
    """Run the tests of the plan at `path`; exit with 1 if one does not hold, with 3 if data have errors."""
    from pei_dsl.evaluation.checks import run_tests
    from pei_dsl.pipeline.verbs import read_data
    from pei_dsl.reports.tests import render

    loaded = shared.load_or_exit(path)
    data, problems = read_data(loaded)
    runs = run_tests(loaded.plan, data)
    click.echo(render(runs, current()))
    if problems:
        shared.report(problems)
        context.exit(shared.DATA)
    if not all(run.holds for run in runs):
        context.exit(shared.FINDINGS)
