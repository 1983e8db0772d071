"""`pei brecha`: what is missing for a colour."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from pei_dsl.cli import answered, asked, completion, options, outputs, telling
from pei_dsl.cli.language import say
from pei_dsl.cli.reading_options import reading_options

if TYPE_CHECKING:
    from pei_dsl.data.reading import Reading
    from pei_dsl.model.methodology import Methodology


@options.command(
    texts=("Dice qué falta para un color.", "Tell what is missing for a colour."),
    details=(
        """
        Qué valor necesita cada indicador, con qué dato de su fórmula se alcanza y qué indicador mueve más a
        cada objetivo y acción.

        RUTA es la carpeta de un plan o uno de sus archivos .pei; CÓDIGO, el de un indicador, un objetivo o
        una acción: sin él se muestra todo lo que queda por debajo del color.
        """,
        """
        Which value each indicator needs, with which input of its formula it is reached, and which indicator
        moves each objective and action most.

        PATH is the folder of a plan or one of its .pei files; CODE, that of an indicator, an objective or an
        action: without it, all that lies below the colour is shown.
        """,
    ),
    examples=("pei brecha mi-plan --periodo 2024", "pei brecha mi-plan IND.01.OEI.01 --periodo 2024"),
)
@options.path_argument
@options.argument("code", metavars=("[CÓDIGO]", "[CODE]"), required=False, shell_complete=completion.codes)
@options.period_option(("Periodo que se mide", "Period to measure"), required=True)
@options.option(
    "--color",
    shell_complete=completion.colors,
    metavars=("COLOR", "COLOUR"),
    texts=("Color por alcanzar; si no se dice, el mejor.", "Colour to reach; the best one if not given."),
)
@options.methodology_option
@options.in_force_option
@outputs.options("gaps")
@reading_options
@click.pass_context
def command(
    context: click.Context,
    path: Path,
    code: str | None,
    period: str,
    color: str | None,
    methodology: str | None,
    in_force_on: str | None,
    output: outputs.Output,
    reading: Reading,
) -> None:
    """Print what is missing for `color` in the plan at `path`; exit with 3 if its data have errors."""
    from pei_dsl.reproducing.question import Asks, Question
    from pei_dsl.workspace.verbs import methodology_of

    standing, when = asked.measurable_or_exit(path, period, methodology, in_force_on, reading.roots)
    profile = methodology_of(standing.asked, methodology)
    question = Question(
        Asks.GAPS,
        periods=str(when),
        code=asked.code_or_exit(standing.code(code), standing.asked) if code is not None else "",
        color=_band(color, profile, context) if color is not None else "",
        methodologies=asked.named(methodology),
        in_force_on=standing.day,
    )
    telling.exit_if(answered.write(standing.loaded, path, question, reading, output).diagnostics)


def _band(written: str, methodology: Methodology, context: click.Context) -> str:
    """Return the colour of the methodology that `written` names, in any language; refuse what is none."""
    from pei_dsl import vocabulary

    word = vocabulary.COLORS.find(written)
    names = {vocabulary.fold(band.color): str(band.color) for band in methodology.bands}
    found = names.get(vocabulary.fold(word.spanish if word is not None else written))
    if found is None:
        known = ", ".join(names.values())
        raise click.BadParameter(
            say(
                f"la metodología no tiene el color «{written}»; tiene {known}.",
                f"The methodology has no colour “{written}”; it has {known}.",
            ),
            context,
            param_hint="--color",
        )
    return found
