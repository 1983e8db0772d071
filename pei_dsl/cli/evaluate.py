"""`pei evaluar`: values, alcances and colours of a period."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pei_dsl.cli import shared
from pei_dsl.cli.language import current, say

if TYPE_CHECKING:
    from pei_dsl.evaluation.results import Evaluation

FORMATS = ("tabla", "json", "csv", "markdown")


@shared.command(
    texts=(
        "Calcula valores, alcances y colores de un periodo.",
        "Compute values, alcances and colours of a period.",
    ),
    details=shared.PATH_HELP,
    examples=(
        "pei evaluar mi-plan --periodo 2024",
        "pei evaluar mi-plan --periodo 2024-S1 --formato csv -o semestre.csv",
    ),
)
@shared.path_argument
@shared.period_option(("Periodo que se calcula", "Period to compute"), required=True)
@shared.methodology_option
@shared.option(
    "--formato",
    "format_",
    type=click.Choice(FORMATS),
    default="tabla",
    show_default=True,
    texts=("Cómo se muestra el resultado.", "How the result is shown."),
)
@shared.output_option
@click.pass_context
def command(
    context: click.Context,
    path: Path,
    period: str,
    methodology: str | None,
    format_: str,
    output: Path | None,
) -> None:
    """Print the evaluation of the plan at `path`; exit with 3 if its data have errors."""
    from pei_dsl.pipeline.verbs import evaluate

    loaded = shared.load_or_exit(path)
    when = shared.period_or_exit(period, loaded)
    shared.methodology_or_exit(methodology, loaded)
    measured = evaluate(loaded, when, methodology=methodology)
    shared.write(_rendered(measured.evaluation, format_, to_file=output is not None), output)
    if measured.diagnostics:
        shared.report(measured.diagnostics)
        click.echo(
            say(
                "Los indicadores que usan esos datos quedan en ND.",
                "The indicators that use those data stay ND.",
            ),
            err=True,
        )
        context.exit(shared.DATA)


def _rendered(evaluation: Evaluation, format_: str, *, to_file: bool) -> str:
    if format_ == "json":
        from pei_dsl.reports.json import evaluation_to_json

        return json.dumps(evaluation_to_json(evaluation, current()), ensure_ascii=False, indent=2)
    if format_ in {"csv", "markdown"}:
        from pei_dsl.reports import tabular

        renderer = tabular.render_csv if format_ == "csv" else tabular.render_markdown
        return renderer(evaluation, current())
    from pei_dsl.reports import table

    if to_file:
        return table.render(evaluation, current())
    return table.render(evaluation, current(), shared.width(), color=shared.paints())
