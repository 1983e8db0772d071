"""`pei explicar`: how a figure came about; or what a diagnostic means."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pei_dsl.cli import answered, asked, completion, options, outputs, telling
from pei_dsl.cli.language import current, say
from pei_dsl.cli.reading_options import reading_options
from pei_dsl.written_codes import official_code

if TYPE_CHECKING:
    from pei_dsl.data.reading import Reading

_DIAGNOSTIC = re.compile(r"PEI\d{3}", re.IGNORECASE | re.ASCII)


@options.command(
    texts=(
        "Muestra el cálculo de una cifra paso a paso, o explica un mensaje PEI.",
        "Show how a figure was computed, or explain a PEI message.",
    ),
    details=(
        """
        RUTA es la carpeta de un plan o uno de sus archivos .pei; CÓDIGO, el de un indicador, un objetivo o
        una acción. PEInnn es el código de un mensaje, como PEI203.
        """,
        """
        PATH is the folder of a plan or one of its .pei files; CODE, that of an indicator, an objective or an
        action. PEInnn is the code of a message, as PEI203.
        """,
    ),
    examples=("pei explicar mi-plan IND.01.OEI.01 --periodo 2024", "pei explicar PEI203"),
)
@options.argument(
    "target", metavars=("RUTA|PEInnn", "PATH|PEInnn"), shell_complete=completion.path_or_message
)
@options.argument("code", metavars=("[CÓDIGO]", "[CODE]"), required=False, shell_complete=completion.codes)
@options.period_option(("Periodo que se explica", "Period to explain"), required=False)
@options.methodology_option
@options.day_option
@options.in_force_option
@outputs.options("explanation", "message")
@reading_options
@click.pass_context
def command(
    context: click.Context,
    target: str,
    code: str | None,
    period: str | None,
    methodology: str | None,
    on: str | None,
    in_force_on: str | None,
    output: outputs.Output,
    reading: Reading,
) -> None:
    """Print the hand calculation of `code` in the plan at `target`, or the page of diagnostic `target`."""
    if code is None and _DIAGNOSTIC.fullmatch(target):
        output.check("message")
        output.write("message", _page(target.upper()))
        return
    if code is None:
        raise click.UsageError(
            say(
                "faltan la ruta o el código: pei explicar RUTA CÓDIGO --periodo 2024.",
                "Path or code is missing: pei explicar PATH CODE --periodo 2024.",
            ),
            context,
        )
    if period is None:
        raise click.UsageError(
            say(
                "falta el periodo, por ejemplo --periodo 2024.",
                "The period is missing, as in --periodo 2024.",
            ),
            context,
        )
    _explain(Path(target), official_code(code), period, methodology, on, in_force_on, output, reading)


def _explain(
    path: Path,
    code: str,
    period: str,
    methodology: str | None,
    on: str | None,
    in_force_on: str | None,
    output: outputs.Output,
    reading: Reading,
) -> None:
    from pei_dsl.reproducing.question import Asks, Question

    standing, when = asked.measurable_or_exit(path, period, methodology, in_force_on, reading.roots)
    code = asked.code_or_exit(standing.code(code), standing.asked)
    question = Question(
        Asks.EXPLANATION,
        periods=str(when),
        code=code,
        methodologies=asked.named(methodology),
        on=asked.day_asked(on),
        in_force_on=standing.day,
    )
    telling.exit_if(answered.write(standing.loaded, path, question, reading, output).diagnostics)


def _page(code: str) -> str:
    """Return the page of a diagnostic: in Spanish, or its English part."""
    from pei_dsl.diagnostics import pages

    page = pages.page(code, current())
    if page is None:
        raise click.UsageError(
            say(
                f"no hay ningún mensaje {code}; cada mensaje lleva su código, como error[PEI203].",
                f"There is no message {code}; each message bears its code, as error[PEI203].",
            ),
            click.get_current_context(),
        )
    return page
