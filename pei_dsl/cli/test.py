"""`pei probar`: the plan's tests and worked examples."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from pei_dsl.cli import asked, exits, options, outputs, telling
from pei_dsl.cli.reading_options import reading_options

if TYPE_CHECKING:
    from pei_dsl.data.reading import Reading


@options.command(
    texts=(
        "Comprueba las pruebas y los ejemplos del plan.",
        "Run the plan's tests and worked examples.",
    ),
    details=options.PATH_HELP,
    examples=("pei probar mi-plan",),
)
@options.path_argument
@outputs.options("tests")
@reading_options
@click.pass_context
def command(context: click.Context, path: Path, output: outputs.Output, reading: Reading) -> None:
    """Run the tests of the plan at `path`; exit with 1 if one does not hold, with 3 if data have errors."""
    from pei_dsl.workspace.verbs import run_tests

    tested = run_tests(asked.load_or_exit(path), reading=reading)
    output.write("tests", tested.runs)
    telling.exit_if(tested.diagnostics)
    if not tested.holds:
        context.exit(exits.FINDINGS)
