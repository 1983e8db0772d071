"""`pei brecha`: what is missing for a colour."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pei_dsl.cli import completion, shared
from pei_dsl.cli import reading as reading_options
from pei_dsl.cli.bilingual import WIDTH
from pei_dsl.cli.language import current, say

if TYPE_CHECKING:
    from pei_dsl.data.reading import Reading
    from pei_dsl.model.methodology import Methodology

FORMATS = ("tabla", "json")


@shared.command(
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
@shared.path_argument
@shared.argument("code", metavars=("[CÓDIGO]", "[CODE]"), required=False, shell_complete=completion.codes)
@shared.period_option(("Periodo que se mide", "Period to measure"), required=True)
@shared.option(
    "--color",
    shell_complete=completion.colors,
    metavars=("COLOR", "COLOUR"),
    texts=("Color por alcanzar; si no se dice, el mejor.", "Colour to reach; the best one if not given."),
)
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
    code: str | None,
    period: str,
    color: str | None,
    methodology: str | None,
    format_: str,
    output: Path | None,
    reading: Reading,
) -> None:
    """Print what is missing for `color` in the plan at `path`; exit with 3 if its data have errors."""
    from pei_dsl.evaluation.requests import requests_of
    from pei_dsl.gaps.gap import gaps
    from pei_dsl.renderers.gap import gaps_to_json, render
    from pei_dsl.workspace.verbs import methodology_of, reading_data

    loaded = shared.load_or_exit(path)
    when = shared.period_or_exit(period, loaded)
    shared.methodology_or_exit(methodology, loaded)
    profile = methodology_of(loaded, methodology)
    wanted = _band(color, profile, context) if color is not None else None
    only = shared.code_or_exit(code, loaded) if code is not None else None
    requests = requests_of(loaded.plan, [when], [profile])
    with reading_data(loaded, requests=requests, reading=reading) as (data, problems):
        found = gaps(loaded.plan, when, data, profile, color=wanted, code=only)
    if format_ == "json":
        text = json.dumps(gaps_to_json(found, current()), ensure_ascii=False, indent=2)
    else:
        text = render(found, current(), WIDTH if output else shared.width())
    shared.write(text, output)
    if problems:
        shared.report(problems)
        context.exit(shared.DATA)


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
