"""`pei auditar`: what an auditor of the report would find."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from pei_dsl.cli import answered, asked, exits, options, outputs, telling
from pei_dsl.cli.reading_options import reading_options

if TYPE_CHECKING:
    from pei_dsl.data.reading import Reading


@options.command(
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
@options.path_argument
@options.period_option(("Periodo que se audita", "Period to audit"), required=True)
@options.methodology_option
@options.in_force_option
@outputs.options("audit")
@reading_options
@click.pass_context
def command(
    context: click.Context,
    path: Path,
    period: str,
    methodology: str | None,
    in_force_on: str | None,
    output: outputs.Output,
    reading: Reading,
) -> None:
    """Print the audit of the plan at `path`; exit with 3 if its data have errors, 1 if figures contradict."""
    from pei_dsl.auditing.contradictions import Audit
    from pei_dsl.reproducing.question import Asks, Question

    standing, when = asked.measurable_or_exit(path, period, methodology, in_force_on, reading.roots)
    question = Question(
        Asks.AUDIT,
        periods=str(when),
        methodologies=asked.named(methodology),
        in_force_on=standing.day,
    )
    answer = answered.write(standing.loaded, path, question, reading, output)
    telling.exit_if(answer.diagnostics)
    assert isinstance(answer.shown, Audit)
    if answer.shown.contradictions:
        context.exit(exits.FINDINGS)
