"""`pei auditar`: what an auditor of the report would find."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pei_dsl.cli import reading as reading_options
from pei_dsl.cli import shared
from pei_dsl.cli.bilingual import WIDTH
from pei_dsl.cli.language import current

if TYPE_CHECKING:
    from pei_dsl.auditing.contradictions import Audit
    from pei_dsl.data.reading import Reading

FORMATS = ("tabla", "json", "markdown")


@shared.command(
    texts=(
        "Busca contradicciones entre las cifras impresas y el cálculo.",
        "Find contradictions between printed figures and the calculation.",
    ),
    details=(
        """
        Compara lo registrado con lo calculado, y lo que imprimen los textos («cita», «prueba») con el cálculo
        y entre sí. El redondeo no es contradicción. Termina con 1 si hay contradicciones.

        RUTA es la carpeta de un plan o uno de sus archivos .pei; «-» es la entrada estándar.
        """,
        """
        Compare what is registered with what is computed, and what texts print (citations, tests) with the
        calculation and with each other. Rounding is no contradiction. Exits with 1 where there are any.

        PATH is the folder of a plan or one of its .pei files; “-” is standard input.
        """,
    ),
    examples=(
        "pei auditar mi-plan --periodo 2024",
        "pei auditar mi-plan --periodo 2024 --formato markdown -o auditoria.md",
    ),
)
@shared.path_argument
@shared.period_option(("Periodo que se audita", "Period to audit"), required=True)
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
@reading_options.options
@click.pass_context
def command(
    context: click.Context,
    path: Path,
    period: str,
    methodology: str | None,
    format_: str,
    output: Path | None,
    reading: Reading,
) -> None:
    """Print the audit of the plan at `path`; exit with 3 if its data have errors, 1 if figures contradict."""
    from pei_dsl.auditing.audit import audit
    from pei_dsl.evaluation.requests import requests_of
    from pei_dsl.workspace.verbs import methodology_of, reading_data

    loaded = shared.load_or_exit(path)
    when = shared.period_or_exit(period, loaded)
    shared.methodology_or_exit(methodology, loaded)
    profile = methodology_of(loaded, methodology)
    requests = requests_of(loaded.plan, [when], [profile, *loaded.plan.methodologies.values()])
    with reading_data(loaded, requests=requests, reading=reading) as (data, problems):
        found = audit(loaded.plan, when, data, profile)
    shared.write(_rendered(found, format_, to_file=output is not None), output)
    if problems:
        shared.report(problems)
        context.exit(shared.DATA)
    if found.contradictions:
        context.exit(shared.FINDINGS)


def _rendered(found: Audit, format_: str, *, to_file: bool) -> str:
    """Return the audit in a format."""
    if format_ == "json":
        from pei_dsl.renderers.audit_json import audit_to_json

        return json.dumps(audit_to_json(found, current()), ensure_ascii=False, indent=2)
    from pei_dsl.renderers.audit import render, render_markdown

    if format_ == "markdown":
        return render_markdown(found, current())
    return render(found, current(), WIDTH if to_file else shared.width())
