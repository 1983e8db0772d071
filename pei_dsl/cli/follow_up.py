"""`pei seguimiento`: what a plan declares beside figures, and what of it is pending."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from pei_dsl.cli import answered, asked, options, outputs, telling
from pei_dsl.cli.reading_options import reading_options
from pei_dsl.interchange.renderers import MARKS as MARKS_OF_FILES
from pei_dsl.interchange.renderers import RENDERERS as OF_FILES
from pei_dsl.renderers.marks import MARKS
from pei_dsl.renderers.registry import RENDERERS

if TYPE_CHECKING:
    from pei_dsl.data.reading import Reading


@options.command(
    texts=(
        "Muestra actividades, evidencias, recomendaciones y compromisos, y qué está pendiente.",
        "Show activities, evidence, recommendations and commitments, and what is pending.",
    ),
    details=(
        """
        Qué recomendación está por aplicar, qué compromiso venció, qué valor no tiene toda su evidencia y qué
        acción en rojo nadie explica. Los compromisos se miran el día de hoy, si no se dice otro.

        RUTA es la carpeta de un plan o uno de sus archivos .pei; «-» es la entrada estándar.
        """,
        """
        Which recommendation is still to be applied, which commitment is overdue, which value lacks evidence
        and which red action nobody explains. Commitments are looked at as of today, unless another day is
        given.

        PATH is the folder of a plan or one of its .pei files; “-” is standard input.
        """,
    ),
    examples=(
        "pei seguimiento mi-plan --periodo 2024",
        "pei seguimiento mi-plan --periodo 2024-S1 --fecha 2024-07-15 -o seguimiento.xlsx",
    ),
)
@options.path_argument
@options.period_option(("Periodo que se sigue", "Period to follow up"), required=True)
@options.methodology_option
@options.option(
    "--fecha",
    "on",
    metavars=("AAAA-MM-DD", "YYYY-MM-DD"),
    texts=(
        "Día en que se miran los compromisos: los que vencieron antes se dicen.",
        "Day on which commitments are looked at: those overdue by then are told.",
    ),
)
@options.in_force_option
@outputs.options("follow_up", renderers={**RENDERERS, **OF_FILES}, marks={**MARKS, **MARKS_OF_FILES})
@reading_options
def command(
    path: Path,
    period: str,
    methodology: str | None,
    on: str | None,
    in_force_on: str | None,
    output: outputs.Output,
    reading: Reading,
) -> None:
    """Print the follow-up of the plan at `path`; exit with 3 if its data have errors."""
    from pei_dsl.reproducing.question import Asks, Question

    standing, when = asked.measurable_or_exit(path, period, methodology, in_force_on, reading.roots)
    # Today is written down, so that the same can be asked again on another day.
    day = asked.day_or_exit(on) or datetime.date.today()  # noqa: DTZ011  (the day where the command is run)
    question = Question(
        Asks.FOLLOW_UP,
        periods=str(when),
        methodologies=asked.named(methodology),
        on=day.isoformat(),
        in_force_on=standing.day,
    )
    telling.exit_if(answered.write(standing.loaded, path, question, reading, output).diagnostics)
