"""`pei describir`: a plan, or one thing in it, in words."""

from __future__ import annotations

from pathlib import Path

import click

from pei_dsl.cli import answered, asked, completion, exits, options, outputs, telling
from pei_dsl.cli.reading_options import roots_option


@options.command(
    texts=(
        "Describe en palabras un plan, un indicador o una fuente.",
        "Describe a plan, an indicator or a source in words.",
    ),
    details=(
        """
        Sin NOMBRE, el plan en una página: cuánto tiene y qué le falta. Con el código de un indicador, un
        objetivo o una acción, o el nombre de una variable, una serie, una función o una fuente: qué es, cómo
        se calcula dicho en palabras, de qué depende y quién lo usa.

        RUTA es la carpeta de un plan o uno de sus archivos .pei; «-» es la entrada estándar.
        """,
        """
        Without NAME, the plan in a page: how much it has and what it lacks. With the code of an indicator, an
        objective or an action, or the name of a variable, a series, a function or a source: what it is, how
        it is computed in words, what it rests on and who uses it.

        PATH is the folder of a plan or one of its .pei files; “-” is standard input.
        """,
    ),
    examples=(
        "pei describir mi-plan",
        "pei describir mi-plan IND.01.OEI.01",
        "pei describir mi-plan OEI.01 --formato markdown -o objetivo.md",
    ),
)
@options.path_argument
@options.argument(
    "name", metavars=("[NOMBRE]", "[NAME]"), required=False, shell_complete=completion.names_of_plan
)
@options.in_force_option
@roots_option
@outputs.options("description", texts=("Cómo se muestra la descripción", "How the description is shown"))
@click.pass_context
def command(
    context: click.Context,
    path: Path,
    name: str | None,
    in_force_on: str | None,
    output: outputs.Output,
    roots: tuple[Path, ...],
) -> None:
    """Print what is said of `name` in the plan at `path`; exit with 1 if parts of it could not be read."""
    from pei_dsl.data.reading import Reading
    from pei_dsl.diagnostics.errors import RequestError
    from pei_dsl.renderers.facts import known_names
    from pei_dsl.reproducing.question import Asks, Question

    loaded = asked.load_readable(path) if in_force_on is None else asked.load_or_exit(path)
    standing = asked.standing_or_exit(in_force_on, loaded, roots)
    known = known_names(standing.asked.plan)
    if name == "":  # the whole plan is another question
        telling.refuse("PEI201", {"name": name}, "thing", asked.suggestions(name, known))
    code = standing.code(name) if name is not None else ""
    question = Question(Asks.DESCRIPTION, code=code, in_force_on=standing.day)
    try:
        answered.write(loaded, path, question, Reading(roots=roots), output)
    except RequestError:
        telling.refuse("PEI201", {"name": name or ""}, "thing", asked.suggestions(name or "", known))
    context.exit(exits.FINDINGS if loaded.errors else 0)
