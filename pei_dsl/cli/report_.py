"""`pei informe`: the report that an office hands in, whole."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from pei_dsl.cli import answered, asked, options, outputs, telling
from pei_dsl.cli.reading_options import reading_options

if TYPE_CHECKING:
    from pei_dsl.data.reading import Reading


@options.command(
    texts=(
        "Escribe el Informe de Evaluación Institucional de un periodo.",
        "Write the institutional evaluation report of a period.",
    ),
    details=(
        """
        El informe tiene todas las secciones del oficial, con sus tablas y figuras: semaforización, recuentos,
        evolución de cada indicador, acciones críticas, fichas técnicas, formato B-7 y cómo se calculó cada
        cifra. Lo que ha de escribir una persona aparece entre corchetes. Un semestre se mide con el logro de
        su año.

        RUTA es la carpeta de un plan o uno de sus archivos .pei; «-» es la entrada estándar.
        """,
        """
        The report has every section of the official one, with its tables and figures: traffic lights, counts,
        the evolution of each indicator, critical actions, technical sheets, form B-7 and how every figure
        was computed. What a person has to write stands in brackets. A semester is measured against the goal
        of its year.

        PATH is the folder of a plan or one of its .pei files; “-” is standard input.
        """,
    ),
    examples=(
        "pei informe mi-plan --periodo 2024 -o informe.html",
        "pei informe mi-plan --periodo 2024-S1 -o informe.md",
    ),
)
@options.path_argument
@options.period_option(("Periodo del informe", "Period of the report"), required=True)
@options.methodology_option
@options.day_option
@outputs.options("document")
@reading_options
def command(
    path: Path,
    period: str,
    methodology: str | None,
    on: str | None,
    output: outputs.Output,
    reading: Reading,
) -> None:
    """Write the report of the plan at `path`; exit with 3 if its data have errors."""
    from pei_dsl.reproducing.question import Asks, Question

    loaded, when = asked.measurable_or_exit(path, period, methodology)
    question = Question(
        Asks.REPORT,
        periods=str(when),
        methodologies=asked.named(methodology),
        on=asked.day_asked(on),
    )
    telling.exit_if(answered.write(loaded, path, question, reading, output).diagnostics)
