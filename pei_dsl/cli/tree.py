"""`pei arbol`: a plan as a tree."""

from __future__ import annotations

from pathlib import Path

import click

from pei_dsl.cli import answered, asked, completion, exits, options, outputs, telling
from pei_dsl.cli.reading_options import roots_option


@options.command(
    texts=(
        "Dibuja el plan como un árbol, o de qué depende cada indicador.",
        "Draw the plan as a tree, or what each indicator rests on.",
    ),
    details=(
        """
        Cada objetivo con sus indicadores y acciones; junto a cada indicador, su sentido, su unidad y lo que
        le falta: fórmula, datos o logros. Con CÓDIGO, solo ese objetivo, acción o indicador.

        Los formatos mermaid y dot son dibujos que otros programas muestran.

        RUTA es la carpeta de un plan o uno de sus archivos .pei; «-» es la entrada estándar.
        """,
        """
        Each objective with its indicators and actions; beside each indicator its direction, its unit and what
        it lacks: formula, data or goals. With CODE, only that objective, action or indicator.

        The formats mermaid and dot are drawings that other programs show.

        PATH is the folder of a plan or one of its .pei files; “-” is standard input.
        """,
    ),
    examples=(
        "pei arbol mi-plan",
        "pei arbol mi-plan --periodo 2024",
        "pei arbol mi-plan IND.01.OEI.01 --dependencias",
        "pei arbol mi-plan --dependencias --formato dot -o plan.dot",
    ),
)
@options.path_argument
@options.argument("code", metavars=("[CÓDIGO]", "[CODE]"), required=False, shell_complete=completion.codes)
@options.option(
    "--dependencias",
    "with_inputs",
    is_flag=True,
    texts=(
        "Muestra bajo cada indicador las variables, series y fuentes de las que depende.",
        "Show under each indicator the variables, series and sources that it rests on.",
    ),
)
@options.period_option(("Periodo cuyas cifras se muestran", "Period whose figures are shown"), required=False)
@options.in_force_option
@outputs.options("tree", texts=("Cómo se muestra el árbol", "How the tree is shown"))
@roots_option
@click.pass_context
def command(
    context: click.Context,
    path: Path,
    code: str | None,
    period: str | None,
    in_force_on: str | None,
    output: outputs.Output,
    *,
    with_inputs: bool,
    roots: tuple[Path, ...],
) -> None:
    """Print the tree of the plan at `path`; exit with 1 if parts of it could not be read."""
    from pei_dsl.data.reading import Reading
    from pei_dsl.reproducing.question import Asks, Question

    shows_all = period is None and in_force_on is None
    loaded = asked.load_readable(path) if shows_all else asked.load_or_exit(path)
    standing = asked.standing_or_exit(in_force_on, loaded, roots)
    question = Question(
        Asks.TREE,
        periods=str(asked.period_or_exit(period, standing.asked)) if period is not None else "",
        code=asked.code_or_exit(standing.code(code), standing.asked) if code is not None else "",
        with_inputs=with_inputs,
        in_force_on=standing.day,
    )
    answer = answered.write(loaded, path, question, Reading(roots=roots), output)
    telling.exit_if(answer.diagnostics)
    context.exit(exits.FINDINGS if loaded.errors else 0)
