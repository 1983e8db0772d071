"""`pei arbol`: a plan as a tree."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pei_dsl.cli import completion, shared
from pei_dsl.cli.bilingual import WIDTH
from pei_dsl.cli.language import current
from pei_dsl.cli.reading import roots_option

if TYPE_CHECKING:
    from pei_dsl.renderers.tree import Tree

FORMATS = ("texto", "json", "mermaid", "dot")


@shared.command(
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
@shared.path_argument
@shared.argument("code", metavars=("[CÓDIGO]", "[CODE]"), required=False, shell_complete=completion.codes)
@shared.option(
    "--dependencias",
    "with_inputs",
    is_flag=True,
    texts=(
        "Muestra bajo cada indicador las variables, series y fuentes de las que depende.",
        "Show under each indicator the variables, series and sources that it rests on.",
    ),
)
@shared.period_option(("Periodo cuyas cifras se muestran", "Period whose figures are shown"), required=False)
@shared.option(
    "--formato",
    "format_",
    type=click.Choice(FORMATS),
    default="texto",
    show_default=True,
    texts=("Cómo se muestra el árbol.", "How the tree is shown."),
)
@shared.output_option
@roots_option
@click.pass_context
def command(
    context: click.Context,
    path: Path,
    code: str | None,
    period: str | None,
    format_: str,
    output: Path | None,
    *,
    with_inputs: bool,
    roots: tuple[Path, ...],
) -> None:
    """Print the tree of the plan at `path`; exit with 1 if parts of it could not be read."""
    from pei_dsl.data.reading import Reading
    from pei_dsl.renderers.tree import plan_tree
    from pei_dsl.workspace.inventory import inventory
    from pei_dsl.workspace.verbs import evaluate

    loaded = shared.load_readable(path) if period is None else shared.load_or_exit(path)
    plan = loaded.plan
    wanted = shared.code_or_exit(code, loaded) if code is not None else None
    measured = None
    if period is not None:
        measured = evaluate(loaded, shared.period_or_exit(period, loaded), reading=Reading(roots=roots))
    tree = plan_tree(
        plan,
        inventory(loaded),
        current(),
        code=wanted,
        with_inputs=with_inputs,
        evaluation=measured.evaluation if measured is not None else None,
    )
    shared.write(_rendered(tree, format_, to_file=output is not None), output)
    if measured is not None and measured.diagnostics:
        shared.report(measured.diagnostics)
        context.exit(shared.DATA)
    context.exit(shared.FINDINGS if loaded.errors else 0)


def _rendered(tree: Tree, format_: str, *, to_file: bool) -> str:
    from pei_dsl.renderers import graphs
    from pei_dsl.renderers.tree import render, tree_to_json

    if format_ == "json":
        return json.dumps(tree_to_json(tree), ensure_ascii=False, indent=2)
    if format_ == "mermaid":
        return graphs.mermaid(tree.root, current())
    if format_ == "dot":
        return graphs.dot(tree.root, current())
    width = WIDTH if to_file else shared.width()
    return render(tree, current(), width, paint=not to_file and shared.paints())
